"""Our own connections: pools of httpx's transport, by process and by event loop.

This is httpx without the client around it. A client has one base URL, so what httpx's client looks
up for every request, whether a proxy applies and whom to trust, is decided once, with the pool.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any, AsyncIterator, Callable, Dict, Optional, Tuple, Union
from urllib.parse import urlsplit

from lagclient.transport.protocol import Request, Timeouts, TransportError
from lagclient.transport.settings import is_loopback
from lagclient.types import TLSContext, Verify

if TYPE_CHECKING:
    import ssl

_ENCODINGS = "gzip, deflate"
MAX_CONNECTIONS = 100


class Pool:
    """Our own connections, made on first use and again after a fork."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        # By process: a parent's pool stays as it is, closing it here would end it there.
        self._pools: Dict[int, Any] = {}
        self._closed = False

    def open(self, request: Request, timeouts: Timeouts, content: Any) -> Any:
        """Send, and return once the headers of the answer are there."""
        if self._closed:
            raise TransportError.unsent("The client is closed")
        try:
            process = os.getpid()
            pool = self._pools.get(process) or self._pools.setdefault(process, self._make())
            built = _prebuilt(request, timeouts, content)
        except Exception as error:
            raise TransportError.unsent(error) from error
        try:
            return pool.handle_request(built)
        except Exception as error:
            limit = timeouts.cut().pool
            if limit is None or type(error).__name__ != "PoolTimeout":
                raise
            raise _all_in_use(limit) from error
        finally:
            end(content)

    def close(self) -> None:
        """Close the pool."""
        self._closed = True
        pool = self._pools.get(os.getpid())
        if pool is not None:
            pool.close()


class AsyncPool:
    """Our own connections, one pool for each event loop that the client is used in.

    A pool is closed with its loop: what closes it is an asynchronous generator left open, which
    asyncio and trio finish before a loop ends.

    No more requests are let into a pool than it has connections: one that is cancelled while it
    waits inside of httpcore's may take a connection along, for good.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        from anyio.lowlevel import RunVar

        self._make = make
        self._here: Any = RunVar("lagclient pool")
        self._closed = False

    async def open(self, request: Request, timeouts: Timeouts, content: Any) -> Any:
        """Send, and return once the headers of the answer are there."""
        from lagclient.transport import streams

        if self._closed:
            raise TransportError.unsent("The client is closed")
        try:
            pool, gate, _ = self._here.get(None) or await self._opened()
            built = _prebuilt(request, timeouts, content)
            streams.give(built, content)
        except Exception as error:
            raise TransportError.unsent(error) from error
        await _pass(gate, timeouts)
        try:
            if self._closed:
                raise TransportError.unsent("The client is closed")
            response = await pool.handle_async_request(built)
        except BaseException:
            gate.release()
            raise
        finally:
            end(content)
        if response.is_closed:
            gate.release()
        else:
            response.stream = streams.Held(response.stream, gate.release)
        return response

    async def _opened(self) -> Tuple[Any, Any, Any]:
        import anyio

        from lagclient.transport.sockets import Sockets

        pool = self._make()
        life = self._life(pool, Sockets.of(pool))
        here = (pool, anyio.Semaphore(MAX_CONNECTIONS), life)
        self._here.set(here)
        await life.__anext__()
        return here

    async def _life(self, pool: Any, sockets: Any) -> AsyncIterator[None]:
        try:
            yield
        finally:
            # What the loop's variables hold, holds the loop: it would never be freed.
            self._here.set(None)
            await pool.aclose()
            if sockets is not None:
                await sockets.aclose()

    async def close(self) -> None:
        """Close the pool of this event loop; the others close with theirs."""
        self._closed = True
        _, _, life = self._here.get(None) or (None, None, None)
        if life is not None:
            await life.aclose()


async def _pass(gate: Any, timeouts: Timeouts) -> None:
    """Wait for one's turn, first come, first served."""
    import anyio

    try:
        gate.acquire_nowait()
    except anyio.WouldBlock:
        limit = timeouts.cut().pool
        with anyio.move_on_after(limit):
            await gate.acquire()
            return
        raise _all_in_use(limit or 0.0) from None


def _all_in_use(limit: float) -> TransportError:
    return TransportError(
        f"All {MAX_CONNECTIONS} connections of the client are in use, "
        f"none became free in {limit:g} s",
        phase="pool",
        sent=False,
        timed_out=True,
    )


def pool_maker(
    kind: str, base_url: str, verify: Verify, proxy: Optional[str], trust_env: bool
) -> Callable[[], Any]:
    """What makes the pool of a client, when its first request asks for it.

    A client has one base URL, so whether a proxy applies is decided once, with its pool.

    Args:
        kind: The name of httpx's class: ``HTTPTransport`` or ``AsyncHTTPTransport``.
        base_url: Where the API is.
        verify: As for httpx, or the path of a file of certificates.
        proxy: URL of a proxy; None: what the environment says, if `trust_env`.
        trust_env: Whether ``HTTPS_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE`` and the like count.
    """
    url = urlsplit(base_url)

    def make() -> Any:
        import httpx

        from lagclient.transport import connections, deadline

        through = proxy
        if proxy is None and trust_env:
            through = _environment_proxy(url.scheme, url.hostname or "")
        clear = url.scheme == "http" and through is None
        context = False if clear else _context(verify, trust_env)
        # None is closed for being one too many idle: httpcore may close it under a thread that was
        # just given it, which then waits in vain.
        limits = httpx.Limits(
            max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS
        )
        pool = getattr(httpx, kind)(
            verify=context, proxy=through, trust_env=trust_env, limits=limits
        )
        if kind == "HTTPTransport":
            deadline.keep(pool)
        if kind == "AsyncHTTPTransport" or through is not None:
            connections.mend(pool)  # without either, there is nothing that could get lost
        return pool

    return make


def _environment_proxy(scheme: str, host: str) -> Optional[str]:
    import urllib.request

    # A token for a loopback address has no business at a proxy, least of all over http.
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(scheme) or proxies.get("all")
    return f"http://{found}" if found and "://" not in found else found


def _context(verify: Verify, trust_env: bool) -> Union[bool, TLSContext]:
    import ssl

    if verify is True:
        return _default_context(trust_env)
    if isinstance(verify, (str, os.PathLike)):
        return ssl.create_default_context(cafile=os.fspath(verify))
    return verify


@functools.cache
def _default_context(trust_env: bool) -> ssl.SSLContext:
    import httpx

    # Reading the certificates takes longer than all else about a client: once in a process.
    return httpx.create_ssl_context(trust_env=trust_env)


def end(content: Any) -> None:
    """Close what was sent, or as much of it as was: garbage collection would warn of open files."""
    close = getattr(content, "close", None)
    if close is not None:
        close()


def phases(timeouts: Timeouts) -> Dict[str, Optional[float]]:
    """The limits of the phases as httpx names them, none beyond the total."""
    cut = timeouts.cut()
    return {"connect": cut.connect, "read": cut.read, "write": cut.write, "pool": cut.pool}


def _prebuilt(request: Request, timeouts: Timeouts, content: Any) -> Any:
    import httpx

    return httpx.Request(
        request.method,
        request.url,
        headers={"accept-encoding": _ENCODINGS, **request.headers},
        content=content,
        extensions={"timeout": phases(timeouts)},
    )
