"""Calls without a network: a clock that moves when told to, and flows stepped by hand.

And for what only a network shows: a server on 127.0.0.1 whose answers are written out byte by byte.
"""

from __future__ import annotations

import contextlib
import gc
import json
import socket
import ssl
import threading
import time
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple, Union

import anyio
import attrs
import httpx
import pytest
import trustme

from lagclient.calls.auth import Credential
from lagclient.calls.decode import reader
from lagclient.calls.flow import Flow, Send, perform
from lagclient.calls.look import Memory
from lagclient.calls.pacing import ProcessPacer
from lagclient.calls.retry import Policy
from lagclient.calls.settings import Settings, headers_for
from lagclient.errors import LagAPIError
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.transport.httpx.transport import async_transport, transport
from lagclient.transport.protocol import Reply, Request, Secret, Timeouts, TransportError

from .adapters import ADAPTERS, adapter

# Of libraries that this Python does not have.
collect_ignore = [] if "pyreqwest" in ADAPTERS else ["test_pyreqwest.py"]

# The first answer imports pydantic and the models, and on a busy machine that takes longer than the
# 5 s for which httpcore keeps an idle connection. A test that counts connections must not pay it.
reader("User", None)

USER_TOKEN = "lag_pat_canary7f3a"
ROBOT_TOKEN = "lag_robot_canary7f3a"
BASE_URL = "https://lag.example"
NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=timezone.utc)
DATE = "Thu, 01 Jan 2026 12:00:00 GMT"

ME = {"id": "me", "username": "sam", "status": "online", "createdAt": "2025-01-01T00:00:00Z"}
BOT = {"id": "bot", "name": "Bot", "serverId": "s", "createdAt": "2025-01-01T00:00:00Z"}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def settings_of(token: str = USER_TOKEN, **options: Any) -> Settings:
    """Settings without chance: own clock, no jitter, a memory of their own."""
    credential = Credential.from_token(token)
    policy = {name: options.pop(name) for name in Policy._fields if name in options}
    given: Dict[str, Any] = {
        "base_url": BASE_URL,
        "credential": credential,
        "headers": headers_for(credential, "test/1"),
        "routes": TABLE,
        "memory": Memory(),
        "policy": Policy(**policy),
        "clock": (clock := Clock()),
        "pacer": ProcessPacer(clock),
        "now": lambda: NOW,
        "jitter": lambda: 0.0,
    }
    return Settings(**{**given, **options})


def call_of(route_name: str, /, **values: Any) -> Call:
    """A method called with these arguments; what is left out has its default."""
    route = TABLE[route_name]
    assert values.keys() <= {param.name for param in route.params}
    return Call(route, tuple(values.get(param.name, param.default) for param in route.params))


FITTING: Dict[str, Any] = {
    "str": "x",
    "int": 1,
    "bool": True,
    "datetime": "2026-01-01T00:00:00Z",
    "image": b"x",
    "RsvpStatus": "going",
    "PushPlatform": "ios",
    "ImagePurpose": "chat",
}


def fitting(route_name: str, /, **values: Any) -> Call:
    """A call with what it requires, each fitting, but for these values."""
    required = {p.name: FITTING[p.type] for p in TABLE[route_name].params if p.required}
    return call_of(route_name, **{**required, **values})


def reply(status: int = 200, body: Any = None, **headers: str) -> Reply:
    """An answer; its body is bytes as they are, or data as JSON."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
    return Reply(
        status,
        {name.replace("_", "-"): value for name, value in headers.items()},
        content if isinstance(content, bytes) else content.encode(),
    )


def failure(phase: str = "read", sent: bool = True, **more: Any) -> TransportError:
    """An attempt without an answer: by default, one that was sent and then lost."""
    return TransportError("broken", phase=phase, sent=sent, **more)


def unsent() -> TransportError:
    """An attempt that made no connection."""
    return failure("connect", sent=False)


def message(id: str = "m1", age: float = 0.0, **fields: Any) -> Dict[str, Any]:
    """A message of the user `me` in room `r`, stored `age` seconds before the server's NOW."""
    return {
        "id": id,
        "roomId": "r",
        "userId": "me",
        "username": "sam",
        "content": "hi",
        "createdAt": (NOW - timedelta(seconds=age)).isoformat(),
        **fields,
    }


def listing(*messages: Dict[str, Any], more: bool = False, date: Optional[str] = DATE) -> Reply:
    """A page of messages, as answered at the server's NOW."""
    body = {"messages": messages, "hasMore": more, "nextCursor": "older" if more else None}
    return reply(200, body, **({} if date is None else {"date": date}))


@attrs.define
class Played:
    """What a call did, step by step."""

    sends: List[Send] = attrs.field(factory=list)
    sleeps: List[float] = attrs.field(factory=list)
    answer: Any = None
    error: Any = None

    @property
    def lines(self) -> List[str]:
        """The requests: method and URL without its base."""
        return [f"{s.request.method} {s.request.url[len(BASE_URL) :]}" for s in self.sends]


def play(call: Union[Call, Flow], settings: Settings, *outcomes: Any) -> Played:
    """Step through a call: each outcome ends one attempt, ``(seconds, outcome)`` after a while.

    Sleeps move the clock, and so does nothing else. All outcomes must be asked for, and no more.
    """
    clock: Any = settings.clock
    flow = perform(call, settings) if isinstance(call, Call) else call
    played, left = Played(), list(outcomes)
    try:
        step = next(flow)
        while True:
            if not isinstance(step, Send):
                played.sleeps.append(step.seconds)
                clock.seconds += step.seconds
                step = flow.send(None)
                continue
            played.sends.append(step)
            assert left, f"one request too many: {played.lines}"
            outcome = left.pop(0)
            if isinstance(outcome, tuple):
                clock.seconds += outcome[0]
                outcome = outcome[1]
            failed = isinstance(outcome, TransportError)
            step = flow.throw(outcome) if failed else flow.send(outcome)
    except StopIteration as end:
        played.answer = end.value
    except LagAPIError as error:
        played.error = error
    assert not left, f"fewer requests than expected: {played.lines}"
    return played


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


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: Any) -> str:
    """Both event loops, for tests marked `anyio`."""
    backend: str = request.param
    return backend


NO_LIMIT = Timeouts()
# verify, proxy, trust_env: loading certificates would take longer than these tests.
PLAIN = (False, None, False)
USER_ANSWER = answer(json.dumps(ME).encode(), "200 OK", "content-type: application/json")


def get(url: str, path: str = "/users/me", **headers: str) -> Request:
    """A read."""
    return Request("GET", url + path, {"authorization": Secret(f"Bearer {USER_TOKEN}"), **headers})


@attrs.frozen
class Way:
    """One of the ways in which a request reaches the network."""

    kind: str
    """``sync``, ``asyncio`` or ``trio``."""
    over: str
    """``pool``, ``client`` (one of the caller's), or the name of an adapter."""

    @property
    def borrowed(self) -> bool:
        """Whether it goes through a client of the caller's."""
        return self.over == "client"

    def carrier(self, url: str, mock: Any = None) -> Any:
        """A transport: over a caller's client, a pool of our own, or another library."""
        if self.over in ADAPTERS:
            return adapter(self.over, verify=False, trust_env=False)
        makes, http = (transport, httpx.Client)
        if self.kind != "sync":
            makes, http = (async_transport, httpx.AsyncClient)
        if self.borrowed:
            return makes(http(transport=mock, verify=False, trust_env=False), url, *PLAIN)
        carrier = makes(None, url, *PLAIN)
        if mock is not None:
            carrier._source._make = lambda: mock
        return carrier

    def attempt(self, request: Request, timeouts: Timeouts = NO_LIMIT, mock: Any = None) -> Reply:
        """One attempt, and the end of whatever it was made with."""
        carrier = self.carrier(request.url, mock)
        if self.kind == "sync":
            try:
                reply: Reply = carrier.send(request, timeouts)
                return reply
            finally:
                carrier.close()
                if self.borrowed:
                    carrier._source._client.close()

        async def attempt() -> Reply:
            try:
                reply: Reply = await carrier.send(request, timeouts)
                return reply
            finally:
                await self.end(carrier)

        return anyio.run(attempt, backend=self.kind)

    async def end(self, carrier: Any) -> None:
        """Close an asynchronous transport, and the client that it was made with."""
        await carrier.close()
        if self.borrowed:
            await carrier._source._client.aclose()

    def failure(self, *args: Any, **options: Any) -> TransportError:
        """How an attempt failed; its cause is never the failure itself."""
        with pytest.raises(TransportError) as caught:
            self.attempt(*args, **options)
        error: TransportError = caught.value
        assert error.__cause__ is not error
        return error


WAYS = [Way(kind, over) for over in ("pool", "client") for kind in ("sync", "asyncio", "trio")]
ALL_WAYS = [*WAYS, *(Way(backend, name) for name, (backend, _) in ADAPTERS.items())]


@pytest.fixture(params=ALL_WAYS, ids=lambda way: f"{way.kind}-{way.over}")
def way(request: Any) -> Way:
    """Every way: sync, asyncio and trio, by our own pool, by `http_client`, and by an adapter."""
    found: Way = request.param
    return found


@pytest.fixture(params=WAYS, ids=lambda way: f"{way.kind}-{way.over}")
def httpx_way(request: Any) -> Way:
    """Every way that httpx is on."""
    found: Way = request.param
    return found


def told(error: TransportError) -> Tuple[str, bool, bool, Optional[int]]:
    """What a failure says: phase, sent, timed_out, status."""
    return error.phase, error.sent, error.timed_out, error.status


def settled(server: Server) -> bool:
    """Whether all connections of a server are closed, in a moment at the latest."""
    gc.collect()
    for _ in range(500):
        if not server.live:
            return True
        time.sleep(0.01)
    return False


async def settled_soon(server: Server) -> bool:
    """The same, while the event loop goes on: it may have sockets to close."""
    gc.collect()
    for _ in range(500):
        if not server.live:
            return True
        await anyio.sleep(0.01)
    return False
