"""Round trips of every model through pydantic, alone and as a part of the caller's models."""

from __future__ import annotations

import enum
import inspect
import itertools
from datetime import datetime, timezone
from typing import Annotated, Any, Dict, List, Literal, Optional, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, create_model

from lagclient import models
from lagclient.models import AnyRobotEvent, RobotEvent, event_from
from lagclient.models.base import LagModel
from tests.kit.every import every

EVENTS = [
    event_from(
        {
            "type": type,
            "serverId": "srv_1",
            "timestamp": "2024-05-01T12:00:00.123Z",
            "data": {"roomId": "room_1", "mood": "good", "changed": ["name"], "duration": 1.5},
            "colour": "red",
        },
        id="evt_1",
    )
    for type in (*get_args(models.RobotEventType), "room.painted")
]
EVENTS += [
    event_from({"type": "room.message", "data": ["not an object"]}, id="evt_2"),
    event_from({"id": "evt_3", "eventType": "x", "payload": {"type": "x", "data": {"a": 1}}}),
    event_from({"username": "mira"}, id="evt_4", type="member.join"),
    event_from(None),
]
"""Events of every type, of an unknown one, and some that cannot be typed."""


def example(annotation: Any) -> Any:
    """A value of a type."""
    origin, args = get_origin(annotation), get_args(annotation)
    plain: Dict[Any, Any] = {
        str: "text",
        bool: True,
        int: 5,
        float: 1.5,
        datetime: datetime(2024, 5, 1, 12, 0, 0, 123000, tzinfo=timezone.utc),
        type(None): None,
        Any: {"a": [1, None, "x"]},
    }
    if annotation in plain:
        return plain[annotation]
    if origin is Annotated:
        return example(args[0])
    if origin is Union:
        return example(next(arg for arg in args if arg is not type(None)))
    if origin is Literal:
        return args[0]
    if origin is list:
        return [example(args[0])]
    if origin is dict:
        return {"key": example(args[1])}
    if issubclass(annotation, enum.Enum):
        return next(iter(annotation))
    return built(annotation)


def built(cls: Any) -> Any:
    """A model with a value in each of its fields, and one of a newer API."""
    fields = {name: example(field.annotation) for name, field in cls.model_fields.items()}
    return cls(**fields, futureKey={"x": 1})


MODELS = {
    name: value
    for name, value in ((name, getattr(models, name)) for name in models.__all__)
    if inspect.isclass(value) and issubclass(value, LagModel) and value is not RobotEvent
}


def trips(annotation: Any, value: Any) -> None:
    """Assert that a value survives each way to be dumped and validated, under that annotation."""
    outer: Any = create_model(
        "Outer",
        one=(annotation, ...),
        many=(List[annotation], ...),
        none=(Optional[annotation], None),
    )
    adapter = TypeAdapter[Any](annotation)
    whole = outer(one=value, many=[value], none=value)
    for by_alias, unset in itertools.product((False, True), repeat=2):
        how: Any = {"by_alias": by_alias, "exclude_unset": unset}
        assert adapter.validate_json(adapter.dump_json(value, **how)) == value
        for mode in ("python", "json"):
            assert adapter.validate_python(adapter.dump_python(value, mode=mode, **how)) == value
            assert outer.model_validate(whole.model_dump(mode=mode, **how)) == whole
        assert outer.model_validate_json(whole.model_dump_json(**how)) == whole


@every("name", sorted(MODELS))
def test_every_model_survives_every_round_trip(name: str) -> None:
    """Under Python's names and the API's, as JSON or not, alone or in a model or a list."""
    model: Any = MODELS[name]
    value = built(model)
    trips(model, value)
    for by_alias in (False, True):
        assert model.model_validate(value.model_dump(by_alias=by_alias)) == value
        assert model.model_validate_json(value.model_dump_json(by_alias=by_alias)) == value
    assert value.model_copy(deep=True) == value
    if model.model_config.get("frozen"):
        assert hash(value) == hash(value.model_copy(deep=True))
    for mode in ("validation", "serialization"):
        assert model.model_json_schema(mode=mode)


@every("event", EVENTS, ids=lambda event: f"{event.type} {event.id}")
def test_event_survives_under_the_annotation_of_all_events(event: RobotEvent) -> None:
    """A field, a list or a framework that declares `RobotEvent` loses nothing of any type."""
    trips(RobotEvent, event)
    for annotation in (RobotEvent, AnyRobotEvent):
        response = TypeAdapter[Any](annotation)  # as FastAPI does with a response model
        sent = response.dump_json(response.validate_python(event.model_dump(by_alias=True)))
        assert response.validate_json(sent) == event
    assert RobotEvent.model_validate_json(sent) == event
    assert type(RobotEvent.model_validate_json(sent)) is type(event)
    assert hash(event) == hash(event.model_copy(deep=True))


def test_event_without_its_payload_survives() -> None:
    """A program that leaves `raw` out, or empty values, reads the same event under both names."""
    event = EVENTS[0]
    for how in ({"exclude": {"raw"}}, {"exclude_none": True, "exclude": {"raw"}}):
        for by_alias in (False, True):
            again = RobotEvent.model_validate(event.model_dump(by_alias=by_alias, **how))  # type: ignore[arg-type]
            assert again.model_copy(update={"raw": event.raw}) == event


def test_changed_event_survives() -> None:
    """What a program has changed in a copy is not read from the payload again."""
    changed = EVENTS[0].model_copy(update={"server_id": "srv_2"})
    assert RobotEvent.model_validate(changed.model_dump()) == changed


def test_payload_with_a_key_called_raw_is_a_payload() -> None:
    """A polled event may have any key, and is still read as the API sends it."""
    polled = {"id": "evt_1", "eventType": "x", "payload": {"type": "x", "data": {}}, "raw": 1}
    assert RobotEvent.model_validate(polled).raw == polled
    odd = {"type": "member.join", "data": 5, "raw": {}, "serverId": "srv_1"}
    assert RobotEvent.model_validate(odd).server_id == "srv_1"


def test_events_may_be_keys() -> None:
    """Events and their data hash, so sets of them find repeats."""
    assert len({*EVENTS, *(event.model_copy(deep=True) for event in EVENTS)}) == len(EVENTS)
    assert {event.data for event in EVENTS}


class Archive(BaseModel):
    """A model of a caller's."""

    events: List[RobotEvent]


def test_archive_of_events_has_their_data() -> None:
    """The data of each event is in the JSON, under Python's names and the API's."""
    archive = Archive(events=EVENTS[:2])
    for how in ({}, {"by_alias": True}):
        dumped: Any = archive.model_dump(mode="json", **how)  # type: ignore[arg-type]
        assert all(entry["data"]["mood"] == "good" for entry in dumped["events"])
    assert Archive.model_validate_json(archive.model_dump_json()) == archive


def test_direct_validation_of_a_type_needs_its_type() -> None:
    """An annotation of one event type refuses another one."""
    with pytest.raises(ValueError, match="should be"):
        models.MemberJoinEvent.model_validate(EVENTS[0].model_dump())
