"""Call the caller's token function: before the first request, and again after a 401.

A 401 means that the API did nothing, so the request is sent once more with the new token. It is not
sent again if an earlier attempt may have taken effect and the request is not safe to repeat.
"""

from __future__ import annotations

from typing import Any, Generator, Optional

import attrs

from lagclient.calls.auth import Credential
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Run
from lagclient.transport.protocol import Request

Asking = Generator[Any, Any, Settings]


def settled(settings: Settings, rejected: Optional[Credential] = None) -> Asking:
    """Return the settings with the current token.

    Args:
        settings: The client's settings.
        rejected: The credential that the API has refused, or None.

    Raises:
        LagInvalidTokenError: The function did not return a token.
    """
    source = settings.tokens
    if source is None:
        return settings
    credential = source.credential
    # Another call may have got a new one already.
    if credential is None or (rejected and credential.authorization == rejected.authorization):
        credential = source.credential = Credential.from_token((yield Run(source.ask)))
    return settings.with_credential(credential)


def renewed(settings: Settings, request: Request) -> Asking:
    """Return the settings after a 401 for a request; the same ones if there is no other token."""
    if settings.tokens is None or "authorization" not in request.headers:
        return settings
    other = yield from settled(settings, settings.credential)
    before, now = settings.credential, other.credential
    # A token of another kind would need another path.
    is_other = now.kind == before.kind and now.authorization != before.authorization
    return other if is_other else settings


def authorized(request: Request, settings: Settings) -> Request:
    """Return a request with the token of these settings."""
    authorization = settings.credential.authorization
    return attrs.evolve(request, headers={**request.headers, "authorization": authorization})
