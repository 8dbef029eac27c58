"""The token goes to the API and nowhere else: not into anything that is printed, logged or kept."""

from __future__ import annotations

import asyncio
import copy
import gc
import io
import json
import logging
import pickle
import socket
import traceback
import warnings
from operator import attrgetter
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Set

import attrs
import click
import httpx
import pytest
import vcr

from lagclient import AsyncClient, Client, LagAPIError, LagInvalidRequestError, commands, testing
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.transport.protocol import Reply, Request, Secret, TransportError
from tests.kit.adapters import ADAPTERS, ASYNC_ADAPTERS, SYNC_ADAPTERS, adapter
from tests.kit.calls import BOT, ME
from tests.kit.every import every
from tests.kit.servers import Respond, Serve, answer

CANARY = "CaNaRy7f3a"
TOKENS = {"user": f"lag_pat_{CANARY}", "robot": f"lag_robot_{CANARY}"}
WHO = {"user": ME, "robot": BOT}


@pytest.fixture(params=TOKENS)
def kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of token; no frame of a test holds the token itself."""
    return request.param


# Where it could be seen


def parts(thing: Any, seen: Optional[Set[int]] = None) -> Iterator[Any]:
    """Everything that can be reached from an error by its attributes, its causes included."""
    seen = set() if seen is None else seen
    if id(thing) in seen or isinstance(thing, type):
        return
    seen.add(id(thing))
    yield thing
    inner: List[Any] = []
    if isinstance(thing, dict):
        inner += [*thing, *thing.values()]
    elif isinstance(thing, (list, tuple, set)):
        inner += thing
    elif isinstance(thing, BaseException):
        inner += [thing.args, thing.__cause__, thing.__context__, vars(thing)]
    elif hasattr(thing, "__dict__"):
        inner.append(vars(thing))
    elif attrs.has(type(thing)):
        inner.append(attrs.asdict(thing, recurse=False))
    for part in inner:
        yield from parts(part, seen)


def reports(error: BaseException) -> Iterator[str]:
    """What is written of an error: tracebacks too, with the variables of all frames but ours."""
    yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
    yield "".join(traceback.format_exception(type(error), error, error.__traceback__))
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    pending: List[Any] = [report]
    while pending:
        one = pending.pop()
        one.stack[:] = [frame for frame in one.stack if frame.filename != __file__]
        pending += [part for part in (one.__cause__, one.__context__) if part]
    yield "".join(report.format())


def kept(thing: Any) -> Iterator[str]:
    """What copies of a thing hold, as bytes and as objects."""
    for protocol in (0, pickle.HIGHEST_PROTOCOL):
        yield repr(pickle.dumps(thing, protocol))
    for other in (pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing)):
        yield repr(other)
        yield repr(list(parts(other)))


def assert_silent(*texts: str) -> None:
    """None of these texts has the token."""
    for text in texts:
        assert CANARY not in text


def assert_silent_error(error: BaseException) -> None:
    """Nothing that is written or kept of an error has the token, nor anything in it."""
    assert_silent(*reports(error), *kept(error))
    for part in parts(error):
        if isinstance(part, (str, bytes)):
            assert_silent(repr(part))


# Calls


class Scripted:
    """A transport whose attempts end as they are told to, the last way again and again."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)
        self.requests: List[Request] = []

    def send(self, request: Request, timeouts: Any) -> Reply:
        self.requests.append(request)
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        reply: Reply = outcome
        return reply

    def close(self) -> None:
        """Nothing to close."""


class AsyncScripted(Scripted):
    """The same for coroutines."""

    async def send(self, request: Request, timeouts: Any) -> Reply:  # type: ignore[override]
        return super().send(request, timeouts)

    async def close(self) -> None:  # type: ignore[override]
        """Nothing to close."""


def lost(**more: Any) -> TransportError:
    """An attempt without an answer."""
    return TransportError("broken", **{"phase": "read", "sent": True, **more})


def said(status: int, body: Any = None, **headers: str) -> Reply:
    """An answer."""
    return Reply(status, headers, b"" if body is None else json.dumps(body).encode())


FAILURES: Dict[str, List[Any]] = {
    **{str(status): [said(status)] for status in (302, 400, 401, 403, 404, 409, 418, 429, 501)},
    "no JSON": [Reply(200, {}, b"<html>")],
    "no model": [said(200, {"id": 5})],
    "lost": [lost()],
    "timed out": [lost(timed_out=True)],
    "not connected": [lost(phase="connect", sent=False)],
    "no TLS": [lost(phase="tls", sent=False)],
    "a bug": [ZeroDivisionError("of the transport")],
}
CALLS: Dict[str, Callable[[Any], Any]] = {
    "a read": lambda client: client.identity(),
    "a send": lambda client: client.servers.rooms.messages.send("s", "r", content="hi"),
    "a deletion": lambda client: client.servers.rooms.messages.delete("s", "r", "m"),
    "a page": lambda client: client.servers.rooms.messages.list("s", "r"),
}


@every("call", CALLS)
@every("failure", FAILURES)
def test_failures_hide_the_token(kind: str, failure: str, call: str) -> None:
    """No failure shows the token: no text, field, cause, copy or variable of a frame has it."""
    for cls, script in ((Client, Scripted), (AsyncClient, AsyncScripted)):
        transport: Any = script(*FAILURES[failure])
        client: Any = cls(token=TOKENS[kind], transport=transport, max_retries=0, pacing="off")
        if call == "a deletion" and failure.startswith("no "):
            continue  # nothing is read of its answer
        finished: Any = asyncio.run if cls is AsyncClient else bool
        with pytest.raises((LagAPIError, ZeroDivisionError)) as caught:
            finished(CALLS[call](client))
        assert transport.requests[0].headers["authorization"].endswith(TOKENS[kind])
        assert_silent_error(caught.value)


def echo(text: str) -> Dict[str, bytes]:
    """Responses that show a text, by the place where they show it."""
    plain = answer()
    envelope = json.dumps({"error": "Bad", "message": f"no {text}", "statusCode": 400}).encode()
    return {
        "message": answer(envelope, "400 Bad Request"),
        "location": answer(b"", "302 Found", f"location: https://lag.example/{text}?{text}"),
        "request id": answer(b"", "400 Bad Request", f"x-request-id: {text}"),
        "type": answer(b"<html>", "200 OK", f"content-type: text/{text}", f"x-request-id: {text}"),
        "model": answer(json.dumps({"id": {"no": text}}).encode(), "200 OK"),
        "status line": plain.replace(b"200 OK", f"{text} OK".encode()),
        "header line": plain.replace(b"content-length", f"{text} {text}".encode()),
        "length": plain.replace(b": 0", f": {text}".encode()),
        "chunk": plain.replace(b"content-length: 0", b"transfer-encoding: chunked")
        + f"{text}\r\n".encode(),
    }


ECHOES = list(echo(""))


@pytest.mark.parametrize("over", ["sync", "asyncio", *ADAPTERS])
@pytest.mark.parametrize("place", ECHOES)
def test_echo_of_the_token_is_hidden(
    place: str, over: str, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    """Errors and log lines do not show the token, also if the text of the server has it."""
    caplog.set_level(logging.DEBUG, "lagclient")
    server = serve(echo(TOKENS["user"])[place])
    options: Any = {"transport": adapter(over)} if over in ADAPTERS else {}
    is_async = over == "asyncio" or over in ASYNC_ADAPTERS
    cls: Any = AsyncClient if is_async else Client
    client = cls(token=TOKENS["user"], base_url=server.url, max_retries=0, **options)

    async def identify() -> None:
        async with client:
            await client.users.me()

    def attempt() -> None:
        if is_async:
            asyncio.run(identify())
            return
        with client:
            client.users.me()

    with pytest.raises(LagAPIError) as caught:
        attempt()
    assert_silent_error(caught.value)
    assert_silent(caplog.text)
    assert caught.value.attempts == 1


@pytest.mark.parametrize("call", ["stream", "polling"])
def test_echo_of_the_token_to_a_listener_is_hidden(call: str, serve: Serve) -> None:
    """An error of a stream or of polling does not show it either."""
    server = serve(echo(TOKENS["robot"])["message"])
    client = Client(token=TOKENS["robot"], base_url=server.url)
    with client, pytest.raises(LagAPIError, match="no ") as caught:
        next(getattr(client.robots.events, call)())
    assert_silent_error(caught.value)


REFUSED: Dict[str, Callable[[Any], Any]] = {
    "path": lambda client: client.servers.rooms.messages.list("s", ".."),
    "body": lambda client: client.servers.rooms.messages.send("s", "r", content=5),
    "query": lambda client: client.servers.rooms.messages.list("s", "r", limit="x"),
    "credential": lambda client: (
        client.users.me() if client.is_robot else client.robots.events.poll()
    ),
    "option": lambda client: client.with_options(extra_headers={"x": "a\n"}),
    "pickle": pickle.dumps,
    "deep copy": copy.deepcopy,
}


@pytest.mark.parametrize("what", REFUSED)
def test_refusals_hide_the_token(kind: str, what: str) -> None:
    """An error before anything is sent does not show the token."""
    client = Client(token=TOKENS[kind], transport=Scripted())  # type: ignore[arg-type]
    with pytest.raises((LagAPIError, TypeError)) as caught:
        REFUSED[what](client)
    assert_silent_error(caught.value)


def test_search_finds_a_hidden_token() -> None:
    """The search finds a token in a field, a cause, a variable or a copy of an error."""

    def fail(inner: Any, **hidden: Any) -> LagAPIError:
        scope: Dict[str, Any] = {}
        source = "def run(error, hidden):\n    try: raise ValueError(hidden)\n"
        exec(source + "    except ValueError as cause: raise error from cause", scope)
        with pytest.raises(LagAPIError) as caught:
            scope["run"](inner, hidden)
        return caught.value

    assert_silent_error(fail(LagAPIError("x")))
    for error in (
        fail(LagAPIError("x", body={"a": [CANARY]})),
        fail(LagAPIError("x"), header=f"Bearer {CANARY}"),
        fail(LagAPIError("x"), request=attrs.evolve(REQUEST, url=CANARY)),
    ):
        with pytest.raises(AssertionError):
            assert_silent_error(error)


REQUEST = Request("GET", "https://lag.example", {})


# What is printed


def test_reprs_hide_the_token(kind: str) -> None:
    """No object of a call shows the token in its repr."""
    transport: Any = Scripted(said(200, WHO[kind]), said(200, {"messages": [], "hasMore": False}))
    client = Client(token=TOKENS[kind], transport=transport)
    answer = client.raw.identity()
    page = client.servers.rooms.messages.list("s", "r")
    pages = client.servers.rooms.messages.paginate("s", "r")
    settings: Any = client._settings
    own = Client(token=TOKENS[kind])
    asynchronous = AsyncClient(token=TOKENS[kind])
    borrowing = Client(token=TOKENS[kind], http_client=httpx.Client(verify=False))
    things: List[Any] = [client, client.raw, client.servers, client.servers.rooms.messages.list]
    things += [settings, settings.credential, settings.headers, settings.memory]
    things += [transport.requests[0], transport.requests[0].headers, transport.requests]
    things += [own, own._transport, vars(own), vars(own._transport), asynchronous._transport]
    things += [asynchronous, borrowing, borrowing._transport, vars(borrowing._transport)]
    things += [answer, answer.data, answer.headers, page, pages, Call(TABLE["identity"], ())]
    for thing in things:
        assert_silent(repr(thing), str(thing), repr([thing]), repr({"a": thing}))
    for thing in (answer, answer.data, page):
        assert_silent(*kept(thing))


def test_secret_is_text_without_a_repr() -> None:
    """A header's value is sent and compared as text; its repr and its pickle hide it."""
    secret = Secret("Bearer x")
    assert (secret, secret.encode(), f"{secret}") == ("Bearer x", b"Bearer x", "Bearer x")
    assert repr({"authorization": secret}) == "{'authorization': '...'}"
    for copied in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not pickled"):
            copied(secret)


# Tokens that cannot be sent, and places where they must not go

MALFORMED: Dict[str, Any] = {
    "line break": f"{CANARY}\n",
    "carriage return": f"{CANARY}\r\nX-Other: 1",
    "NUL": f"{CANARY}\0",
    "DEL": f"{CANARY}\x7f",
    "C1 control": f"{CANARY}\x85",
    "tab": f"\t{CANARY}",
    "space": f"{CANARY} {CANARY}",
    "no-break space": f"{CANARY}\xa0",
    "latin-1": f"{CANARY}ü",
    "not latin-1": f"{CANARY}→",
    "surrogate": f"{CANARY}\ud800",
    "with its scheme": f"Bearer {CANARY}",
    "bytes": CANARY.encode(),
    "list": [CANARY],
}


@every("cls", [Client, AsyncClient])
@every("what", MALFORMED)
def test_malformed_token_is_refused_without_showing_it(cls: Any, what: str) -> None:
    """A token that no header can carry is refused, and the error does not show it."""
    with pytest.raises(LagAPIError, match="token") as caught:
        cls(token=MALFORMED[what])
    assert_silent_error(caught.value)


@every("cls", [Client, AsyncClient])
@every(
    "options",
    [
        {"base_url": "http://lag.example"},
        {"base_url": "http://192.168.1.1:8080"},
        {"base_url": "ftp://lag.example"},
        {"timeout_seconds": -1},
        {"extra_headers": {"authorization": "x"}},
        {"user_agent": "a\nb"},
        {"routes": ["nowhere.yaml"]},
    ],
    ids=str,
)
def test_wrong_options_hide_the_token(kind: str, cls: Any, options: Any) -> None:
    """The error of a wrong option, such as http:// to another machine, does not show the token."""
    with pytest.raises(LagInvalidRequestError) as caught:
        cls(token=TOKENS[kind], **options)
    assert_silent_error(caught.value)


def test_commands_take_no_token() -> None:
    """No command has an option for a token, because the list of processes shows arguments.

    Except for the sandbox, whose tokens open nothing but that sandbox. A flag takes no text.
    """

    def names(command: click.Command) -> Iterator[str]:
        for param in command.params:
            if not getattr(param, "is_flag", False):
                yield from (param.name or "", *param.opts)
        for name, inner in getattr(command, "commands", {}).items():
            yield from names(inner) if name != "sandbox" else ()

    found = {*names(commands.main)}
    assert "--port" in found
    assert not [name for name in found if {"token", "key"} & {*name.strip("-").split("_")}]


# Over the network


def identity(client: Any) -> Any:
    """Who am I?"""
    return client.identity()


def ask(
    kind: str, url: str, way: str, call: Callable[[Any], Any] = identity, **options: Any
) -> Any:
    """One call, by our own pool or by a caller's client that follows redirects."""
    given = {"token": TOKENS[kind], "base_url": url, "max_retries": 1, "pacing": "off", **options}
    given["extra_headers"] = {"x-gateway-key": CANARY}
    plain: Any = {"follow_redirects": True, "trust_env": False, "verify": False}
    if way == "pool":
        with Client(**given) as client:
            return call(client)
    if way == "http_client":
        with httpx.Client(**plain) as http:
            return call(Client(http_client=http, **given))
    if way in SYNC_ADAPTERS:
        with Client(transport=adapter(way), **given) as client:
            return call(client)

    async def run() -> Any:
        async with httpx.AsyncClient(**plain) as http:
            over: Any = {"http_client": http} if way == "async http_client" else {}
            if way in ASYNC_ADAPTERS:
                over = {"transport": adapter(way)}
            async with AsyncClient(**given, **over) as client:
                return await call(client)

    return asyncio.run(run())


@pytest.fixture(params=["pool", "http_client", "async pool", "async http_client", *ADAPTERS])
def way(request: pytest.FixtureRequest) -> str:
    """Every way to the network."""
    return request.param


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(kind: str, way: str, status: int, serve: Serve) -> None:
    """A redirect is an error, not a second request, whether to another origin or the same."""
    other = serve(answer(json.dumps(WHO[kind]).encode()))
    for place in (f"{other.url}/users/me", f"//127.0.0.1:{other.port}/", "/elsewhere"):
        server = serve(answer(b"", f"{status} Moved", f"location: {place}"))
        with pytest.raises(LagAPIError) as caught:
            ask(kind, server.url, way)
        assert caught.value.status == status
        assert len(server.seen) == 1
        assert TOKENS[kind].encode() in server.seen[0]
        assert other.seen == []


def in_turn(*answers: bytes) -> Respond:
    """Answers one after the other; an empty one ends the connection."""
    left = list(answers)

    def respond(connection: socket.socket, head: bytes) -> bool:
        now = left.pop(0)
        connection.sendall(now)
        return not now

    return respond


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without waiting."""
    monkeypatch.setattr("lagclient.calls.retry.FIRST_WAIT_SECONDS", 0.0)
    monkeypatch.setattr("lagclient.calls.retry.JITTER_SECONDS", 0.0)


LATER = answer(b"", "503 Later", "retry-after: 0")


@pytest.mark.usefixtures("patient")
def test_logs_and_network_errors_hide_the_token(
    kind: str, way: str, serve: Serve, free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """No logger shows the token at DEBUG on success, retry or failure, httpx's included."""
    ok = answer(json.dumps(WHO[kind]).encode())
    errors: List[LagAPIError] = []
    with caplog.at_level(logging.DEBUG):
        ask(kind, serve(ok).url, way)
        ask(kind, serve(in_turn(LATER, ok)).url, way)
        ask(kind, serve(in_turn(b"", ok)).url, way)
        for failing in (
            serve(LATER).url,
            serve(answer(b"", "401 Unauthorized")).url,
            serve(b"this is no HTTP\r\n\r\n").url,
            serve(in_turn(b"", b"")).url,
            f"http://127.0.0.1:{free_port}",
        ):
            with pytest.raises(LagAPIError) as caught:
                ask(kind, failing, way)
            errors.append(caught.value)
        silent = serve(lambda connection, head: connection.recv(1) == b"")
        with pytest.raises(LagAPIError) as caught:
            ask(kind, silent.url, way, timeout_seconds=0.05, max_retries=0)
        errors.append(caught.value)
    told: Set[str] = {record.name.partition(".")[0] for record in caplog.records}
    assert told >= ({"lagclient"} if way in ADAPTERS else {"lagclient", "httpcore"})
    assert_silent(caplog.text, *(repr(vars(record)) for record in caplog.records))
    for error in errors:
        assert_silent_error(error)


class Failing(io.FileIO):
    """A file of the disk that cannot be read to its end."""

    def read(self, size: Optional[int] = -1) -> bytes:
        if self.tell() > 100_000:
            raise OSError("the disk is gone")
        return super().read(size)


def test_interrupted_upload_hides_the_token(way: str, serve: Serve, tmp_path: Path) -> None:
    """An upload that breaks off shows the token as little as a lost response."""
    server = serve(answer())
    upload = attrgetter("images.upload")
    (tmp_path / "a.png").write_bytes(b"x" * 300_000)
    with Failing(tmp_path / "a.png") as image, pytest.raises(LagAPIError, match="disk") as caught:
        ask("user", server.url, way, lambda client: upload(client)(image, purpose="chat"))
    assert_silent_error(caught.value)


def test_warnings_hide_the_token(kind: str, serve: Serve) -> None:
    """The warning about a client that is not closed does not show its token."""
    server = serve(answer(json.dumps(WHO[kind]).encode()))

    async def leave() -> None:
        await AsyncClient(token=TOKENS[kind], base_url=server.url).identity()

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Client(token=TOKENS[kind], base_url=server.url).identity()
        asyncio.run(leave())
        gc.collect()
    assert_silent(*(f"{warning.message} {warning.source!r}" for warning in caught))


def test_cassettes_hide_the_token(kind: str, serve: Serve, tmp_path: Path) -> None:
    """A cassette under our settings has no token, not even where a response repeats it."""
    echo = {**WHO[kind], "displayName": TOKENS[kind], "x": [TOKENS[kind]], "token": CANARY}
    server = serve(answer(json.dumps(echo).encode(), "200 OK", f"x-request-id: {TOKENS[kind]}"))
    text = recorded(server.url, TOKENS[kind], tmp_path)
    assert TOKENS[kind].replace(CANARY, "scrubbed") in text
    assert_silent(text)


def test_cassettes_have_no_session_token(serve: Serve, tmp_path: Path) -> None:
    """A token without a known prefix is not recorded either."""
    server = serve(answer(json.dumps(ME).encode()))
    assert_silent(recorded(server.url, f"eyJhbGciOi.{CANARY}.x", tmp_path))
    assert CANARY.encode() in server.seen[0]


def recorded(url: str, token: str, folder: Path) -> str:
    """The cassette of one call."""
    cassette = folder / "cassette.yaml"
    recorder = vcr.VCR(record_mode="all", **testing.vcr_config(origin=url))
    with httpx.Client(trust_env=False) as http, recorder.use_cassette(str(cassette)):
        Client(token=token, base_url=url, http_client=http).identity()
    return cassette.read_text(encoding="utf-8")
