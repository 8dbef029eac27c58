"""Proxies: what goes through them, what they see, and what they fail with."""

from __future__ import annotations

import base64
import contextlib
import logging
import socket
import ssl
import sys
import threading
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import anyio
import attrs
import httpx
import pytest
import trustme

from lagclient.client import AsyncClient, Client
from lagclient.errors import LagAPIError, LagConnectionError
from tests.kit.adapters import ASYNC_KINDS, KINDS, backend_of, client_by, through
from tests.kit.calls import USER_TOKEN
from tests.kit.reports import report_of
from tests.kit.servers import LOST, Serve, Server, answer, relay, settled, speaking, tunnel
from tests.kit.ways import USER_ANSWER

LAG = "https://lag.example"
USER, PASSWORD = "someone", "swordfish"
CREDENTIALS = base64.b64encode(f"{USER}:{PASSWORD}".encode())


@attrs.define
class Heard:
    """A SOCKS proxy, and what it was sent."""

    port: int
    messages: List[bytes] = attrs.field(factory=list)


@pytest.fixture
def verify(own_file: Path) -> str:
    """The file with the authority's certificate."""
    return str(own_file)


@pytest.fixture
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """What a server needs to be lag.example."""
    return speaking(authority, "lag.example")


@pytest.fixture
def lag(serve: Serve, tls: ssl.SSLContext) -> Server:
    """A server that speaks TLS as lag.example."""
    return serve(USER_ANSWER, tls=tls)


@pytest.fixture(autouse=True)
def set_env(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets variables in an environment that says nothing of proxies otherwise."""
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)
    monkeypatch.delenv("REQUEST_METHOD", raising=False)

    def set_env(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_env


@pytest.fixture(params=KINDS)
def kind(request: Any) -> str:
    """Both clients, the asynchronous one on both event loops, and over each adapter."""
    found: str = request.param
    return found


def ask(kind: str, url: str = LAG, calls: int = 1, **options: Any) -> List[Any]:
    """Who the caller is, asked so many times of one client: ids and errors."""
    backend, options = through(kind, {"max_retry_wait_seconds": 0.001, **options})
    found: List[Any] = []
    if backend == "sync":
        with Client(token=USER_TOKEN, base_url=url, **options) as client:
            for _ in range(calls):
                try:
                    found.append(client.users.me().id)
                except LagAPIError as error:
                    found.append(error)
        return found

    async def main() -> None:
        async with AsyncClient(token=USER_TOKEN, base_url=url, **options) as client:
            for _ in range(calls):
                try:
                    found.append((await client.users.me()).id)
                except LagAPIError as error:
                    found.append(error)

    anyio.run(main, backend=backend)
    return found


def refused(kind: str, attempts: int = 3, **options: Any) -> LagConnectionError:
    """How a call fails that never reached the API."""
    (error,) = ask(kind, **options)
    assert isinstance(error, LagConnectionError)
    assert (error.outcome, error.attempts) == ("not_sent", attempts)
    return error


def with_user(server: Server) -> str:
    """A proxy's URL with user and password in it."""
    return f"http://{USER}:{PASSWORD}@127.0.0.1:{server.port}"


def test_https_goes_through_a_tunnel(kind: str, serve: Serve, lag: Server, verify: str) -> None:
    """A proxy learns where to, and nothing else: neither token nor path; one tunnel serves all."""
    seen = bytearray()
    proxy = serve(tunnel(lag.port, seen))
    assert ask(kind, calls=3, proxy=proxy.url, verify=verify) == ["me"] * 3
    (head,) = proxy.seen
    assert b"proxy-authorization" not in head.lower()
    assert seen
    for clear in (head, bytes(seen)):
        assert b"canary" not in clear
        assert b"users/me" not in clear
    assert (len(lag.seen), lag.connections) == (3, 1)
    assert settled(lag)
    assert settled(proxy)


def test_a_proxy_s_credentials(
    kind: str, serve: Serve, lag: Server, verify: str, caplog: pytest.LogCaptureFixture
) -> None:
    """User and password of the proxy's URL go to the proxy alone, and into no log."""
    proxy = serve(tunnel(lag.port, bytearray()))
    with caplog.at_level(logging.DEBUG):
        assert ask(kind, proxy=with_user(proxy), verify=verify) == ["me"]
    assert b"proxy-authorization: basic " + CREDENTIALS.lower() in proxy.seen[0].lower()
    assert b"proxy-authorization" not in lag.seen[0].lower()
    for secret in (PASSWORD, CREDENTIALS.decode(), "canary"):
        assert secret not in caplog.text


def test_http_is_forwarded(kind: str, serve: Serve) -> None:
    """Without TLS the proxy is asked for the whole URL, with its credentials."""
    proxy = serve(USER_ANSWER)
    url = "http://lag.example"
    assert ask(kind, url, 2, proxy=with_user(proxy), allow_http=True) == ["me"] * 2
    assert len(proxy.seen) == 2
    for head in proxy.seen:
        assert head.startswith(b"GET http://lag.example/users/me HTTP/1.1\r\n")
        assert b"basic " + CREDENTIALS.lower() in head.lower()


@pytest.mark.parametrize(
    "env",
    [
        lambda url: {"HTTPS_PROXY": url},
        lambda url: {"https_proxy": url, "HTTP_PROXY": "http://127.0.0.1:1"},
        lambda url: {"ALL_PROXY": url, "NO_PROXY": "other.example"},
    ],
    ids=["HTTPS_PROXY", "https_proxy", "ALL_PROXY"],
)
def test_the_environment_s_proxy_is_used(
    serve: Serve, lag: Server, verify: str, set_env: Any, env: Callable[[str], Dict[str, str]]
) -> None:
    """The environment's proxy carries the calls, if the environment is trusted."""
    proxy = serve(tunnel(lag.port, bytearray()))
    set_env(**env(proxy.url))
    for kind in ("sync", "asyncio", "trio"):
        assert ask(kind, verify=verify) == ["me"]
    assert len(proxy.seen) == 3


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a host that is not loopback's, and leads here all the same."""
    look_up = socket.getaddrinfo

    def known(host: Any, *args: Any, **options: Any) -> Any:
        named = host in ("lag.example", b"lag.example")
        return look_up("127.0.0.1" if named else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", known)
    return "lag.example"


@pytest.mark.parametrize(
    ("env", "trust_env"),
    [
        ({}, False),
        ({"NO_PROXY": "lag.example"}, True),
        ({"no_proxy": "other, .example"}, True),
        ({"NO_PROXY": "*"}, True),
    ],
    ids=["untrusted", "NO_PROXY", "no_proxy", "NO_PROXY *"],
)
def test_the_environment_s_proxy_is_left_out(
    kind: str, serve: Serve, set_env: Any, named: str, env: Dict[str, str], trust_env: bool
) -> None:
    """No proxy sees a call where NO_PROXY says so, or where the environment has no say."""
    proxy, server = serve(USER_ANSWER), serve(USER_ANSWER)
    set_env(HTTP_PROXY=proxy.url, ALL_PROXY=proxy.url)
    url, options = f"http://{named}:{server.port}", {"allow_http": True, "trust_env": trust_env}
    set_env(**env)
    found = ask(kind, url, **options)
    assert proxy.connections == 0
    # Rust looks names up by itself, and finds that there is no such host.
    assert len(server.seen) == (0 if "pyreqwest" in kind else 1)
    assert found == ["me"] or "pyreqwest" in kind


def test_the_environment_s_proxy_and_loopback(kind: str, serve: Serve, set_env: Any) -> None:
    """No proxy of the environment's sees a call that goes to this machine itself."""
    proxy, server = serve(USER_ANSWER), serve(USER_ANSWER)
    set_env(HTTP_PROXY=proxy.url, HTTPS_PROXY=proxy.url, ALL_PROXY=proxy.url)
    for host in ("127.0.0.1", "localhost"):
        assert ask(kind, f"http://{host}:{server.port}") == ["me"]
    assert (proxy.connections, len(server.seen)) == (0, 2)


@pytest.mark.parametrize("trusted", ["file", "context", "nothing"])
def test_verify_holds_for_a_proxy_over_tls(
    kind: str, serve: Serve, lag: Server, verify: str, authority: trustme.CA, trusted: str
) -> None:
    """The authority of `verify` counts for an https:// proxy too, and so does its absence."""
    if kind == "aiohttp" and sys.version_info < (3, 11):
        pytest.skip("asyncio has no TLS in TLS")
    proxy = serve(tunnel(lag.port, bytearray()), tls=speaking(authority, "127.0.0.1"))
    url = proxy.url.replace("http", "https")
    if trusted == "nothing":
        error = refused(kind, 1, proxy=url)
        assert "`verify`" in error.message
        assert error.__cause__.phase == "tls"  # type: ignore[union-attr]
        assert proxy.seen == []
        return
    own: Any = verify
    if trusted == "context" and kind != "pyreqwest":  # which takes none
        own = ssl.create_default_context(cafile=verify)
    assert ask(kind, proxy=url, verify=own) == ["me"]
    assert len(proxy.seen) == 1
    assert settled(lag)
    assert settled(proxy)


def test_http_is_forwarded_over_tls(
    kind: str, serve: Serve, verify: str, authority: trustme.CA
) -> None:
    """A request without TLS goes to an https:// proxy over TLS, which `verify` judges."""
    proxy = serve(USER_ANSWER, tls=speaking(authority, "127.0.0.1"))
    url = proxy.url.replace("http", "https")
    assert ask(kind, "http://lag.example", proxy=url, verify=verify, allow_http=True) == ["me"]
    assert proxy.seen[0].startswith(b"GET http://lag.example/users/me HTTP/1.1\r\n")


# SOCKS


OWN_KINDS = pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
NO_AUTH, LET_IN, CONNECTED = b"\x05\x00", b"\x01\x00", b"\x05\x00\x00\x01" + b"\0" * 6


@pytest.fixture
def socks() -> Iterator[Callable[..., Heard]]:
    """Starts SOCKS proxies that say what they are to say, and lead to one port in the end."""
    with contextlib.ExitStack() as stack:

        def start(*replies: bytes, port: int = 0) -> Heard:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            listener.settimeout(10)
            heard = Heard(listener.getsockname()[1])

            def serve() -> None:
                connection, _ = listener.accept()
                with connection:
                    connection.settimeout(10)
                    for reply in replies:
                        heard.messages.append(connection.recv(999))
                        connection.sendall(reply)
                    if not port:
                        while data := connection.recv(999):
                            heard.messages.append(data)
                        return
                    with socket.create_connection(("127.0.0.1", port)) as there:
                        relay(connection, there, bytearray())

            thread = threading.Thread(target=serve)
            thread.start()
            stack.callback(thread.join, 10)
            return heard

        yield start


@OWN_KINDS
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_socks_proxy_carries_calls(
    kind: str, scheme: str, serve: Serve, lag: Server, verify: str, socks: Any
) -> None:
    """A SOCKS proxy is greeted, told who asks and where to, and then carries the calls."""
    server = lag if scheme == "https" else serve(USER_ANSWER)
    proxy = socks(b"\x05\x02", LET_IN, CONNECTED, port=server.port)
    url = f"socks5://{USER}:{PASSWORD}@127.0.0.1:{proxy.port}"
    options: Dict[str, Any] = {"proxy": url, "verify": verify, "allow_http": True}
    assert ask(kind, f"{scheme}://lag.example", 2, **options) == ["me", "me"]
    assert (len(server.seen), server.connections) == (2, 1)
    greeting, login, wish = proxy.messages
    assert greeting == b"\x05\x01\x02"
    assert login == b"\x01\x07someone\x09swordfish"
    assert b"lag.example" in wish


@OWN_KINDS
@pytest.mark.parametrize(
    ("replies", "timed_out"),
    [
        ((), True),
        ((NO_AUTH,), True),
        ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), False),
        ((b"\x05\xff",), False),
        ((NO_AUTH, b"\x05\x01\x00\x01" + b"\0" * 6), False),
        ((b"",), True),
    ],
    ids=["silent", "silent later", "not SOCKS", "refused", "no way", "silence"],
)
def test_a_socks_proxy_that_fails(kind: str, replies: Any, timed_out: bool, socks: Any) -> None:
    """A SOCKS proxy that says nothing, or no, ends in time: nothing was sent to the API."""
    proxy = socks(*replies)
    options: Dict[str, Any] = {"max_retries": 0, "verify": False, "timeout_seconds": 0.3}
    error = refused(kind, 1, proxy=f"socks5h://127.0.0.1:{proxy.port}", **options)
    cause: Any = error.__cause__
    assert (cause.phase, cause.timed_out) == ("connect", timed_out)
    assert proxy.messages[0] == b"\x05\x01\x00"


@OWN_KINDS
@pytest.mark.parametrize("replies", [(), (NO_AUTH,)], ids=["silent", "silent later"])
@pytest.mark.parametrize(
    "options",
    [
        {"timeout_seconds": 0.3},
        {"timeout_seconds": 9, "deadline_seconds": 0.3},
        {"timeout_seconds": None, "deadline_seconds": 0.3},
    ],
    ids=["limit", "deadline", "deadline alone"],
)
def test_a_silent_socks_proxy_of_a_client_of_the_caller(
    kind: str, replies: Any, options: Dict[str, Any], socks: Any
) -> None:
    """A SOCKS proxy ends no limit of a call through a caller's client, though httpx has none."""
    proxy = f"socks5://127.0.0.1:{socks(*replies).port}"
    cls: Any = httpx.Client if kind == "sync" else httpx.AsyncClient
    own = cls(proxy=proxy, verify=False, timeout=None)
    error = refused(kind, 1, max_retries=0, http_client=own, **options)
    cause: Any = error.__cause__
    assert (cause.phase, cause.timed_out) == ("connect", True)


@OWN_KINDS
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_surplus_behind_a_socks_proxy(
    kind: str, scheme: str, serve: Serve, tls: ssl.SSLContext, verify: str, socks: Any
) -> None:
    """A second response that comes with the first ends the connection; it answers no request."""
    other = USER_ANSWER.replace(b'"me"', b'"no"')
    server = serve(USER_ANSWER + other, tls=tls if scheme == "https" else None)
    proxy = socks(NO_AUTH, CONNECTED, port=server.port)
    options: Dict[str, Any] = {"verify": verify, "allow_http": True, "max_retries": 0}
    options["proxy"] = f"socks5://127.0.0.1:{proxy.port}"
    found = ask(kind, f"{scheme}://lag.example", 2, timeout_seconds=1, **options)
    assert found[0] == "me"
    assert found[1].outcome == "not_sent"  # this proxy accepts one connection


@OWN_KINDS
def test_a_proxy_that_sends_more_than_its_response(kind: str, serve: Serve) -> None:
    """Bytes that come with the response to CONNECT are not from the API: nothing was sent."""
    proxy = serve(b"HTTP/1.1 200 OK\r\n\r\nmore")
    error = refused(kind, proxy=proxy.url, verify=False)
    assert "sent more than its response" in error.message
    assert settled(proxy)


@pytest.mark.parametrize("status", ["403 Forbidden", "407 Proxy Authentication Required"])
def test_a_proxy_that_refuses(
    kind: str, serve: Serve, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A tunnel that is refused sent nothing to the API: it is tried again, then told."""
    proxy = serve(answer(b"no", status))
    with caplog.at_level(logging.DEBUG):
        error = refused(kind, proxy=with_user(proxy), verify=False)
    assert "tunnel error" in error.message if "pyreqwest" in kind else status in error.message
    assert len(proxy.seen) == 3
    for shown in (report_of(error), caplog.text):
        assert PASSWORD not in shown
        assert CREDENTIALS.decode() not in shown
        assert "canary" not in shown
    assert settled(proxy)


def test_a_dead_proxy(kind: str, free_port: int, caplog: pytest.LogCaptureFixture) -> None:
    """Where no proxy listens nothing was sent: it is tried again, then told."""
    with caplog.at_level(logging.DEBUG):
        error = refused(kind, proxy=f"http://{USER}:{PASSWORD}@127.0.0.1:{free_port}", verify=False)
    assert error.__cause__.phase == "connect"  # type: ignore[union-attr]
    assert f"through the proxy http://127.0.0.1:{free_port}: " in error.message
    assert " object at 0x" not in error.message
    assert "All connection attempts" not in error.message
    for shown in (report_of(error), caplog.text):
        assert PASSWORD not in shown


def test_a_dead_proxy_of_the_environment(kind: str, free_port: int, set_env: Any) -> None:
    """The error names the variable that has to be corrected."""
    set_env(HTTPS_PROXY=f"http://127.0.0.1:{free_port}")
    error = refused(kind, verify=False)
    assert f"the proxy http://127.0.0.1:{free_port} (`HTTPS_PROXY`): " in error.message


def test_a_proxy_that_hangs_up(kind: str, serve: Serve) -> None:
    """A proxy that ends the connection instead of making a tunnel: nothing was sent."""
    proxy = serve(lambda connection, head: True)
    refused(kind, proxy=proxy.url, verify=False)
    assert len(proxy.seen) == 3


def test_a_proxy_that_says_nothing(kind: str, serve: Serve) -> None:
    """A proxy that does not answer in time: nothing was sent."""

    def silent(connection: socket.socket, head: bytes) -> bool:
        connection.recv(1)
        return True

    proxy = serve(silent)
    refused(kind, proxy=proxy.url, verify=False, timeout_seconds=0.2)
    assert settled(proxy)
    assert proxy.seen


# Before Python 3.11, TLS of asyncio's that the other side ended says, when it is collected, that
# it was not closed.
@pytest.mark.filterwarnings(LOST if sys.version_info < (3, 11) else "error")
def test_an_answer_that_is_lost_behind_a_tunnel(
    kind: str, serve: Serve, tls: ssl.SSLContext, verify: str
) -> None:
    """Once there is a tunnel, what ends was sent: a write is not repeated."""
    server = serve(lambda connection, head: True, tls=tls)
    proxy = serve(tunnel(server.port, bytearray()))
    (error,) = ask(kind, proxy=proxy.url, verify=verify, max_retries=0)
    assert error.__cause__.sent
    assert error.__cause__.phase == "read"
    assert len(server.seen) == 1


@pytest.mark.parametrize("way", ["certificate", "refused"])
def test_failed_tunnels_leave_room(
    kind: str,
    serve: Serve,
    lag: Server,
    verify: str,
    way: str,
) -> None:
    """However many tunnels fail, the pool has room for the next one."""
    through = tunnel(lag.port, bytearray())
    proxy = serve(through if way == "certificate" else answer(b"no", "403 Forbidden"))
    limits: Dict[str, Any] = {"timeout_seconds": 10, "max_retries": 0, "max_connections": 2}
    found = ask(kind, calls=5, proxy=proxy.url, **limits)
    phases = [error.__cause__.phase for error in found]
    assert phases == ["tls" if way == "certificate" else "connect"] * 5
    assert len(proxy.seen) == 5
    assert settled(proxy)


@pytest.mark.parametrize("kind", ASYNC_KINDS)
def test_cancelled_tunnels_leave_room(kind: str, serve: Serve, lag: Server, verify: str) -> None:
    """However many calls are cancelled before they begin a tunnel, there is room for the next."""
    proxy = serve(tunnel(lag.port, bytearray()))
    options: Dict[str, Any] = {"proxy": proxy.url, "verify": verify, "timeout_seconds": 10}
    options["max_connections"] = 2

    async def main() -> str:
        async with client_by(kind, LAG, **options) as client:
            for _ in range(5):
                with anyio.CancelScope() as scope:
                    scope.cancel()
                    await client.users.me()
            return (await client.users.me()).id

    assert anyio.run(main, backend=backend_of(kind)) == "me"
    assert len(proxy.seen) == 1
