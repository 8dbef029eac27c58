"""Permissions of a server role."""

from __future__ import annotations

import enum
from typing import Any, cast


class Permission(enum.IntFlag):
    """Permissions of a server role, one bit each; combine them with ``|``.

    ``ServerRoleObject.permissions`` and the `permissions` argument of the role methods are
    combinations of these. Robots have other permissions: see ``RobotPermission``.
    """

    MANAGE_SERVER = 1 << 0
    MANAGE_ROLES = 1 << 1
    MANAGE_ROOMS = 1 << 2
    MANAGE_MESSAGES = 1 << 3
    MANAGE_MEMBERS = 1 << 4
    KICK_MEMBERS = 1 << 5
    BAN_MEMBERS = 1 << 6
    MUTE_MEMBERS = 1 << 7
    MANAGE_EVENTS = 1 << 8
    MENTION_EVERYONE = 1 << 9
    CREATE_INVITES = 1 << 10


def has_permission(perms: int, perm: int) -> bool:
    """Return whether `perms` contains every bit of `perm`.

    Raises:
        TypeError: One of them is not a number, such as the permissions of a robot.
    """
    for name, value in (("perms", perms), ("perm", perm)):
        if not isinstance(cast("Any", value), int):
            raise TypeError(f"`{name}` must be an int or a Permission, not {value!r}")
    return perms & perm == perm
