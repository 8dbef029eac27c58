"""Faults in a stream of events: cuts at any byte, garbage, silence."""

from __future__ import annotations

import httpx
import pytest

from lagclient.sandbox import Counters, Fault, Faults, Sandbox, Ticking
from lagclient.sandbox.faults import GARBAGE
from tests.kit.sandbox import Wire

SSE = "robots.events.sse"
GONE = (httpx.RemoteProtocolError, httpx.ReadError)


def opened(lag: Sandbox, http: httpx.Client, timeout: float = 10, **headers: str):
    headers = {"Authorization": f"Robot {lag.robot_key}", **headers}
    return http.stream("GET", f"{lag.url}/robots/@me/events/sse", headers=headers, timeout=timeout)


def say(lag: Sandbox, http: httpx.Client, *texts: str) -> None:
    for text in texts:
        line = "POST /servers/{server}/rooms/{room}/messages"
        Wire(lag, http).ok(line, {"content": text})


def until_cut(response: httpx.Response) -> bytes:
    """Return all bytes that arrived before the connection was lost."""
    found = bytearray()

    def read() -> None:
        for piece in response.iter_raw():
            found.extend(piece)

    with pytest.raises(GONE):
        read()
    return bytes(found)


def whole(http: httpx.Client) -> bytes:
    """Return the stream of three events without faults; ids and times are the same each time."""
    with Sandbox(ids=Counters(), clock=Ticking()) as lag, opened(lag, http) as response:
        say(lag, http, "one", "two", "three")
        found = b""
        for piece in response.iter_raw():
            found += piece
            if found.count(b"\n\n") == 3:
                return found
    raise AssertionError(found)


def test_stream_cut_after_any_number_of_bytes(http):
    """A stream ends after so many bytes, in an event or between two; the next one is whole."""
    all_of_it = whole(http)
    middle = all_of_it.index(b"\n\n") + 2
    for length in (0, 1, middle - 1, middle, middle + 1, len(all_of_it) - 1, len(all_of_it)):
        faults = Faults(Fault("truncate", SSE, bytes=length, times=1))
        with Sandbox(ids=Counters(), clock=Ticking(), faults=faults) as lag:
            with opened(lag, http) as response:
                assert response.status_code == 200
                say(lag, http, "one", "two", "three")
                assert until_cut(response) == all_of_it[:length]
            with opened(lag, http, **{"Last-Event-ID": "evt_1"}) as response:
                assert b'"two"' in next(response.iter_raw())
        assert lag.struck == {"truncate": 1}


@pytest.mark.parametrize("options", [{"keepalive_seconds": 0.01}, {}])
def test_stream_cut_without_a_number_of_bytes(options, http):
    """Without `bytes`, the end is in the middle of the first event, also after keepalives."""
    with Sandbox(faults=Faults(f"truncate:{SSE}"), **options) as lag:
        with opened(lag, http) as response:
            if options:
                assert next(response.iter_raw()) == b": keepalive\n\n"
        with opened(lag, http) as response:
            say(lag, http, "one")
            found = until_cut(response)
    assert found.replace(b": keepalive\n\n", b"").startswith(b"id: evt_1\nevent: room.message\nd")
    assert not found.endswith(b"\n\n")


def test_garbage_in_a_stream(http):
    """Garbage comes once, in front of the first event; no event is missing."""
    with Sandbox(faults=Faults(f"garbage:{SSE}")) as lag, opened(lag, http) as response:
        say(lag, http, "one", "two")
        found = b""
        for piece in response.iter_raw():
            found += piece
            if found.count(b"\n\n") == 3:
                break
    blocks = found.split(b"\n\n")
    assert blocks[0].endswith(b"data: " + GARBAGE)
    assert [b'"one"' in blocks[1], b'"two"' in blocks[2]] == [True, True]


def test_silent_stream(http):
    """A silent stream sends its headers, neither an event nor a keepalive, and does not end."""
    options = {"faults": Faults(f"silent:{SSE}"), "keepalive_seconds": 0.01}
    with Sandbox(**options) as lag, opened(lag, http, timeout=0.2) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        say(lag, http, "one")
        with pytest.raises(httpx.ReadTimeout):
            next(response.iter_raw())
        assert lag.struck == {"silent": 1}


def test_silence_of_other_routes(http):
    """Responses that are not streams arrive as usual."""
    with Sandbox(faults=Faults("silent")) as lag:
        assert Wire(lag, http).ok("GET /users/me")["username"] == "sam"


@pytest.mark.parametrize("kind", ["error", "rate_limit", "drop_before", "drop_after", "latency"])
@pytest.mark.parametrize("path", ["sse", "poll"])
def test_other_faults_of_event_routes(kind, path, http):
    """A fault before the response also strikes event routes; the next request succeeds."""
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    faults = Faults([Fault(kind, f"robots.events.{path}", times=1)], sleep=sleep)
    with Sandbox(faults=faults) as lag:
        say(lag, http, "one")
        wire = Wire(lag, http)
        line = f"HEAD /robots/@me/events/{path}" if path == "sse" else "GET /robots/@me/events/poll"
        if kind.startswith("drop"):
            with pytest.raises(GONE):
                wire(line, who="robot")
        else:
            status = {"error": 500, "rate_limit": 429}.get(kind, 200)
            assert wire(line, who="robot").status_code == status
        assert slept == [1.0] * (kind == "latency")
        # An event in a response counts as received, also if the response was lost.
        say(lag, http, "two")
        assert wire(line, who="robot").status_code == 200


def test_part_of_a_response(http):
    """Of other responses as many bytes arrive as `bytes` says."""
    with Sandbox(faults=Faults("truncate:users.me::7")) as lag:
        headers = {"Authorization": f"Bearer {lag.token}"}
        with http.stream("GET", f"{lag.url}/users/me", headers=headers) as response:
            assert until_cut(response) == b'{"id": '
