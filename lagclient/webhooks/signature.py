"""Verify who sent a webhook, and when, by the Standard Webhooks specification.

The library `standardwebhooks` reads the secret and computes the HMAC. Headers, time and comparison
are checked here, because the library has one tolerance and one clock, accepts secrets that are not
base64, and raises errors of many kinds for odd headers.

Decisions:

- Everything that is not as documented is refused: a header that is missing, repeated, or not plain
  ASCII; a time that is not a whole number of seconds. A signature of another version than ``v1`` is
  ignored, as the specification says.
- The body must be raw, because the text that a framework parsed is not what was signed.
- A webhook that is refused raises `LagWebhookError`, whose `code` says why. An invalid secret is a
  mistake of the receiver, so it raises `LagInvalidRequestError` and does not look like a forgery.
  Neither message contains any part of a secret.
- A signed body that is not an event of this version is an `UnknownEvent`, because the API sent it.
"""

from __future__ import annotations

import hmac
import json
import math
import re
import time
from datetime import datetime, timezone
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Iterable,
    List,
    Mapping,
    Sequence,
    Tuple,
    Union,
    cast,
)

from lagclient.errors import LagInvalidRequestError, LagWebhookError
from lagclient.models.robot_event import AnyRobotEvent, event_from
from lagclient.types import is_seconds

if TYPE_CHECKING:
    from standardwebhooks import Webhook

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE_SECONDS = 300.0

_PREFIX = "whsec_"
_VISIBLE = re.compile(r"[!-~]+")
_SECONDS = re.compile(r"[1-9][0-9]{0,10}")
_SEVERAL = re.compile(r"[!-~]+( [!-~]+)*")
_ANYTHING = re.compile(r".*", re.DOTALL)
# The padding may be omitted. Python's own check differs from version to version.
_BASE64 = re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?)?")


def unix_now() -> float:
    """Return the time in Unix seconds, or the time at which a test has frozen it."""
    # Not `time.time` as a default: libraries that freeze the time do not replace a bound default.
    return time.time()


def verify(
    body: bytes,
    headers: Mapping[str, str],
    secret: Union[str, Sequence[str]],
    *,
    tolerance_seconds: float = TOLERANCE_SECONDS,
    now: Callable[[], float] = unix_now,
) -> AnyRobotEvent:
    """Verify a webhook and return its event.

    Args:
        body: The raw body of the request.
        headers: The headers of the request; case does not matter.
        secret: The robot's secret, ``whsec_...``; several while it is being changed: one must fit.
        tolerance_seconds: Maximum age of the webhook, and how far it may be ahead of this clock.
        now: Returns the time, in Unix seconds.

    Returns:
        The event, whose `id` is the webhook's; its `type` narrows it.

    Raises:
        LagWebhookError: It fails verification, or it is not JSON; do not use any part of it.
        LagInvalidRequestError: The secret or the tolerance is invalid.
        TypeError: The body is not bytes, or the headers are not a mapping of text to text.
        ModuleNotFoundError: The extra ``webhooks`` is not installed.
    """
    items: Any = getattr(headers, "items", None)
    if items is None:
        raise TypeError(f"`headers` must be a mapping of names to values, not {_kind(headers)}")
    seconds = checked_tolerance(tolerance_seconds)
    return verified(body, items(), signers(secret), seconds, now())


def sign(
    body: bytes,
    secret: Union[str, Sequence[str]],
    *,
    id: str,
    timestamp: Union[datetime, int],
) -> Dict[str, str]:
    """Sign a webhook: for tests, and for programs that send webhooks.

    Args:
        body: The body of the request, in UTF-8.
        secret: ``whsec_...``; if there are several, each signs.
        id: The id of the webhook: visible ASCII characters.
        timestamp: The time of sending: an aware datetime, or Unix seconds.

    Returns:
        The headers ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``.

    Raises:
        LagInvalidRequestError: An argument is invalid; the message names it.
        TypeError: The body is not bytes.
        ModuleNotFoundError: The extra ``webhooks`` is not installed.
    """
    if not _fits(id, _VISIBLE):
        raise LagInvalidRequestError(f"`id` must be visible ASCII characters, not {id!r}")
    if isinstance(timestamp, datetime):
        if timestamp.tzinfo is None:
            raise LagInvalidRequestError(f"`timestamp` must have a time zone, not {timestamp!r}")
        timestamp = math.floor(timestamp.timestamp())
    if isinstance(timestamp, bool) or not _SECONDS.fullmatch(str(timestamp)):
        raise LagInvalidRequestError(f"`timestamp` must be Unix seconds, not {timestamp!r}")
    try:
        text = _raw(body).decode()
    except UnicodeDecodeError as error:
        raise LagInvalidRequestError(f"`body` must be UTF-8, not other bytes: {error}") from None
    entries = [signer.sign(id, _moment(timestamp), text) for signer in signers(secret)]
    return {ID: id, TIMESTAMP: str(timestamp), SIGNATURE: " ".join(entries)}


def signers(secret: Union[str, Sequence[str]]) -> Tuple[Webhook, ...]:
    """Validate one secret or several, and return the library's object for each.

    Raises:
        LagInvalidRequestError: One is invalid.
        ModuleNotFoundError: The extra ``webhooks`` is not installed.
    """
    try:
        from standardwebhooks import Webhook
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Webhooks need: python -m pip install 'lagclient[webhooks]'", name=error.name
        ) from error

    passed: Any = secret
    several: List[Any] = [*passed] if isinstance(passed, (list, tuple)) else [passed]
    if not several:
        raise LagInvalidRequestError("`secret` must be whsec_... or several of them, not empty")
    for one in several:
        fault = _fault_of(one)
        if fault:
            raise LagInvalidRequestError(
                f"`secret` must be whsec_ and base64 after it, not {fault}; "
                "the portal shows it beside the robot's webhook address"
            )
    return tuple(Webhook(one) for one in several)


def verified(
    body: bytes,
    headers: Iterable[Tuple[str, str]],
    signers: Sequence[Webhook],
    tolerance_seconds: float,
    now: float,
) -> AnyRobotEvent:
    """Do what `verify` does, with validated secrets."""
    body = _raw(body)
    pairs = list(headers)
    id = _header(pairs, ID, _VISIBLE, "visible ASCII characters")
    seconds = int(_header(pairs, TIMESTAMP, _SECONDS, "Unix seconds"))
    signatures = _header(pairs, SIGNATURE, _SEVERAL, "v1,... and a space between several")
    age = now - seconds
    if not abs(age) <= tolerance_seconds:
        code, how = ("too_old", "old") if age > 0 else ("too_new", "ahead of this machine's clock")
        raise LagWebhookError(
            f"The webhook is {abs(age):.0f} s {how}; at most {tolerance_seconds:g} s are accepted",
            code,
        )
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise LagWebhookError("The body of the webhook is not UTF-8", "invalid_body") from None
    moment = _moment(seconds)
    expected = [signer.sign(id, moment, text).encode() for signer in signers]
    entries = signatures.encode().split(b" ")
    if not any(hmac.compare_digest(one, entry) for one in expected for entry in entries):
        raise LagWebhookError("No signature of the webhook matches the secret", "wrong_signature")
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        raise LagWebhookError("The body of the webhook is not JSON", "invalid_body") from None
    return event_from(payload, id=id)


def checked_tolerance(seconds: Any) -> float:
    """Validate a tolerance.

    Raises:
        LagInvalidRequestError: It is not a number of seconds.
    """
    if not is_seconds(seconds, or_zero=True):
        raise LagInvalidRequestError(
            f"`tolerance_seconds` must be seconds from 0 on, not {seconds!r}"
        )
    checked: float = seconds
    return checked


def _raw(body: Any) -> bytes:
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"`body` must be the raw bytes of the request, not {_kind(body)}. Decoded or parsed "
            "text is not what was signed: read the bytes first, such as `await request.body()`, "
            "`request.get_data()` or `request.body`, and parse afterwards"
        )
    return bytes(cast(bytes, body))


def _header(
    pairs: Sequence[Tuple[str, str]], name: str, form: re.Pattern[str], expected: str
) -> str:
    values: List[str] = []
    for key, value in pairs:
        if not _fits(key, _ANYTHING):
            raise TypeError(f"`headers` must have names that are text, not {_kind(key)}")
        if key.lower() == name:
            values.append(value)
    if not values:
        raise LagWebhookError(f"The webhook lacks the header {name}", "missing_header")
    if len(values) > 1:
        raise LagWebhookError(f"The webhook has more than one header {name}", "invalid_header")
    value = values[0]
    if not _fits(value, form):
        raise LagWebhookError(
            f"The header {name} of the webhook must be {expected}", "invalid_header"
        )
    return value


def _fault_of(secret: Any) -> str:
    """Describe a value that is not a secret, without any part of it; "" if it is a secret."""
    if secret is None:
        return "None"
    if not isinstance(secret, str):
        return _kind(secret)
    if not secret.startswith(_PREFIX):
        return "text with another beginning"
    rest = secret[len(_PREFIX) :]
    if not rest:
        return "whsec_ alone"
    return "" if _BASE64.fullmatch(rest) else "whsec_ and other characters"


def _fits(value: Any, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)


def _kind(value: Any) -> str:
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"
