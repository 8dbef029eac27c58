"""Uploads on the way: the same bytes in every attempt, streamed, and never half of them."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import os
import re
import socket
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional

import anyio
import attrs
import pytest

from lagclient.calls import upload as uploads
from lagclient.calls.upload import MAX_BYTES
from lagclient.client import AsyncClient, Client
from lagclient.errors import LagConnectionError, LagServerError
from tests.kit.adapters import ASYNC_ADAPTERS, CARRIER, KINDS, backend_of, named, through
from tests.kit.calls import USER_TOKEN
from tests.kit.servers import answer

IMAGE = (
    b'{"id":"i","url":"u","purpose":"chat","uploaderId":"me","createdAt":"2025-01-01T00:00:00Z",'
    b'"contentType":"image/png","size":1,"processingStatus":"ready"}'
)
DONE = answer(IMAGE, "201 Created", "content-type: application/json")
BUSY = answer(b"", "503 Busy", "retry-after: 0")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2000  # several chunks
LARGE = 24 * 1024 * 1024


@attrs.frozen
class Attempt:
    """One request, as far as it arrived."""

    length: int
    """What its Content-Length says."""
    arrived: int
    digest: str

    @property
    def whole(self) -> bool:
        """Whether all of it arrived."""
        return self.arrived == self.length


@attrs.define
class Sink:
    """A server that swallows bodies, and answers or breaks off as it was told to."""

    port: int
    attempts: List[Attempt] = attrs.field(factory=list)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


Script = Callable[..., Sink]
HANG_UP = 100_000  # reads so much of a body, then closes the connection


@pytest.fixture
def sink() -> Iterator[Script]:
    """Starts such servers: each connection gets the next of the answers, or is broken off.

    A function among the answers is called before the answer after it is given.
    """
    with contextlib.ExitStack() as stack:

        def start(*answers: Any) -> Sink:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            server = Sink(listener.getsockname()[1])

            def run() -> None:
                for told in answers:
                    connection, _ = listener.accept()
                    with contextlib.suppress(OSError), connection:
                        serve_one(server, connection, told)

            thread = threading.Thread(target=run, daemon=True)
            stack.callback(thread.join, 5)
            thread.start()
            return server

        yield start


def serve_one(server: Sink, connection: socket.socket, told: Any) -> None:
    """One request on one connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return
        data += chunk
    head, _, rest = data.partition(b"\r\n\r\n")
    match = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    assert match is not None
    length, digest, arrived = int(match[1]), hashlib.sha256(rest), len(rest)
    until = min(length, told) if isinstance(told, int) else length
    while arrived < until:
        chunk = connection.recv(65536)
        if not chunk:
            break
        digest.update(chunk)
        arrived += len(chunk)
    server.attempts.append(Attempt(length, arrived, digest.hexdigest()))
    if callable(told):
        told, change = BUSY, told
        change()
    if isinstance(told, bytes):
        connection.sendall(told.replace(b"\r\n", b"\r\nconnection: close\r\n", 1))


@pytest.fixture(params=KINDS)
def kind(request: Any) -> str:
    """Both clients, the asynchronous one on both event loops, and over each adapter."""
    found: str = request.param
    return found


def upload(kind: str, url: str, image: Any, **options: Any) -> Any:
    """Upload an image, for chat."""
    backend, options = through(kind, {"max_retry_wait_seconds": 0.01, **options})
    if backend == "sync":
        with Client(token=USER_TOKEN, base_url=url, **options) as client:
            return client.images.upload(image, purpose="chat").id

    async def main() -> Any:
        async with AsyncClient(token=USER_TOKEN, base_url=url, **options) as client:
            return (await client.images.upload(image, purpose="chat")).id

    return anyio.run(main, backend=backend)


class OneWay(io.RawIOBase):
    """A pipe with these bytes in it."""

    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        read = self.data.readinto(buffer)
        self.taken += read
        return read


@pytest.fixture
def png(tmp_path: Path) -> Path:
    """A file with an image."""
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    return path


@contextlib.contextmanager
def standing(path: Path, offset: int) -> Iterator[Any]:
    """An open file, some of which has been read."""
    with path.open("rb") as file:
        file.seek(offset)
        yield file


class Body:
    """The body of an object in a store: it can be read, and nothing else."""

    def __init__(self, data: bytes) -> None:
        self.read = io.BytesIO(data).read


SOURCES = {
    "bytes": lambda path: contextlib.nullcontext(PNG),
    "path": contextlib.nullcontext,
    "file": lambda path: standing(path, 5),
    "tuple": lambda path: contextlib.nullcontext(("a.png", io.BytesIO(PNG), "image/png")),
    "stream": lambda path: contextlib.nullcontext(OneWay(PNG)),
    "object store": lambda path: contextlib.nullcontext(("a", Body(PNG), "image/png")),
    "memory": lambda path: contextlib.nullcontext(memoryview(PNG)),
    "tuple of a stream": lambda path: contextlib.nullcontext(("a", OneWay(PNG), "image/png")),
}


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
def test_every_attempt_has_the_same_body(
    kind: str, sink: Script, png: Path, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is uploaded, and however attempts end: each that arrives whole has the same body."""
    server = sink(BUSY, HANG_UP, BUSY, DONE)
    bodies: List[bytes] = []
    multipart = uploads.multipart

    def noted(*args: Any) -> Any:
        headers, body = multipart(*args)
        bodies.append(b"".join(body()))
        return headers, body

    monkeypatch.setattr(uploads, "multipart", noted)
    with make(png) as image:
        assert upload(kind, server.url, image, max_retries=3, retry_unsafe=True) == "i"
    assert [attempt.whole for attempt in server.attempts] == [True, False, True, True]
    whole = {attempt for attempt in server.attempts if attempt.whole}
    assert {attempt.digest for attempt in whole} == {hashlib.sha256(bodies[0]).hexdigest()}
    assert {attempt.length for attempt in server.attempts} == {len(bodies[0])}
    assert PNG[5:] in bodies[0]


def test_an_upload_that_was_lost_is_not_repeated(kind: str, sink: Script, png: Path) -> None:
    """A connection lost in the middle of an upload is an unknown outcome: one attempt."""
    server = sink(HANG_UP, DONE)
    with pytest.raises(LagConnectionError) as caught:
        upload(kind, server.url, png)
    socket.create_connection(("127.0.0.1", server.port)).close()  # it would wait for the second
    assert (caught.value.outcome, caught.value.attempts) == ("unknown", 1)
    assert [attempt.whole for attempt in server.attempts] == [False]


def test_a_connection_that_is_refused_keeps_the_upload(
    kind: str, sink: Script, png: Path, free_port: int
) -> None:
    """What could not connect has not touched the file: the next call sends it whole."""
    with png.open("rb") as file:
        with pytest.raises(LagConnectionError) as caught:
            upload(kind, f"http://127.0.0.1:{free_port}", file)
        assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 3)
        server = sink(DONE)
        assert upload(kind, server.url, file) == "i"
    assert server.attempts[0].whole
    assert server.attempts[0].length > len(PNG)


def test_a_stream_is_read_once(kind: str, sink: Script) -> None:
    """A stream that cannot be rewound is read to its end, once, however often it is sent."""
    server, stream = sink(BUSY, BUSY, DONE), OneWay(PNG)
    assert upload(kind, server.url, stream) == "i"
    assert stream.taken == len(PNG)
    assert len(set(server.attempts)) == 1


CHANGES = {
    "shorter": lambda path: os.truncate(path, 100),
    "longer": lambda path: path.write_bytes(PNG * 2),
    "as long": lambda path: (path.write_bytes(PNG[::-1]), os.utime(path, (1, 1))),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_changes_between_attempts(
    kind: str, sink: Script, png: Path, change: Any
) -> None:
    """A file that is another one by the next attempt ends the call; nothing of it is sent."""
    server = sink(lambda: change(png))
    with pytest.raises(LagConnectionError, match=r"changed|No such file") as caught:
        upload(kind, server.url, png)
    cause: Any = caught.value.__cause__
    assert (cause.phase, cause.sent, caught.value.attempts) == ("request", False, 2)
    assert caught.value.outcome == "not_sent"
    assert [attempt.whole for attempt in server.attempts] == [True]


def test_a_file_that_is_closed_between_attempts(kind: str, sink: Script, png: Path) -> None:
    """A file that its owner closes ends the call; nothing of it is sent."""
    with png.open("rb") as file:
        server = sink(file.close)
        with pytest.raises(LagConnectionError, match="closed file") as caught:
            upload(kind, server.url, file)
    assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 2)
    assert len(server.attempts) == 1


class Shrinking(io.FileIO):
    """A file that ends once some of it was read."""

    def read(self, size: Optional[int] = -1) -> bytes:
        return b"" if self.tell() > 200_000 else super().read(size)


def test_a_file_that_shrinks_on_the_way(kind: str, sink: Script, png: Path) -> None:
    """A file that ends too early is never a whole request: the connection ends before it."""
    server = sink(DONE)
    with Shrinking(png) as file, pytest.raises(LagConnectionError, match="shorter") as caught:
        upload(kind, server.url, file)
    assert (caught.value.outcome, caught.value.attempts) == ("unknown", 1)
    gc.collect()
    assert [attempt.whole for attempt in server.attempts] in ([False], [])


def test_a_file_is_never_in_memory(kind: str, sink: Script, tmp_path: Path) -> None:
    """Three attempts with 24 MiB take less than 4 MiB of memory."""
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(LARGE)
    assert LARGE < MAX_BYTES
    upload(kind, sink(DONE).url, b"x")  # what is imported and kept by then is not counted
    server = sink(BUSY, BUSY, BUSY)
    tracemalloc.start()
    try:
        with pytest.raises(LagServerError):
            upload(kind, server.url, path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024
    assert len(server.attempts) == 3
    assert len(set(server.attempts)) == 1
    assert server.attempts[0].whole
    assert server.attempts[0].length > LARGE


BREAKING_OFF = """
import gc, sys
import anyio, httpx
from lagclient import AsyncClient, LagConnectionError

url, path, *ways = sys.argv[1:]

async def main(borrowed, adapter):
    http = httpx.AsyncClient(trust_env=False, verify=False) if borrowed else None
    client = AsyncClient(
        token="lag_pat_x", base_url=url, max_retries=0, timeout_seconds=0.2, http_client=http,
        transport=carrier(adapter),
    )
    for image in (path, b"x" * 20_000_000):
        try:
            await client.images.upload(image, purpose="chat")
        except LagConnectionError as error:
            print(error.__cause__.timed_out)
        with anyio.move_on_after(0.05) as scope:
            await client.images.upload(image, purpose="chat")
        print(scope.cancelled_caught)
        gc.collect()
    # JSON that is too much to be written at once
    with anyio.move_on_after(0.05) as scope:
        await client.users.upload_avatar(image_base64="x" * 20_000_000)
    print(scope.cancelled_caught)
    await client.aclose()
    if http is not None:
        await http.aclose()

for way in ways:
    backend, borrowed, adapter = way.split(",")
    print(way)
    anyio.run(main, borrowed, adapter, backend=backend)
    gc.collect()
"""


def test_an_upload_that_is_broken_off(tmp_path: Path) -> None:
    """A time limit, or a cancellation, in the middle of sending leaves nothing to warn of."""
    ways = [
        *(f"{kind},{http}," for kind in ("asyncio", "trio") for http in ("", "http_client")),
        *(f"{backend_of(kind)},,{named(kind)}" for kind in ASYNC_ADAPTERS),
    ]
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(LARGE)
    with socket.create_server(("127.0.0.1", 0)) as listener:  # which never reads
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        program = [sys.executable, "-W", "error", "-c", CARRIER + BREAKING_OFF]
        program += [url, str(path), *ways]
        done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    printed = [line for way in ways for line in (way, *["True"] * 5)]
    assert (done.stdout.split(), done.stderr) == (printed, "")
