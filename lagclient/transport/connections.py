"""Connections of httpcore's that do not get lost in its pool.

One that could not be made keeps its place there for good where httpcore does not notice: when the
certificate at the end of a tunnel is refused, or when its first request is cancelled between being
given the connection and using it. And a proxy that hangs up while it should make a tunnel looks
like an API that did so: here it is a connection that was not made.
"""

from __future__ import annotations

from typing import Any, NoReturn

import anyio
import httpcore


def mend(pool: Any) -> None:
    """Have an httpx transport make its connections of this kind."""
    inner = getattr(pool, "_pool", None)
    if inner is not None:
        kind = AsyncConnection if hasattr(inner, "aclose") else Connection
        create = inner.create_connection

        def create_connection(origin: Any) -> Any:
            return kind(create(origin))

        inner.create_connection = create_connection


class _Connection:
    def __init__(self, made: Any) -> None:
        self._made = made
        self._used = False
        self._failed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)

    def is_closed(self) -> bool:
        """Whether the pool can forget it."""
        return self._failed or bool(self._made.is_closed())

    def _fail(self, error: BaseException) -> NoReturn:
        """Raise what ended the first request: if that was the tunnel, nothing was sent."""
        if not getattr(self._made, "_connected", True):
            if isinstance(error, httpcore.TimeoutException):
                raise httpcore.ConnectTimeout(str(error)) from error
            if isinstance(error, (httpcore.ReadError, httpcore.WriteError, httpcore.ProtocolError)):
                raise httpcore.ProxyError(str(error)) from error
        raise error


class Connection(_Connection):
    """For a `Client`."""

    def handle_request(self, request: Any) -> Any:
        """Connect if that was not done yet, and send."""
        if self._used:
            return self._made.handle_request(request)
        try:
            response = self._made.handle_request(request)
        except BaseException as error:
            self._failed = True
            self._made.close()
            self._fail(error)
        self._used = True
        return response


class AsyncConnection(_Connection):
    """For an `AsyncClient`."""

    async def handle_async_request(self, request: Any) -> Any:
        """Connect if that was not done yet, and send."""
        if self._used:
            return await self._made.handle_async_request(request)
        # Until it has been used once, the pool gives it to nobody else.
        try:
            response = await self._made.handle_async_request(request)
        except BaseException as error:
            self._failed = True
            with anyio.CancelScope(shield=True):
                await self._made.aclose()
            self._fail(error)
        self._used = True
        return response
