"""Downloads: what is requested of which host, and what a file has after each end."""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import anyio
import attrs
import pytest

from lagclient import AsyncClient, Client
from lagclient.calls.download import download
from lagclient.calls.steps import Receive, Send
from lagclient.errors import (
    LagAPIError,
    LagConnectionError,
    LagDecodeError,
    LagInvalidRequestError,
    LagNotFoundError,
    LagTimeoutError,
)
from lagclient.sandbox import Sandbox
from lagclient.transport.protocol import Reply, TransportError
from tests.kit.adapters import ADAPTERS, adapter
from tests.kit.calls import BASE_URL, NOW, call_of, failure, reply, settings_of
from tests.kit.sandbox import png
from tests.kit.ways import NO_LIMIT, Way, get

CALL = call_of("images.get", image_id="img_1")
CDN = "https://cdn.example/img_1?signature=canary"
VARIANT = {"url": f"{BASE_URL}/media/img_1/thumb", "width": 1, "height": 1, "size": 3}
METADATA = {
    "id": "img_1",
    "url": CDN,
    "contentType": "image/png",
    "size": 6,
    "purpose": "chat",
    "processingStatus": "ready",
    "variants": {"thumb": VARIANT},
    "createdAt": NOW.isoformat(),
}
FOUND = reply(200, METADATA)


@attrs.define
class Stepped:
    """What a download did."""

    requests: List[Any] = attrs.field(factory=list)
    sleeps: List[float] = attrs.field(factory=list)
    answer: Any = None
    error: Any = None


def step(to: Any, *outcomes: Any, **options: Any) -> Stepped:
    """Step through a download; an outcome of the second request is its head and its pieces."""
    names = ("variant", "progress")
    chosen: Dict[str, Any] = {name: options.pop(name, None) for name in names}
    settings, done, left = settings_of(**options), Stepped(), list(outcomes)
    flow = download(CALL, settings, to=to, **chosen)
    try:
        now = next(flow)
        while True:
            if not isinstance(now, (Send, Receive)):
                done.sleeps.append(now.seconds)
                settings.clock.seconds += now.seconds  # type: ignore[attr-defined]
                now = flow.send(None)
                continue
            done.requests.append(now.request)
            outcome = left.pop(0)
            if isinstance(now, Receive) and isinstance(outcome, tuple):
                head, pieces, *lost = outcome
                now.sink.begin(head)
                for piece in pieces:
                    now.sink.write(piece)
                outcome = lost[0] if lost else attrs.evolve(head, body=now.sink.body)
            is_lost = isinstance(outcome, TransportError)
            now = flow.throw(outcome) if is_lost else flow.send(outcome)
    except StopIteration as end:
        done.answer = end.value
    except LagAPIError as error:
        done.error = error
    assert not left
    return done


def image(*pieces: bytes, **headers: str) -> Tuple[Reply, Tuple[bytes, ...]]:
    """The response with the bytes of an image."""
    return reply(200, **headers), pieces


def test_download_writes_the_image() -> None:
    """The answer has the metadata; its address is asked for the bytes, piece by piece."""
    file = io.BytesIO()
    done = step(file, FOUND, image(b"abc", b"def"))
    assert file.getvalue() == b"abcdef"
    assert done.answer.data.id == "img_1"
    assert (done.answer.attempts, done.answer.status) == (2, 200)
    assert [one.url for one in done.requests] == [f"{BASE_URL}/images/img_1", CDN]


def test_other_host_gets_no_token() -> None:
    """The headers of the client, and its token, go to the API's own origin only."""
    headers = {**settings_of().headers, "x-gateway": "canary"}
    other = step(io.BytesIO(), FOUND, image(b"x"), headers=headers).requests[1]
    assert other.headers == {"user-agent": "test/1", "accept": "*/*"}
    own = step(io.BytesIO(), FOUND, image(b"x"), headers=headers, variant="thumb").requests[1]
    assert own.headers == {**headers, "accept": "*/*"}
    assert own.url == VARIANT["url"]


def test_variant_is_chosen_by_name() -> None:
    """A variant, or the bytes that were uploaded; a wrong name is refused with the right ones."""
    original = {**METADATA, "originalUrl": f"{CDN}/original"}
    done = step(io.BytesIO(), reply(200, original), image(b"x"), variant="original")
    assert done.requests[1].url == f"{CDN}/original"
    error = step(io.BytesIO(), FOUND, variant="huge").error
    assert isinstance(error, LagInvalidRequestError)
    assert "which is 'ready': 'thumb' or None, not 'huge'" in str(error)
    pending = {**METADATA, "variants": None, "processingStatus": "pending"}
    error = step(io.BytesIO(), reply(200, pending), variant="thumb").error
    assert "which is 'pending': nothing or None" in str(error)


@pytest.mark.parametrize(
    ("headers", "total"),
    [
        ({"content_length": "6"}, 6),
        ({}, None),
        ({"content_length": "9", "content_encoding": "br"}, None),
    ],
)
def test_progress_counts_bytes(headers: Dict[str, str], total: Optional[int]) -> None:
    """Progress begins at 0; the total is that of the response, if it is of the plain bytes."""
    calls: List[Any] = []
    step(io.BytesIO(), FOUND, image(b"abc", b"def", **headers), progress=lambda *c: calls.append(c))
    assert calls == [(0, total), (3, total), (6, total)]


def test_attempt_that_breaks_begins_again() -> None:
    """A second attempt writes over the first one, from where the file stood."""
    calls: List[Any] = []
    file = io.BytesIO(b"before")
    file.seek(0, io.SEEK_END)
    broken = (reply(200), (b"xxxx", b"x" * 20), failure())
    done = step(file, FOUND, broken, image(b"abc"), progress=lambda *c: calls.append(c[0]))
    assert file.getvalue() == b"beforeabc"
    assert calls == [0, 4, 24, 0, 3]
    assert (len(done.sleeps), done.answer.attempts) == (1, 3)


class Narrow(io.RawIOBase):
    """A file without a buffer, which takes two bytes at a time, and no more than ten."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> Optional[int]:
        took = bytes(data[:2]) if len(self.taken) < 10 else None
        self.taken += took or b""
        return took if took is None else len(took)


def test_file_that_takes_a_part_gets_the_rest() -> None:
    """Each byte is written, and a file that takes no more fails instead of losing bytes."""
    file = Narrow()
    step(file, FOUND, image(b"abcde", b"fgh"))
    assert file.taken == b"abcdefgh"
    with pytest.raises(BlockingIOError, match="no more bytes"):
        step(file, FOUND, image(b"ijkl"))
    assert file.taken == b"abcdefghij"


class Pipe:
    """A file that only goes forward, and does not say so."""

    def __init__(self) -> None:
        self.pieces: List[bytes] = []

    def write(self, data: bytes, /) -> None:
        self.pieces.append(data)


def test_file_that_cannot_go_back_gets_one_attempt() -> None:
    """A pipe would get the beginning twice."""
    pipe = Pipe()
    done = step(pipe, FOUND, (reply(200), (b"abc",), failure()))
    assert isinstance(done.error, LagConnectionError)
    assert (pipe.pieces, done.sleeps) == ([b"abc"], [])
    pipe = Pipe()
    assert step(pipe, FOUND, image(b"a", b"b")).answer.attempts == 2
    assert pipe.pieces == [b"a", b"b"]


def test_device_gets_one_attempt() -> None:
    """A device such as /dev/null says that it can seek, but it cannot be cut."""
    with open(os.devnull, "wb") as device:
        assert step(device, FOUND, image(b"a", b"b")).answer.attempts == 2
        done = step(device, FOUND, (reply(200), (b"abc",), failure()))
    assert (type(done.error), done.sleeps) == (LagConnectionError, [])


def test_error_names_the_image() -> None:
    """An error has the address without its signature, the id, and no byte is in the file."""
    file = io.BytesIO()
    gone = reply(404, content_type="text/plain"), (b"gone",)
    error = step(file, FOUND, gone).error
    assert isinstance(error, LagNotFoundError)
    assert error.body == "gone"
    assert error.ids == {"image_id": "img_1"}
    assert (error.route, error.request) == ("images.download", "GET https://cdn.example/img_1?...")
    assert "canary" not in str(error)
    assert file.getvalue() == b""
    lost = step(file, FOUND, failure("connect", sent=False), max_retries=0).error
    assert str(lost).startswith("No connection to https://cdn.example: broken")


@pytest.mark.parametrize(
    "url",
    ["https://a..b/x", f"https://{'a' * 64}.test/x", "https://[::1/x", "https://a:99999/x",
     "https://u:pw@a.test/x", "https:///x", "/media/x", "https://a.test:0/x", "ftp://a.test/x"],
)  # fmt: skip
def test_address_that_cannot_be_requested_is_an_error(url: str) -> None:
    """Transports would raise various errors for it, so it is not requested."""
    done = step(io.BytesIO(), reply(200, {**METADATA, "url": url}))
    assert isinstance(done.error, LagDecodeError)
    assert done.error.message.startswith("The address of the image must be like https://host/")
    assert (done.error.route, done.error.outcome, done.error.status) == (
        "images.get",
        "refused",
        200,
    )
    assert "pw" not in str(done.error)


def test_deadline_covers_both_requests() -> None:
    """The bytes have to arrive within what the metadata left of the deadline."""
    late = failure(timed_out=True)
    done = step(io.BytesIO(), FOUND, late, deadline_seconds=5.0, max_retries=0)
    assert isinstance(done.error, LagTimeoutError)


def test_path_gets_the_image_when_it_is_complete(tmp_path: Path) -> None:
    """Until then, and after an error, the old file is there and nothing else."""
    path = tmp_path / "x.png"
    path.write_bytes(b"old")
    assert isinstance(step(path, FOUND, reply(403), max_retries=0).error, LagAPIError)
    assert [one.name for one in tmp_path.iterdir()] == ["x.png"]
    assert path.read_bytes() == b"old"
    step(os.fspath(path), FOUND, image(b"new"))
    assert [one.name for one in tmp_path.iterdir()] == ["x.png"]
    assert path.read_bytes() == b"new"


def test_download_keeps_the_link_and_the_mode_of_its_target(tmp_path: Path) -> None:
    """The file behind a link gets the image, and is as private as before."""
    path, link = tmp_path / "x.png", tmp_path / "link.png"
    path.write_bytes(b"old")
    path.chmod(0o600)
    link.symlink_to(path)
    assert step(link, FOUND, image(b"new")).error is None
    assert link.is_symlink()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)


PAGE = b"\xef\xbb\xbf \n<!doctype html>blocked"
NO_IMAGE: Dict[str, Tuple[Reply, Tuple[bytes, ...], str]] = {
    "a page": (
        reply(200, content_type="text/html; charset=utf-16"),
        (b"\xff\xfe<\0",),
        "text/html",
    ),
    "a page as an image": (reply(200, content_type="image/png"), (PAGE, PAGE), "it is a page"),
    "text": (reply(200, content_type="text/plain"), (b"Access denied",), "it is text/plain"),
    "JSON": (reply(200, content_type="application/problem+json"), (b"{}",), "problem+json"),
    "empty": (reply(200, content_type="image/png"), (), "it is empty"),
    "empty pieces": (reply(200), (b"", b""), "it is empty"),
    "204": (reply(204), (), "its status is 204"),
    "206": (reply(206, content_type="image/png"), (b"\x89PNG",), "its status is 206"),
    "cut off": (reply(200), (b"\x89PNG", failure(status=200)), "broken"),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("name", NO_IMAGE)
def test_old_file_stays_if_the_response_is_not_an_image(name: str, tmp_path: Path) -> None:
    """Such a response counts as lost: it is repeated, then an error, and no byte is stored."""
    head, pieces, said = NO_IMAGE[name]
    lost = pieces[1:] if name == "cut off" else ()
    outcome: Any = (head, pieces[:1] if lost else pieces, *lost)
    path, file = tmp_path / "x.png", io.BytesIO(b"old")
    path.write_bytes(b"old")
    for to in (path, file):
        done = step(to, FOUND, *[outcome] * 3)
        assert type(done.error) is (LagConnectionError if lost else LagDecodeError)
        assert said in done.error.message
        assert (done.error.outcome, done.error.attempts) == ("refused", 3)
        assert "base_url" not in str(done.error) or lost
    assert [one.name for one in tmp_path.iterdir()] == ["x.png"]
    assert path.read_bytes() == b"old"
    assert file.getvalue() == (b"\x89PNG" if lost else b"old")
    assert step(path, FOUND, outcome, image(b"new")).error is None
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("{folder}/none/x", "`to` must be a path that can be written, not '"),
        ("{folder}", "it is a folder or a device"),
        (os.devnull, "it is a folder or a device"),
        ("", "it is a folder or a device"),
        ("a\0b", "`to` must be a path that can be written"),
        (io.StringIO(), "a file open in mode 'wb'"),
        (io.BytesIO, "a file open in mode 'wb'"),
        (None, "a file open in mode 'wb'"),
    ],
)
def test_wrong_target_is_refused_before_a_request(to: Any, said: str, tmp_path: Path) -> None:
    """A target is opened before anything is sent; a device is not replaced by a file."""
    done = step(to.format(folder=tmp_path) if isinstance(to, str) else to)
    assert isinstance(done.error, LagInvalidRequestError)
    assert said in str(done.error)
    assert done.requests == []


async def report(done: int, total: Optional[int]) -> None: ...


@pytest.mark.parametrize("progress", [5, report])
def test_wrong_progress_is_refused(progress: Any) -> None:
    """Progress is called, not awaited; this is checked for downloads and uploads."""
    done = step(io.BytesIO(), progress=progress)
    assert "`progress` must be a blocking function, or None" in str(done.error)
    with Client(token="lag_pat_x") as client, pytest.raises(LagInvalidRequestError) as caught:
        client.images.upload(png(), purpose="chat", progress=progress)
    assert caught.value.outcome == "not_sent"


def test_upload_reports_its_file() -> None:
    """The bytes of the file count, not those of the form; an empty file has one report."""
    calls: List[Any] = []
    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as client:
        data = png(more=b"x" * 100_000)
        client.images.upload(data, purpose="chat", progress=lambda *call: calls.append(call))
        size = len(data)
        assert calls == [(0, size), (65536, size), (size, size)]


def test_download_over_the_sandbox(tmp_path: Path) -> None:
    """Both clients, in both event loops, and the other transports store the uploaded bytes."""
    data = png(more=os.urandom(200_000))
    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as client:
        image = client.images.upload(data, purpose="chat")
        client.images.download(image.id, tmp_path / "blocking.png")

        async def main(name: str, **options: Any) -> None:
            async with AsyncClient(token=lag.token, base_url=lag.url, **options) as other:
                await other.images.download(image.id, tmp_path / name, variant="original")
                await other.with_options(deadline_seconds=60).images.download(
                    image.id, tmp_path / name
                )

        for backend in ("asyncio", "trio"):
            anyio.run(main, f"{backend}.png", backend=backend)
        for name, (backend, _) in ADAPTERS.items():
            own = adapter(name, verify=False, trust_env=False)
            if backend == "sync":
                with Client(token=lag.token, base_url=lag.url, transport=own) as fast:
                    fast.images.download(image.id, tmp_path / f"{name}.png")
            else:

                async def over_other(name: str = name, own: Any = own) -> None:
                    await main(f"{name}.png", transport=own)

                asyncio.run(over_other())
    assert {one.read_bytes() == data for one in tmp_path.iterdir()} == {True}
    assert len(list(tmp_path.iterdir())) == 3 + len(ADAPTERS)


def test_stream_reaches_another_origin(way: Way) -> None:
    """Every transport streams from a host that is not the API's, and closes what it opened."""
    with Sandbox() as lag:
        carrier, request = way.carrier(), get(lag.url, "/health")
        if way.kind == "sync":
            with carrier.stream(request, NO_LIMIT) as stream:
                assert b"".join(stream.chunks)
            carrier.close()
            if way.borrowed:
                carrier._client.close()
                return
            with pytest.raises(TransportError), carrier.stream(request, NO_LIMIT):
                pass
            return

        async def main() -> None:
            async with carrier.stream(request, NO_LIMIT) as stream:
                assert b"".join([chunk async for chunk in stream.chunks])
            await way.end(carrier)
            if not way.borrowed:
                with pytest.raises(TransportError):
                    async with carrier.stream(request, NO_LIMIT):
                        pass

        anyio.run(main, backend=way.kind)
