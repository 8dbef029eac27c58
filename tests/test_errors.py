"""The error tree: its shape, what an error says, and that copies lose nothing."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from typing import Any, List, Optional, Type

import pytest

from lagclient import errors
from lagclient.errors import (
    LagAPIError,
    LagAuthError,
    LagBadRequestError,
    LagConflictError,
    LagConnectionError,
    LagCursorError,
    LagDecodeError,
    LagInvalidRequestError,
    LagInvalidTokenError,
    LagNotFoundError,
    LagPermissionError,
    LagRateLimitError,
    LagRouteError,
    LagServerError,
    LagTimeoutError,
    LagWebhookError,
    error_from_response,
)
from tests.kit.every import every

BY_STATUS = [
    LagBadRequestError,
    LagAuthError,
    LagPermissionError,
    LagNotFoundError,
    LagConflictError,
    LagServerError,
]
TREE = {
    LagAPIError: Exception,
    LagBadRequestError: LagAPIError,
    LagAuthError: LagAPIError,
    LagPermissionError: LagAPIError,
    LagNotFoundError: LagAPIError,
    LagConflictError: LagAPIError,
    LagRateLimitError: LagAPIError,
    LagServerError: LagAPIError,
    LagConnectionError: LagAPIError,
    LagTimeoutError: LagConnectionError,
    LagCursorError: LagAPIError,
    LagDecodeError: LagAPIError,
    LagInvalidTokenError: LagAPIError,
    LagWebhookError: LagAPIError,
    LagInvalidRequestError: LagAPIError,
    LagRouteError: LagInvalidRequestError,
}
CAUSE = OSError("gone")


def test_tree_is_the_documented_one() -> None:
    """Each class has the place that the module's docstring draws, and there are no others."""
    assert {cls: cls.__bases__[0] for cls in TREE} == TREE
    assert issubclass(LagInvalidRequestError, ValueError)
    assert issubclass(LagWebhookError, ValueError)
    found = {cls for cls in vars(errors).values() if isinstance(cls, type)}
    assert {cls for cls in found if issubclass(cls, LagAPIError)} == {*TREE}
    drawn = (errors.__doc__ or "").partition("Each error")[0]
    assert all(cls.__name__ in drawn for cls in TREE)


# Constructors


@pytest.mark.parametrize("cls", [LagAPIError, *BY_STATUS])
def test_constructor_of_0_2_0(cls: Type[LagAPIError]) -> None:
    """(message, status, code, body, request_id), by position or by name, become attributes."""
    error = cls("Gone", 404, "not_found", {"error": "x"}, "req_1")
    named = cls(
        message="Gone", status=404, code="not_found", body={"error": "x"}, request_id="req_1"
    )
    for made in (error, named):
        assert (made.message, made.status, made.code) == ("Gone", 404, "not_found")
        assert (made.body, made.request_id) == ({"error": "x"}, "req_1")
        assert made.args == ("Gone",)
    bare = cls("Gone")
    assert (bare.status, bare.code, bare.body, bare.request_id) == (0, "", None, None)


def test_constructors_of_0_2_0_with_one_argument() -> None:
    """Rate limit, connection and token errors keep the constructors of 0.2.0."""
    error: Any = LagRateLimitError("Slow", {"a": 1}, "req_1", 7.5)
    assert (error.status, error.code, error.body) == (429, "rate_limited", {"a": 1})
    assert (error.request_id, error.retry_after_seconds) == ("req_1", 7.5)
    assert LagRateLimitError("Slow").retry_after_seconds is None
    error = LagConnectionError("Lost", CAUSE)
    assert (error.status, error.code, error.__cause__) == (0, "connection_error", CAUSE)
    assert LagConnectionError("Lost", cause=None).__cause__ is None
    error = LagInvalidTokenError("Bad")
    assert (error.status, error.code, error.message) == (0, "invalid_token", "Bad")


def test_new_classes_have_codes() -> None:
    """Each new class has a code of its own."""
    error: Any = LagTimeoutError("Late", CAUSE)
    assert (error.status, error.code, error.__cause__) == (0, "timeout", CAUSE)
    error = LagDecodeError("Odd", 200, "<html>", "req_1")
    assert (error.status, error.code, error.body) == (200, "decode_error", "<html>")
    assert (LagInvalidRequestError("No").code, LagInvalidRequestError("No").status) == (
        "invalid_request",
        0,
    )
    error = LagRouteError(["a.yaml:1: x", "b.yaml:2: y"])
    assert (error.code, error.problems) == ("invalid_routes", ("a.yaml:1: x", "b.yaml:2: y"))
    assert str(error) == "a.yaml:1: x\nb.yaml:2: y"


def test_error_without_a_call_has_no_call_fields() -> None:
    """The fields that a call sets have empty defaults."""
    error = LagAPIError("x")
    assert (error.route, error.request, error.attempts) == (None, None, 0)
    assert (error.outcome, error.retry_after_seconds) == ("not_sent", None)


# What it says


def placed(
    error: LagAPIError,
    outcome: Any = "refused",
    attempts: int = 1,
    request: Optional[str] = "GET /servers/{server_id}",
) -> LagAPIError:
    """An error as a call leaves it."""
    error.route, error.request = "servers.get", request
    error.attempts, error.outcome = attempts, outcome
    return error


ENVELOPE = {"error": "Bad Thing", "message": "It is bad", "statusCode": 0}
CALL = "servers.get = GET /servers/{server_id}"
DOUBT = "It may have taken effect: check before you repeat it."
ADVICE, FEWER = LagDecodeError.advice, LagRateLimitError.advice
SAID = [
    (LagAPIError("HTTP 418", 418, "http_418"), "HTTP 418 (418 http_418)."),
    (
        placed(LagNotFoundError("No such room", 404, "not_found", None, "req_1")),
        f"No such room (404 not_found; {CALL}; 1 attempt; request id req_1). Check the ids.",
    ),
    (
        placed(LagServerError("HTTP 502", 502, "server_error"), "unknown", 3),
        f"HTTP 502 (502 server_error; {CALL}; 3 attempts). {DOUBT} {LagServerError.advice}",
    ),
    (
        placed(LagDecodeError("Empty", 200), "applied"),
        f"Empty (200 decode_error; {CALL}; 1 attempt). It took effect: do not repeat it. {ADVICE}",
    ),
    (
        placed(LagDecodeError("Page", 200, "\n<html>")),
        (
            f"Page (200 decode_error; {CALL}; 1 attempt). Check `base_url`, and the proxies on the "
            "way to it: `body` has the page."
        ),
    ),
    (
        placed(LagRateLimitError("Slow", None, "r", 7.5)),
        f"Slow (429 rate_limited; {CALL}; 1 attempt; request id r). Try again in 7.5 s. {FEWER}",
    ),
    (
        placed(LagConnectionError("Lost (read)"), "unknown"),
        f"Lost (read) (connection_error; {CALL}; 1 attempt). {DOUBT}",
    ),
    (
        placed(LagInvalidTokenError("Not for robots"), "not_sent", 0, None),
        "Not for robots (invalid_token; servers.get). Nothing was sent.",
    ),
    (LagTimeoutError("Late"), f"Late (timeout). {LagTimeoutError.advice}"),
]


@pytest.mark.parametrize(("error", "said"), SAID, ids=lambda value: type(value).__name__)
def test_text_has_facts_and_advice(error: LagAPIError, said: str) -> None:
    """The text has the message, the facts of the call, the outcome, and advice."""
    assert str(error) == said


@pytest.mark.parametrize("status", sorted(errors.BY_STATUS))
def test_text_begins_with_the_words_of_the_api(status: int) -> None:
    """The API's message comes first, as in 0.2.0; facts and advice follow."""
    error = placed(error_from_response(status, ENVELOPE, "req_1", 2.5))
    for fact in ("It is bad (", str(status), CALL, "1 attempt", "req_1", "Try again in 2.5 s."):
        assert fact in str(error)
    assert str(error).startswith(error.message)
    assert str(error).endswith(error.advice or "2.5 s.")


@pytest.mark.parametrize("cls", [*BY_STATUS, LagRateLimitError, LagTimeoutError, LagDecodeError])
def test_advice_where_the_caller_can_act(cls: Any) -> None:
    """An error that the caller can fix says how."""
    assert cls.advice
    assert str(cls("x")).endswith(cls.advice)


# Copies


def examples() -> List[LagAPIError]:
    """One error of each class, every field set."""
    made: List[LagAPIError] = [cls("m", 400, "c", {"a": [1]}, "r") for cls in BY_STATUS]
    made += [
        LagAPIError("m", 418, "c", [1], "r"),
        LagRateLimitError("m", {"a": 1}, "r", 1.5),
        LagConnectionError("m", CAUSE),
        LagTimeoutError("m", CAUSE),
        LagCursorError("m", "evt_1", 400, {"error": "x"}, "r"),
        LagDecodeError("m", 200, "text", "r"),
        LagInvalidTokenError("m"),
        LagInvalidRequestError("m"),
        LagRouteError(["a", "b"]),
        LagWebhookError("m", "too_old"),
    ]
    for error in made:
        placed(error, "unknown", 3).retry_after_seconds = 2.5
    return made


def through_pickle(error: Any) -> Any:
    """A copy by way of the oldest and the newest pickle."""
    return pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(error, 0)), -1))


@every("error", examples(), ids=lambda error: type(error).__name__)
@every("copied", [through_pickle, copy.deepcopy, copy.copy])
def test_copy_is_complete(error: LagAPIError, copied: Any) -> None:
    """Pickled and copied errors have the class, text and fields of the first."""
    other = copied(error)
    assert type(other) is type(error)
    assert other is not error
    assert vars(other) == vars(error)
    assert (other.args, str(other)) == (error.args, str(error))
    assert len(vars(other)) >= 10


def test_every_class_is_copied() -> None:
    """The examples have one error of each class."""
    assert sorted(type(error).__name__ for error in examples()) == sorted(
        cls.__name__ for cls in TREE
    )


def test_own_subclass_can_be_copied() -> None:
    """A caller's subclass with its own constructor can be copied."""
    other = through_pickle(Mine(1, 2))
    assert (type(other), other.sum, other.message) == (Mine, 3, "sum")


class Mine(LagServerError):
    """An error of a caller's own."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__("sum")
        self.sum = one + two


@pytest.mark.parametrize("copied", [through_pickle, copy.deepcopy, copy.copy])
def test_cause_that_cannot_be_copied_is_left_out(copied: Any) -> None:
    """A cause that cannot or must not be copied is left out; the rest of the error is kept."""
    error = placed(LagConnectionError("Lost", Uncopied("CaNaRy")), "unknown")
    error.__context__ = error.__cause__
    other = copied(error)
    assert (str(other), vars(other), other.__cause__) == (str(error), vars(error), None)
    assert b"CaNaRy" not in pickle.dumps(other)


class Uncopied(Exception):
    """An error that refuses to be copied, as those with a connection in them do."""

    def __reduce__(self) -> Any:
        raise TypeError("not pickled")


# Of an answer


@pytest.mark.parametrize(
    ("status", "cls", "code"),
    [
        (401, LagAuthError, "unauthorized"),
        (403, LagPermissionError, "forbidden"),
        (404, LagNotFoundError, "not_found"),
        (409, LagConflictError, "conflict"),
        (429, LagRateLimitError, "rate_limited"),
        (500, LagServerError, "server_error"),
        (503, LagServerError, "server_error"),
        (599, LagServerError, "server_error"),
        (100, LagAPIError, "Bad Thing"),
        (302, LagAPIError, "Bad Thing"),
        (400, LagBadRequestError, "Bad Thing"),
        (418, LagAPIError, "Bad Thing"),
        (422, LagBadRequestError, "Bad Thing"),
        (600, LagAPIError, "Bad Thing"),
    ],
)
def test_status_decides_the_class(status: int, cls: Any, code: str) -> None:
    """The status decides the class and most codes; other codes are the envelope's `error`."""
    error = error_from_response(status, ENVELOPE, "req_1", 7.5)
    assert type(error) is cls
    assert (error.status, error.code, error.message) == (status, code, "It is bad")
    assert (error.body, error.request_id) == (ENVELOPE, "req_1")
    assert error.retry_after_seconds == 7.5
    plain = error_from_response(status)
    assert (plain.message, plain.body) == (f"HTTP {status}", None)
    assert plain.code == (f"http_{status}" if code == "Bad Thing" else code)


@pytest.mark.parametrize(
    "body",
    [None, "text", 5, ["x"], {}, {"message": None}, {"message": ""}, {"message": 5, "error": [5]}],
    ids=str,
)
def test_message_must_be_text(body: Any) -> None:
    """Only a `message` that is text is the message; the body is kept as it came."""
    error = error_from_response(400, body)
    assert (error.message, error.code) == ("HTTP 400", "http_400")
    assert error.body == body


def test_message_can_be_printed() -> None:
    """Half an emoji becomes a question mark, because no terminal and no log accepts it."""
    error = error_from_response(400, {"message": "\ud83d is too long"})
    assert error.message == "? is too long"


def test_not_found_names_the_ids() -> None:
    """A 404 names the ids that were requested, and keeps them in copies."""
    error = LagNotFoundError("No such room", 404, "not_found")
    error.ids = {"server_id": "s", "room_id": "r"}
    for one in (error, pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert str(one).endswith("Check the ids: server_id 's', room_id 'r'.")
    assert LagNotFoundError("x").ids == {}


HOST = "https://lag.example"
FOREIGN = f"The response is not in the form of the Lag API: check `base_url` ({HOST})."
FIXED = f"Check the path and `base_url` ({HOST})."
AWAY = [
    (404, "<html>", "GET /servers/{server_id}", FOREIGN),
    (401, {"detail": "other API"}, "GET /servers/{server_id}", FOREIGN),
    (403, {"message": "Not Found", "documentation_url": "x"}, "GET /users/me", FOREIGN),
    (400, None, "GET /users/me", FOREIGN),
    (404, None, "HEAD /users/me", FIXED),
    (404, ENVELOPE, "GET /users/me", FIXED),
    (404, {"message": "No", "statusCode": 404}, "POST /servers/join/{code}", ""),
    (401, ENVELOPE, "GET /users/me", LagAuthError.advice),
    (302, "<html>", "GET /users/me", f"Check `base_url` ({HOST})."),
    (502, "<html>", "GET /users/me", LagServerError.advice),
    (429, "<html>", "GET /users/me", FEWER),
    (403, "<xml>", "GET https://images.example/1.png", LagPermissionError.advice),
]


@pytest.mark.parametrize(("status", "body", "line", "advice"), AWAY)
def test_response_of_another_host(status: int, body: Any, line: str, advice: str) -> None:
    """A response that the API does not send is advised as a wrong address, not as wrong ids."""
    error = placed(error_from_response(status, body), request=line)
    error.base_url = HOST
    assert str(error).partition("1 attempt). ")[2] == advice


@pytest.mark.parametrize("text", ["<html>", "{}"])
def test_undecodable_response_names_the_host(text: str) -> None:
    """A response that cannot be decoded may be of another host, so the advice names it."""
    error = LagDecodeError("x", 200, text)
    error.base_url = HOST
    assert f"Check `base_url` ({HOST})" in str(error)


@pytest.mark.parametrize("status", [400, 422])
def test_bad_request_lists_the_problems(status: int) -> None:
    """A list of messages is kept as it is, joined in the message, and survives a pickle."""
    listed = error_from_response(status, {"message": ["a is long", 5, "b is short"]})
    assert isinstance(listed, LagBadRequestError)
    assert (listed.message, listed.code) == ("a is long; b is short", f"http_{status}")
    assert pickle.loads(pickle.dumps(listed)).messages == ("a is long", "b is short")
    single = error_from_response(status, {"message": "No.", "error": "bad"})
    assert (single.code, single.messages) == ("bad", ("No.",))  # type: ignore[attr-defined]
    assert error_from_response(status).messages == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("module", "needs"),
    [
        ("transport.aiohttp", "aiohttp"),
        ("transport.pyreqwest", "pyreqwest"),
        ("testing", "pytest"),
    ],
)
def test_missing_package_names_what_to_install(module: str, needs: str) -> None:
    """A part of the package whose extra is not installed says how to install it."""
    program = f"import sys; sys.modules[{needs!r}] = None; import lagclient.{module}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ModuleNotFoundError: ")
    assert re.search(rf"python -m pip install .*{needs}", last)
