"""Requests as httpx has them, built with as little work as a repeated one needs."""

from __future__ import annotations

import functools
from typing import Any, Dict, Optional, Tuple

from lagclient.transport.protocol import Request, Timeouts

_ENCODINGS = "gzip, deflate"
_WITH_BODY = ("POST", "PUT", "PATCH")


class Builder:
    """Requests as httpx has them; what many of them share is made once."""

    def __init__(self) -> None:
        self._url = functools.lru_cache(maxsize=64)(_url)
        self._headers = functools.lru_cache(maxsize=64)(_headers)

    def __call__(
        self, request: Request, timeouts: Timeouts, stream: Any, length: Optional[int]
    ) -> Any:
        """A request whose body is a stream of that length; None: its headers tell, or nobody."""
        import httpx

        url = self._url(request.url)
        measure: Tuple[Tuple[str, str], ...] = ()
        if "content-length" not in request.headers:
            if length is None:
                measure = (("transfer-encoding", "chunked"),)
            elif length or request.method in _WITH_BODY:
                measure = (("content-length", str(length)),)
        headers = self._headers(url.netloc, (*request.headers.items(), *measure))
        timeout = {"timeout": phases(timeouts)}
        return httpx.Request(
            request.method, url, headers=headers, stream=stream, extensions=timeout
        )


def _url(url: str) -> Any:
    import httpx

    return httpx.URL(url)


def _headers(host: bytes, headers: Tuple[Tuple[str, str], ...]) -> Any:
    import httpx

    named = {"host": host.decode("ascii"), "accept-encoding": _ENCODINGS}
    return httpx.Headers({**named, **dict(headers)})


def phases(timeouts: Timeouts) -> Dict[str, Optional[float]]:
    """The limits of the phases as httpx names them, none beyond the total."""
    cut = timeouts.cut()
    return {"connect": cut.connect, "read": cut.read, "write": cut.write, "pool": cut.pool}
