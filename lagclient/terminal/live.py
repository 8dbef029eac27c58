"""Events of a user as they happen: the WebSocket of the API, which connects again by itself.

After each connection the servers are subscribed again, and `connected` comes as a frame, so that a
reader can fetch what it missed. The token is a part of the address, because the API takes it only
there; so the library's log is off, and no message of ours has the address.
"""

from __future__ import annotations

import contextlib
import json
import logging
import random
import time
from importlib import import_module
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, cast
from urllib.parse import quote

import click

from lagclient.errors import LagAuthError, LagConnectionError
from lagclient.terminal.output import note

Frame = Dict[str, Any]

PING_SECONDS = 30.0
SILENCE_SECONDS = 75.0
"""Two pings without any answer, and the connection counts as lost."""
MAX_WAIT_SECONDS = 30.0
CONNECTED = "connected"
"""The type of our own frame after each connection."""


class Live:
    """The frames of one user."""

    def __init__(
        self,
        base_url: str,
        token: str,
        servers: Sequence[str] = (),
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        say: Callable[[str], None] = note,
    ) -> None:
        self._base_url, self._token = base_url, token
        self._servers: List[str] = list(servers)
        self._sleep, self._clock, self._say = sleep, clock, say
        self._is_over = False
        self._socket: Any = None
        self._failures = 0
        self._open = contextlib.ExitStack()

    def __repr__(self) -> str:
        return f"<Live of {self._base_url}>"

    def frames(self) -> Iterator[Frame]:
        """Yield frames until `end` is called.

        Raises:
            LagAuthError: The API refuses the token.
        """
        while not self._is_over:
            try:
                self._connect()
                if self._is_over:  # while it connected
                    return
                yield {"type": CONNECTED}
                yield from self._read()
            except (OSError, EOFError, LagConnectionError) as error:
                if self._is_over:
                    return
                self._failures += 1
                wait = min(MAX_WAIT_SECONDS, 2.0 ** (self._failures - 1)) * random.uniform(0.5, 1)  # noqa: S311
                self._say(f"Connection lost ({_reason(error)}); again in {wait:.0f} s")
                self._sleep(wait)
            finally:
                self.close()

    def send(self, frame: Frame) -> None:
        """Send a frame over the connection that is open.

        Raises:
            LagConnectionError: The connection has broken.
        """
        socket = self._socket
        if socket is None:
            return
        errors: Any = import_module("websockets.exceptions")
        try:
            socket.send(json.dumps(frame))
        except errors.WebSocketException as error:
            raise LagConnectionError(str(error)) from None

    def subscribe(self, servers: Sequence[str]) -> None:
        """Receive the events of these servers from now on."""
        self._servers = list(servers)
        if self._servers:
            self.send({"type": "subscribe_servers", "serverIds": self._servers})

    def end(self) -> None:
        """End the frames, also from another thread."""
        self._is_over = True
        socket = self._socket
        if socket is not None:
            socket.close()

    def close(self) -> None:
        """Close the connection."""
        self._socket = None
        self._open.close()

    def _connect(self) -> None:
        try:
            library: Any = import_module("websockets.sync.client")
            errors: Any = import_module("websockets.exceptions")
        except ImportError:
            raise click.UsageError(
                "Live events need their library: python -m pip install 'lagclient[terminal]'"
            ) from None
        scheme, _, place = self._base_url.partition("://")
        address = f"{'wss' if scheme == 'https' else 'ws'}://{place}/ws?token={quote(self._token)}"
        try:
            connecting = library.connect(
                address, logger=_SILENT, open_timeout=30, close_timeout=2, max_size=2**24
            )
            self._socket = self._open.enter_context(connecting)
        except errors.InvalidStatus as error:
            status = error.response.status_code
            if status in (401, 403):
                raise LagAuthError("The API refuses the token for live events", status) from None
            raise LagConnectionError(f"HTTP {status}") from None
        except errors.WebSocketException as error:
            raise LagConnectionError(type(error).__name__) from None
        self.subscribe(self._servers)

    def _read(self) -> Iterator[Frame]:
        closed: Any = import_module("websockets.exceptions").ConnectionClosed
        heard = pinged = self._clock()
        while True:
            now = self._clock()
            if now - heard >= SILENCE_SECONDS:
                raise LagConnectionError("silence")
            if now - pinged >= PING_SECONDS:
                pinged = now
                self.send({"type": "ping"})
            try:
                text = self._socket.recv(timeout=max(0.0, pinged + PING_SECONDS - now))
            except TimeoutError:
                continue
            except closed as error:
                raise LagConnectionError(str(error)) from None
            heard = self._clock()
            self._failures = 0
            frame = frame_of(text)
            if frame is not None:
                yield frame


def frame_of(text: Any) -> Optional[Frame]:
    """Return a frame; None for what is not one."""
    try:
        frame: Any = json.loads(text)
    except ValueError:
        return None
    fields: Frame = cast("Frame", frame) if isinstance(frame, dict) else {}
    return fields if isinstance(fields.get("type"), str) else None


def _reason(error: BaseException) -> str:
    return error.message if isinstance(error, LagConnectionError) else type(error).__name__


_SILENT = logging.getLogger("lagclient.terminal.websocket")
_SILENT.disabled = True  # its lines have the address, and so the token
