"""What programs written for 0.2.0 import and construct is still there."""

from __future__ import annotations

import inspect
import pickle
from typing import Any

import pytest

import lagclient
from lagclient import errors, models

ROOT = [
    "AsyncClient",
    "AvatarUploadResponse",
    "Client",
    "DmConversation",
    "DmMessage",
    "EventGuest",
    "EventSummary",
    "EventTemplate",
    "Friend",
    "FriendRequestList",
    "Friendship",
    "HealthResponse",
    "Identity",
    "IdentityKind",
    "ImageMetadata",
    "LagAPIError",
    "LagAuthError",
    "LagConflictError",
    "LagConnectionError",
    "LagInvalidTokenError",
    "LagNotFoundError",
    "LagPermissionError",
    "LagRateLimitError",
    "LagServerError",
    "Page",
    "Permission",
    "Room",
    "RoomMessage",
    "Server",
    "ServerBan",
    "ServerInvite",
    "ServerMember",
    "ServerMute",
    "ServerRoleObject",
    "ServerWithDetails",
    "SystemStatusResponse",
    "USER_AGENT",
    "User",
    "UserConfig",
    "__version__",
    "async_paginate",
    "has_permission",
    "sync_paginate",
]
MODELS = [
    "AssignRoleResponse",
    "AvatarUploadResponse",
    "CheckUsernameResponse",
    "DmConversation",
    "DmMessage",
    "EventGuest",
    "EventGuestStatus",
    "EventStatus",
    "EventSummary",
    "EventTemplate",
    "Friend",
    "FriendRequestList",
    "Friendship",
    "FriendshipStatus",
    "HealthResponse",
    "IMAGE_MAX_SIZE_BYTES",
    "Identity",
    "IdentityKind",
    "ImageMetadata",
    "ImageProcessingStatus",
    "ImagePurpose",
    "ImageStatus",
    "ImageVariant",
    "IncomingFriendRequest",
    "LagModel",
    "MentionData",
    "MessageImage",
    "MessageImageVariant",
    "MessageReplyTo",
    "OutgoingFriendRequest",
    "Permission",
    "Room",
    "RoomMessage",
    "RoomParticipant",
    "RsvpCounts",
    "RsvpResponse",
    "RsvpStatus",
    "Server",
    "ServerBan",
    "ServerInvite",
    "ServerInvitePreview",
    "ServerMember",
    "ServerMute",
    "ServerRole",
    "ServerRoleObject",
    "ServerWithDetails",
    "SteamActivityResponse",
    "SteamLookupResponse",
    "SystemStatusResponse",
    "User",
    "UserConfig",
    "UserFlags",
    "UserStatus",
    "VersionResponse",
    "has_permission",
]
ERRORS = [
    "LagAPIError",
    "LagAuthError",
    "LagPermissionError",
    "LagNotFoundError",
    "LagConflictError",
    "LagRateLimitError",
    "LagServerError",
    "LagConnectionError",
    "LagInvalidTokenError",
    "error_from_response",
]


@pytest.mark.parametrize(
    ("package", "names"),
    [(lagclient, ROOT), (models, MODELS), (errors, ERRORS)],
    ids=["lagclient", "models", "errors"],
)
def test_public_names_of_0_2_0_exist(package: Any, names: Any) -> None:
    """Every name that 0.2.0 exported can still be imported, and `__all__` and `dir()` list it."""
    assert [name for name in names if not hasattr(package, name)] == []
    if package is not errors:
        assert set(names) <= set(package.__all__)
        assert set(names) <= set(dir(package))
        assert len(package.__all__) == len(set(package.__all__))


@pytest.mark.parametrize("cls", ["Client", "AsyncClient"])
def test_constructor_accepts_the_options_of_0_2_0(cls: str) -> None:
    """All parameters of 0.2.0 are keyword-only and keep their defaults."""
    parameters = inspect.signature(getattr(lagclient, cls)).parameters
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())
    defaults = {name: parameters[name].default for name in ("max_retries", "user_agent")}
    assert defaults == {"max_retries": 2, "user_agent": lagclient.USER_AGENT}
    for name in ("token", "base_url", "timeout_seconds", "extra_headers", "http_client"):
        assert name in parameters


def test_page_is_constructed_as_in_0_2_0() -> None:
    """A Page has items, has_more and next_cursor, and still reads like the dict it once was."""
    page = lagclient.Page(items=[1, 2], has_more=True, next_cursor="c")
    assert (page.items, page.has_more, page.next_cursor) == ([1, 2], True, "c")
    assert (page["items"], page["hasMore"], page["nextCursor"]) == ([1, 2], True, "c")
    assert page.get("nothing") is None
    assert pickle.loads(pickle.dumps(page)) == page


@pytest.mark.parametrize(
    ("held", "asked", "has"),
    [(0b101, 0b001, True), (0b101, 0b101, True), (0b101, 0b011, False), (0, 0, True)],
)
def test_has_permission_needs_every_bit(held: int, asked: int, has: bool) -> None:
    """has_permission is true when all requested bits are set."""
    assert lagclient.has_permission(held, asked) is has


@pytest.mark.parametrize("values", [(None, 1), (1, "send_messages")])
def test_has_permission_names_a_wrong_argument(values: Any) -> None:
    """has_permission refuses what is no number, such as the permissions of a robot."""
    with pytest.raises(TypeError, match=r"^`perms?` must be an int or a Permission, not "):
        lagclient.has_permission(*values)


def test_permission_bits_are_those_of_the_api() -> None:
    """The flags have the values of the API's bit field."""
    names = [
        "MANAGE_SERVER",
        "MANAGE_ROLES",
        "MANAGE_ROOMS",
        "MANAGE_MESSAGES",
        "MANAGE_MEMBERS",
        "KICK_MEMBERS",
        "BAN_MEMBERS",
        "MUTE_MEMBERS",
        "MANAGE_EVENTS",
        "MENTION_EVERYONE",
        "CREATE_INVITES",
    ]
    assert {p.name: p.value for p in lagclient.Permission} == {
        name: 1 << bit for bit, name in enumerate(names)
    }
