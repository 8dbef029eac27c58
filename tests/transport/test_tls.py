"""TLS: whom a client trusts, and how it says that it does not."""

from __future__ import annotations

import re
import ssl
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Iterator

import anyio
import pytest
import trustme

from lagclient.client import AsyncClient, Client
from lagclient.errors import LagConnectionError
from lagclient.transport import tls
from tests.kit.adapters import KINDS, through
from tests.kit.calls import USER_TOKEN
from tests.kit.servers import Serve, Server, settled, speaking
from tests.kit.ways import USER_ANSWER

LONG_AGO = datetime.now(timezone.utc) - timedelta(days=20)


@pytest.fixture
def server(serve: Serve, authority: trustme.CA) -> Server:
    """A server that speaks TLS as 127.0.0.1."""
    return serve(USER_ANSWER, tls=speaking(authority, "127.0.0.1"))


@pytest.fixture(autouse=True)
def _without_certificates_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    tls.default_context.cache_clear()
    yield
    tls.default_context.cache_clear()


@pytest.fixture(params=KINDS)
def kind(request: Any) -> str:
    """Both clients, the asynchronous one on both event loops, and over each adapter."""
    found: str = request.param
    return found


def ask(kind: str, url: str, **options: Any) -> Any:
    """Who the caller is, by a client that would ask twice more if that could help."""
    backend, options = through(kind, {"max_retry_wait_seconds": 0.01, **options})
    if backend == "sync":
        with Client(token=USER_TOKEN, base_url=url, **options) as client:
            return client.users.me().id

    async def main() -> Any:
        async with AsyncClient(token=USER_TOKEN, base_url=url, **options) as client:
            return (await client.users.me()).id

    return anyio.run(main, backend=backend)


def refused(kind: str, url: str, phase: str = "tls", **options: Any) -> LagConnectionError:
    """How a client refuses to talk to a server: in one attempt, with nothing sent."""
    with pytest.raises(LagConnectionError) as caught:
        ask(kind, url, **options)
    error = caught.value
    assert (error.outcome, error.attempts) == ("not_sent", 1)
    assert error.__cause__.phase == phase  # type: ignore[union-attr]
    return error


def at(server: Server, host: str = "127.0.0.1") -> str:
    """Where a server is."""
    return f"https://{host}:{server.port}"


def test_a_strange_authority_is_refused(kind: str, server: Server) -> None:
    """A certificate of an unknown authority is refused at once, and `verify` is named."""
    error = refused(kind, at(server))
    assert "The server's certificate fails verification: " in error.message
    assert re.search("self|unable to get local issuer|UnknownIssuer", error.message)
    assert "`verify`" in error.message
    assert (server.seen, server.connections) == ([], 1)
    assert settled(server)


def test_an_own_authority_is_trusted(kind: str, server: Server, own_file: Path) -> None:
    """`verify` takes the file of an authority, as text or path, and a context that knows it."""
    context = ssl.create_default_context(cafile=str(own_file))
    ways = [str(own_file), own_file, False]
    if "pyreqwest" not in kind:  # which takes no context
        ways.append(context)
    for verify in ways:
        assert ask(kind, at(server), verify=verify) == "me"
    assert len(server.seen) == len(ways)
    assert settled(server)


def test_the_name_has_to_be_right(kind: str, serve: Serve, authority: Any, own_file: Path) -> None:
    """A certificate for another host is refused, be its authority trusted or not."""
    server = serve(USER_ANSWER, tls=speaking(authority, "lag.example"))
    for host in ("127.0.0.1", "localhost"):
        error = refused(kind, at(server, host), verify=own_file)
        assert re.search("mismatch|not valid for name", error.message)
        assert host in error.message
    assert (server.seen, server.connections) == ([], 2)


def test_an_expired_certificate_is_refused(
    kind: str, serve: Serve, authority: Any, own_file: Path
) -> None:
    """A certificate whose time is over is refused, and said to be expired."""
    over = {"not_before": LONG_AGO, "not_after": LONG_AGO + timedelta(days=1)}
    server = serve(USER_ANSWER, tls=speaking(authority, "127.0.0.1", **over))
    assert "expired" in refused(kind, at(server), verify=own_file).message
    assert (server.seen, server.connections) == ([], 1)


def test_tls_to_a_plain_port(kind: str, plain_port: int) -> None:
    """A server that speaks no TLS is told as that, after one attempt."""
    error = refused(kind, f"https://127.0.0.1:{plain_port}", verify=False)
    assert re.search("SSL|TLS: ", error.message)


def test_no_tls_to_a_tls_port(kind: str, server: Server) -> None:
    """A server that hangs up on plain HTTP looks like a lost connection, and is told as one."""
    with pytest.raises(LagConnectionError) as caught:
        ask(kind, f"http://127.0.0.1:{server.port}")
    assert (caught.value.code, caught.value.attempts) == ("connection_error", 3)
    assert server.seen == []
    assert settled(server)


def test_the_environment_s_authorities(
    kind: str, server: Server, own_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SSL_CERT_FILE counts if the environment is trusted, and only then."""
    monkeypatch.setenv("SSL_CERT_FILE", str(own_file))
    assert ask(kind, at(server)) == "me"
    refused(kind, at(server), "request" if "pyreqwest" in kind else "tls", trust_env=False)
    assert len(server.seen) == 1
