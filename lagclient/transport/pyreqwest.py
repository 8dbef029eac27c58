"""Requests over pyreqwest, which is Rust's reqwest: for the most speed. Python 3.11 and newer.

::

    Client(transport=PyreqwestTransport())  # pip install 'lagclient[pyreqwest]'

Only for the blocking client: pyreqwest 0.15 goes on with an asynchronous request that was
cancelled, connection and all, and not even closing its client ends that. For coroutines there is
`lagclient.transport.aiohttp.transport`.

What is different from our own pool, because reqwest cannot do it otherwise:

- `verify` takes no `ssl.SSLContext`; the certificates of a file are trusted beside the usual ones.
- `SSL_CERT_FILE` and `SSL_CERT_DIR` always count: with ``trust_env=False``, calls over TLS are
  refused while one of them is set.
- In the child of a fork it cannot be used if it was used in the parent; a call says so.
- The limit for reading begins with the attempt, so it is that for connecting and reading together.
  A body that is streamed may take the limit for writing for each MiB.
- Ctrl+C is heard when the attempt ends: the limits of time bound that.
- A path with a step in it (``.`` or ``..``, encoded or not) would be rewritten, and is refused.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from typing import Any, Dict, Generator, Iterator, List, Optional, Tuple

from lagclient.transport.content import end
from lagclient.transport.gate import enter
from lagclient.transport.protocol import (
    Reply,
    Request,
    Stream,
    Timeouts,
    TransportError,
    joined,
)
from lagclient.transport.reqwest import Carrier, failure_of

__all__ = ["PyreqwestTransport"]


class PyreqwestTransport(Carrier):
    """Carries the calls of a `Client` over pyreqwest."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._gates: Dict[int, threading.Semaphore] = {}

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        chunks: List[bytes] = []
        failure: Optional[TransportError] = None
        response: Any = None
        gate, left = self._entered(timeouts)
        try:
            built, body = self.start(request, left)
            try:
                with built as response:
                    reader = response.body_reader
                    while (chunk := reader.read_chunk()) is not None:
                        chunks.append(bytes(chunk))
            except Exception as error:
                failure = failure_of(error, response, body)
            finally:
                # Once it is sent its repr raises, and reports of errors print what frames hold.
                del built
                end(body)
        finally:
            gate.release()
        if failure is not None and (response is None or 200 <= response.status < 300):
            raise failure
        return Reply(response.status, joined(response.headers.items()), b"".join(chunks))

    @contextlib.contextmanager
    def stream(self, request: Request, timeouts: Timeouts) -> Generator[Stream, None, None]:
        """Make one attempt whose body is read piece by piece."""
        failure: Optional[TransportError] = None
        response: Any = None
        gate, left = self._entered(timeouts)
        with contextlib.ExitStack() as opened:
            opened.callback(gate.release)
            built, body = self.start(request, left)
            try:
                response = opened.enter_context(built)
            except Exception as error:
                failure = failure_of(error, None, body)
            finally:
                del built  # as above
                end(body)
            if failure is not None:
                raise failure
            yield Stream(response.status, joined(response.headers.items()), _chunks(response))

    def close(self) -> None:
        """Give up all connections."""
        self._closed = True
        for key in list(self._clients):
            client = self._clients.pop(key)
            if key[0] == os.getpid():  # else they are a parent's
                client.close()

    def _entered(self, timeouts: Timeouts) -> Tuple[threading.Semaphore, Timeouts]:
        """Wait for one's turn: the gate to release after it, and what is left of the limits."""
        started = time.monotonic()
        most, process = self._choices.max_connections, os.getpid()
        gate = self._gates.get(process) or self._gates.setdefault(
            process, threading.Semaphore(most)
        )
        enter(gate, most, timeouts.cut().pool)
        if timeouts.total is not None:
            left = timeouts.total - (time.monotonic() - started)
            timeouts = timeouts._replace(total=max(left, 0.001))
        return gate, timeouts


def _chunks(response: Any) -> Iterator[bytes]:
    failure: Optional[TransportError] = None
    try:
        while (chunk := response.body_reader.read_chunk()) is not None:
            yield bytes(chunk)
    except Exception as error:
        failure = failure_of(error, response, None)
    if failure is not None:
        raise failure
