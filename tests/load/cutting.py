"""A way to a server on this machine that can be cut: all connections over it end at once."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import List, Set
from urllib.parse import urlsplit


class Wire:
    """Carries bytes between its own port and a server, both ways, until it is cut."""

    def __init__(self, url: str) -> None:
        there = urlsplit(url)
        self._there = there.hostname or "", there.port or 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._live: Set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: List[threading.Thread] = []
        self._is_closed = False
        self._begin(self._accept)

    @property
    def url(self) -> str:
        """The address of its own port."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """End all connections, in the middle of whatever they carry."""
        with self._lock:
            for end in self._live:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End all connections, and take no more."""
        self._is_closed = True
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname()).close()  # wakes accept()
        self._threads[0].join()
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join()

    def _begin(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            here, _ = self._listener.accept()
            if self._is_closed:
                here.close()
                return
            self._begin(self._join, here)

    def _join(self, here: socket.socket) -> None:
        with here, socket.create_connection(self._there) as there:
            with self._lock:
                self._live |= {here, there}
            back = threading.Thread(target=_carry, args=(there, here), daemon=True)
            back.start()
            _carry(here, there)
            back.join()
            with self._lock:
                self._live -= {here, there}


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
