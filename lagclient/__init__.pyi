"""The public names. Generated from `_EXPORTS` by `lagclient generate`."""

from lagclient.answer import Answer as Answer
from lagclient.answer import Page as Page
from lagclient.bot.bot import Bot as Bot
from lagclient.client import USER_AGENT as USER_AGENT
from lagclient.client import AsyncClient as AsyncClient
from lagclient.client import Client as Client
from lagclient.errors import LagAPIError as LagAPIError
from lagclient.errors import LagAuthError as LagAuthError
from lagclient.errors import LagBadRequestError as LagBadRequestError
from lagclient.errors import LagConflictError as LagConflictError
from lagclient.errors import LagConnectionError as LagConnectionError
from lagclient.errors import LagCursorError as LagCursorError
from lagclient.errors import LagDecodeError as LagDecodeError
from lagclient.errors import LagInvalidRequestError as LagInvalidRequestError
from lagclient.errors import LagInvalidTokenError as LagInvalidTokenError
from lagclient.errors import LagNotFoundError as LagNotFoundError
from lagclient.errors import LagPermissionError as LagPermissionError
from lagclient.errors import LagRateLimitError as LagRateLimitError
from lagclient.errors import LagRouteError as LagRouteError
from lagclient.errors import LagServerError as LagServerError
from lagclient.errors import LagTimeoutError as LagTimeoutError
from lagclient.errors import LagWebhookError as LagWebhookError
from lagclient.listening.drive import AsyncListening as AsyncListening
from lagclient.listening.drive import Listening as Listening
from lagclient.bot.context import BlockingContext as BlockingContext
from lagclient.bot.context import CommandError as CommandError
from lagclient.bot.context import Context as Context
from lagclient.bot.handlers import Failure as Failure
from lagclient.bot.state import State as State
from lagclient.bot.state import Store as Store
from lagclient.models import AnyRobotEvent as AnyRobotEvent
from lagclient.models import AvatarUploadResponse as AvatarUploadResponse
from lagclient.models import DmConversation as DmConversation
from lagclient.models import DmMessage as DmMessage
from lagclient.models import EventGuest as EventGuest
from lagclient.models import EventSummary as EventSummary
from lagclient.models import EventTemplate as EventTemplate
from lagclient.models import Friend as Friend
from lagclient.models import FriendRequestList as FriendRequestList
from lagclient.models import Friendship as Friendship
from lagclient.models import HealthResponse as HealthResponse
from lagclient.models import Identity as Identity
from lagclient.models import IdentityKind as IdentityKind
from lagclient.models import ImageMetadata as ImageMetadata
from lagclient.models import MemberJoinEvent as MemberJoinEvent
from lagclient.models import MemberLeaveEvent as MemberLeaveEvent
from lagclient.models import MemberRoleChangedEvent as MemberRoleChangedEvent
from lagclient.models import Permission as Permission
from lagclient.models import PresenceUpdateEvent as PresenceUpdateEvent
from lagclient.models import RobotEvent as RobotEvent
from lagclient.models import Room as Room
from lagclient.models import RoomCreatedEvent as RoomCreatedEvent
from lagclient.models import RoomDeletedEvent as RoomDeletedEvent
from lagclient.models import RoomEvent as RoomEvent
from lagclient.models import RoomMessage as RoomMessage
from lagclient.models import RoomMessageDeletedEvent as RoomMessageDeletedEvent
from lagclient.models import RoomMessageEditedEvent as RoomMessageEditedEvent
from lagclient.models import RoomMessageEvent as RoomMessageEvent
from lagclient.models import Server as Server
from lagclient.models import ServerBan as ServerBan
from lagclient.models import ServerInvite as ServerInvite
from lagclient.models import ServerMember as ServerMember
from lagclient.models import ServerMute as ServerMute
from lagclient.models import ServerRoleObject as ServerRoleObject
from lagclient.models import ServerUpdatedEvent as ServerUpdatedEvent
from lagclient.models import ServerWithDetails as ServerWithDetails
from lagclient.models import SystemStatusResponse as SystemStatusResponse
from lagclient.models import UnknownEvent as UnknownEvent
from lagclient.models import User as User
from lagclient.models import UserConfig as UserConfig
from lagclient.models import VoiceJoinEvent as VoiceJoinEvent
from lagclient.models import VoiceLeaveEvent as VoiceLeaveEvent
from lagclient.models import has_permission as has_permission
from lagclient.listing import async_paginate as async_paginate
from lagclient.listing import sync_paginate as sync_paginate
from lagclient.routing.route import Param as Param
from lagclient.routing.route import Route as Route
from lagclient.pagination.history import AsyncHistory as AsyncHistory
from lagclient.pagination.history import History as History
from lagclient.pagination.pages import AsyncPages as AsyncPages
from lagclient.pagination.pages import Pages as Pages
from lagclient.types import UNSET as UNSET
from lagclient.types import Unset as Unset
__version__: str

__all__ = [
    "Answer",
    "AnyRobotEvent",
    "AsyncClient",
    "AsyncHistory",
    "AsyncListening",
    "AsyncPages",
    "AvatarUploadResponse",
    "BlockingContext",
    "Bot",
    "Client",
    "CommandError",
    "Context",
    "DmConversation",
    "DmMessage",
    "EventGuest",
    "EventSummary",
    "EventTemplate",
    "Failure",
    "Friend",
    "FriendRequestList",
    "Friendship",
    "HealthResponse",
    "History",
    "Identity",
    "IdentityKind",
    "ImageMetadata",
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
    "Listening",
    "MemberJoinEvent",
    "MemberLeaveEvent",
    "MemberRoleChangedEvent",
    "Page",
    "Pages",
    "Param",
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
    "Route",
    "Server",
    "ServerBan",
    "ServerInvite",
    "ServerMember",
    "ServerMute",
    "ServerRoleObject",
    "ServerUpdatedEvent",
    "ServerWithDetails",
    "State",
    "Store",
    "SystemStatusResponse",
    "UNSET",
    "USER_AGENT",
    "UnknownEvent",
    "Unset",
    "User",
    "UserConfig",
    "VoiceJoinEvent",
    "VoiceLeaveEvent",
    "async_paginate",
    "has_permission",
    "sync_paginate",
    "__version__",
]
