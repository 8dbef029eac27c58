"""The task that posts webhooks, on the sandbox's event loop.

One task for each robot posts one delivery after the other, so a slow address does not delay the
webhooks of other robots. Decisions of the sandbox:

- Attempts are signed by the time of this machine and not by the sandbox's clock, because the
  receiver compares the time with its own.
- The waits between attempts pass although a test has frozen the time of this machine, because
  frozen waits would never end. `Sandbox(webhook_pace=...)` shortens them.
- Each attempt has a `webhook-id` of its own, as the documentation says; the body stays the same.
- Only a 2xx within 15 seconds is a success. Redirects are not followed.
- Webhooks are posted directly, without the proxies of the environment.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, AsyncIterator, Callable, Optional, Set, Union

import anyio
import anyio.abc
import attrs

from lagclient.sandbox.delivery import webhooks
from lagclient.sandbox.delivery.webhooks import Delivery, Hook
from lagclient.sandbox.faults import GARBAGE, WEBHOOK, Fault, Luck
from lagclient.sandbox.world.clock import uptime
from lagclient.sandbox.world.exchanges import Exchanges
from lagclient.sandbox.world.world import World
from lagclient.webhooks.signature import sign

if TYPE_CHECKING:
    import httpx

RESPONSE_SECONDS = 15.0
HEADERS = {"Content-Type": "application/json", "User-Agent": "Lag-Webhooks/1.0"}


@attrs.define
class Deliverer:
    """Posts the webhooks of a world."""

    world: World
    luck: Luck
    pace: float
    """Factor for the waits between attempts."""
    exchanges: Exchanges = attrs.field(factory=Exchanges)
    _at_work: Set[str] = attrs.field(factory=set[str], init=False)
    _began: float = attrs.field(factory=lambda: time.time() - uptime(), init=False)

    async def run(self) -> None:
        """Post webhooks until this is cancelled."""
        world = self.world
        async with anyio.create_task_group() as tasks:
            with world.hook_bell.listening() as rung:
                while True:
                    rung.clear()
                    with world.store.transaction(writes=False):
                        robot_ids = webhooks.hooked(world)
                    for robot_id in set(robot_ids) - self._at_work:
                        self._at_work.add(robot_id)
                        tasks.start_soon(self._serve, tasks, robot_id)
                    await rung.wait()

    def _now(self) -> float:
        """Return the time of this machine, which goes on although a test has frozen it."""
        return self._began + uptime()

    async def _serve(self, tasks: anyio.abc.TaskGroup, robot_id: str) -> None:
        import httpx

        # `_post` limits the time as a whole, because httpx limits each phase.
        http = httpx.AsyncClient(timeout=None, trust_env=False)  # noqa: S113
        try:
            await self._deliver(tasks, http, robot_id)
        finally:
            self._at_work.discard(robot_id)
            with anyio.CancelScope(shield=True):
                await http.aclose()

    async def _deliver(
        self, tasks: anyio.abc.TaskGroup, http: httpx.AsyncClient, robot_id: str
    ) -> None:
        world = self.world
        with world.bell.listening() as rung:
            while True:
                rung.clear()
                moment = self._now()
                with world.store.transaction():
                    hook = webhooks.hook_of(world, robot_id)
                    if hook is None:
                        return
                    webhooks.spread(world, robot_id, moment)
                    delivery = webhooks.begin_next(world, robot_id, moment, self.pace)
                if delivery is None:
                    await rung.wait()
                elif delivery.due > moment:
                    with anyio.move_on_after(delivery.due - moment):
                        await rung.wait()
                else:
                    status = await self._recorded(tasks, http, hook, delivery, robot_id)
                    self._settle(robot_id, delivery, status)

    def _settle(self, robot_id: str, delivery: Delivery, status: Optional[int]) -> None:
        world = self.world
        with world.store.transaction():
            if status is not None and 200 <= status < 300:
                webhooks.delivered(world, delivery)
            elif status == 410:
                webhooks.disable(world, robot_id)
            else:
                webhooks.not_delivered(world, delivery, self._now(), self.pace)

    async def _recorded(
        self,
        tasks: anyio.abc.TaskGroup,
        http: httpx.AsyncClient,
        hook: Hook,
        delivery: Delivery,
        robot_id: str,
    ) -> Optional[int]:
        """Make an attempt, and record it among the requests."""
        body = delivery.body.encode()
        exchange = self.exchanges.begin("POST", hook.url, WEBHOOK, "", body)
        exchange.robot_id, exchange.event = robot_id, delivery.type
        exchange.tries = delivery.attempts
        status = None
        try:
            status = await self._attempt(tasks, http, hook, delivery, exchange.strike)
            return status
        finally:
            exchange.respond(status)
            exchange.end("lost" if status is None else "done")

    async def _attempt(
        self,
        tasks: anyio.abc.TaskGroup,
        http: httpx.AsyncClient,
        hook: Hook,
        delivery: Delivery,
        strike: Callable[[str], None],
    ) -> Optional[int]:
        """Make an attempt; return the status of its response, or None without one."""
        seconds, fault = self.luck.roll(WEBHOOK)
        if seconds:
            strike("latency")
            await self.luck.sleep(seconds)
        if fault is None:
            return await self._post(http, hook, delivery)
        strike(fault.kind)
        if fault.kind == "drop_late":
            tasks.start_soon(self._post_late, http, hook, delivery, fault)
        elif fault.kind in ("drop_after", "truncate", "garbage", "silent"):
            await self._post(http, hook, delivery, fault)
        return None

    async def _post_late(
        self, http: httpx.AsyncClient, hook: Hook, delivery: Delivery, fault: Fault
    ) -> None:
        await self.luck.sleep(fault.seconds or 0)
        await self._post(http, hook, delivery)

    async def _post(
        self,
        http: httpx.AsyncClient,
        hook: Hook,
        delivery: Delivery,
        fault: Optional[Fault] = None,
    ) -> Optional[int]:
        import httpx

        body = delivery.body.encode()
        moment = int(time.time())
        signed = sign(body, hook.secrets, id=self.world.ids("wh"), timestamp=moment)
        headers = {**HEADERS, **signed}
        content: Union[bytes, AsyncIterator[bytes]] = body
        if fault is not None and fault.kind == "garbage":
            content = GARBAGE
        elif fault is not None and fault.kind == "truncate":
            headers["Content-Length"] = str(len(body))
            content = _cut(body[: len(body) // 2 if fault.bytes is None else fault.bytes])
        with contextlib.suppress(httpx.HTTPError, _CutError):
            with anyio.move_on_after(RESPONSE_SECONDS):
                return (await http.post(hook.url, content=content, headers=headers)).status_code
        return None


class _CutError(Exception):
    """Ends the connection in the middle of a body."""


async def _cut(body: bytes) -> AsyncIterator[bytes]:
    yield body
    raise _CutError
