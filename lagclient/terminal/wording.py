"""The words of both commands: messages without tokens, in terms of options, and counts."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\b(lag_(?:pat|robot)_)[A-Za-z0-9][^\s'\"]*")

_OPTIONS = {
    "`timeout_seconds`": "--timeout",
    " or `deadline_seconds`": "",
    "`base_url`": "--api-url",
    "`token`": "the token",
    "`after`": "--after",
    "`before`": "--before",
    "pass `allow_http=True` or set LAG_ALLOW_HTTP=1": "set LAG_ALLOW_HTTP=1",
    "`body` has the response; a newer lagclient may understand it.": "A newer lag may read it.",
    "; the client does not follow redirects": "",
}


def with_options(message: str) -> str:
    """Return a message of the SDK in the words of the command line."""
    for name, option in _OPTIONS.items():
        message = message.replace(name, option)
    return message


def without_tokens(message: str) -> str:
    """Return a message without a token that was typed where none belongs: it goes into logs."""
    return _TOKEN.sub(r"\1...", message)


def counted(number: int, noun: str) -> str:
    """Return a number and its noun, in the plural where that is needed."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
