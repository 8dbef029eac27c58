"""A token from a function: when the function is called, and what a 401 does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, List

import anyio
import pytest

from lagclient import AsyncClient, Client, LagInvalidRequestError
from lagclient.calls.auth import Credential, TokenSource
from lagclient.calls.flow import perform
from lagclient.calls.steps import Run
from lagclient.errors import LagAuthError, LagInvalidTokenError
from lagclient.routing.call import Call
from lagclient.sandbox import Sandbox
from lagclient.transport.protocol import Request, Secret, TransportError
from tests.kit.calls import ME, call_of, failure, message, reply, settings_of
from tests.kit.robots import Room

GET = call_of("users.me")
SEND = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="hi")
CREATE = call_of("servers.create", name="x")


class Store:
    """Hands out tokens, one after another, and the last one for ever."""

    def __init__(self, *tokens: Any) -> None:
        self.tokens = list(tokens)
        self.asked = 0

    def __call__(self) -> Any:
        self.asked += 1
        return self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]


def step(call: Call, store: Store, *outcomes: Any, **options: Any) -> Any:
    """Step through a call; return the tokens that were sent, and the answer or the error."""
    settings = settings_of(
        tokens=TokenSource(store), credential=Credential("", Secret("")), **options
    )
    flow, sent, left = perform(call, settings), [], list(outcomes)
    try:
        now = next(flow)
        while True:
            if isinstance(now, Run):
                now = flow.send(now.function(*now.args))
                continue
            if not hasattr(now, "request"):
                now = flow.send(None)
                continue
            sent.append(str(now.request.headers["authorization"]))
            outcome = left.pop(0)
            is_lost = isinstance(outcome, TransportError)
            now = flow.throw(outcome) if is_lost else flow.send(outcome)
    except StopIteration as end:
        assert not left
        return sent, end.value
    except Exception as error:
        assert not left
        return sent, error


DENIED = reply(401, {"error": "unauthorized", "message": "no", "statusCode": 401})


def test_token_is_asked_for_before_the_first_call() -> None:
    """The function is called once; its result serves all calls of the client."""
    store = Store("lag_pat_a", "lag_pat_b")
    source = TokenSource(store)
    settings = settings_of(tokens=source, credential=Credential("", Secret("")))
    for _ in range(2):
        flow = perform(GET, settings)
        now: Any = next(flow)
        if isinstance(now, Run):
            now = flow.send(now.function())
        assert str(now.request.headers["authorization"]) == "Bearer lag_pat_a"
    assert store.asked == 1


@pytest.mark.parametrize("call", [GET, SEND, CREATE], ids=["read", "send", "create"])
def test_401_asks_once_and_repeats(call: Call) -> None:
    """A refused request had no effect, so each may be repeated with the new token, once."""
    store = Store("lag_pat_a", "lag_pat_b", "lag_pat_c")
    sent, error = step(call, store, DENIED, DENIED, max_retries=0)
    assert sent == ["Bearer lag_pat_a", "Bearer lag_pat_b"]
    assert isinstance(error, LagAuthError)
    assert (store.asked, error.attempts, error.outcome) == (2, 2, "refused")
    sent, answer = step(GET, Store("lag_pat_a", "lag_pat_b"), DENIED, reply(200, ME))
    assert (answer.data.id, answer.attempts) == ("me", 2)


def test_equal_token_is_not_tried_again() -> None:
    """A store without another token gets the error, without a second request."""
    store = Store("lag_pat_a")
    sent, error = step(GET, store, DENIED)
    assert (sent, store.asked) == (["Bearer lag_pat_a"], 2)
    assert isinstance(error, LagAuthError)


def test_token_of_another_kind_is_not_sent() -> None:
    """A robot key after a user's token would need another path."""
    sent, error = step(GET, Store("lag_pat_a", "lag_robot_b"), DENIED)
    assert sent == ["Bearer lag_pat_a"]
    assert isinstance(error, LagAuthError)


def test_doubtful_send_is_not_repeated_by_a_401() -> None:
    """A message that may have been posted is not sent again because the token has changed."""
    store = Store("lag_pat_a", "lag_pat_b")
    old = reply(200, {"messages": [message(age=99.0)], "hasMore": False}, date=NOON)
    sent, error = step(SEND, store, reply(500), reply(200, ME), old, DENIED)
    assert len(sent) == 4
    assert isinstance(error, LagAuthError)
    assert error.outcome == "unknown"
    sent, answer = step(GET, Store("lag_pat_a", "lag_pat_b"), failure(), DENIED, reply(200, ME))
    assert answer.attempts == 3


NOON = "Thu, 01 Jan 2026 12:00:00 GMT"


def test_other_call_may_have_asked() -> None:
    """A call whose token was replaced meanwhile takes the new one, and does not ask."""
    store = Store("lag_pat_a", "lag_pat_b")
    source = TokenSource(store)
    settings = settings_of(tokens=source, credential=Credential("", Secret("")))
    flow = perform(GET, settings)
    now: Any = next(flow)
    now = flow.send(now.function())
    source.credential = Credential.from_token("lag_pat_other")
    now = flow.send(DENIED)
    assert str(now.request.headers["authorization"]) == "Bearer lag_pat_other"
    assert store.asked == 1


def test_custom_request_has_the_token() -> None:
    """A request that is built before the token is known gets it."""
    store = Store("lag_pat_a")
    settings = settings_of(tokens=TokenSource(store), credential=Credential("", Secret("")))
    flow = perform(GET, settings, Request("GET", "https://lag.example/x", {}))
    now: Any = next(flow)
    now = flow.send(now.function())
    assert str(now.request.headers["authorization"]) == "Bearer lag_pat_a"


@pytest.mark.parametrize("token", [None, "", 5, "two words"])
def test_wrong_token_of_a_function_is_refused(token: Any) -> None:
    """The result of the function is checked like a token in the constructor."""
    sent, error = step(GET, Store(token))
    assert sent == []
    assert isinstance(error, (LagInvalidRequestError, LagInvalidTokenError))
    assert (error.route, error.outcome) == ("users.me", "not_sent")


def test_token_is_a_secret_from_the_start() -> None:
    """No variable of ours shows what the function returned."""
    assert isinstance(TokenSource(Store("lag_pat_a")).ask(), Secret)


def test_kind_of_a_client_may_be_unknown() -> None:
    """A blocking function is asked for the kind; an asynchronous one cannot be."""

    async def later() -> str:
        return "lag_robot_x"

    client = Client(token=lambda: "lag_robot_x")
    assert "token not known yet" in repr(client)
    assert client.is_robot
    assert client.with_options(max_retries=0).is_robot
    assert "robot at" in repr(client)
    with pytest.raises(LagInvalidRequestError, match="not known before the first call"):
        _ = AsyncClient(token=later).is_robot
    with pytest.raises(LagInvalidRequestError, match="not known before the first call"):
        _ = Client(token=lambda: later()).is_robot  # type: ignore[arg-type, return-value]
    with pytest.raises(LagInvalidRequestError, match="`token` must be text or a blocking function"):
        Client(token=later)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tokens_rotate_over_the_sandbox(backend: str) -> None:
    """Both clients continue with the new token; streams and polls of a robot too."""
    with Sandbox() as lag:
        asked: List[str] = []

        def rotating(*tokens: str) -> Callable[[], str]:
            left = list(tokens)

            def token() -> str:
                asked.append(left[0])
                return left.pop(0) if len(left) > 1 else left[0]

            return token

        with Client(token=rotating("lag_pat_old", lag.token), base_url=lag.url) as client:
            assert client.users.me().id
            assert client.request("GET", "/users/me").status == 200
        options: Any = {"base_url": lag.url}
        sam = Client(token=lag.token, **options)
        robot = Client(token=rotating("lag_robot_old", lag.robot_key), **options)
        room, events = Room(lag, sam), robot.robots.events.stream()
        with sam, robot, events, ThreadPoolExecutor(1) as threads:
            event = threads.submit(next, events)
            room.is_listened_to()
            room.say("hi")
            assert event.result(10).type == "room.message"

        async def later() -> str:
            await anyio.sleep(0)
            return lag.token

        async def main() -> None:
            async with AsyncClient(token=later, **options) as other:
                assert (await other.users.me()).id
                assert not other.is_robot
            async with AsyncClient(token=rotating("lag_pat_x", lag.token), **options) as other:
                assert (await other.users.me()).id

        anyio.run(main, backend=backend)
        assert asked[:2] == ["lag_pat_old", lag.token]
