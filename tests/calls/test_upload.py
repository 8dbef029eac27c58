"""Files to send: what they are called, how large they may be, and that they stay the same."""

from __future__ import annotations

import array
import contextlib
import gzip
import io
import mmap
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Callable

import httpx
import pytest

from lagclient.calls.upload import CHUNK_BYTES, MAX_BYTES, Upload, multipart
from lagclient.errors import LagInvalidRequestError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 600  # more than two chunks


def content(upload: Upload) -> bytes:
    """The bytes of a file, read once."""
    return b"".join(upload.chunks())


class OneWay(io.RawIOBase):
    """A stream of so many bytes that can be read only once."""

    def __init__(self, size: int, name: Any = None) -> None:
        self.left = size
        if name is not None:
            self.name = name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b"x" * size


@pytest.fixture
def png(tmp_path: Path) -> Path:
    """A file with an image."""
    path = tmp_path / "a cat.PNG"
    path.write_bytes(PNG)
    return path


# What it is called

NAMES = [
    ("a.png", "image/png"),
    ("a.jpg", "image/jpeg"),
    ("a.jpeg", "image/jpeg"),
    ("a.gif", "image/gif"),
    ("a.webp", "image/webp"),
    ("a.heic", "image/heic"),
    ("a.heif", "image/heif"),
    ("A.JPG", "image/jpeg"),
    ("a.tar.gif", "image/gif"),
    ("a.svg", "application/octet-stream"),
    ("png", "application/octet-stream"),
    (".png", "application/octet-stream"),
    ('ü "x".png', "image/png"),
]


@pytest.mark.parametrize(("name", "type"), NAMES)
def test_a_path_gives_name_and_type(tmp_path: Path, name: str, type: str) -> None:
    """A path names the file, its suffix the type, as text or as a Path."""
    path = tmp_path / name
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("no such file names here")
    for source in (str(path), path):
        upload = Upload.of("image", source)
        assert (upload.filename, upload.content_type, upload.size) == (name, type, 1)
    with path.open("rb") as file:
        upload = Upload.of("image", file)
        assert (upload.filename, upload.content_type) == (name, type)


@pytest.mark.parametrize(
    "source",
    [b"x", bytearray(b"x"), io.BytesIO(b"x"), OneWay(1), OneWay(1, name=3), OneWay(1, name=b"a")],
    ids=["bytes", "bytearray", "BytesIO", "stream", "descriptor", "name in bytes"],
)
def test_without_a_name_it_is_called_something(source: Any) -> None:
    """What has no name of its own is upload.bin, of no particular type."""
    upload = Upload.of("image", source)
    assert (upload.filename, upload.content_type) == ("upload.bin", "application/octet-stream")
    assert content(upload) in (b"x", b"")


def test_a_tuple_has_name_and_type() -> None:
    """A tuple of name, data and type is taken by its word."""
    for data in (b"x", bytearray(b"x"), io.BytesIO(b"x"), OneWay(1)):
        upload = Upload.of("image", ("a.gif", data, "image/png"))
        assert (upload.filename, upload.content_type) == ("a.gif", "image/png")
        assert content(upload) == b"x"


def test_what_is_said_comes_before_what_is_guessed(png: Path) -> None:
    """filename and content_type replace those of the path; each alone leaves the other."""
    upload = Upload.of("image", png, filename="b.gif")
    assert (upload.filename, upload.content_type) == ("b.gif", "image/png")
    upload = Upload.of("image", png, content_type="image/x")
    assert (upload.filename, upload.content_type) == ("a cat.PNG", "image/x")
    assert Upload.of("image", b"x", filename="b.gif").content_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (("\ud800.png", b"x", "image/png"), "file name"),
        (("a.png", b"x", "image/png\r\nX-Evil: 1"), "content type"),
        (("a.png", b"x", "image/\0png"), "content type"),
        (("a.png", b"x", "\ud800"), "content type"),
    ],
    ids=["name", "line break", "NUL", "surrogate"],
)
def test_names_and_types_that_no_form_can_carry(source: Any, told: str) -> None:
    """A name that is no text, or a type that would begin another header, is refused."""
    with pytest.raises(LagInvalidRequestError, match=told):
        Upload.of("image", source)


# What it holds


class OneWayBytes(io.RawIOBase):
    """A pipe with these bytes in it, given out in small pieces."""

    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.data.read(min(len(buffer), 1000))
        buffer[: len(piece)] = piece
        return len(piece)


def test_every_attempt_reads_the_same(png: Path) -> None:
    """Whatever the source, its bytes come out whole, in pieces, and again as often as needed."""
    skipped = io.BytesIO(b"before" + PNG)
    skipped.seek(6)
    with png.open("rb") as file, png.open("rb") as named:
        sources = [
            str(png),
            png,
            PNG,
            bytearray(PNG),
            file,
            io.BytesIO(PNG),
            skipped,
            ("a.png", PNG, "image/png"),
            ("a.png", named, "image/png"),
            io.BufferedReader(OneWayBytes(PNG)),
        ]
        for source in sources:
            upload = Upload.of("image", source)
            assert upload.size == len(PNG)
            for _ in range(3):
                pieces = list(upload.chunks())
                assert b"".join(pieces) == PNG
                assert max(map(len, pieces)) <= CHUNK_BYTES
        assert not file.closed
        assert not named.closed


def test_a_file_is_read_from_where_it_stood(png: Path) -> None:
    """An open file counts from its position when it was passed, on every attempt."""
    with png.open("rb") as file:
        file.seek(len(PNG) - 10)
        upload = Upload.of("image", file)
        assert upload.size == 10
        file.seek(3)
        assert content(upload) == content(upload) == PNG[-10:]
        file.seek(len(PNG) + 100)
        assert Upload.of("image", file).size == 0


def test_a_half_read_attempt_does_not_matter(png: Path) -> None:
    """An attempt that was broken off leaves nothing behind for the next."""
    with png.open("rb") as file:
        for source in (png, file, io.BytesIO(PNG), PNG):
            upload = Upload.of("image", source)
            next(upload.chunks())
            assert content(upload) == PNG


class Body:
    """The body of an object in a store: it can be read, and nothing else."""

    def __init__(self, data: bytes, kind: Callable[[bytes], Any] = bytes) -> None:
        stream = io.BytesIO(data)
        self.read = lambda size: kind(stream.read(size))


def spooled(data: bytes, limit: int) -> Any:
    """Return a file that is in memory up to a limit; before Python 3.11 it had no `seekable`."""
    file = tempfile.SpooledTemporaryFile(limit)  # noqa: SIM115  # the test closes it
    file.write(data)
    file.seek(0)
    return file


def mapped(path: Path) -> mmap.mmap:
    """Return a file that is mapped into memory."""
    with path.open("r+b") as file:
        return mmap.mmap(file.fileno(), 0)


def test_sources_without_seekable(png: Path) -> None:
    """A source that can be read, or lends its memory, is an image: no method beside is needed."""
    with contextlib.ExitStack() as stack:
        sources = {
            "spooled in memory": stack.enter_context(spooled(PNG, 2 * len(PNG))),
            "spooled on disk": stack.enter_context(spooled(PNG, 10)),
            "object store": Body(PNG),
            "lent memory": Body(PNG, memoryview),
            "bytearrays": Body(PNG, bytearray),
            "memoryview": memoryview(PNG),
            "strided memoryview": memoryview(PNG[::-1])[::-1],
            "mmap": stack.enter_context(mapped(png)),
            "array": array.array("H", PNG),
            "gzip": gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(PNG))),
        }
        for name, source in sources.items():
            upload = Upload.of("image", ("a.png", source, "image/png"))
            assert upload.size == len(PNG), name
            assert [content(upload), content(upload)] == [PNG, PNG], name


def test_what_changes_in_memory_is_sent_as_it_was(png: Path) -> None:
    """A source in memory that changes after the call began does not change what is sent."""
    buffer, text, map = io.BytesIO(PNG), bytearray(PNG), mapped(png)
    uploads = [Upload.of("image", source) for source in (buffer, text, memoryview(text), map)]
    buffer.seek(0)
    for source in (buffer, map):
        source.write(b"changed")
    text[:7] = b"changed"
    map.close()
    assert [content(upload) == PNG for upload in uploads] == [True] * 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    """A path to a pipe has no size: it is read to its end before the call, for all attempts."""
    path = tmp_path / "pipe.png"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(PNG,))
    writer.start()
    upload = Upload.of("image", path)
    writer.join()
    assert (upload.filename, upload.size) == ("pipe.png", len(PNG))
    assert [content(upload), content(upload)] == [PNG, PNG]


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    """No bytes are an upload too: what they are good for is the API's to say."""
    path = tmp_path / "empty.png"
    path.write_bytes(b"")
    for source in (path, b"", io.BytesIO(), OneWay(0)):
        upload = Upload.of("image", source)
        assert (upload.size, content(upload)) == (0, b"")


CHANGES = {
    "shorter": lambda path: path.write_bytes(PNG[:100]),
    "longer": lambda path: path.write_bytes(PNG + b"more"),
    "as long": lambda path: (path.write_bytes(PNG[::-1]), os.utime(path, (1, 1))),
    "another": lambda path: (path.rename(path.with_suffix(".old")), path.write_bytes(PNG)),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_changes_is_not_sent(png: Path, change: Any) -> None:
    """A file that is no longer what was measured is told before a byte of it is sent."""
    upload = Upload.of("image", png)
    assert content(upload) == PNG
    change(png)
    with pytest.raises(OSError, match=r"changed|No such file"):
        upload.chunks()


@pytest.mark.parametrize("how", ["shorter", "longer", "as long"])
def test_an_open_file_that_changes_is_not_sent(png: Path, how: str) -> None:
    """The same for a file that is open; one that was closed is told as that."""
    with png.open("rb") as file:
        upload = Upload.of("image", file)
        assert content(upload) == PNG
        CHANGES[how](png)
        with pytest.raises(OSError, match="changed"):
            upload.chunks()
    with pytest.raises(ValueError, match="closed"):
        upload.chunks()


def test_a_file_that_changes_while_it_is_sent(png: Path) -> None:
    """A file that changes, or ends too early, once its attempt has begun, ends that."""
    chunks = Upload.of("image", png).chunks()
    os.utime(png, (1, 1))
    with pytest.raises(OSError, match="changed"):
        next(chunks)
    upload = Upload.of("image", png)
    chunks = upload.chunks()
    next(chunks)
    os.truncate(png, 70_000)
    with pytest.raises(OSError, match="shorter"):
        b"".join(chunks)


# How large it may be


@pytest.mark.parametrize("size", [MAX_BYTES, MAX_BYTES + 1])
def test_the_limit_is_25_mib(tmp_path: Path, size: int) -> None:
    """Exactly 25 MiB are taken, one byte more is refused here, whatever the source."""
    assert MAX_BYTES == 25 * 1024 * 1024
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(size)
    with path.open("rb") as file:
        for source in (path, file, OneWay(size), bytes(size)):
            if size > MAX_BYTES:
                with pytest.raises(LagInvalidRequestError, match="at most 26,214,400"):
                    Upload.of("image", source)
            else:
                assert Upload.of("image", source).size == size


def test_an_endless_stream_is_not_read_to_its_end() -> None:
    """A stream without an end is given up once it is too large."""
    stream = OneWay(10 * MAX_BYTES)
    with pytest.raises(LagInvalidRequestError, match="at most"):
        Upload.of("image", stream)
    assert stream.left > 8 * MAX_BYTES


# What is no file


@pytest.mark.parametrize(
    ("source", "told"),
    [
        pytest.param(io.StringIO("text"), "mode 'rb'", id="text file"),
        (5, "(int)"),
        (None, "(NoneType)"),
        (["a.png"], "(list)"),
        (("a.png", b"x"), "tuple"),
        ((1, b"x", "image/png"), "tuple"),
        (("a.png", b"x", None), "tuple"),
        (("a.png", 5, "image/png"), "(int)"),
        ("no/such/file.png", "no/such/file.png"),
        ("nul\0.png", "must be readable"),
        ("", "must be readable"),
    ],
    ids=str,
)
def test_what_is_no_file_is_refused(source: Any, told: str) -> None:
    """Text, numbers, wrong tuples and missing files are refused, and nothing else is raised."""
    with pytest.raises(LagInvalidRequestError) as caught:
        Upload.of("image", source)
    assert told in caught.value.message


def test_files_that_cannot_be_read_are_refused(tmp_path: Path, png: Path) -> None:
    """A directory, a closed file, one open for writing or as text: each is refused."""
    with pytest.raises(LagInvalidRequestError, match="must be readable"):
        Upload.of("image", tmp_path)
    with png.open() as file, pytest.raises(LagInvalidRequestError, match="mode 'rb'"):
        Upload.of("image", file)
    with png.open("rb") as closed:
        pass
    with pytest.raises(LagInvalidRequestError, match="must be readable"):
        Upload.of("image", closed)
    with (tmp_path / "new").open("wb") as out, pytest.raises(LagInvalidRequestError):
        Upload.of("image", out)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_a_name_in_no_encoding(tmp_path: Path) -> None:
    """A file whose name is no text can be sent under another one."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png")
    Path(path).write_bytes(b"x")
    with pytest.raises(LagInvalidRequestError, match="file name"):
        Upload.of("image", path)
    assert Upload.of("image", path, filename="a.png").content_type == "image/png"


# The form around it

FIELDS = [("purpose", "chat"), ("alt", 'ü "quoted"\r\nline'), ("entityId", "")]
NAMED = ["a.png", 'ü "q" \\ \r\n.png', "%22.png"]


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("fields", [[], FIELDS], ids=["alone", "with fields"])
def test_a_form_is_what_httpx_would_send(fields: Any, name: str) -> None:
    """Byte for byte and header for header, a form is the one that httpx alone makes."""
    upload = Upload.of("image", (name, PNG, "image/png"))
    headers, body = multipart(fields, "file", upload, "b0undary")
    theirs = httpx.Request(
        "POST",
        "http://x",
        headers={"content-type": "multipart/form-data; boundary=b0undary"},
        data=dict(fields),
        files={"file": (name, PNG, "image/png")},
    )
    for _ in range(3):
        assert b"".join(body()) == theirs.read()
    assert headers == {
        "content-type": theirs.headers["content-type"],
        "content-length": theirs.headers["content-length"],
    }


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, MAX_BYTES])
def test_the_content_length_is_right(size: int) -> None:
    """The length that is announced is the length that is sent."""
    headers, body = multipart(FIELDS, "file", Upload.of("image", OneWay(size)))
    assert sum(map(len, body())) == int(headers["content-length"])


def test_every_form_has_its_own_boundary() -> None:
    """Boundaries are drawn for each form, so that no file can hold the next one's."""
    upload = Upload.of("image", b"x")
    (first, body), (second, _) = multipart([], "file", upload), multipart([], "file", upload)
    assert first["content-type"] != second["content-type"]
    assert b"".join(body()) == b"".join(body())
