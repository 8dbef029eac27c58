"""Files to send: measured before, streamed while, and identical on every attempt."""

from __future__ import annotations

import os
import re
from io import BytesIO
from typing import IO, Any, Callable, Dict, Iterator, Optional, Sequence, Tuple, cast

import attrs

from lagclient.errors import LagInvalidRequestError

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

_NO_NAME = re.compile(r"[\ud800-\udfff]")
# It becomes a header of the file's part: a line break would begin another one.
_NO_TYPE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@attrs.frozen
class Upload:
    """One file of a form: what it is called, and how to read it from its start."""

    part: str
    filename: str
    content_type: str
    size: int
    chunks: Callable[[], Iterator[bytes]] = attrs.field(repr=False)
    """Its bytes, for one attempt: an OSError or ValueError if they are no longer what they were."""

    @classmethod
    def of(
        cls,
        part: str,
        source: Any,
        filename: Optional[str] = None,
        content_type: Optional[str] = None,
    ) -> Upload:
        """The upload that an `ImageInput` stands for.

        A path, or an open file that has one, gives name and type; ``(name, data, type)`` has both.
        """
        path: Any = None
        if isinstance(source, tuple):
            parts = cast("Sequence[Any]", source)
            if len(parts) != 3 or not (isinstance(parts[0], str) and isinstance(parts[2], str)):
                raise LagInvalidRequestError("An image tuple must be (name, data, content type)")
            filename, source, content_type = parts
        elif isinstance(source, (str, os.PathLike)):
            path = cast("Any", os.fspath(source))
        elif not isinstance(source, (bytes, bytearray)):
            path = getattr(source, "name", None)
        if isinstance(path, str):
            filename = filename or os.path.basename(path)
            content_type = content_type or _TYPES.get(os.path.splitext(path)[1].lower())
        filename, content_type = filename or DEFAULT_NAME, content_type or DEFAULT_TYPE
        if _NO_NAME.search(filename):
            raise LagInvalidRequestError(f"UTF-8 cannot carry the file name {filename!r}")
        if _NO_TYPE.search(content_type):
            raise LagInvalidRequestError(f"{content_type!r} is no content type, like image/png")
        size, chunks = _measured(source)
        if size > MAX_BYTES:
            raise LagInvalidRequestError(
                f"`{filename}` has {size:,} bytes; the API takes at most {MAX_BYTES:,}"
            )
        return cls(part, filename, content_type, size, chunks)


def _measured(source: Any) -> Tuple[int, Callable[[], Iterator[bytes]]]:
    """The size of a source, and a way to read it again and again."""
    if isinstance(source, (bytes, bytearray)):
        data = bytes(source)
        return len(data), lambda: _pieces(BytesIO(data), len(data))
    if isinstance(source, (str, os.PathLike)):
        return _measured_path(os.fspath(source))
    if not hasattr(source, "read"):
        raise LagInvalidRequestError(
            "An image must be a path, bytes, a binary file or (name, data, content type), "
            f"not {type(source).__name__}"
        )
    try:
        start = source.tell() if source.seekable() else None
        if not isinstance(source.read(0), bytes):
            raise LagInvalidRequestError("The image is open as text: open it in mode 'rb'")
        if start is None:
            source, start = _copied(source), 0
        size = max(0, source.seek(0, os.SEEK_END) - start)
        source.seek(start)
        mark = _mark(os.fstat(source.fileno())) if _is_file(source) else None
    except (OSError, ValueError, AttributeError) as error:
        if isinstance(error, LagInvalidRequestError):
            raise
        raise LagInvalidRequestError(f"The image cannot be read: {error}") from error

    def read() -> Iterator[bytes]:
        source.seek(start)
        if mark is not None:
            _compare(mark, os.fstat(source.fileno()))
        return _pieces(source, size)

    return size, read


def _measured_path(path: Any) -> Tuple[int, Callable[[], Iterator[bytes]]]:
    try:
        with open(path, "rb") as file:
            found = os.fstat(file.fileno())
    except (OSError, ValueError) as error:
        raise LagInvalidRequestError(f"The image {path!r} cannot be read: {error}") from error

    mark, size = _mark(found), found.st_size

    def read() -> Iterator[bytes]:
        _compare(mark, os.stat(path))
        return pieces()

    def pieces() -> Iterator[bytes]:
        with open(path, "rb") as file:
            _compare(mark, os.fstat(file.fileno()))
            yield from _pieces(file, size)

    return size, read


def _is_file(source: Any) -> bool:
    """Whether it is a file of the system, which knows when it was changed."""
    try:
        return isinstance(source.fileno(), int)
    except (OSError, AttributeError):
        return False


def _mark(found: os.stat_result) -> Tuple[int, ...]:
    """What tells a file from itself after a change."""
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _compare(mark: Tuple[int, ...], now: os.stat_result) -> None:
    if _mark(now) != mark:
        raise OSError("the image was changed since the call began")


def _copied(stream: IO[bytes]) -> IO[bytes]:
    """A copy of a stream that can be read only once, so that all attempts send the same."""
    copy = BytesIO()
    while copy.tell() <= MAX_BYTES:
        chunk = stream.read(CHUNK_BYTES)
        if not chunk:
            break
        copy.write(chunk)
    return copy


def _pieces(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        chunk = file.read(min(CHUNK_BYTES, size))
        if not chunk:
            raise OSError("the image became shorter while it was sent")
        size -= len(chunk)
        yield chunk


@attrs.frozen
class Form:
    """A multipart/form-data body: small fields, and one file after them."""

    fields: Sequence[Tuple[str, str]]
    upload: Upload
    boundary: str = attrs.field(factory=lambda: os.urandom(16).hex())

    @property
    def headers(self) -> Dict[str, str]:
        """What the request says of its body."""
        head, tail = self._frame()
        return {
            "content-type": f"multipart/form-data; boundary={self.boundary}",
            "content-length": str(len(head) + self.upload.size + len(tail)),
        }

    def body(self) -> Iterator[bytes]:
        """The body from its start, for one attempt; a file that has changed is told at once."""
        return self._around(self.upload.chunks())

    def _around(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        head, tail = self._frame()
        yield head
        yield from chunks
        yield tail

    def _frame(self) -> Tuple[bytes, bytes]:
        """What stands before and after the file's bytes: httpx writes it, for an empty file."""
        import httpx

        empty = httpx.Request(
            "POST",
            "http://form",
            headers={"content-type": f"multipart/form-data; boundary={self.boundary}"},
            data=dict(self.fields),
            files={self.upload.part: (self.upload.filename, b"", self.upload.content_type)},
        ).read()
        tail = f"\r\n--{self.boundary}--\r\n".encode()
        return empty[: -len(tail)], tail
