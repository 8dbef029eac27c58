"""Bodies that are compressed, by the coding of their headers or by another one."""

from __future__ import annotations

import gc
import gzip
import zlib
from functools import partial
from typing import Any, AsyncIterator

import anyio
import pytest

from lagclient.client import AsyncClient
from lagclient.errors import LagAPIError
from lagclient.transport.coding import DecodingError, decoder_of
from lagclient.transport.protocol import TransportError
from tests.kit.adapters import KINDS, backend_of, client_by
from tests.kit.servers import Serve, answer, settled_soon
from tests.kit.ways import NO_LIMIT, Way, get

RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
TEXT = b'{"text": "' + b"text " * 2000 + b'"}'
BODIES = {
    "gzip": gzip.compress(TEXT),
    "x-unknown": TEXT,
    "deflate": RAW.compress(TEXT) + RAW.flush(),
}


WHOLE = {
    "gzip": gzip.compress(b"[1, 2]"),
    "two members": gzip.compress(b"[1, ") + gzip.compress(b"2]"),
    "zlib": zlib.compress(b"[1, 2]"),
    "raw": zlib.compress(b"[1, 2]")[2:-4],
}


def created_by(kind: str, url: str) -> Any:
    """Return the error of a call that creates a server."""
    client = client_by(kind, url, max_retries=0)

    async def create() -> None:
        async with client:
            await client.servers.create(name="x")

    def create_blocking() -> None:
        with client:
            client.servers.create(name="x")

    run: Any = create_blocking
    if isinstance(client, AsyncClient):
        run = partial(anyio.run, create, backend=backend_of(kind))
    with pytest.raises(LagAPIError) as caught:
        run()
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("coding", ["deflate", "gzip", "gzip, br", "br", "zstd", "x-unknown"])
def test_write_whose_body_cannot_be_decoded_ends_alike(
    kind: str, coding: str, serve: Serve
) -> None:
    """Every transport takes text for a page, and a coding without its end for a cut response."""
    is_known = "br" not in coding[:2] and coding not in ("zstd", "x-unknown")
    for body, outcome in (
        (b"\x8b\x03\x80no coding", "unknown"),
        (b"{}x", "applied" if is_known else "unknown"),
    ):
        server = serve(answer(body, "201 Created", f"content-encoding: {coding}"))
        error = created_by(kind, server.url)
        assert (error.outcome, len(server.seen)) == (outcome, 1)


def test_bodies_are_decoded_alike(way: Way, serve: Serve) -> None:
    """Every transport decodes gzip and deflate, also without its head, and nothing else."""
    for coding, body in BODIES.items():
        server = serve(answer(body, "200 OK", f"content-encoding: {coding}"))
        assert way.attempt(get(server.url)).body == TEXT


@pytest.mark.parametrize("name", WHOLE)
def test_pieces_of_any_size_are_decoded(name: str) -> None:
    """Members of gzip follow each other; a head is identified also if it arrives byte by byte."""
    for more in (b"", b"\0", b"\0\0\0", b"\x1f", b"x\x1f\x8b"):
        body = WHOLE[name] + more  # padding after the end is ignored
        for size in (1, 2, 3, 1000):
            decoder: Any = decoder_of("gzip")
            pieces = [body[at : at + size] for at in range(0, len(body), size)]
            assert b"".join(map(decoder.decode, pieces)) == b"[1, 2]"
            decoder.end()


@pytest.mark.parametrize("name", WHOLE)
def test_coding_that_is_cut_off_is_an_error(name: str) -> None:
    """A body that ends before its coding is not complete; an empty one is not compressed."""
    body, first = WHOLE[name], len(gzip.compress(b"[1, "))
    for length in range(len(body) + 1):
        decoder: Any = decoder_of("gzip")
        decoder.decode(body[:length])
        # One byte after a member may be padding.
        if length in (0, len(body)) or (name == "two members" and length in (first, first + 1)):
            decoder.end()
            continue
        with pytest.raises(DecodingError, match="cut off"):
            decoder.end()


def test_body_whose_coding_is_cut_off_is_lost(way: Way, serve: Serve) -> None:
    """Every transport reports it, read at once or piece by piece; an error keeps its status."""
    cut = gzip.compress(TEXT)[:-9]
    server = serve(answer(cut, "200 OK", "content-encoding: gzip"))
    with pytest.raises(TransportError, match="cut off") as caught:
        way.attempt(get(server.url))
    assert (caught.value.phase, caught.value.status) == ("read", 200)
    with pytest.raises(TransportError, match="cut off"):
        way.read(get(server.url))
    server = serve(answer(cut, "404 Not Found", "content-encoding: gzip"))
    assert way.attempt(get(server.url)).status == 404


async def _read(chunks: AsyncIterator[bytes]) -> None:
    async for _ in chunks:
        pass


@pytest.mark.parametrize("over", ["pool", "instrumented", "client"])
def test_body_that_cannot_be_decoded_leaves_nothing_open_on_trio(over: str, serve: Serve) -> None:
    """The generators of httpcore and httpx are finished, else trio warns of each of them."""
    body = gzip.compress(TEXT)[:30] + b"no gzip" * 50_000
    server = serve(answer(body, "200 OK", "content-encoding: gzip"))
    way = Way("trio", over)
    carrier = way.carrier()

    async def main() -> None:
        with pytest.raises(TransportError):
            await carrier.send(get(server.url), NO_LIMIT)
        async with carrier.stream(get(server.url), NO_LIMIT) as stream:
            with pytest.raises(TransportError):
                await _read(stream.chunks)
        gc.collect()
        assert await settled_soon(server)
        await way.end(carrier)

    anyio.run(main, backend="trio")
