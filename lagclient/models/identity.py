"""Who a token belongs to."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, Union

from pydantic import model_validator

from lagclient.models.base import LagModel, Timestamp

IdentityKind = Literal["user", "robot"]


class Identity(LagModel):
    """The user or the robot behind a token, in one shape for both.

    The API has no such shape. What it says of a user or of a robot is validated into one, told
    apart by their fields, and what Identity has no field for is kept as in every model; only a
    robot's ``name`` is not, since `display_name` is that. What has a ``kind`` (or goes by our own
    ``display_name``) is taken as it is.
    """

    id: str
    kind: Union[IdentityKind, str]
    display_name: str
    """A user's display name, else the username; a robot's name; empty when there is none."""
    avatar_url: Optional[str] = None
    created_at: Optional[Timestamp] = None
    username: Optional[str] = None
    """None for robots."""
    # The next three are None for users.
    server_id: Optional[str] = None
    permissions: Optional[List[str]] = None
    """What the robot may do: see ``RobotPermission``."""
    active: Optional[bool] = None
    """Whether the robot is enabled."""

    @model_validator(mode="before")
    @classmethod
    def _from_wire(cls, data: Any) -> Any:
        given: Any = data
        if not isinstance(data, dict) or "kind" in data or "display_name" in data:
            return given
        wire: Dict[str, Any] = {**data}
        if "username" not in wire and ("serverId" in wire or "name" in wire):
            wire.update(kind="robot", displayName=wire.pop("name", None) or "")
        else:
            name = wire.get("displayName") or wire.get("username") or ""
            wire.update(kind="user", displayName=name)
            wire.update(serverId=None, permissions=None, active=None)
        return wire
