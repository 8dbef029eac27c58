"""What all calls of a client have in common, checked once when the client is built."""

from __future__ import annotations

import math
import re
import time
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Literal, Mapping, Optional, get_args
from urllib.parse import urlsplit

import attrs

from lagclient.calls.auth import Credential
from lagclient.calls.memory import Memory
from lagclient.calls.pacing import PROCESS_PACER, Pacer
from lagclient.calls.retry import Policy
from lagclient.errors import LagInvalidRequestError
from lagclient.routing.table import Table
from lagclient.transport.protocol import Timeouts
from lagclient.types import UNSET

Pacing = Literal["wait", "raise", "off"]
"""What a robot client does when a call would break a limit of the API."""

# These are the transport's or the credential's; a second value would contradict the first.
_RESERVED = ("authorization", "content-length", "content-type", "host", "transfer-encoding")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t -~]*")
_FOREVER = 1e9  # seconds; sockets take little more
_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")


def _chance() -> float:
    import random

    return random.random()  # noqa: S311  # spreads waits, hides nothing


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


@attrs.frozen(kw_only=True)
class Settings:
    """Frozen: `with_options` makes another one, and no call can change it for the next."""

    base_url: str
    credential: Credential
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Of every request, names in lower case, Authorization among them."""
    routes: Table = attrs.field(repr=False)
    memory: Memory = attrs.field(repr=False)
    policy: Policy = attrs.field(factory=Policy)
    timeout_seconds: Optional[float] = 30.0
    """For each phase of an attempt; None: no limit."""
    deadline_seconds: Optional[float] = None
    """For a whole call; None: no limit."""
    pacing: Pacing = "wait"
    pacer: Pacer = attrs.field(default=PROCESS_PACER, repr=False)
    clock: Callable[[], float] = attrs.field(default=time.monotonic, repr=False)
    now: Callable[[], datetime] = attrs.field(default=_utc_now, repr=False)
    jitter: Callable[[], float] = attrs.field(default=_chance, repr=False)

    def seconds_left(self, started: float) -> Optional[float]:
        """What is left of the deadline of a call; None: it has none."""
        if self.deadline_seconds is None:
            return None
        return self.deadline_seconds - (self.clock() - started)

    def within(self, started: float) -> Settings:
        """For a call that is part of one: it has what is left of that one's deadline."""
        return attrs.evolve(self, deadline_seconds=self.seconds_left(started))

    def changed(
        self,
        *,
        timeout_seconds: Any = UNSET,
        deadline_seconds: Any = UNSET,
        max_retries: Any = UNSET,
        max_retry_wait_seconds: Any = UNSET,
        retry_unsafe: Any = UNSET,
        pacing: Any = UNSET,
        extra_headers: Any = UNSET,
    ) -> Settings:
        """The same settings but for what is given, each checked.

        Raises:
            LagInvalidRequestError: A value makes no sense.
        """
        changes: Dict[str, Any] = {}
        policy: Dict[str, Any] = {}
        if timeout_seconds is not UNSET:
            changes["timeout_seconds"] = checked_seconds("timeout_seconds", timeout_seconds)
        if deadline_seconds is not UNSET:
            changes["deadline_seconds"] = checked_seconds("deadline_seconds", deadline_seconds)
        if pacing is not UNSET:
            changes["pacing"] = checked_pacing(pacing)
        if extra_headers is not UNSET:
            changes["headers"] = {**self.headers, **checked_headers(extra_headers)}
        if max_retries is not UNSET:
            policy["max_retries"] = checked_retries(max_retries)
        if max_retry_wait_seconds is not UNSET:
            longest = checked_seconds("max_retry_wait_seconds", max_retry_wait_seconds)
            policy["max_retry_wait_seconds"] = math.inf if longest is None else longest
        if retry_unsafe is not UNSET:
            policy["retry_unsafe"] = bool(retry_unsafe)
        return attrs.evolve(self, policy=self.policy._replace(**policy), **changes)

    def timeouts(self, left: Optional[float]) -> Timeouts:
        """The limits of one attempt when the deadline leaves `left` seconds."""
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


def checked_flag(name: str, text: str) -> bool:
    """Return whether an environment variable is set to a true value; an empty one is false.

    Raises:
        LagInvalidRequestError: The variable has another value.
    """
    value = text.strip().lower()
    if value not in ("", "0", "1", "false", "no", "off", "on", "true", "yes"):
        raise LagInvalidRequestError(f"`{name}` must be 1 or 0, not {text!r}")
    return value in ("1", "on", "true", "yes")


def checked_seconds(name: str, value: Any) -> Optional[float]:
    """A number of seconds above zero, or None: no limit.

    Raises:
        LagInvalidRequestError: It is neither.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise LagInvalidRequestError(f"`{name}` must be seconds above 0, or None, not {value!r}")
    return None if value > _FOREVER else float(value)


def checked_retries(value: Any) -> int:
    """A number of retries.

    Raises:
        LagInvalidRequestError: It is not a whole number from 0 up.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise LagInvalidRequestError(f"`max_retries` must be an int from 0 up, not {value!r}")
    return int(value)


def checked_pacing(value: Any) -> Pacing:
    """What to do about limits.

    Raises:
        LagInvalidRequestError: It is none of the choices.
    """
    for choice in get_args(Pacing):
        if value == choice:
            chosen: Pacing = choice
            return chosen
    choices = ", ".join(map(repr, get_args(Pacing)))
    raise LagInvalidRequestError(f"`pacing` must be one of {choices}, not {value!r}")


def headers_for(credential: Credential, user_agent: str) -> Dict[str, str]:
    """The headers of every request, names in lower case."""
    return {
        "authorization": credential.authorization,
        "accept": "application/json",
        **checked_headers({"user-agent": user_agent}),
    }


def checked_headers(extra: Mapping[str, str]) -> Dict[str, str]:
    """A caller's headers, names in lower case.

    Raises:
        LagInvalidRequestError: One cannot be sent, or is not the caller's to set.
    """
    headers: Dict[str, str] = {}
    header: Any
    for header in extra.items():
        name, value = header
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise LagInvalidRequestError(f"{name!r} is not a header name")
        if name.lower() in _RESERVED:
            raise LagInvalidRequestError(f"`extra_headers` must not set {name!r}")
        if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            # The value may be a secret of the caller's.
            raise LagInvalidRequestError(f"The header {name!r} must be printable ASCII text")
        headers[name.lower()] = value
    return headers
