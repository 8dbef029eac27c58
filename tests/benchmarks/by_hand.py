"""Measures what a program would write without lagclient: httpx, and pydantic for the models.

    python -I tests/benchmarks/by_hand.py _ FAST_URL SLOW_URL

It has the jobs of `worker.py` that one request makes, and speaks as `worker.py` does. Nothing of
lagclient runs here: no retries, no deadlines, no check of ids.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from datetime import datetime
from typing import Any, Callable, Dict, List, Optional

import httpx
import pydantic
from pydantic.alias_generators import to_camel

FAST_URL = sys.argv[2]
HEADERS = {"Authorization": "Bearer lag_pat_benchmark"}
MESSAGES = "/servers/srv_1/rooms/room_5000/messages"


class Model(pydantic.BaseModel):
    """A model that reads the names of the API."""

    model_config = pydantic.ConfigDict(alias_generator=to_camel, extra="allow")


class User(Model):
    """The fields of a user that the server of the benchmark sends."""

    id: str
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    created_at: Optional[datetime] = None


class Message(Model):
    """The fields of a message that programs use."""

    id: str
    room_id: Optional[str] = None
    username: str
    content: str
    created_at: datetime


class Listing(Model):
    """A page of messages."""

    messages: List[Message]
    has_more: bool = False
    next_cursor: Optional[str] = None


@functools.cache
def client() -> httpx.Client:
    """The client of all blocking jobs, its connection open."""
    opened = httpx.Client(base_url=FAST_URL, headers=HEADERS, timeout=30)
    opened.get("/users/me")
    return opened


def decoded(model: Any, response: httpx.Response) -> Any:
    """The body of a response as a model."""
    response.raise_for_status()
    return model.model_validate_json(response.content)


def me() -> Dict[str, float]:
    """GET /users/me."""
    return mean(25, lambda: decoded(User, client().get("/users/me")))


def send() -> Dict[str, float]:
    """POST a message."""
    return mean(25, lambda: decoded(Message, client().post(MESSAGES, json={"content": "hi"})))


def page() -> Dict[str, float]:
    """GET a page of 100 messages."""
    query = {"limit": 100}
    return mean(10, lambda: decoded(Listing, client().get(MESSAGES, params=query)))


def mean(times: int, does: Callable[[], object]) -> Dict[str, float]:
    """Seconds of one call, as the mean of some after another."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        does()
    return {
        "wall": (time.perf_counter() - wall) / times,
        "cpu": (time.process_time() - cpu) / times,
    }


JOBS: Dict[str, Callable[[], Dict[str, float]]] = {job.__name__: job for job in (me, send, page)}


def main() -> None:
    """Do jobs until there are no more."""
    for line in sys.stdin:
        try:
            figures: Dict[str, Any] = {**JOBS[line.strip()]()}
        except Exception as error:
            figures = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
