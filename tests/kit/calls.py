"""Calls without a network: a clock that a test moves, and flows stepped by hand."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Optional, Union

import attrs
import pytest

from lagclient.calls.auth import Credential
from lagclient.calls.flow import perform
from lagclient.calls.memory import Memory
from lagclient.calls.pacing import ProcessPacer
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Flow, Send
from lagclient.errors import LagAPIError
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.transport.protocol import Reply, TransportError

USER_TOKEN = "lag_pat_canary7f3a"
ROBOT_TOKEN = "lag_robot_canary7f3a"
BASE_URL = "https://lag.example"
NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=timezone.utc)
DATE = "Thu, 01 Jan 2026 12:00:00 GMT"
ME = {"id": "me", "username": "sam", "status": "online", "createdAt": "2025-01-01T00:00:00Z"}
BOT = {
    "id": "bot",
    "name": "Bot",
    "serverId": "s",
    "permissions": ["read_messages"],
    "active": True,
    "createdAt": "2025-01-01T00:00:00Z",
}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def settings_of(token: str = USER_TOKEN, **options: Any) -> Settings:
    """Settings without chance: own clock, no jitter, a memory of their own."""
    credential = Credential.from_token(token)
    given: Dict[str, Any] = {
        "base_url": BASE_URL,
        "credential": credential,
        "headers": {
            "authorization": credential.authorization,
            "accept": "application/json",
            "user-agent": "test/1",
        },
        "routes": TABLE,
        "memory": Memory(),
        "clock": (clock := Clock()),
        "pacer": ProcessPacer(clock),
        "now": lambda: NOW,
        "jitter": lambda: 0.0,
    }
    return Settings(**{**given, **options})


def call_of(route_name: str, /, **values: Any) -> Call:
    """A method called with these arguments; what is left out has its default."""
    route = TABLE[route_name]
    assert values.keys() <= {param.name for param in route.params}
    return Call(route, tuple(values.get(param.name, param.default) for param in route.params))


FITTING: Dict[str, Any] = {
    "str": "x",
    "int": 1,
    "bool": True,
    "datetime": "2026-01-01T00:00:00Z",
    "image": b"x",
    "RsvpStatus": "going",
    "PushPlatform": "ios",
    "ImagePurpose": "chat",
}


def fitting(route_name: str, /, **values: Any) -> Call:
    """A call with what it requires, each fitting, but for these values."""
    required = {p.name: FITTING[p.type] for p in TABLE[route_name].params if p.required}
    return call_of(route_name, **{**required, **values})


def reply(status: int = 200, body: Any = None, **headers: str) -> Reply:
    """An answer; its body is bytes as they are, or data as JSON."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
    return Reply(
        status,
        {name.replace("_", "-"): value for name, value in headers.items()},
        content if isinstance(content, bytes) else content.encode(),
    )


GONE = reply(404, {"error": "Not Found", "message": "Not found", "statusCode": 404})
"""The API says that something does not exist."""


def failure(phase: str = "read", sent: bool = True, **more: Any) -> TransportError:
    """An attempt without an answer: by default, one that was sent and then lost."""
    return TransportError("broken", phase=phase, sent=sent, **more)


def unsent() -> TransportError:
    """An attempt that made no connection."""
    return failure("connect", sent=False)


def message(id: str = "m1", age: float = 0.0, **fields: Any) -> Dict[str, Any]:
    """A message of the user `me` in room `r`, stored `age` seconds before the server's NOW."""
    return {
        "id": id,
        "roomId": "r",
        "userId": "me",
        "username": "sam",
        "content": "hi",
        "createdAt": (NOW - timedelta(seconds=age)).isoformat(),
        **fields,
    }


def listing(*messages: Dict[str, Any], more: bool = False, date: Optional[str] = DATE) -> Reply:
    """A page of messages, as answered at the server's NOW."""
    body = {"messages": messages, "hasMore": more, "nextCursor": "older" if more else None}
    return reply(200, body, **({} if date is None else {"date": date}))


@attrs.define
class Played:
    """What a call did, step by step."""

    sends: List[Send] = attrs.field(factory=list)
    sleeps: List[float] = attrs.field(factory=list)
    answer: Any = None
    error: Any = None

    @property
    def lines(self) -> List[str]:
        """The requests: method and URL without its base."""
        return [f"{s.request.method} {s.request.url[len(BASE_URL) :]}" for s in self.sends]


def play(call: Union[Call, Flow], settings: Settings, *outcomes: Any) -> Played:
    """Step through a call: each outcome ends one attempt, ``(seconds, outcome)`` after a while.

    Sleeps move the clock, and so does nothing else. All outcomes must be asked for, and no more.
    """
    clock: Any = settings.clock
    flow = perform(call, settings) if isinstance(call, Call) else call
    played, left = Played(), list(outcomes)
    try:
        step = next(flow)
        while True:
            if not isinstance(step, Send):
                played.sleeps.append(step.seconds)
                clock.seconds += step.seconds
                step = flow.send(None)
                continue
            played.sends.append(step)
            assert left, f"one request too many: {played.lines}"
            outcome = left.pop(0)
            if isinstance(outcome, tuple):
                clock.seconds += outcome[0]
                outcome = outcome[1]
            failed = isinstance(outcome, TransportError)
            step = flow.throw(outcome) if failed else flow.send(outcome)
    except StopIteration as end:
        played.answer = end.value
    except LagAPIError as error:
        played.error = error
    assert not left, f"fewer requests than expected: {played.lines}"
    return played


def finished(coroutine: Any) -> Any:
    """The result of a coroutine that waits for nothing."""
    with pytest.raises(StopIteration) as end:
        coroutine.send(None)
    return end.value.value
