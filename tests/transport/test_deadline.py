"""The deadline of a blocking call, at the sockets: no server can stretch it."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from typing import Any, Callable, List, Optional

import httpcore
import pytest

from lagclient.transport.httpx import deadline
from lagclient.transport.httpx.deadline import Backend, is_over, within
from lagclient.transport.httpx.transport import transport
from lagclient.transport.protocol import Request, Timeouts, TransportError
from tests.kit.servers import Serve
from tests.kit.ways import PLAIN, Way, get, told

LIMIT = 0.3
GAP = 0.2  # longer than what is left after the first, shorter than the limit


class Recorded(httpcore.NetworkStream):
    """A stream that only notes which limits it is given."""

    def __init__(self, log: List[Optional[float]]) -> None:
        self.log = log

    def read(self, max_bytes: int, timeout: Optional[float] = None) -> bytes:
        self.log.append(timeout)
        return b""

    def write(self, buffer: bytes, timeout: Optional[float] = None) -> None:
        self.log.append(timeout)

    def start_tls(
        self, ssl_context: Any, server_hostname: Any = None, timeout: Optional[float] = None
    ) -> httpcore.NetworkStream:
        self.log.append(timeout)
        return self

    def close(self) -> None:
        self.log.append(None)


class Network(httpcore.NetworkBackend):
    """Hosts whose first addresses do not answer, and take their time for that."""

    def __init__(self, *failures: Exception, wait: Callable[[], None] = lambda: None) -> None:
        self.failures = list(failures)
        self.wait = wait
        self.log: List[Optional[float]] = []
        self.hosts: List[str] = []

    def connect_tcp(
        self, host: str, port: int, timeout: Optional[float] = None, *more: Any, **options: Any
    ) -> httpcore.NetworkStream:
        self.hosts.append(host)
        self.log.append(timeout)
        self.wait()
        if self.failures:
            raise self.failures.pop(0)
        return Recorded(self.log)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that is moved by hand."""
    now = [1000.0]
    monkeypatch.setattr(deadline.time, "monotonic", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def test_every_step_has_what_is_left(clock: Callable[[float], None]) -> None:
    """Connecting, the TLS handshake, each write and each read share one limit."""
    network = Network()
    with within(10):
        stream = Backend(network).connect_tcp("127.0.0.1", 1, 4)
        clock(7)
        stream = stream.start_tls(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "x", 4)
        clock(1)
        stream.write(b"head", 4)
        stream.write(b"x" * 20_000, 4)
        clock(1)
        stream.read(100, None)
        clock(5)
        stream.read(100, 4)
        assert is_over()
    assert network.log == [4, 3, 2, 2, 2, 1, 0.001]


def test_without_a_deadline_limits_are_as_they_are(clock: Callable[[float], None]) -> None:
    """Outside of a call, and in one without a deadline, nothing is changed."""
    network = Network()
    stream = Backend(network).connect_tcp("lag.invalid", 1, 4)
    with within(5), within(None):
        stream.read(100, 7)
        stream.read(100, None)
        assert not is_over()
    assert (network.hosts, network.log) == (["lag.invalid"], [4, 7, None])


def test_addresses_share_the_deadline(
    clock: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host of several addresses does not have the time of each of them."""
    found = [(None, None, None, "", (address, 1)) for address in ("::1", "127.0.0.1", "127.0.0.2")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    failures = httpcore.ConnectTimeout(), httpcore.ConnectError()
    network = Network(*failures, wait=lambda: clock(3))
    with within(10):
        Backend(network).connect_tcp("localhost", 1, 8)
    assert network.hosts == ["::1", "127.0.0.1", "127.0.0.2"]
    assert network.log == [8, 7, 4]
    network = Network(*(httpcore.ConnectError(str(n)) for n in range(3)))
    with within(10), pytest.raises(httpcore.ConnectError, match="2"):
        Backend(network).connect_tcp("localhost", 1, None)


def test_a_host_that_is_unknown_is_no_connection() -> None:
    """A name that cannot be looked up fails as it does without a deadline."""
    carrier = transport(None, "http://lag.invalid", *PLAIN)
    with pytest.raises(TransportError) as caught:
        carrier.send(get("http://lag.invalid"), Timeouts(total=30))
    assert told(caught.value) == ("connect", False, False, None)


def test_threads_have_deadlines_of_their_own(clock: Callable[[float], None]) -> None:
    """What one thread is bound by does not bind another."""
    seen: List[bool] = []
    with within(1):
        clock(2)
        thread = threading.Thread(target=lambda: seen.append(is_over()))
        thread.start()
        thread.join()
        assert is_over()
    assert seen == [False]
    assert not is_over()


def slow_head(connection: socket.socket, head: bytes) -> bool:
    """Headers without an end, piece by piece."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(20):
        time.sleep(GAP)
        connection.sendall(b"x-%d: 1\r\n" % number)
    return False


def slow_body(connection: socket.socket, head: bytes) -> bool:
    """A body without an end, piece by piece."""
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n")
    for _ in range(20):
        time.sleep(GAP)
        connection.sendall(b"x")
    return False


@pytest.mark.parametrize("respond", [slow_head, slow_body])
def test_what_drips_in_is_cut_off_on_time(respond: Any, serve: Serve) -> None:
    """No piece wins time for the next one: the call is over while the server is still sending."""
    done = threading.Event()

    def dripping(connection: socket.socket, head: bytes) -> bool:
        respond(connection, head)
        done.set()
        return False

    error = Way("sync", "pool").failure(get(serve(dripping).url), Timeouts(read=5.0, total=LIMIT))
    assert error.timed_out
    assert error.phase == "read"
    assert not done.is_set()


def test_who_reads_too_slowly_is_cut_off(serve: Serve) -> None:
    """A server that takes an upload drop by drop does not hold the call up."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def sip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                while not stop.wait(0.02) and connection.recv(1024):
                    pass

        thread = threading.Thread(target=sip)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        headers = {"content-length": "50000000"}
        request = Request("POST", url, headers, lambda: iter([b"x" * 1_000_000] * 50))
        error = Way("sync", "pool").failure(request, Timeouts(total=LIMIT))
        stop.set()
        thread.join(5)
    assert told(error) == ("write", True, True, None)
