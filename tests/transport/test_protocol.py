"""What crosses the line between a call and the network."""

from __future__ import annotations

import pickle
from typing import Any, Iterator

import pytest

from lagclient.transport.protocol import (
    Reply,
    Request,
    Secret,
    Timeouts,
    TransportError,
    describe_error,
    open_body,
)


@pytest.mark.parametrize(
    ("limits", "cut"),
    [
        ((1, 2, 3, 4, None), (1, 2, 3, 4, None)),
        ((1, 2, 3, 4, 2.5), (1, 2, 2.5, 2.5, 2.5)),
        ((None, 2, None, None, 2.5), (2.5, 2, 2.5, 2.5, 2.5)),
        ((None, None, None, None, None), (None, None, None, None, None)),
    ],
)
def test_no_phase_outlasts_the_whole(limits: Any, cut: Any) -> None:
    """Each phase of an attempt may take its own limit, but never more than what is left."""
    assert Timeouts(*limits).cut() == cut


def test_requests_and_replies_show_no_secrets() -> None:
    """The repr of a request hides the token, and that of either does not print the body."""
    headers = {"authorization": Secret("Bearer canary"), "x-trace": "1"}
    shown = repr(Request("POST", "https://lag.example", headers, b"canary"))
    assert "canary" not in shown
    assert "'x-trace': '1'" in shown
    assert headers["authorization"] == "Bearer canary"
    assert "canary" not in repr(Reply(200, {}, b"canary"))


def test_secrets_are_not_pickled() -> None:
    """A pickle would take the token along."""
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret("canary"))


def test_a_body_that_cannot_be_opened_is_not_sent() -> None:
    """A file that is gone when an attempt begins ends it before anything is sent."""

    def gone() -> Iterator[bytes]:
        raise OSError("the file is gone")

    with pytest.raises(TransportError, match="the file is gone") as caught:
        open_body(Request("POST", "https://lag.example", {}, gone))
    assert (caught.value.phase, caught.value.sent) == ("request", False)


def test_what_crosses_is_frozen() -> None:
    """A request is the same for every attempt: nobody can change it on the way."""
    request = Request("GET", "https://lag.example", {})
    for value, name in ((request, "url"), (Timeouts(), "read"), (Reply(200, {}, b""), "status")):
        with pytest.raises(AttributeError):
            setattr(value, name, None)


@pytest.mark.parametrize(
    ("why", "text"),
    [("closed", "closed"), (ValueError("bad"), "ValueError: bad"), (KeyError(), "KeyError")],
    ids=repr,
)
def test_an_error_says_what_went_wrong(why: Any, text: str) -> None:
    """A failure says what happened, with the kind of error where there was one."""
    assert describe_error(why) == text
    error = TransportError.unsent(why)
    assert str(error) == text
    assert (error.phase, error.sent, error.timed_out, error.status) == (
        "request",
        False,
        False,
        None,
    )
