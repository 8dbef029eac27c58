"""Who sent a webhook, and when: signatures as the Standard Webhooks specification has them.

The secret and the HMAC are the library's, `standardwebhooks`. Headers, time and comparison are read
here, since the library has one tolerance and one clock, takes secrets that are no base64, and fails
with errors of many kinds on headers that are odd.

What was chosen:

- Whatever is not as documented is refused: a header that is missing, there twice, or not plain
  ASCII; a time that is no whole number of seconds. A signature of another version than ``v1`` is
  passed over, as the specification says.
- Only the raw body will do. What a framework has parsed is not what was signed.
- A webhook that is refused raises `LagWebhookError`, whose `code` says why. A secret that cannot be
  one is a mistake of this side, and raises `LagInvalidRequestError`, so that nobody takes it for
  a forgery. Neither text has anything of a secret in it.
- An event whose body is signed and is no event that this version knows is an `UnknownEvent`: it is
  the API's own.
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
from lagclient.models.robot_event import RobotEvent, event_from

if TYPE_CHECKING:
    from standardwebhooks import Webhook

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE_SECONDS = 300.0

_PREFIX = "whsec_"
_VISIBLE = re.compile(r"[!-~]+")
_SECONDS = re.compile(r"[1-9][0-9]{0,10}")
_SEVERAL = re.compile(r"[!-~]+( [!-~]+)*")
_ANYTHING = re.compile(r".*", re.DOTALL)
# Its padding may be left out. Python's own check differs from version to version.
_BASE64 = re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==)?|[A-Za-z0-9+/]{3}=?)?")


def unix_now() -> float:
    """Return the time in Unix seconds, or the time at which a test has frozen it."""
    # Not `time.time` as a default: libraries that freeze the time do not replace what is bound.
    return time.time()


def verify(
    body: bytes,
    headers: Mapping[str, str],
    secret: Union[str, Sequence[str]],
    *,
    tolerance_seconds: float = TOLERANCE_SECONDS,
    now: Callable[[], float] = unix_now,
) -> RobotEvent:
    """The event that a webhook brings, if the webhook is the API's own and of now.

    Args:
        body: The body of the request, as it came.
        headers: The headers of the request; upper and lower case are the same.
        secret: The robot's secret, ``whsec_...``; several while it is being changed: one must fit.
        tolerance_seconds: How old the webhook may be, and how far ahead of this machine's clock.
        now: Tells the time, in Unix seconds.

    Returns:
        An event whose `id` is that of the webhook.

    Raises:
        LagWebhookError: It is not to be trusted, or is no JSON; nothing of it may be used.
        LagInvalidRequestError: The secret cannot be one, or the tolerance makes no sense.
        TypeError: The body is no bytes, or the headers are no mapping of texts.
        ModuleNotFoundError: The extra ``webhooks`` is not installed.
    """
    items: Any = getattr(headers, "items", None)
    if items is None:
        raise TypeError(f"headers: expected a mapping of names to values, got {_kind(headers)}")
    seconds = checked_tolerance(tolerance_seconds)
    return verified(body, items(), signers(secret), seconds, now())


def sign(
    body: bytes,
    secret: Union[str, Sequence[str]],
    *,
    id: str,
    timestamp: Union[datetime, int],
) -> Dict[str, str]:
    """The headers that make a request a webhook: for tests, and for whoever sends.

    Args:
        body: The body of the request, in UTF-8.
        secret: ``whsec_...``; of several, each signs.
        id: Tells the webhook from others: visible ASCII characters.
        timestamp: When it is sent: an aware datetime, or Unix seconds.

    Returns:
        ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``.

    Raises:
        LagInvalidRequestError: An argument makes no sense; the text names it.
        TypeError: The body is no bytes.
        ModuleNotFoundError: The extra ``webhooks`` is not installed.
    """
    if not _fits(id, _VISIBLE):
        raise LagInvalidRequestError(f"id: expected visible ASCII characters, got {id!r}")
    if isinstance(timestamp, datetime):
        if timestamp.tzinfo is None:
            raise LagInvalidRequestError(f"timestamp: expected a time zone, got {timestamp!r}")
        timestamp = math.floor(timestamp.timestamp())
    if isinstance(timestamp, bool) or not _SECONDS.fullmatch(str(timestamp)):
        raise LagInvalidRequestError(f"timestamp: expected Unix seconds, got {timestamp!r}")
    try:
        text = _raw(body).decode()
    except UnicodeDecodeError as error:
        raise LagInvalidRequestError(f"body: expected UTF-8, {error}") from None
    entries = [signer.sign(id, _moment(timestamp), text) for signer in signers(secret)]
    return {ID: id, TIMESTAMP: str(timestamp), SIGNATURE: " ".join(entries)}


def signers(secret: Union[str, Sequence[str]]) -> Tuple[Webhook, ...]:
    """The library's objects for one secret or several, each of which is found to be one."""
    try:
        from standardwebhooks import Webhook
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "Webhooks need: python -m pip install 'lagclient[webhooks]'", name=error.name
        ) from error

    several = [secret] if isinstance(secret, (str, bytes)) else list(secret)
    if not several:
        raise LagInvalidRequestError("secret: expected whsec_..., or several of them, got none")
    for one in several:
        wrong = _what_is_wrong_with(one)
        if wrong:
            raise LagInvalidRequestError(
                f"secret: expected whsec_ and base64 after it, but {wrong}; "
                "the portal shows it beside the robot's webhook address"
            )
    return tuple(Webhook(one) for one in several)


def verified(
    body: bytes,
    headers: Iterable[Tuple[str, str]],
    signers: Sequence[Webhook],
    tolerance_seconds: float,
    now: float,
) -> RobotEvent:
    """What `verify` does, with secrets that were found to be some."""
    body = _raw(body)
    pairs = list(headers)
    id = _header(pairs, ID, _VISIBLE, "visible ASCII characters")
    seconds = int(_header(pairs, TIMESTAMP, _SECONDS, "Unix seconds"))
    given = _header(pairs, SIGNATURE, _SEVERAL, "v1,... and a space between several")
    age = now - seconds
    if not abs(age) <= tolerance_seconds:
        code, how = ("too_old", "old") if age > 0 else ("too_new", "ahead of this machine's clock")
        raise LagWebhookError(
            f"The webhook is {abs(age):.0f} s {how}, {tolerance_seconds:g} s are tolerated", code
        )
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise LagWebhookError("The body of the webhook is no UTF-8", "invalid_body") from None
    moment = _moment(seconds)
    expected = [signer.sign(id, moment, text).encode() for signer in signers]
    entries = given.encode().split(b" ")
    if not any(hmac.compare_digest(one, entry) for one in expected for entry in entries):
        raise LagWebhookError("No signature of the webhook fits the secret", "wrong_signature")
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        raise LagWebhookError("The body of the webhook is no JSON", "invalid_body") from None
    return event_from(payload, id=id)


def checked_tolerance(seconds: Any) -> float:
    """A tolerance that makes sense.

    Raises:
        LagInvalidRequestError: It does not.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds >= 0:
        raise LagInvalidRequestError(
            f"tolerance_seconds: expected a number of seconds from 0 on, got {seconds!r}"
        )
    return seconds


def _raw(body: Any) -> bytes:
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"body: expected the raw bytes of the request, got {_kind(body)}. What was decoded or "
            "parsed is not what was signed: read the bytes first, such as `await request.body()`, "
            "`request.get_data()` or `request.body`, and parse afterwards"
        )
    return bytes(cast(bytes, body))


def _header(
    pairs: Sequence[Tuple[str, str]], name: str, form: re.Pattern[str], expected: str
) -> str:
    found: List[str] = []
    for key, value in pairs:
        if not _fits(key, _ANYTHING):
            raise TypeError(f"headers: expected names that are text, got {_kind(key)}")
        if key.lower() == name:
            found.append(value)
    if not found:
        raise LagWebhookError(f"The webhook has no header {name}", "missing_header")
    if len(found) > 1:
        raise LagWebhookError(f"The webhook has more than one header {name}", "invalid_header")
    value = found[0]
    if not _fits(value, form):
        raise LagWebhookError(
            f"The header {name} of the webhook is not as it must be: {expected}", "invalid_header"
        )
    return value


def _what_is_wrong_with(secret: Any) -> str:
    if not isinstance(secret, str):
        return f"it is {_kind(secret)}"
    if not secret.startswith(_PREFIX):
        return "it does not begin with whsec_"
    rest = secret[len(_PREFIX) :]
    if not rest:
        return "nothing follows"
    return "" if _BASE64.fullmatch(rest) else "what follows is no base64"


def _fits(value: Any, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)


def _kind(value: Any) -> str:
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"
