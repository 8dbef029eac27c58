"""What the page shows, and what can be done there."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List

import httpx
import pytest

from lagclient.sandbox import Faults, Sandbox, Ticking
from lagclient.sandbox.world.clock import Movable
from lagclient.sandbox.world.exchanges import KEPT, LONGEST_BODY, Exchanges
from tests.kit.sandbox import Wire, png


class Page:
    """The page of a sandbox, without a browser."""

    def __init__(self, lag: Sandbox, http: httpx.Client) -> None:
        self.lag, self.http = lag, http

    def changes(self) -> Dict[str, Any]:
        """Return the first event of each name that the stream sends."""
        events: Dict[str, Any] = {}
        with self.http.stream("GET", f"{self.lag.url}/_sandbox/changes") as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            name = ""
            for line in response.iter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    events[name] = json.loads(value)
                    if name == "requests":
                        break
        return events

    def state(self) -> Any:
        self.http.get(f"{self.lag.url}/nowhere")  # so that there is a request to show
        return self.changes()["state"]

    def requests(self) -> List[Any]:
        several: List[Any] = self.changes()["requests"]
        return several

    def request(self, number: int) -> Any:
        return self.http.get(f"{self.lag.url}/_sandbox/requests/{number}").json()

    def do(self, name: str, **fields: Any) -> Any:
        if "who" in fields:
            fields["as"] = fields.pop("who")
        response = self.http.post(f"{self.lag.url}/_sandbox/do/{name}", json=fields)
        assert response.is_success, response.text
        return response.json()


@pytest.fixture
def page(lag: Sandbox, http: httpx.Client) -> Page:
    return Page(lag, http)


def id_of(page: Page, name: str) -> str:
    state = page.state()
    every = [*state["people"], *state["robots"]]
    found: str = next(one["id"] for one in every if name in (one.get("username"), one["name"]))
    return found


def test_request_as_the_page_lists_it(page: Page, wire: Wire) -> None:
    """A request has its method, path, route, caller, status, time and sizes."""
    line = "POST /robots/@me/servers/{server}/rooms/{room}/messages"
    wire.ok(line, {"content": "hi"}, who="robot")
    (one,) = page.requests()
    path = f"/robots/@me/servers/{wire.lag.server_id}/rooms/{wire.lag.room_id}/messages"
    assert (one["method"], one["target"], one["status"], one["state"]) == (
        "POST",
        path,
        201,
        "done",
    )
    assert (one["route"], one["kind"], one["who"]) == (
        "servers.rooms.messages.send",
        "robot",
        "Beacon",
    )
    assert one["size"] == len('{"content": "hi"}')
    assert one["ms"] > 0
    whole = page.request(one["number"])
    assert json.loads(whole["body"]) == {"content": "hi"}
    assert json.loads(whole["result"])["content"] == "hi"


def test_callers_by_their_tokens(page: Page, wire: Wire) -> None:
    """The caller of a request is shown, also of one that was refused or has no route."""
    wire("GET /users/me", who="mira")
    wire("GET /users/me", who="lag_pat_unknown")
    wire("GET /users/me", who="")
    wire("GET /nowhere")
    shown = [(one["kind"], one["who"], one["status"]) for one in page.requests()]
    assert shown == [
        ("user", "mira", 200),
        ("unknown", "unknown token", 401),
        ("anonymous", "no token", 401),
        ("user", "sam", 404),
    ]


@pytest.mark.parametrize("options", [{"token": "my-own-token", "robot_key": "lag_robot_test"}])
def test_secrets_are_hidden(page: Page, wire: Wire) -> None:
    """No token, key, secret or code is in what the page reads, wherever a client sent it."""
    lag = wire.lag
    key = lag.add_robot("Hook", transport="webhook", webhook_url="http://me:pw1234@127.0.0.1:9/x")
    secrets = [*lag.tokens.values(), lag.robot_key, key, lag.webhook_secret(key)]
    for secret in secrets:
        text = f"my token is {secret}!"
        wire.ok("POST /servers/{server}/rooms/{room}/messages", {"content": text})
        wire(f"GET /users/me?token={secret}")
    code = wire.ok("POST /servers/{server}/invites", {})["code"]
    wire(f"GET /servers/invite/{code}")
    wire("POST /nowhere", {"token": "of another system"})
    assert wire("POST /users/me/push-token", {"token": "device-1", "platform": "ios"}) is not None
    changes = page.changes()
    shown = json.dumps(changes) + json.dumps(
        [page.request(one["number"]) for one in changes["requests"]]
    )
    assert [secret for secret in (*secrets, code, "pw1234", "device-1") if secret in shown] == []
    assert "my token is" in shown


@pytest.mark.parametrize("options", [{"faults": Faults("drop_after:*.me:1"), "cors": ()}])
def test_faults_and_attempts(page: Page, wire: Wire) -> None:
    """A request whose response is lost shows its fault, and the next equal one is attempt 2."""
    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            wire("GET /users/me")
    page.do("switch-fault", number=0, isOn=False)
    wire.ok("GET /users/me")
    wire.ok("GET /users/me")
    requests = page.requests()
    assert [one["attempt"] for one in requests] == [1, 2, 3, 1]
    assert [one["state"] for one in requests] == ["lost", "lost", "done", "done"]
    assert [one["fault"] for one in requests] == ["drop_after", "drop_after", "", ""]
    (fault,) = page.state()["faults"]
    assert (fault["isOn"], fault["strikes"]) == (False, 2)


@pytest.mark.parametrize("options", [{"faults": Faults("latency:*.me:1:0.01")}])
def test_request_that_was_only_slow(page: Page, wire: Wire) -> None:
    """A delayed request says so; it has not failed, so the next equal one is not its attempt."""
    wire.ok("GET /users/me")
    wire.ok("GET /users/me")
    requests = page.requests()
    assert [one["attempt"] for one in requests] == [1, 1]
    assert [one["fault"] for one in requests] == ["latency", "latency"]


def test_faults_come_and_go(page: Page, wire: Wire) -> None:
    """A fault that is added strikes at once, until it is switched off or removed."""
    page.do("add-fault", kind="error", routes="users.*", probability=1, value=503)
    assert wire("GET /users/me").status_code == 503
    page.do("switch-fault", number=0, isOn=False)
    assert wire("GET /users/me").status_code == 200
    page.do("switch-fault", number=0, isOn=True)
    assert wire("GET /users/me").status_code == 503
    page.do("remove-fault", number=0)
    assert wire("GET /users/me").status_code == 200
    assert page.state()["faults"] == []
    assert wire.lag.struck["error"] == 2


def test_stream_as_the_page_lists_it(page: Page, wire: Wire, http: httpx.Client) -> None:
    """A stream of events is open, shows what it has sent, and makes its robot connected."""
    key = {"Authorization": f"Robot {wire.lag.robot_key}"}
    with http.stream("GET", f"{wire.lag.url}/robots/@me/events/sse", headers=key) as stream:
        lines = stream.iter_lines()
        wire.ok("POST /servers/{server}/rooms/{room}/messages", {"content": "to all"})
        assert "to all" in next(line for line in lines if line.startswith("data"))
        one = next(one for one in page.requests() if one["route"] == "robots.events.sse")
        assert one["state"] == "streaming"
        assert "to all" in page.request(one["number"])["result"]
        assert [robot["streams"] for robot in page.state()["robots"]] == [1]


def test_poll_as_the_page_lists_it(page: Page, wire: Wire) -> None:
    """A robot polls while its request is held, until an event ends it."""
    url = f"{wire.lag.url}/robots/@me/events/poll"
    key = {"Authorization": f"Robot {wire.lag.robot_key}"}

    def polls() -> Any:
        return [robot["polls"] for robot in page.state()["robots"]]

    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(httpx.get, url, headers=key, trust_env=False, timeout=30)
        while polls() != [1]:
            assert not poll.done()
        wire.ok("POST /servers/{server}/rooms/{room}/messages", {"content": "to all"})
        assert "to all" in poll.result().text
    assert polls() == [0]


def test_deliveries_and_their_attempts(page: Page, wire: Wire) -> None:
    """A webhook that cannot be delivered shows its attempts, among the requests as well."""
    wire.lag.post_webhooks("http://127.0.0.1:9/hooks")
    wire.ok("POST /servers/{server}/rooms/{room}/messages", {"content": "hi"})
    robot: Dict[str, Any] = {}
    while not (robot.get("deliveries") and robot["deliveries"][0]["attempts"]):
        robot = next(one for one in page.state()["robots"] if one["webhook"])
    assert robot["deliveries"][0]["type"] == "room.message"
    assert robot["counts"] == {"waiting": 1}
    shown = [one for one in page.requests() if one["kind"] == "webhook"]
    assert (shown[0]["who"], shown[0]["event"]) == ("Listener", "room.message")
    assert shown[0]["target"] == "http://127.0.0.1:9/hooks"
    assert [one["attempt"] for one in shown] == list(range(1, len(shown) + 1))


def test_say_as_anyone(page: Page, wire: Wire) -> None:
    """A person and a robot say something in a room by the API's rules, and a person in a DM."""
    room = wire.lag.room_id
    for who in ("mira", "Beacon"):
        page.do("say", place=room, who=id_of(page, who), content=f"I am {who}")
    conversation = page.state()["conversations"][0]
    page.do("say", place=conversation["id"], who=conversation["other"], content="psst")
    messages = wire.ok("GET /servers/{server}/rooms/{room}/messages?limit=2")["messages"]
    assert [one["content"] for one in messages] == ["I am Beacon", "I am mira"]
    shown = page.http.get(f"{wire.lag.url}/_sandbox/messages/{room}").json()
    assert [one["content"] for one in shown[-2:]] == ["I am mira", "I am Beacon"]
    private = page.http.get(f"{wire.lag.url}/_sandbox/messages/{conversation['id']}").json()
    assert private[-1]["content"] == "psst"
    assert [one["type"] for one in page.state()["events"][:2]] == ["room.message"] * 2
    fields = {"place": room, "as": id_of(page, "ines"), "content": "let me in"}
    refused = page.http.post(f"{wire.lag.url}/_sandbox/do/say", json=fields)
    assert refused.status_code in (403, 404)


def test_people_join(page: Page, wire: Wire) -> None:
    """A new person joins the server, so robots receive it; the token works."""
    server = wire.lag.server_id
    person = page.do("add-person", username="nora", server=server)["id"]
    assert page.state()["events"][0]["type"] == "member.join"
    token = page.do("token", who=person)["token"]
    assert wire.ok("GET /servers/{server}", who=token)["id"] == server
    page.do("set-status", who=person, status="idle")
    assert [one["status"] for one in page.state()["people"] if one["id"] == person] == ["idle"]
    alone = page.do("add-person", username="alone")["id"]
    assert alone not in [member["id"] for member in page.state()["servers"][0]["members"]]


def test_clock_moves_forward(page: Page, wire: Wire) -> None:
    """What is sent after a move has the later time."""
    page.do("move-clock", seconds=3600)
    sent = wire.ok("POST /servers/{server}/rooms/{room}/messages", {"content": "late"})
    assert sent["createdAt"] == "2024-05-01T13:00:00.000Z"
    assert page.state()["clock"] == {"ahead": 3600, "latest": "2024-05-01T13:00:00.000Z"}


def test_page_does_not_move_a_clock_that_ticks(http: httpx.Client) -> None:
    """Recordings stay the same although the page is open meanwhile."""
    clock = Ticking()
    with Sandbox(clock=clock) as lag:
        page = Page(lag, http)
        Wire(lag, http).ok("GET /users/me")
        before = lag._world.clock.latest  # type: ignore[attr-defined]
        page.changes()
        page.request(1)
        assert lag._world.clock.latest == before  # type: ignore[attr-defined]
        assert clock() == before + timedelta(seconds=1)


def move_often(clock: Movable) -> None:
    for _ in range(1000):
        clock.move(366 * 86400)


def test_move_of_a_clock_has_limits() -> None:
    """A clock goes neither back nor beyond what times can hold."""
    clock = Movable(lambda: datetime(2024, 1, 1, tzinfo=timezone.utc))
    for seconds in (0, -1, float("nan"), 367 * 86400):
        with pytest.raises(ValueError, match="`seconds` must be more than 0"):
            clock.move(seconds)
    clock()
    with pytest.raises(ValueError, match="the year 3000"):
        move_often(clock)
    assert clock().year < 3000


def test_ring_is_bounded() -> None:
    """Only the newest requests are kept, and only a part of a long body."""
    exchanges = Exchanges()
    for number in range(KEPT + 7):
        one = exchanges.begin("POST", f"/{number}", "x", "", b"x" * (LONGEST_BODY + 1))
        one.respond(200, b"y" * (LONGEST_BODY + 1))
        one.end()
    assert len(exchanges) == KEPT
    kept = list(exchanges)
    assert kept[0].target == "/7"
    assert len(kept[0].body) == len(kept[0].result) == LONGEST_BODY
    assert (kept[0].body_length, kept[0].result_length) == (LONGEST_BODY + 1,) * 2
    for _ in range(10):
        one.stream(b"z" * LONGEST_BODY)
    assert one.result == b"z" * LONGEST_BODY
    one.end()
    assert exchanges.streams == set()


def test_form_as_the_page_shows_it(page: Page, wire: Wire) -> None:
    """An upload shows the fields of its form, and the size of the file in place of its bytes."""
    wire("POST /images", data={"purpose": "chat"}, files={"file": ("x.png", png())})
    (one,) = page.requests()
    assert page.request(one["number"])["body"] == f"purpose: chat\nfile: ({len(png())} bytes)"


def test_requests_can_be_cleared(page: Page, wire: Wire) -> None:
    """After a clear the page shows only what comes then."""
    wire.ok("GET /users/me")
    page.do("clear")
    assert page.http.get(f"{wire.lag.url}/_sandbox/requests/1").status_code == 404
    wire.ok("GET /health")
    assert [one["target"] for one in page.requests()] == ["/health"]


def test_page_is_in_no_request(page: Page) -> None:
    """What the page itself reads is not among the requests."""
    page.http.get(page.lag.url)
    page.http.get(f"{page.lag.url}/nowhere")
    assert [one["target"] for one in page.requests()] == ["/nowhere"]
