"""The token in text of a server that echoes it."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from lagclient.calls.echo import (
    decoded_without_token,
    failure_without_token,
    without_token,
)
from lagclient.errors import LagDecodeError
from lagclient.transport.protocol import Reply, Request, TransportError

TOKEN = "lag_pat_ab+c=="


def request(token: str = TOKEN) -> Request:
    """A read with that token."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return Request("GET", "https://lag.example", headers)


def undecodable(reply: Reply) -> Any:
    """A decoder that refuses every response, and shows it."""
    raise LagDecodeError(f"{reply.body!r}", reply.status)


def test_refusal_has_no_token_in_body_or_headers() -> None:
    """Each place is replaced, in any case of letters; other bytes stay as they are."""
    reply = Reply(400, {"x": f"a {TOKEN.upper()} b"}, b"\xff" + TOKEN.encode() * 2)
    assert without_token(reply, request()) == Reply(400, {"x": "a ... b"}, b"\xff......")


@pytest.mark.parametrize(
    "echoed",
    [
        r"lag_pat_ab\u002bc\u003D\u003d",
        "lag_pat_ab%2Bc%3d%3D",
        "lag_pat_ab&#43;c&#x3D;&#61;",
        r"lag_pat_ab\+c=\=",
        "lag%5Fpat%5Fab+c==",
    ],
)
def test_escaped_token_is_hidden(echoed: str) -> None:
    """JSON, URLs and HTML may write some of its characters in another way."""
    reply = Reply(400, {}, f"a {echoed} b".encode())
    assert without_token(reply, request()).body == b"a ... b"


def test_success_keeps_its_data() -> None:
    """Only its request id is shown in a log, so only that is replaced."""
    shown, kept = {"x-request-id": TOKEN, "x": TOKEN}, TOKEN.encode()
    hidden = {"x-request-id": "...", "x": TOKEN}
    assert without_token(Reply(200, shown, kept), request()) == Reply(200, hidden, kept)
    headers: Dict[str, str]
    for headers in ({}, {"x-request-id": "r1"}):
        reply = Reply(200, headers, kept)
        assert without_token(reply, request()) is reply


@pytest.mark.parametrize("token", ["", "lag_pat"])
def test_token_that_occurs_in_ordinary_words_is_not_replaced(token: str) -> None:
    """Without a token, or with a very short one, texts stay as they are."""
    reply, failure = Reply(400, {"x": token}, token.encode()), TransportError.unsent(f"no {token}")
    assert without_token(reply, request(token)) is reply
    assert str(failure_without_token(failure, request(token))) == f"no {token}"
    with pytest.raises(LagDecodeError) as caught:
        decoded_without_token(undecodable, reply, request(token))
    assert caught.value.message == repr(token.encode())


def test_error_of_decoding_shows_the_response_without_the_token() -> None:
    """The response is decoded again without the token, so that nothing of the error has it."""
    reply = Reply(200, {}, TOKEN.encode())
    assert decoded_without_token(lambda one: one.body, reply, request()) == reply.body
    with pytest.raises(LagDecodeError) as caught:
        decoded_without_token(undecodable, reply, request())
    assert caught.value.message == "b'...'"
    assert caught.value.__context__ is None


def test_failure_keeps_a_cause_without_the_token() -> None:
    """A cause that shows the token is removed, because a traceback prints it."""
    for text, is_kept in (("reset", True), (f"bad line {TOKEN}", False)):
        failure = TransportError(f"lost: {text}", phase="read", sent=True)
        failure.__cause__ = OSError("outer")
        failure.__cause__.__cause__ = ValueError(text)
        assert failure_without_token(failure, request()) is failure
        assert TOKEN not in str(failure)
        assert (failure.__cause__ is not None) is is_kept
