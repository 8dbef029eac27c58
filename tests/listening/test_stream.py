"""The stream, step by step: what is delivered, asked for again, saved and told."""

from __future__ import annotations

import json
import sys
from typing import Any, List, Optional

import pytest

from lagclient.errors import (
    LagAPIError,
    LagAuthError,
    LagCursorError,
    LagInvalidRequestError,
    LagInvalidTokenError,
    LagNotFoundError,
    LagPermissionError,
)
from lagclient.listening import stream
from lagclient.models import MemberJoinEvent, RoomMessageEvent, UnknownEvent
from lagclient.transport.protocol import TransportError
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN, settings_of, unsent
from tests.kit.events import SSE, Kept, Stepped, cut, story, text_of, told

SESSION = [
    ": welcome\n\n",
    *(text_of(number, text="a\u2028b\U0001f389") for number in range(1, 4)),
    ": keepalive\n\n",
    *(text_of(number) for number in range(4, 7)),
]


def ids(*numbers: int) -> List[str]:
    return [f"evt_{number}" for number in numbers]


# Cuts


class Recorded:
    """A server with a recorded session: cut once, then whole, from where it is asked to go on."""

    def __init__(self, parts: List[bytes], at: int) -> None:
        self.parts, self.at = parts, at
        self.opened = 0

    def __call__(self, last_id: Optional[str]) -> Any:
        self.opened += 1
        assert self.opened < 10
        if self.opened == 1:
            return 200, SSE, [b"".join(self.parts)[: self.at], cut()]
        if last_id == "evt_6":
            return 401, {}, []
        assert last_id is not None
        heads = [part.split()[1].decode() for part in self.parts]
        start = heads.index(last_id) + 1 if last_id in heads else 0
        return 200, SSE, [b"".join(self.parts[start:]), cut()]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_cut_at_any_byte_costs_nothing(end: str) -> None:
    """Cut at every byte of a recorded session, a stream has each event once, and all of them."""
    parts = [part.replace("\n", end).encode() for part in SESSION]
    for at in range(len(b"".join(parts)) + 1):
        kept = Kept("evt_0")
        assert told(Stepped(Recorded(parts, at)), cursor=kept)[0] == ids(1, 2, 3, 4, 5, 6), at
        assert kept.saved == ids(1, 2, 3, 4, 5, 6), at


def test_a_server_that_repeats_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that comes again is not delivered again, as far as ids are remembered."""
    monkeypatch.setattr(stream, "KNOWN", 3)
    session = [text_of(1) + text_of(2) + text_of(3), text_of(2) + text_of(4) + text_of(1)]
    assert told(Stepped(story(*session)))[0] == ids(1, 2, 3, 4, 1)


def test_the_cursor_s_own_event_is_no_news() -> None:
    """A server that begins with the event it was told brings nothing new with it."""
    assert told(Stepped(story(text_of(1) + text_of(2))), after="evt_1")[0] == ids(2)


# The cursor


def test_to_ask_for_the_next_confirms_the_one_before() -> None:
    """An event is saved when the next one is asked for, and not before."""
    kept = Kept()
    events = Stepped(story(text_of(1) + text_of(2))).listen(cursor=kept)
    assert (next(events).id, kept.saved) == ("evt_1", [])
    assert (next(events).id, kept.saved) == ("evt_2", ["evt_1"])
    events.close()  # type: ignore[attr-defined]
    assert kept.saved == ["evt_1"]


@pytest.mark.parametrize(("saved", "header"), [(None, None), ("evt_5", "evt_5"), ("", None)])
def test_a_stream_begins_after_the_cursor(saved: Any, header: Any) -> None:
    """What was saved is asked for, in the header that the API has for it."""
    stepped = Stepped(story())
    told(stepped, cursor=(lambda: saved, print))
    assert stepped.opened[0].request.headers.get("last-event-id") == header


def test_a_saved_cursor_goes_before_a_first_one() -> None:
    """`after` is for the first time only."""
    stepped = Stepped(story())
    told(stepped, cursor=Kept("evt_5"), after="evt_1")
    assert stepped.opened[0].request.headers["last-event-id"] == "evt_5"


def test_an_id_that_no_header_can_carry() -> None:
    """Such an event is delivered, and is no place to go on from."""
    kept = Kept("evt_0")
    odd = text_of(1).replace("evt_1", "evt_\u2028é")
    stepped = Stepped(story([odd, cut()], text_of(2)))
    assert told(stepped, cursor=kept)[0] == ["evt_\u2028é", "evt_2"]
    assert stepped.opened[1].request.headers["last-event-id"] == "evt_0"
    assert kept.saved == ["evt_2"]


# Gaps


def test_a_cursor_that_is_not_known_any_more() -> None:
    """By default that ends the stream, with an error that names the cursor."""
    stepped = Stepped(story(400))
    with pytest.raises(LagCursorError, match="does not know the event 'evt_9' any more") as caught:
        list(stepped.listen(cursor=Kept("evt_9")))
    error = caught.value
    assert (error.cursor, error.status, error.code) == ("evt_9", 400, "cursor_lost")
    assert (error.route, error.outcome, error.body["message"]) == (
        "robots.events.stream",
        "refused",
        "no",
    )
    assert not stepped.is_open


def test_a_gap_can_be_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    """With `on_gap` the stream goes on with what happens next; the gap is told, and logged."""
    gaps: List[LagCursorError] = []
    kept = Kept("evt_9")
    stepped = Stepped(story(400, text_of(1)))
    assert told(stepped, cursor=kept, on_gap=gaps.append)[0] == ids(1)
    assert [gap.cursor for gap in gaps] == ["evt_9"]
    assert "does not know the event 'evt_9'" in caplog.text
    assert "last-event-id" not in stepped.opened[1].request.headers
    assert kept.saved == ids(1)


def test_a_400_of_another_kind() -> None:
    """Without a cursor there is no gap: the API refuses the request."""
    with pytest.raises(LagAPIError) as caught:
        list(Stepped(story(400)).listen(on_gap=print))
    assert type(caught.value) is LagAPIError


def test_a_break_before_the_first_event_is_a_gap(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody knows what happens before the stream is open again: that is told, and no end."""
    gaps: List[LagCursorError] = []
    assert told(Stepped(story([": hi\n\n", cut()], text_of(2))), on_gap=gaps.append)[0] == ids(2)
    assert [gap.cursor for gap in gaps] == [None]
    assert told(Stepped(story([": hi\n\n", cut()], text_of(2))))[0] == ids(2)
    assert caplog.text.count("broke off before its first event") == 2


def test_a_stream_that_never_was_has_no_gap() -> None:
    """Before the first connection nothing was listened to, and nothing is missed."""
    gaps: List[LagCursorError] = []
    assert told(Stepped(story(unsent(), 503, text_of(1))), on_gap=gaps.append)[0] == ids(1)
    assert gaps == []


# Failures


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, LagAuthError), (403, LagPermissionError), (404, LagNotFoundError), (501, LagAPIError)],
)
def test_a_refusal_for_good_ends_it(status: int, error: Any) -> None:
    """What asking again cannot help is raised as the error that a call would have."""
    stepped = Stepped(story([text_of(1), cut()], status))
    found: List[Any] = []
    with pytest.raises(error) as caught:
        found.extend(event.id for event in stepped.listen())
    assert (caught.value.status, caught.value.message) == (status, "no")
    assert caught.value.route == "robots.events.stream"
    assert not stepped.is_open


@pytest.mark.parametrize("outcome", [unsent(), cut(), 500, 502, 429, 503], ids=str)
def test_failures_are_waited_out(outcome: Any, caplog: pytest.LogCaptureFixture) -> None:
    """However often it fails, it is opened again, later each time, and says so."""
    stepped = Stepped(story(*[outcome] * 9, text_of(1)))
    assert told(stepped)[0] == ids(1)
    assert stepped.slept[:9] == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]
    assert caplog.text.count("opened again in") == 10


def test_an_event_or_a_long_life_makes_the_next_wait_short() -> None:
    """Who was connected well begins anew with short waits; who only was connected does not."""
    well, idle, brief = [text_of(1), cut()], [(40.0, b": hi\n\n"), cut()], [": hi\n\n", cut()]
    stepped = Stepped(story(cut(), brief, brief, well, cut(), idle))
    told(stepped, after="evt_0")
    assert stepped.slept == [0.25, 0.5, 1.0, 0.25, 0.5, 0.25]


@pytest.mark.parametrize(
    ("header", "waited"), [("7", 7.0), ("90", 90.0), ("1e9", 0.25), ("-3", 0.0), ("999999", 3600.0)]
)
def test_retry_after_is_kept(header: str, waited: float) -> None:
    """The API says when to come back, in any number of seconds up to an hour."""
    stepped = Stepped(story((503, {"retry-after": header}, [])))
    told(stepped)
    assert stepped.slept == [waited]


def test_retry_is_kept() -> None:
    """A stream may say how long to wait at least; absurd times are an hour."""
    stepped = Stepped(story(["retry: 5000\n\n", cut()], cut(), ["retry: 99999999999\n\n"]))
    told(stepped, after="evt_0")
    assert stepped.slept == [5.0, 5.0, 3600.0]


def test_silence_is_a_failure() -> None:
    """The time for the next piece is that of the option, those of the other phases the client's."""
    settings = settings_of(token=ROBOT_TOKEN, timeout_seconds=7.0)
    stepped = Stepped(story(), settings)
    told(stepped, silence_seconds=45)
    timeouts = stepped.opened[0].timeouts
    assert (timeouts.read, timeouts.connect, timeouts.write, timeouts.total) == (45, 7, 7, None)


@pytest.mark.parametrize(
    "broken",
    [
        [text_of(2)[:-20], "\n\n"],
        ["id: evt_2\n\xff garbage\n\n"],
        ["id: evt_2\ndata: nonsense\n\n"],
        ["id: evt_2\ndata: [1]\n\n"],
        ["id: evt_2\nevent: room.message\n\n"],
        ["<html>\n"],
    ],
    ids=["truncated", "garbage", "no JSON", "no object", "no data", "HTML"],
)
def test_what_makes_no_sense_is_asked_for_again(broken: List[str]) -> None:
    """Garbage costs the connection; the event that it was comes with the next one."""
    stepped = Stepped(story([text_of(1), *broken, text_of(3)], text_of(2) + text_of(3)))
    assert told(stepped)[0] == ids(1, 2, 3)
    assert stepped.opened[1].request.headers["last-event-id"] == "evt_1"


def test_another_kind_of_answer_is_a_failure() -> None:
    """A 200 that is no stream, as a proxy may send it, is none."""
    stepped = Stepped(story((200, {"content-type": "text/html"}, [b"<html>"]), text_of(1)))
    assert told(stepped)[0] == ids(1)


@pytest.mark.parametrize("data", ["nonsense", "[1]"])
def test_what_never_makes_sense_is_delivered(data: str) -> None:
    """An event that comes the same a second time is an `UnknownEvent`, and stops nothing."""
    odd = f"id: evt_1\nevent: odd\ndata: {data}\n\n"
    stepped = Stepped(story(odd, odd + text_of(2)))
    events = stepped.listen(after="evt_0")
    event = next(events)
    assert isinstance(event, UnknownEvent)
    assert (event.id, event.type) == ("evt_1", "odd")
    assert event.raw == (json.loads(data) if data == "[1]" else data)
    assert next(events).id == "evt_2"


def test_a_place_without_an_event() -> None:
    """An id that comes without data again and again only says how far the stream is."""
    kept = Kept("evt_0")
    stepped = Stepped(story("id: evt_5\n\n", ["id: evt_5\n\n", cut()]))
    assert told(stepped, cursor=kept)[0] == []
    assert stepped.opened[2].request.headers["last-event-id"] == "evt_5"
    assert kept.saved == ["evt_5"]


def test_an_event_without_an_envelope() -> None:
    """Where the data is all that comes, its type is that of the stream's event."""
    text = 'id: evt_1\nevent: member.join\ndata: {"username": "mira"}\n\n'
    event = next(Stepped(story(text)).listen())
    assert isinstance(event, MemberJoinEvent)
    assert (event.data.username, event.raw) == ("mira", {"username": "mira"})


def test_events_without_ids_are_delivered() -> None:
    """Whatever has no id cannot be told from others, and so is always new."""
    text = text_of(1).replace("id: evt_1\n", "")
    found, _ = told(Stepped(story(text + text)))
    assert len(found) == 2


def test_an_event_is_typed() -> None:
    """What is delivered is the model of its type."""
    event = next(Stepped(story(text_of(1))).listen())
    assert isinstance(event, RoomMessageEvent)
    assert event.data.content == "message 1"


# Limits, and what cannot be sent


def test_a_stream_waits_for_its_turn() -> None:
    """To open a stream counts as a request of the robot; even with pacing="raise" it waits."""
    settings = settings_of(token=ROBOT_TOKEN, pacing="raise", deadline_seconds=1.0)
    stepped = Stepped(story(*[[text_of(n), (0.0, cut())] for n in range(120)]), settings)
    found, _ = told(stepped)
    assert len(found) == 120
    assert max(stepped.slept) > 20.0
    off = Stepped(story(*[[text_of(n), cut()] for n in range(120)]))
    off.settings = settings_of(token=ROBOT_TOKEN, pacing="off")
    told(off)
    assert max(off.slept) < 1.0


def test_a_failed_open_that_was_not_sent_costs_no_turn() -> None:
    """What never reached the API is not counted."""
    stepped = Stepped(story(*[unsent()] * 120))
    told(stepped)
    assert max(stepped.slept) == 8.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"silence_seconds": 0}, "`silence_seconds` must be seconds above 0"),
        ({"silence_seconds": None}, "`silence_seconds` must be seconds above 0, not None"),
        ({"on_gap": "skip"}, "`on_gap` must be \"raise\" or a function, not 'skip'"),
        ({"after": "evt\n1"}, "must be an id of an event, not 'evt"),
        ({"cursor": 5}, "`cursor` must be the path of a file"),
        ({"cursor": ""}, "`cursor` must be the path of a file"),
        ({"cursor": (print,)}, "`cursor` must be the path of a file"),
        ({"cursor": (print, 5)}, "`cursor` must be the path of a file"),
    ],
)
def test_options_that_make_no_sense(options: Any, message: str) -> None:
    """They are refused when the stream is asked for, before anything is sent."""
    stepped = Stepped(story())
    with pytest.raises(LagInvalidRequestError) as caught:
        stepped.listen(**options)
    assert message in caught.value.message


def test_a_cursor_that_holds_something_else() -> None:
    """A place that does not give an id is refused before anything is sent."""
    stepped = Stepped(story())
    with pytest.raises(LagInvalidRequestError, match="an id of an event, not 5"):
        next(stepped.listen(cursor=(lambda: 5, print)))
    assert stepped.opened == []


def test_the_extra_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without httpx-sse, the error says what to install, before anything is sent."""
    monkeypatch.delitem(sys.modules, "lagclient.listening.sse")
    monkeypatch.setitem(sys.modules, "httpx_sse._decoders", None)
    with pytest.raises(ImportError, match=r"lagclient\[events\]"):
        Stepped(story()).listen()


def test_users_have_no_stream() -> None:
    """A user's token is refused at once."""
    with pytest.raises(LagInvalidTokenError):
        Stepped(story(), settings_of(token=USER_TOKEN)).listen()


def test_a_refusal_is_read_as_far_as_it_comes() -> None:
    """Of an error, the status is what matters: a body that breaks off or never ends does not."""
    body: List[Any] = [b'{"mess', TransportError("x", phase="read", sent=True)]
    for pieces in (body, [b"x" * 40000] * 50):
        stepped = Stepped(story((401, {}, pieces)))
        with pytest.raises(LagAuthError):
            list(stepped.listen())
