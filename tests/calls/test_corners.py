"""Rules of a call that only rare input reaches."""

from __future__ import annotations

import io
import logging

import pytest

from lagclient.calls import decode, log, upload
from lagclient.errors import LagDecodeError, LagInvalidRequestError
from lagclient.resources import TABLE
from lagclient.transport.protocol import Reply


def test_escaped_text_that_is_not_json_is_an_error() -> None:
    """A body with an escape that is not JSON as a whole is not mended."""
    reply = Reply(200, {}, b'{"id": "\\ud83d"')
    with pytest.raises(LagDecodeError):
        decode.decoder(TABLE["users.me"])(reply)


def test_fault_of_another_value_error_is_its_text() -> None:
    """A ValueError that is not pydantic's is described by its own text, and nothing is lost."""
    assert decode._fault_of(ValueError("odd"), Reply(200, {}, b"{}")) == ("odd", None)


def test_stream_of_text_pieces_is_refused() -> None:
    """A stream whose `read` returns text is refused by name, because its bytes are not known."""

    class Text(io.RawIOBase):
        def read(self, size: int = -1) -> str:  # type: ignore[override]
            return "text"

    with pytest.raises(LagInvalidRequestError, match="`image` must be a stream of bytes"):
        upload._read("image", Text())


def test_log_is_shown_once_and_yields_to_other_handlers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LAG_LOG adds one handler where there is none, and none where the program has its own."""
    ours, root = logging.getLogger("lagclient"), logging.getLogger()
    monkeypatch.setattr(ours, "handlers", [])
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(ours, "level", logging.NOTSET)
    log._show.cache_clear()
    log.turn_on("")
    assert ours.handlers == []
    log.turn_on("debug")
    assert [type(handler) for handler in ours.handlers] == [logging.StreamHandler]
    log._show.cache_clear()
    log.turn_on("debug")
    assert len(ours.handlers) == 1
    log._show.cache_clear()
