"""Servers on 127.0.0.1 whose responses a test writes byte by byte, and certificates for TLS."""

from __future__ import annotations

import contextlib
import gc
import select
import socket
import ssl
import threading
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional, Set, Union

import anyio
import attrs
import pytest
import trustme

from lagclient.calls.decode import reader

# The first answer imports pydantic and the models, and on a busy machine that takes longer than the
# 5 s for which httpcore keeps an idle connection. A test that counts connections must not pay it.
reader("User", None)

# Before 4.13, anyio loses a socket that is cancelled at the moment of being connected: it is closed
# when it is collected.
IS_LOST_BY_ANYIO = tuple(map(int, version("anyio").split(".")[:2])) < (4, 13)
LOST = "ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"
CLOSED = pytest.mark.filterwarnings(LOST if IS_LOST_BY_ANYIO else "error")


@attrs.define
class Server:
    """A server on 127.0.0.1 that writes what it is told to, whatever it is asked."""

    port: int
    seen: List[bytes] = attrs.field(factory=list)
    """The head of each request, in the order of arrival."""
    connections: int = 0
    live: Set[socket.socket] = attrs.field(factory=set)
    """Connections that neither side has closed."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


Respond = Callable[[socket.socket, bytes], Optional[bool]]
Serve = Callable[..., Server]


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers: each gets the bytes of its answer, or a function that writes them.

    The function is given the connection and the request, and returns True to break it off. With
    `tls` a server speaks that.
    """
    with contextlib.ExitStack() as stack:

        def start(respond: Union[bytes, Respond], tls: Optional[ssl.SSLContext] = None) -> Server:
            listener = socket.create_server(("127.0.0.1", 0))
            server = Server(listener.getsockname()[1])
            stopping = threading.Event()

            def accept() -> None:
                while True:
                    connection, _ = listener.accept()
                    if stopping.is_set():
                        connection.close()
                        return
                    server.connections += 1
                    server.live.add(connection)
                    thread = threading.Thread(target=converse, args=(connection,))
                    threads.append(thread)
                    thread.start()

            def converse(connection: socket.socket) -> None:
                with contextlib.suppress(OSError):
                    if tls is not None:
                        server.live.discard(connection)
                        connection.settimeout(5)
                        connection = tls.wrap_socket(connection, server_side=True)
                        server.live.add(connection)
                    with connection:
                        while True:
                            head = _request(connection)
                            if not head:
                                break
                            server.seen.append(head)
                            if not callable(respond):
                                connection.sendall(respond)
                            elif respond(connection, head):
                                break
                server.live.discard(connection)

            threads = [threading.Thread(target=accept)]
            threads[0].start()

            def stop() -> None:
                stopping.set()
                socket.create_connection(("127.0.0.1", server.port)).close()  # wakes accept()
                threads[0].join(5)
                listener.close()
                for connection in list(server.live):
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
                for thread in threads:
                    thread.join(5)

            stack.callback(stop)
            return server

        yield start


def _request(connection: socket.socket) -> bytes:
    """One request, head and body, as it came; nothing when the other side closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    while len(body) < sum(lengths):
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        body += chunk
    return head + b"\r\n\r\n" + body


@pytest.fixture
def plain_port() -> Iterator[int]:
    """A port on 127.0.0.1 where one caller is answered in plain text, whatever it speaks."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """An authority that no list of the world's has."""
    return trustme.CA()


@pytest.fixture
def own_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """The file with the authority's certificate."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def speaking(authority: trustme.CA, *names: str, **more: Any) -> ssl.SSLContext:
    """What a server needs to speak TLS under these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **more).configure_cert(context)
    return context


@pytest.fixture
def free_port() -> Iterator[int]:
    """A port on 127.0.0.1 where nobody listens, nor can begin to: a test beside this one might."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def full() -> Iterator[int]:
    """A port whose queue of connections is full: to connect there takes for ever."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def settled(server: Server, left: int = 0) -> bool:
    """Whether all connections of a server but so many are closed, in a moment at the latest."""
    gc.collect()
    for _ in range(500):
        if len(server.live) <= left:
            return True
        time.sleep(0.01)
    return False


async def settled_soon(server: Server, left: int = 0) -> bool:
    """The same, while the event loop goes on: it may have sockets to close."""
    gc.collect()
    for _ in range(500):
        if len(server.live) <= left:
            return True
        await anyio.sleep(0.01)
    return False


def relay(client: socket.socket, there: socket.socket, seen: bytearray) -> None:
    """Carry bytes both ways until either side ends; what the client sends is in `seen`.

    One thread does both, because OpenSSL allows one thread at a time for one connection.
    """
    with contextlib.suppress(OSError):
        while True:
            waiting = isinstance(client, ssl.SSLSocket) and client.pending()
            ready = [client] if waiting else select.select([client, there], [], [])[0]
            for source in ready:
                data = source.recv(65536)
                if not data:
                    return
                if source is client:
                    seen += data
                (there if source is client else client).sendall(data)


def tunnel(port: int, seen: bytearray) -> Respond:
    """A proxy whose tunnels all lead to one port; what goes in there is in `seen`."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        assert head.startswith(b"CONNECT lag.example:443 HTTP/1.1\r\n")
        with socket.create_connection(("127.0.0.1", port)) as there:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            relay(connection, there, seen)
        return True

    return respond
