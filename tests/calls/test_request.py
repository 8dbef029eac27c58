"""Arguments to request: what each value becomes on the wire, and what is refused."""

from __future__ import annotations

import enum
import json
import unicodedata
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, List, Optional, Tuple
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs
import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lagclient.calls.request import build
from lagclient.errors import LagInvalidRequestError
from lagclient.models import Permission
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.routing.route import Param, Route
from lagclient.transport.protocol import Request
from lagclient.types import UNSET
from tests.kit.calls import BASE_URL, call_of, fitting
from tests.kit.every import every

HEADERS = {"authorization": "Bearer x", "accept": "application/json"}
PATH_PARAMS = [
    (name, param.name)
    for name, route in TABLE.items()
    for param in route.params
    if param.where == "path"
]


def sent(call: Call) -> Request:
    """The request of a call by a user."""
    return build(call, BASE_URL, call.route.path, HEADERS)


def body_of(call: Call) -> Any:
    """The JSON that a call sends."""
    body: Any = sent(call).body
    return json.loads(body)


def form_of(call: Call) -> bytes:
    """The form that a call sends."""
    body: Any = sent(call).body
    return b"".join(body())


def query_of(call: Call) -> List[Tuple[str, str]]:
    """The query that a call sends, decoded."""
    return parse_qsl(urlsplit(sent(call).url).query, keep_blank_values=True)


def route_with(*params: Param, method: str = "POST") -> Route:
    """A route of our own, for what the table has no case of."""
    return Route(
        namespace="own",
        name="try",
        method=method,
        path="/own",
        scope=("user",),
        model="None",
        params=params,
    )


def refusal(call: Call) -> str:
    """The message of the refusal of a call."""
    with pytest.raises(LagInvalidRequestError) as caught:
        sent(call)
    assert isinstance(caught.value, ValueError)
    assert caught.value.outcome == "not_sent"
    return caught.value.message


# Paths


BAD_SEGMENTS = ["", ".", "..", None, UNSET, 5, b"x", ["x"], "\ud800", "a\udfffb", "a\nb", "\x00"]
BAD_SEGMENTS += ["\x1f", "\x7f", "\x80", "\x85", "\x9f", "..\x00"]


@every("name, param", PATH_PARAMS)
def test_no_path_value_reaches_another_route(name: str, param: str) -> None:
    """Every path parameter of every route refuses what would be no segment, or another path."""
    for value in BAD_SEGMENTS:
        assert f"`{param}` must be " in refusal(fitting(name, **{param: value}))


ODD_SEGMENTS = ["%2e%2e", "%2E", "a/b", "/", "../x", "..;", "...", "ü", "?x=1", "#f", " ", "a b"]
ODD_SEGMENTS += [
    "\\",
    "@me",
    "{server_id}",
    "%",
    "%zz",
    "\uff0e\uff0e",
    "\u2028",
    "\xa0",
    "é" * 5000,
]


@every("name, param", PATH_PARAMS)
def test_odd_path_values_stay_one_segment(name: str, param: str) -> None:
    """Every other text is exactly one segment, in its place, that unquotes to the value."""
    route = TABLE[name]
    place = route.path.split("/").index(f"{{{param}}}")
    for value in ODD_SEGMENTS:
        parts = urlsplit(sent(fitting(name, **{param: value})).url)
        segments = parts.path.split("/")
        assert len(segments) == len(route.path.split("/"))
        assert unquote(segments[place]) == value
        assert not parts.fragment
        assert parts.netloc == "lag.example"


@given(st.text())
@example("..")
@example("%2e%2e")
@example("\ud800")
def test_any_path_value_is_refused_or_itself(value: str) -> None:
    """Any text is refused, or sent as one segment that unquotes to it, httpx's own URL included."""
    if value in ("", ".", "..") or any(
        unicodedata.category(char) in ("Cc", "Cs") for char in value
    ):
        refusal(call_of("users.get", user_id=value))
        return
    url = sent(call_of("users.get", user_id=value)).url
    for path in (urlsplit(url).path, httpx.URL(url).raw_path.decode().partition("?")[0]):
        empty, users, segment = path.split("/")
        assert (empty, users) == ("", "users")
        assert segment not in ("", ".", "..")
        assert unquote(segment) == value


@attrs.frozen
class Mira:
    """An object of the API, or of the caller."""

    id: str


def test_refusals_name_the_value() -> None:
    """A refusal says what was expected and what was given."""
    told = refusal(call_of("users.get", user_id=5))
    assert told == "`user_id` must be a non-empty str, not 5 (int)"
    told = refusal(call_of("users.get", user_id=Mira("usr_1")))
    assert told == "`user_id` must be the `id` of the object, not Mira(id='usr_1') (Mira)"
    told = refusal(call_of("users.get", user_id=".."))
    assert told == "`user_id` must be a single path segment, not '..'"
    assert len(refusal(call_of("users.get", user_id="\0" * 10_000))) < 200


def test_the_url_is_base_and_path() -> None:
    """The URL is the base URL, its own path included, and the path that the credential has."""
    call = call_of("servers.get", server_id="s")
    request = build(call, "https://lag.example/v1", "/robots/@me/servers/{server_id}", HEADERS)
    assert request.url == "https://lag.example/v1/robots/@me/servers/s"


# Left out, and cleared


@every("name, param", sorted((n, p.name) for n, r in TABLE.items() for p in r.params))
def test_none_and_unset(name: str, param: str) -> None:
    """UNSET is never sent; None is null where that clears, else nothing; neither if required."""
    (about,) = (p for p in TABLE[name].params if p.name == param)
    for value in (UNSET, None):
        call = fitting(name, **{param: value})
        if about.required:
            refusal(call)
            continue
        null = value is None and about.null
        if about.where == "body":
            assert body_of(call).get(about.wire, UNSET) is (None if null else UNSET)
        elif about.where == "query":
            assert about.wire not in dict(query_of(call))
        else:
            assert b'name="%s"' % about.wire.encode() not in form_of(call)


def test_clearing_and_leaving() -> None:
    """None clears steam_id, UNSET leaves it, and display_name cannot be cleared."""
    call = call_of("users.update_me", steam_id=None, display_name=None)
    assert sent(call).body == b'{"steamId":null}'
    assert sent(call_of("users.update_me")).body == b"{}"


def test_a_default_is_sent() -> None:
    """A parameter with a default of its own is sent with it."""
    call = call_of("users.upload_avatar", image_base64="eA==")
    assert body_of(call) == {"image": "eA==", "contentType": "image/jpeg"}


# Bodies


def test_a_json_body_is_compact_utf8() -> None:
    """JSON goes out as UTF-8 without escapes, under its wire names, with its type."""
    call = call_of(
        "servers.rooms.messages.send", server_id="s", room_id="r", content='ü"\n', reply_to_id="m"
    )
    request = sent(call)
    assert request.body == '{"content":"ü\\"\\n","replyToId":"m"}'.encode()
    assert request.headers == {**HEADERS, "content-type": "application/json"}


@every("name", TABLE)
def test_a_content_type_comes_with_a_body_only(name: str) -> None:
    """Content-Type is there exactly if there is a body, and the client's headers always."""
    request = sent(fitting(name))
    places = {param.where for param in TABLE[name].params}
    kinds = {"body": "application/json", "form": "multipart/form-data"}
    wanted = next((kinds[place] for place in places if place in kinds), None)
    found = request.headers.get("content-type", "").partition(";")[0] or None
    assert found == wanted
    assert (request.body is None) == (wanted is None)
    assert request.headers.items() >= HEADERS.items()


def test_an_upload_has_fields_then_the_file() -> None:
    """A form carries its fields first and its file last; what describes the file is no field."""
    call = call_of(
        "images.upload",
        image=b"GIF",
        purpose="chat",
        alt="ü",
        filename="a.gif",
        content_type="image/gif",
    )
    body = form_of(call)
    boundary = body.partition(b"\r\n")[0]
    assert [part.split(b"\r\n")[1] for part in body.split(boundary)[1:-1]] == [
        b'Content-Disposition: form-data; name="purpose"',
        b'Content-Disposition: form-data; name="alt"',
        b'Content-Disposition: form-data; name="file"; filename="a.gif"',
    ]
    assert b"Content-Type: image/gif\r\n\r\nGIF\r\n" in body


def test_a_bad_upload_names_its_route() -> None:
    """What is wrong with a file is told as of the call that wanted to send it."""
    assert "must be a path" in refusal(call_of("images.upload", image=5, purpose="chat"))
    assert "`filename` must be a str" in refusal(
        call_of("images.upload", image=b"x", purpose="chat", filename=5)
    )


@pytest.mark.parametrize("name", ["dms.list_messages", "servers.rooms.messages.list"])
def test_size_of_a_page_is_within_its_limits(name: str) -> None:
    """A page that the API would shorten in silence is refused; other limits are left to the API."""
    ids = {p.name: "x" for p in TABLE[name].params if p.where == "path"}
    for limit in (1, 100):
        assert sent(call_of(name, **ids, limit=limit)).url.endswith(f"?limit={limit}")
    for limit in (0, -1, 101, 1000):
        assert f"`limit` must be 1 to 100, not {limit} (int)" in refusal(
            call_of(name, **ids, limit=limit)
        )
    seats = call_of("servers.rooms.create", server_id="s", name="n", max_participants=10**6)
    assert sent(seats).body == b'{"name":"n","maxParticipants":1000000}'


# Types


class Platform(str, enum.Enum):
    """An enum of a caller's own whose members are text."""

    PHONE = "ios"


class Named(str):
    """Text of a caller's own."""

    def __str__(self) -> str:
        return "something else"


class Nowhere(tzinfo):
    """A time zone that does not know its offset."""

    def utcoffset(self, moment: Optional[datetime]) -> None:
        return None


EAST = timezone(timedelta(hours=5, minutes=30))
ENCODED = [
    ("str", "", ""),
    ("str", "a b&c=ü+%", "a b&c=ü+%"),
    ("str", Named("x"), "x"),
    ("str", Platform.PHONE, "ios"),
    ("int", 0, 0),
    ("int", -7, -7),
    ("int", 2**70, 2**70),
    ("int", Permission.MANAGE_EVENTS, int(Permission.MANAGE_EVENTS)),
    ("bool", True, True),
    ("bool", False, False),
    ("datetime", "2026-01-01", "2026-01-01"),
    ("datetime", datetime(2026, 1, 1, 12, tzinfo=timezone.utc), "2026-01-01T12:00:00.000Z"),
    ("datetime", datetime(2026, 1, 1, 12, 0, 0, 999_999, EAST), "2026-01-01T06:30:00.999Z"),
    ("datetime", datetime(1, 1, 1, tzinfo=timezone.utc), "0001-01-01T00:00:00.000Z"),
    ("PushPlatform", "ios", "ios"),
    ("PushPlatform", Platform.PHONE, "ios"),
]


@every("type, value, wire", ENCODED)
def test_values_as_json(type: str, value: Any, wire: Any) -> None:
    """Each type has one form in JSON; a subclass is sent as what it is one of."""
    call = Call(route_with(Param("a_b", "body", type, "", "aB")), (value,))
    assert body_of(call) == {"aB": wire}
    assert (
        sent(call).body
        == json.dumps({"aB": wire}, ensure_ascii=False, separators=(",", ":")).encode()
    )


@every("type, value, wire", ENCODED)
def test_values_in_a_query(type: str, value: Any, wire: Any) -> None:
    """In a query the same values are text, booleans as JSON has them."""
    call = Call(route_with(Param("a_b", "query", type, "", "aB"), method="GET"), (value,))
    assert query_of(call) == [("aB", wire if isinstance(wire, str) else json.dumps(wire))]
    assert sent(call).body is None


REFUSED = [
    ("str", 5, "a str"),
    ("str", b"x", "a str"),
    ("str", "\ud800", "text that UTF-8 can carry"),
    ("int", "5", "an int"),
    ("int", 5.0, "an int"),
    ("int", True, "an int"),
    ("int", float("nan"), "an int"),
    ("int", 10**400, "an int of a size"),
    ("int", -(10**5000), "an int of a size"),
    ("str", 10**5000, "a str, not ... (int)"),
    ("bool", 1, "a bool"),
    ("bool", "true", "a bool"),
    ("datetime", datetime(2026, 1, 1), "a datetime with a time zone"),
    ("datetime", datetime(2026, 1, 1, tzinfo=Nowhere()), "a datetime with a time zone"),
    ("datetime", datetime.max.replace(tzinfo=timezone(-timedelta(hours=1))), "years 1 to 9999"),
    ("datetime", datetime.min.replace(tzinfo=EAST), "years 1 to 9999"),
    ("datetime", 1700000000, "a datetime with a time zone"),
    ("datetime", "\ud800", "text that UTF-8 can carry"),
    ("PushPlatform", "web", "one of ios, android"),
    ("PushPlatform", "", "one of ios, android"),
    ("PushPlatform", ["ios"], "one of ios, android"),
    ("PushPlatform", 5, "one of ios, android"),
]


def name_of(value: Any) -> str:
    """A short name: some numbers are too long to be written."""
    return f"{value.bit_length()} bits" if isinstance(value, int) else ascii(value)[:20]


@every("where", ["body", "query"])
@every("type, value, expected", REFUSED, ids=lambda case: f"{case[0]}: {name_of(case[1])}")
def test_values_of_another_type_are_refused(
    where: str, type: str, value: Any, expected: str
) -> None:
    """A value of another type is refused, and the refusal names what was expected."""
    method = "GET" if where == "query" else "POST"
    call = Call(route_with(Param("a_b", where, type, "", "aB"), method=method), (value,))
    told = refusal(call)
    assert told.startswith("`a_b` must be ")
    assert expected in told


def test_a_query_has_only_what_was_given() -> None:
    """Query parameters that are left out leave no trace, nor a question mark."""
    call = call_of("dms.list_messages", conversation_id="c")
    assert sent(call).url == f"{BASE_URL}/dms/c/messages"
    call = call_of("dms.list_messages", conversation_id="c", limit=5, cursor="a&b=c d")
    assert sent(call).url == f"{BASE_URL}/dms/c/messages?limit=5&cursor=a%26b%3Dc+d"


@given(st.text())
@example("\udc80")
def test_any_text_of_a_body_is_refused_or_itself(value: str) -> None:
    """Any text comes out of the JSON as it went in; half a character is refused."""
    call = call_of("users.update_me", display_name=value)
    if any(unicodedata.category(char) == "Cs" for char in value):
        assert "UTF-8" in refusal(call)
    else:
        assert body_of(call) == {"displayName": value}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_query_value_arrives_as_it_is(value: str) -> None:
    """Any text comes out of the query as it went in, through httpx's URL too."""
    url = sent(call_of("users.search", query=value)).url
    assert httpx.URL(url).params.multi_items() == [("q", value)]


def test_calls_know_their_arguments() -> None:
    """A call's values can be had by name, replaced, and taken over to another route."""
    call = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="hi")
    assert call.named()["content"] == "hi"
    assert call.replacing(content="ho").named() == {**call.named(), "content": "ho"}
    other = call.through(TABLE["servers.rooms.messages.list"])
    assert other.named() == {"server_id": "s", "room_id": "r", "limit": UNSET, "cursor": UNSET}
