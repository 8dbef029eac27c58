"""The namespaces. Generated from routes/*.yaml by `lagclient generate`."""

import os
from datetime import datetime
from functools import cached_property
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Union

from lagclient import models
from lagclient.answer import Answer, Page
from lagclient.listening.cursor import CursorInput, OnGap
from lagclient.listening.drive import AsyncListening, Listening
from lagclient.methods.build import ResourceType
from lagclient.methods.flavour import Flavour
from lagclient.pagination.pages import AsyncPages, Pages
from lagclient.routing.call import Call
from lagclient.routing.route import Route
from lagclient.routing.table import Table
from lagclient.types import ImageInput, Omittable

TABLE: Table

class Resource(metaclass=ResourceType):
    def __init__(self, perform: Callable[[Call], Any], listen: Any = None) -> None: ...

RouteSource = Union[str, os.PathLike[str], Route]

def families(table: Table) -> Mapping[str, Mapping[str, str]]: ...
def grow(table: Table, flavour: Flavour) -> Dict[str, Any]: ...
def extended(sources: Iterable[RouteSource]) -> Table: ...
def root(
    table: Table, flavour: Flavour, perform: Callable[[Call], Any], listen: Any = None
) -> Any: ...
def branches(
    table: Table, flavour: Flavour, perform: Callable[[Call], Any], listen: Any
) -> Dict[str, Any]: ...


class Root(Resource):
    @cached_property
    def dms(self) -> Dms: ...
    @cached_property
    def events(self) -> Events: ...
    @cached_property
    def friends(self) -> Friends: ...
    @cached_property
    def images(self) -> Images: ...
    @cached_property
    def robots(self) -> Robots: ...
    @cached_property
    def servers(self) -> Servers: ...
    @cached_property
    def system(self) -> System: ...
    @cached_property
    def users(self) -> Users: ...
    def identity(self) -> models.Identity: ...

class Dms(Resource):
    def list(self) -> List[models.DmConversation]: ...
    def paginate(self) -> Pages[Page[models.DmConversation]]: ...
    def create(self, user_id: str) -> models.DmConversation: ...
    def get(self, conversation_id: str) -> models.DmConversation: ...
    def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.DmMessage]: ...
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.DmMessage]]: ...
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.DmMessage]]: ...
    def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.DmMessage: ...
    def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.DmMessage: ...
    def delete_message(self, conversation_id: str, message_id: str) -> None: ...

class Events(Resource):
    @cached_property
    def guests(self) -> EventsGuests: ...
    @cached_property
    def templates(self) -> EventsTemplates: ...
    def list(self, server_id: str) -> List[models.EventSummary]: ...
    def paginate(self, server_id: str) -> Pages[Page[models.EventSummary]]: ...
    def create(
        self,
        server_id: str,
        *,
        title: str,
        starts_at: Union[datetime, str],
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventSummary: ...
    def get(self, server_id: str, event_id: str) -> models.EventSummary: ...
    def update(
        self,
        server_id: str,
        event_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        starts_at: Omittable[Union[datetime, str]] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventSummary: ...
    def cancel(self, server_id: str, event_id: str) -> models.EventCancelResult: ...
    def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> models.RsvpResponse: ...
    def toggle_external_access(self, server_id: str, event_id: str) -> models.EventSummary: ...

class EventsGuests(Resource):
    def list(self, server_id: str, event_id: str) -> List[models.EventGuest]: ...
    def paginate(self, server_id: str, event_id: str) -> Pages[Page[models.EventGuest]]: ...
    def admit(self, server_id: str, event_id: str, guest_id: str) -> models.GuestDecision: ...
    def reject(self, server_id: str, event_id: str, guest_id: str) -> models.GuestDecision: ...

class EventsTemplates(Resource):
    def list(self, server_id: str) -> List[models.EventTemplate]: ...
    def paginate(self, server_id: str) -> Pages[Page[models.EventTemplate]]: ...
    def create(
        self,
        server_id: str,
        *,
        title: str,
        rrule: str,
        timezone: str,
        start_time: str,
        description: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventTemplate: ...
    def update(
        self,
        server_id: str,
        template_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        rrule: Omittable[str] = ...,
        timezone: Omittable[str] = ...,
        start_time: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventTemplate: ...
    def delete(self, server_id: str, template_id: str) -> models.Ok: ...

class Friends(Resource):
    def list(self) -> List[models.Friend]: ...
    def paginate(self) -> Pages[Page[models.Friend]]: ...
    def requests(self) -> models.FriendRequestList: ...
    def send_request(self, username: str) -> models.Friendship: ...
    def accept(self, request_id: str) -> models.Friendship: ...
    def decline(self, request_id: str) -> None: ...
    def remove(self, friendship_id: str) -> None: ...
    def block(self, user_id: str) -> models.Friendship: ...

class Images(Resource):
    def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
    ) -> models.ImageMetadata: ...
    def get(self, image_id: str) -> models.ImageMetadata: ...
    def status(self, image_id: str) -> models.ImageStatus: ...
    def delete(self, image_id: str) -> None: ...

class Robots(Resource):
    @cached_property
    def events(self) -> RobotsEvents: ...

class RobotsEvents(Resource):
    def poll(self) -> List[models.RobotEvent]: ...
    def polling(self, *, pause_seconds: float = ...) -> Listening: ...
    def stream(
        self,
        *,
        cursor: Optional[CursorInput] = ...,
        after: Optional[str] = ...,
        on_gap: OnGap = ...,
        silence_seconds: float = ...,
    ) -> Listening: ...

class Servers(Resource):
    @cached_property
    def invites(self) -> ServersInvites: ...
    @cached_property
    def members(self) -> ServersMembers: ...
    @cached_property
    def roles(self) -> ServersRoles: ...
    @cached_property
    def rooms(self) -> ServersRooms: ...
    def list(self) -> List[models.Server]: ...
    def paginate(self) -> Pages[Page[models.Server]]: ...
    def create(self, *, name: str, icon_emoji: Omittable[str] = ...) -> models.Server: ...
    def get(self, server_id: str) -> models.ServerWithDetails: ...
    def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> models.Server: ...
    def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.ServerIconUploadResponse: ...
    def delete(self, server_id: str) -> None: ...
    def leave(self, server_id: str) -> None: ...

class ServersInvites(Resource):
    def list(self, server_id: str) -> List[models.ServerInvite]: ...
    def paginate(self, server_id: str) -> Pages[Page[models.ServerInvite]]: ...
    def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> models.ServerInvite: ...
    def revoke(self, server_id: str, invite_id: str) -> None: ...
    def preview(self, code: str) -> models.ServerInvitePreview: ...
    def join(self, code: str) -> models.Server: ...
    def invite_friend(self, server_id: str, user_id: str) -> models.InviteFriendResult: ...

class ServersMembers(Resource):
    def list(self, server_id: str) -> List[models.ServerMember]: ...
    def paginate(self, server_id: str) -> Pages[Page[models.ServerMember]]: ...
    def kick(self, server_id: str, user_id: str) -> None: ...
    def list_bans(self, server_id: str) -> List[models.ServerBan]: ...
    def paginate_bans(self, server_id: str) -> Pages[Page[models.ServerBan]]: ...
    def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerBan: ...
    def unban(self, server_id: str, user_id: str) -> None: ...
    def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerMute: ...
    def unmute(self, server_id: str, user_id: str) -> None: ...
    def list_mutes(self, server_id: str) -> List[models.ServerMute]: ...
    def paginate_mutes(self, server_id: str) -> Pages[Page[models.ServerMute]]: ...

class ServersRoles(Resource):
    def list(self, server_id: str) -> List[models.ServerRoleObject]: ...
    def paginate(self, server_id: str) -> Pages[Page[models.ServerRoleObject]]: ...
    def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> models.ServerRoleObject: ...
    def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> models.ServerRoleObject: ...
    def delete(self, server_id: str, role_id: str) -> None: ...
    def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> models.AssignRoleResponse: ...

class ServersRooms(Resource):
    @cached_property
    def messages(self) -> ServersRoomsMessages: ...
    def list(self, server_id: str) -> List[models.Room]: ...
    def paginate(self, server_id: str) -> Pages[Page[models.Room]]: ...
    def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> models.Room: ...
    def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> models.Room: ...
    def delete(self, server_id: str, room_id: str) -> None: ...

class ServersRoomsMessages(Resource):
    def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.RoomMessage]: ...
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.RoomMessage]]: ...
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.RoomMessage]]: ...
    def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.RoomMessage: ...
    def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.EditedRoomMessage: ...
    def delete(self, server_id: str, room_id: str, message_id: str) -> None: ...

class System(Resource):
    def health(self) -> models.HealthResponse: ...
    def version(self) -> models.VersionResponse: ...
    def status(self) -> models.SystemStatusResponse: ...
    def config(self) -> models.UserConfig: ...

class Users(Resource):
    def me(self) -> models.User: ...
    def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> models.User: ...
    def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> models.User: ...
    def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.AvatarUploadResponse: ...
    def register_push_token(self, *, token: str, platform: models.PushPlatform) -> models.Ok: ...
    def remove_push_token(self, token: str) -> models.Ok: ...
    def request_deletion(self) -> models.User: ...
    def cancel_deletion(self) -> models.User: ...
    def steam_lookup(self, query: str) -> models.SteamLookupResponse: ...
    def import_steam_avatar(self, avatar_url: str) -> models.AvatarUploadResponse: ...
    def steam_activity(self) -> models.SteamActivityResponse: ...
    def check_username(self, username: str) -> models.CheckUsernameResponse: ...
    def search(self, query: str) -> List[models.User]: ...
    def get(self, user_id: str) -> models.User: ...

class AsyncRoot(Resource):
    @cached_property
    def dms(self) -> AsyncDms: ...
    @cached_property
    def events(self) -> AsyncEvents: ...
    @cached_property
    def friends(self) -> AsyncFriends: ...
    @cached_property
    def images(self) -> AsyncImages: ...
    @cached_property
    def robots(self) -> AsyncRobots: ...
    @cached_property
    def servers(self) -> AsyncServers: ...
    @cached_property
    def system(self) -> AsyncSystem: ...
    @cached_property
    def users(self) -> AsyncUsers: ...
    async def identity(self) -> models.Identity: ...

class AsyncDms(Resource):
    async def list(self) -> List[models.DmConversation]: ...
    def paginate(self) -> AsyncPages[Page[models.DmConversation]]: ...
    async def create(self, user_id: str) -> models.DmConversation: ...
    async def get(self, conversation_id: str) -> models.DmConversation: ...
    async def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.DmMessage]: ...
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.DmMessage]]: ...
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.DmMessage]]: ...
    async def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.DmMessage: ...
    async def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.DmMessage: ...
    async def delete_message(self, conversation_id: str, message_id: str) -> None: ...

class AsyncEvents(Resource):
    @cached_property
    def guests(self) -> AsyncEventsGuests: ...
    @cached_property
    def templates(self) -> AsyncEventsTemplates: ...
    async def list(self, server_id: str) -> List[models.EventSummary]: ...
    def paginate(self, server_id: str) -> AsyncPages[Page[models.EventSummary]]: ...
    async def create(
        self,
        server_id: str,
        *,
        title: str,
        starts_at: Union[datetime, str],
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventSummary: ...
    async def get(self, server_id: str, event_id: str) -> models.EventSummary: ...
    async def update(
        self,
        server_id: str,
        event_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        starts_at: Omittable[Union[datetime, str]] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventSummary: ...
    async def cancel(self, server_id: str, event_id: str) -> models.EventCancelResult: ...
    async def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> models.RsvpResponse: ...
    async def toggle_external_access(
        self,
        server_id: str,
        event_id: str,
    ) -> models.EventSummary: ...

class AsyncEventsGuests(Resource):
    async def list(self, server_id: str, event_id: str) -> List[models.EventGuest]: ...
    def paginate(self, server_id: str, event_id: str) -> AsyncPages[Page[models.EventGuest]]: ...
    async def admit(self, server_id: str, event_id: str, guest_id: str) -> models.GuestDecision: ...
    async def reject(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> models.GuestDecision: ...

class AsyncEventsTemplates(Resource):
    async def list(self, server_id: str) -> List[models.EventTemplate]: ...
    def paginate(self, server_id: str) -> AsyncPages[Page[models.EventTemplate]]: ...
    async def create(
        self,
        server_id: str,
        *,
        title: str,
        rrule: str,
        timezone: str,
        start_time: str,
        description: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventTemplate: ...
    async def update(
        self,
        server_id: str,
        template_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        rrule: Omittable[str] = ...,
        timezone: Omittable[str] = ...,
        start_time: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> models.EventTemplate: ...
    async def delete(self, server_id: str, template_id: str) -> models.Ok: ...

class AsyncFriends(Resource):
    async def list(self) -> List[models.Friend]: ...
    def paginate(self) -> AsyncPages[Page[models.Friend]]: ...
    async def requests(self) -> models.FriendRequestList: ...
    async def send_request(self, username: str) -> models.Friendship: ...
    async def accept(self, request_id: str) -> models.Friendship: ...
    async def decline(self, request_id: str) -> None: ...
    async def remove(self, friendship_id: str) -> None: ...
    async def block(self, user_id: str) -> models.Friendship: ...

class AsyncImages(Resource):
    async def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
    ) -> models.ImageMetadata: ...
    async def get(self, image_id: str) -> models.ImageMetadata: ...
    async def status(self, image_id: str) -> models.ImageStatus: ...
    async def delete(self, image_id: str) -> None: ...

class AsyncRobots(Resource):
    @cached_property
    def events(self) -> AsyncRobotsEvents: ...

class AsyncRobotsEvents(Resource):
    async def poll(self) -> List[models.RobotEvent]: ...
    def polling(self, *, pause_seconds: float = ...) -> AsyncListening: ...
    def stream(
        self,
        *,
        cursor: Optional[CursorInput] = ...,
        after: Optional[str] = ...,
        on_gap: OnGap = ...,
        silence_seconds: float = ...,
    ) -> AsyncListening: ...

class AsyncServers(Resource):
    @cached_property
    def invites(self) -> AsyncServersInvites: ...
    @cached_property
    def members(self) -> AsyncServersMembers: ...
    @cached_property
    def roles(self) -> AsyncServersRoles: ...
    @cached_property
    def rooms(self) -> AsyncServersRooms: ...
    async def list(self) -> List[models.Server]: ...
    def paginate(self) -> AsyncPages[Page[models.Server]]: ...
    async def create(self, *, name: str, icon_emoji: Omittable[str] = ...) -> models.Server: ...
    async def get(self, server_id: str) -> models.ServerWithDetails: ...
    async def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> models.Server: ...
    async def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.ServerIconUploadResponse: ...
    async def delete(self, server_id: str) -> None: ...
    async def leave(self, server_id: str) -> None: ...

class AsyncServersInvites(Resource):
    async def list(self, server_id: str) -> List[models.ServerInvite]: ...
    def paginate(self, server_id: str) -> AsyncPages[Page[models.ServerInvite]]: ...
    async def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> models.ServerInvite: ...
    async def revoke(self, server_id: str, invite_id: str) -> None: ...
    async def preview(self, code: str) -> models.ServerInvitePreview: ...
    async def join(self, code: str) -> models.Server: ...
    async def invite_friend(self, server_id: str, user_id: str) -> models.InviteFriendResult: ...

class AsyncServersMembers(Resource):
    async def list(self, server_id: str) -> List[models.ServerMember]: ...
    def paginate(self, server_id: str) -> AsyncPages[Page[models.ServerMember]]: ...
    async def kick(self, server_id: str, user_id: str) -> None: ...
    async def list_bans(self, server_id: str) -> List[models.ServerBan]: ...
    def paginate_bans(self, server_id: str) -> AsyncPages[Page[models.ServerBan]]: ...
    async def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerBan: ...
    async def unban(self, server_id: str, user_id: str) -> None: ...
    async def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerMute: ...
    async def unmute(self, server_id: str, user_id: str) -> None: ...
    async def list_mutes(self, server_id: str) -> List[models.ServerMute]: ...
    def paginate_mutes(self, server_id: str) -> AsyncPages[Page[models.ServerMute]]: ...

class AsyncServersRoles(Resource):
    async def list(self, server_id: str) -> List[models.ServerRoleObject]: ...
    def paginate(self, server_id: str) -> AsyncPages[Page[models.ServerRoleObject]]: ...
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> models.ServerRoleObject: ...
    async def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> models.ServerRoleObject: ...
    async def delete(self, server_id: str, role_id: str) -> None: ...
    async def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> models.AssignRoleResponse: ...

class AsyncServersRooms(Resource):
    @cached_property
    def messages(self) -> AsyncServersRoomsMessages: ...
    async def list(self, server_id: str) -> List[models.Room]: ...
    def paginate(self, server_id: str) -> AsyncPages[Page[models.Room]]: ...
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> models.Room: ...
    async def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> models.Room: ...
    async def delete(self, server_id: str, room_id: str) -> None: ...

class AsyncServersRoomsMessages(Resource):
    async def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.RoomMessage]: ...
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.RoomMessage]]: ...
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.RoomMessage]]: ...
    async def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.RoomMessage: ...
    async def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.EditedRoomMessage: ...
    async def delete(self, server_id: str, room_id: str, message_id: str) -> None: ...

class AsyncSystem(Resource):
    async def health(self) -> models.HealthResponse: ...
    async def version(self) -> models.VersionResponse: ...
    async def status(self) -> models.SystemStatusResponse: ...
    async def config(self) -> models.UserConfig: ...

class AsyncUsers(Resource):
    async def me(self) -> models.User: ...
    async def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> models.User: ...
    async def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> models.User: ...
    async def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.AvatarUploadResponse: ...
    async def register_push_token(
        self,
        *,
        token: str,
        platform: models.PushPlatform,
    ) -> models.Ok: ...
    async def remove_push_token(self, token: str) -> models.Ok: ...
    async def request_deletion(self) -> models.User: ...
    async def cancel_deletion(self) -> models.User: ...
    async def steam_lookup(self, query: str) -> models.SteamLookupResponse: ...
    async def import_steam_avatar(self, avatar_url: str) -> models.AvatarUploadResponse: ...
    async def steam_activity(self) -> models.SteamActivityResponse: ...
    async def check_username(self, username: str) -> models.CheckUsernameResponse: ...
    async def search(self, query: str) -> List[models.User]: ...
    async def get(self, user_id: str) -> models.User: ...

class RawRoot(Resource):
    @cached_property
    def dms(self) -> RawDms: ...
    @cached_property
    def events(self) -> RawEvents: ...
    @cached_property
    def friends(self) -> RawFriends: ...
    @cached_property
    def images(self) -> RawImages: ...
    @cached_property
    def robots(self) -> RawRobots: ...
    @cached_property
    def servers(self) -> RawServers: ...
    @cached_property
    def system(self) -> RawSystem: ...
    @cached_property
    def users(self) -> RawUsers: ...
    def identity(self) -> Answer[models.Identity]: ...

class RawDms(Resource):
    def list(self) -> Answer[List[models.DmConversation]]: ...
    def paginate(self) -> Pages[Answer[Page[models.DmConversation]]]: ...
    def create(self, user_id: str) -> Answer[models.DmConversation]: ...
    def get(self, conversation_id: str) -> Answer[models.DmConversation]: ...
    def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.DmMessage]]: ...
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.DmMessage]]]: ...
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.DmMessage]]]: ...
    def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.DmMessage]: ...
    def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.DmMessage]: ...
    def delete_message(self, conversation_id: str, message_id: str) -> Answer[None]: ...

class RawEvents(Resource):
    @cached_property
    def guests(self) -> RawEventsGuests: ...
    @cached_property
    def templates(self) -> RawEventsTemplates: ...
    def list(self, server_id: str) -> Answer[List[models.EventSummary]]: ...
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.EventSummary]]]: ...
    def create(
        self,
        server_id: str,
        *,
        title: str,
        starts_at: Union[datetime, str],
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventSummary]: ...
    def get(self, server_id: str, event_id: str) -> Answer[models.EventSummary]: ...
    def update(
        self,
        server_id: str,
        event_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        starts_at: Omittable[Union[datetime, str]] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventSummary]: ...
    def cancel(self, server_id: str, event_id: str) -> Answer[models.EventCancelResult]: ...
    def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> Answer[models.RsvpResponse]: ...
    def toggle_external_access(
        self,
        server_id: str,
        event_id: str,
    ) -> Answer[models.EventSummary]: ...

class RawEventsGuests(Resource):
    def list(self, server_id: str, event_id: str) -> Answer[List[models.EventGuest]]: ...
    def paginate(self, server_id: str, event_id: str) -> Pages[Answer[Page[models.EventGuest]]]: ...
    def admit(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]: ...
    def reject(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]: ...

class RawEventsTemplates(Resource):
    def list(self, server_id: str) -> Answer[List[models.EventTemplate]]: ...
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.EventTemplate]]]: ...
    def create(
        self,
        server_id: str,
        *,
        title: str,
        rrule: str,
        timezone: str,
        start_time: str,
        description: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventTemplate]: ...
    def update(
        self,
        server_id: str,
        template_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        rrule: Omittable[str] = ...,
        timezone: Omittable[str] = ...,
        start_time: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventTemplate]: ...
    def delete(self, server_id: str, template_id: str) -> Answer[models.Ok]: ...

class RawFriends(Resource):
    def list(self) -> Answer[List[models.Friend]]: ...
    def paginate(self) -> Pages[Answer[Page[models.Friend]]]: ...
    def requests(self) -> Answer[models.FriendRequestList]: ...
    def send_request(self, username: str) -> Answer[models.Friendship]: ...
    def accept(self, request_id: str) -> Answer[models.Friendship]: ...
    def decline(self, request_id: str) -> Answer[None]: ...
    def remove(self, friendship_id: str) -> Answer[None]: ...
    def block(self, user_id: str) -> Answer[models.Friendship]: ...

class RawImages(Resource):
    def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
    ) -> Answer[models.ImageMetadata]: ...
    def get(self, image_id: str) -> Answer[models.ImageMetadata]: ...
    def status(self, image_id: str) -> Answer[models.ImageStatus]: ...
    def delete(self, image_id: str) -> Answer[None]: ...

class RawRobots(Resource):
    @cached_property
    def events(self) -> RawRobotsEvents: ...

class RawRobotsEvents(Resource):
    def poll(self) -> Answer[List[models.RobotEvent]]: ...

class RawServers(Resource):
    @cached_property
    def invites(self) -> RawServersInvites: ...
    @cached_property
    def members(self) -> RawServersMembers: ...
    @cached_property
    def roles(self) -> RawServersRoles: ...
    @cached_property
    def rooms(self) -> RawServersRooms: ...
    def list(self) -> Answer[List[models.Server]]: ...
    def paginate(self) -> Pages[Answer[Page[models.Server]]]: ...
    def create(self, *, name: str, icon_emoji: Omittable[str] = ...) -> Answer[models.Server]: ...
    def get(self, server_id: str) -> Answer[models.ServerWithDetails]: ...
    def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> Answer[models.Server]: ...
    def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.ServerIconUploadResponse]: ...
    def delete(self, server_id: str) -> Answer[None]: ...
    def leave(self, server_id: str) -> Answer[None]: ...

class RawServersInvites(Resource):
    def list(self, server_id: str) -> Answer[List[models.ServerInvite]]: ...
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.ServerInvite]]]: ...
    def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> Answer[models.ServerInvite]: ...
    def revoke(self, server_id: str, invite_id: str) -> Answer[None]: ...
    def preview(self, code: str) -> Answer[models.ServerInvitePreview]: ...
    def join(self, code: str) -> Answer[models.Server]: ...
    def invite_friend(self, server_id: str, user_id: str) -> Answer[models.InviteFriendResult]: ...

class RawServersMembers(Resource):
    def list(self, server_id: str) -> Answer[List[models.ServerMember]]: ...
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.ServerMember]]]: ...
    def kick(self, server_id: str, user_id: str) -> Answer[None]: ...
    def list_bans(self, server_id: str) -> Answer[List[models.ServerBan]]: ...
    def paginate_bans(self, server_id: str) -> Pages[Answer[Page[models.ServerBan]]]: ...
    def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerBan]: ...
    def unban(self, server_id: str, user_id: str) -> Answer[None]: ...
    def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerMute]: ...
    def unmute(self, server_id: str, user_id: str) -> Answer[None]: ...
    def list_mutes(self, server_id: str) -> Answer[List[models.ServerMute]]: ...
    def paginate_mutes(self, server_id: str) -> Pages[Answer[Page[models.ServerMute]]]: ...

class RawServersRoles(Resource):
    def list(self, server_id: str) -> Answer[List[models.ServerRoleObject]]: ...
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.ServerRoleObject]]]: ...
    def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> Answer[models.ServerRoleObject]: ...
    def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> Answer[models.ServerRoleObject]: ...
    def delete(self, server_id: str, role_id: str) -> Answer[None]: ...
    def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> Answer[models.AssignRoleResponse]: ...

class RawServersRooms(Resource):
    @cached_property
    def messages(self) -> RawServersRoomsMessages: ...
    def list(self, server_id: str) -> Answer[List[models.Room]]: ...
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.Room]]]: ...
    def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]: ...
    def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]: ...
    def delete(self, server_id: str, room_id: str) -> Answer[None]: ...

class RawServersRoomsMessages(Resource):
    def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.RoomMessage]]: ...
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.RoomMessage]]]: ...
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.RoomMessage]]]: ...
    def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.RoomMessage]: ...
    def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.EditedRoomMessage]: ...
    def delete(self, server_id: str, room_id: str, message_id: str) -> Answer[None]: ...

class RawSystem(Resource):
    def health(self) -> Answer[models.HealthResponse]: ...
    def version(self) -> Answer[models.VersionResponse]: ...
    def status(self) -> Answer[models.SystemStatusResponse]: ...
    def config(self) -> Answer[models.UserConfig]: ...

class RawUsers(Resource):
    def me(self) -> Answer[models.User]: ...
    def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> Answer[models.User]: ...
    def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> Answer[models.User]: ...
    def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.AvatarUploadResponse]: ...
    def register_push_token(
        self,
        *,
        token: str,
        platform: models.PushPlatform,
    ) -> Answer[models.Ok]: ...
    def remove_push_token(self, token: str) -> Answer[models.Ok]: ...
    def request_deletion(self) -> Answer[models.User]: ...
    def cancel_deletion(self) -> Answer[models.User]: ...
    def steam_lookup(self, query: str) -> Answer[models.SteamLookupResponse]: ...
    def import_steam_avatar(self, avatar_url: str) -> Answer[models.AvatarUploadResponse]: ...
    def steam_activity(self) -> Answer[models.SteamActivityResponse]: ...
    def check_username(self, username: str) -> Answer[models.CheckUsernameResponse]: ...
    def search(self, query: str) -> Answer[List[models.User]]: ...
    def get(self, user_id: str) -> Answer[models.User]: ...

class AsyncRawRoot(Resource):
    @cached_property
    def dms(self) -> AsyncRawDms: ...
    @cached_property
    def events(self) -> AsyncRawEvents: ...
    @cached_property
    def friends(self) -> AsyncRawFriends: ...
    @cached_property
    def images(self) -> AsyncRawImages: ...
    @cached_property
    def robots(self) -> AsyncRawRobots: ...
    @cached_property
    def servers(self) -> AsyncRawServers: ...
    @cached_property
    def system(self) -> AsyncRawSystem: ...
    @cached_property
    def users(self) -> AsyncRawUsers: ...
    async def identity(self) -> Answer[models.Identity]: ...

class AsyncRawDms(Resource):
    async def list(self) -> Answer[List[models.DmConversation]]: ...
    def paginate(self) -> AsyncPages[Answer[Page[models.DmConversation]]]: ...
    async def create(self, user_id: str) -> Answer[models.DmConversation]: ...
    async def get(self, conversation_id: str) -> Answer[models.DmConversation]: ...
    async def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.DmMessage]]: ...
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.DmMessage]]]: ...
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.DmMessage]]]: ...
    async def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.DmMessage]: ...
    async def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.DmMessage]: ...
    async def delete_message(self, conversation_id: str, message_id: str) -> Answer[None]: ...

class AsyncRawEvents(Resource):
    @cached_property
    def guests(self) -> AsyncRawEventsGuests: ...
    @cached_property
    def templates(self) -> AsyncRawEventsTemplates: ...
    async def list(self, server_id: str) -> Answer[List[models.EventSummary]]: ...
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.EventSummary]]]: ...
    async def create(
        self,
        server_id: str,
        *,
        title: str,
        starts_at: Union[datetime, str],
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventSummary]: ...
    async def get(self, server_id: str, event_id: str) -> Answer[models.EventSummary]: ...
    async def update(
        self,
        server_id: str,
        event_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        cover_image_url: Omittable[str] = ...,
        starts_at: Omittable[Union[datetime, str]] = ...,
        ends_at: Omittable[Union[datetime, str]] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventSummary]: ...
    async def cancel(self, server_id: str, event_id: str) -> Answer[models.EventCancelResult]: ...
    async def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> Answer[models.RsvpResponse]: ...
    async def toggle_external_access(
        self,
        server_id: str,
        event_id: str,
    ) -> Answer[models.EventSummary]: ...

class AsyncRawEventsGuests(Resource):
    async def list(self, server_id: str, event_id: str) -> Answer[List[models.EventGuest]]: ...
    def paginate(
        self,
        server_id: str,
        event_id: str,
    ) -> AsyncPages[Answer[Page[models.EventGuest]]]: ...
    async def admit(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]: ...
    async def reject(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]: ...

class AsyncRawEventsTemplates(Resource):
    async def list(self, server_id: str) -> Answer[List[models.EventTemplate]]: ...
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.EventTemplate]]]: ...
    async def create(
        self,
        server_id: str,
        *,
        title: str,
        rrule: str,
        timezone: str,
        start_time: str,
        description: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventTemplate]: ...
    async def update(
        self,
        server_id: str,
        template_id: str,
        *,
        title: Omittable[str] = ...,
        description: Omittable[str] = ...,
        rrule: Omittable[str] = ...,
        timezone: Omittable[str] = ...,
        start_time: Omittable[str] = ...,
        duration_minutes: Omittable[int] = ...,
        cover_image_url: Omittable[str] = ...,
        external_access_enabled: Omittable[bool] = ...,
        external_auto_admit: Omittable[bool] = ...,
    ) -> Answer[models.EventTemplate]: ...
    async def delete(self, server_id: str, template_id: str) -> Answer[models.Ok]: ...

class AsyncRawFriends(Resource):
    async def list(self) -> Answer[List[models.Friend]]: ...
    def paginate(self) -> AsyncPages[Answer[Page[models.Friend]]]: ...
    async def requests(self) -> Answer[models.FriendRequestList]: ...
    async def send_request(self, username: str) -> Answer[models.Friendship]: ...
    async def accept(self, request_id: str) -> Answer[models.Friendship]: ...
    async def decline(self, request_id: str) -> Answer[None]: ...
    async def remove(self, friendship_id: str) -> Answer[None]: ...
    async def block(self, user_id: str) -> Answer[models.Friendship]: ...

class AsyncRawImages(Resource):
    async def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
    ) -> Answer[models.ImageMetadata]: ...
    async def get(self, image_id: str) -> Answer[models.ImageMetadata]: ...
    async def status(self, image_id: str) -> Answer[models.ImageStatus]: ...
    async def delete(self, image_id: str) -> Answer[None]: ...

class AsyncRawRobots(Resource):
    @cached_property
    def events(self) -> AsyncRawRobotsEvents: ...

class AsyncRawRobotsEvents(Resource):
    async def poll(self) -> Answer[List[models.RobotEvent]]: ...

class AsyncRawServers(Resource):
    @cached_property
    def invites(self) -> AsyncRawServersInvites: ...
    @cached_property
    def members(self) -> AsyncRawServersMembers: ...
    @cached_property
    def roles(self) -> AsyncRawServersRoles: ...
    @cached_property
    def rooms(self) -> AsyncRawServersRooms: ...
    async def list(self) -> Answer[List[models.Server]]: ...
    def paginate(self) -> AsyncPages[Answer[Page[models.Server]]]: ...
    async def create(
        self,
        *,
        name: str,
        icon_emoji: Omittable[str] = ...,
    ) -> Answer[models.Server]: ...
    async def get(self, server_id: str) -> Answer[models.ServerWithDetails]: ...
    async def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> Answer[models.Server]: ...
    async def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.ServerIconUploadResponse]: ...
    async def delete(self, server_id: str) -> Answer[None]: ...
    async def leave(self, server_id: str) -> Answer[None]: ...

class AsyncRawServersInvites(Resource):
    async def list(self, server_id: str) -> Answer[List[models.ServerInvite]]: ...
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerInvite]]]: ...
    async def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> Answer[models.ServerInvite]: ...
    async def revoke(self, server_id: str, invite_id: str) -> Answer[None]: ...
    async def preview(self, code: str) -> Answer[models.ServerInvitePreview]: ...
    async def join(self, code: str) -> Answer[models.Server]: ...
    async def invite_friend(
        self,
        server_id: str,
        user_id: str,
    ) -> Answer[models.InviteFriendResult]: ...

class AsyncRawServersMembers(Resource):
    async def list(self, server_id: str) -> Answer[List[models.ServerMember]]: ...
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerMember]]]: ...
    async def kick(self, server_id: str, user_id: str) -> Answer[None]: ...
    async def list_bans(self, server_id: str) -> Answer[List[models.ServerBan]]: ...
    def paginate_bans(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerBan]]]: ...
    async def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerBan]: ...
    async def unban(self, server_id: str, user_id: str) -> Answer[None]: ...
    async def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerMute]: ...
    async def unmute(self, server_id: str, user_id: str) -> Answer[None]: ...
    async def list_mutes(self, server_id: str) -> Answer[List[models.ServerMute]]: ...
    def paginate_mutes(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerMute]]]: ...

class AsyncRawServersRoles(Resource):
    async def list(self, server_id: str) -> Answer[List[models.ServerRoleObject]]: ...
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerRoleObject]]]: ...
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> Answer[models.ServerRoleObject]: ...
    async def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> Answer[models.ServerRoleObject]: ...
    async def delete(self, server_id: str, role_id: str) -> Answer[None]: ...
    async def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> Answer[models.AssignRoleResponse]: ...

class AsyncRawServersRooms(Resource):
    @cached_property
    def messages(self) -> AsyncRawServersRoomsMessages: ...
    async def list(self, server_id: str) -> Answer[List[models.Room]]: ...
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.Room]]]: ...
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]: ...
    async def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]: ...
    async def delete(self, server_id: str, room_id: str) -> Answer[None]: ...

class AsyncRawServersRoomsMessages(Resource):
    async def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.RoomMessage]]: ...
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.RoomMessage]]]: ...
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.RoomMessage]]]: ...
    async def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.RoomMessage]: ...
    async def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.EditedRoomMessage]: ...
    async def delete(self, server_id: str, room_id: str, message_id: str) -> Answer[None]: ...

class AsyncRawSystem(Resource):
    async def health(self) -> Answer[models.HealthResponse]: ...
    async def version(self) -> Answer[models.VersionResponse]: ...
    async def status(self) -> Answer[models.SystemStatusResponse]: ...
    async def config(self) -> Answer[models.UserConfig]: ...

class AsyncRawUsers(Resource):
    async def me(self) -> Answer[models.User]: ...
    async def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> Answer[models.User]: ...
    async def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> Answer[models.User]: ...
    async def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.AvatarUploadResponse]: ...
    async def register_push_token(
        self,
        *,
        token: str,
        platform: models.PushPlatform,
    ) -> Answer[models.Ok]: ...
    async def remove_push_token(self, token: str) -> Answer[models.Ok]: ...
    async def request_deletion(self) -> Answer[models.User]: ...
    async def cancel_deletion(self) -> Answer[models.User]: ...
    async def steam_lookup(self, query: str) -> Answer[models.SteamLookupResponse]: ...
    async def import_steam_avatar(self, avatar_url: str) -> Answer[models.AvatarUploadResponse]: ...
    async def steam_activity(self) -> Answer[models.SteamActivityResponse]: ...
    async def check_username(self, username: str) -> Answer[models.CheckUsernameResponse]: ...
    async def search(self, query: str) -> Answer[List[models.User]]: ...
    async def get(self, user_id: str) -> Answer[models.User]: ...
