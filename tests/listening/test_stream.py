"""The stream, step by step: what is delivered, asked for again, saved and reported."""

from __future__ import annotations

import itertools
import json
import os
import sys
from pathlib import Path
from typing import Any, List, Optional

import pytest

from lagclient.errors import (
    LagAPIError,
    LagAuthError,
    LagBadRequestError,
    LagCursorError,
    LagInvalidRequestError,
    LagInvalidTokenError,
    LagNotFoundError,
    LagPermissionError,
)
from lagclient.listening import position, sse
from lagclient.models import MemberJoinEvent, RoomMessageEvent, UnknownEvent
from lagclient.transport.protocol import TransportError
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN, settings_of, unsent
from tests.kit.events import SSE, Kept, Stepped, cut, outcome_of, story, text_of

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
    """A server with a recorded session: cut once, then whole, after the event that is named."""

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
def test_stream_cut_at_any_byte_loses_nothing(end: str) -> None:
    """Cut at every byte of a recorded session, a stream delivers each event, and each once."""
    parts = [part.replace("\n", end).encode() for part in SESSION]
    for at in range(len(b"".join(parts)) + 1):
        kept = Kept("evt_0")
        assert outcome_of(Stepped(Recorded(parts, at)), cursor=kept)[0] == ids(1, 2, 3, 4, 5, 6), at
        assert kept.saved == ids(0, 1, 2, 3, 4, 5, 6), at


def test_repeated_event_is_delivered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that arrives again is not delivered again, as far as ids are remembered."""
    monkeypatch.setattr(position, "REMEMBERED", 3)
    session = [text_of(1) + text_of(2) + text_of(3), text_of(2) + text_of(4) + text_of(1)]
    assert outcome_of(Stepped(story(*session)))[0] == ids(1, 2, 3, 4, 1)


def test_event_of_the_cursor_is_not_delivered() -> None:
    """A server that begins with the event of the cursor itself repeats what was delivered."""
    assert outcome_of(Stepped(story(text_of(1) + text_of(2))), after="evt_1")[0] == ids(2)


# The cursor


def test_asking_for_the_next_event_saves_the_previous_one() -> None:
    """An event is saved when the next one is asked for, and not before."""
    kept = Kept()
    events = Stepped(story(text_of(1) + text_of(2))).listen(cursor=kept)
    assert (next(events).id, kept.saved) == ("evt_1", [])
    assert (next(events).id, kept.saved) == ("evt_2", ["evt_1"])
    events.close()  # type: ignore[attr-defined]
    assert kept.saved == ["evt_1"]


@pytest.mark.parametrize(("saved", "header"), [(None, None), ("evt_5", "evt_5"), ("", None)])
def test_stream_begins_after_the_cursor(saved: Any, header: Any) -> None:
    """The saved id is sent in the header that the API has for it."""
    stepped = Stepped(story())
    outcome_of(stepped, cursor=(lambda: saved, print))
    assert stepped.opened[0].request.headers.get("last-event-id") == header


def test_saved_cursor_takes_precedence_over_after() -> None:
    """`after` is for the first run only."""
    stepped = Stepped(story())
    outcome_of(stepped, cursor=Kept("evt_5"), after="evt_1")
    assert stepped.opened[0].request.headers["last-event-id"] == "evt_5"


def test_event_whose_id_cannot_be_sent() -> None:
    """Such an event is delivered, and a stream cannot go on after it."""
    kept = Kept("evt_0")
    odd = text_of(1).replace("evt_1", "evt_\u2028é")
    stepped = Stepped(story([odd, cut()], text_of(2)))
    assert outcome_of(stepped, cursor=kept)[0] == ["evt_\u2028é", "evt_2"]
    assert stepped.opened[1].request.headers["last-event-id"] == "evt_0"
    assert kept.saved == ["evt_0", "evt_2"]


# Gaps


def test_cursor_that_the_api_does_not_know() -> None:
    """By default this ends the stream, with an error that names the cursor."""
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


def test_gap_is_reported_and_passed(caplog: pytest.LogCaptureFixture) -> None:
    """With `on_gap` the stream goes on with what happens next; the gap is reported, and logged."""
    gaps: List[LagCursorError] = []
    kept = Kept("evt_9")
    stepped = Stepped(story(400, text_of(1)))
    assert outcome_of(stepped, cursor=kept, on_gap=gaps.append)[0] == ids(1)
    assert [gap.cursor for gap in gaps] == ["evt_9"]
    assert "does not know the event 'evt_9'" in caplog.text
    assert "last-event-id" not in stepped.opened[1].request.headers
    assert kept.saved == ids(9, 1)


def test_400_without_a_cursor_is_an_error() -> None:
    """Without a cursor there is no gap: the API refuses the request."""
    with pytest.raises(LagAPIError) as caught:
        list(Stepped(story(400)).listen(on_gap=print))
    assert type(caught.value) is LagBadRequestError


def test_break_before_the_first_event_is_a_gap(caplog: pytest.LogCaptureFixture) -> None:
    """What happens before the stream is open again is lost: this is reported, and ends nothing."""
    gaps: List[LagCursorError] = []
    assert outcome_of(Stepped(story([": hi\n\n", cut()], text_of(2))), on_gap=gaps.append)[
        0
    ] == ids(2)
    assert [gap.cursor for gap in gaps] == [None]
    assert outcome_of(Stepped(story([": hi\n\n", cut()], text_of(2))))[0] == ids(2)
    assert caplog.text.count("broke off before its first event") == 2


def test_stream_that_was_never_open_has_no_gap() -> None:
    """Before the first connection nothing was received, and nothing is missing."""
    gaps: List[LagCursorError] = []
    assert outcome_of(Stepped(story(unsent(), 503, text_of(1))), on_gap=gaps.append)[0] == ids(1)
    assert gaps == []


# Failures


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, LagAuthError), (403, LagPermissionError), (404, LagNotFoundError), (501, LagAPIError)],
)
def test_permanent_refusal_ends_the_stream(status: int, error: Any) -> None:
    """A status that another attempt would get again is raised as the error that a call has."""
    stepped = Stepped(story([text_of(1), cut()], status))
    found: List[Any] = []
    with pytest.raises(error) as caught:
        found.extend(event.id for event in stepped.listen())
    assert (caught.value.status, caught.value.message) == (status, "no")
    assert caught.value.route == "robots.events.stream"
    assert not stepped.is_open


@pytest.mark.parametrize("outcome", [unsent(), cut(), 408, 425, 429, 500, 502, 503], ids=str)
def test_stream_is_opened_again_after_failures(
    outcome: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """However often it fails, it is opened again, later each time, with a warning."""
    stepped = Stepped(story(*[outcome] * 9, text_of(1)))
    assert outcome_of(stepped)[0] == ids(1)
    assert stepped.slept[:9] == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]
    assert caplog.text.count("opened again in") == 10


def test_event_or_long_connection_makes_the_next_wait_short() -> None:
    """A connection that worked is followed by a short wait; one that only opened is not."""
    well, idle, brief = [text_of(1), cut()], [(40.0, b": hi\n\n"), cut()], [": hi\n\n", cut()]
    stepped = Stepped(story(cut(), brief, brief, well, cut(), idle))
    outcome_of(stepped, after="evt_0")
    assert stepped.slept == [0.25, 0.5, 1.0, 0.25, 0.5, 0.25]


@pytest.mark.parametrize(
    ("header", "waited"), [("7", 7.0), ("90", 90.0), ("1e9", 0.25), ("-3", 0.0), ("999999", 3600.0)]
)
def test_retry_after_is_obeyed(header: str, waited: float) -> None:
    """The API says when to connect again, in any number of seconds up to an hour."""
    stepped = Stepped(story((503, {"retry-after": header}, [])))
    outcome_of(stepped)
    assert stepped.slept == [waited]


def test_retry_of_the_stream_is_obeyed() -> None:
    """A stream may say how long to wait at least, up to a minute, because it does so for ever."""
    stepped = Stepped(story(["retry: 5000\n\n", cut()], cut(), ["retry: 99999999999\n\n"]))
    outcome_of(stepped, after="evt_0")
    assert stepped.slept == [5.0, 5.0, 60.0]


def test_silence_limits_only_reading() -> None:
    """The time for the next piece is the option, the other limits are the client's."""
    settings = settings_of(token=ROBOT_TOKEN, timeout_seconds=7.0)
    stepped = Stepped(story(), settings)
    outcome_of(stepped, silence_seconds=45)
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
def test_garbage_is_asked_for_again(broken: List[str]) -> None:
    """Garbage costs the connection; the event arrives with the next one."""
    stepped = Stepped(story([text_of(1), *broken, text_of(3)], text_of(2) + text_of(3)))
    assert outcome_of(stepped)[0] == ids(1, 2, 3)
    assert stepped.opened[1].request.headers["last-event-id"] == "evt_1"


def test_response_of_another_type_is_a_failure() -> None:
    """A 200 that is not a stream, as a proxy may send it, is followed by another attempt."""
    stepped = Stepped(story((200, {"content-type": "text/html"}, [b"<html>"]), text_of(1)))
    assert outcome_of(stepped)[0] == ids(1)


@pytest.mark.parametrize("data", ["nonsense", "[1]"])
def test_event_that_stays_undecodable_is_delivered(data: str) -> None:
    """An event that cannot be decoded the second time is delivered as it is, and stops nothing."""
    odd = f"id: evt_1\nevent: odd\ndata: {data}\n\n"
    stepped = Stepped(story(odd, odd + text_of(2)))
    events = stepped.listen(after="evt_0")
    event = next(events)
    assert isinstance(event, UnknownEvent)
    assert (event.id, event.type) == ("evt_1", "odd")
    assert event.raw == (json.loads(data) if data == "[1]" else data)
    assert next(events).id == "evt_2"


@pytest.mark.parametrize("odd", ["\0\n", "id: evt_2\ndata: nonsense\n\n"], ids=["line", "event"])
def test_server_that_repeats_the_last_event_gets_past_garbage(odd: str) -> None:
    """A stream that begins with the event it was asked to go on after does not stay there."""
    text = text_of(1) + odd + text_of(3)
    stepped = Stepped(story(text, text, text))
    events = list(itertools.islice(stepped.listen(), 3 if "id" in odd else 2))
    assert [event.id for event in events] == ids(1, 2, 3) if "id" in odd else ids(1, 3)
    assert len(stepped.opened) == 2


def test_id_without_an_event_moves_the_cursor() -> None:
    """An id that arrives without data again and again only says how far the stream is."""
    kept = Kept("evt_0")
    stepped = Stepped(story("id: evt_5\n\n", ["id: evt_5\n\n", cut()]))
    assert outcome_of(stepped, cursor=kept)[0] == []
    assert stepped.opened[2].request.headers["last-event-id"] == "evt_5"
    assert kept.saved == ["evt_0", "evt_5"]


def test_event_without_an_envelope() -> None:
    """If only the data arrives, its type is the one of the stream's event."""
    text = 'id: evt_1\nevent: member.join\ndata: {"username": "mira"}\n\n'
    event = next(Stepped(story(text)).listen())
    assert isinstance(event, MemberJoinEvent)
    assert (event.data.username, event.raw) == ("mira", {"username": "mira"})


def test_events_without_ids_are_delivered() -> None:
    """An event without an id cannot be recognised as a repeat, so it is always new."""
    text = text_of(1).replace("id: evt_1\n", "")
    found, _ = outcome_of(Stepped(story(text + text)))
    assert len(found) == 2


def test_event_is_typed() -> None:
    """Each event is the model of its type."""
    event = next(Stepped(story(text_of(1))).listen())
    assert isinstance(event, RoomMessageEvent)
    assert event.data.content == "message 1"


@pytest.mark.parametrize(
    "kind", ["Text/Event-Stream", "text/event-stream;charset=UTF-8", " text/event-stream ; x"]
)
def test_content_type_has_no_case(kind: str) -> None:
    """The type of the response is compared as HTTP says: without case and parameters."""
    stepped = Stepped(story((200, {"content-type": kind}, [text_of(1).encode()])))
    assert outcome_of(stepped)[0] == ids(1)


# What the server sends again and again


def test_line_that_is_not_a_field_is_read_the_second_time() -> None:
    """Data that goes on without its prefix is asked for once more, then read as it was meant."""
    odd = 'id: evt_2\nevent: room.message\ndata: {"type": "room.message",\n  "data": {}}\n\n'
    stepped = Stepped(story(text_of(1) + odd, odd + text_of(3)))
    events = list(itertools.islice(stepped.listen(), 3))
    assert [event.id for event in events] == ids(1, 2, 3)
    assert isinstance(events[1], RoomMessageEvent)
    assert len(stepped.opened) == 2


def test_stray_line_costs_no_event() -> None:
    """A line between events that changes with every connection delays each event once at most."""
    lines = [f"connected at 12:00:{number:02}\n" for number in range(10)]
    stepped = Stepped(story(*[line + text_of(1) + text_of(2) for line in lines]))
    assert [event.id for event in itertools.islice(stepped.listen(), 2)] == ids(1, 2)
    assert len(stepped.opened) == 2


@pytest.mark.parametrize("alive", [" \n", "data:\n\n", "event: ping\ndata:\n\n", "event: ping\n\n"])
def test_sign_of_life_is_not_an_event(alive: str) -> None:
    """Blank lines and events without id and data keep a connection alive, and do nothing else."""
    stepped = Stepped(story(alive * 3 + text_of(1) + alive * 3 + text_of(2)))
    assert [event.id for event in itertools.islice(stepped.listen(), 2)] == ids(1, 2)
    assert len(stepped.opened) == 1


def test_event_that_is_too_large_is_passed_with_an_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its id is delivered without data, the loss is logged, and the events after it arrive."""
    monkeypatch.setattr(sse, "MOST_BYTES", 200)
    large = ["id: evt_2\nevent: room.message\ndata: ", "x" * 300, "x" * 300 + "\n\n"]
    kept = Kept("evt_1")
    events = Stepped(story(large, [*large, text_of(3)])).listen(cursor=kept)
    event = next(events)
    assert (type(event), event.id, event.type) == (RoomMessageEvent, "evt_2", "room.message")
    assert next(events).id == "evt_3"
    assert kept.saved == ids(1, 2)
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "evt_2 is too large" in record.getMessage()


OF_A_PROXY = pytest.mark.parametrize("status", [400, 403, 404])


def of_a_proxy(status: int, number: int = 0) -> Any:
    """Return what a proxy answers while the API is deployed: a page, or JSON of its own."""
    pages = [b"<h1>Not available</h1>", b'{"message": "no Route matched"}', b""]
    return status, {}, [pages[number % len(pages)]]


@OF_A_PROXY
def test_refusal_of_a_proxy_is_waited_out_once_the_stream_was_open(status: int) -> None:
    """A refusal that is not the API's is followed by other attempts after the same event."""
    absent = [of_a_proxy(status, number) for number in range(20)]
    stepped = Stepped(story([text_of(1), cut()], *absent, [text_of(2), cut()], *absent, text_of(3)))
    gaps: List[LagCursorError] = []
    assert outcome_of(stepped, on_gap=gaps.append)[0] == ids(1, 2, 3)
    assert stepped.opened[20].request.headers["last-event-id"] == "evt_1"
    assert gaps == []


@OF_A_PROXY
def test_refusal_of_a_proxy_is_raised_after_five_minutes(status: int) -> None:
    """An address that stays absent is wrong; so is one where the stream was never open."""
    absent = [of_a_proxy(status, number) for number in range(1000)]
    stepped = Stepped(story([text_of(1), cut()], *absent))
    error = outcome_of(stepped)[1]
    assert (isinstance(error, LagCursorError), error.status) == (False, status)
    assert 290 <= sum(stepped.slept) <= 310
    never = Stepped(story(cut(), of_a_proxy(status)))
    assert (outcome_of(never, after="evt_1")[1].status, never.slept) == (status, [0.25])


# Limits, and what cannot be sent


def test_stream_waits_for_its_turn() -> None:
    """Opening a stream counts as a request of the robot; even with pacing="raise" it waits."""
    settings = settings_of(token=ROBOT_TOKEN, pacing="raise", deadline_seconds=1.0)
    stepped = Stepped(story(*[[text_of(n), (0.0, cut())] for n in range(120)]), settings)
    found, _ = outcome_of(stepped)
    assert len(found) == 120
    assert max(stepped.slept) > 20.0
    off = Stepped(story(*[[text_of(n), cut()] for n in range(120)]))
    off.settings = settings_of(token=ROBOT_TOKEN, pacing="off")
    outcome_of(off)
    assert max(off.slept) < 1.0


def test_request_that_was_not_sent_costs_no_turn() -> None:
    """An attempt that never reached the API is not counted."""
    stepped = Stepped(story(*[unsent()] * 120))
    outcome_of(stepped)
    assert max(stepped.slept) == 8.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"silence_seconds": 0}, "`silence_seconds` must be seconds above 0"),
        (
            {"silence_seconds": None},
            "`silence_seconds` must be seconds above 0, at most 1e9, not None",
        ),
        ({"on_gap": "skip"}, "`on_gap` must be \"raise\" or a function, not 'skip'"),
        ({"after": "evt\n1"}, "`after` must be an id of an event, not 'evt"),
        ({"cursor": 5}, "`cursor` must be the path of a file"),
        ({"cursor": ""}, "`cursor` must be the path of a file"),
        ({"cursor": (print,)}, "`cursor` must be the path of a file"),
        ({"cursor": (print, 5)}, "`cursor` must be the path of a file"),
    ],
)
def test_invalid_options_are_refused(options: Any, message: str) -> None:
    """They are refused when the stream is asked for, before anything is sent."""
    stepped = Stepped(story())
    with pytest.raises(LagInvalidRequestError) as caught:
        stepped.listen(**options)
    assert message in caught.value.message


def test_cursor_that_cannot_be_saved_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is tried before anything is sent: else each start repeats the same events."""

    def full(number: int) -> None:
        raise OSError(28, "no space left")

    def save(id: str) -> None:
        raise OSError(f"no space left for {id}")

    stepped = Stepped(story(text_of(1)))
    with pytest.raises(OSError, match="no space left for evt_0"):
        next(stepped.listen(cursor=(lambda: "evt_0", save)))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LagInvalidRequestError, match="must be a file that can be written"):
        next(stepped.listen(cursor=tmp_path / "cursor"))
    assert stepped.opened == []


def test_cursor_that_holds_something_else() -> None:
    """A place that does not return an id is refused before anything is sent."""
    stepped = Stepped(story())
    with pytest.raises(LagInvalidRequestError, match="an id of an event, not 5"):
        next(stepped.listen(cursor=(lambda: 5, print)))
    assert stepped.opened == []


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without httpx-sse, the error says what to install, before anything is sent."""
    monkeypatch.delitem(sys.modules, "lagclient.listening.sse")
    monkeypatch.setitem(sys.modules, "httpx_sse._decoders", None)
    with pytest.raises(ImportError, match=r"lagclient\[events\]"):
        Stepped(story()).listen()


def test_users_have_no_stream() -> None:
    """A user's token is refused before anything is sent."""
    with pytest.raises(LagInvalidTokenError):
        Stepped(story(), settings_of(token=USER_TOKEN)).listen()


def test_refusal_is_read_as_far_as_it_arrives() -> None:
    """Of an error, the status is what matters: a body that breaks off or never ends does not."""
    body: List[Any] = [b'{"mess', TransportError("x", phase="read", sent=True)]
    for pieces in (body, [b"x" * 40000] * 50):
        stepped = Stepped(story((401, {}, pieces)))
        with pytest.raises(LagAuthError):
            list(stepped.listen())
