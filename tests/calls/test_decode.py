"""Answers to data: every shape of model, and every way to be none."""

from __future__ import annotations

import importlib
import json
from typing import Any, Dict, Optional

import attrs
import pytest
from pydantic import BaseModel, model_validator

from lagclient.answer import Page
from lagclient.calls.decode import decoder, error_of, gone, model_class, reader
from lagclient.errors import (
    LagAPIError,
    LagConflictError,
    LagDecodeError,
    LagRateLimitError,
    LagRouteError,
)
from lagclient.models import EventCancelResult, Ok, Room, RoomMessage, User
from lagclient.resources import TABLE
from lagclient.routing.route import Route
from lagclient.transport.protocol import Reply, TransportError
from tests.kit.calls import ME, message, reply
from tests.kit.every import every

ROOM = {"id": "r", "serverId": "s", "createdBy": "me", "createdAt": "2025-01-01T00:00:00Z"}
ROOM_JSON = json.dumps(ROOM).encode()


def route_to(model: str, items: Optional[str] = None, **more: Any) -> Route:
    """A route whose answer is of this model."""
    return Route(
        namespace="own",
        name="get",
        method="GET",
        path="/own",
        scope=("user",),
        model=model,
        items=items,
        **more,
    )


def read(model: str, body: Any, items: Optional[str] = None) -> Any:
    """The data of an answer with this body."""
    return decoder(route_to(model, items))(reply(200, body))


def fault(model: str, body: Any, items: Optional[str] = None, **headers: str) -> LagDecodeError:
    """The error that an answer with this body is."""
    with pytest.raises(LagDecodeError) as caught:
        decoder(route_to(model, items))(reply(200, body, **headers))
    return caught.value


def page(*messages: Any, **more: Any) -> Any:
    return {"messages": list(messages), "hasMore": False, "nextCursor": None, **more}


# Shapes


def test_a_model_is_read() -> None:
    """A name is one model, its timestamps aware."""
    user = read("User", ME)
    assert isinstance(user, User)
    assert (user.username, user.created_at.isoformat()) == ("sam", "2025-01-01T00:00:00+00:00")


def test_a_list_is_read() -> None:
    """list[Name] is a bare array of models."""
    rooms = read("list[Room]", [ROOM, ROOM])
    assert [type(room) for room in rooms] == [Room, Room]
    assert read("list[Room]", []) == []


@pytest.mark.parametrize(
    "body",
    [[ROOM], {"rooms": [ROOM]}, {"rooms": [ROOM], "total": 1}, b"\n\t [%s]" % ROOM_JSON],
    ids=["bare", "envelope", "more in it", "spaces before"],
)
def test_a_list_comes_bare_or_in_an_envelope(body: Any) -> None:
    """Where `items` names a key, a bare array is taken as well as the object around it."""
    assert [room.id for room in read("list[Room]", body, "rooms")] == ["r"]


def test_an_envelope_needs_its_key() -> None:
    """An object without the items is no listing; without `items` in the table, neither is any."""
    assert "rooms: Field required" in fault("list[Room]", {"items": [ROOM]}, "rooms").message
    assert "valid array" in fault("list[Room]", {"rooms": [ROOM]}).message
    assert "valid array" in fault("list[Room]", {"rooms": None}, "rooms").message


def test_a_page_is_read() -> None:
    """page[Name] is a Page: its items under the table's key, the cursor as it came."""
    body = page(message("m1"), message("m2"), hasMore=True, nextCursor="2026-01-01T00:00:00Z|m2")
    found = read("page[RoomMessage]", body, "messages")
    assert isinstance(found, Page)
    assert [type(item) for item in found.items] == [RoomMessage, RoomMessage]
    assert (found.has_more, found.next_cursor) == (True, "2026-01-01T00:00:00Z|m2")
    assert found["messages"] is found.items


def test_a_last_page_needs_no_cursor() -> None:
    """The cursor may be missing or null; what tells the end may not."""
    found = read("page[RoomMessage]", {"messages": [], "hasMore": False}, "messages")
    assert found == Page([])
    assert (
        "hasMore: Field required"
        in fault("page[RoomMessage]", {"messages": []}, "messages").message
    )


@every("status", [200, 204, 205])
@every("body", [b"", b"{}", b"null"])
def test_nothing_is_read_of_nothing(status: int, body: bytes) -> None:
    """A route without a model answers None, whatever came."""
    assert decoder(route_to("None"))(Reply(status, {}, body)) is None


def test_models_of_others_are_imported() -> None:
    """A model of the caller's own is named by its module, and imported when it is needed."""
    assert model_class("User") is User
    assert model_class("lagclient.models.user:User") is User
    assert read("list[lagclient.models.user:User]", [ME])[0] == read("User", ME)


def test_readers_are_made_once() -> None:
    """The validator of a model is built for its first answer and kept."""
    assert reader("page[RoomMessage]", "messages") is reader("page[RoomMessage]", "messages")


@every("name", TABLE)
def test_every_route_has_a_reader(name: str) -> None:
    """The model of each route in the table exists and can be read, but for streams."""
    route = TABLE[name]
    if not route.model.startswith("stream["):
        assert callable(reader(route.model, route.items))


# The future


def test_the_future_is_kept() -> None:
    """Unknown fields and unknown values of enums are kept as they came, in lists and pages too."""
    new = {**ME, "status": "on-the-moon", "hatSize": 7}
    for user in (read("User", new), read("list[User]", [ME, new])[1]):
        assert user.status == "on-the-moon"
        assert user["hatSize"] == user.hatSize == 7
    found = read("page[RoomMessage]", page(message(reactions=[1]), total=5), "messages")
    assert found.items[0]["reactions"] == [1]


PAGE = b"\xef\xbb\xbf\n <!doctype html><title>Sign in to the network</title>"


@every("model", ["None", "User", "list[Room]"])
def test_page_from_elsewhere_is_not_a_success(model: str) -> None:
    """A page that no API sent is not an answer of it, whatever the route answers otherwise."""
    error = fault(model, PAGE, content_type="text/html")
    assert "it is a page (text/html), not JSON" in error.message
    assert isinstance(error.__cause__, TransportError)
    assert error.__cause__.status is None


@pytest.mark.parametrize("body", [b"", b'{"id": "m', b'[{"id": "m"}', b"{"], ids=repr)
def test_cut_response_is_a_lost_one(body: bytes) -> None:
    """A body that ends in the middle, as of a proxy that compresses it, counts as a lost one."""
    cause: Any = fault("User", body).__cause__
    assert (cause.phase, cause.sent, cause.status) == ("read", True, 200)
    assert not isinstance(fault("User", b"5").__cause__, TransportError)


FOREIGN: Dict[str, bytes] = {
    "text": b"Access denied by policy",
    "text that begins like JSON": b"t",
    "text in brackets": b"[Access denied]",
    "UTF-16": "<html>".encode("utf-16"),
    "another coding": b"\x1b\0\0",
    "wrong JSON": b"{]",
    "JSON without quotes": b'{"error": no}',
    "an error": b'{"error": "forbidden", "message": "no"}',
    "an error with its status": b'{"message": "no", "statusCode": 403}',
}


@every("model", ["None", "User", "list[Room]"])
@every("name", FOREIGN)
def test_body_that_is_not_from_the_api_is_a_lost_response(model: str, name: str) -> None:
    """Text, and an error under a 2xx, do not show that the request reached the API."""
    error = fault(model, FOREIGN[name], content_type="text/plain")
    said = "it is an error" if "error" in name else "it is not JSON (text/plain)"
    assert said in error.message
    cause: Any = error.__cause__
    assert (cause.phase, cause.sent, cause.status) == ("read", True, None)
    is_text = FOREIGN[name][:1] not in (b"{", b"[")
    assert ("Check `base_url`, and the proxies on the way to it" in str(error)) == is_text


@every("body", [b'{"ok": true}', b'"done"', b'{"error": "no", "id": "x"}', b'{"x": "\\ud83d"}'])
def test_json_of_another_shape_is_from_the_api(body: bytes) -> None:
    """A newer API may answer with a value where nothing was before."""
    assert decoder(route_to("None"))(Reply(200, {}, body)) is None
    assert not isinstance(fault("User", body).__cause__, TransportError)


@every("length, kept", [(100, False), (20_000, True)])
def test_long_body_is_not_searched_for_an_error(length: int, kept: bool) -> None:
    """Errors are short, and a page of messages is not decoded twice."""
    body = json.dumps({"error": "x" * length}).encode()
    cause = fault("User", body).__cause__
    assert isinstance(cause, TransportError) is not kept


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (r"cut \ud83d", "cut \ufffd"),
        (r"\uDE00 and \ud83d\ude00", "\ufffd and \U0001f600"),
        (r"no escape: \\ud83d", r"no escape: \ud83d"),
    ],
)
def test_lone_surrogate_is_replaced(text: str, mended: str) -> None:
    """Half an emoji in one message, as JavaScript writes it, does not cost the whole page."""
    messages = [json.dumps(message("m1")), json.dumps(message("m2", content="?"))]
    body = f'{{"messages": [{", ".join(messages)}], "hasMore": false}}'
    found = read("page[RoomMessage]", body.replace('"?"', f'"{text}"').encode(), "messages")
    assert [item.content for item in found.items] == ["hi", mended]


class Odd(BaseModel):
    """A model of the caller's own, whose validator has a bug."""

    @model_validator(mode="before")
    @classmethod
    def fail(cls, value: Any) -> Any:
        """Fail as no validator should."""
        return value["nowhere"]


def test_bug_in_the_caller_s_model_is_a_typed_error() -> None:
    """Whatever a validator raises, the response is there: the error says so, and has its cause."""
    error = fault(f"{__name__}:Odd", {})
    assert "KeyError('nowhere')" in error.message
    assert isinstance(error.__cause__, KeyError)


@pytest.mark.parametrize(
    "model",
    ["no.such.module:Model", *(f"{__name__}:{name}" for name in ("Missing", "JSON", "fault"))],
)
def test_model_that_cannot_be_used_is_refused_early(model: str) -> None:
    """A typo in a route file ends the call before anything is sent."""
    with pytest.raises(LagRouteError, match=f"`model` must be a class.*{model}"):
        decoder(route_to(model))


JSON = object()


class Interrupted(Reply):
    """A response that a signal handler interrupts while it is decoded."""

    def __getattribute__(self, name: str) -> Any:
        if name == "body":
            raise InterruptedError
        return super().__getattribute__(name)


def test_error_of_a_signal_handler_passes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a handler raises while a model is imported or a body is decoded is raised as it is."""

    load = importlib.import_module

    def interrupt(name: str, package: Optional[str] = None) -> Any:
        if name.startswith("lagclient"):
            raise InterruptedError
        return load(name, package)  # old releases of pydantic import their parts so

    decode, other = decoder(route_to("Server")), route_to("list[Server]")
    with pytest.raises(InterruptedError):
        decode(Interrupted(200, {}, b"{}"))
    monkeypatch.setattr(importlib, "import_module", interrupt)
    with pytest.raises(InterruptedError):
        decoder(attrs.evolve(other, items="interrupted"))


# Faults


MESSAGES = [message(f"m{n}") for n in range(5)]
FAULTS = [
    ("User", {**ME, "username": None}, None, "username: Input should be a valid string"),
    ("User", {**ME, "createdAt": 5}, None, "createdAt: Input should be an ISO 8601 timestamp"),
    ("User", {**ME, "flags": {"suspended": "?"}}, None, "flags.suspended: "),
    ("User", [ME], None, "Input should be an object"),
    ("User", {}, None, "id: Field required (and 3 more)"),
    ("list[Room]", [ROOM, {**ROOM, "id": 5}], None, "[1].id: Input should be a valid string"),
    ("list[Room]", {"rooms": [ROOM, {}]}, "rooms", "rooms[1].id: Field required (and 3 more)"),
    (
        "page[RoomMessage]",
        page(*MESSAGES[:3], {**MESSAGES[3], "createdAt": None}),
        "messages",
        "messages[3].createdAt: Input should be an ISO 8601 timestamp",
    ),
    (
        "page[RoomMessage]",
        page({**MESSAGES[0], "image": {"id": "i"}}),
        "messages",
        "messages[0].image.contentType: Field required",
    ),
    ("page[RoomMessage]", [], "messages", "object"),
    ("page[RoomMessage]", page(nextCursor=5), "messages", "nextCursor: "),
]


@pytest.mark.parametrize(("model", "body", "items", "told"), FAULTS, ids=[f[3] for f in FAULTS])
def test_a_fault_is_named_by_its_path(model: str, body: Any, items: Any, told: str) -> None:
    """What is wrong is told by where it stands in the answer, under the API's names."""
    error = fault(model, body, items)
    assert error.message.startswith(f"The response is not {model}: ")
    assert told in error.message
    assert json.loads(error.body) == body


NO_JSON = {
    "HTML": (b"<html><h1>Hello", "text/html", "it is a page (text/html), not JSON"),
    "cut off": (b'{"id": "m', "application/json", "it is cut off (application/json)"),
    "garbage": (b"\x00\x01\x02", "image/png", "it is not JSON (image/png)"),
    "bad UTF-8": (b'{"id": "\xff\xfe"}', None, "it is not JSON (no content type)"),
    "deep": (b"[" * 100_000, None, "it is not JSON"),
    "empty": (b"", None, "it is empty"),
    "blank": (b" \r\n ", None, "it is empty"),
}


@every("body, type, told", NO_JSON.values(), ids=NO_JSON)
@every(
    "model, items",
    [("User", None), ("list[Room]", None), ("list[Room]", "rooms"), ("page[Room]", "rooms")],
)
def test_what_is_no_json(body: bytes, type: Any, told: str, model: str, items: Any) -> None:
    """An answer that is no JSON is one typed error that carries its text and its request id."""
    headers = {"x_request_id": "req_1", **({"content_type": type} if type else {})}
    error = fault(model, body, items, **headers)
    assert error.message.startswith(f"The response is not {model}: {told}")
    assert error.body == body.decode(errors="replace")
    assert (error.status, error.code, error.request_id) == (200, "decode_error", "req_1")
    assert error.__cause__ is not None


def test_an_empty_body_is_no_model() -> None:
    """204 for a route that has a model is not made up into one."""
    with pytest.raises(LagDecodeError, match="it is empty"):
        decoder(route_to("Ok"))(Reply(204, {}, b""))


# Refusals


@pytest.mark.parametrize(
    ("body", "message", "kept"),
    [
        ({"error": "Conflict", "message": "Taken", "statusCode": 409}, "Taken", ...),
        ({"message": ["a", "b"], "error": "Conflict"}, "a; b", ...),
        ({"message": None}, "HTTP 409", ...),
        ({"detail": "other"}, "HTTP 409", ...),
        (["list"], "HTTP 409", ...),
        (b"null", "HTTP 409", None),
        (b"5", "HTTP 409", 5),
        (b"<html>oops", "HTTP 409", "<html>oops"),
        (b"\xff", "HTTP 409", "\ufffd"),
        (b"[" * 100_000, "HTTP 409", "[" * 100_000),
        (b"", "HTTP 409", None),
    ],
    ids=["envelope", "list", "null", "other", "array", "none", "5", "html", "bytes", "deep", "no"],
)
def test_the_body_of_a_refusal(body: Any, message: str, kept: Any) -> None:
    """The envelope's message is used if it is text, or a list of texts; the body is kept."""
    error = error_of(reply(409, body, x_request_id="req_9"), None)
    assert type(error) is LagConflictError
    assert (error.message, error.request_id) == (message, "req_9")
    assert error.body == (body if kept is ... else kept)


def test_a_refusal_keeps_how_long_to_wait() -> None:
    """The wait that was asked for is on the error, of whatever class it is."""
    for status, cls in ((429, LagRateLimitError), (503, LagAPIError)):
        error = error_of(reply(status), 7.5)
        assert isinstance(error, cls)
        assert error.retry_after_seconds == 7.5


# Deletions that had worked


def test_what_is_gone_has_the_table_s_answer() -> None:
    """A deletion that had worked answers `when_gone`, as the model that its answer is."""
    assert gone(TABLE["servers.delete"]) is None
    assert gone(TABLE["events.templates.delete"]) == Ok(ok=True)
    assert gone(TABLE["events.cancel"]) == EventCancelResult(status="cancelled")


@every("name", [n for n, r in TABLE.items() if r.method == "DELETE"])
def test_every_deletion_has_such_an_answer(name: str) -> None:
    """Each DELETE that answers data says in the table what it is when it is gone."""
    assert (gone(TABLE[name]) is None) == (TABLE[name].model == "None")
