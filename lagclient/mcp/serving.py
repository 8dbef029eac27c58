"""Serve over the streams of the process, or over HTTP on loopback."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from typing import Any, Callable, Optional, Sequence

import anyio
import uvicorn
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from lagclient.client import AsyncClient

HOST = "127.0.0.1"
PATH = "/mcp"
GRACE_SECONDS = 1


async def serve_stdio(server: Server[Any], client: AsyncClient) -> None:
    """Serve until standard input is closed, or until Ctrl+C or SIGTERM, and close the client."""
    loop = asyncio.get_running_loop()
    try:
        async with client, stdio_server() as (received, sent):
            with anyio.CancelScope() as scope:
                _on_signals(lambda: loop.call_soon_threadsafe(scope.cancel))
                await server.run(received, sent, server.create_initialization_options())
            if scope.cancel_called:
                await client.aclose()
                # The thread that reads standard input cannot be interrupted, and Python waits
                # for it.
                os._exit(0)
    except Exception as error:
        if not _is_hangup(error):
            raise


def _is_hangup(error: BaseException) -> bool:
    """Return whether the other program has ended, and nothing else went wrong."""
    inside: Optional[Sequence[BaseException]] = getattr(error, "exceptions", None)
    return isinstance(error, BrokenPipeError) if inside is None else all(map(_is_hangup, inside))


def listen(port: int) -> socket.socket:
    """Return a socket on loopback; port 0 is a free one.

    Raises:
        OSError: The port is in use.
    """
    return socket.create_server((HOST, port))


async def serve_http(
    server: Server[Any], client: AsyncClient, listener: socket.socket, origins: Sequence[str] = ()
) -> None:
    """Serve over HTTP until Ctrl+C or SIGTERM, and close the client.

    Only requests to a name of this machine are answered, because a page of another site could have
    its own name resolve to this machine. Requests of web pages are refused: they have an Origin.

    Args:
        server: The server.
        client: The client of the API.
        listener: The socket of `listen`.
        origins: Origins of web pages that may call it.
    """
    port = listener.getsockname()[1]
    security = TransportSecuritySettings(
        allowed_hosts=[f"{HOST}:{port}", f"localhost:{port}"], allowed_origins=[*origins]
    )
    app = server.streamable_http_app(streamable_http_path=PATH, transport_security=security)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    # uvicorn ends at these signals, and then raises them once more.
    _on_signals(lambda: None)
    async with client:
        await uvicorn.Server(config).serve(sockets=[listener])


def _on_signals(handle: Callable[[], object]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: handle())
