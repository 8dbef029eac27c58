from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List

import httpx
import pytest
from click.testing import CliRunner

from lagclient import Client, LagAPIError, LagConnectionError, LagRateLimitError
from lagclient.commands import main
from lagclient.routing.route import Route
from lagclient.sandbox import Fault, Faults, Sandbox
from lagclient.sandbox.faults import KINDS, Luck
from lagclient.sandbox.http import serving
from tests.kit.sandbox import Wire

GONE = (httpx.RemoteProtocolError, httpx.ReadError)
"""The errors of plain httpx for a connection that ended without a response."""

SEND = "servers.rooms.messages.send"
POST = "POST /servers/{server}/rooms/{room}/messages"


class Gate:
    """Holds the sleeping requests of a sandbox until it is opened."""

    def __init__(self) -> None:
        self.slept: List[float] = []
        self.asleep = threading.Event()
        self._held: List[asyncio.Future[None]] = []

    async def __call__(self, seconds: float) -> None:
        held = asyncio.get_running_loop().create_future()
        self._held.append(held)
        self.slept.append(seconds)
        self.asleep.set()
        await held

    def open(self) -> None:
        while self._held:
            held = self._held.pop()
            held.get_loop().call_soon_threadsafe(held.set_result, None)


class Failing:
    """A sandbox with faults, and the messages that it stored."""

    def __init__(self, http: httpx.Client, *faults: Any, seed: int = 0) -> None:
        self.gate = Gate()
        self.lag = Sandbox(faults=Faults(faults, seed=seed, sleep=self.gate))
        self._http = http

    def __enter__(self) -> Failing:
        self.lag.__enter__()
        self.wire = Wire(self.lag, self._http)
        self.here = self.lag.server_id, self.lag.room_id
        self.client = Client(
            token=self.lag.token,
            base_url=self.lag.url,
            max_retry_wait_seconds=1e-9,
            trust_env=False,
        )
        return self

    def __exit__(self, *exception: object) -> None:
        self.client.close()
        self.lag.__exit__(*exception)

    def stored(self, text: str = "hi") -> int:
        return self.texts()[text]

    def texts(self) -> Dict[str, int]:
        rows = self.lag._world.store.all("SELECT content FROM messages")
        return Counter(row["content"] for row in rows)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("drop_after", Fault("drop_after")),
        ("drop_before:users.*", Fault("drop_before", "users.*")),
        ("garbage::0.25", Fault("garbage", "*", 0.25)),
        ("latency:users.me::2.5", Fault("latency", "users.me", seconds=2.5)),
        ("error:users.me:1:502", Fault("error", "users.me", status=502)),
        ("rate_limit:::3", Fault("rate_limit", seconds=3)),
        ("truncate:users.me::0", Fault("truncate", "users.me", bytes=0)),
    ],
)
def test_text_of_a_fault(text, fault):
    """A text describes the same fault as Python does; an empty part is left out."""
    assert Faults([text]).faults == (fault,)
    assert Faults(text) == Faults(fault)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("explode", "'explode'", "drop_after"),
        ("explode:users.me:1:3", "'explode'", "drop_after"),
        ("latency:servers.room", "'servers.room'", "lagclient routes"),
        ("latency:*:often", "'often'", "from 0 to 1"),
        ("latency:*:1.5", "1.5", "from 0 to 1"),
        ("latency:*:nan", "nan", "from 0 to 1"),
        ("latency:::-1", "-1", "from 0 up"),
        ("drop_late:::inf", "inf", "from 0 up"),
        ("rate_limit:::soon", "'soon'", "from 0 up"),
        ("error:::404", "404", "500 to 599"),
        ("error:::5e2", "500.0", "500 to 599"),
        ("drop_after:::5", "'drop_after:::5'", "without a VALUE"),
        ("truncate:::-1", "-1", "from 0 up"),
        ("truncate:::1.5", "1.5", "from 0 up"),
        ("error:*:1:500:9", "'error:*:1:500:9'", "KIND[:ROUTES[:PROBABILITY[:VALUE]]]"),
    ],
)
def test_wrong_text_of_a_fault(text, value, expected):
    """A wrong text is an error with the value and what it must be, in Python and the command."""
    with pytest.raises(ValueError, match=re.escape(value)) as caught:
        Sandbox(faults=Faults([text]))
    assert expected in str(caught.value)
    result = CliRunner().invoke(main, ["sandbox", "--faults", text])
    assert result.exit_code == 2
    # The command calls each part as it is typed, so the rest of the sentence is compared.
    assert str(caught.value).partition("` ")[2] in result.output


@pytest.mark.parametrize(
    "wrong",
    [{"seconds": 1}, {"status": 500}, {"times": 0}, {"times": 1.5}, {"probability": "1"}],
    ids=str,
)
def test_wrong_field_of_a_fault(wrong):
    """A field that its kind does not have, or of a wrong type, is an error that names it."""
    with pytest.raises(ValueError, match=f"^`{next(iter(wrong))}` must be .*, not "):
        Fault("drop_after", **wrong)


def rolled(*faults: str, seed: int = 1) -> List[Any]:
    luck = Luck(Faults(faults, seed=seed))
    return [(struck and struck.kind) for _, struck in (luck.roll(SEND) for _ in range(200))]


def test_seed_repeats_a_run():
    """The same seed gives the same faults, another seed others, as often as their probability."""
    first = rolled("drop_after::0.2")
    assert first == rolled("drop_after::0.2")
    assert first != rolled("drop_after::0.2", seed=2)
    assert 20 <= first.count("drop_after") <= 60
    assert rolled("drop_after::0").count("drop_after") == 0
    assert rolled("drop_after").count("drop_after") == 200


def test_dice_are_independent():
    """Another fault in the list does not change the dice before it; the first that strikes wins."""
    alone, both = rolled("drop_after::0.2"), rolled("drop_after::0.2", "garbage::0.5")
    assert [kind == "drop_after" for kind in both] == [kind == "drop_after" for kind in alone]
    assert "garbage" in both


def test_latency_adds_up():
    """Latency adds to latency and to another fault, on the routes that it applies to."""
    luck = Luck(Faults(["latency:::1", "latency:users.*::2", "error:*.me", "garbage"]))
    assert luck.roll("users.me") == (3, Fault("error", "*.me"))
    assert luck.roll(SEND) == (1, Fault("garbage"))
    assert luck.struck == {"latency": 3, "error": 1, "garbage": 1}


@pytest.mark.parametrize("name", ["robots.events.sse", "robots.events.stream", "robots.*.stream"])
def test_routes_of_a_fault(name, http):
    """A fault names a route or the method that calls it, of the API or of the program's own."""
    stats = Route(
        namespace="stats", name="get", method="GET", path="/s", scope=("public",), model="None"
    )
    faults = Faults([Fault("error", name), Fault("error", "stats.*", status=503)])
    with Sandbox(faults=faults, routes=[stats], handlers={"stats.get": lambda _: None}) as lag:
        wire = Wire(lag, http)
        assert wire.refused("GET /robots/@me/events/sse", who="robot") == 500
        assert wire.refused("GET /s") == 503


def test_times_of_a_fault():
    """A fault with `times` strikes so often and no more."""
    luck = Luck(Faults([Fault("error", times=2)]))
    assert [luck.roll(SEND)[1] is not None for _ in range(4)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("kind", "status", "stored"),
    [
        ("error", 500, 0),
        ("rate_limit", 429, 0),
        ("drop_before", None, 0),
        ("drop_late", None, 0),
        ("drop_after", None, 1),
        ("truncate", None, 1),
        ("garbage", 201, 1),
    ],
)
def test_kinds_of_faults(kind, status, stored, http):
    """Each kind does the request or not, and sends its part of the response."""
    with Failing(http, Fault(kind, SEND)) as failing:
        if status:
            response = failing.wire(POST, {"content": "hi"})
            assert response.status_code == status
            assert response.headers.get("retry-after") == ("1" if status == 429 else None)
        else:
            with pytest.raises(GONE):
                failing.wire(POST, {"content": "hi"})
        assert failing.stored() == stored
        assert failing.lag.struck == {kind: 1}
        assert kind != "drop_late" or failing.gate.asleep.wait(10)
        failing.gate.open()
        # Other routes work as usual, on a connection of their own.
        assert failing.wire.ok("GET /users/me")["username"] == "sam"
        assert failing.stored() == (1 if kind == "drop_late" else stored)


def test_truncated_and_garbage_bodies(http):
    """Half of a truncated body arrives; garbage has the right length and is not text."""
    faults = Fault("truncate", "users.me", times=1), Fault("garbage", "users.me")
    with Failing(http, *faults) as failing:
        headers = {"Authorization": f"Bearer {failing.lag.token}"}
        url = f"{failing.lag.url}/users/me"
        with http.stream("GET", url, headers=headers) as response:
            length = int(response.headers["content-length"])
            with pytest.raises(httpx.RemoteProtocolError):
                response.read()
        assert (response.status_code, response.num_bytes_downloaded) == (200, length // 2)
        garbage = failing.wire("GET /users/me")
        assert garbage.status_code == 200
        assert garbage.headers["content-type"] == "application/json"
        with pytest.raises(UnicodeDecodeError):
            garbage.json()


@pytest.mark.parametrize("kind", ["truncate", "garbage"])
def test_response_without_a_body(kind, http):
    """A response without a body cannot be damaged."""
    with Failing(http, Fault(kind, "servers.rooms.delete")) as failing:
        room = failing.wire.ok("POST /servers/{server}/rooms", {"name": "tmp"})["id"]
        response = failing.wire(f"DELETE /servers/{{server}}/rooms/{room}")
        assert (response.status_code, response.content) == (204, b"")
        assert "content-length" not in response.headers


def test_other_requests_during_latency(http):
    """While one request waits, others get their response; then it does, too."""
    with Failing(http, "latency:users.me::30") as failing, ThreadPoolExecutor(1) as threads:
        slow = threads.submit(failing.wire, "GET /users/me")
        assert failing.gate.asleep.wait(10)
        assert failing.wire("GET /health").status_code == 200
        assert not slow.done()
        failing.gate.open()
        assert slow.result().status_code == 200
        assert failing.gate.slept == [30]


@pytest.mark.parametrize("opened", [True, False], ids=["in time", "too late"])
def test_late_request_at_the_end(opened, http, monkeypatch, tmp_path):
    """A late request is done within the grace or never; the sandbox ends, with nothing left."""
    monkeypatch.setattr(serving, "GRACE_SECONDS", 1.0 if opened else 0.01)
    gate, db = Gate(), tmp_path / "world.db"
    with Sandbox(db=db, faults=Faults([Fault("drop_late", SEND)], sleep=gate)) as lag:
        with pytest.raises(GONE):
            Wire(lag, http)(POST, {"content": "hi"})
        assert gate.asleep.wait(10)
        if opened:
            gate.open()
    with Sandbox(db=db) as lag:
        page = Wire(lag, http).ok("GET /servers/{server}/rooms/{room}/messages")
    assert [m["content"] for m in page["messages"]].count("hi") == opened


def test_fault_before_the_token(http):
    """A fault strikes with any token and without one, but only on a route."""
    with Failing(http, Fault("error", status=502)) as failing:
        assert failing.wire.refused("GET /users/me", who="unknown") == 502
        assert failing.wire.refused("GET /nowhere") == 404


def test_limits_after_faults(http):
    """Requests that a fault refused do not count for a robot's limits."""
    line = POST.replace("/servers", "/robots/@me/servers")
    with Failing(http, Fault("error", SEND, times=10)) as failing:
        sent = [failing.wire(line, {"content": "hi"}, "robot").status_code for _ in range(21)]
    assert sent == [500] * 10 + [201] * 10 + [429]


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"latency", "rate_limit", "silent"}))
def test_client_repeats_a_read(kind, http):
    """A read that failed once is repeated, also after a success that no API sends."""
    with Failing(http, Fault(kind, "users.me", times=1)) as failing:
        answer = failing.client.raw.users.me()
        assert (answer.data.username, answer.attempts) == ("sam", 2)
        failing.gate.open()


def test_client_reads_retry_after(http):
    """Retry-After reaches the client, which waits or raises."""
    fault = Fault("rate_limit", seconds=6.5)
    with Failing(http, fault) as failing, pytest.raises(LagRateLimitError) as caught:
        failing.client.users.me()
    assert (caught.value.retry_after_seconds, caught.value.outcome) == (7, "refused")


def test_client_finds_a_message_without_its_response(http):
    """The client looks for the message, returns it, and it is stored once."""
    with Failing(http, Fault("drop_after", SEND)) as failing:
        message = failing.client.servers.rooms.messages.send(*failing.here, content="hi")
        assert message.content == "hi"
        assert failing.stored() == 1


@pytest.mark.parametrize(("kind", "landed"), [("drop_before", 0), ("drop_late", 1)])
def test_client_does_not_repeat_an_unknown_send(kind, landed, http):
    """A send without a response, whose message is not stored yet, is unknown and not repeated."""
    with Failing(http, Fault(kind, SEND)) as failing:
        with pytest.raises(LagConnectionError) as caught:
            failing.client.servers.rooms.messages.send(*failing.here, content="hi")
        assert (caught.value.outcome, caught.value.attempts) == ("unknown", 1)
        assert failing.stored() == 0
        assert not landed or failing.gate.asleep.wait(10)
        failing.gate.open()
        failing.client.users.me()
        assert failing.stored() == landed


def test_messages_are_stored_once(http):
    """Of 200 sends, a fifth with faults, each is stored once or never, as its outcome says."""
    kinds = [kind for kind in KINDS if kind not in ("latency", "silent")]
    faults = [Fault(k, SEND, 0.03, seconds=0 if k == "rate_limit" else None) for k in kinds]
    ends: Dict[str, str] = {}
    with Failing(http, *faults, seed=3) as failing:
        send = failing.client.servers.rooms.messages.send
        for number in range(200):
            try:
                ends[str(number)] = send(*failing.here, content=str(number)).id and "stored"
            except LagAPIError as error:
                ends[str(number)] = error.outcome
        failing.gate.open()
        failing.client.users.me()
        stored, struck = failing.texts(), dict(failing.lag.struck)
    assert set(struck) == set(kinds)
    may = {"stored": {1}, "applied": {1}, "refused": {0}, "unknown": {0, 1}}
    for text, end in ends.items():
        assert stored[text] in may[end], (text, end)
    assert set(ends.values()) >= {"stored", "unknown"}


def test_faults_of_the_command(http, monkeypatch):
    """`lagclient sandbox --faults` serves with each of its faults, and the seed."""
    answers, seeds = [], []

    def wait(lag: Sandbox) -> None:
        seeds.append(lag._faults.seed)
        for line in ("GET /users/me", "GET /health"):
            answers.append(Wire(lag, http)(line).status_code)

    monkeypatch.setattr(Sandbox, "wait", wait)
    faults = ["--faults", "error:users.me::502", "--faults", "rate_limit:system.health"]
    result = CliRunner().invoke(main, ["sandbox", *faults, "--fault-seed", "7"])
    assert (result.exit_code, answers, seeds) == (0, [502, 429], [7]), result.output
