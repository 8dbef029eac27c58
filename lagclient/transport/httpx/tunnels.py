"""Tunnels through a proxy: one that could not be made is a connection that could not be made.

A proxy that hangs up, or says nothing, while it should make a tunnel looks to httpcore like an API
that did so. But then nothing was sent yet, and trying again does no harm.
"""

from __future__ import annotations

from typing import Any, NoReturn, Union

import httpcore


def mended(made: Any) -> Union[Tunnel, AsyncTunnel]:
    """A connection of httpcore's through a proxy that tells the one from the other."""
    return AsyncTunnel(made) if hasattr(made, "aclose") else Tunnel(made)


class _Tunnel:
    """A connection of httpcore's."""

    def __init__(self, made: Any) -> None:
        self._made = made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)

    def _fail(self, error: Exception) -> NoReturn:
        """Raise what ended a request: if that was the tunnel, nothing was sent."""
        if not getattr(self._made, "_connected", True):
            if isinstance(error, httpcore.TimeoutException):
                raise httpcore.ConnectTimeout(str(error)) from error
            if isinstance(error, (httpcore.ReadError, httpcore.WriteError, httpcore.ProtocolError)):
                raise httpcore.ProxyError(str(error)) from error
        raise error


class Tunnel(_Tunnel):
    """For a `Client`."""

    def handle_request(self, request: Any) -> Any:
        """Connect if that was not done yet, and send."""
        try:
            return self._made.handle_request(request)
        except Exception as error:
            self._fail(error)


class AsyncTunnel(_Tunnel):
    """For an `AsyncClient`."""

    async def handle_async_request(self, request: Any) -> Any:
        """Connect if that was not done yet, and send."""
        try:
            return await self._made.handle_async_request(request)
        except Exception as error:
            self._fail(error)
