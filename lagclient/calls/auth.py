"""Credentials: the kind of a token, and the routes that it may use."""

from __future__ import annotations

import re
from typing import Mapping

import attrs

from lagclient.errors import LagInvalidRequestError, LagInvalidTokenError
from lagclient.routing.route import Route
from lagclient.transport.protocol import Secret

ROBOT_TOKEN_PREFIX = "lag_robot_"  # noqa: S105  # no secret

_SENDABLE = re.compile(r"[!-~]+")


@attrs.frozen
class Credential:
    """A token and its kind. Its repr does not contain the token, and pickling it fails."""

    kind: str
    """``user`` or ``robot``."""
    authorization: Secret = attrs.field(converter=Secret)
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
        if not _SENDABLE.fullmatch(token):
            del token
            raise LagInvalidTokenError(
                "`token` must be printable ASCII without spaces, not text that a header cannot "
                "carry. If it comes from a file, strip the line break at its end"
            )
        if token.startswith(ROBOT_TOKEN_PREFIX):
            return cls("robot", f"Robot {token}")
        return cls("user", f"Bearer {token}")

    def key(self, base_url: str) -> str:
        """Return a digest that identifies this token at an API, without the token itself."""
        import hashlib

        return hashlib.sha256(f"{base_url} {self.authorization}".encode()).hexdigest()

    def admit(self, route: Route, routes: Mapping[str, Route]) -> None:
        """Raise `LagInvalidTokenError` if this credential cannot use a route."""
        if self.kind == "robot":
            if route.robot_scopes:
                return
            open_to_robots = sorted(one.method_name for one in routes.values() if one.robot_scopes)
            raise LagInvalidTokenError(
                f"{route.method_name} is not available to robots: use a personal access token "
                f"(lag_pat_...). Robots can call {', '.join(open_to_robots)}"
            )
        if "user" not in route.scope and "public" not in route.scope:
            raise LagInvalidTokenError(
                f"{route.method_name} is available only to robots: use a robot key "
                f"({ROBOT_TOKEN_PREFIX}...)"
            )
