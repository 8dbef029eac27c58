"""The owner of a token: a user or a robot."""

# The fields of a robot are narrower than those of `Identity`, and pydantic models can be changed.
# pyright: reportIncompatibleVariableOverride=false, reportGeneralTypeIssues=false

from __future__ import annotations

from typing import Annotated, Any, Dict, List, Literal, Optional, Union

from pydantic import Discriminator, Tag, model_validator

from lagclient.models.base import LagModel, Timestamp

IdentityKind = Literal["user", "robot"]


class Identity(LagModel):
    """The user or the robot that a token belongs to, in one shape for both.

    `identity()` returns a `UserIdentity` or a `RobotIdentity`; `kind` tells which, for type
    checkers too. The API has no such shape. Its user or robot is validated into one of them by its
    fields, and fields that they do not have are kept as in every model; only the ``name`` of a
    robot is not kept, because `display_name` holds it. Data with a ``kind`` (or with our own
    ``display_name``) is taken as it is.
    """

    id: str
    kind: IdentityKind
    display_name: str
    """The display name of a user, or else the username; the name of a robot; empty if unknown."""
    avatar_url: Optional[str] = None
    created_at: Optional[Timestamp] = None
    username: Optional[str] = None
    """None for robots."""
    server_id: Optional[str] = None
    """The server of a robot; None for users."""
    permissions: Optional[List[str]] = None
    """The permissions of a robot, see ``RobotPermission``; None for users."""
    active: Optional[bool] = None
    """Whether a robot is enabled; None for users."""

    @model_validator(mode="before")
    @classmethod
    def _from_wire(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "kind" in data or "display_name" in data:
            return data  # pyright: ignore[reportUnknownVariableType]
        wire: Dict[str, Any] = {**data}
        if kind_of(wire) == "robot":
            wire.update(kind="robot", displayName=wire.pop("name", None) or "")
        else:
            name = wire.get("displayName") or wire.get("username") or ""
            wire.update(kind="user", displayName=name)
            wire.update(serverId=None, permissions=None, active=None)
        return wire


class UserIdentity(Identity):
    """A user that a token belongs to."""

    # What only robots have is Any here, not None: the program of a robot may then use
    # `client.identity().server_id` without asking for the kind that its author knows.
    kind: Literal["user"]
    server_id: Any = None
    """None."""
    permissions: Any = None
    """None."""
    active: Any = None
    """None."""


class RobotIdentity(Identity):
    """A robot that a token belongs to."""

    kind: Literal["robot"]
    username: None = None
    server_id: str
    """Id of the server that the robot lives in."""
    permissions: List[str]
    """What the robot may do: see ``RobotPermission``."""
    active: bool
    """Whether the robot is enabled."""


def kind_of(data: Any) -> str:
    """Return the kind of an identity, from its ``kind`` or from the fields of the API."""
    if not isinstance(data, dict):
        return str(getattr(data, "kind", "user"))
    wire: Dict[str, Any] = {**data}
    is_robot = "username" not in wire and ("serverId" in wire or "name" in wire)
    return str(wire.get("kind") or ("robot" if is_robot else "user"))


AnyIdentity = Annotated[
    Union[Annotated[UserIdentity, Tag("user")], Annotated[RobotIdentity, Tag("robot")]],
    Discriminator(kind_of),
]
"""What `identity()` returns: narrow it by its `kind`."""
