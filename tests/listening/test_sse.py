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
def test_stream_may_be_cut_anywhere(end: str) -> None:
    """Whatever ends its lines and wherever it is cut, a stream has the same events."""
    data = ("\ufeff" + TEXT.replace("\n", end)).encode()
    for at in range(len(data) + 1):
        assert read(data[:at], data[at:]) == BLOCKS, at
    assert read(*(data[i : i + 1] for i in range(len(data)))) == BLOCKS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_event_arrives_with_its_last_byte(end: str) -> None:
    """An event does not wait for the next one."""
    data = f"id: 1{end}data: x{end}{end}".encode()
    assert read(data) == [Block("1", "", "x", None)]


def test_id_belongs_to_its_own_event() -> None:
    """An event without an id does not inherit one: it would look like a repeat."""
    assert [block.id for block in read(b"id: 1\ndata: x\n\ndata: y\n\n")] == ["1", None]


@pytest.mark.parametrize("retry", ["-1", "soon", ""])
def test_invalid_retry_is_ignored(retry: str) -> None:
    """A `retry` that is not a number of milliseconds changes nothing."""
    assert read(f"retry: {retry}\ndata: x\n\n".encode()) == [Block(None, "", "x", None)]


@pytest.mark.parametrize("line", ["<html>", "two words", "\x00\xff: x", "{}"])
def test_line_that_is_not_a_field_is_garbage(line: str) -> None:
    """A line that no standard to come would call a field is an error; the events before it count.

    A lenient reader keeps such a line apart, and the event that it stands in arrives.
    """
    data = f"id: 1\ndata: x\n\n{line}\nid: 2\ndata: y\n\n".encode()
    blocks = Blocks().feed(data)
    assert next(blocks).id == "1"
    with pytest.raises(GarbageError, match="is not a field"):
        next(blocks)
    lenient = Blocks()
    lenient.is_strict = False
    _, second = lenient.feed(data)
    assert (second.id, second.data) == ("2", "y")
    assert second.stray == data.decode(errors="replace").split("\n")[3]


def test_blank_line_is_a_sign_of_life() -> None:
    """A line of blanks is neither a field nor garbage, and ends no event."""
    assert read(b" \n\t\nid: 1\n  \ndata: x\n\n \n") == [Block("1", "", "x", None)]


def test_event_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that goes on without an end is not collected for ever; many events are."""
    monkeypatch.setattr(sse, "MOST_BYTES", 100)
    assert len(read(*[b"id: 1\ndata: x\n\n"] * 50)) == 50
    with pytest.raises(GarbageError, match="larger than 100 bytes"):
        read(*[b"data: x\n"] * 50)


def test_event_may_have_16_mib() -> None:
    """An event of almost 16 MiB arrives, and a larger one is refused."""
    piece = b"x" * 65536
    most = [b"data: ", *[piece] * 255]
    (block,) = read(*most, b"\n\n")
    assert len(block.data) == 255 * 65536
    with pytest.raises(GarbageError):
        read(*most, piece, piece, b"\n\n")


@pytest.mark.parametrize(
    "line", [b"data: " + b"x" * 500, b"data: x\n" * 69 + b"data: y", b"<" * 500]
)
@pytest.mark.parametrize("size", [1, 7, 8, 64])
def test_lenient_reader_skips_what_is_too_large(
    line: bytes, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event that is too large arrives without its data, and the next one whole."""
    monkeypatch.setattr(sse, "MOST_BYTES", 100)
    blocks = Blocks()
    blocks.is_strict = False
    data = b"id: 1\nevent:a\n" + line + b"\n\nid: 2\ndata: y\n\n"
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    first, second = [block for piece in pieces for block in blocks.feed(piece)]
    assert (first.id, first.type, first.is_cut, len(first.data) <= 100) == ("1", "a", True, True)
    assert second == Block("2", "", "y", None)


def test_event_that_is_too_large_and_has_no_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event of which nothing is left but its size still arrives, so that its loss is logged."""
    monkeypatch.setattr(sse, "MOST_BYTES", 100)
    blocks = Blocks()
    blocks.is_strict = False
    data = b"data: " + b"x" * 500 + b"\n\nid: 2\ndata: y\n\n"
    assert [*blocks.feed(data[:400]), *blocks.feed(data[400:])] == [
        Block(None, "", "", None, is_cut=True),
        Block("2", "", "y", None),
    ]


def test_event_that_never_ends_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line of an event that is too large is bounded, not only the first one."""
    monkeypatch.setattr(sse, "MOST_BYTES", 100)
    blocks = Blocks()
    blocks.is_strict = False
    for piece in [b"id: 1\n", b"data: x\n" * 20, b"data: ", *[b"x" * 50] * 100]:
        assert list(blocks.feed(piece)) == []
        assert sum(map(len, blocks._line)) <= 150
    (block,) = blocks.feed(b"\n\n")
    assert (block.id, block.is_cut) == ("1", True)


def test_event_that_becomes_too_large_with_its_last_line_still_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is skipped ends with its line: the empty line behind it is not skipped as well."""
    monkeypatch.setattr(sse, "MOST_BYTES", 100)
    blocks = Blocks()
    blocks.is_strict = False
    pieces = [b"id: 1\n", b"data: x\n" * 12, b"\nid: 2\ndata: y\n\n"]
    found = [block for piece in pieces for block in blocks.feed(piece)]
    assert [(block.id, block.is_cut) for block in found] == [("1", True), ("2", False)]
