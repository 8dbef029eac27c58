"""Webhooks over uvicorn."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

from lagclient import accepting
from lagclient.errors import LagInvalidRequestError


class Server:
    """Serves one ASGI application until it is asked to end."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        """Listen on an address; nothing is answered yet."""
        try:
            import uvicorn
        except ImportError as error:
            raise ImportError(
                "A Bot serves webhooks with uvicorn: python -m pip install uvicorn "
                "'lagclient[webhooks]', or serve `bot.app(secret)` yourself"
            ) from error
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            # uvicorn would end the process, not the robot.
            self._listener = socket.create_server((host, port), family=family)
        except (OSError, UnicodeError) as error:
            raise LagInvalidRequestError(
                f"`host` and `port` must be a free address, not {host!r} and {port}: {error}"
            ) from error
        # Webhooks have no WebSockets, and uvicorn would import a deprecated part of `websockets`.
        config = uvicorn.Config(app, host=host, port=port, log_config=None, ws="none")
        server: Any = uvicorn.Server(config)
        self._server = server
        server.capture_signals = contextlib.nullcontext  # they are for `Bot.run`
        close = server.shutdown

        async def shutdown(sockets: Any = None) -> None:
            await accepting.settled()
            await close(sockets=sockets)

        server.shutdown = shutdown

    async def run(self) -> None:
        """Serve until `end`; requests that are being answered are finished."""
        await self._server.serve(sockets=[self._listener])
        # Before 0.30, uvicorn left the port open if the end was asked for while it started.
        if any(server.is_serving() for server in self._server.servers):
            await self._server.shutdown(sockets=[self._listener])

    def end(self) -> None:
        """Stop accepting connections."""
        self._server.should_exit = True

    def close(self) -> None:
        """Give the address up."""
        self._listener.close()
