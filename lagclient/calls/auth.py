"""Credentials: the kind of a token, where it comes from, and the routes that it may use."""

from __future__ import annotations

import inspect
import re
from typing import Any, Awaitable, Callable, Mapping, NamedTuple, Optional, Union

from lagclient.errors import LagInvalidRequestError, LagInvalidTokenError
from lagclient.routing.route import Route
from lagclient.transport.protocol import Secret, hidden

ROBOT_TOKEN_PREFIX = "lag_robot_"  # noqa: S105  # no secret

_SENDABLE = re.compile(r"[!-~]+")


class Credential(NamedTuple):
    """A token and its kind. Its repr does not contain the token, and pickling it fails."""

    kind: str
    """``user`` or ``robot``."""
    authorization: Secret
    """The value of the Authorization header."""

    @classmethod
    def from_token(cls, token: object) -> Credential:
        """Return the credential of a personal access token, a web session token or a robot key."""
        if not token:
            raise LagInvalidRequestError(
                "`token` must be a personal access token (lag_pat_...) or a robot key "
                "(lag_robot_...), not empty: pass it, or set LAG_TOKEN"
            )
        # The token is in no message and in no frame that raises, because both end up in logs.
        if not isinstance(token, str):
            kind = type(token).__name__
            del token
            raise LagInvalidTokenError(f"`token` must be a str, not {kind}")
        if token.startswith(("Bearer ", "Robot ")):
            del token
            raise LagInvalidTokenError(
                "`token` must be the token alone, not a header: remove Bearer or Robot before it"
            )
        if not _SENDABLE.fullmatch(token):
            del token
            raise LagInvalidTokenError(
                "`token` must be printable ASCII without spaces, not text that a header cannot "
                "carry. If it comes from a file, strip the line break at its end"
            )
        if token.startswith(ROBOT_TOKEN_PREFIX):
            return cls("robot", Secret(f"Robot {token}"))
        return cls("user", Secret(f"Bearer {token}"))

    def key(self, base_url: str) -> str:
        """Return a digest that identifies this token at an API, without the token itself."""
        import hashlib

        return hashlib.sha256(f"{base_url} {self.authorization}".encode()).hexdigest()

    def admit(self, route: Route, routes: Mapping[str, Route]) -> None:
        """Raise `LagInvalidTokenError` if this credential cannot use a route."""
        if self.kind == "robot":
            if route.robot_scopes:
                return
            raise LagInvalidTokenError(
                f"{route.method_name} is not available to robots: use a personal access token "
                f"(lag_pat_...). Robots can call {_for_robots(route, routes)}"
            )
        if "user" not in route.scope and "public" not in route.scope:
            raise LagInvalidTokenError(
                f"{route.method_name} is available only to robots: use a robot key "
                f"({ROBOT_TOKEN_PREFIX}...)"
            )


def _for_robots(route: Route, routes: Mapping[str, Route]) -> str:
    """List the methods that robots can call instead: the related ones, or all if none is related.

    ``identity`` comes first, because it says in which server the robot is. If the list is not
    complete, its end says how many others there are, and where.
    """
    robots = {one.method_name for one in routes.values() if one.robot_scopes}
    every = sorted(robots - {"identity"})
    start = f"{route.namespace.partition('.')[0]}."
    related = [name for name in every if name.startswith(start)] or every
    others = [name for name in every if name not in related]
    listed = ", ".join(["identity (which has the server_id of the robot)", *related])
    spaces = " and ".join(dict.fromkeys(name.partition(".")[0] for name in others))
    return f"{listed}, and {len(others)} more in {spaces}" if others else listed


TokenFunction = Callable[[], Union[str, Awaitable[str]]]
"""Returns the token, for example from a store that rotates it."""


class TokenSource:
    """A function of the caller that returns the token, and the credential of its last result.

    The function is called before the first request, and after a response of 401.
    """

    def __init__(self, function: TokenFunction) -> None:
        self._function = function
        self.credential: Optional[Credential] = None

    def ask(self) -> Any:
        """Return a new token, or an awaitable of it; it is a `Secret`, which tracebacks hide."""
        result = self._function()
        return _awaited(result) if inspect.isawaitable(result) else hidden(result)

    def now(self) -> Credential:
        """Return the credential; call a blocking function if it was not called yet.

        Raises:
            LagInvalidRequestError: The function is asynchronous, and was not called yet.
        """
        if self.credential is None:
            result = self._function()
            if inspect.isawaitable(result):
                getattr(result, "close", bool)()  # a coroutine would warn that it was not awaited
                raise LagInvalidRequestError(
                    "The kind of the token is not known before the first call, because `token` is "
                    "asynchronous"
                )
            self.credential = Credential.from_token(hidden(result))
        return self.credential


async def _awaited(result: Awaitable[str]) -> str:
    return hidden(await result)
