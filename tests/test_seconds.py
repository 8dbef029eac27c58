"""Options that are seconds: finite numbers, everywhere."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Callable, Dict

import anyio
import pytest

from lagclient import AsyncClient, Bot, Client
from lagclient.models import RoomMessageEvent
from lagclient.sandbox import Sandbox
from lagclient.sandbox.faults import Fault
from lagclient.webhooks import WebhookApp, verify

SECRET = "whsec_" + "a" * 32


def waits(seconds: Any) -> None:
    """Wait for an event."""
    anyio.run(partial(robot().wait_for, RoomMessageEvent, timeout_seconds=seconds))


def robot(**options: Any) -> Bot:
    """A robot."""
    return Bot("lag_robot_x", **options)


OPTIONS: Dict[str, Callable[[Any], object]] = {
    "timeout_seconds": lambda s: Client(token="lag_pat_x", timeout_seconds=s),
    "deadline_seconds": lambda s: AsyncClient(token="lag_pat_x", deadline_seconds=s),
    "max_retry_wait_seconds": lambda s: Client(token="lag_pat_x", max_retry_wait_seconds=s),
    "handler_timeout_seconds": lambda s: robot(handler_timeout_seconds=s),
    "cooldown_seconds": lambda s: robot().command("x", cooldown_seconds=s),
    "timeout_seconds of a command": lambda s: robot().command("x", timeout_seconds=s),
    "timeout_seconds of a handler": lambda s: robot().on(RoomMessageEvent, timeout_seconds=s),
    "timeout_seconds of a wait": waits,
    "tolerance_seconds": lambda s: verify(b"{}", {}, SECRET, tolerance_seconds=s),
    "wait_seconds": lambda s: WebhookApp(lambda event: None, secret=SECRET, wait_seconds=s),
    "keepalive_seconds": lambda s: Sandbox(keepalive_seconds=s),
    "seconds": lambda s: Fault("latency", "users.me", seconds=s),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_seconds_are_finite(name: str) -> None:
    """An option in seconds is refused, by its name, if no clock can add the number."""
    for value in (math.inf, math.nan, 1e308, -1, 10**400, True, "5"):
        with pytest.raises(ValueError, match=f"`{name.split(' ')[0]}` must be "):
            OPTIONS[name](value)
