"""A call that asyncio cancels, as `asyncio.wait_for` does, leaves its connection in order."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import anyio
import pytest

from lagclient.transport.httpx import async_transport
from lagclient.transport.shelter import sheltered

from .conftest import ME, NO_LIMIT, PLAIN, Serve, answer, get
from .test_crowd import CLOSED

ANSWER = answer(json.dumps(ME).encode(), "200 OK", "content-type: application/json")
STEPS = 60


@CLOSED
@pytest.mark.parametrize("spoiled", [False, True], ids=["answered", "broken off"])
def test_a_call_cancelled_at_any_step_keeps_no_connection(serve: Serve, spoiled: bool) -> None:
    """At whatever step of its event loop a call is cancelled, its connection is idle or closed."""
    server = serve((lambda connection, head: True) if spoiled else ANSWER)

    async def main() -> None:
        carrier: Any = async_transport(None, server.url, *PLAIN)
        for steps in range(STEPS):
            call = asyncio.ensure_future(carrier.send(get(server.url), NO_LIMIT))
            for _ in range(steps):
                await asyncio.sleep(0.0001)
            call.cancel()
            await asyncio.wait({call})
            pool = carrier._source._here.get()[0]._pool if carrier._source._here.get(None) else None
            connections = pool.connections if pool else []
            assert [c for c in connections if not (c.is_idle() or c.is_closed())] == [], steps
            assert not (pool and pool._requests), steps
            assert asyncio.all_tasks() == {asyncio.current_task()}
            if not call.cancelled():
                call.exception()
        await carrier.close()

    asyncio.run(main())


def test_who_is_cancelled_waits_for_the_cleaning_up() -> None:
    """A cancellation reaches the attempt once, as a scope's, and returns when that has ended."""
    cleaned = []

    async def attempt() -> None:
        try:
            await anyio.sleep(60)
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.sleep(0.01)
                cleaned.append(True)

    async def main() -> None:
        call = asyncio.ensure_future(sheltered(attempt))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert cleaned == [True]

    asyncio.run(main())


@pytest.mark.anyio
async def test_an_attempt_is_what_it_was() -> None:
    """Its answer, its error and the scopes around it are as without the shelter."""

    async def attempt(answer: str) -> str:
        await anyio.sleep(0)
        if not answer:
            raise ValueError("no")
        return answer

    assert await sheltered(attempt, "yes") == "yes"
    with pytest.raises(ValueError, match="no"):
        await sheltered(attempt, "")
    with anyio.move_on_after(0.01) as scope:
        await sheltered(anyio.sleep, 60)
    assert scope.cancelled_caught
