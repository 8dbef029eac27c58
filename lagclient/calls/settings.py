"""The settings that all calls of a client share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Callable, Mapping, Optional

import attrs

from lagclient.calls.auth import Credential, TokenSource
from lagclient.calls.closing import Closing
from lagclient.calls.memory import Memory
from lagclient.calls.observe import Observer
from lagclient.calls.options import OPTIONS
from lagclient.calls.pacing import PROCESS_PACER, Pacer, Pacing
from lagclient.routing.table import Table
from lagclient.transport.protocol import Timeouts
from lagclient.types import UNSET

if TYPE_CHECKING:
    from datetime import datetime


def _random() -> float:
    import random

    return random.random()  # noqa: S311  # spreads waits, hides nothing


def _utc_now() -> datetime:
    from datetime import datetime, timezone

    return datetime.now(timezone.utc)


@attrs.frozen(eq=False, repr=False)
class Policy:
    """How often a client repeats a request, and how long it waits before."""

    max_retries: int = 2
    max_retry_wait_seconds: float = 60.0
    retry_unsafe: bool = False


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Settings(Policy):
    """The settings of a client. They are frozen, so a call cannot change those of the next one."""

    base_url: str
    credential: Credential
    """If `tokens` is set: the last one that it returned."""
    headers: Mapping[str, str]
    """The headers of every request, names in lower case, Authorization among them."""
    routes: Table
    memory: Memory
    tokens: Optional[TokenSource] = None
    """Returns the token, if the caller passed a function; None if it never changes."""
    timeout_seconds: Optional[float] = 30.0
    """The limit of each phase of an attempt; None: no limit."""
    deadline_seconds: Optional[float] = None
    """The limit of a whole call; None: no limit."""
    pacing: Pacing = "wait"
    pacer: Pacer = PROCESS_PACER
    observer: Optional[Observer] = None
    proxy: Callable[[], Optional[str]] = lambda: None
    """Returns the URL of the proxy on the way to the API, without its password, for errors."""
    closing: Closing = attrs.field(factory=Closing)
    """The end of the client."""
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc_now
    jitter: Callable[[], float] = _random

    def changed(self, headers: Optional[Mapping[str, str]] = None, **options: object) -> Settings:
        """Return these settings with more headers and other options; UNSET changes nothing.

        Raises:
            LagInvalidRequestError: An option is invalid.
        """
        changes = {
            name: OPTIONS[name].checked(name, value)
            for name, value in options.items()
            if value is not UNSET
        }
        return attrs.evolve(self, headers={**self.headers, **(headers or {})}, **changes)

    def with_credential(self, credential: Credential) -> Settings:
        """Return the settings with another credential."""
        return attrs.evolve(
            self,
            credential=credential,
            headers={**self.headers, "authorization": credential.authorization},
            memory=Memory.of(self.base_url, credential.authorization),
        )

    def seconds_left(self, started: float) -> Optional[float]:
        """Return the seconds until the deadline of a call that began at `started`."""
        if self.deadline_seconds is None:
            return None
        return self.deadline_seconds - (self.clock() - started)

    def within(self, started: float) -> Settings:
        """Return the settings of a call that is part of another one, and shares its deadline."""
        return attrs.evolve(self, deadline_seconds=self.seconds_left(started))

    def timeouts(self, left: Optional[float]) -> Timeouts:
        """Return the limits of one attempt when the deadline leaves `left` seconds."""
        phase = self.timeout_seconds
        return Timeouts(phase, phase, phase, phase, left)
