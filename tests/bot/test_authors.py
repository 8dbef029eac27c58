"""Whose message an event is about."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from lagclient.bot.authors import Authors
from lagclient.models import Identity, RobotEvent, event_from

ME = Identity(id="bot_1", kind="robot", display_name="Beacon", server_id="srv_1")


def message(type: str = "room.message", **data: Any) -> RobotEvent:
    data = {"roomId": "room_1", "content": "!ping", "senderName": "Sam", **data}
    return event_from({"type": type, "serverId": "srv_1", "data": data}, id="evt_1")


@pytest.mark.parametrize(
    "data",
    [
        {"robotId": "bot_1"},
        {"senderId": "bot_1", "senderName": "Else"},
        {"userId": "bot_1"},
        {"messageId": "msg_own", "userId": "usr_1"},
        {"senderName": "Beacon"},
    ],
    ids=["robot", "sender", "user", "message", "only a name"],
)
def test_robot_recognises_its_own_messages(data: Dict[str, Any]) -> None:
    """Whichever key names the sender, the robot recognises its own messages."""
    authors = Authors(is_open_to_robots=True)
    authors.note_sent("msg_own")
    assert not authors.is_heard(message(**data), ME)


@pytest.mark.parametrize(
    "event",
    [
        message(),
        message(userId="usr_1", senderName="Beacon"),
        message(robotId="bot_2", senderName="Beacon"),
        message("room.created", userId="bot_1"),
        message("member.join", userId="bot_1"),
    ],
    ids=["someone", "a user of that name", "another robot", "a room", "a member"],
)
def test_messages_of_others_are_not_its_own(event: RobotEvent) -> None:
    """A name decides only where there is no id; and only messages can be its own."""
    assert Authors(is_open_to_robots=True).is_heard(event, ME)


@pytest.mark.parametrize(("key", "type"), [("editorId", "edited"), ("deleterId", "deleted")])
def test_robot_recognises_its_own_changes(key: str, type: str) -> None:
    """A message that the robot itself edits or deletes is its own."""
    assert not Authors(is_open_to_robots=True).is_heard(
        message(f"room.message.{type}", **{key: "bot_1"}), ME
    )


@pytest.mark.parametrize("deleter", ["usr_moderator", None])
def test_deletion_is_decided_by_its_deleter(deleter: Any) -> None:
    """A moderator's deletion of the robot's message is not the robot's own, restarted or not."""
    event = message("room.message.deleted", messageId="msg_own", deleterId=deleter, robotId="bot_1")
    authors = Authors(is_open_to_robots=True)
    assert authors.is_heard(event, ME)
    authors.note_sent("msg_own")
    assert authors.is_heard(event, ME)


def test_memory_of_own_messages_is_bounded() -> None:
    """A robot that runs for years does not grow."""
    authors = Authors(is_open_to_robots=True)
    for number in range(2000):
        authors.note_sent(f"msg_{number}")
    assert authors.is_heard(message(messageId="msg_999", userId="usr_1"), ME)
    assert not authors.is_heard(message(messageId="msg_1000", userId="usr_1"), ME)


@pytest.mark.parametrize(
    "data",
    [{"robotId": "bot_2"}, {"senderType": "robot"}, {"authorType": "BOT"}, {"isRobot": True}],
    ids=str,
)
def test_messages_of_other_robots_are_recognised(data: Dict[str, Any]) -> None:
    """An event that names a robot as the sender is a robot's, however it does that."""
    assert not Authors().is_heard(message(userId="usr_1", **data), ME)


@pytest.mark.parametrize(
    "event",
    [
        message(userId="usr_1", robotId=None, isRobot=False),
        message("room.created", robotId="bot_2"),
        message("room.message.deleted", robotId="bot_2", deleterId="usr_1"),
    ],
    ids=["a user", "a room", "a user deletes a robot's message"],
)
def test_other_events_are_not_of_robots(event: RobotEvent) -> None:
    """Users, and events that are not about messages, are left alone."""
    assert Authors().is_heard(event, ME)


def test_robots_are_remembered() -> None:
    """A change by an id that was a robot's, or of a message that was a robot's, is a robot's."""
    authors = Authors()
    assert not authors.is_heard(message(robotId="bot_2", messageId="msg_1"), ME)
    assert not authors.is_heard(message("room.message.edited", editorId="bot_2"), ME)
    assert not authors.is_heard(message("room.message.edited", messageId="msg_1"), ME)
    assert not authors.is_heard(message("room.message.deleted", deleterId="bot_2"), ME)
    assert not authors.is_heard(message(userId="bot_2"), ME)
    deleted = message("room.message.deleted", messageId="msg_1", deleterId="usr_1")
    assert authors.is_heard(deleted, ME)
