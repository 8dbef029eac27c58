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
        return pool.handle_request(built)

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
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        from anyio.lowlevel import RunVar

        self._make = make
        self._here: Any = RunVar("lagclient pool")
        self._closed = False

    async def open(self, request: Request, timeouts: Timeouts, content: Any) -> Any:
        """Send, and return once the headers of the answer are there."""
        if self._closed:
            raise TransportError.unsent("The client is closed")
        try:
            pool, _ = self._here.get(None) or await self._opened()
            built = _prebuilt(request, timeouts, content)
        except Exception as error:
            raise TransportError.unsent(error) from error
        return await pool.handle_async_request(built)

    async def _opened(self) -> Tuple[Any, Any]:
        pool = self._make()
        life = self._life(pool)
        self._here.set((pool, life))
        await life.__anext__()
        return pool, life

    async def _life(self, pool: Any) -> AsyncIterator[None]:
        try:
            yield
        finally:
            # What the loop's variables hold, holds the loop: it would never be freed.
            self._here.set(None)
            await pool.aclose()

    async def close(self) -> None:
        """Close the pool of this event loop; the others close with theirs."""
        self._closed = True
        _, life = self._here.get(None) or (None, None)
        if life is not None:
            await life.aclose()


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

        through = proxy
        if proxy is None and trust_env:
            through = _environment_proxy(url.scheme, url.hostname or "")
        clear = url.scheme == "http" and through is None
        context = False if clear else _context(verify, trust_env)
        return getattr(httpx, kind)(verify=context, proxy=through, trust_env=trust_env)

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
