"""Events, typed: what is documented, what is not, and what nobody has thought of."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime, timezone
from typing import Any, Dict, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagclient import models
from lagclient.models import RobotEvent, UnknownEvent, event_from
from lagclient.models.base import without_surrogates
from tests.kit.every import every

NOON = datetime(2024, 5, 1, 12, tzinfo=timezone.utc)
BODY: Dict[str, Any] = {
    "type": "room.message",
    "serverId": "srv_1",
    "timestamp": "2024-05-01T12:00:00.000Z",
    "data": {"roomId": "room_1", "content": "hi", "senderName": "Sam", "mood": "good"},
}
POLLED: Dict[str, Any] = {
    "id": "evt_1",
    "eventType": "room.message",
    "payload": {"type": "room.message", "data": BODY["data"]},
    "createdAt": "2024-05-01T12:00:00.000Z",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*BODY, *POLLED, *BODY["data"], "raw", "server_id", "self", "\ud800"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@every("type", get_args(models.RobotEventType))
def test_documented_type_has_its_model(type: str) -> None:
    """Each of the twelve types is a subclass of its own, chosen by `type`, with typed data."""
    event = event_from({**BODY, "type": type, "data": {}})
    words = type.replace("_", ".").split(".")
    assert event.__class__.__name__ == "".join(map(str.capitalize, words)) + "Event"
    assert event.data.__class__.__name__ == "".join(map(str.capitalize, words)) + "Data"
    assert event.type == event.event_type == type
    assert all(value is None for value in event.data.__dict__.values())


@pytest.mark.parametrize("payload", [BODY, POLLED], ids=["webhook and stream", "poll"])
def test_pushed_and_polled_events_are_alike(payload: Dict[str, Any]) -> None:
    """Pushed and polled events are equal, except for what a poll leaves out."""
    event = event_from(payload, id="evt_1")
    assert isinstance(event, models.RoomMessageEvent)
    assert (event.id, event.timestamp, event.created_at) == ("evt_1", NOON, NOON)
    assert event.server_id == payload.get("serverId")
    data = event.data
    assert (data.room_id, data.content, data.sender_name) == ("room_1", "hi", "Sam")
    assert (data["mood"], data["roomId"], data.model_extra) == ("good", "room_1", {"mood": "good"})
    assert event.raw is payload


def test_id_and_time_can_come_beside_the_payload() -> None:
    """Id and time that came beside the payload are used where the payload has none."""
    event = event_from({"type": "member.join", "data": {}}, id="evt_2", timestamp=NOON)
    assert (event.id, event.timestamp) == ("evt_2", NOON)
    assert event_from(BODY, timestamp=datetime.now(timezone.utc)).timestamp == NOON


@pytest.mark.parametrize(
    "payload",
    [
        {**BODY, "type": "room.painted"},
        {**BODY, "type": 5},
        {"content": "hi"},
        ["hi"],
        None,
    ],
    ids=["type of the future", "no text", "no envelope", "a list", "nothing"],
)
def test_event_without_known_type_is_unknown(payload: Any) -> None:
    """An event of unknown type, or without a type, is an `UnknownEvent` with its payload."""
    event = event_from(payload, id="evt_1")
    assert type(event) is UnknownEvent
    assert (event.id, event.raw) == ("evt_1", payload)


@every("type", get_args(models.RobotEventType))
def test_type_and_class_agree_for_any_data(type: str) -> None:
    """A comparison of `type` narrows truly: the class follows, whatever the data is."""
    for data in (["hi"], "hi", None):
        event: Any = event_from({**BODY, "type": type, "data": data})
        assert not isinstance(event, UnknownEvent)
        assert (event.data.__dict__.keys(), event.raw["data"]) == (
            event_from({**BODY, "type": type}).data.__dict__.keys(),
            data,
        )
        assert set(event.data.__dict__.values()) == {None}


def test_union_has_every_class_of_events() -> None:
    """`AnyRobotEvent` is the union of all classes, and each literal is the type of one."""
    classes = set(get_args(get_args(models.AnyRobotEvent)[0]))
    assert classes == set(RobotEvent.__subclasses__())
    types = {one.model_fields["type"].default for one in classes - {UnknownEvent}}
    assert types == set(get_args(models.RobotEventType))


def test_unknown_event_keeps_its_keys() -> None:
    """The data of an event of unknown type has the keys that came."""
    event: Any = event_from({**BODY, "type": "room.painted", "colour": "red"})
    assert (event.data.roomId, event.data["mood"], event.colour) == ("room_1", "good", "red")


def test_wrong_value_costs_only_its_field() -> None:
    """A key with an undocumented value is None as an attribute; `raw` has the value."""
    data = {**BODY["data"], "content": {"text": "hi"}, "timestamp": 1714564800}
    event = event_from({**BODY, "timestamp": "yesterday", "serverId": 1, "data": data})
    assert isinstance(event, models.RoomMessageEvent)
    assert (event.timestamp, event.server_id) == (None, None)
    assert (event.data.content, event.data.timestamp) == (None, None)
    assert event.data.room_id == "room_1"
    assert event.raw["data"] is data


@given(JSON, JSON)
def test_event_from_never_fails(payload: Any, id: Any) -> None:
    """Any JSON is an event that keeps the JSON; it can be printed and dumped."""
    event = event_from(payload, id=id)
    assert isinstance(event, RobotEvent)
    assert event.raw is payload or event.raw == without_surrogates(payload)
    repr(event).encode()
    again = RobotEvent.model_validate(event.model_dump())
    assert (type(again), again.model_dump_json()) == (type(event), event.model_dump_json())


def test_half_an_emoji_is_replaced() -> None:
    """A lone surrogate in a text or key becomes U+FFFD; other payloads are kept as they are."""
    data = {"content": "cut \ud83d", "k\ud83dey": ["\udc00", 1], "senderName": "\U0001f389"}
    event = event_from({**BODY, "data": data}, id="evt_\ud83d")
    assert isinstance(event, models.RoomMessageEvent)
    assert (event.id, event.data.content) == ("evt_\ufffd", "cut \ufffd")
    assert event.raw["data"] == {
        "content": "cut \ufffd",
        "k\ufffdey": ["\ufffd", 1],
        "senderName": "\U0001f389",
    }
    assert data["content"] == "cut \ud83d"
    assert "cut \ufffd" in event.model_dump_json()
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert event_from(deep).raw is deep
    while deep:  # else its end would be a deep recursion
        deep = deep.pop()


def test_events_are_values() -> None:
    """Events pickle and copy, and cannot be changed, because handlers share them."""
    event = event_from(BODY, id="evt_1")
    assert pickle.loads(pickle.dumps(event)) == copy.deepcopy(event) == event
    with pytest.raises(ValueError, match="frozen"):
        event.id = "evt_2"
