"""Webhooks: their content, their attempts, and robots whose address is gone."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from typing import Any, Dict, List

import pytest
from click.testing import CliRunner

from lagclient import LagWebhookError
from lagclient.commands import main
from lagclient.sandbox import Counters, Fault, Faults, Sandbox, Ticking
from lagclient.sandbox.delivery import delivering, webhooks
from lagclient.sandbox.delivery.delivering import Deliverer
from lagclient.sandbox.faults import WEBHOOK, Luck
from lagclient.sandbox.http.serving import Serving
from lagclient.webhooks import WebhookApp
from tests.kit.endpoint import Endpoint
from tests.kit.sandbox import Wire

MESSAGES = "/servers/{server}/rooms/{room}/messages"
AT_ONCE = pytest.mark.parametrize("options", [{"webhook_pace": 0}])


def add(lag: Sandbox, url: str, name: str = "Hook", **more: Any) -> str:
    return lag.add_robot(name, transport="webhook", webhook_url=url, **more)


def say(wire: Wire, *texts: str) -> None:
    for text in texts:
        wire.ok(f"POST {MESSAGES}", {"content": text})


def settled(lag: Sandbox, key: str) -> Any:
    """Wait for the end of the newest delivery; return its state and attempts."""
    for _ in range(2000):
        deliveries = lag.deliveries(key)
        if deliveries and deliveries[-1].state != "waiting" and deliveries[-1].attempts:
            return deliveries[-1].state, deliveries[-1].attempts
        time.sleep(0.005)
    raise AssertionError(lag.deliveries(key))


def test_headers_and_body_of_a_webhook(lag, wire):
    """A webhook has the documented headers and body, and verifies by the robot's secret."""
    with Endpoint() as endpoint:
        say(wire, "before it was created")
        key = add(lag, endpoint.url)
        say(wire, "caf\u00e9 \u2028")
        post = endpoint.next()
        assert settled(lag, key) == ("delivered", 1)
    event = post.verified(lag.webhook_secret(key))
    assert (event.id, event.type, event.server_id) == (post.id, "room.message", lag.server_id)
    assert event.data["content"] == "caf\u00e9 \u2028"
    assert set(json.loads(post.body)) == {"type", "serverId", "timestamp", "data"}
    assert post.headers["content-type"] == "application/json"
    assert post.headers["user-agent"] == "Lag-Webhooks/1.0"
    assert abs(int(post.headers["webhook-timestamp"]) - time.time()) < 60


def test_order_of_webhooks(lag, wire):
    """A robot gets its events one after the other, in their order, and each once."""
    texts = [str(number) for number in range(20)]
    with Endpoint() as endpoint:
        add(lag, endpoint.url)
        say(wire, *texts)
        received = [json.loads(endpoint.next().body)["data"]["content"] for _ in texts]
    assert received == texts
    assert len(endpoint.posts) == len(texts)


def test_slow_address(lag, wire):
    """While one robot's address does not answer, another robot gets its events."""
    with Endpoint() as slow, Endpoint() as quick:
        slow.held = threading.Event()
        key = add(lag, slow.url, "Slow")
        add(lag, quick.url, "Quick")
        say(wire, "one", "two")
        for _ in "12":
            quick.next()
        assert len(slow.posts) <= 1
        slow.held.set()
        assert settled(lag, key) == ("delivered", 1)


class Scheduled:
    """The deliveries of one robot, without a server, at times that the test sets."""

    def __init__(self, lag: Sandbox, pace: float) -> None:
        self.world = lag._world
        self.pace = pace
        rows = self.world.store.all("SELECT robot_id FROM webhooks")
        self.robot_id = rows[0]["robot_id"]

    def begin(self, moment: float) -> Any:
        with self.world.store.transaction():
            webhooks.spread(self.world, self.robot_id, moment)
            return webhooks.begin_next(self.world, self.robot_id, moment, self.pace)

    def fail(self, delivery: Any, moment: float) -> None:
        with self.world.store.transaction():
            webhooks.not_delivered(self.world, delivery, moment, self.pace)


@pytest.mark.parametrize("pace", [1, 0.5])
def test_schedule_of_attempts(pace, lag, wire, monkeypatch):
    """Ten attempts are made, each after its wait from the end of the one before, and no more."""
    monkeypatch.setattr(webhooks, "hooked", lambda _: [])  # The sandbox itself delivers nothing.
    key = add(lag, "http://127.0.0.1:9/")
    say(wire, "hi")
    scheduled = Scheduled(lag, pace)
    waits: List[float] = []
    moment = 1000.0
    delivery = scheduled.begin(moment)
    while delivery is not None:
        assert delivery.attempts == len(waits) + 1
        moment += 15  # The attempt took so long.
        scheduled.fail(delivery, moment)
        (waiting,) = lag.deliveries(key)
        if waiting.state == "failed":
            break
        waits.append((waiting.due - moment) / pace)
        assert scheduled.begin(waiting.due - 0.001) == waiting
        moment = waiting.due
        delivery = scheduled.begin(moment)
    assert waits == [5, 25, 120, 600, 1800, 3600, 10800, 28800, 86400]
    assert (waiting.attempts, scheduled.begin(10**10)) == (10, None)


def test_last_attempt(lag, wire, monkeypatch):
    """A delivery has not failed during its last attempt; if its end was not seen, it has."""
    monkeypatch.setattr(webhooks, "hooked", lambda _: [])
    key = add(lag, "http://127.0.0.1:9/")
    say(wire, "hi")
    scheduled = Scheduled(lag, 0)
    for _ in range(10):
        delivery = scheduled.begin(1000)
    assert (delivery.attempts, delivery.state) == (10, "waiting")
    assert lag.deliveries(key)[0].state == "waiting"
    assert scheduled.begin(1000) is None
    assert lag.deliveries(key)[0].state == "failed"


def test_delivery_that_waits(lag, wire, monkeypatch):
    """A delivery that waits for its next attempt does not hold up the newer ones."""
    monkeypatch.setattr(webhooks, "hooked", lambda _: [])
    add(lag, "http://127.0.0.1:9/")
    say(wire, "one", "two")
    scheduled = Scheduled(lag, 1)
    first = scheduled.begin(1000)
    scheduled.fail(first, 1000)
    second = scheduled.begin(1001)
    assert ("one" in first.body, "two" in second.body) == (True, True)
    assert scheduled.begin(1002).number == first.number  # The next one, and not due yet.


def test_next_attempt_is_not_early(lag, wire):
    """Newer events do not make the next attempt of an older one early."""
    with Endpoint(503) as endpoint:
        key = add(lag, endpoint.url)
        for text in ("one", "two", "three"):
            say(wire, text)
            assert json.loads(endpoint.next().body)["data"]["content"] == text
        settled(lag, key)
        assert [delivery.attempts for delivery in lag.deliveries(key)] == [1, 1, 1]


@AT_ONCE
def test_failed_delivery(lag, wire):
    """All attempts have the same body and different ids; after the tenth it has failed."""
    with Endpoint(302, 400, 401, 404, 500, then=503) as endpoint:
        key = add(lag, endpoint.url)
        say(wire, "hi")
        assert settled(lag, key) == ("failed", 10)
    assert len(endpoint.posts) == 10
    assert len({post.body for post in endpoint.posts}) == 1
    assert len({post.id for post in endpoint.posts}) == 10


@AT_ONCE
@pytest.mark.parametrize("trouble", ["refused", "late"])
def test_address_that_does_not_answer(trouble, lag, wire, monkeypatch):
    """An attempt that is refused, or not answered in time, is repeated."""
    if trouble == "late":
        monkeypatch.setattr(delivering, "RESPONSE_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        if trouble == "refused":
            deaf.close()
        key = add(lag, f"http://127.0.0.1:{port}/")
        say(wire, "hi")
        assert settled(lag, key) == ("failed", 10)


def test_robot_after_a_410(lag, wire):
    """After a 410 the robot is not active, gets no events, and can only read its identity."""
    with Endpoint(410) as endpoint:
        key = add(lag, endpoint.url)
        headers = {"Authorization": f"Robot {key}"}

        def info() -> Any:
            return wire("GET /robots/@me/info", who="", headers=headers).json()["active"]

        assert info() is True
        say(wire, "one", "two", "three")
        assert settled(lag, key)[0] == "failed"
        say(wire, "four")
        assert {delivery.state for delivery in lag.deliveries(key)} == {"failed"}
    assert len(endpoint.posts) == 1
    assert info() is False
    refused = wire("GET /robots/@me/servers/{server}/rooms", who="", headers=headers)
    assert (refused.status_code, "disabled" in refused.json()["message"]) == (403, True)
    for use in (lag.webhook_secret, lag.change_webhook_secret):
        with pytest.raises(ValueError, match="active robot with a webhook"):
            use(key)


def test_deliveries_in_a_file(tmp_path, http):
    """A sandbox on a file goes on with its deliveries, to the same address and secret."""
    db = tmp_path / "lag.db"
    with Endpoint(503) as endpoint:
        with Sandbox(db=db) as lag:
            key = add(lag, endpoint.url)
            secret = lag.webhook_secret(key)
            say(Wire(lag, http), "hi")
            endpoint.next()
        with Sandbox(db=db, webhook_pace=0) as lag:
            with lag._world.store.transaction():
                (waiting,) = lag._world.store.all("SELECT * FROM deliveries")
                assert (waiting["state"], waiting["attempts"]) == ("waiting", 1)
                assert 3 < waiting["due"] - time.time() <= 6
                lag._world.store.run("UPDATE deliveries SET due = 0")
            lag._world.bell.ring()
            assert endpoint.next().verified(secret).data["content"] == "hi"
            assert settled(lag, key) == ("delivered", 2)
            say(Wire(lag, http), "ho")
            assert endpoint.next().verified(secret).data["content"] == "ho"


def test_change_of_the_secret(lag, wire):
    """A new secret signs beside the one before it, until the next change."""
    with Endpoint() as endpoint:
        key = add(lag, endpoint.url)
        secrets = [lag.webhook_secret(key)]
        for number in (1, 2):
            secrets.append(lag.change_webhook_secret(key))
            assert lag.webhook_secret(key) == secrets[-1]
            say(wire, "hi")
            post = endpoint.next()
            for secret in secrets[-2:]:
                assert post.verified(secret).data["content"] == "hi"
            assert post.headers["webhook-signature"].count("v1,") == 2
            if number == 2:
                with pytest.raises(LagWebhookError):
                    post.verified(secrets[0])
    assert len(set(secrets)) == 3


def test_secrets_with_counters(lag):
    """With counters, a secret is the same in each run; otherwise it is different."""
    secrets = set()
    for options in ({"ids": Counters(), "clock": Ticking()}, {"ids": Counters()}, {}):
        with Sandbox(**options) as lag:
            secrets.add(lag.webhook_secret(add(lag, "http://127.0.0.1:9/")))
    assert len(secrets) == 2


@pytest.mark.parametrize(
    ("url", "why"),
    [
        *((url, "`webhook_url` must be") for url in (None, "", "ftp://127.0.0.1/", "127.0.0.1:80")),
        *(
            (url, "`webhook_url` must be")
            for url in ("http://", "http://127.0.0.1/ ", "http://[::1")
        ),
        *((url, "allow_remote") for url in ("http://example.com/", "https://192.0.2.1/hook")),
    ],
)
def test_refused_address(url, why):
    """A webhook goes to an address of this machine; any other text is refused."""
    with pytest.raises(ValueError, match=why) as caught:
        webhooks.checked_url(url, allow_remote=False)
    assert repr(url) in str(caught.value)


def test_address_of_another_machine():
    """With allow_remote, webhooks may go to other machines."""
    with Sandbox(allow_remote=True) as lag:
        assert lag.webhook_secret(add(lag, "https://robot.invalid/hook")).startswith("whsec_")


def test_address_of_another_transport(lag):
    """Transport and address belong together, and only webhook robots have a secret."""
    for url in (None, "http://example.com/"):
        with pytest.raises(ValueError, match=f"webhook_url.*{url}"):
            add(lag, url)
    with pytest.raises(ValueError, match="webhook_url"):
        lag.add_robot("Hook", webhook_url="http://127.0.0.1/")
    for key in (lag.robot_key, lag.token, "unknown"):
        with pytest.raises(ValueError, match="active robot with a webhook"):
            lag.webhook_secret(key)
        assert lag.deliveries(key) == []


def test_other_transports_of_a_webhook_robot(lag, wire):
    """A webhook robot gets a 403 from the stream and the poll."""
    headers = {"Authorization": f"Robot {add(lag, 'http://127.0.0.1:9/')}"}
    for path in ("sse", "poll"):
        response = wire(f"GET /robots/@me/events/{path}", who="", headers=headers)
        assert (response.status_code, "webhook" in response.json()["message"]) == (403, True)


@pytest.mark.parametrize("name", ["webhook_pace", "keepalive_seconds", "journal_entries"])
@pytest.mark.parametrize("value", [-1, float("nan")])
def test_wrong_number(name, value):
    """A wrong number is refused in the constructor, by its name."""
    with pytest.raises(ValueError, match=f"`{name}` must be a number from .* up, not {value!r}"):
        Sandbox(**{name: value})


def test_unanswered_webhook_at_the_end(http):
    """The end of a sandbox does not wait for a robot's answer, and leaves no thread."""
    before = set(threading.enumerate())
    with Endpoint() as endpoint:
        endpoint.held = threading.Event()
        with Sandbox() as lag:
            add(lag, endpoint.url)
            say(Wire(lag, http), "hi")
            endpoint.next()
            began = time.monotonic()
        assert time.monotonic() - began < delivering.RESPONSE_SECONDS / 2
    assert not set(threading.enumerate()) - before


def test_robot_of_a_deleted_server(lag, wire):
    """When its server is deleted, a robot gets no more events, and others still do."""
    other = wire.ok("POST /servers", {"name": "x"}, who="ines")["id"]
    with Endpoint() as endpoint, Endpoint() as others:
        add(lag, endpoint.url)
        add(lag, others.url, "Other", server_id=other)
        say(wire, "hi")
        endpoint.next()
        wire.ok("DELETE /servers/{server}")
        wire.ok(f"POST /servers/{other}/rooms", {"name": "x"}, who="ines")
        assert json.loads(others.next().body)["type"] == "room.created"
    assert len(endpoint.posts) == 1


def test_number_of_kept_deliveries(http):
    """Of the ended deliveries only the newest are kept, as many as in the journal."""
    with Endpoint() as endpoint, Sandbox(journal_entries=2) as lag:
        key = add(lag, endpoint.url)
        for text in "12345":
            say(Wire(lag, http), text)
            endpoint.next()
            settled(lag, key)
        assert len(lag.deliveries(key)) <= 3


def test_failure_beside_the_server(caplog, monkeypatch, http):
    """A failure beside the server is logged, and the server goes on."""

    async def run(self: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Deliverer, "run", run)
    with Sandbox() as lag:
        assert http.get(f"{lag.url}/health").status_code == 200
    assert "ZeroDivisionError" in caplog.text


def test_moved_webhook_robot(tmp_path, http):
    """All events can be posted to an address, and in the next run to another, after a 410, too."""
    db = tmp_path / "lag.db"
    with Endpoint(410) as one, Endpoint() as other:
        with Sandbox(db=db) as lag:
            key = lag.post_webhooks(one.url)
            say(Wire(lag, http), "one")
            assert settled(lag, key) == ("failed", 1)
        with Sandbox(db=db) as lag:
            assert lag.post_webhooks(other.url) == key
            say(Wire(lag, http), "two")
            assert other.next().verified(lag.webhook_secret(key)).data["content"] == "two"
            with pytest.raises(ValueError, match="allow_remote"):
                lag.post_webhooks("http://example.com/")
            assert lag.post_webhooks(other.url) == key
        assert lag._world.bell._listeners == set()
    with pytest.raises(ValueError, match="active robot with a webhook"), Sandbox() as lag:
        webhooks.move(lag._world, lag.robot_key, other.url)


def test_webhooks_of_the_command(monkeypatch, http):
    """`lagclient sandbox --webhook` posts all events, and prints the secret that signs them."""
    received: List[Any] = []
    with Endpoint(503) as endpoint:

        def wait(lag: Sandbox) -> None:
            say(Wire(lag, http), "hi")
            received.extend([endpoint.next(), endpoint.next()])

        monkeypatch.setattr(Sandbox, "wait", wait)
        options = ["--webhook", endpoint.url, "--webhook-pace", "0"]
        result = CliRunner().invoke(main, ["sandbox", *options])
        assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.output.splitlines()]
    (secret,) = [words[1] for words in lines if words[:1] == ["secret"]]
    assert [post.verified(secret).data["content"] for post in received] == ["hi", "hi"]
    refused = CliRunner().invoke(main, ["sandbox", "--webhook", "nowhere"])
    assert (refused.exit_code, "'nowhere'" in refused.output) == (2, True)


# Faults


@pytest.mark.parametrize(
    ("kind", "whole", "valid"),
    [
        *((kind, 1, 1) for kind in ("error", "rate_limit", "drop_before", "latency", "truncate")),
        *((kind, 2, 2) for kind in ("drop_after", "silent", "drop_late")),
        ("garbage", 2, 1),
    ],
)
def test_faults_of_webhooks(kind, whole, valid, http):
    """Each kind of fault sends its part, and the event arrives in the end."""
    slept: List[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    faults = Faults([Fault(kind, WEBHOOK, times=1)], sleep=sleep)
    with Endpoint() as endpoint, Sandbox(faults=faults, webhook_pace=0) as lag:
        key = add(lag, endpoint.url)
        say(Wire(lag, http), "hi")
        posts = [endpoint.next() for _ in range(whole)]
        assert settled(lag, key) == ("delivered", 1 if kind == "latency" else 2)
        assert lag.struck == {kind: 1}
        secret = lag.webhook_secret(key)
    assert len(endpoint.posts) == whole
    assert slept == ([1.0] if kind in ("latency", "drop_late") else [])
    valid_posts = 0
    for post in posts:
        with contextlib.suppress(LagWebhookError):
            valid_posts += post.verified(secret).data["content"] == "hi"
    assert valid_posts == valid


def test_lost_410(http):
    """A lost response has no effect, also if it is a 410."""
    faults = Faults(Fault("drop_after", WEBHOOK, times=1))
    with Endpoint(410) as endpoint, Sandbox(faults=faults, webhook_pace=0) as lag:
        key = add(lag, endpoint.url)
        say(Wire(lag, http), "hi")
        assert settled(lag, key) == ("delivered", 2)


def test_dice_of_webhooks():
    """A pattern for all event routes includes webhooks, whose dice are their own."""
    luck = Luck(Faults(["error:robots.events.*", "garbage:robots.events.webhook"]))
    assert luck.roll(WEBHOOK)[1] == Fault("error", "robots.events.*")
    assert luck.roll("users.me") == (0, None)
    assert Fault("truncate", WEBHOOK, bytes=3) == Fault.parse(f"truncate:{WEBHOOK}::3")


def test_webhook_app_with_faults(http):
    """A `WebhookApp` handles each event once, although every second attempt is damaged."""
    kinds = ("drop_before", "drop_late", "drop_after", "truncate", "garbage")
    faults = [Fault(k, WEBHOOK, 0.12, seconds=0 if k == "drop_late" else None) for k in kinds]
    received: Dict[str, int] = {}

    async def handle(event: Any) -> None:
        text = event.data.content
        received[text] = received.get(text, 0) + 1
        if len(received) % 7 == 0 and received[text] == 1:
            received[text] = 0
            raise ValueError(text)

    async def nothing() -> None:
        pass

    listener = socket.create_server(("127.0.0.1", 0))
    texts = [str(number) for number in range(40)]
    with Sandbox(faults=Faults(faults, seed=2), webhook_pace=0.0001) as lag:
        key = add(lag, f"http://127.0.0.1:{listener.getsockname()[1]}/")
        serving = Serving(WebhookApp(handle, lag.webhook_secret(key)), listener, nothing)
        say(Wire(lag, http), *texts)
        for _ in range(2000):
            states = [delivery.state for delivery in lag.deliveries(key)]
            if states == ["delivered"] * len(texts):
                break
            time.sleep(0.005)
        struck = dict(lag.struck)
        serving.stop()
    assert states == ["delivered"] * len(texts)
    assert set(struck) == set(kinds)
    assert received == dict.fromkeys(texts, 1)
