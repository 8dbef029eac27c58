"""Download the bytes of an image into a file.

The URL of an image may be on another host. Only the API's own origin gets the token and the headers
of the client.

The bytes go to a temporary file in the same folder, which is renamed when all have arrived. Links
are followed, and the mode of an old file stays. A retry starts from the first byte, so a file
object that cannot seek gets one attempt.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import inspect
import io
import os
import stat
from typing import (
    IO,
    TYPE_CHECKING,
    Any,
    Callable,
    Generator,
    Optional,
    Protocol,
    Tuple,
    Union,
    cast,
)

import attrs

from lagclient.calls.decode import is_page
from lagclient.calls.failures import placed
from lagclient.calls.flow import attempts, perform, watched
from lagclient.calls.options import refused
from lagclient.calls.progress import Progress, checked_progress
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Flow, Receive
from lagclient.errors import LagDecodeError, LagInvalidRequestError
from lagclient.routing.call import Call
from lagclient.routing.route import Route
from lagclient.transport.protocol import Reply, Request, Timeouts, TransportError
from lagclient.transport.urls import is_address, origin_of, without_user
from lagclient.types import path_of

if TYPE_CHECKING:
    from lagclient.models import ImageMetadata

_MAX_ERROR_BYTES = 64 * 1024
_WHOLE = (200, 203)
"""Statuses with all of the bytes; 203 comes from a proxy that changed the headers."""
_NO_IMAGE = ("text/", "application/json", "application/xml", "application/xhtml")
"""Beginnings of content types that the page of a proxy has, or an error."""
_TARGET = "the path of a file, or a file open in mode 'wb'"


class Writable(Protocol):
    """A binary file that can be written."""

    def write(self, data: bytes, /) -> object:
        """Write bytes."""
        ...


DownloadTarget = Union[str, os.PathLike[str], Writable]
"""Where a download is stored: a path, or a binary file."""


def download(
    call: Call,
    settings: Settings,
    *,
    to: DownloadTarget,
    variant: Optional[str],
    progress: Optional[Progress],
) -> Flow:
    """Store an image in a file.

    Args:
        call: The call for the metadata of the image.
        settings: The client's settings.
        to: The file.
        variant: The name of a size; None: the image as messages show it.
        progress: Is called with the number of bytes that have arrived, and the total.

    Returns:
        The answer with the metadata.

    Raises:
        LagInvalidRequestError: An argument is invalid.
        LagDecodeError: The response is not an image. The file of a path stays as it was.
        OSError: The file cannot be written.
    """
    started = settings.clock()
    checked_progress(progress)
    with _opened(to) as (file, can_repeat):
        answer = yield from perform(call, settings)
        url = _address(answer.data, variant)
        if not is_address(url):
            shown = without_user(url)
            error = LagDecodeError(
                f"The address of the image must be like https://host/path, not {shown!r}",
                answer.status,
                request_id=answer.request_id,
            )
            raise placed(error, call.route, call.route, answer.attempts, "refused")
        route = Route(
            namespace=call.route.namespace,
            name="download",
            method="GET",
            path=without_user(url),
            scope=("public",),
            model="None",
            params=call.route.params,
        )
        fetch, origin = Call(route, call.values), origin_of(url)
        own = settings.headers
        if origin != origin_of(settings.base_url):
            own = {"user-agent": own["user-agent"]}
        request = Request("GET", url, {**own, "accept": "*/*"})
        settings = attrs.evolve(settings.within(started), base_url=origin)
        if not can_repeat:
            settings = attrs.evolve(settings, max_retries=0)
        arrival = Arrival(file, progress, can_repeat)
        receive: Callable[[Request, Timeouts], Any] = functools.partial(Receive, sink=arrival)
        flow = attempts(route, fetch, arrival.check, request, settings, receive)
        fetched = yield from watched(flow, fetch, request, route.path, settings)
    return attrs.evolve(
        answer,
        attempts=answer.attempts + fetched.attempts,
        elapsed_seconds=settings.clock() - started,
    )


def _address(image: ImageMetadata, variant: Optional[str]) -> str:
    """Return the URL of an image, or of one of its variants."""
    urls = {name: one.url for name, one in (image.variants or {}).items()}
    if image.original_url:
        urls["original"] = image.original_url
    if variant is None:
        return image.url
    if variant not in urls:
        names = ", ".join(map(repr, sorted(urls))) or "nothing"
        state = f"of this image, which is {image.processing_status!r}: {names} or None"
        raise refused("variant", f"the name of a variant {state}", variant)
    return urls[variant]


def _fault_of(reply: Reply) -> Optional[str]:
    """Return why a response is not an image, as far as its head says; else None."""
    if reply.status not in _WHOLE:
        return f"its status is {reply.status}"
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    return f"it is {kind}" if kind.startswith(_NO_IMAGE) or kind.endswith("+json") else None


@contextlib.contextmanager
def _opened(to: object) -> Generator[Tuple[IO[bytes], bool], None, None]:
    """Open the target; yield its file, and whether a retry can seek back to its position.

    Raises:
        LagInvalidRequestError: The target cannot be written.
    """
    path = path_of(to)
    if path is not None:
        try:
            target = os.path.realpath(path)  # replacing a link would not change its file
            if os.path.exists(target) and not os.path.isfile(target):
                raise OSError(0, "it is a folder or a device")
            part = f"{target}.{os.urandom(4).hex()}.part"
            file = open(part, "xb")  # noqa: SIM115  # closed below, before it gets its name
        except (OSError, ValueError, TypeError) as error:
            why = getattr(error, "strerror", None) or error
            raise LagInvalidRequestError(
                f"`to` must be a path that can be written, not {path!r}: {why}"
            ) from error
        try:
            with file:
                yield file, True
            with contextlib.suppress(FileNotFoundError):
                os.chmod(part, stat.S_IMODE(os.stat(target).st_mode))
            os.replace(part, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.remove(part)
            raise
        return
    write = getattr(to, "write", None)
    is_text = isinstance(to, io.TextIOBase) or inspect.iscoroutinefunction(write)
    if not callable(write) or is_text or isinstance(to, type):
        raise refused("to", _TARGET, to)
    can_seek = getattr(to, "seekable", None)
    opened = cast("IO[bytes]", to)
    yield opened, bool(can_seek and can_seek()) and not _is_device(opened)


def _is_device(file: IO[bytes]) -> bool:
    """Return whether a file is a device, such as /dev/null, which says that it can seek."""
    try:
        return not stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except (AttributeError, OSError, TypeError, ValueError):
        return False  # it has no descriptor, as a buffer in memory


class Arrival:
    """Write the bytes of an image to the file, and report their number."""

    def __init__(self, file: IO[bytes], progress: Optional[Progress], can_repeat: bool) -> None:
        self._file = file
        self._progress = progress
        self._start: Optional[int] = file.tell() if can_repeat else None
        self._fault: Optional[str] = None
        self._done = 0
        self._total: Optional[int] = None
        self.body: bytes = b""
        """The first bytes of a response that is not the image."""

    def begin(self, reply: Reply) -> None:
        """Begin a response. The file changes when the first byte of an image arrives."""
        self._fault, self.body, self._done = _fault_of(reply), b"", 0
        if self._fault is not None:
            return
        length = reply.headers.get("content-length", "")
        is_plain = length.isdigit() and "content-encoding" not in reply.headers
        self._total = int(length) if is_plain else None
        self._report()

    def write(self, chunk: bytes) -> None:
        """Write the next bytes, unless they are not of an image."""
        is_first = not self._done
        if is_first and self._fault is None and is_page(chunk):
            self._fault = "it is a page"
        if self._fault is not None:
            self.body = (self.body + chunk)[:_MAX_ERROR_BYTES]
            return
        if is_first and chunk and self._start is not None:
            self._file.seek(self._start)
            self._file.truncate()
        self._store(chunk)
        self._done += len(chunk)
        self._report()

    def check(self, reply: Reply) -> None:
        """Check the response at its end, because the file may only have a whole image.

        Raises:
            LagDecodeError: It is something else. It counts as lost, because the image may still
                arrive.
        """
        fault = self._fault or (None if self._done else "it is empty")
        if fault is not None:
            raise LagDecodeError(
                f"The response is not an image: {fault}",
                reply.status,
                reply.body.decode(errors="replace"),
                reply.headers.get("x-request-id"),
            ) from TransportError(fault, phase="read", sent=True)

    def _store(self, chunk: bytes) -> None:
        """Write all bytes, because a file without a buffer may take only some of them at a time."""
        while chunk:
            written: Any = self._file.write(chunk)
            if written is None and not isinstance(self._file, io.RawIOBase):
                return  # its `write` does not return a count
            if not written:
                raise BlockingIOError(errno.EAGAIN, "The file takes no more bytes now")
            chunk = chunk[written:]

    def _report(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._total)
