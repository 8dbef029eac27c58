"""The owner of a token."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, Union

from pydantic import model_validator

from lagclient.models.base import LagModel, Timestamp

IdentityKind = Literal["user", "robot"]


class Identity(LagModel):
    """The user or robot that a token belongs to, in one model for both.

    The API does not have this model: it returns a user, or the info of a robot, and the fields of
    the response decide which of the two it is. Other fields are kept, as in every model, except a
    robot's ``name``, which becomes `display_name`. Data with ``kind`` or ``display_name`` is
    validated unchanged.
    """

    id: str
    kind: Union[IdentityKind, str]
    display_name: str
    """Display name of a user, or the username; name of a robot; empty without a name."""
    avatar_url: Optional[str] = None
    created_at: Optional[Timestamp] = None
    username: Optional[str] = None
    """None for robots."""
    # The next three are None for users.
    server_id: Optional[str] = None
    permissions: Optional[List[str]] = None
    """Permissions of the robot: see ``RobotPermission``."""
    active: Optional[bool] = None
    """Whether the robot is enabled."""

    @model_validator(mode="before")
    @classmethod
    def _from_wire(cls, data: Any) -> Any:
        unchanged: Any = data
        if not isinstance(data, dict) or "kind" in data or "display_name" in data:
            return unchanged
        wire: Dict[str, Any] = {**data}
        if "username" not in wire and ("serverId" in wire or "name" in wire):
            wire.update(kind="robot", displayName=wire.pop("name", None) or "")
        else:
            name = wire.get("displayName") or wire.get("username") or ""
            wire.update(kind="user", displayName=name)
            wire.update(serverId=None, permissions=None, active=None)
        return wire
