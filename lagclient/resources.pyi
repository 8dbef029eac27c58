"""The namespaces. Generated from routes/*.yaml by `lagclient generate`."""

import os
from datetime import datetime
from typing import Any, Callable, Dict, Iterable, List, Optional, Union

from lagclient import models
from lagclient.answer import Answer, Page
from lagclient.calls.download import DownloadTarget
from lagclient.calls.progress import Progress
from lagclient.listening.cursor import CursorInput, OnGap
from lagclient.listening.drive import AsyncListening, Listening
from lagclient.methods.build import ResourceType
from lagclient.methods.flavour import Flavour
from lagclient.pagination.history import AsyncHistory, History
from lagclient.pagination.pages import AsyncPages, Pages
from lagclient.routing.call import Call
from lagclient.routing.route import Route
from lagclient.routing.table import Table
from lagclient.types import ImageInput, Omittable

TABLE: Table

class Resource(metaclass=ResourceType):
    def __init__(self, perform: Callable[..., Any], listen: Any = None) -> None: ...

RouteSource = Union[str, os.PathLike[str], Route]

def extended_table(
    sources: Union[RouteSource, Iterable[RouteSource]], base: Table = ...
) -> Table: ...
def namespace_classes(table: Table, flavour: Flavour) -> Dict[str, Any]: ...
def root_class(table: Table, flavour: Flavour) -> Any: ...


class Root(Resource):
    """Methods of the client itself."""
    dms: Dms
    """Direct messages between you and a friend."""
    events: Events
    """Scheduled events of a server, with their guests and templates."""
    friends: Friends
    """Friends, friend requests and blocked users."""
    images: Images
    """Uploaded images, for messages, avatars, icons and event covers."""
    robots: Robots
    """Methods for robots only."""
    servers: Servers
    """Servers, with their rooms, members, roles and invites."""
    system: System
    """Health, version, status and configuration of the Lag API."""
    users: Users
    """Your own account, and the profiles of other users."""
    def identity(self) -> models.AnyIdentity:
        """Get the user or robot that the token belongs to.

        This works with every kind of token; `kind` is `user` or `robot`. `server_id`,
        `permissions` and `active` are set for robots only, `username` for users only.

        GET /robots/@me/info
        For users, this is `users.me`.

        Returns:
            The `AnyIdentity`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRoot(Resource):
    """Methods of the client itself."""
    dms: AsyncDms
    """Direct messages between you and a friend."""
    events: AsyncEvents
    """Scheduled events of a server, with their guests and templates."""
    friends: AsyncFriends
    """Friends, friend requests and blocked users."""
    images: AsyncImages
    """Uploaded images, for messages, avatars, icons and event covers."""
    robots: AsyncRobots
    """Methods for robots only."""
    servers: AsyncServers
    """Servers, with their rooms, members, roles and invites."""
    system: AsyncSystem
    """Health, version, status and configuration of the Lag API."""
    users: AsyncUsers
    """Your own account, and the profiles of other users."""
    async def identity(self) -> models.AnyIdentity:
        """Get the user or robot that the token belongs to.

        This works with every kind of token; `kind` is `user` or `robot`. `server_id`,
        `permissions` and `active` are set for robots only, `username` for users only.

        GET /robots/@me/info
        For users, this is `users.me`.

        Returns:
            The `AnyIdentity`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawRoot(Resource):
    """Methods of the client itself."""
    dms: RawDms
    """Direct messages between you and a friend."""
    events: RawEvents
    """Scheduled events of a server, with their guests and templates."""
    friends: RawFriends
    """Friends, friend requests and blocked users."""
    images: RawImages
    """Uploaded images, for messages, avatars, icons and event covers."""
    robots: RawRobots
    """Methods for robots only."""
    servers: RawServers
    """Servers, with their rooms, members, roles and invites."""
    system: RawSystem
    """Health, version, status and configuration of the Lag API."""
    users: RawUsers
    """Your own account, and the profiles of other users."""
    def identity(self) -> Answer[models.AnyIdentity]:
        """Get the user or robot that the token belongs to.

        This works with every kind of token; `kind` is `user` or `robot`. `server_id`,
        `permissions` and `active` are set for robots only, `username` for users only.

        GET /robots/@me/info
        For users, this is `users.me`.

        Returns:
            An `Answer` whose `data` is the `AnyIdentity`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawRoot(Resource):
    """Methods of the client itself."""
    dms: AsyncRawDms
    """Direct messages between you and a friend."""
    events: AsyncRawEvents
    """Scheduled events of a server, with their guests and templates."""
    friends: AsyncRawFriends
    """Friends, friend requests and blocked users."""
    images: AsyncRawImages
    """Uploaded images, for messages, avatars, icons and event covers."""
    robots: AsyncRawRobots
    """Methods for robots only."""
    servers: AsyncRawServers
    """Servers, with their rooms, members, roles and invites."""
    system: AsyncRawSystem
    """Health, version, status and configuration of the Lag API."""
    users: AsyncRawUsers
    """Your own account, and the profiles of other users."""
    async def identity(self) -> Answer[models.AnyIdentity]:
        """Get the user or robot that the token belongs to.

        This works with every kind of token; `kind` is `user` or `robot`. `server_id`,
        `permissions` and `active` are set for robots only, `username` for users only.

        GET /robots/@me/info
        For users, this is `users.me`.

        Returns:
            An `Answer` whose `data` is the `AnyIdentity`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class Dms(Resource):
    """Direct messages between you and a friend."""
    def list(self) -> List[models.DmConversation]:
        """List your direct message conversations.

        GET /dms

        Returns:
            A list of `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> Pages[Page[models.DmConversation]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /dms

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(self, user_id: str) -> models.DmConversation:
        """Open the conversation with a friend, or get it if it exists.

        The other user must be an accepted friend; otherwise the API responds with 403.

        POST /dms

        Args:
            user_id: Id of the friend.

        Returns:
            The `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat returns the conversation that the
        first request created.
        """
    def get(self, conversation_id: str) -> models.DmConversation:
        """Get a conversation.

        GET /dms/{conversation_id}

        Args:
            conversation_id: Id of the conversation.

        Returns:
            The `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.DmMessage]:
        """Get one page of a conversation's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            A `Page` of `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.DmMessage]]:
        """Iterate over the pages of `list_messages`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.DmMessage]]:
        """Iterate over the pages of `list_messages`, as `paginate_messages` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.DmMessage:
        """Send a direct message.

        POST /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            content: Text of the message; empty to send an image alone. At most 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            The `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would send the message twice.
        """
    def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.DmMessage:
        """Change the text of a direct message.

        You can edit only your own messages.

        PATCH /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            The `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete_message(self, conversation_id: str, message_id: str) -> None:
        """Delete a direct message for good.

        You can delete only your own messages.

        DELETE /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def history(
        self,
        conversation_id: str,
        *,
        after: Union[datetime, str, None] = ...,
        before: Union[datetime, str, None] = ...,
        oldest_first: bool = ...,
        limit: Optional[int] = ...,
    ) -> History[models.DmMessage]:
        """Iterate over messages, the newest or the oldest first, between two places.

        A page of 100 messages is requested when it is needed, and at most 10 pages are in memory at
        a time. A loop that an error ends can be continued with the same iterator. Messages that are
        posted later are not part of it.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            after: Only messages after this: an aware datetime, or the id of a message, which is not
                part of the result.
            before: Only messages before this: an aware datetime, or the id of a message, which is
                not part of the result.
            oldest_first: Begin with the oldest message. The API lists the newest ones first, so all
                pages are requested before the first message, and those that are not among the last
                10 once more.
            limit: Maximum number of messages. None: all.

        Returns:
            An iterator of messages, each a `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagNotFoundError: `after` or `before` is not the id of a message in the listing.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncDms(Resource):
    """Direct messages between you and a friend."""
    async def list(self) -> List[models.DmConversation]:
        """List your direct message conversations.

        GET /dms

        Returns:
            A list of `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> AsyncPages[Page[models.DmConversation]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /dms

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(self, user_id: str) -> models.DmConversation:
        """Open the conversation with a friend, or get it if it exists.

        The other user must be an accepted friend; otherwise the API responds with 403.

        POST /dms

        Args:
            user_id: Id of the friend.

        Returns:
            The `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat returns the conversation that the
        first request created.
        """
    async def get(self, conversation_id: str) -> models.DmConversation:
        """Get a conversation.

        GET /dms/{conversation_id}

        Args:
            conversation_id: Id of the conversation.

        Returns:
            The `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.DmMessage]:
        """Get one page of a conversation's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            A `Page` of `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.DmMessage]]:
        """Iterate over the pages of `list_messages`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.DmMessage]]:
        """Iterate over the pages of `list_messages`, as `paginate_messages` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.DmMessage:
        """Send a direct message.

        POST /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            content: Text of the message; empty to send an image alone. At most 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            The `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would send the message twice.
        """
    async def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.DmMessage:
        """Change the text of a direct message.

        You can edit only your own messages.

        PATCH /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            The `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete_message(self, conversation_id: str, message_id: str) -> None:
        """Delete a direct message for good.

        You can delete only your own messages.

        DELETE /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def history(
        self,
        conversation_id: str,
        *,
        after: Union[datetime, str, None] = ...,
        before: Union[datetime, str, None] = ...,
        oldest_first: bool = ...,
        limit: Optional[int] = ...,
    ) -> AsyncHistory[models.DmMessage]:
        """Iterate over messages, the newest or the oldest first, between two places.

        A page of 100 messages is requested when it is needed, and at most 10 pages are in memory at
        a time. A loop that an error ends can be continued with the same iterator. Messages that are
        posted later are not part of it.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            after: Only messages after this: an aware datetime, or the id of a message, which is not
                part of the result.
            before: Only messages before this: an aware datetime, or the id of a message, which is
                not part of the result.
            oldest_first: Begin with the oldest message. The API lists the newest ones first, so all
                pages are requested before the first message, and those that are not among the last
                10 once more.
            limit: Maximum number of messages. None: all.

        Returns:
            An iterator of messages, each a `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagNotFoundError: `after` or `before` is not the id of a message in the listing.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawDms(Resource):
    """Direct messages between you and a friend."""
    def list(self) -> Answer[List[models.DmConversation]]:
        """List your direct message conversations.

        GET /dms

        Returns:
            An `Answer` whose `data` is a list of `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> Pages[Answer[Page[models.DmConversation]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /dms

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(self, user_id: str) -> Answer[models.DmConversation]:
        """Open the conversation with a friend, or get it if it exists.

        The other user must be an accepted friend; otherwise the API responds with 403.

        POST /dms

        Args:
            user_id: Id of the friend.

        Returns:
            An `Answer` whose `data` is the `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat returns the conversation that the
        first request created.
        """
    def get(self, conversation_id: str) -> Answer[models.DmConversation]:
        """Get a conversation.

        GET /dms/{conversation_id}

        Args:
            conversation_id: Id of the conversation.

        Returns:
            An `Answer` whose `data` is the `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.DmMessage]]:
        """Get one page of a conversation's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            An `Answer` whose `data` is a `Page` of `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.DmMessage]]]:
        """Iterate over the pages of `list_messages`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.DmMessage]]]:
        """Iterate over the pages of `list_messages`, as `paginate_messages` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.DmMessage]:
        """Send a direct message.

        POST /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            content: Text of the message; empty to send an image alone. At most 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            An `Answer` whose `data` is the `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would send the message twice.
        """
    def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.DmMessage]:
        """Change the text of a direct message.

        You can edit only your own messages.

        PATCH /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            An `Answer` whose `data` is the `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete_message(self, conversation_id: str, message_id: str) -> Answer[None]:
        """Delete a direct message for good.

        You can delete only your own messages.

        DELETE /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawDms(Resource):
    """Direct messages between you and a friend."""
    async def list(self) -> Answer[List[models.DmConversation]]:
        """List your direct message conversations.

        GET /dms

        Returns:
            An `Answer` whose `data` is a list of `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> AsyncPages[Answer[Page[models.DmConversation]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /dms

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(self, user_id: str) -> Answer[models.DmConversation]:
        """Open the conversation with a friend, or get it if it exists.

        The other user must be an accepted friend; otherwise the API responds with 403.

        POST /dms

        Args:
            user_id: Id of the friend.

        Returns:
            An `Answer` whose `data` is the `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat returns the conversation that the
        first request created.
        """
    async def get(self, conversation_id: str) -> Answer[models.DmConversation]:
        """Get a conversation.

        GET /dms/{conversation_id}

        Args:
            conversation_id: Id of the conversation.

        Returns:
            An `Answer` whose `data` is the `DmConversation`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def list_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.DmMessage]]:
        """Get one page of a conversation's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            An `Answer` whose `data` is a `Page` of `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.DmMessage]]]:
        """Iterate over the pages of `list_messages`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter_messages(
        self,
        conversation_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.DmMessage]]]:
        """Iterate over the pages of `list_messages`, as `paginate_messages` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def send_message(
        self,
        conversation_id: str,
        *,
        content: str,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.DmMessage]:
        """Send a direct message.

        POST /dms/{conversation_id}/messages

        Args:
            conversation_id: Id of the conversation.
            content: Text of the message; empty to send an image alone. At most 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            An `Answer` whose `data` is the `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would send the message twice.
        """
    async def edit_message(
        self,
        conversation_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.DmMessage]:
        """Change the text of a direct message.

        You can edit only your own messages.

        PATCH /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            An `Answer` whose `data` is the `DmMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete_message(self, conversation_id: str, message_id: str) -> Answer[None]:
        """Delete a direct message for good.

        You can delete only your own messages.

        DELETE /dms/{conversation_id}/messages/{message_id}

        Args:
            conversation_id: Id of the conversation.
            message_id: Id of the message.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class Events(Resource):
    """Scheduled events of a server, with their guests and templates."""
    guests: EventsGuests
    """External guests who come to an event by its share link."""
    templates: EventsTemplates
    """Templates from which recurring events are scheduled."""
    def list(self, server_id: str) -> List[models.EventSummary]:
        """List the upcoming and active events of a server.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            A list of `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Page[models.EventSummary]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> models.EventSummary:
        """Schedule an event.

        A voice room is attached to the event; `voice_room_id` names it.

        POST /servers/{server_id}/events

        Args:
            server_id: Id of the server.
            title: Title of the event.
            starts_at: Start of the event. An aware datetime, or ISO 8601 text.
            description: Description of the event.
            cover_image_url: URL of the cover image.
            ends_at: End of the event. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would schedule a
        second event.
        """
    def get(self, server_id: str, event_id: str) -> models.EventSummary:
        """Get an event.

        GET /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> models.EventSummary:
        """Change an event.

        PATCH /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            title: New title.
            description: New description.
            cover_image_url: URL of the new cover image.
            starts_at: New start. An aware datetime, or ISO 8601 text.
            ends_at: New end. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def cancel(self, server_id: str, event_id: str) -> models.EventCancelResult:
        """Cancel an event.

        This is a soft delete; if the result has `deletes_at`, the event is deleted at that time.

        DELETE /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            The `EventCancelResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> models.RsvpResponse:
        """Set your own RSVP to an event.

        POST /servers/{server_id}/events/{event_id}/rsvp

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            status: Your RSVP, `going`, `maybe` or `not_going`.

        Returns:
            The `RsvpResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the RSVP to the same status.
        """
    def toggle_external_access(self, server_id: str, event_id: str) -> models.EventSummary:
        """Turn share-link access to an event on if it is off, and off if it is on.

        To choose the state, call `update` with `external_access_enabled`.

        POST /servers/{server_id}/events/{event_id}/external/toggle

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would undo the
        first.
        """
    ...

class AsyncEvents(Resource):
    """Scheduled events of a server, with their guests and templates."""
    guests: AsyncEventsGuests
    """External guests who come to an event by its share link."""
    templates: AsyncEventsTemplates
    """Templates from which recurring events are scheduled."""
    async def list(self, server_id: str) -> List[models.EventSummary]:
        """List the upcoming and active events of a server.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            A list of `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Page[models.EventSummary]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> models.EventSummary:
        """Schedule an event.

        A voice room is attached to the event; `voice_room_id` names it.

        POST /servers/{server_id}/events

        Args:
            server_id: Id of the server.
            title: Title of the event.
            starts_at: Start of the event. An aware datetime, or ISO 8601 text.
            description: Description of the event.
            cover_image_url: URL of the cover image.
            ends_at: End of the event. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would schedule a
        second event.
        """
    async def get(self, server_id: str, event_id: str) -> models.EventSummary:
        """Get an event.

        GET /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> models.EventSummary:
        """Change an event.

        PATCH /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            title: New title.
            description: New description.
            cover_image_url: URL of the new cover image.
            starts_at: New start. An aware datetime, or ISO 8601 text.
            ends_at: New end. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def cancel(self, server_id: str, event_id: str) -> models.EventCancelResult:
        """Cancel an event.

        This is a soft delete; if the result has `deletes_at`, the event is deleted at that time.

        DELETE /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            The `EventCancelResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> models.RsvpResponse:
        """Set your own RSVP to an event.

        POST /servers/{server_id}/events/{event_id}/rsvp

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            status: Your RSVP, `going`, `maybe` or `not_going`.

        Returns:
            The `RsvpResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the RSVP to the same status.
        """
    async def toggle_external_access(
        self,
        server_id: str,
        event_id: str,
    ) -> models.EventSummary:
        """Turn share-link access to an event on if it is off, and off if it is on.

        To choose the state, call `update` with `external_access_enabled`.

        POST /servers/{server_id}/events/{event_id}/external/toggle

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            The `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would undo the
        first.
        """
    ...

class RawEvents(Resource):
    """Scheduled events of a server, with their guests and templates."""
    guests: RawEventsGuests
    """External guests who come to an event by its share link."""
    templates: RawEventsTemplates
    """Templates from which recurring events are scheduled."""
    def list(self, server_id: str) -> Answer[List[models.EventSummary]]:
        """List the upcoming and active events of a server.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.EventSummary]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> Answer[models.EventSummary]:
        """Schedule an event.

        A voice room is attached to the event; `voice_room_id` names it.

        POST /servers/{server_id}/events

        Args:
            server_id: Id of the server.
            title: Title of the event.
            starts_at: Start of the event. An aware datetime, or ISO 8601 text.
            description: Description of the event.
            cover_image_url: URL of the cover image.
            ends_at: End of the event. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would schedule a
        second event.
        """
    def get(self, server_id: str, event_id: str) -> Answer[models.EventSummary]:
        """Get an event.

        GET /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> Answer[models.EventSummary]:
        """Change an event.

        PATCH /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            title: New title.
            description: New description.
            cover_image_url: URL of the new cover image.
            starts_at: New start. An aware datetime, or ISO 8601 text.
            ends_at: New end. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def cancel(self, server_id: str, event_id: str) -> Answer[models.EventCancelResult]:
        """Cancel an event.

        This is a soft delete; if the result has `deletes_at`, the event is deleted at that time.

        DELETE /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is the `EventCancelResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> Answer[models.RsvpResponse]:
        """Set your own RSVP to an event.

        POST /servers/{server_id}/events/{event_id}/rsvp

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            status: Your RSVP, `going`, `maybe` or `not_going`.

        Returns:
            An `Answer` whose `data` is the `RsvpResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the RSVP to the same status.
        """
    def toggle_external_access(
        self,
        server_id: str,
        event_id: str,
    ) -> Answer[models.EventSummary]:
        """Turn share-link access to an event on if it is off, and off if it is on.

        To choose the state, call `update` with `external_access_enabled`.

        POST /servers/{server_id}/events/{event_id}/external/toggle

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would undo the
        first.
        """
    ...

class AsyncRawEvents(Resource):
    """Scheduled events of a server, with their guests and templates."""
    guests: AsyncRawEventsGuests
    """External guests who come to an event by its share link."""
    templates: AsyncRawEventsTemplates
    """Templates from which recurring events are scheduled."""
    async def list(self, server_id: str) -> Answer[List[models.EventSummary]]:
        """List the upcoming and active events of a server.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.EventSummary]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> Answer[models.EventSummary]:
        """Schedule an event.

        A voice room is attached to the event; `voice_room_id` names it.

        POST /servers/{server_id}/events

        Args:
            server_id: Id of the server.
            title: Title of the event.
            starts_at: Start of the event. An aware datetime, or ISO 8601 text.
            description: Description of the event.
            cover_image_url: URL of the cover image.
            ends_at: End of the event. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would schedule a
        second event.
        """
    async def get(self, server_id: str, event_id: str) -> Answer[models.EventSummary]:
        """Get an event.

        GET /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> Answer[models.EventSummary]:
        """Change an event.

        PATCH /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            title: New title.
            description: New description.
            cover_image_url: URL of the new cover image.
            starts_at: New start. An aware datetime, or ISO 8601 text.
            ends_at: New end. An aware datetime, or ISO 8601 text.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def cancel(self, server_id: str, event_id: str) -> Answer[models.EventCancelResult]:
        """Cancel an event.

        This is a soft delete; if the result has `deletes_at`, the event is deleted at that time.

        DELETE /servers/{server_id}/events/{event_id}

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is the `EventCancelResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def rsvp(
        self,
        server_id: str,
        event_id: str,
        *,
        status: models.RsvpStatus,
    ) -> Answer[models.RsvpResponse]:
        """Set your own RSVP to an event.

        POST /servers/{server_id}/events/{event_id}/rsvp

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            status: Your RSVP, `going`, `maybe` or `not_going`.

        Returns:
            An `Answer` whose `data` is the `RsvpResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the RSVP to the same status.
        """
    async def toggle_external_access(
        self,
        server_id: str,
        event_id: str,
    ) -> Answer[models.EventSummary]:
        """Turn share-link access to an event on if it is off, and off if it is on.

        To choose the state, call `update` with `external_access_enabled`.

        POST /servers/{server_id}/events/{event_id}/external/toggle

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is the `EventSummary`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would undo the
        first.
        """
    ...

class EventsGuests(Resource):
    """External guests who come to an event by its share link."""
    def list(self, server_id: str, event_id: str) -> List[models.EventGuest]:
        """List the guests of an event, both pending and resolved.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            A list of `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str, event_id: str) -> Pages[Page[models.EventGuest]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def admit(self, server_id: str, event_id: str, guest_id: str) -> models.GuestDecision:
        """Admit a guest to an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/admit

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            The `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to admitted again.
        """
    def reject(self, server_id: str, event_id: str, guest_id: str) -> models.GuestDecision:
        """Reject a guest of an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/reject

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            The `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to rejected again.
        """
    ...

class AsyncEventsGuests(Resource):
    """External guests who come to an event by its share link."""
    async def list(self, server_id: str, event_id: str) -> List[models.EventGuest]:
        """List the guests of an event, both pending and resolved.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            A list of `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str, event_id: str) -> AsyncPages[Page[models.EventGuest]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def admit(self, server_id: str, event_id: str, guest_id: str) -> models.GuestDecision:
        """Admit a guest to an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/admit

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            The `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to admitted again.
        """
    async def reject(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> models.GuestDecision:
        """Reject a guest of an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/reject

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            The `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to rejected again.
        """
    ...

class RawEventsGuests(Resource):
    """External guests who come to an event by its share link."""
    def list(self, server_id: str, event_id: str) -> Answer[List[models.EventGuest]]:
        """List the guests of an event, both pending and resolved.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is a list of `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str, event_id: str) -> Pages[Answer[Page[models.EventGuest]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def admit(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]:
        """Admit a guest to an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/admit

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            An `Answer` whose `data` is the `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to admitted again.
        """
    def reject(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]:
        """Reject a guest of an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/reject

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            An `Answer` whose `data` is the `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to rejected again.
        """
    ...

class AsyncRawEventsGuests(Resource):
    """External guests who come to an event by its share link."""
    async def list(self, server_id: str, event_id: str) -> Answer[List[models.EventGuest]]:
        """List the guests of an event, both pending and resolved.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An `Answer` whose `data` is a list of `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(
        self,
        server_id: str,
        event_id: str,
    ) -> AsyncPages[Answer[Page[models.EventGuest]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/events/{event_id}/guests

        Args:
            server_id: Id of the server.
            event_id: Id of the event.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `EventGuest`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def admit(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]:
        """Admit a guest to an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/admit

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            An `Answer` whose `data` is the `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to admitted again.
        """
    async def reject(
        self,
        server_id: str,
        event_id: str,
        guest_id: str,
    ) -> Answer[models.GuestDecision]:
        """Reject a guest of an event.

        Only the event's creator and members with `MANAGE_EVENTS` may do this.

        POST /servers/{server_id}/events/{event_id}/guests/{guest_id}/reject

        Args:
            server_id: Id of the server.
            event_id: Id of the event.
            guest_id: Id of the guest.

        Returns:
            An `Answer` whose `data` is the `GuestDecision`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the guest to rejected again.
        """
    ...

class EventsTemplates(Resource):
    """Templates from which recurring events are scheduled."""
    def list(self, server_id: str) -> List[models.EventTemplate]:
        """List the event templates of a server.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            A list of `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Page[models.EventTemplate]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> models.EventTemplate:
        """Create a template for a recurring event.

        The API creates each event from the template 48 hours ahead.

        POST /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.
            title: Title of the events.
            rrule: Recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: IANA time zone, such as Europe/Berlin.
            start_time: Start of the events in `timezone`, as HH:MM, 24 h.
            description: Description of the events.
            duration_minutes: Length of the events in minutes.
            cover_image_url: URL of the cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second template, and so every event twice.
        """
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
    ) -> models.EventTemplate:
        """Change an event template.

        PATCH /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.
            title: New title.
            description: New description.
            rrule: New recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: New IANA time zone, such as Europe/Berlin.
            start_time: New start in the template's time zone, as HH:MM, 24 h.
            duration_minutes: New length in minutes.
            cover_image_url: URL of the new cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, template_id: str) -> models.Ok:
        """Delete an event template.

        The events that it scheduled are deleted too.

        DELETE /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.

        Returns:
            The `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncEventsTemplates(Resource):
    """Templates from which recurring events are scheduled."""
    async def list(self, server_id: str) -> List[models.EventTemplate]:
        """List the event templates of a server.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            A list of `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Page[models.EventTemplate]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> models.EventTemplate:
        """Create a template for a recurring event.

        The API creates each event from the template 48 hours ahead.

        POST /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.
            title: Title of the events.
            rrule: Recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: IANA time zone, such as Europe/Berlin.
            start_time: Start of the events in `timezone`, as HH:MM, 24 h.
            description: Description of the events.
            duration_minutes: Length of the events in minutes.
            cover_image_url: URL of the cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second template, and so every event twice.
        """
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
    ) -> models.EventTemplate:
        """Change an event template.

        PATCH /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.
            title: New title.
            description: New description.
            rrule: New recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: New IANA time zone, such as Europe/Berlin.
            start_time: New start in the template's time zone, as HH:MM, 24 h.
            duration_minutes: New length in minutes.
            cover_image_url: URL of the new cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            The `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, template_id: str) -> models.Ok:
        """Delete an event template.

        The events that it scheduled are deleted too.

        DELETE /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.

        Returns:
            The `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawEventsTemplates(Resource):
    """Templates from which recurring events are scheduled."""
    def list(self, server_id: str) -> Answer[List[models.EventTemplate]]:
        """List the event templates of a server.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.EventTemplate]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> Answer[models.EventTemplate]:
        """Create a template for a recurring event.

        The API creates each event from the template 48 hours ahead.

        POST /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.
            title: Title of the events.
            rrule: Recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: IANA time zone, such as Europe/Berlin.
            start_time: Start of the events in `timezone`, as HH:MM, 24 h.
            description: Description of the events.
            duration_minutes: Length of the events in minutes.
            cover_image_url: URL of the cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second template, and so every event twice.
        """
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
    ) -> Answer[models.EventTemplate]:
        """Change an event template.

        PATCH /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.
            title: New title.
            description: New description.
            rrule: New recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: New IANA time zone, such as Europe/Berlin.
            start_time: New start in the template's time zone, as HH:MM, 24 h.
            duration_minutes: New length in minutes.
            cover_image_url: URL of the new cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, template_id: str) -> Answer[models.Ok]:
        """Delete an event template.

        The events that it scheduled are deleted too.

        DELETE /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.

        Returns:
            An `Answer` whose `data` is the `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawEventsTemplates(Resource):
    """Templates from which recurring events are scheduled."""
    async def list(self, server_id: str) -> Answer[List[models.EventTemplate]]:
        """List the event templates of a server.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.EventTemplate]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
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
    ) -> Answer[models.EventTemplate]:
        """Create a template for a recurring event.

        The API creates each event from the template 48 hours ahead.

        POST /servers/{server_id}/event-templates

        Args:
            server_id: Id of the server.
            title: Title of the events.
            rrule: Recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: IANA time zone, such as Europe/Berlin.
            start_time: Start of the events in `timezone`, as HH:MM, 24 h.
            description: Description of the events.
            duration_minutes: Length of the events in minutes.
            cover_image_url: URL of the cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second template, and so every event twice.
        """
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
    ) -> Answer[models.EventTemplate]:
        """Change an event template.

        PATCH /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.
            title: New title.
            description: New description.
            rrule: New recurrence as an iCalendar RRULE, such as FREQ=WEEKLY.
            timezone: New IANA time zone, such as Europe/Berlin.
            start_time: New start in the template's time zone, as HH:MM, 24 h.
            duration_minutes: New length in minutes.
            cover_image_url: URL of the new cover image.
            external_access_enabled: Whether guests may join by the share link.
            external_auto_admit: Whether guests are admitted without a host's decision.

        Returns:
            An `Answer` whose `data` is the `EventTemplate`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, template_id: str) -> Answer[models.Ok]:
        """Delete an event template.

        The events that it scheduled are deleted too.

        DELETE /servers/{server_id}/event-templates/{template_id}

        Args:
            server_id: Id of the server.
            template_id: Id of the template.

        Returns:
            An `Answer` whose `data` is the `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class Friends(Resource):
    """Friends, friend requests and blocked users."""
    def list(self) -> List[models.Friend]:
        """List your friends.

        Only accepted friendships are listed; `requests` has the pending ones.

        GET /friends

        Returns:
            A list of `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> Pages[Page[models.Friend]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /friends

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def requests(self) -> models.FriendRequestList:
        """List the pending friend requests, incoming and outgoing.

        GET /friends/requests

        Returns:
            The `FriendRequestList`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def send_request(self, username: str) -> models.Friendship:
        """Send a friend request.

        POST /friends/request

        Args:
            username: Username of the other user, not their id.

        Returns:
            The `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could ask the other
        user again after they declined.
        """
    def accept(self, request_id: str) -> models.Friendship:
        """Accept an incoming friend request.

        POST /friends/accept

        Args:
            request_id: Id of an incoming request.

        Returns:
            The `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. An accepted request is no longer
        pending, so a repeat may report a failure.
        """
    def decline(self, request_id: str) -> None:
        """Decline an incoming friend request.

        POST /friends/decline

        Args:
            request_id: Id of an incoming request.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A declined request is no longer
        pending, so a repeat may report a failure.
        """
    def remove(self, friendship_id: str) -> None:
        """Remove a friend, or withdraw a friend request that you sent.

        DELETE /friends/{friendship_id}

        Args:
            friendship_id: `friendship_id` of the friend, or the id of an outgoing request.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def block(self, user_id: str) -> models.Friendship:
        """Block a user.

        The friendship gets the status `blocked`, or is created with it. The API documents no way
        to unblock a user.

        POST /friends/block

        Args:
            user_id: Id of the user to block.

        Returns:
            The `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the friendship to blocked
        again.
        """
    ...

class AsyncFriends(Resource):
    """Friends, friend requests and blocked users."""
    async def list(self) -> List[models.Friend]:
        """List your friends.

        Only accepted friendships are listed; `requests` has the pending ones.

        GET /friends

        Returns:
            A list of `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> AsyncPages[Page[models.Friend]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /friends

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def requests(self) -> models.FriendRequestList:
        """List the pending friend requests, incoming and outgoing.

        GET /friends/requests

        Returns:
            The `FriendRequestList`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def send_request(self, username: str) -> models.Friendship:
        """Send a friend request.

        POST /friends/request

        Args:
            username: Username of the other user, not their id.

        Returns:
            The `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could ask the other
        user again after they declined.
        """
    async def accept(self, request_id: str) -> models.Friendship:
        """Accept an incoming friend request.

        POST /friends/accept

        Args:
            request_id: Id of an incoming request.

        Returns:
            The `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. An accepted request is no longer
        pending, so a repeat may report a failure.
        """
    async def decline(self, request_id: str) -> None:
        """Decline an incoming friend request.

        POST /friends/decline

        Args:
            request_id: Id of an incoming request.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A declined request is no longer
        pending, so a repeat may report a failure.
        """
    async def remove(self, friendship_id: str) -> None:
        """Remove a friend, or withdraw a friend request that you sent.

        DELETE /friends/{friendship_id}

        Args:
            friendship_id: `friendship_id` of the friend, or the id of an outgoing request.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def block(self, user_id: str) -> models.Friendship:
        """Block a user.

        The friendship gets the status `blocked`, or is created with it. The API documents no way
        to unblock a user.

        POST /friends/block

        Args:
            user_id: Id of the user to block.

        Returns:
            The `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the friendship to blocked
        again.
        """
    ...

class RawFriends(Resource):
    """Friends, friend requests and blocked users."""
    def list(self) -> Answer[List[models.Friend]]:
        """List your friends.

        Only accepted friendships are listed; `requests` has the pending ones.

        GET /friends

        Returns:
            An `Answer` whose `data` is a list of `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> Pages[Answer[Page[models.Friend]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /friends

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def requests(self) -> Answer[models.FriendRequestList]:
        """List the pending friend requests, incoming and outgoing.

        GET /friends/requests

        Returns:
            An `Answer` whose `data` is the `FriendRequestList`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def send_request(self, username: str) -> Answer[models.Friendship]:
        """Send a friend request.

        POST /friends/request

        Args:
            username: Username of the other user, not their id.

        Returns:
            An `Answer` whose `data` is the `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could ask the other
        user again after they declined.
        """
    def accept(self, request_id: str) -> Answer[models.Friendship]:
        """Accept an incoming friend request.

        POST /friends/accept

        Args:
            request_id: Id of an incoming request.

        Returns:
            An `Answer` whose `data` is the `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. An accepted request is no longer
        pending, so a repeat may report a failure.
        """
    def decline(self, request_id: str) -> Answer[None]:
        """Decline an incoming friend request.

        POST /friends/decline

        Args:
            request_id: Id of an incoming request.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A declined request is no longer
        pending, so a repeat may report a failure.
        """
    def remove(self, friendship_id: str) -> Answer[None]:
        """Remove a friend, or withdraw a friend request that you sent.

        DELETE /friends/{friendship_id}

        Args:
            friendship_id: `friendship_id` of the friend, or the id of an outgoing request.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def block(self, user_id: str) -> Answer[models.Friendship]:
        """Block a user.

        The friendship gets the status `blocked`, or is created with it. The API documents no way
        to unblock a user.

        POST /friends/block

        Args:
            user_id: Id of the user to block.

        Returns:
            An `Answer` whose `data` is the `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the friendship to blocked
        again.
        """
    ...

class AsyncRawFriends(Resource):
    """Friends, friend requests and blocked users."""
    async def list(self) -> Answer[List[models.Friend]]:
        """List your friends.

        Only accepted friendships are listed; `requests` has the pending ones.

        GET /friends

        Returns:
            An `Answer` whose `data` is a list of `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> AsyncPages[Answer[Page[models.Friend]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /friends

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `Friend`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def requests(self) -> Answer[models.FriendRequestList]:
        """List the pending friend requests, incoming and outgoing.

        GET /friends/requests

        Returns:
            An `Answer` whose `data` is the `FriendRequestList`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def send_request(self, username: str) -> Answer[models.Friendship]:
        """Send a friend request.

        POST /friends/request

        Args:
            username: Username of the other user, not their id.

        Returns:
            An `Answer` whose `data` is the `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could ask the other
        user again after they declined.
        """
    async def accept(self, request_id: str) -> Answer[models.Friendship]:
        """Accept an incoming friend request.

        POST /friends/accept

        Args:
            request_id: Id of an incoming request.

        Returns:
            An `Answer` whose `data` is the `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. An accepted request is no longer
        pending, so a repeat may report a failure.
        """
    async def decline(self, request_id: str) -> Answer[None]:
        """Decline an incoming friend request.

        POST /friends/decline

        Args:
            request_id: Id of an incoming request.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A declined request is no longer
        pending, so a repeat may report a failure.
        """
    async def remove(self, friendship_id: str) -> Answer[None]:
        """Remove a friend, or withdraw a friend request that you sent.

        DELETE /friends/{friendship_id}

        Args:
            friendship_id: `friendship_id` of the friend, or the id of an outgoing request.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def block(self, user_id: str) -> Answer[models.Friendship]:
        """Block a user.

        The friendship gets the status `blocked`, or is created with it. The API documents no way
        to unblock a user.

        POST /friends/block

        Args:
            user_id: Id of the user to block.

        Returns:
            An `Answer` whose `data` is the `Friendship`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat sets the friendship to blocked
        again.
        """
    ...

class Images(Resource):
    """Uploaded images, for messages, avatars, icons and event covers."""
    def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> models.ImageMetadata:
        """Upload an image.

        An image may have up to 25 MiB; this is checked before anything is sent. Large GIFs become
        MP4 after the upload: poll `status` until `processing_status` is `ready`.

        POST /images

        Args:
            image: Path, bytes, open binary file, or tuple of name, data and content type.
            purpose: Use of the image, `avatar`, `server_icon`, `event_cover`, `chat` or `general`.
            alt: Alternative text.
            entity_id: Id of the owner of the image: for a server icon, the id of the server.
            filename: Name of the file; taken from `image` when omitted.
            content_type: MIME type of the file; taken from `image` when omitted.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            The `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would store the
        image twice.
        """
    def get(self, image_id: str) -> models.ImageMetadata:
        """Get the metadata of an image.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            The `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def status(self, image_id: str) -> models.ImageStatus:
        """Get the processing status of an image.

        This is the light endpoint to poll after an upload, until `processing_status` is `ready` or
        `failed`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.

        Returns:
            The `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, image_id: str) -> None:
        """Delete an image.

        Only its uploader may do this.

        DELETE /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def download(
        self,
        image_id: str,
        to: DownloadTarget,
        *,
        variant: Optional[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> models.ImageMetadata:
        """Download an image into a file.

        A file at a path gets its name when the whole image has arrived. The address of the image
        comes from its metadata; another host than the API's does not get the token.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.
            to: Path of a file, which is replaced, or a file that is open in mode `wb`.
            variant: Name of a variant, such as `thumb`, or `original` for the bytes that were
                uploaded. None: the image as messages show it.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            The `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            OSError: The file cannot be written.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def wait(
        self,
        image_id: str,
        *,
        deadline_seconds: Optional[float] = ...,
    ) -> models.ImageStatus:
        """Wait until an uploaded image is processed.

        The status is requested after pauses that grow from 0.5 to 5 seconds, until it is `ready`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.
            deadline_seconds: Limit in seconds for the whole wait. None: no limit.

        Returns:
            The `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagAPIError: The processing failed; `code` is `image_failed`.
            LagTimeoutError: The image is not ready within `deadline_seconds`.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncImages(Resource):
    """Uploaded images, for messages, avatars, icons and event covers."""
    async def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> models.ImageMetadata:
        """Upload an image.

        An image may have up to 25 MiB; this is checked before anything is sent. Large GIFs become
        MP4 after the upload: poll `status` until `processing_status` is `ready`.

        POST /images

        Args:
            image: Path, bytes, open binary file, or tuple of name, data and content type.
            purpose: Use of the image, `avatar`, `server_icon`, `event_cover`, `chat` or `general`.
            alt: Alternative text.
            entity_id: Id of the owner of the image: for a server icon, the id of the server.
            filename: Name of the file; taken from `image` when omitted.
            content_type: MIME type of the file; taken from `image` when omitted.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            The `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would store the
        image twice.
        """
    async def get(self, image_id: str) -> models.ImageMetadata:
        """Get the metadata of an image.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            The `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def status(self, image_id: str) -> models.ImageStatus:
        """Get the processing status of an image.

        This is the light endpoint to poll after an upload, until `processing_status` is `ready` or
        `failed`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.

        Returns:
            The `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, image_id: str) -> None:
        """Delete an image.

        Only its uploader may do this.

        DELETE /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def download(
        self,
        image_id: str,
        to: DownloadTarget,
        *,
        variant: Optional[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> models.ImageMetadata:
        """Download an image into a file.

        A file at a path gets its name when the whole image has arrived. The address of the image
        comes from its metadata; another host than the API's does not get the token.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.
            to: Path of a file, which is replaced, or a file that is open in mode `wb`.
            variant: Name of a variant, such as `thumb`, or `original` for the bytes that were
                uploaded. None: the image as messages show it.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            The `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            OSError: The file cannot be written.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def wait(
        self,
        image_id: str,
        *,
        deadline_seconds: Optional[float] = ...,
    ) -> models.ImageStatus:
        """Wait until an uploaded image is processed.

        The status is requested after pauses that grow from 0.5 to 5 seconds, until it is `ready`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.
            deadline_seconds: Limit in seconds for the whole wait. None: no limit.

        Returns:
            The `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagAPIError: The processing failed; `code` is `image_failed`.
            LagTimeoutError: The image is not ready within `deadline_seconds`.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawImages(Resource):
    """Uploaded images, for messages, avatars, icons and event covers."""
    def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> Answer[models.ImageMetadata]:
        """Upload an image.

        An image may have up to 25 MiB; this is checked before anything is sent. Large GIFs become
        MP4 after the upload: poll `status` until `processing_status` is `ready`.

        POST /images

        Args:
            image: Path, bytes, open binary file, or tuple of name, data and content type.
            purpose: Use of the image, `avatar`, `server_icon`, `event_cover`, `chat` or `general`.
            alt: Alternative text.
            entity_id: Id of the owner of the image: for a server icon, the id of the server.
            filename: Name of the file; taken from `image` when omitted.
            content_type: MIME type of the file; taken from `image` when omitted.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            An `Answer` whose `data` is the `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would store the
        image twice.
        """
    def get(self, image_id: str) -> Answer[models.ImageMetadata]:
        """Get the metadata of an image.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            An `Answer` whose `data` is the `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def status(self, image_id: str) -> Answer[models.ImageStatus]:
        """Get the processing status of an image.

        This is the light endpoint to poll after an upload, until `processing_status` is `ready` or
        `failed`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.

        Returns:
            An `Answer` whose `data` is the `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, image_id: str) -> Answer[None]:
        """Delete an image.

        Only its uploader may do this.

        DELETE /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def download(
        self,
        image_id: str,
        to: DownloadTarget,
        *,
        variant: Optional[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> Answer[models.ImageMetadata]:
        """Download an image into a file.

        A file at a path gets its name when the whole image has arrived. The address of the image
        comes from its metadata; another host than the API's does not get the token.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.
            to: Path of a file, which is replaced, or a file that is open in mode `wb`.
            variant: Name of a variant, such as `thumb`, or `original` for the bytes that were
                uploaded. None: the image as messages show it.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            An `Answer` whose `data` is the `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            OSError: The file cannot be written.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def wait(
        self,
        image_id: str,
        *,
        deadline_seconds: Optional[float] = ...,
    ) -> Answer[models.ImageStatus]:
        """Wait until an uploaded image is processed.

        The status is requested after pauses that grow from 0.5 to 5 seconds, until it is `ready`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.
            deadline_seconds: Limit in seconds for the whole wait. None: no limit.

        Returns:
            An `Answer` whose `data` is the `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagAPIError: The processing failed; `code` is `image_failed`.
            LagTimeoutError: The image is not ready within `deadline_seconds`.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawImages(Resource):
    """Uploaded images, for messages, avatars, icons and event covers."""
    async def upload(
        self,
        image: ImageInput,
        *,
        purpose: models.ImagePurpose,
        alt: Omittable[str] = ...,
        entity_id: Omittable[str] = ...,
        filename: Omittable[str] = ...,
        content_type: Omittable[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> Answer[models.ImageMetadata]:
        """Upload an image.

        An image may have up to 25 MiB; this is checked before anything is sent. Large GIFs become
        MP4 after the upload: poll `status` until `processing_status` is `ready`.

        POST /images

        Args:
            image: Path, bytes, open binary file, or tuple of name, data and content type.
            purpose: Use of the image, `avatar`, `server_icon`, `event_cover`, `chat` or `general`.
            alt: Alternative text.
            entity_id: Id of the owner of the image: for a server icon, the id of the server.
            filename: Name of the file; taken from `image` when omitted.
            content_type: MIME type of the file; taken from `image` when omitted.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            An `Answer` whose `data` is the `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would store the
        image twice.
        """
    async def get(self, image_id: str) -> Answer[models.ImageMetadata]:
        """Get the metadata of an image.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            An `Answer` whose `data` is the `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def status(self, image_id: str) -> Answer[models.ImageStatus]:
        """Get the processing status of an image.

        This is the light endpoint to poll after an upload, until `processing_status` is `ready` or
        `failed`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.

        Returns:
            An `Answer` whose `data` is the `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, image_id: str) -> Answer[None]:
        """Delete an image.

        Only its uploader may do this.

        DELETE /images/{image_id}

        Args:
            image_id: Id of the image.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def download(
        self,
        image_id: str,
        to: DownloadTarget,
        *,
        variant: Optional[str] = ...,
        progress: Optional[Progress] = ...,
    ) -> Answer[models.ImageMetadata]:
        """Download an image into a file.

        A file at a path gets its name when the whole image has arrived. The address of the image
        comes from its metadata; another host than the API's does not get the token.

        GET /images/{image_id}

        Args:
            image_id: Id of the image.
            to: Path of a file, which is replaced, or a file that is open in mode `wb`.
            variant: Name of a variant, such as `thumb`, or `original` for the bytes that were
                uploaded. None: the image as messages show it.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            An `Answer` whose `data` is the `ImageMetadata`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            OSError: The file cannot be written.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def wait(
        self,
        image_id: str,
        *,
        deadline_seconds: Optional[float] = ...,
    ) -> Answer[models.ImageStatus]:
        """Wait until an uploaded image is processed.

        The status is requested after pauses that grow from 0.5 to 5 seconds, until it is `ready`.

        GET /images/{image_id}/status

        Args:
            image_id: Id of the image.
            deadline_seconds: Limit in seconds for the whole wait. None: no limit.

        Returns:
            An `Answer` whose `data` is the `ImageStatus`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagAPIError: The processing failed; `code` is `image_failed`.
            LagTimeoutError: The image is not ready within `deadline_seconds`.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class Robots(Resource):
    """Methods for robots only."""
    events: RobotsEvents
    """Events that the API delivers to a robot."""
    ...

class AsyncRobots(Resource):
    """Methods for robots only."""
    events: AsyncRobotsEvents
    """Events that the API delivers to a robot."""
    ...

class RawRobots(Resource):
    """Methods for robots only."""
    events: RawRobotsEvents
    """Events that the API delivers to a robot."""
    ...

class AsyncRawRobots(Resource):
    """Methods for robots only."""
    events: AsyncRawRobotsEvents
    """Events that the API delivers to a robot."""
    ...

class RobotsEvents(Resource):
    """Events that the API delivers to a robot."""
    def poll(self) -> List[models.AnyRobotEvent]:
        """Fetch the pending events of the robot by long-poll.

        For robots whose transport is long-poll. The robot receives events that it is subscribed to
        and has a permission for.

        GET /robots/@me/events/poll
        Only for robots.

        Returns:
            A list of `RobotEvent`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. The API does not document whether a poll
        consumes its events; if it does, the events of a lost response are lost with or without a
        repeat.
        """
    def polling(self, *, pause_seconds: float = ...) -> Listening:
        """Fetch the pending events of the robot by long-poll.

        For robots whose transport is long-poll. The robot receives events that it is subscribed to
        and has a permission for.

        The iterator has no end. It polls again and again, also after failures, and each event comes
        once. The API may count a polled event as received, so events that were fetched but not yet
        delivered are lost when the program ends. `stream` has a cursor for that.

        GET /robots/@me/events/poll
        Only for robots.

        Args:
            pause_seconds: Minimum number of seconds between the starts of two polls, if the first
                one brings no events.

        Returns:
            An iterator of events, each a `RobotEvent`. Use it with `with`, or call `close`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
        """
    def stream(
        self,
        *,
        cursor: Optional[CursorInput] = ...,
        after: Optional[str] = ...,
        on_gap: OnGap = ...,
        silence_seconds: float = ...,
    ) -> Listening:
        """Stream the events of the robot as server-sent events.

        For robots whose transport is SSE. The robot receives events that it is subscribed to and
        has a permission for. The API sends a keepalive every 30 seconds.

        The iterator has no end. A connection that breaks is opened again after the last event, and
        each event comes once. Asking for the next event acknowledges the previous one; only then
        does the cursor move. Requires `lagclient[events]`.

        GET /robots/@me/events/sse
        Only for robots.

        Args:
            cursor: Where the id of the last acknowledged event is stored, so that a restarted robot
                continues after it: the path of a file, an object with `load()` and `save(id)`, or a
                tuple of these two functions. None begins with new events.
            after: Id of the event after which to begin, if the cursor is empty.
            on_gap: What to do when the API no longer knows the cursor, so that events may be
                missing: "raise" a `LagCursorError`, or a function that receives it before the
                stream continues with new events. It also runs if a stream breaks before its first
                event.
            silence_seconds: Seconds without any data after which the connection counts as lost. The
                API sends a keepalive every 30 seconds.

        Returns:
            An iterator of events, each a `RobotEvent`. Use it with `with`, or call `close`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagCursorError: Events may be missing, and `on_gap` is "raise".
        """
    ...

class AsyncRobotsEvents(Resource):
    """Events that the API delivers to a robot."""
    async def poll(self) -> List[models.AnyRobotEvent]:
        """Fetch the pending events of the robot by long-poll.

        For robots whose transport is long-poll. The robot receives events that it is subscribed to
        and has a permission for.

        GET /robots/@me/events/poll
        Only for robots.

        Returns:
            A list of `RobotEvent`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. The API does not document whether a poll
        consumes its events; if it does, the events of a lost response are lost with or without a
        repeat.
        """
    def polling(self, *, pause_seconds: float = ...) -> AsyncListening:
        """Fetch the pending events of the robot by long-poll.

        For robots whose transport is long-poll. The robot receives events that it is subscribed to
        and has a permission for.

        The iterator has no end. It polls again and again, also after failures, and each event comes
        once. The API may count a polled event as received, so events that were fetched but not yet
        delivered are lost when the program ends. `stream` has a cursor for that.

        GET /robots/@me/events/poll
        Only for robots.

        Args:
            pause_seconds: Minimum number of seconds between the starts of two polls, if the first
                one brings no events.

        Returns:
            An iterator of events, each a `RobotEvent`. Use it with `async with`, or call `aclose`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
        """
    def stream(
        self,
        *,
        cursor: Optional[CursorInput] = ...,
        after: Optional[str] = ...,
        on_gap: OnGap = ...,
        silence_seconds: float = ...,
    ) -> AsyncListening:
        """Stream the events of the robot as server-sent events.

        For robots whose transport is SSE. The robot receives events that it is subscribed to and
        has a permission for. The API sends a keepalive every 30 seconds.

        The iterator has no end. A connection that breaks is opened again after the last event, and
        each event comes once. Asking for the next event acknowledges the previous one; only then
        does the cursor move. Requires `lagclient[events]`.

        GET /robots/@me/events/sse
        Only for robots.

        Args:
            cursor: Where the id of the last acknowledged event is stored, so that a restarted robot
                continues after it: the path of a file, an object with `load()` and `save(id)`, or a
                tuple of these two functions. None begins with new events.
            after: Id of the event after which to begin, if the cursor is empty.
            on_gap: What to do when the API no longer knows the cursor, so that events may be
                missing: "raise" a `LagCursorError`, or a function that receives it before the
                stream continues with new events. It also runs if a stream breaks before its first
                event.
            silence_seconds: Seconds without any data after which the connection counts as lost. The
                API sends a keepalive every 30 seconds.

        Returns:
            An iterator of events, each a `RobotEvent`. Use it with `async with`, or call `aclose`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagCursorError: Events may be missing, and `on_gap` is "raise".
        """
    ...

class RawRobotsEvents(Resource):
    """Events that the API delivers to a robot."""
    def poll(self) -> Answer[List[models.AnyRobotEvent]]:
        """Fetch the pending events of the robot by long-poll.

        For robots whose transport is long-poll. The robot receives events that it is subscribed to
        and has a permission for.

        GET /robots/@me/events/poll
        Only for robots.

        Returns:
            An `Answer` whose `data` is a list of `RobotEvent`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. The API does not document whether a poll
        consumes its events; if it does, the events of a lost response are lost with or without a
        repeat.
        """
    ...

class AsyncRawRobotsEvents(Resource):
    """Events that the API delivers to a robot."""
    async def poll(self) -> Answer[List[models.AnyRobotEvent]]:
        """Fetch the pending events of the robot by long-poll.

        For robots whose transport is long-poll. The robot receives events that it is subscribed to
        and has a permission for.

        GET /robots/@me/events/poll
        Only for robots.

        Returns:
            An `Answer` whose `data` is a list of `RobotEvent`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is not a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. The API does not document whether a poll
        consumes its events; if it does, the events of a lost response are lost with or without a
        repeat.
        """
    ...

class Servers(Resource):
    """Servers, with their rooms, members, roles and invites."""
    invites: ServersInvites
    """Invites to a server, by code or directly to a friend."""
    members: ServersMembers
    """Members of a server, with bans and mutes."""
    roles: ServersRoles
    """Roles of a server and the permissions that they grant."""
    rooms: ServersRooms
    """Rooms of a server."""
    def list(self) -> List[models.Server]:
        """List the servers that you belong to.

        GET /servers/me

        Returns:
            A list of `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> Pages[Page[models.Server]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/me

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(self, *, name: str, icon_emoji: Omittable[str] = ...) -> models.Server:
        """Create a server.

        A free account may own one server.

        POST /servers

        Args:
            name: Name of the server.
            icon_emoji: Shortcode of the icon emoji, such as `:rocket:`; None for no emoji.

        Returns:
            The `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second server.
        """
    def get(self, server_id: str) -> models.ServerWithDetails:
        """Get a server with its rooms, its members and your role in it.

        GET /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            The `ServerWithDetails`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> models.Server:
        """Change the name or the icon of a server.

        PATCH /servers/{server_id}

        Args:
            server_id: Id of the server.
            name: New name.
            icon_url: URL of the new icon. None clears it.
            icon_emoji: Shortcode of the new icon emoji, such as `:rocket:`. None clears it.

        Returns:
            The `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.ServerIconUploadResponse:
        """Upload a new icon for a server.

        POST /servers/{server_id}/icon

        Args:
            server_id: Id of the server.
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            The `ServerIconUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the icon with the same
        picture.
        """
    def delete(self, server_id: str) -> None:
        """Delete a server.

        Only the owner may do this.

        DELETE /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def leave(self, server_id: str) -> None:
        """Leave a server.

        The owner of a server cannot leave it.

        DELETE /servers/{server_id}/leave

        Args:
            server_id: Id of the server.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncServers(Resource):
    """Servers, with their rooms, members, roles and invites."""
    invites: AsyncServersInvites
    """Invites to a server, by code or directly to a friend."""
    members: AsyncServersMembers
    """Members of a server, with bans and mutes."""
    roles: AsyncServersRoles
    """Roles of a server and the permissions that they grant."""
    rooms: AsyncServersRooms
    """Rooms of a server."""
    async def list(self) -> List[models.Server]:
        """List the servers that you belong to.

        GET /servers/me

        Returns:
            A list of `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> AsyncPages[Page[models.Server]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/me

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(self, *, name: str, icon_emoji: Omittable[str] = ...) -> models.Server:
        """Create a server.

        A free account may own one server.

        POST /servers

        Args:
            name: Name of the server.
            icon_emoji: Shortcode of the icon emoji, such as `:rocket:`; None for no emoji.

        Returns:
            The `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second server.
        """
    async def get(self, server_id: str) -> models.ServerWithDetails:
        """Get a server with its rooms, its members and your role in it.

        GET /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            The `ServerWithDetails`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> models.Server:
        """Change the name or the icon of a server.

        PATCH /servers/{server_id}

        Args:
            server_id: Id of the server.
            name: New name.
            icon_url: URL of the new icon. None clears it.
            icon_emoji: Shortcode of the new icon emoji, such as `:rocket:`. None clears it.

        Returns:
            The `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.ServerIconUploadResponse:
        """Upload a new icon for a server.

        POST /servers/{server_id}/icon

        Args:
            server_id: Id of the server.
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            The `ServerIconUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the icon with the same
        picture.
        """
    async def delete(self, server_id: str) -> None:
        """Delete a server.

        Only the owner may do this.

        DELETE /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def leave(self, server_id: str) -> None:
        """Leave a server.

        The owner of a server cannot leave it.

        DELETE /servers/{server_id}/leave

        Args:
            server_id: Id of the server.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawServers(Resource):
    """Servers, with their rooms, members, roles and invites."""
    invites: RawServersInvites
    """Invites to a server, by code or directly to a friend."""
    members: RawServersMembers
    """Members of a server, with bans and mutes."""
    roles: RawServersRoles
    """Roles of a server and the permissions that they grant."""
    rooms: RawServersRooms
    """Rooms of a server."""
    def list(self) -> Answer[List[models.Server]]:
        """List the servers that you belong to.

        GET /servers/me

        Returns:
            An `Answer` whose `data` is a list of `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> Pages[Answer[Page[models.Server]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/me

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(self, *, name: str, icon_emoji: Omittable[str] = ...) -> Answer[models.Server]:
        """Create a server.

        A free account may own one server.

        POST /servers

        Args:
            name: Name of the server.
            icon_emoji: Shortcode of the icon emoji, such as `:rocket:`; None for no emoji.

        Returns:
            An `Answer` whose `data` is the `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second server.
        """
    def get(self, server_id: str) -> Answer[models.ServerWithDetails]:
        """Get a server with its rooms, its members and your role in it.

        GET /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is the `ServerWithDetails`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> Answer[models.Server]:
        """Change the name or the icon of a server.

        PATCH /servers/{server_id}

        Args:
            server_id: Id of the server.
            name: New name.
            icon_url: URL of the new icon. None clears it.
            icon_emoji: Shortcode of the new icon emoji, such as `:rocket:`. None clears it.

        Returns:
            An `Answer` whose `data` is the `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.ServerIconUploadResponse]:
        """Upload a new icon for a server.

        POST /servers/{server_id}/icon

        Args:
            server_id: Id of the server.
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            An `Answer` whose `data` is the `ServerIconUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the icon with the same
        picture.
        """
    def delete(self, server_id: str) -> Answer[None]:
        """Delete a server.

        Only the owner may do this.

        DELETE /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def leave(self, server_id: str) -> Answer[None]:
        """Leave a server.

        The owner of a server cannot leave it.

        DELETE /servers/{server_id}/leave

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawServers(Resource):
    """Servers, with their rooms, members, roles and invites."""
    invites: AsyncRawServersInvites
    """Invites to a server, by code or directly to a friend."""
    members: AsyncRawServersMembers
    """Members of a server, with bans and mutes."""
    roles: AsyncRawServersRoles
    """Roles of a server and the permissions that they grant."""
    rooms: AsyncRawServersRooms
    """Rooms of a server."""
    async def list(self) -> Answer[List[models.Server]]:
        """List the servers that you belong to.

        GET /servers/me

        Returns:
            An `Answer` whose `data` is a list of `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self) -> AsyncPages[Answer[Page[models.Server]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/me

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(
        self,
        *,
        name: str,
        icon_emoji: Omittable[str] = ...,
    ) -> Answer[models.Server]:
        """Create a server.

        A free account may own one server.

        POST /servers

        Args:
            name: Name of the server.
            icon_emoji: Shortcode of the icon emoji, such as `:rocket:`; None for no emoji.

        Returns:
            An `Answer` whose `data` is the `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second server.
        """
    async def get(self, server_id: str) -> Answer[models.ServerWithDetails]:
        """Get a server with its rooms, its members and your role in it.

        GET /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is the `ServerWithDetails`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def update(
        self,
        server_id: str,
        *,
        name: Omittable[str] = ...,
        icon_url: Omittable[str] = ...,
        icon_emoji: Omittable[str] = ...,
    ) -> Answer[models.Server]:
        """Change the name or the icon of a server.

        PATCH /servers/{server_id}

        Args:
            server_id: Id of the server.
            name: New name.
            icon_url: URL of the new icon. None clears it.
            icon_emoji: Shortcode of the new icon emoji, such as `:rocket:`. None clears it.

        Returns:
            An `Answer` whose `data` is the `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def upload_icon(
        self,
        server_id: str,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.ServerIconUploadResponse]:
        """Upload a new icon for a server.

        POST /servers/{server_id}/icon

        Args:
            server_id: Id of the server.
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            An `Answer` whose `data` is the `ServerIconUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the icon with the same
        picture.
        """
    async def delete(self, server_id: str) -> Answer[None]:
        """Delete a server.

        Only the owner may do this.

        DELETE /servers/{server_id}

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def leave(self, server_id: str) -> Answer[None]:
        """Leave a server.

        The owner of a server cannot leave it.

        DELETE /servers/{server_id}/leave

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class ServersInvites(Resource):
    """Invites to a server, by code or directly to a friend."""
    def list(self, server_id: str) -> List[models.ServerInvite]:
        """List the active invites of a server.

        Only admins and the owner may do this.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Page[models.ServerInvite]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> models.ServerInvite:
        """Create an invite to a server.

        POST /servers/{server_id}/invites

        Args:
            server_id: Id of the server.
            max_uses: Maximum number of uses.
            expires_in_hours: Hours until the invite expires.

        Returns:
            The `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second invite.
        """
    def revoke(self, server_id: str, invite_id: str) -> None:
        """Revoke an invite.

        DELETE /servers/{server_id}/invites/{invite_id}

        Args:
            server_id: Id of the server.
            invite_id: Id of the invite, not its code.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def preview(self, code: str) -> models.ServerInvitePreview:
        """Get the server of an invite without joining it.

        GET /servers/invite/{code}

        Args:
            code: Code of the invite.

        Returns:
            The `ServerInvitePreview`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def join(self, code: str) -> models.Server:
        """Join a server by an invite.

        POST /servers/join/{code}

        Args:
            code: Code of the invite.

        Returns:
            The `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat could count as another
        use of the invite, or rejoin a server since left.
        """
    def invite_friend(self, server_id: str, user_id: str) -> models.InviteFriendResult:
        """Invite a friend to a server directly, without a code.

        POST /servers/{server_id}/invite-friend

        Args:
            server_id: Id of the server.
            user_id: Id of the friend.

        Returns:
            The `InviteFriendResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request could send the
        friend a second invite.
        """
    ...

class AsyncServersInvites(Resource):
    """Invites to a server, by code or directly to a friend."""
    async def list(self, server_id: str) -> List[models.ServerInvite]:
        """List the active invites of a server.

        Only admins and the owner may do this.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Page[models.ServerInvite]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> models.ServerInvite:
        """Create an invite to a server.

        POST /servers/{server_id}/invites

        Args:
            server_id: Id of the server.
            max_uses: Maximum number of uses.
            expires_in_hours: Hours until the invite expires.

        Returns:
            The `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second invite.
        """
    async def revoke(self, server_id: str, invite_id: str) -> None:
        """Revoke an invite.

        DELETE /servers/{server_id}/invites/{invite_id}

        Args:
            server_id: Id of the server.
            invite_id: Id of the invite, not its code.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def preview(self, code: str) -> models.ServerInvitePreview:
        """Get the server of an invite without joining it.

        GET /servers/invite/{code}

        Args:
            code: Code of the invite.

        Returns:
            The `ServerInvitePreview`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def join(self, code: str) -> models.Server:
        """Join a server by an invite.

        POST /servers/join/{code}

        Args:
            code: Code of the invite.

        Returns:
            The `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat could count as another
        use of the invite, or rejoin a server since left.
        """
    async def invite_friend(self, server_id: str, user_id: str) -> models.InviteFriendResult:
        """Invite a friend to a server directly, without a code.

        POST /servers/{server_id}/invite-friend

        Args:
            server_id: Id of the server.
            user_id: Id of the friend.

        Returns:
            The `InviteFriendResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request could send the
        friend a second invite.
        """
    ...

class RawServersInvites(Resource):
    """Invites to a server, by code or directly to a friend."""
    def list(self, server_id: str) -> Answer[List[models.ServerInvite]]:
        """List the active invites of a server.

        Only admins and the owner may do this.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.ServerInvite]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> Answer[models.ServerInvite]:
        """Create an invite to a server.

        POST /servers/{server_id}/invites

        Args:
            server_id: Id of the server.
            max_uses: Maximum number of uses.
            expires_in_hours: Hours until the invite expires.

        Returns:
            An `Answer` whose `data` is the `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second invite.
        """
    def revoke(self, server_id: str, invite_id: str) -> Answer[None]:
        """Revoke an invite.

        DELETE /servers/{server_id}/invites/{invite_id}

        Args:
            server_id: Id of the server.
            invite_id: Id of the invite, not its code.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def preview(self, code: str) -> Answer[models.ServerInvitePreview]:
        """Get the server of an invite without joining it.

        GET /servers/invite/{code}

        Args:
            code: Code of the invite.

        Returns:
            An `Answer` whose `data` is the `ServerInvitePreview`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def join(self, code: str) -> Answer[models.Server]:
        """Join a server by an invite.

        POST /servers/join/{code}

        Args:
            code: Code of the invite.

        Returns:
            An `Answer` whose `data` is the `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat could count as another
        use of the invite, or rejoin a server since left.
        """
    def invite_friend(self, server_id: str, user_id: str) -> Answer[models.InviteFriendResult]:
        """Invite a friend to a server directly, without a code.

        POST /servers/{server_id}/invite-friend

        Args:
            server_id: Id of the server.
            user_id: Id of the friend.

        Returns:
            An `Answer` whose `data` is the `InviteFriendResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request could send the
        friend a second invite.
        """
    ...

class AsyncRawServersInvites(Resource):
    """Invites to a server, by code or directly to a friend."""
    async def list(self, server_id: str) -> Answer[List[models.ServerInvite]]:
        """List the active invites of a server.

        Only admins and the owner may do this.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerInvite]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/invites

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(
        self,
        server_id: str,
        *,
        max_uses: Omittable[int] = ...,
        expires_in_hours: Omittable[int] = ...,
    ) -> Answer[models.ServerInvite]:
        """Create an invite to a server.

        POST /servers/{server_id}/invites

        Args:
            server_id: Id of the server.
            max_uses: Maximum number of uses.
            expires_in_hours: Hours until the invite expires.

        Returns:
            An `Answer` whose `data` is the `ServerInvite`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second invite.
        """
    async def revoke(self, server_id: str, invite_id: str) -> Answer[None]:
        """Revoke an invite.

        DELETE /servers/{server_id}/invites/{invite_id}

        Args:
            server_id: Id of the server.
            invite_id: Id of the invite, not its code.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def preview(self, code: str) -> Answer[models.ServerInvitePreview]:
        """Get the server of an invite without joining it.

        GET /servers/invite/{code}

        Args:
            code: Code of the invite.

        Returns:
            An `Answer` whose `data` is the `ServerInvitePreview`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def join(self, code: str) -> Answer[models.Server]:
        """Join a server by an invite.

        POST /servers/join/{code}

        Args:
            code: Code of the invite.

        Returns:
            An `Answer` whose `data` is the `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat could count as another
        use of the invite, or rejoin a server since left.
        """
    async def invite_friend(
        self,
        server_id: str,
        user_id: str,
    ) -> Answer[models.InviteFriendResult]:
        """Invite a friend to a server directly, without a code.

        POST /servers/{server_id}/invite-friend

        Args:
            server_id: Id of the server.
            user_id: Id of the friend.

        Returns:
            An `Answer` whose `data` is the `InviteFriendResult`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request could send the
        friend a second invite.
        """
    ...

class ServersMembers(Resource):
    """Members of a server, with bans and mutes."""
    def list(self, server_id: str) -> List[models.ServerMember]:
        """List the members of a server.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Page[models.ServerMember]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def kick(self, server_id: str, user_id: str) -> None:
        """Remove a member from a server.

        Admins and the owner may do this; the role permission for it is `KICK_MEMBERS`.

        DELETE /servers/{server_id}/members/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def list_bans(self, server_id: str) -> List[models.ServerBan]:
        """List the active bans of a server.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_bans(self, server_id: str) -> Pages[Page[models.ServerBan]]:
        """Iterate over the pages of `list_bans`. A page is fetched when it is reached.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerBan:
        """Ban a user from a server.

        POST /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.
            reason: Reason for the ban.
            duration: Length of the ban in minutes; permanent when omitted.

        Returns:
            The `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the ban.
        """
    def unban(self, server_id: str, user_id: str) -> None:
        """Lift the ban of a user.

        DELETE /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerMute:
        """Mute a member of a server.

        POST /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            reason: Reason for the mute.
            duration: Length of the mute in minutes; indefinite when omitted.

        Returns:
            The `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the mute.
        """
    def unmute(self, server_id: str, user_id: str) -> None:
        """Lift the mute of a member.

        DELETE /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def list_mutes(self, server_id: str) -> List[models.ServerMute]:
        """List the active mutes of a server.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_mutes(self, server_id: str) -> Pages[Page[models.ServerMute]]:
        """Iterate over the pages of `list_mutes`. A page is fetched when it is reached.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncServersMembers(Resource):
    """Members of a server, with bans and mutes."""
    async def list(self, server_id: str) -> List[models.ServerMember]:
        """List the members of a server.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Page[models.ServerMember]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def kick(self, server_id: str, user_id: str) -> None:
        """Remove a member from a server.

        Admins and the owner may do this; the role permission for it is `KICK_MEMBERS`.

        DELETE /servers/{server_id}/members/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def list_bans(self, server_id: str) -> List[models.ServerBan]:
        """List the active bans of a server.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_bans(self, server_id: str) -> AsyncPages[Page[models.ServerBan]]:
        """Iterate over the pages of `list_bans`. A page is fetched when it is reached.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerBan:
        """Ban a user from a server.

        POST /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.
            reason: Reason for the ban.
            duration: Length of the ban in minutes; permanent when omitted.

        Returns:
            The `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the ban.
        """
    async def unban(self, server_id: str, user_id: str) -> None:
        """Lift the ban of a user.

        DELETE /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> models.ServerMute:
        """Mute a member of a server.

        POST /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            reason: Reason for the mute.
            duration: Length of the mute in minutes; indefinite when omitted.

        Returns:
            The `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the mute.
        """
    async def unmute(self, server_id: str, user_id: str) -> None:
        """Lift the mute of a member.

        DELETE /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def list_mutes(self, server_id: str) -> List[models.ServerMute]:
        """List the active mutes of a server.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_mutes(self, server_id: str) -> AsyncPages[Page[models.ServerMute]]:
        """Iterate over the pages of `list_mutes`. A page is fetched when it is reached.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawServersMembers(Resource):
    """Members of a server, with bans and mutes."""
    def list(self, server_id: str) -> Answer[List[models.ServerMember]]:
        """List the members of a server.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.ServerMember]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def kick(self, server_id: str, user_id: str) -> Answer[None]:
        """Remove a member from a server.

        Admins and the owner may do this; the role permission for it is `KICK_MEMBERS`.

        DELETE /servers/{server_id}/members/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def list_bans(self, server_id: str) -> Answer[List[models.ServerBan]]:
        """List the active bans of a server.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_bans(self, server_id: str) -> Pages[Answer[Page[models.ServerBan]]]:
        """Iterate over the pages of `list_bans`. A page is fetched when it is reached.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerBan]:
        """Ban a user from a server.

        POST /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.
            reason: Reason for the ban.
            duration: Length of the ban in minutes; permanent when omitted.

        Returns:
            An `Answer` whose `data` is the `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the ban.
        """
    def unban(self, server_id: str, user_id: str) -> Answer[None]:
        """Lift the ban of a user.

        DELETE /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerMute]:
        """Mute a member of a server.

        POST /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            reason: Reason for the mute.
            duration: Length of the mute in minutes; indefinite when omitted.

        Returns:
            An `Answer` whose `data` is the `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the mute.
        """
    def unmute(self, server_id: str, user_id: str) -> Answer[None]:
        """Lift the mute of a member.

        DELETE /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def list_mutes(self, server_id: str) -> Answer[List[models.ServerMute]]:
        """List the active mutes of a server.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_mutes(self, server_id: str) -> Pages[Answer[Page[models.ServerMute]]]:
        """Iterate over the pages of `list_mutes`. A page is fetched when it is reached.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawServersMembers(Resource):
    """Members of a server, with bans and mutes."""
    async def list(self, server_id: str) -> Answer[List[models.ServerMember]]:
        """List the members of a server.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerMember]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/members
        For users, this is `members` of `servers.get`.
        Robots with permission `read_members` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerMember`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def kick(self, server_id: str, user_id: str) -> Answer[None]:
        """Remove a member from a server.

        Admins and the owner may do this; the role permission for it is `KICK_MEMBERS`.

        DELETE /servers/{server_id}/members/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def list_bans(self, server_id: str) -> Answer[List[models.ServerBan]]:
        """List the active bans of a server.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_bans(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerBan]]]:
        """Iterate over the pages of `list_bans`. A page is fetched when it is reached.

        GET /servers/{server_id}/bans

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def ban(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerBan]:
        """Ban a user from a server.

        POST /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.
            reason: Reason for the ban.
            duration: Length of the ban in minutes; permanent when omitted.

        Returns:
            An `Answer` whose `data` is the `ServerBan`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the ban.
        """
    async def unban(self, server_id: str, user_id: str) -> Answer[None]:
        """Lift the ban of a user.

        DELETE /servers/{server_id}/bans/{user_id}

        Args:
            server_id: Id of the server.
            user_id: Id of the user.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def mute(
        self,
        server_id: str,
        user_id: str,
        *,
        reason: Omittable[str] = ...,
        duration: Omittable[int] = ...,
    ) -> Answer[models.ServerMute]:
        """Mute a member of a server.

        POST /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            reason: Reason for the mute.
            duration: Length of the mute in minutes; indefinite when omitted.

        Returns:
            An `Answer` whose `data` is the `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A repeat would restart the term
        of the mute.
        """
    async def unmute(self, server_id: str, user_id: str) -> Answer[None]:
        """Lift the mute of a member.

        DELETE /servers/{server_id}/mutes/{user_id}

        Args:
            server_id: Id of the server.
            user_id: User id of the member.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def list_mutes(self, server_id: str) -> Answer[List[models.ServerMute]]:
        """List the active mutes of a server.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate_mutes(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerMute]]]:
        """Iterate over the pages of `list_mutes`. A page is fetched when it is reached.

        GET /servers/{server_id}/mutes

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerMute`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class ServersRoles(Resource):
    """Roles of a server and the permissions that they grant."""
    def list(self, server_id: str) -> List[models.ServerRoleObject]:
        """List the roles of a server, ordered by `sort_order`.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Page[models.ServerRoleObject]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> models.ServerRoleObject:
        """Create a custom role.

        POST /servers/{server_id}/roles

        Args:
            server_id: Id of the server.
            name: Name of the role.
            permissions: `Permission` flags of the role, combined with `|`.
            color: Color of the role.

        Returns:
            The `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second role.
        """
    def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> models.ServerRoleObject:
        """Change a role.

        The permissions of the default roles (Owner, Admin and Member) cannot be edited: the API
        responds with 400.

        PATCH /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.
            name: New name.
            color: New color.
            permissions: New `Permission` flags, combined with `|`.
            sort_order: New place in the order of the roles.

        Returns:
            The `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, role_id: str) -> None:
        """Delete a custom role.

        DELETE /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> models.AssignRoleResponse:
        """Set the role of a member.

        PUT /servers/{server_id}/members/{user_id}/role

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            role_id: Id of the new role.

        Returns:
            The `AssignRoleResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncServersRoles(Resource):
    """Roles of a server and the permissions that they grant."""
    async def list(self, server_id: str) -> List[models.ServerRoleObject]:
        """List the roles of a server, ordered by `sort_order`.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            A list of `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Page[models.ServerRoleObject]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> models.ServerRoleObject:
        """Create a custom role.

        POST /servers/{server_id}/roles

        Args:
            server_id: Id of the server.
            name: Name of the role.
            permissions: `Permission` flags of the role, combined with `|`.
            color: Color of the role.

        Returns:
            The `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second role.
        """
    async def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> models.ServerRoleObject:
        """Change a role.

        The permissions of the default roles (Owner, Admin and Member) cannot be edited: the API
        responds with 400.

        PATCH /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.
            name: New name.
            color: New color.
            permissions: New `Permission` flags, combined with `|`.
            sort_order: New place in the order of the roles.

        Returns:
            The `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, role_id: str) -> None:
        """Delete a custom role.

        DELETE /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> models.AssignRoleResponse:
        """Set the role of a member.

        PUT /servers/{server_id}/members/{user_id}/role

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            role_id: Id of the new role.

        Returns:
            The `AssignRoleResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawServersRoles(Resource):
    """Roles of a server and the permissions that they grant."""
    def list(self, server_id: str) -> Answer[List[models.ServerRoleObject]]:
        """List the roles of a server, ordered by `sort_order`.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.ServerRoleObject]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> Answer[models.ServerRoleObject]:
        """Create a custom role.

        POST /servers/{server_id}/roles

        Args:
            server_id: Id of the server.
            name: Name of the role.
            permissions: `Permission` flags of the role, combined with `|`.
            color: Color of the role.

        Returns:
            An `Answer` whose `data` is the `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second role.
        """
    def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> Answer[models.ServerRoleObject]:
        """Change a role.

        The permissions of the default roles (Owner, Admin and Member) cannot be edited: the API
        responds with 400.

        PATCH /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.
            name: New name.
            color: New color.
            permissions: New `Permission` flags, combined with `|`.
            sort_order: New place in the order of the roles.

        Returns:
            An `Answer` whose `data` is the `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, role_id: str) -> Answer[None]:
        """Delete a custom role.

        DELETE /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> Answer[models.AssignRoleResponse]:
        """Set the role of a member.

        PUT /servers/{server_id}/members/{user_id}/role

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            role_id: Id of the new role.

        Returns:
            An `Answer` whose `data` is the `AssignRoleResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawServersRoles(Resource):
    """Roles of a server and the permissions that they grant."""
    async def list(self, server_id: str) -> Answer[List[models.ServerRoleObject]]:
        """List the roles of a server, ordered by `sort_order`.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.ServerRoleObject]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/roles

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        permissions: int,
        color: Omittable[str] = ...,
    ) -> Answer[models.ServerRoleObject]:
        """Create a custom role.

        POST /servers/{server_id}/roles

        Args:
            server_id: Id of the server.
            name: Name of the role.
            permissions: `Permission` flags of the role, combined with `|`.
            color: Color of the role.

        Returns:
            An `Answer` whose `data` is the `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second role.
        """
    async def update(
        self,
        server_id: str,
        role_id: str,
        *,
        name: Omittable[str] = ...,
        color: Omittable[str] = ...,
        permissions: Omittable[int] = ...,
        sort_order: Omittable[int] = ...,
    ) -> Answer[models.ServerRoleObject]:
        """Change a role.

        The permissions of the default roles (Owner, Admin and Member) cannot be edited: the API
        responds with 400.

        PATCH /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.
            name: New name.
            color: New color.
            permissions: New `Permission` flags, combined with `|`.
            sort_order: New place in the order of the roles.

        Returns:
            An `Answer` whose `data` is the `ServerRoleObject`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, role_id: str) -> Answer[None]:
        """Delete a custom role.

        DELETE /servers/{server_id}/roles/{role_id}

        Args:
            server_id: Id of the server.
            role_id: Id of the role.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def assign_to_member(
        self,
        server_id: str,
        user_id: str,
        *,
        role_id: str,
    ) -> Answer[models.AssignRoleResponse]:
        """Set the role of a member.

        PUT /servers/{server_id}/members/{user_id}/role

        Args:
            server_id: Id of the server.
            user_id: User id of the member.
            role_id: Id of the new role.

        Returns:
            An `Answer` whose `data` is the `AssignRoleResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class ServersRooms(Resource):
    """Rooms of a server."""
    messages: ServersRoomsMessages
    """Chat messages of a room."""
    def list(self, server_id: str) -> List[models.Room]:
        """List the rooms of a server.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            A list of `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Page[models.Room]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> models.Room:
        """Create a room.

        Only admins and the owner may do this. Robots cannot create rooms.

        POST /servers/{server_id}/rooms

        Args:
            server_id: Id of the server.
            name: Name of the room.
            max_participants: Maximum number of participants.

        Returns:
            The `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second room.
        """
    def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> models.Room:
        """Change a room.

        Only admins and the owner may do this.

        PATCH /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            name: New name.
            max_participants: New maximum number of participants.

        Returns:
            The `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, room_id: str) -> None:
        """Delete a room.

        Only admins and the owner may do this. Robots cannot delete rooms.

        DELETE /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncServersRooms(Resource):
    """Rooms of a server."""
    messages: AsyncServersRoomsMessages
    """Chat messages of a room."""
    async def list(self, server_id: str) -> List[models.Room]:
        """List the rooms of a server.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            A list of `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Page[models.Room]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> models.Room:
        """Create a room.

        Only admins and the owner may do this. Robots cannot create rooms.

        POST /servers/{server_id}/rooms

        Args:
            server_id: Id of the server.
            name: Name of the room.
            max_participants: Maximum number of participants.

        Returns:
            The `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second room.
        """
    async def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> models.Room:
        """Change a room.

        Only admins and the owner may do this.

        PATCH /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            name: New name.
            max_participants: New maximum number of participants.

        Returns:
            The `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, room_id: str) -> None:
        """Delete a room.

        Only admins and the owner may do this. Robots cannot delete rooms.

        DELETE /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawServersRooms(Resource):
    """Rooms of a server."""
    messages: RawServersRoomsMessages
    """Chat messages of a room."""
    def list(self, server_id: str) -> Answer[List[models.Room]]:
        """List the rooms of a server.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> Pages[Answer[Page[models.Room]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]:
        """Create a room.

        Only admins and the owner may do this. Robots cannot create rooms.

        POST /servers/{server_id}/rooms

        Args:
            server_id: Id of the server.
            name: Name of the room.
            max_participants: Maximum number of participants.

        Returns:
            An `Answer` whose `data` is the `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second room.
        """
    def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]:
        """Change a room.

        Only admins and the owner may do this.

        PATCH /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            name: New name.
            max_participants: New maximum number of participants.

        Returns:
            An `Answer` whose `data` is the `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, room_id: str) -> Answer[None]:
        """Delete a room.

        Only admins and the owner may do this. Robots cannot delete rooms.

        DELETE /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawServersRooms(Resource):
    """Rooms of a server."""
    messages: AsyncRawServersRoomsMessages
    """Chat messages of a room."""
    async def list(self, server_id: str) -> Answer[List[models.Room]]:
        """List the rooms of a server.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An `Answer` whose `data` is a list of `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(self, server_id: str) -> AsyncPages[Answer[Page[models.Room]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        GET /servers/{server_id}/rooms
        For users, this is `rooms` of `servers.get`.
        Robots with permission `read_rooms` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def create(
        self,
        server_id: str,
        *,
        name: str,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]:
        """Create a room.

        Only admins and the owner may do this. Robots cannot create rooms.

        POST /servers/{server_id}/rooms

        Args:
            server_id: Id of the server.
            name: Name of the room.
            max_participants: Maximum number of participants.

        Returns:
            An `Answer` whose `data` is the `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second request would create a
        second room.
        """
    async def update(
        self,
        server_id: str,
        room_id: str,
        *,
        name: Omittable[str] = ...,
        max_participants: Omittable[int] = ...,
    ) -> Answer[models.Room]:
        """Change a room.

        Only admins and the owner may do this.

        PATCH /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            name: New name.
            max_participants: New maximum number of participants.

        Returns:
            An `Answer` whose `data` is the `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, room_id: str) -> Answer[None]:
        """Delete a room.

        Only admins and the owner may do this. Robots cannot delete rooms.

        DELETE /servers/{server_id}/rooms/{room_id}

        Args:
            server_id: Id of the server.
            room_id: Id of the room.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class ServersRoomsMessages(Resource):
    """Chat messages of a room."""
    def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.RoomMessage]:
        """Get one page of a room's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            A `Page` of `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.RoomMessage]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Page[models.RoomMessage]]:
        """Iterate over the pages of `list`, as `paginate` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.RoomMessage:
        """Send a message to a room, as the user or as the robot.

        A message has a text, an image or both. Text is stored as it is: emoji shortcodes such as
        `:smile:` are not expanded. For robots the API documents `content` only, and requires it.

        POST /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `send_messages` use the same path under /robots/@me.
        A robot may call it 10 times in 10 seconds.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            content: Text of the message. 1 to 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            The `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would post the message twice.
        """
    def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.EditedRoomMessage:
        """Change the text of a message.

        Only its author may do this. For a robot the result has only the id, the room,
        the text and the time of the edit.

        PATCH /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            The `EditedRoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, room_id: str, message_id: str) -> None:
        """Delete a message for good.

        You may delete your own messages and, as the owner of the server, any message. A robot may
        delete only its own.

        DELETE /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def history(
        self,
        server_id: str,
        room_id: str,
        *,
        after: Union[datetime, str, None] = ...,
        before: Union[datetime, str, None] = ...,
        oldest_first: bool = ...,
        limit: Optional[int] = ...,
    ) -> History[models.RoomMessage]:
        """Iterate over messages, the newest or the oldest first, between two places.

        A page of 100 messages is requested when it is needed, and at most 10 pages are in memory at
        a time. A loop that an error ends can be continued with the same iterator. Messages that are
        posted later are not part of it.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            after: Only messages after this: an aware datetime, or the id of a message, which is not
                part of the result.
            before: Only messages before this: an aware datetime, or the id of a message, which is
                not part of the result.
            oldest_first: Begin with the oldest message. The API lists the newest ones first, so all
                pages are requested before the first message, and those that are not among the last
                10 once more.
            limit: Maximum number of messages. None: all.

        Returns:
            An iterator of messages, each a `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagNotFoundError: `after` or `before` is not the id of a message in the listing.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncServersRoomsMessages(Resource):
    """Chat messages of a room."""
    async def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Page[models.RoomMessage]:
        """Get one page of a room's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            A `Page` of `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.RoomMessage]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Page[models.RoomMessage]]:
        """Iterate over the pages of `list`, as `paginate` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> models.RoomMessage:
        """Send a message to a room, as the user or as the robot.

        A message has a text, an image or both. Text is stored as it is: emoji shortcodes such as
        `:smile:` are not expanded. For robots the API documents `content` only, and requires it.

        POST /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `send_messages` use the same path under /robots/@me.
        A robot may call it 10 times in 10 seconds.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            content: Text of the message. 1 to 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            The `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would post the message twice.
        """
    async def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> models.EditedRoomMessage:
        """Change the text of a message.

        Only its author may do this. For a robot the result has only the id, the room,
        the text and the time of the edit.

        PATCH /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            The `EditedRoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, room_id: str, message_id: str) -> None:
        """Delete a message for good.

        You may delete your own messages and, as the owner of the server, any message. A robot may
        delete only its own.

        DELETE /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.

        Returns:
            None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def history(
        self,
        server_id: str,
        room_id: str,
        *,
        after: Union[datetime, str, None] = ...,
        before: Union[datetime, str, None] = ...,
        oldest_first: bool = ...,
        limit: Optional[int] = ...,
    ) -> AsyncHistory[models.RoomMessage]:
        """Iterate over messages, the newest or the oldest first, between two places.

        A page of 100 messages is requested when it is needed, and at most 10 pages are in memory at
        a time. A loop that an error ends can be continued with the same iterator. Messages that are
        posted later are not part of it.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            after: Only messages after this: an aware datetime, or the id of a message, which is not
                part of the result.
            before: Only messages before this: an aware datetime, or the id of a message, which is
                not part of the result.
            oldest_first: Begin with the oldest message. The API lists the newest ones first, so all
                pages are requested before the first message, and those that are not among the last
                10 once more.
            limit: Maximum number of messages. None: all.

        Returns:
            An iterator of messages, each a `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagNotFoundError: `after` or `before` is not the id of a message in the listing.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawServersRoomsMessages(Resource):
    """Chat messages of a room."""
    def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.RoomMessage]]:
        """Get one page of a room's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            An `Answer` whose `data` is a `Page` of `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.RoomMessage]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> Pages[Answer[Page[models.RoomMessage]]]:
        """Iterate over the pages of `list`, as `paginate` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.RoomMessage]:
        """Send a message to a room, as the user or as the robot.

        A message has a text, an image or both. Text is stored as it is: emoji shortcodes such as
        `:smile:` are not expanded. For robots the API documents `content` only, and requires it.

        POST /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `send_messages` use the same path under /robots/@me.
        A robot may call it 10 times in 10 seconds.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            content: Text of the message. 1 to 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            An `Answer` whose `data` is the `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would post the message twice.
        """
    def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.EditedRoomMessage]:
        """Change the text of a message.

        Only its author may do this. For a robot the result has only the id, the room,
        the text and the time of the edit.

        PATCH /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            An `Answer` whose `data` is the `EditedRoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def delete(self, server_id: str, room_id: str, message_id: str) -> Answer[None]:
        """Delete a message for good.

        You may delete your own messages and, as the owner of the server, any message. A robot may
        delete only its own.

        DELETE /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawServersRoomsMessages(Resource):
    """Chat messages of a room."""
    async def list(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
    ) -> Answer[Page[models.RoomMessage]]:
        """Get one page of a room's messages, the newest page first.

        Messages on a page may come in either order; sort by `created_at` where it matters.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.

        Returns:
            An `Answer` whose `data` is a `Page` of `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def paginate(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.RoomMessage]]]:
        """Iterate over the pages of `list`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def iter(
        self,
        server_id: str,
        room_id: str,
        *,
        limit: Omittable[int] = ...,
        cursor: Omittable[str] = ...,
        prefetch: bool = ...,
    ) -> AsyncPages[Answer[Page[models.RoomMessage]]]:
        """Iterate over the pages of `list`, as `paginate` does.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `read_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            limit: Number of messages on a page; the API takes 50 when it is omitted. 1 to 100.
            cursor: The `next_cursor` of the previous page.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Answer` whose `data` is a `Page`. `.items()` iterates over
            every `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def send(
        self,
        server_id: str,
        room_id: str,
        *,
        content: Omittable[str] = ...,
        reply_to_id: Omittable[str] = ...,
        image_id: Omittable[str] = ...,
    ) -> Answer[models.RoomMessage]:
        """Send a message to a room, as the user or as the robot.

        A message has a text, an image or both. Text is stored as it is: emoji shortcodes such as
        `:smile:` are not expanded. For robots the API documents `content` only, and requires it.

        POST /servers/{server_id}/rooms/{room_id}/messages
        Robots with permission `send_messages` use the same path under /robots/@me.
        A robot may call it 10 times in 10 seconds.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            content: Text of the message. 1 to 2000 characters.
            reply_to_id: Id of the message that this one answers.
            image_id: Id of an uploaded image.

        Returns:
            An `Answer` whose `data` is the `RoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        If the response is lost, the newest messages are searched before a second attempt. A second
        request would post the message twice.
        """
    async def edit(
        self,
        server_id: str,
        room_id: str,
        message_id: str,
        *,
        content: str,
    ) -> Answer[models.EditedRoomMessage]:
        """Change the text of a message.

        Only its author may do this. For a robot the result has only the id, the room,
        the text and the time of the edit.

        PATCH /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.
            content: New text. 1 to 2000 characters.

        Returns:
            An `Answer` whose `data` is the `EditedRoomMessage`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def delete(self, server_id: str, room_id: str, message_id: str) -> Answer[None]:
        """Delete a message for good.

        You may delete your own messages and, as the owner of the server, any message. A robot may
        delete only its own.

        DELETE /servers/{server_id}/rooms/{room_id}/messages/{message_id}
        Robots with permission `send_messages` use the same path under /robots/@me.

        Args:
            server_id: Id of the server.
            room_id: Id of the room.
            message_id: Id of the message.

        Returns:
            An `Answer` whose `data` is None.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class System(Resource):
    """Health, version, status and configuration of the Lag API."""
    def health(self) -> models.HealthResponse:
        """Check that the API is up.

        GET /health

        Returns:
            The `HealthResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def version(self) -> models.VersionResponse:
        """Get the version of the API.

        GET /version

        Returns:
            The `VersionResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def status(self) -> models.SystemStatusResponse:
        """Get the global flags for an upgrade window, an outage and the waitlist.

        GET /system-status

        Returns:
            The `SystemStatusResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def config(self) -> models.UserConfig:
        """Get the feature flags that apply to your account.

        GET /config

        Returns:
            The `UserConfig`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncSystem(Resource):
    """Health, version, status and configuration of the Lag API."""
    async def health(self) -> models.HealthResponse:
        """Check that the API is up.

        GET /health

        Returns:
            The `HealthResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def version(self) -> models.VersionResponse:
        """Get the version of the API.

        GET /version

        Returns:
            The `VersionResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def status(self) -> models.SystemStatusResponse:
        """Get the global flags for an upgrade window, an outage and the waitlist.

        GET /system-status

        Returns:
            The `SystemStatusResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def config(self) -> models.UserConfig:
        """Get the feature flags that apply to your account.

        GET /config

        Returns:
            The `UserConfig`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawSystem(Resource):
    """Health, version, status and configuration of the Lag API."""
    def health(self) -> Answer[models.HealthResponse]:
        """Check that the API is up.

        GET /health

        Returns:
            An `Answer` whose `data` is the `HealthResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def version(self) -> Answer[models.VersionResponse]:
        """Get the version of the API.

        GET /version

        Returns:
            An `Answer` whose `data` is the `VersionResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def status(self) -> Answer[models.SystemStatusResponse]:
        """Get the global flags for an upgrade window, an outage and the waitlist.

        GET /system-status

        Returns:
            An `Answer` whose `data` is the `SystemStatusResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def config(self) -> Answer[models.UserConfig]:
        """Get the feature flags that apply to your account.

        GET /config

        Returns:
            An `Answer` whose `data` is the `UserConfig`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawSystem(Resource):
    """Health, version, status and configuration of the Lag API."""
    async def health(self) -> Answer[models.HealthResponse]:
        """Check that the API is up.

        GET /health

        Returns:
            An `Answer` whose `data` is the `HealthResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def version(self) -> Answer[models.VersionResponse]:
        """Get the version of the API.

        GET /version

        Returns:
            An `Answer` whose `data` is the `VersionResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def status(self) -> Answer[models.SystemStatusResponse]:
        """Get the global flags for an upgrade window, an outage and the waitlist.

        GET /system-status

        Returns:
            An `Answer` whose `data` is the `SystemStatusResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def config(self) -> Answer[models.UserConfig]:
        """Get the feature flags that apply to your account.

        GET /config

        Returns:
            An `Answer` whose `data` is the `UserConfig`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class Users(Resource):
    """Your own account, and the profiles of other users."""
    def me(self) -> models.User:
        """Get your own profile.

        GET /users/me

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> models.User:
        """Change your own profile.

        PATCH /users/me

        Args:
            display_name: New display name.
            avatar_url: URL of the new avatar.
            steam_id: Steam ID to link. None clears it.

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> models.User:
        """Complete the one-time setup of your account.

        POST /users/me/setup

        Args:
            username: Username of the account.
            display_name: Display name of the account.
            avatar_url: URL of the avatar.

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. Setup happens once, so repeating
        one that worked may report a failure.
        """
    def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.AvatarUploadResponse:
        """Upload a new avatar.

        POST /users/me/avatar

        Args:
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            The `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    def register_push_token(self, *, token: str, platform: models.PushPlatform) -> models.Ok:
        """Register a device for push notifications.

        POST /users/me/push-token

        Args:
            token: Push token of the device.
            platform: Platform of the device, `ios` or `android`.

        Returns:
            The `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. The API does not document what
        registering the same token twice does.
        """
    def remove_push_token(self, token: str) -> models.Ok:
        """Stop push notifications to a device.

        DELETE /users/me/push-token

        Args:
            token: Push token of the device.

        Returns:
            The `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def request_deletion(self) -> models.User:
        """Schedule the deletion of your account.

        A grace period of 7 days follows; `cancel_deletion` cancels the deletion.

        POST /users/me/request-deletion

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after
        `cancel_deletion` and schedule the deletion again.
        """
    def cancel_deletion(self) -> models.User:
        """Cancel the pending deletion of your account.

        POST /users/me/cancel-deletion

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after a
        new `request_deletion` and cancel that one.
        """
    def steam_lookup(self, query: str) -> models.SteamLookupResponse:
        """Look up a Steam profile.

        GET /users/me/steam-lookup

        Args:
            query: Steam ID, vanity name or profile URL.

        Returns:
            The `SteamLookupResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def import_steam_avatar(self, avatar_url: str) -> models.AvatarUploadResponse:
        """Use a Steam avatar as your avatar.

        POST /users/me/steam-avatar

        Args:
            avatar_url: URL of the Steam avatar.

        Returns:
            The `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    def steam_activity(self) -> models.SteamActivityResponse:
        """Get the game that you are playing on Steam.

        `game_name` is None when you are not playing, and when Steam is not linked.

        GET /users/me/steam-activity

        Returns:
            The `SteamActivityResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def check_username(self, username: str) -> models.CheckUsernameResponse:
        """Check whether a username is available.

        GET /users/check-username

        Args:
            username: Username to check.

        Returns:
            The `CheckUsernameResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def search(self, query: str) -> List[models.User]:
        """Search for users by username.

        The API returns at most 20 users and has no further pages.

        GET /users/search

        Args:
            query: Username to search for.

        Returns:
            A list of `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def get(self, user_id: str) -> models.User:
        """Get the profile of a user.

        GET /users/{user_id}

        Args:
            user_id: Id of the user, or `me` for yourself.

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncUsers(Resource):
    """Your own account, and the profiles of other users."""
    async def me(self) -> models.User:
        """Get your own profile.

        GET /users/me

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> models.User:
        """Change your own profile.

        PATCH /users/me

        Args:
            display_name: New display name.
            avatar_url: URL of the new avatar.
            steam_id: Steam ID to link. None clears it.

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> models.User:
        """Complete the one-time setup of your account.

        POST /users/me/setup

        Args:
            username: Username of the account.
            display_name: Display name of the account.
            avatar_url: URL of the avatar.

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. Setup happens once, so repeating
        one that worked may report a failure.
        """
    async def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> models.AvatarUploadResponse:
        """Upload a new avatar.

        POST /users/me/avatar

        Args:
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            The `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    async def register_push_token(
        self,
        *,
        token: str,
        platform: models.PushPlatform,
    ) -> models.Ok:
        """Register a device for push notifications.

        POST /users/me/push-token

        Args:
            token: Push token of the device.
            platform: Platform of the device, `ios` or `android`.

        Returns:
            The `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. The API does not document what
        registering the same token twice does.
        """
    async def remove_push_token(self, token: str) -> models.Ok:
        """Stop push notifications to a device.

        DELETE /users/me/push-token

        Args:
            token: Push token of the device.

        Returns:
            The `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def request_deletion(self) -> models.User:
        """Schedule the deletion of your account.

        A grace period of 7 days follows; `cancel_deletion` cancels the deletion.

        POST /users/me/request-deletion

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after
        `cancel_deletion` and schedule the deletion again.
        """
    async def cancel_deletion(self) -> models.User:
        """Cancel the pending deletion of your account.

        POST /users/me/cancel-deletion

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after a
        new `request_deletion` and cancel that one.
        """
    async def steam_lookup(self, query: str) -> models.SteamLookupResponse:
        """Look up a Steam profile.

        GET /users/me/steam-lookup

        Args:
            query: Steam ID, vanity name or profile URL.

        Returns:
            The `SteamLookupResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def import_steam_avatar(self, avatar_url: str) -> models.AvatarUploadResponse:
        """Use a Steam avatar as your avatar.

        POST /users/me/steam-avatar

        Args:
            avatar_url: URL of the Steam avatar.

        Returns:
            The `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    async def steam_activity(self) -> models.SteamActivityResponse:
        """Get the game that you are playing on Steam.

        `game_name` is None when you are not playing, and when Steam is not linked.

        GET /users/me/steam-activity

        Returns:
            The `SteamActivityResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def check_username(self, username: str) -> models.CheckUsernameResponse:
        """Check whether a username is available.

        GET /users/check-username

        Args:
            username: Username to check.

        Returns:
            The `CheckUsernameResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def search(self, query: str) -> List[models.User]:
        """Search for users by username.

        The API returns at most 20 users and has no further pages.

        GET /users/search

        Args:
            query: Username to search for.

        Returns:
            A list of `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def get(self, user_id: str) -> models.User:
        """Get the profile of a user.

        GET /users/{user_id}

        Args:
            user_id: Id of the user, or `me` for yourself.

        Returns:
            The `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class RawUsers(Resource):
    """Your own account, and the profiles of other users."""
    def me(self) -> Answer[models.User]:
        """Get your own profile.

        GET /users/me

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> Answer[models.User]:
        """Change your own profile.

        PATCH /users/me

        Args:
            display_name: New display name.
            avatar_url: URL of the new avatar.
            steam_id: Steam ID to link. None clears it.

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> Answer[models.User]:
        """Complete the one-time setup of your account.

        POST /users/me/setup

        Args:
            username: Username of the account.
            display_name: Display name of the account.
            avatar_url: URL of the avatar.

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. Setup happens once, so repeating
        one that worked may report a failure.
        """
    def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.AvatarUploadResponse]:
        """Upload a new avatar.

        POST /users/me/avatar

        Args:
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            An `Answer` whose `data` is the `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    def register_push_token(
        self,
        *,
        token: str,
        platform: models.PushPlatform,
    ) -> Answer[models.Ok]:
        """Register a device for push notifications.

        POST /users/me/push-token

        Args:
            token: Push token of the device.
            platform: Platform of the device, `ios` or `android`.

        Returns:
            An `Answer` whose `data` is the `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. The API does not document what
        registering the same token twice does.
        """
    def remove_push_token(self, token: str) -> Answer[models.Ok]:
        """Stop push notifications to a device.

        DELETE /users/me/push-token

        Args:
            token: Push token of the device.

        Returns:
            An `Answer` whose `data` is the `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def request_deletion(self) -> Answer[models.User]:
        """Schedule the deletion of your account.

        A grace period of 7 days follows; `cancel_deletion` cancels the deletion.

        POST /users/me/request-deletion

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after
        `cancel_deletion` and schedule the deletion again.
        """
    def cancel_deletion(self) -> Answer[models.User]:
        """Cancel the pending deletion of your account.

        POST /users/me/cancel-deletion

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after a
        new `request_deletion` and cancel that one.
        """
    def steam_lookup(self, query: str) -> Answer[models.SteamLookupResponse]:
        """Look up a Steam profile.

        GET /users/me/steam-lookup

        Args:
            query: Steam ID, vanity name or profile URL.

        Returns:
            An `Answer` whose `data` is the `SteamLookupResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def import_steam_avatar(self, avatar_url: str) -> Answer[models.AvatarUploadResponse]:
        """Use a Steam avatar as your avatar.

        POST /users/me/steam-avatar

        Args:
            avatar_url: URL of the Steam avatar.

        Returns:
            An `Answer` whose `data` is the `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    def steam_activity(self) -> Answer[models.SteamActivityResponse]:
        """Get the game that you are playing on Steam.

        `game_name` is None when you are not playing, and when Steam is not linked.

        GET /users/me/steam-activity

        Returns:
            An `Answer` whose `data` is the `SteamActivityResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def check_username(self, username: str) -> Answer[models.CheckUsernameResponse]:
        """Check whether a username is available.

        GET /users/check-username

        Args:
            username: Username to check.

        Returns:
            An `Answer` whose `data` is the `CheckUsernameResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def search(self, query: str) -> Answer[List[models.User]]:
        """Search for users by username.

        The API returns at most 20 users and has no further pages.

        GET /users/search

        Args:
            query: Username to search for.

        Returns:
            An `Answer` whose `data` is a list of `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    def get(self, user_id: str) -> Answer[models.User]:
        """Get the profile of a user.

        GET /users/{user_id}

        Args:
            user_id: Id of the user, or `me` for yourself.

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...

class AsyncRawUsers(Resource):
    """Your own account, and the profiles of other users."""
    async def me(self) -> Answer[models.User]:
        """Get your own profile.

        GET /users/me

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def update_me(
        self,
        *,
        display_name: Omittable[str] = ...,
        avatar_url: Omittable[str] = ...,
        steam_id: Omittable[str] = ...,
    ) -> Answer[models.User]:
        """Change your own profile.

        PATCH /users/me

        Args:
            display_name: New display name.
            avatar_url: URL of the new avatar.
            steam_id: Steam ID to link. None clears it.

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def setup(
        self,
        *,
        username: str,
        display_name: str,
        avatar_url: Omittable[str] = ...,
    ) -> Answer[models.User]:
        """Complete the one-time setup of your account.

        POST /users/me/setup

        Args:
            username: Username of the account.
            display_name: Display name of the account.
            avatar_url: URL of the avatar.

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. Setup happens once, so repeating
        one that worked may report a failure.
        """
    async def upload_avatar(
        self,
        *,
        image_base64: str,
        content_type: str = ...,
    ) -> Answer[models.AvatarUploadResponse]:
        """Upload a new avatar.

        POST /users/me/avatar

        Args:
            image_base64: Image data in base64, without a `data:` URL prefix.
            content_type: MIME type of the image.

        Returns:
            An `Answer` whose `data` is the `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    async def register_push_token(
        self,
        *,
        token: str,
        platform: models.PushPlatform,
    ) -> Answer[models.Ok]:
        """Register a device for push notifications.

        POST /users/me/push-token

        Args:
            token: Push token of the device.
            platform: Platform of the device, `ios` or `android`.

        Returns:
            An `Answer` whose `data` is the `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. The API does not document what
        registering the same token twice does.
        """
    async def remove_push_token(self, token: str) -> Answer[models.Ok]:
        """Stop push notifications to a device.

        DELETE /users/me/push-token

        Args:
            token: Push token of the device.

        Returns:
            An `Answer` whose `data` is the `Ok`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def request_deletion(self) -> Answer[models.User]:
        """Schedule the deletion of your account.

        A grace period of 7 days follows; `cancel_deletion` cancels the deletion.

        POST /users/me/request-deletion

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after
        `cancel_deletion` and schedule the deletion again.
        """
    async def cancel_deletion(self) -> Answer[models.User]:
        """Cancel the pending deletion of your account.

        POST /users/me/cancel-deletion

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A late repeat could land after a
        new `request_deletion` and cancel that one.
        """
    async def steam_lookup(self, query: str) -> Answer[models.SteamLookupResponse]:
        """Look up a Steam profile.

        GET /users/me/steam-lookup

        Args:
            query: Steam ID, vanity name or profile URL.

        Returns:
            An `Answer` whose `data` is the `SteamLookupResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def import_steam_avatar(self, avatar_url: str) -> Answer[models.AvatarUploadResponse]:
        """Use a Steam avatar as your avatar.

        POST /users/me/steam-avatar

        Args:
            avatar_url: URL of the Steam avatar.

        Returns:
            An `Answer` whose `data` is the `AvatarUploadResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is repeated if its response is lost. A repeat replaces the avatar with the same
        picture.
        """
    async def steam_activity(self) -> Answer[models.SteamActivityResponse]:
        """Get the game that you are playing on Steam.

        `game_name` is None when you are not playing, and when Steam is not linked.

        GET /users/me/steam-activity

        Returns:
            An `Answer` whose `data` is the `SteamActivityResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def check_username(self, username: str) -> Answer[models.CheckUsernameResponse]:
        """Check whether a username is available.

        GET /users/check-username

        Args:
            username: Username to check.

        Returns:
            An `Answer` whose `data` is the `CheckUsernameResponse`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def search(self, query: str) -> Answer[List[models.User]]:
        """Search for users by username.

        The API returns at most 20 users and has no further pages.

        GET /users/search

        Args:
            query: Username to search for.

        Returns:
            An `Answer` whose `data` is a list of `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    async def get(self, user_id: str) -> Answer[models.User]:
        """Get the profile of a user.

        GET /users/{user_id}

        Args:
            user_id: Id of the user, or `me` for yourself.

        Returns:
            An `Answer` whose `data` is the `User`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagInvalidTokenError: The token is a robot key; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ...
