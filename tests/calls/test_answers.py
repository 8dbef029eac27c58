"""Answers from a future or a broken API: data, or one typed error that says what is wrong."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple, Union

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagclient import AsyncClient, Client
from lagclient.errors import (
    BY_STATUS,
    LagAPIError,
    LagConnectionError,
    LagDecodeError,
    LagServerError,
)
from lagclient.resources import TABLE
from lagclient.testing import CassetteYaml
from lagclient.transport.protocol import Reply, Request
from tests.kit.calls import ME, ROBOT_TOKEN, USER_TOKEN, Played, fitting, play, settings_of
from tests.kit.every import every
from tests.kit.servers import Serve, answer

CASSETTES = Path(__file__).parents[2] / "cassettes"
TOKENS = {"user": USER_TOKEN, "robot": ROBOT_TOKEN}
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT")
Place = Tuple[Union[str, int], ...]


def recorded() -> Iterator[Tuple[str, Any]]:
    """Each good answer that is data, by ``route.kind``."""
    for file in sorted(CASSETTES.glob("*.yaml")):
        interaction = CassetteYaml.deserialize(file.read_text(encoding="utf-8"))["interactions"][0]
        if TABLE[file.stem.rpartition(".")[0]].model != "None":
            yield file.stem, json.loads(interaction["response"]["body"]["string"])


ANSWERS = dict(recorded())


def answered(name: str, reply: Reply) -> Played:
    """What a call makes of an answer: data or an error of ours, else this fails."""
    route, _, kind = name.rpartition(".")
    # Neither repeated nor looked for.
    options = settings_of(TOKENS[kind], max_retries=0, retry_unsafe=True, pacing="off")
    return play(fitting(route), options, reply)


def of_body(name: str, body: bytes) -> Played:
    """What a call makes of a body."""
    return answered(name, Reply(200, {"x-request-id": "req_7"}, body))


def check_fault(name: str, body: bytes, error: LagAPIError) -> None:
    """The error knows its call, and has the answer as it came."""
    route = TABLE[name.rpartition(".")[0]]
    via = route.via.get(name.rpartition(".")[2])
    line = (TABLE[via.route] if via else route).line
    assert type(error) is LagDecodeError
    assert (error.route, error.request, error.attempts) == (route.full_name, line, 1)
    assert (error.status, error.code, error.request_id) == (200, "decode_error", "req_7")
    # Something in front of the API sent it.
    page = re.search("it is (a page|not JSON|an error)", error.message)
    assert error.outcome == (
        "refused" if line.startswith("GET ") else "unknown" if page else "applied"
    )
    assert error.body == body.decode(errors="replace")
    for fact in (route.full_name, line, "req_7", "The response is not "):
        assert fact in str(error)
    assert len(str(error)) < 1000


# One thing of an answer is not as it was


def places(data: Any, at: Place = ()) -> Iterator[Place]:
    """Every place in an answer, its whole and the first items of lists included."""
    yield at
    if isinstance(data, dict):
        for key in data:
            yield from places(data[key], (*at, key))
    elif isinstance(data, list):
        for index in range(min(2, len(data))):
            yield from places(data[index], (*at, index))


def at(data: Any, place: Place) -> Any:
    """What stands there."""
    for step in place:
        data = data[step]
    return data


def replaced(data: Any, place: Place, value: Any) -> Any:
    """The answer with another value there."""
    if not place:
        return value
    step: Any = place[0]
    inner = replaced(data[step], place[1:], value)
    if isinstance(data, dict):
        return {**data, step: inner}
    return [*data[:step], inner, *data[step + 1 :]]


def path_of(place: Place) -> str:
    """The place as messages write it: ``messages[3].createdAt``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.lstrip(".")


# Identity has one name for what users and robots call otherwise.
OWN_NAMES = {("identity.robot", "name"): "displayName"}
# Maps by names of the API's: a new entry there is a new name, of the same kind.
MAPS = ("features", "variants")
WRONG: List[Any] = [None, True, -7, 1.5, 10**400, "", "from-the-future", "2026-13-45T99:99", [], {}]
WRONG += [[None], [[5]], {"from": "the future"}, [{"from": "the future"}]]


@every("name", ANSWERS)
def test_any_other_value_is_data_or_a_fault_with_its_place(name: str) -> None:
    """Null or a wrong type, at any depth, is read, or told by its place: field or list index."""
    good = ANSWERS[name]
    assert of_body(name, json.dumps(good).encode()).error is None
    for place in places(good):
        for value in WRONG:
            body = json.dumps(replaced(good, place, value)).encode()
            error = of_body(name, body).error
            if error is not None:
                check_fault(name, body, error)
                path = path_of(place)
                assert OWN_NAMES.get((name, path), path) in error.message


@every("name", ANSWERS)
def test_a_missing_field_is_data_or_a_fault_with_its_name(name: str) -> None:
    """A field that is not there, at any depth, is None or told by its name."""
    good = ANSWERS[name]
    for place in places(good):
        inside = at(good, place)
        for key in inside if isinstance(inside, dict) else ():
            rest = {other: inside[other] for other in inside if other != key}
            body = json.dumps(replaced(good, place, rest)).encode()
            error = of_body(name, body).error
            if error is not None:
                check_fault(name, body, error)
                assert f"{path_of((*place, key))}: Field required" in error.message


@every("name", ANSWERS)
def test_new_fields_and_new_values_never_fail(name: str) -> None:
    """Every object may have more fields, which are kept, and every text any other value."""
    good = ANSWERS[name]
    route, _, kind = name.rpartition(".")
    via = TABLE[route].via.get(kind)
    kept_below: Place = (via.pick,) if via and via.pick else ()
    for place in places(good):
        inside = at(good, place)
        if isinstance(inside, dict):
            new: Any = {"deep": [1, None]}
            if place and place[-1] in MAPS:
                new = next(iter(inside.values()), True)
            more = {**inside, "fromTheFuture": new}
            data = of_body(name, json.dumps(replaced(good, place, more)).encode()).answer.data
            is_wrapping = not place and "[" in TABLE[route].model
            if place[: len(kept_below)] == kept_below and not is_wrapping:
                assert "fromTheFuture" in repr(data)
        elif isinstance(inside, str) and not TIMESTAMP.match(inside):
            body = json.dumps(replaced(good, place, "from the future")).encode()
            assert of_body(name, body).error is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
@settings(derandomize=True, max_examples=200)
def test_any_json_anywhere(data: st.DataObject) -> None:
    """Whatever stands wherever, and in several places: data, or one error of ours."""
    name = data.draw(st.sampled_from([*ANSWERS]))
    changed = ANSWERS[name]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from([*places(changed)]))
        changed = replaced(changed, place, data.draw(JSON))
    body = json.dumps(changed).encode()
    error = of_body(name, body).error
    if error is not None:
        check_fault(name, body, error)


@given(st.data())
@settings(derandomize=True, max_examples=200)
def test_any_bytes_anywhere(data: st.DataObject) -> None:
    """An answer that is cut, or has any bytes in it, is data or one error of ours."""
    name = data.draw(st.sampled_from([*ANSWERS]))
    good = json.dumps(ANSWERS[name], ensure_ascii=False).encode()
    start = data.draw(st.integers(0, len(good)))
    stop = data.draw(st.integers(start, len(good)))
    body = good[:start] + data.draw(st.binary(max_size=4)) + good[stop:]
    error = of_body(name, body).error
    if error is not None:
        check_fault(name, body, error)


# Answers that are odd as a whole

ME_JSON = json.dumps({**ME, "displayName": "Säm"}, ensure_ascii=False)
HUGE = 50 * 1024 * 1024
ODD: Dict[str, Tuple[bytes, str]] = {
    "HTML": (b"<!doctype html><h1>Hello</h1>", "it is a page"),
    "empty": (b"", "it is empty"),
    "null": (b"null", "Input should be an object"),
    "text": (b'"ok"', "Input should be an object"),
    "cut off": (ME_JSON.encode()[:-5], "it is cut off"),
    "two answers": (ME_JSON.encode() * 2, "it is not JSON"),
    "latin-1": (ME_JSON.encode("latin-1"), "it is not JSON"),
    "UTF-16": (ME_JSON.encode("utf-16"), "it is not JSON"),
    "UTF-16 without mark": (ME_JSON.encode("utf-16-le"), "it is not JSON"),
    "UTF-32": (ME_JSON.encode("utf-32"), "it is not JSON"),
    "byte order mark": (b"\xef\xbb\xbf" + ME_JSON.encode(), "it is not JSON"),
    "gzip": (gzip.compress(ME_JSON.encode()), "it is not JSON"),
    "half a surrogate": (b'{"id": "\\ud800"}', "username: Field required"),
    "comment": (b"/* */" + ME_JSON.encode(), "it is not JSON"),
    "a number of 10,000 digits": (ME_JSON.encode()[:-1] + b', "x": %s}' % (b"9" * 10_000), "JSON"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "it is not JSON"),
    "deep in a new field": (
        ME_JSON.encode()[:-1] + b', "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "it is not JSON",
    ),
    "huge": (b'{"id": "' + b"x" * HUGE + b'"}', "username: Field required"),
    "huge and no JSON": (b"?" * HUGE, "it is not JSON"),
}


@pytest.mark.parametrize(("body", "told"), ODD.values(), ids=ODD)
def test_an_answer_that_is_odd(body: bytes, told: str) -> None:
    """What is no answer at all is one typed error: short, and with the whole body on it."""
    error = of_body("users.me.user", body).error
    check_fault("users.me.user", body, error)
    assert told in error.message


FINE: Dict[str, Tuple[str, Dict[str, str]]] = {
    "as ever": ("", {}),
    "no content type": ("", {}),
    "another content type": ("", {"content-type": "text/html; charset=utf-8"}),
    "a wrong charset": ("", {"content-type": "application/json; charset=latin-1"}),
    "an unknown charset": ("", {"content-type": "application/json; charset=klingon"}),
    "huge": (', "bio": "%s"' % ("x" * HUGE), {}),
    "a number of 4,000 digits": (', "x": ' + "9" * 4000, {}),
    "a fraction of 10,000 digits": (', "x": 0.' + "9" * 10_000, {}),
    "a number beyond floats": (', "x": 1e999', {}),
    "NaN": (', "x": NaN', {}),
    "a field twice": (', "username": "other", "username": "sam"', {}),
    "no character of a name": (', "\\u0000": "\\u0000"', {}),
}


@pytest.mark.parametrize(("more", "headers"), FINE.values(), ids=FINE)
def test_an_answer_that_is_right_all_the_same(more: str, headers: Dict[str, str]) -> None:
    """JSON with the model in it is data, whatever else is in it and whatever its headers say."""
    body = ME_JSON[:-1] + more + "}"
    played = answered("users.me.user", Reply(200, headers, body.encode()))
    assert played.error is None
    assert (played.answer.data.username, played.answer.data.display_name) == ("sam", "Säm")


@pytest.mark.parametrize("number", ["9" * 10_000, "-" + "9" * 5000, "1e999", "NaN", "Infinity"])
def test_a_number_that_is_none(number: str) -> None:
    """Where a number is wanted, one without measure is data or a fault with its place."""
    good = json.dumps({**ANSWERS["servers.list.user"][0], "memberCount": "?"})
    body = f"[{good.replace(json.dumps('?'), number)}]".encode()
    played = of_body("servers.list.user", body)
    if played.error is not None:
        check_fault("servers.list.user", body, played.error)
        assert "[0].memberCount" in played.error.message or "it is not JSON" in played.error.message
    else:
        assert played.answer.data[0].member_count == int(number)


# Statuses

BODIES = [b"", b"<html>", b'{"message": "Oh", "error": "Bad"}', b'{"message": 5}', b"[" * 9999]
BODIES += [b'{"x": ' + b"9" * 10_000 + b"}", b"\xff", b"null", b'"Oh"']
OF_THE_API = (b"", b'{"message": 5}', b"null", b'"Oh"')


@pytest.mark.parametrize("name", ["users.me.user", "servers.create.user", "servers.delete.user"])
def test_every_status_is_a_success_or_a_typed_error(name: str) -> None:
    """From 100 to 599, whatever the body: 2xx is read, all else is the error of its class."""
    route = TABLE[name.rpartition(".")[0]]
    for status in range(100, 600):
        for body in BODIES[status % 3 :: 3]:
            played = answered(name, Reply(status, {"x-request-id": "req_7"}, body))
            error = played.error
            if 200 <= status < 300:
                assert (error is None) == (route.model == "None" and body in OF_THE_API)
                assert error is None or type(error) is LagDecodeError
                continue
            fallback = LagServerError if status >= 500 else LagAPIError
            assert type(error) is BY_STATUS.get(status, (fallback, ""))[0]
            assert (error.status, error.request_id, error.route) == (
                status,
                "req_7",
                route.full_name,
            )
            assert str(status) in str(error)
            assert error.message == ("Oh" if b'"Oh",' in body else f"HTTP {status}")


@pytest.mark.parametrize("status", [200, 201, 202, 203, 204, 206, 226, 299])
def test_the_body_counts_not_the_kind_of_success(status: int) -> None:
    """Any 2xx with the model in it is data, a 204 with a body too."""
    played = answered("users.me.user", Reply(status, {}, ME_JSON.encode()))
    assert (played.answer.status, played.answer.data.username) == (status, "sam")


# Pages whose cursors make no sense


class Book:
    """A transport that answers with pages of a room; `after` tells the cursor that follows one."""

    def __init__(self, after: Callable[[str], Any], most: int = 9) -> None:
        self.after, self.most = after, most
        self.asked: List[str] = []

    def send(self, request: Request, timeouts: Any) -> Reply:
        self.asked.append(request.url.partition("cursor=")[2])
        assert len(self.asked) <= self.most, "a walk without an end"
        page = {"messages": [], "hasMore": True, "nextCursor": self.after(self.asked[-1])}
        return Reply(200, {}, json.dumps({k: v for k, v in page.items() if v != "none"}).encode())


CURSORS: Dict[str, Callable[[str], Any]] = {
    "missing": lambda _: "none",
    "null": lambda _: None,
    "empty": lambda _: "",
    "a number": lambda _: 5,
    "a list": lambda _: ["a"],
    "the same again": lambda _: "a",
    "a circle": lambda cursor: {"": "a", "a": "b", "b": "c", "c": "a"}[cursor],
}


@pytest.mark.parametrize("after", CURSORS.values(), ids=CURSORS)
@pytest.mark.parametrize("way", ["pages", "items", "raw pages"])
def test_a_walk_ends_whatever_the_cursors_say(way: str, after: Callable[[str], Any]) -> None:
    """Each walk with a senseless cursor ends with one error of ours, after its last new page."""
    book: Any = Book(after)
    client = Client(token=USER_TOKEN, transport=book)
    tree = client.raw if way == "raw pages" else client
    pages: Any = tree.servers.rooms.messages.paginate("s", "r")
    with pytest.raises(LagDecodeError) as caught:
        list(pages.items() if way == "items" else pages)
    assert caught.value.route == "servers.rooms.messages.list"
    assert len(book.asked) == len(set(book.asked)) <= 4


def test_a_listing_without_an_end_is_walked_page_by_page() -> None:
    """Ever new cursors are the API's own affair: each page is asked for when it is reached."""
    book: Any = Book(lambda cursor: str(int(cursor or 0) + 1), most=500)
    pages = Client(token=USER_TOKEN, transport=book).servers.rooms.messages.paginate("s", "r")
    for count in range(1, 501):
        next(pages)
        assert len(book.asked) == count


# Over the network, where headers can lie about the body

GOOD = ME_JSON.encode()
Case = Tuple[bytes, Any]


def framed(status: str, *headers: str, body: bytes = b"") -> bytes:
    """An answer with these headers and no others."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


PACKED = gzip.compress(GOOD)
LIES: Dict[str, Case] = {
    "plain, said to be gzip": (answer(GOOD, "200 OK", "content-encoding: gzip"), "unpack"),
    "broken gzip": (answer(PACKED[:-8] + b"x" * 8, "200 OK", "content-encoding: gzip"), "unpack"),
    "half gzip": (answer(PACKED[:20], "200 OK", "content-encoding: gzip"), LagAPIError),
    "gzip": (answer(PACKED, "200 OK", "content-encoding: gzip"), "sam"),
    "deflate, said to be gzip": (
        answer(PACKED[10:-8], "200 OK", "content-encoding: deflate"),
        "sam",
    ),
    "a coding that nobody knows": (answer(GOOD, "200 OK", "content-encoding: klingon"), "sam"),
    "another charset": (answer(GOOD, "200 OK", "content-type: x/y; charset=utf-16"), "sam"),
    "a 204 with a body": (framed("204 No Content", "content-length: 0"), LagDecodeError),
    "a 204 that has one all the same": (
        framed("204 No Content", "connection: close", body=GOOD),
        LagDecodeError,
    ),
    "too short for its length": (
        framed("200 OK", "content-length: 9999", "connection: close", body=GOOD),
        LagConnectionError,
    ),
    "no length": (framed("200 OK", "connection: close", body=GOOD), "sam"),
    "two lengths": (
        framed("200 OK", "content-length: 5", "content-length: 9", body=GOOD),
        LagConnectionError,
    ),
    "a length that is none": (framed("200 OK", "content-length: x"), LagConnectionError),
    "bad chunks": (
        framed("200 OK", "transfer-encoding: chunked", body=b"zz\r\n"),
        LagConnectionError,
    ),
    "endless headers": (framed("200 OK", *["x-x: " + "y" * 999] * 200), LagConnectionError),
    "a header in latin-1": (answer(GOOD).replace(b"OK", b"OK\r\nx-x: \xe4"), "sam"),
    "early hints": (framed("103 Early Hints", "link: </x>") + answer(GOOD), "sam"),
    "other protocols": (framed("101 Switching Protocols", "upgrade: x"), LagAPIError),
    "not modified": (framed("304 Not Modified"), LagAPIError),
    "a status of four digits": (framed("2000 OK"), LagConnectionError),
    "a status of none": (framed("OK"), LagConnectionError),
    "a status that nobody has": (answer(b"", "999 Huh"), LagAPIError),
}


def outcome(url: str, cls: Any, borrowed: bool) -> Any:
    """The username, or the error; nothing else comes out of a call."""
    options: Dict[str, Any] = {"token": USER_TOKEN, "base_url": url, "max_retries": 0}
    plain: Any = {"verify": False, "trust_env": False}
    options["timeout_seconds"] = 2

    async def run() -> Any:
        async with httpx.AsyncClient(**plain) as http:
            client = AsyncClient(**options, http_client=http if borrowed else None)
            async with client:
                return (await client.users.me()).username

    try:
        if cls is AsyncClient:
            return asyncio.run(run())
        with httpx.Client(**plain) as http:
            client = Client(**options, http_client=http if borrowed else None)
            with client:
                return client.users.me().username
    except LagAPIError as error:
        return error


@every("written, expected", LIES.values(), ids=LIES)
@every("borrowed", [False, True], ids=["pool", "http_client"])
@every("cls", [Client, AsyncClient])
def test_an_answer_that_lies(
    cls: Any, borrowed: bool, written: bytes, expected: Any, serve: Serve
) -> None:
    """Whatever bytes come back, a call ends with data or with an error that knows its route."""

    def respond(connection: Any, head: bytes) -> bool:
        connection.sendall(written)
        return True

    found = outcome(serve(respond).url, cls, borrowed)
    if expected == "sam":
        assert found == "sam"
        return
    if expected == "unpack":
        expected = LagConnectionError
        assert "DecodingError" in found.message
    assert isinstance(found, expected)
    assert (found.route, found.attempts, found.outcome) == ("users.me", 1, "refused")
