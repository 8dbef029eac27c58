"""What `client.raw` returns around the data."""

from __future__ import annotations

import pickle

import attrs
import pytest

from lagclient.answer import Answer


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
