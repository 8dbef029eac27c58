"""Credentials: what a token is, which routes it may use, and where those routes are for it."""

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
    """A token and the kind of caller that it stands for. Neither shows nor pickles the token."""

    kind: str
    """``user`` or ``robot``."""
    authorization: Secret = attrs.field(converter=Secret)
    """The value of the Authorization header."""

    @classmethod
    def from_token(cls, token: object) -> Credential:
        """The credential of a personal access token, a web session token or a robot key."""
        if not token:
            raise LagInvalidRequestError(
                "The token is empty: pass a personal access token (lag_pat_...) or a robot key "
                "(lag_robot_...) as `token`, or set LAG_TOKEN"
            )
        # Neither the messages nor the frames that raise them have the token: both end up in logs.
        if not isinstance(token, str):
            kind = type(token).__name__
            del token
            raise LagInvalidTokenError(f"A token is a str, not a {kind}")
        if not _SENDABLE.fullmatch(token):
            del token
            raise LagInvalidTokenError(
                "The token has characters that no header can carry: a space, a line break or a "
                "letter outside ASCII. If it comes from a file, strip the line break at its end"
            )
        if token.startswith(ROBOT_TOKEN_PREFIX):
            return cls("robot", f"Robot {token}")
        return cls("user", f"Bearer {token}")

    def key(self, base_url: str) -> str:
        """What tells this token at an API from others, without telling the token."""
        import hashlib

        return hashlib.sha256(f"{base_url} {self.authorization}".encode()).hexdigest()

    def admit(self, route: Route, routes: Mapping[str, Route]) -> None:
        """Refuse a route that this credential cannot use, before anything is sent."""
        if self.kind == "robot":
            if route.robot_scopes:
                return
            open_to_robots = sorted(one.method_name for one in routes.values() if one.robot_scopes)
            raise LagInvalidTokenError(
                f"{route.method_name} is not for robots: use a personal access token "
                f"(lag_pat_...). With a robot key there are {', '.join(open_to_robots)}"
            )
        if "user" not in route.scope and "public" not in route.scope:
            raise LagInvalidTokenError(
                f"{route.method_name} is only for robots: use a robot key ({ROBOT_TOKEN_PREFIX}...)"
            )
