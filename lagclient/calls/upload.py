"""Files to upload: measured before the call, streamed, and identical on every attempt.

Files on disk are read while they are sent. They may change between two attempts, so each attempt
checks them. Other sources are copied first: they may change unnoticed, or can be read only once.
"""

from __future__ import annotations

import inspect
import io
import os
import re
import stat
from contextlib import nullcontext
from typing import (
    IO,
    Callable,
    ContextManager,
    Dict,
    Iterator,
    Optional,
    Sequence,
    Tuple,
    cast,
)

import attrs

from lagclient.calls.options import IMAGE, refused
from lagclient.errors import LagInvalidRequestError
from lagclient.types import path_of

MAX_BYTES = 25 * 1024 * 1024
CHUNK_BYTES = 64 * 1024

DEFAULT_NAME = "upload.bin"
DEFAULT_TYPE = "application/octet-stream"
_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heif",
}
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# The type becomes a header of the file's part, and a line break would begin another one.
_NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Chunks = Callable[[], Iterator[bytes]]
Content = Tuple[int, Chunks]
"""A size, and a function that starts to read the bytes from the beginning."""


@attrs.frozen
class Upload:
    """One file of a form."""

    filename: str
    content_type: str
    size: int
    chunks: Chunks = attrs.field(repr=False)
    """Start to read the file; raises OSError or ValueError if it has changed."""

    @classmethod
    def of(
        cls,
        name: str,
        source: object,
        filename: Optional[str] = None,
        content_type: Optional[str] = None,
    ) -> Upload:
        """Return the upload of an `ImageInput`, the argument `name` of a method.

        A path, or an open file that has one, provides file name and type; a tuple has both;
        `filename` and `content_type` replace them.

        Raises:
            LagInvalidRequestError: The source cannot be uploaded.
        """
        path, data = path_of(source), source
        if isinstance(source, tuple):
            three = cast("Sequence[object]", source)
            if len(three) != 3 or not (isinstance(three[0], str) and isinstance(three[2], str)):
                raise refused(name, IMAGE, three)
            filename, data, content_type = three[0], three[1], three[2]
        elif path is None:
            path = getattr(source, "name", None)
        if isinstance(path, str):
            filename = filename or os.path.basename(path)
            content_type = content_type or _TYPES.get(os.path.splitext(path)[1].lower())
        filename, content_type = filename or DEFAULT_NAME, content_type or DEFAULT_TYPE
        if _SURROGATE.search(filename):
            raise refused("filename", "a file name that UTF-8 can encode", filename)
        if _NOT_IN_A_HEADER.search(content_type):
            raise refused("content_type", "a content type such as image/png", content_type)
        try:
            size, chunks = _content_of(name, data)
        except (OSError, ValueError) as error:
            if isinstance(error, LagInvalidRequestError):
                raise
            raise LagInvalidRequestError(f"`{name}` must be readable: {error}") from error
        _check_size(name, size)
        return cls(filename, content_type, size, chunks)


def _content_of(name: str, source: object) -> Content:
    path = path_of(source)
    if path is not None:
        with open(path, "rb") as opened:
            if _is_regular(opened):
                return _streamed(opened, lambda: os.stat(path), lambda: open(path, "rb"))
            return _copied(_read(name, opened))
    file = cast("IO[bytes]", source)
    if isinstance(getattr(source, "raw", source), io.FileIO) and _is_regular(file):
        return _streamed(file, lambda: os.fstat(file.fileno()), lambda: nullcontext(file))
    try:
        view = memoryview(cast("bytes", source))
    except TypeError:
        return _copied(_read(name, file))
    _check_size(name, view.nbytes)
    return _copied(bytes(view))


def _check_size(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise LagInvalidRequestError(
            f"`{name}` must have at most {MAX_BYTES:,} bytes, not {size:,} or more"
        )


def _is_regular(file: IO[bytes]) -> bool:
    """Return whether this is a file on disk with a size, and not a pipe or a device."""
    return stat.S_ISREG(os.fstat(file.fileno()).st_mode)


def _streamed(
    file: IO[bytes],
    stat_again: Callable[[], os.stat_result],
    open_again: Callable[[], ContextManager[IO[bytes]]],
) -> Content:
    """Return the content of a file from its position on, read anew for each attempt."""
    start = file.tell()
    file.read(0)
    size = max(0, file.seek(0, os.SEEK_END) - start)
    file.seek(start)
    fingerprint = _fingerprint(os.fstat(file.fileno()))

    def check(now: os.stat_result) -> None:
        if _fingerprint(now) != fingerprint:
            raise OSError("the file was changed since the call began")

    def chunks() -> Iterator[bytes]:
        check(stat_again())
        return pieces()

    def pieces() -> Iterator[bytes]:
        with open_again() as opened:
            check(os.fstat(opened.fileno()))
            opened.seek(start)
            left = size
            while left > 0:
                chunk = opened.read(min(CHUNK_BYTES, left))
                if not chunk:
                    raise OSError("the file became shorter while it was sent")
                left -= len(chunk)
                yield chunk

    return size, chunks


def _fingerprint(result: os.stat_result) -> Tuple[int, ...]:
    """Return what changes when a file is changed or replaced."""
    return (result.st_dev, result.st_ino, result.st_size, result.st_mtime_ns)


def _copied(data: bytes) -> Content:
    starts = range(0, len(data), CHUNK_BYTES)
    return len(data), lambda: (data[at : at + CHUNK_BYTES] for at in starts)


def _read(name: str, stream: IO[bytes]) -> bytes:
    """Read a stream to its end, or until it is too long."""
    read = getattr(stream, "read", None)
    if isinstance(stream, io.TextIOBase):
        raise refused(name, "open in mode 'rb'", stream)
    if not callable(read) or inspect.iscoroutinefunction(read):
        raise refused(name, IMAGE, stream)
    data = bytearray()
    while len(data) <= MAX_BYTES:
        chunk: object = read(CHUNK_BYTES)
        if not isinstance(chunk, (bytes, bytearray, memoryview)):
            raise refused(name, "a stream of bytes", chunk)
        if not chunk:
            break
        data += chunk
    return bytes(data)


def multipart(
    fields: Sequence[Tuple[str, str]], part: str, upload: Upload, boundary: Optional[str] = None
) -> Tuple[Dict[str, str], Chunks]:
    """Return the headers and the body of a form: small fields, and one file after them."""
    import httpx

    boundary = boundary or os.urandom(16).hex()
    content_type = f"multipart/form-data; boundary={boundary}"
    # httpx builds the form around an empty file; `body` inserts the bytes.
    empty = httpx.Request(
        "POST",
        "http://form",
        headers={"content-type": content_type},
        data=dict(fields),
        files={part: (upload.filename, b"", upload.content_type)},
    ).read()
    tail = f"\r\n--{boundary}--\r\n".encode()
    head = empty[: -len(tail)]

    def body() -> Iterator[bytes]:
        chunks = upload.chunks()  # before the head, so that a changed file fails early
        return framed(chunks)

    def framed(chunks: Iterator[bytes]) -> Iterator[bytes]:
        yield head
        yield from chunks
        yield tail

    length = len(head) + upload.size + len(tail)
    return {"content-type": content_type, "content-length": str(length)}, body
