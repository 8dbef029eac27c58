"""The public names. Generated from `_EXPORTS` by `lagclient generate`."""

from lagclient.models.account import AvatarUploadResponse as AvatarUploadResponse
from lagclient.models.account import CheckUsernameResponse as CheckUsernameResponse
from lagclient.models.account import PushPlatform as PushPlatform
from lagclient.models.base import LagModel as LagModel
from lagclient.models.base import Timestamp as Timestamp
from lagclient.models.dm import DmConversation as DmConversation
from lagclient.models.dm import DmMessage as DmMessage
from lagclient.models.event import EventCancelResult as EventCancelResult
from lagclient.models.event import EventGuest as EventGuest
from lagclient.models.event import EventGuestStatus as EventGuestStatus
from lagclient.models.event import EventStatus as EventStatus
from lagclient.models.event import EventSummary as EventSummary
from lagclient.models.event import EventTemplate as EventTemplate
from lagclient.models.event import GuestDecision as GuestDecision
from lagclient.models.event import RsvpCounts as RsvpCounts
from lagclient.models.event import RsvpResponse as RsvpResponse
from lagclient.models.event import RsvpStatus as RsvpStatus
from lagclient.models.friend import Friend as Friend
from lagclient.models.friend import FriendRequestList as FriendRequestList
from lagclient.models.friend import Friendship as Friendship
from lagclient.models.friend import FriendshipStatus as FriendshipStatus
from lagclient.models.friend import IncomingFriendRequest as IncomingFriendRequest
from lagclient.models.friend import OutgoingFriendRequest as OutgoingFriendRequest
from lagclient.models.identity import AnyIdentity as AnyIdentity
from lagclient.models.identity import Identity as Identity
from lagclient.models.identity import IdentityKind as IdentityKind
from lagclient.models.identity import RobotIdentity as RobotIdentity
from lagclient.models.identity import UserIdentity as UserIdentity
from lagclient.models.image import IMAGE_MAX_SIZE_BYTES as IMAGE_MAX_SIZE_BYTES
from lagclient.models.image import ImageMetadata as ImageMetadata
from lagclient.models.image import ImageProcessingStatus as ImageProcessingStatus
from lagclient.models.image import ImagePurpose as ImagePurpose
from lagclient.models.image import ImageStatus as ImageStatus
from lagclient.models.image import ImageVariant as ImageVariant
from lagclient.models.permission import Permission as Permission
from lagclient.models.permission import has_permission as has_permission
from lagclient.models.robot import RobotEventType as RobotEventType
from lagclient.models.robot import RobotPermission as RobotPermission
from lagclient.models.robot import RobotTransport as RobotTransport
from lagclient.models.robot_data import MemberJoinData as MemberJoinData
from lagclient.models.robot_data import MemberLeaveData as MemberLeaveData
from lagclient.models.robot_data import MemberRoleChangedData as MemberRoleChangedData
from lagclient.models.robot_data import PresenceUpdateData as PresenceUpdateData
from lagclient.models.robot_data import RobotEventData as RobotEventData
from lagclient.models.robot_data import RoomCreatedData as RoomCreatedData
from lagclient.models.robot_data import RoomDeletedData as RoomDeletedData
from lagclient.models.robot_data import RoomMessageData as RoomMessageData
from lagclient.models.robot_data import RoomMessageDeletedData as RoomMessageDeletedData
from lagclient.models.robot_data import RoomMessageEditedData as RoomMessageEditedData
from lagclient.models.robot_data import ServerUpdatedData as ServerUpdatedData
from lagclient.models.robot_data import VoiceJoinData as VoiceJoinData
from lagclient.models.robot_data import VoiceLeaveData as VoiceLeaveData
from lagclient.models.robot_event import AnyRobotEvent as AnyRobotEvent
from lagclient.models.robot_event import MemberJoinEvent as MemberJoinEvent
from lagclient.models.robot_event import MemberLeaveEvent as MemberLeaveEvent
from lagclient.models.robot_event import MemberRoleChangedEvent as MemberRoleChangedEvent
from lagclient.models.robot_event import PresenceUpdateEvent as PresenceUpdateEvent
from lagclient.models.robot_event import RobotEvent as RobotEvent
from lagclient.models.robot_event import RoomCreatedEvent as RoomCreatedEvent
from lagclient.models.robot_event import RoomDeletedEvent as RoomDeletedEvent
from lagclient.models.robot_event import RoomEvent as RoomEvent
from lagclient.models.robot_event import RoomMessageDeletedEvent as RoomMessageDeletedEvent
from lagclient.models.robot_event import RoomMessageEditedEvent as RoomMessageEditedEvent
from lagclient.models.robot_event import RoomMessageEvent as RoomMessageEvent
from lagclient.models.robot_event import ServerUpdatedEvent as ServerUpdatedEvent
from lagclient.models.robot_event import UnknownEvent as UnknownEvent
from lagclient.models.robot_event import VoiceJoinEvent as VoiceJoinEvent
from lagclient.models.robot_event import VoiceLeaveEvent as VoiceLeaveEvent
from lagclient.models.robot_event import event_from as event_from
from lagclient.models.room import EditedRoomMessage as EditedRoomMessage
from lagclient.models.room import MentionData as MentionData
from lagclient.models.room import MentionType as MentionType
from lagclient.models.room import MessageImage as MessageImage
from lagclient.models.room import MessageImageVariant as MessageImageVariant
from lagclient.models.room import MessageReplyTo as MessageReplyTo
from lagclient.models.room import Room as Room
from lagclient.models.room import RoomMessage as RoomMessage
from lagclient.models.room import RoomParticipant as RoomParticipant
from lagclient.models.server import AssignRoleResponse as AssignRoleResponse
from lagclient.models.server import InviteFriendResult as InviteFriendResult
from lagclient.models.server import Server as Server
from lagclient.models.server import ServerBan as ServerBan
from lagclient.models.server import ServerIconUploadResponse as ServerIconUploadResponse
from lagclient.models.server import ServerInvite as ServerInvite
from lagclient.models.server import ServerInvitePreview as ServerInvitePreview
from lagclient.models.server import ServerMember as ServerMember
from lagclient.models.server import ServerMute as ServerMute
from lagclient.models.server import ServerRole as ServerRole
from lagclient.models.server import ServerRoleObject as ServerRoleObject
from lagclient.models.server import ServerWithDetails as ServerWithDetails
from lagclient.models.steam import SteamActivityResponse as SteamActivityResponse
from lagclient.models.steam import SteamLookupResponse as SteamLookupResponse
from lagclient.models.system import FeatureFlag as FeatureFlag
from lagclient.models.system import HealthResponse as HealthResponse
from lagclient.models.system import HealthStatus as HealthStatus
from lagclient.models.system import Ok as Ok
from lagclient.models.system import SystemStatusResponse as SystemStatusResponse
from lagclient.models.system import UserConfig as UserConfig
from lagclient.models.system import VersionResponse as VersionResponse
from lagclient.models.user import User as User
from lagclient.models.user import UserFlags as UserFlags
from lagclient.models.user import UserStatus as UserStatus

__all__ = [
    "AnyIdentity",
    "AnyRobotEvent",
    "AssignRoleResponse",
    "AvatarUploadResponse",
    "CheckUsernameResponse",
    "DmConversation",
    "DmMessage",
    "EditedRoomMessage",
    "EventCancelResult",
    "EventGuest",
    "EventGuestStatus",
    "EventStatus",
    "EventSummary",
    "EventTemplate",
    "FeatureFlag",
    "Friend",
    "FriendRequestList",
    "Friendship",
    "FriendshipStatus",
    "GuestDecision",
    "HealthResponse",
    "HealthStatus",
    "IMAGE_MAX_SIZE_BYTES",
    "Identity",
    "IdentityKind",
    "ImageMetadata",
    "ImageProcessingStatus",
    "ImagePurpose",
    "ImageStatus",
    "ImageVariant",
    "IncomingFriendRequest",
    "InviteFriendResult",
    "LagModel",
    "MemberJoinData",
    "MemberJoinEvent",
    "MemberLeaveData",
    "MemberLeaveEvent",
    "MemberRoleChangedData",
    "MemberRoleChangedEvent",
    "MentionData",
    "MentionType",
    "MessageImage",
    "MessageImageVariant",
    "MessageReplyTo",
    "Ok",
    "OutgoingFriendRequest",
    "Permission",
    "PresenceUpdateData",
    "PresenceUpdateEvent",
    "PushPlatform",
    "RobotEvent",
    "RobotEventData",
    "RobotEventType",
    "RobotIdentity",
    "RobotPermission",
    "RobotTransport",
    "Room",
    "RoomCreatedData",
    "RoomCreatedEvent",
    "RoomDeletedData",
    "RoomDeletedEvent",
    "RoomEvent",
    "RoomMessage",
    "RoomMessageData",
    "RoomMessageDeletedData",
    "RoomMessageDeletedEvent",
    "RoomMessageEditedData",
    "RoomMessageEditedEvent",
    "RoomMessageEvent",
    "RoomParticipant",
    "RsvpCounts",
    "RsvpResponse",
    "RsvpStatus",
    "Server",
    "ServerBan",
    "ServerIconUploadResponse",
    "ServerInvite",
    "ServerInvitePreview",
    "ServerMember",
    "ServerMute",
    "ServerRole",
    "ServerRoleObject",
    "ServerUpdatedData",
    "ServerUpdatedEvent",
    "ServerWithDetails",
    "SteamActivityResponse",
    "SteamLookupResponse",
    "SystemStatusResponse",
    "Timestamp",
    "UnknownEvent",
    "User",
    "UserConfig",
    "UserFlags",
    "UserIdentity",
    "UserStatus",
    "VersionResponse",
    "VoiceJoinData",
    "VoiceJoinEvent",
    "VoiceLeaveData",
    "VoiceLeaveEvent",
    "event_from",
    "has_permission",
]
