"""Looking for a message whose answer is lost: what is taken for it, and what never is."""

from __future__ import annotations

import email.utils
import gc
from datetime import timedelta
from typing import Any, Dict, List, Optional, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from lagclient.calls.flow import perform
from lagclient.calls.look import Sight, look
from lagclient.calls.memory import MAX_SEEN, Memory
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Send
from lagclient.errors import LagAPIError
from lagclient.resources import extended_table
from lagclient.routing.call import Call
from lagclient.routing.route import Param, Route
from lagclient.transport.protocol import Reply, Secret
from lagclient.types import UNSET
from tests.kit.calls import (
    BASE_URL,
    BOT,
    DATE,
    ME,
    NOW,
    ROBOT_TOKEN,
    USER_TOKEN,
    Clock,
    call_of,
    failure,
    listing,
    message,
    play,
    reply,
    settings_of,
)

SEND = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="hi")
REPLY = call_of(
    "servers.rooms.messages.send", server_id="s", room_id="r", content="hi", reply_to_id="m0"
)
IMAGE = call_of("servers.rooms.messages.send", server_id="s", room_id="r", image_id="i0")
DM = call_of("dms.send_message", conversation_id="c", content="hi")
EQUAL = ("url", b"body")
FOUND, ABSENT, UNCLEAR = Sight.FOUND, Sight.ABSENT, Sight.UNCLEAR


def quoted(id: str) -> Dict[str, Any]:
    return {"id": id, "username": "ann", "content": "?"}


def picture(id: str) -> Dict[str, Any]:
    return {"id": id, "contentType": "image/png"}


def see(
    *pages: Any, call: Call = SEND, own: Optional[str] = "me", equal: int = 1, **options: Any
) -> Tuple[Sight, Any, Settings]:
    """Look, two seconds after the call began, with so many equal sends in flight."""
    token = ROBOT_TOKEN if own == "bot" else USER_TOKEN
    given = settings_of(**{"token": token, "memory": Memory(own_id=own), **options})
    given.memory.in_flight.extend([EQUAL] * equal)
    played = play(look(call, EQUAL, given.clock() - 2.0, given, perform), given, *pages)
    sight, found = played.answer
    return sight, found and found.data.id, given


OURS = {
    "as it was sent": (SEND, message()),
    "spaces around": (SEND, message(content="  hi\n")),
    "with the reply": (REPLY, message(replyTo=quoted("m0"))),
    "with the image": (IMAGE, message(content="", image=picture("i0"))),
    "other fields": (SEND, message(mentions=[], editedAt=None, future=1)),
}


@pytest.mark.parametrize(("call", "stored"), OURS.values(), ids=OURS)
def test_a_message_like_the_one_sent_is_it(call: Call, stored: Any) -> None:
    """Own author, same text, reply and image, and not older than the call: that is it."""
    assert see(listing(stored), call=call)[:2] == (FOUND, "m1")


OTHERS = {
    "another author": (SEND, message(userId="ann")),
    "no author": (SEND, message(userId=None)),
    "a robot of the same name": (SEND, message(robotId="bot")),
    "another text": (SEND, message(content="hi!")),
    "no text": (SEND, message(content="")),
    "another case": (SEND, message(content="HI")),
    "an answer": (SEND, message(replyTo=quoted("m0"))),
    "no answer": (REPLY, message()),
    "another answer": (REPLY, message(replyTo=quoted("m9"))),
    "an image": (SEND, message(image=picture("i0"))),
    "no image": (IMAGE, message(content="")),
    "another image": (IMAGE, message(content="", image=picture("i9"))),
    "older": (SEND, message(age=8)),
}


@pytest.mark.parametrize(("call", "stored"), OTHERS.values(), ids=OTHERS)
def test_a_message_that_differs_is_not_it(call: Call, stored: Any) -> None:
    """A message that differs in author, text, reply, image or age is not the one that was sent."""
    assert see(listing(stored), call=call)[:2] == (ABSENT, None)


def test_robots_are_told_by_their_robot_id() -> None:
    """A robot's messages have it in robotId; userId is empty or says nothing about it."""
    for user_id in (None, "", "bot", "owner"):
        stored = message(userId=user_id, robotId="bot")
        assert see(listing(stored), own="bot")[:2] == (FOUND, "m1")
    stored = message(userId="bot", robotId="other")
    assert see(listing(stored), own="bot")[:2] == (ABSENT, None)


def test_direct_messages_are_looked_for_too() -> None:
    """A direct message is looked for in its conversation."""
    stored = {**message(), "conversationId": "c"}
    assert see(listing(stored), call=DM)[:2] == (FOUND, "m1")
    stored = {**message(userId="ann"), "conversationId": "c"}
    assert see(listing(stored), call=DM)[:2] == (ABSENT, None)
    given = settings_of(memory=Memory(own_id="me"))
    lines = play(DM, given, failure(), listing({**message(), "conversationId": "c"})).lines
    assert lines == ["POST /dms/c/messages", "GET /dms/c/messages?limit=100"]


def test_a_known_message_is_not_taken_again() -> None:
    """A message that an earlier answer was about is another send's."""
    memory = Memory(own_id="me")
    memory.claim("m1")
    assert see(listing(message()), memory=memory)[0] is ABSENT
    given = settings_of(memory=Memory(own_id="me"))
    play(SEND, given, reply(201, message("m1")))
    assert play(SEND, given, failure(), listing(message("m1"))).error.outcome == "unknown"
    assert play(SEND, given, failure(), listing(message("m1"), message("m2"))).answer.data.id == (
        "m2"
    )


def test_the_server_tells_what_is_older() -> None:
    """Age is told by the server's clock alone: at its Date, the call was two seconds old."""
    for age, sight in ((0, FOUND), (2, FOUND), (2.01, UNCLEAR), (6.9, UNCLEAR), (7.01, ABSENT)):
        assert see(listing(message(age=age)))[0] is sight, age
    ahead = email.utils.format_datetime(NOW + timedelta(hours=5))
    assert see(listing(message(age=-3600 * 5), date=ahead))[0] is FOUND
    assert see(listing(message(), date=ahead))[0] is ABSENT


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "yesterday",
        "2026-01-01T12:00:00Z",
        "Mon, 01 Jan 1900 00:00:00 +1400",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 01 Jan 2026 12:00:00 +99999999999999999999",
    ],
)
def test_without_a_clock_nothing_is_clear(date: Optional[str]) -> None:
    """Without a Date that makes sense, neither found nor absent can be told."""
    for stored in ([message()], []):
        assert see(listing(*stored, date=date))[:2] == (UNCLEAR, None)


def test_a_date_without_zone_is_utc() -> None:
    """A Date that says -0000 is read as UTC."""
    assert see(listing(message(), date=DATE.replace("GMT", "-0000")))[0] is FOUND


def test_absent_takes_a_page_that_reaches_back() -> None:
    """Nothing is absent unless the page goes back to before the call, or is the whole room."""
    ann = {"userId": "ann"}
    assert see(listing(message(**ann), more=True))[0] is UNCLEAR
    assert see(listing(message("m1", **ann), message("m2", 6.9, **ann), more=True))[0] is UNCLEAR
    assert see(listing(message("m1", **ann), message("m2", 7.1, **ann), more=True))[0] is ABSENT
    assert see(listing(message(**ann)))[0] is ABSENT
    assert see(listing(message(), more=True))[0] is FOUND


def test_equal_sends_cannot_share_a_message() -> None:
    """With two equal sends in flight, a message may be the other's: only the last may claim it."""
    two = listing(message("m2", 0.5), message("m1", 1.0))
    for page in (listing(message()), two):
        sight, _, given = see(page, equal=2)
        assert sight is UNCLEAR
    given.memory.in_flight.clear()
    assert see(two, memory=given.memory)[:2] == (FOUND, "m1")
    given.memory.in_flight.clear()
    assert see(two, memory=given.memory)[:2] == (FOUND, "m2")
    given.memory.in_flight.clear()
    assert see(two, memory=given.memory)[:2] == (ABSENT, None)


class Rival:
    """A send in another thread, which takes a message while those in flight are counted."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def __eq__(self, send: object) -> bool:
        self.memory.claim("m1")
        return False

    def __hash__(self) -> int:
        return id(self)


def test_a_message_taken_meanwhile_is_not_it() -> None:
    """A message that another thread's send takes in the meantime is left to it."""
    for page, sight in (
        (listing(message("m1")), (UNCLEAR, None)),
        (listing(message("m1", 1.0), message("m2", 0.5)), (FOUND, "m2")),
    ):
        memory = Memory(own_id="me")
        memory.in_flight.append(Rival(memory))
        assert see(page, memory=memory)[:2] == sight


@pytest.mark.parametrize(
    ("own", "answers"),
    [
        ("me", [reply(500)] * 3),
        ("me", [reply(403)]),
        ("me", [failure()] * 3),
        ("me", [reply(200, b"{]")] * 3),
        (None, [reply(401)]),
        (None, [reply(200, ME), reply(403)]),
    ],
    ids=["500", "403", "lost", "garbage", "who", "who, then 403"],
)
def test_a_look_that_fails_is_unclear(own: Any, answers: List[Any]) -> None:
    """Whatever happens to a look, it raises nothing of its own."""
    assert see(*answers, own=own)[:2] == (UNCLEAR, None)


class Bare(BaseModel):
    """A message of a caller's own model, with less in it than a look compares."""

    text: str


def test_messages_of_another_model_are_unclear() -> None:
    """A caller's own send whose messages lack what a look compares ends as a doubt, not a bug."""
    own, path = f"{__name__}:Bare", "/notes"
    texts = ("content", "reply_to_id", "image_id")
    body = tuple(Param(name, "body", "str", "A text.", name) for name in texts)
    query = (Param("limit", "query", "int", "", "limit"), Param("cursor", "query", "str", "", "c"))
    shared: Any = {"namespace": "notes", "path": path, "scope": ("user",), "because": "B."}
    add = Route(name="add", method="POST", model=own, params=body, replay="look", **shared)
    page = f"page[{own}]"
    newest = Route(name="all", method="GET", model=page, items="notes", params=query, **shared)
    own_settings = settings_of(routes=extended_table([add, newest]), memory=Memory(own_id="me"))
    call = Call(own_settings.routes["notes.add"], ("hi", UNSET, UNSET))
    assert play(call, own_settings, reply(201, {"text": "hi"})).answer.data == Bare(text="hi")
    notes = reply(200, {"notes": [{"text": "hi"}], "hasMore": False}, date=DATE)
    assert play(call, own_settings, failure(), notes).error.outcome == "unknown"


def test_a_look_remembers_who_it_is() -> None:
    """Who the token belongs to is asked where that is not known, for users and robots."""
    for token, who, own in ((USER_TOKEN, ME, "me"), (ROBOT_TOKEN, BOT, "bot")):
        given = see(reply(200, who), listing(), own=None, token=token)[2]
        assert given.memory.own_id == own


def test_sends_in_flight_are_counted() -> None:
    """A send is in flight until it has its answer, its error, or is given up."""
    given = settings_of(memory=Memory(own_id="me"))
    flow = perform(SEND, given)
    next(flow)
    (send,) = given.memory.in_flight
    assert send == (f"{BASE_URL}/servers/s/rooms/r/messages", b'{"content":"hi"}')
    flow.close()
    assert given.memory.in_flight == []
    play(SEND, given, reply(201, message()))
    play(SEND, given, reply(400))
    assert given.memory.in_flight == []


def test_one_memory_for_a_token() -> None:
    """Clients of one token at one API share a memory, for as long as one of them lives."""
    one = Memory.of(BASE_URL, Secret("Bearer a"))
    assert Memory.of(BASE_URL, Secret("Bearer a")) is one
    assert Memory.of(BASE_URL, Secret("Bearer b")) is not one
    assert Memory.of("https://other.example", Secret("Bearer a")) is not one
    one.claim("m1")
    assert "m1" not in repr(one)
    one.own_id = "me"
    del one
    gc.collect()
    assert Memory.of(BASE_URL, Secret("Bearer a")).own_id is None


def test_a_message_is_claimed_once() -> None:
    """Only the first claim of a message counts, and old ones are forgotten some day."""
    memory = Memory()
    assert memory.claim("m") is True
    assert memory.claim("m") is False
    for number in range(2 * MAX_SEEN + 1):
        assert memory.claim(str(number))
    assert MAX_SEEN <= len(memory.seen) <= 2 * MAX_SEEN
    assert memory.claim(str(2 * MAX_SEEN)) is False


# How an attempt of a send can go: the status of its answer, and whether the message is stored.
FATES = st.tuples(st.sampled_from([201, 500, 502, None]), st.booleans())
TURNS = st.lists(st.tuples(st.integers(0, 2), FATES), max_size=40)


@given(TURNS)
@settings(max_examples=150, deadline=None)
def test_nothing_is_posted_twice(turns: Any) -> None:
    """However three equal sends interleave and fail: each is stored once at most, and no two of
    them are answered with the same message."""
    clock, memory = Clock(), Memory(own_id="me")
    given = settings_of(clock=clock, memory=memory)
    stored: List[Dict[str, Any]] = []
    posts = [0, 0, 0]
    found: List[str] = []
    flows = [perform(SEND, given) for _ in range(3)]
    steps: List[Any] = [next(flow) for flow in flows]

    def outcome(who: int, send: Send, status: Optional[int], stores: bool) -> Any:
        moment = NOW + timedelta(seconds=clock.seconds)
        if send.request.method == "GET":
            date = email.utils.format_datetime(moment.replace(microsecond=0))
            return listing(*stored, date=date)
        if stores or status == 201:
            posts[who] += 1
            new = {**message(f"m{len(stored)}"), "createdAt": moment.isoformat()}
            stored.append(new)
            if status == 201:
                return reply(201, new)
        return failure() if status is None else reply(status)

    # The turns that were drawn, and then enough to let everybody finish.
    for who, (status, stores) in turns + [(n % 3, (201, True)) for n in range(60)]:
        flow, step = flows[who], steps[who]
        clock.seconds += 0.1
        if step is None:
            continue
        try:
            if not isinstance(step, Send):
                clock.seconds += step.seconds
                steps[who] = flow.send(None)
                continue
            done = outcome(who, step, status, stores)
            steps[who] = flow.send(done) if isinstance(done, Reply) else flow.throw(done)
        except StopIteration as end:
            steps[who] = None
            found.append(end.value.data.id)
        except LagAPIError:
            steps[who] = None
    assert steps == [None] * 3
    assert len(set(found)) == len(found)
    assert max(posts) <= 1
    assert memory.in_flight == []
