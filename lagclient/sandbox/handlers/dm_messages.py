"""Messages of a conversation: like those of a room, see `paging` and `composing`.

Robots and mentions do not exist here, and only the author deletes a message.
"""

from __future__ import annotations

import sqlite3

from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.composing import draft_of
from lagclient.sandbox.rules.conversation import conversation_of, other_of, require_friend
from lagclient.sandbox.rules.dm_messages import IN_CONVERSATION, as_dm, write
from lagclient.sandbox.rules.paging import page_of
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire


@handles("dms.list_messages")
def list_page(request: Request) -> Wire:
    """Return one page, and the cursor of the next one."""
    conversation_id = conversation_of(request)["id"]
    return page_of(request, IN_CONVERSATION, conversation_id, lambda row: as_dm(request, row))


@handles("dms.send_message")
def send(request: Request) -> Wire:
    """Send a message to a friend."""
    conversation = conversation_of(request)
    require_friend(request, other_of(request, conversation))
    draft = draft_of(request, IN_CONVERSATION, conversation["id"])
    now = written(request.now)
    message = write(request.world, now, conversation["id"], request.caller.id, draft)
    _note(request, conversation, "dm_message", message["id"])
    return message


@handles("dms.edit_message")
def edit(request: Request) -> Wire:
    """Change the text of the caller's own message."""
    conversation = conversation_of(request)
    require_friend(request, other_of(request, conversation))
    row = _own(request, conversation)
    changes = {"content": request["content"], "edited_at": written(request.now)}
    request.world.store.update("dm_messages", row["id"], changes)
    _note(request, conversation, "dm_message_edited", row["id"])
    return as_dm(request, _message(request, conversation))


@handles("dms.delete_message")
def delete(request: Request) -> None:
    """Delete the caller's own message. Replies to it stay, without their quote."""
    conversation = conversation_of(request)
    row = _own(request, conversation)
    request.world.store.run("DELETE FROM dm_messages WHERE id = ?", row["id"])
    _note(request, conversation, "dm_message_deleted", row["id"])


def _note(request: Request, conversation: sqlite3.Row, type: str, message_id: str) -> None:
    both = (conversation["opened_by"], conversation["opened_with"])
    data = {"conversationId": conversation["id"], "messageId": message_id}
    journal.note_for(request.world, both, type, **data)


def _own(request: Request, conversation: sqlite3.Row) -> sqlite3.Row:
    row = _message(request, conversation)
    if row["user_id"] != request.caller.id:
        raise forbidden("Only its author may do this to a message")
    return row


def _message(request: Request, conversation: sqlite3.Row) -> sqlite3.Row:
    row = request.world.store.one(
        f"{IN_CONVERSATION} AND m.id = ?", conversation["id"], request["message_id"]
    )
    if row is None:
        raise not_found("Message")
    return row
