"""Bytes to server-sent events."""

from __future__ import annotations

from typing import List

import pytest

from lagclient.listening import sse
from lagclient.listening.sse import Block, Blocks, GarbageError

ODD = 'data: {"text": "a\u2028b\u2029c\x85d\x0be\U0001f389"}'
TEXT = f"id: 1\nevent: a\n{ODD}\n\n: keepalive\n\nid: 2\ndata: x\ndata: y\nretry: 1500\n\n"
BLOCKS = [
    Block("1", "a", ODD[6:], None),
    Block("2", "", "x\ny", 1.5),
]


def read(*chunks: bytes) -> List[Block]:
    blocks = Blocks()
    return [block for chunk in chunks for block in blocks.feed(chunk)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_any_cut_is_as_good_as_another(end: str) -> None:
    """Whatever ends its lines and wherever it is cut, a stream has the same events."""
    data = ("\ufeff" + TEXT.replace("\n", end)).encode()
    for at in range(len(data) + 1):
        assert read(data[:at], data[at:]) == BLOCKS, at
    assert read(*(data[i : i + 1] for i in range(len(data)))) == BLOCKS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_an_event_is_not_late(end: str) -> None:
    """An event is there with its last byte, and does not wait for the next one."""
    data = f"id: 1{end}data: x{end}{end}".encode()
    assert read(data) == [Block("1", "", "x", None)]


def test_an_id_is_that_of_its_own_event() -> None:
    """An event without an id does not inherit one: it would pass for a repeat."""
    assert [block.id for block in read(b"id: 1\ndata: x\n\ndata: y\n\n")] == ["1", None]


@pytest.mark.parametrize("retry", ["-1", "soon", ""])
def test_a_retry_that_is_none(retry: str) -> None:
    """What is no time to wait is no matter."""
    assert read(f"retry: {retry}\ndata: x\n\n".encode()) == [Block(None, "", "x", None)]


@pytest.mark.parametrize("line", ["<html>", "two words", "\x00\xff: x", "{}"])
def test_a_line_that_is_no_field(line: str) -> None:
    """A line that no standard to come would call a field is garbage; the events before it count."""
    blocks = Blocks().feed(f"id: 1\ndata: x\n\n{line}\n\n".encode())
    assert next(blocks).id == "1"
    with pytest.raises(GarbageError, match="no field"):
        next(blocks)


def test_an_event_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes on and on without an end is not collected for ever; many events are."""
    monkeypatch.setattr(sse, "MOST_BYTES", 100)
    assert len(read(*[b"id: 1\ndata: x\n\n"] * 50)) == 50
    with pytest.raises(GarbageError, match="no end"):
        read(*[b"data: x\n"] * 50)
