"""The models: two spellings of a name, moments with a zone, and copies that lose nothing."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Callable

import pytest
from pydantic import ValidationError

from lagclient import models
from lagclient.calls import decode
from lagclient.resources import TABLE
from lagclient.testing import CassetteYaml
from lagclient.transport.protocol import Reply
from tests.kit.every import every

FILES = sorted((Path(__file__).parents[2] / "cassettes").glob("*.yaml"))
USER = {"id": "u", "username": "sam", "status": "online", "createdAt": "2026-01-01T00:00:00Z"}
NOON = datetime(2026, 1, 1, 12, 0, tzinfo=timezone.utc)


def user(**fields: Any) -> models.User:
    """A user, by wire names."""
    return models.User.model_validate({**USER, **fields})


def pickled(protocol: int) -> Callable[[Any], Any]:
    """A copy that went through pickle."""
    return lambda thing: pickle.loads(pickle.dumps(thing, protocol))


COPIES = {"pickle 2": pickled(2), "pickle": pickled(pickle.HIGHEST_PROTOCOL), "deep": copy.deepcopy}


@every("file", FILES, ids=lambda file: file.stem)
@every("way", COPIES)
def test_copy_of_every_answer_is_equal(file: Path, way: str) -> None:
    """Data of every route, pages included, is equal after a copy, unknown fields too."""
    route = TABLE[file.stem.rpartition(".")[0]]
    interaction = CassetteYaml.deserialize(file.read_text(encoding="utf-8"))["interactions"][0]
    body = interaction["response"]["body"]["string"]
    data = decode.decoder(route)(Reply(200, {}, body.encode()))
    copied = COPIES[way](data)
    assert copied == data
    assert repr(copied) == repr(data)


def test_copy_keeps_unknown_fields() -> None:
    """A field of a newer API is kept, in `model_extra` and as an attribute."""
    for way in COPIES.values():
        copied = way(user(mood="odd"))
        assert copied.model_extra == {"mood": "odd"}
        assert copied.mood == copied["mood"] == "odd"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-01T12:00:00Z", NOON),
        ("2026-01-01T12:00:00.000z", NOON),
        ("2026-01-01T14:00:00+02:00", NOON),
        ("2026-01-01 12:00:00+0000", NOON),
        ("2026-01-01T12:00:00", NOON),
        ("2026-01-01T12:00", NOON),
        ("2026-01-01T12:00:00.25", NOON + timedelta(milliseconds=250)),
    ],
)
def test_timestamp_is_an_aware_datetime(text: str, moment: datetime) -> None:
    """ISO 8601 text is read with its offset; text without one is UTC."""
    read = user(createdAt=text).created_at
    assert read == moment
    assert read.tzinfo is not None


def test_datetime_is_accepted_as_timestamp() -> None:
    """A model accepts a datetime; one without a zone is UTC."""
    assert user(createdAt=NOON).created_at == NOON
    assert user(createdAt=NOON.replace(tzinfo=None)).created_at == NOON


@pytest.mark.parametrize("value", [0, 1767268800, 1.5, "1767268800", "2026-01-01", "", True, None])
def test_timestamp_refuses_numbers_and_dates(value: Any) -> None:
    """Numbers are not taken for Unix times, nor dates for moments."""
    with pytest.raises(ValidationError, match="ISO 8601 timestamp"):
        user(createdAt=value)


def test_field_has_both_spellings() -> None:
    """A field can be read and passed by its Python name and by the API's."""
    one = models.User(id="u", username="sam", status="online", created_at=NOON)
    assert one == user(createdAt=NOON)
    assert one["createdAt"] is one.created_at
    assert one["username"] == "sam"
    assert "createdAt" in one
    assert "created_at" not in one
    assert one.get("nowhere", 5) == 5
    with pytest.raises(KeyError):
        one["nowhere"]
    assert json.loads(one.model_dump_json(by_alias=True))["createdAt"] == "2026-01-01T12:00:00Z"
