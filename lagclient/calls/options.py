"""Check the options of a client and the arguments of a call: one grammar for all messages."""

from __future__ import annotations

import inspect
import math
import re
import reprlib
from typing import Any, Callable, Collection, Dict, Mapping, Optional, Sequence, cast, get_args

from lagclient.calls.pacing import Pacing
from lagclient.errors import LagInvalidRequestError
from lagclient.transport.protocol import Reply, Secret
from lagclient.types import UNSET, is_seconds

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")
# The client sets these; a second value would contradict the first.
_RESERVED = ("authorization", "content-type")

IMAGE = "a path, bytes, a binary file or (name, data, content type)"


def one_of(choices: Collection[str], value: object) -> str:
    """Return the "A, not B" of the error for a value that is not a choice, with the nearest one."""
    import difflib

    near = difflib.get_close_matches(str(value), choices, 1)
    more = f"; did you mean {near[0]!r}?" if near else ""
    return f"one of {', '.join(choices)}, not {value!r}{more}"


def refused(name: str, expected: str, value: object) -> LagInvalidRequestError:
    """Return the error for an option or an argument: `name` must be A, not B."""
    error = LagInvalidRequestError(f"`{name}` must be {expected}, not {_shown(value)}")
    error.expected = expected
    return error


_SHORT = reprlib.Repr()
_SHORT.maxother = 80  # a datetime would be cut in its middle


def short(value: object) -> str:
    """Return the repr of a value, cut in its middle if it is long."""
    try:
        return _SHORT.repr(value)
    except ValueError:
        return "..."  # an int with more digits than Python writes


def _shown(value: object) -> str:
    """Return a short text of a value with its type, which the quotes of a str show already."""
    if value is UNSET:
        return "nothing"
    return short(value) if type(value) is str else f"{short(value)} ({type(value).__name__})"


class Rule:
    """The rule of an option: its expected value, and how it is checked."""

    def __init__(
        self,
        expected: str,
        accepts: Callable[[object], bool],
        convert: Optional[Callable[[Any], object]] = None,
    ) -> None:
        self.expected: str = expected
        self.accepts: Callable[[object], bool] = accepts
        self._convert = convert

    def checked(self, name: str, value: object) -> Any:
        """Return the value in the form of the settings.

        Raises:
            LagInvalidRequestError: The value is invalid.
        """
        if not self.accepts(value):
            raise refused(name, self.expected, value)
        return self._convert(value) if self._convert else value


def is_int(value: object) -> bool:
    """Return whether a value is an int from 0 up; True and False are not."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _limit(value: Optional[float]) -> Optional[float]:
    return None if value is None else float(value)


def _wait(value: Optional[float]) -> float:
    return _limit(value) or math.inf


def _is_limit(value: object) -> bool:
    return value is None or is_seconds(value)


def _has(value: object, method: str) -> bool:
    return callable(getattr(value, method, None))


def _is_user_agent(value: object) -> bool:
    return isinstance(value, str) and bool(value) and bool(_HEADER_VALUE.fullmatch(value))


SECONDS = Rule("seconds above 0, at most 1e9", is_seconds, float)
LIMIT = Rule("seconds above 0, at most 1e9, or None", _is_limit, _limit)
TRUE_OR_FALSE = Rule("True or False", lambda value: isinstance(value, bool))

OPTIONS: Mapping[str, Rule] = {
    "timeout_seconds": LIMIT,
    "deadline_seconds": LIMIT,
    "max_retries": Rule("an int from 0 up", is_int),
    "max_retry_wait_seconds": Rule(LIMIT.expected, _is_limit, _wait),
    "retry_unsafe": TRUE_OR_FALSE,
    "pacing": Rule(
        f"one of {', '.join(map(repr, get_args(Pacing)))}",
        lambda value: isinstance(value, str) and value in get_args(Pacing),
    ),
    "pacer": Rule("an object with `queue`", lambda value: _has(value, "queue")),
    "observer": Rule("an object with `begin`", lambda value: _has(value, "begin")),
    "user_agent": Rule("printable ASCII text without blanks around it", _is_user_agent),
    "allow_http": TRUE_OR_FALSE,
}


def checked_flag(name: str, text: str) -> bool:
    """Return whether an environment variable is set to a true value; an empty one is false.

    Raises:
        LagInvalidRequestError: The variable has another value.
    """
    value = text.strip().lower()
    if value not in ("", "0", "1", "false", "no", "off", "on", "true", "yes"):
        raise refused(name, "1 or 0", text)
    return value in ("1", "on", "true", "yes")


def check_sender(name: str, sender: object, methods: Sequence[str], *, is_async: bool) -> None:
    """Check a caller's HTTP client or transport.

    Raises:
        LagInvalidRequestError: A method is missing, or it is blocking where the client is
            asynchronous, or the other way round.
    """
    if isinstance(sender, type) or not all(_has(sender, method) for method in methods):
        raise refused(name, f"an object with {' and '.join(f'`{m}`' for m in methods)}", sender)
    if name == "transport" and hasattr(type(sender), "build_request"):
        raise refused(name, "a transport (pass an HTTP client as `http_client`)", sender)
    send, stream = (inspect.unwrap(getattr(sender, each, bool)) for each in ("send", "stream"))
    awaits = inspect.iscoroutinefunction(send) or inspect.isasyncgenfunction(stream)
    if awaits and not is_async:
        raise refused(name, "blocking", sender)
    hints: Any = getattr(send, "__annotations__", None) or {}  # a mock's are None
    blocks = hints.get("return") in ("Reply", Reply) and not awaits
    if (blocks or inspect.isgeneratorfunction(stream)) and is_async:
        raise refused(name, "asynchronous", sender)


def secret_headers(headers: object) -> Dict[str, str]:
    """Return a caller's headers, names in lower case.

    A value may be a secret, so neither the errors nor the variables of this frame show one.

    Raises:
        LagInvalidRequestError: A header cannot be sent, or is set by the client.
    """
    if headers is None or headers is UNSET:
        return {}
    checked: Dict[str, str] = {}
    problem = f"be a mapping, not {type(headers).__name__}"
    if isinstance(headers, Mapping):
        values = cast("Mapping[str, str]", headers)
        problem = next(filter(None, (_header_problem(name, values[name]) for name in values)), "")
        checked = {} if problem else {name.lower(): Secret(values[name]) for name in values}
        del values
    del headers
    if problem:
        raise LagInvalidRequestError(f"`extra_headers` must {problem}")
    return checked


def _header_problem(name: object, value: object) -> str:
    from lagclient.transport.framing import is_framing

    if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
        return f"have HTTP header names, not {name!r}"
    if name.lower() in _RESERVED or is_framing(name, value if isinstance(value, str) else ""):
        return f"have headers of yours, not {name!r}, which the client sets"
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
        kind = type(value).__name__
        return f"have printable ASCII text, without blanks around it, for {name!r}, not this {kind}"
    return ""
