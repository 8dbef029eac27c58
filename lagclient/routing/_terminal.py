"""The routes of the terminal client. Generated from lagclient/terminal/routes.yaml by `lagclient generate`."""

from typing import Any, Dict

NAMESPACES: Dict[str, str] = {'': '', 'tokens': 'Tokens of your account.'}

LIMITS: Dict[str, Dict[str, int]] = {}

ROWS: Dict[str, Dict[str, Dict[str, Any]]] = {
    '': {},
    'tokens': {
        'create': {
            'method': 'POST',
            'path': '/tokens/cli',
            'scope': ('user',),
            'model': 'dict',
            'doc': 'Create a personal access token for a terminal.\n\nThe caller shows the session token of a browser.',
            'because': 'Each request creates a token.',
        },
    },
}
