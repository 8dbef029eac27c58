"""The settings that all calls of a client share."""

from __future__ import annotations

import re
import time
from datetime import datetime, timezone
from typing import Callable, Mapping, Optional
from urllib.parse import urlsplit

import attrs

from lagclient.calls.auth import Credential
from lagclient.calls.memory import Memory
from lagclient.calls.options import OPTIONS
from lagclient.calls.pacing import PROCESS_PACER, Pacer, Pacing
from lagclient.calls.retry import Policy
from lagclient.errors import LagInvalidRequestError
from lagclient.routing.table import Table
from lagclient.transport.protocol import Timeouts
from lagclient.types import UNSET

_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")


def _random() -> float:
    import random

    return random.random()  # noqa: S311  # spreads waits, hides nothing


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


@attrs.frozen(kw_only=True)
class Settings(Policy):
    """Frozen: `with_options` creates others, and no call can change those of the next."""

    base_url: str
    credential: Credential
    headers: Mapping[str, str] = attrs.field(repr=False)
    """The headers of every request, names in lower case, Authorization among them."""
    routes: Table = attrs.field(repr=False)
    memory: Memory = attrs.field(repr=False)
    timeout_seconds: Optional[float] = 30.0
    """The limit of each phase of an attempt; None: no limit."""
    deadline_seconds: Optional[float] = None
    """The limit of a whole call; None: no limit."""
    pacing: Pacing = "wait"
    pacer: Pacer = attrs.field(default=PROCESS_PACER, repr=False)
    clock: Callable[[], float] = attrs.field(default=time.monotonic, repr=False)
    now: Callable[[], datetime] = attrs.field(default=_utc_now, repr=False)
    jitter: Callable[[], float] = attrs.field(default=_random, repr=False)

    def changed(self, headers: Optional[Mapping[str, str]] = None, **options: object) -> Settings:
        """Return these settings with more headers and other options; UNSET changes nothing.

        Raises:
            LagInvalidRequestError: An option is not what it must be.
        """
        changes = {
            name: OPTIONS[name].checked(name, value)
            for name, value in options.items()
            if value is not UNSET
        }
        return attrs.evolve(self, headers={**self.headers, **(headers or {})}, **changes)

    def seconds_left(self, started: float) -> Optional[float]:
        """Return what is left of the deadline of a call that began at `started`."""
        if self.deadline_seconds is None:
            return None
        return self.deadline_seconds - (self.clock() - started)

    def within(self, started: float) -> Settings:
        """Return the settings of a call inside another one, whose deadline they share."""
        return attrs.evolve(self, deadline_seconds=self.seconds_left(started))

    def timeouts(self, left: Optional[float]) -> Timeouts:
        """Return the limits of one attempt when the deadline leaves `left` seconds."""
        phase = self.timeout_seconds
        return Timeouts(phase, phase, phase, phase, left)


def checked_base_url(text: str, allow_http: bool) -> str:
    """Where the API is, without a slash at its end.

    Raises:
        LagInvalidRequestError: It is no URL that a token may be sent to.
    """
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 and _VISIBLE.fullmatch(text) else None
    except ValueError:
        parts, host = urlsplit(""), None
    if not host or parts.scheme not in ("http", "https"):
        raise LagInvalidRequestError(
            f"`base_url` must be like https://api.trylag.com, not {_hidden(text)!r}"
        )
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise LagInvalidRequestError(
            f"`base_url` must have no user, query or fragment, as {_hidden(text)!r} has"
        )
    if parts.scheme == "http" and not allow_http and not is_loopback(host):
        raise LagInvalidRequestError(
            f"`base_url` must be https://, or http:// to this machine, not {text!r}: the token "
            "could be read on the way. For a network that you trust, such as private addresses "
            "(10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16) or a container network, pass "
            "`allow_http=True` or set LAG_ALLOW_HTTP=1"
        )
    return text.rstrip("/")


def _hidden(url: str) -> str:
    without_user = re.sub(r"^([a-z]+://)?.*@", r"\1...@", url, flags=re.DOTALL | re.IGNORECASE)
    return re.sub(r"\?.*", "?...", without_user, flags=re.DOTALL)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
