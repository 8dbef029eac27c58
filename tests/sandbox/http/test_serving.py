"""The server of a sandbox, and how it ends."""

from __future__ import annotations

import gc
import socket
import threading
import warnings
from typing import Any

from lagclient.sandbox import Sandbox


def test_connection_that_arrives_at_the_end_is_closed() -> None:
    """A connection that is being accepted when the sandbox ends is closed, not lost."""
    busy = threading.Event()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with Sandbox() as lag:
            server: Any = lag._serving._server
            server._loop.call_soon_threadsafe(busy.wait, 10)
            address = ("127.0.0.1", int(lag.url.rpartition(":")[2]))
            client = socket.create_connection(address, timeout=10)
            server.stop()
            busy.set()
        with client:
            assert client.recv(1) == b""
        gc.collect()
    assert [str(warning.message) for warning in caught] == []
