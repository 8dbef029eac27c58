"""The server of a robot's webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
from typing import Any

from lagclient.bot.server import Server


def test_connection_that_comes_at_the_end_is_closed() -> None:
    """A connection that is being accepted when the server ends is closed, not lost."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        """Answer nothing: no request arrives."""

    async def main() -> None:
        server = Server(app, "127.0.0.1", 0)
        address = server._listener.getsockname()
        running = asyncio.ensure_future(server.run())
        while not server._server.started:
            await asyncio.sleep(0.01)
        with contextlib.ExitStack() as stack:
            clients = [
                stack.enter_context(socket.create_connection(address, 10)) for _ in range(20)
            ]
            server.end()
            await asyncio.sleep(0)  # the loop has now seen the connections
            await server._server.shutdown(sockets=[server._listener])
            await running
            assert {client.recv(1) for client in clients} == {b""}

    asyncio.run(main())
    gc.collect()
