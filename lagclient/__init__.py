"""The Lag API for Python: sync and async, typed, for users and robots.

::

    from lagclient import Client

    with Client(token="lag_pat_...") as client:
        for server in client.servers.list():
            print(server.name)

Names are imported when they are first used, so ``import lagclient`` itself takes little time.
"""

from lagclient.lazy import lazily
from lagclient.version import __version__ as __version__

_EXPORTS = {
    "answer": ("Answer", "Page"),
    "bot.bot": ("Bot",),
    "client": ("USER_AGENT", "AsyncClient", "Client"),
    "errors": (
        "LagAPIError",
        "LagAuthError",
        "LagBadRequestError",
        "LagConflictError",
        "LagConnectionError",
        "LagCursorError",
        "LagDecodeError",
        "LagInvalidRequestError",
        "LagInvalidTokenError",
        "LagNotFoundError",
        "LagPermissionError",
        "LagRateLimitError",
        "LagRouteError",
        "LagServerError",
        "LagTimeoutError",
        "LagWebhookError",
    ),
    "listening.drive": ("AsyncListening", "Listening"),
    "bot.context": ("BlockingContext", "CommandError", "Context"),
    "bot.handlers": ("Failure",),
    "bot.state": ("State", "Store"),
    "models": (
        "AnyRobotEvent",
        "AvatarUploadResponse",
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
        "MemberJoinEvent",
        "MemberLeaveEvent",
        "MemberRoleChangedEvent",
        "Permission",
        "PresenceUpdateEvent",
        "RobotEvent",
        "Room",
        "RoomCreatedEvent",
        "RoomDeletedEvent",
        "RoomEvent",
        "RoomMessage",
        "RoomMessageDeletedEvent",
        "RoomMessageEditedEvent",
        "RoomMessageEvent",
        "Server",
        "ServerBan",
        "ServerInvite",
        "ServerMember",
        "ServerMute",
        "ServerRoleObject",
        "ServerUpdatedEvent",
        "ServerWithDetails",
        "SystemStatusResponse",
        "UnknownEvent",
        "User",
        "UserConfig",
        "VoiceJoinEvent",
        "VoiceLeaveEvent",
        "has_permission",
    ),
    "listing": ("async_paginate", "sync_paginate"),
    "routing.route": ("Param", "Route"),
    "pagination.history": ("AsyncHistory", "History"),
    "pagination.pages": ("AsyncPages", "Pages"),
    "types": ("UNSET", "Unset"),
}

__getattr__, __dir__, __all__ = lazily(__name__, _EXPORTS)
__all__ += ["__version__"]
