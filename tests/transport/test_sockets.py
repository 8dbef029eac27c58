"""The sockets of our own connections: the deadline of a blocking call, and the packets."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from typing import Any, Callable, List, Optional

import anyio
import httpcore
import pytest

from lagclient.transport.hangup import hang_up
from lagclient.transport.httpx.sockets import AsyncDialer, Dialer
from lagclient.transport.protocol import Request, Timeouts
from tests.kit.servers import Serve
from tests.kit.ways import NO_LIMIT, USER_ANSWER, Way, describe, get

LIMIT = 0.3
GAP = 0.2  # longer than what is left after the first, shorter than the limit


class Recorded(httpcore.NetworkStream):
    """A stream that only notes what is written, and which limits it has."""

    def __init__(self, log: List[Any]) -> None:
        self.log = log
        self.written: List[bytes] = []

    def read(self, max_bytes: int, timeout: Optional[float] = None) -> bytes:
        self.log.append(timeout)
        return b""

    def write(self, buffer: bytes, timeout: Optional[float] = None) -> None:
        self.log.append(timeout)
        self.written.append(buffer)

    def start_tls(
        self, ssl_context: Any, server_hostname: Any = None, timeout: Optional[float] = None
    ) -> httpcore.NetworkStream:
        self.log.append(timeout)
        return self

    def close(self) -> None:
        self.log.append("closed")


class Network(httpcore.NetworkBackend):
    """Hosts whose first addresses do not answer, and take their time for that."""

    def __init__(self, *failures: Exception, wait: Callable[[], None] = lambda: None) -> None:
        self.failures = list(failures)
        self.wait = wait
        self.log: List[Any] = []
        self.hosts: List[str] = []
        self.stream = Recorded(self.log)

    def connect_tcp(
        self, host: str, port: int, timeout: Optional[float] = None, *more: Any, **options: Any
    ) -> httpcore.NetworkStream:
        self.hosts.append(host)
        self.log.append(timeout)
        self.wait()
        if self.failures:
            raise self.failures.pop(0)
        return self.stream


def dialer(network: Network, ends: Optional[float] = None, handshakes: int = 0) -> Dialer:
    """A dialer in a network."""
    made = Dialer(handshakes)
    made._backend, made.ends = network, ends  # type: ignore[assignment]
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that is moved by hand from 1000."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def test_every_step_has_what_is_left(clock: Callable[[float], None]) -> None:
    """Connecting, the TLS handshake, each write and each read share one limit."""
    network = Network()
    stream = dialer(network, 1010).connect_tcp("127.0.0.1", 1, 4)
    clock(7)
    stream = stream.start_tls(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "x", 4)
    clock(1)
    stream.write(b"head", 4)
    stream.write(b"x" * 20_000, 4)
    clock(1)
    stream.read(100, None)
    assert network.log == [4, 3, 2, 2, 2, 2, 1]


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("connect", httpcore.ConnectTimeout),
        ("handshake", httpcore.ConnectTimeout),
        ("head", httpcore.WriteTimeout),
        ("body", httpcore.WriteTimeout),
        ("read", httpcore.ReadTimeout),
    ],
)
def test_nothing_is_done_after_the_deadline(
    step: str, error: Any, clock: Callable[[float], None]
) -> None:
    """A step that would begin too late is not made; until the head has left, nothing was sent."""
    network = Network()
    line = dialer(network, 1010, handshakes=1)

    def until(name: str) -> None:
        if name == step:
            clock(10)

    with pytest.raises(error, match="deadline"):  # noqa: PT012  # the steps of one request
        until("connect")
        stream = line.connect_tcp("127.0.0.1", 1, 4)
        until("handshake")
        stream.start_tls(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "x", 4)
        until("head")
        stream.write(b"head", 4)
        until("body")
        stream.write(b"body", 4)
        until("read")
        stream.read(100, 4)
    assert b"".join(network.stream.written) == {"body": b"head", "read": b"headbody"}.get(step, b"")
    assert line.is_sending is (step in ("body", "read"))


def test_limits_stay_as_they_are_without_a_deadline(clock: Callable[[float], None]) -> None:
    """In a call without a deadline, each operation has the limit that httpcore gives it."""
    network = Network()
    stream = dialer(network).connect_tcp("127.0.0.1", 1, 4)
    clock(100)
    stream.read(100, 7)
    stream.read(100, None)
    assert network.log == [4, 7, None]


def test_a_proxy_handshake_has_the_limit_of_connecting(clock: Callable[[float], None]) -> None:
    """What httpcore reads and writes without a limit, as with a SOCKS proxy, is connecting."""
    network = Network()
    line = dialer(network)
    stream = line.connect_tcp("127.0.0.1", 1, 4)
    clock(1)
    stream.write(b"greeting")
    stream.read(100)
    assert network.stream.written == [b"greeting"]
    clock(3)
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(100)
    assert network.log == [4, 3, 3]
    assert not line.is_sending


@pytest.mark.parametrize("deadline", [None, 1010])
def test_addresses_share_the_time(
    deadline: Optional[float], clock: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each address of a host has its share of what is left of the limit for connecting."""
    addresses = ("::1", "127.0.0.1", "127.0.0.2")
    known = [(None, None, None, "", (address, 1)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: known)
    failures = httpcore.ConnectTimeout(), httpcore.ConnectError()
    network = Network(*failures, wait=lambda: clock(2))
    dialer(network, deadline).connect_tcp("localhost", 1, 9)
    assert network.hosts == ["::1", "127.0.0.1", "127.0.0.2"]
    assert network.log == [3, 3.5, 5]
    network = Network(*(httpcore.ConnectError(str(n)) for n in range(3)))
    with pytest.raises(httpcore.ConnectError, match="2"):
        dialer(network).connect_tcp("localhost", 1, None)
    assert network.log == [None, None, None]


@pytest.mark.parametrize("host", ["lag.invalid", "a..b", "a" * 70])
@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_a_host_that_cannot_be_looked_up_is_not_connected(host: str, kind: str) -> None:
    """A name that is unknown, or that no resolver takes, fails before anything is sent."""
    error = Way(kind, "pool").failure(get(f"http://{host}"), Timeouts(total=30))
    assert describe(error) == ("connect", False, False, None)


def test_a_host_without_addresses_is_not_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that knows no address is a failure to connect."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: [])
    with pytest.raises(httpcore.ConnectError, match="no address"):
        dialer(Network()).connect_tcp("localhost", 1)


def test_a_socket_that_is_opened_too_late_is_closed() -> None:
    """A connection that was closed while it was being opened fails, and closes its socket."""
    network = Network()
    line = dialer(network)
    line.hang_up()
    with pytest.raises(httpcore.ConnectError, match="closed"):
        line.connect_tcp("127.0.0.1", 1)
    line.close()
    assert network.log == [None, "closed"]


def test_a_dialer_without_a_socket_has_nothing_to_end() -> None:
    """A connection that never connected is closed, and abandoned, without a socket."""
    Dialer(0).close()
    Dialer(0).hang_up()
    AsyncDialer(0).abandon()
    anyio.run(AsyncDialer(0).aclose)
    hang_up(None)


@pytest.mark.anyio
async def test_a_socket_that_is_opened_too_late_is_closed_by_tasks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same for coroutines."""
    closed: List[str] = []

    class Late:
        async def aclose(self) -> None:
            closed.append("late")

    async def connect(*args: Any) -> Late:
        return Late()

    monkeypatch.setattr(anyio, "connect_tcp", connect)
    line = AsyncDialer(0)
    await line.connect_tcp("lag.example", 443)
    await line.aclose()
    assert closed == ["late"]
    with pytest.raises(httpcore.ConnectError, match="closed"):
        await line.connect_tcp("lag.example", 443)
    assert closed == ["late", "late"]


@pytest.mark.anyio
async def test_a_connection_that_is_being_opened_ends_with_its_client(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A task that waits for a server that does not accept stops at once when it is closed."""
    line, ended = AsyncDialer(0), []

    async def connect(*args: Any) -> None:
        await anyio.sleep_forever()

    async def open() -> None:
        with pytest.raises(httpcore.ConnectError, match="The client is closed"):
            await line.connect_tcp("lag.example", 443, timeout=50)
        ended.append(True)

    monkeypatch.setattr(anyio, "connect_tcp", connect)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(open)
            await anyio.wait_all_tasks_blocked()
            await line.aclose()
    assert ended == [True]


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_a_request_is_written_at_once(
    kind: str, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Head and body leave together, on the first request of a connection and on the next."""
    server = serve(USER_ANSWER)
    written: List[bytes] = []
    connect = anyio.connect_tcp

    async def noting(*args: Any) -> Any:
        stream = await connect(*args)
        send = stream.send

        def note(data: bytes) -> Any:
            written.append(data)
            return send(data)

        monkeypatch.setattr(stream, "send", note)
        return stream

    monkeypatch.setattr(anyio, "connect_tcp", noting)
    post = Request("POST", server.url, {"content-type": "text/plain"}, b"the body")
    carrier = Way(kind, "pool").carrier()

    async def both() -> None:
        for _ in range(2):
            await carrier.send(post, NO_LIMIT)
        await carrier.close()

    anyio.run(both, backend=kind)
    assert [data[:4] + data[-8:] for data in written if data] == [b"POSTthe body"] * 2
    assert server.connections == 1


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
    assert describe(error) == ("write", True, True, None)
