"""What `client.raw` returns around the data."""

from __future__ import annotations

import json
import pickle
from typing import List

import attrs
import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from lagclient.answer import Answer, Page
from lagclient.models import User
from tests.kit.calls import ME


def test_answer_has_its_request_id() -> None:
    """The request id is that of the API, or None."""
    assert Answer([1], 200, {"x-request-id": "req_1"}, 1, 0.5).request_id == "req_1"
    assert Answer([1], 200, {}, 1, 0.5).request_id is None


def test_answer_is_a_frozen_value() -> None:
    """Answers are compared and copied by value, show no headers, and cannot be changed."""
    answer = Answer([1], 200, {"set-cookie": "canary"}, 2, 0.5)
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert repr(answer) == "Answer(data=[1], status=200, attempts=2, elapsed_seconds=0.5)"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        answer.status = 404


class Report(BaseModel):
    """A model of a program that passes results on."""

    page: Page[User]
    answer: Answer[List[User]]
    any: Page


@pytest.mark.parametrize("by_alias", [False, True])
def test_page_and_answer_are_pydantic_types(by_alias: bool) -> None:
    """Both are fields of models, as of FastAPI's responses: whole, and the same after JSON."""
    user = User.model_validate({**ME, "hatSize": 7})
    page = Page([user], True, "c", "messages")
    answer = Answer([user], 200, {"x-request-id": "r"}, 2, 0.5)
    report = Report(page=page, answer=answer, any=page)
    assert report.page is page
    text = report.model_dump_json(by_alias=by_alias)
    assert json.loads(text)["page"]["items"][0]["hatSize"] == 7
    assert Report.model_validate_json(text) == report.model_copy(
        update={"any": Page(json.loads(text)["any"]["items"], True, "c")}
    )


def test_page_has_a_json_schema() -> None:
    """The schema, as of OpenAPI, has the items' model and the attributes' names."""
    for mode in ("validation", "serialization"):
        schema = TypeAdapter(Page[User]).json_schema(mode=mode)  # type: ignore[arg-type]
        assert list(schema["properties"]) == ["items", "has_more", "next_cursor"]
        assert schema["properties"]["items"]["items"] == {"$ref": "#/$defs/User"}
    with pytest.raises(ValidationError, match="items"):
        TypeAdapter(Page[User]).validate_python({"has_more": True})
