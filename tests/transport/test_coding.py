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
@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip", "gzip, br", "x-unknown"])
def test_write_whose_body_cannot_be_decoded_is_applied(
    kind: str, coding: str, serve: Serve
) -> None:
    """A 2xx arrived, so every transport says that the write took effect, whatever its coding."""
    for body in (b"\x8b\x03\x80no coding", b"{}x"):
        server = serve(answer(body, "201 Created", f"content-encoding: {coding}"))
        error = created_by(kind, server.url)
        assert (error.outcome, error.status, len(server.seen)) == ("applied", 201, 1)


def test_bodies_are_decoded_alike(way: Way, serve: Serve) -> None:
    """Every transport decodes gzip and deflate, also without its head, and nothing else."""
    for coding, body in BODIES.items():
        server = serve(answer(body, "200 OK", f"content-encoding: {coding}"))
        assert way.attempt(get(server.url)).body == TEXT


async def _read(chunks: AsyncIterator[bytes]) -> None:
    async for _ in chunks:
        pass


@pytest.mark.parametrize("over", ["pool", "instrumented", "client"])
def test_body_that_cannot_be_decoded_leaves_nothing_open_on_trio(over: str, serve: Serve) -> None:
    """The generators of httpcore and httpx are finished, else trio warns of each of them."""
    body = gzip.compress(TEXT)[:30] + b"no gzip" * 50_000
    server = serve(answer(body, "200 OK", "content-encoding: gzip"))
    way = Way("trio", over)
    carrier = way.carrier(server.url)

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
