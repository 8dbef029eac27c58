"""The options of a client: what is accepted, and how the rest is refused."""

from __future__ import annotations

import functools
import math
import traceback
from datetime import datetime
from typing import Any, Callable, Dict, List
from unittest import mock

import httpx
import pytest

from lagclient import AsyncClient, Client, LagInvalidRequestError
from lagclient.calls.options import LIMIT, OPTIONS, refused, secret_headers
from lagclient.transport.aiohttp import AiohttpTransport
from lagclient.transport.httpx.transport import AsyncHttpxTransport, HttpxTransport
from lagclient.transport.options import ConnectionOptions
from lagclient.types import UNSET
from tests.kit.every import every

NUMBERS: List[Any] = [
    0,
    -1,
    0.0,
    math.nan,
    -math.inf,
    math.inf,
    1e308,
    10**400,
    True,
    "5",
    b"5",
    [1],
    1j,
]
WRONG: Dict[str, List[Any]] = {
    "timeout_seconds": NUMBERS,
    "deadline_seconds": NUMBERS,
    "max_retry_wait_seconds": NUMBERS,
    "max_retries": [-1, 1.0, True, None, "2", math.inf, math.nan],
    "retry_unsafe": [1, 0, None, "no"],
    "pacing": ["Wait", "", None, True, 1, ["wait"]],
    "extra_headers": [5, "a: b", [("a", "b")], {5: "x"}, {"a": 5}],
}
WRONG_IN_CONSTRUCTOR: Dict[str, List[Any]] = {
    **WRONG,
    "pacer": [5, "wait", object(), True],
    "user_agent": ["", " x", "x ", "a\nb", "\u00fc", None, 5, b"x"],
    "allow_http": [1, "yes", 0],
    "routes": [5, None, [None], {"a": 1}.values()],
    "transport": [5, object(), HttpxTransport, True],
    "http_client": [5, object(), httpx.Client, "https://lag.example"],
}


def refusals(wrong: Dict[str, List[Any]], take: Callable[..., Any]) -> List[str]:
    """Return the options that are accepted although they are wrong, or refused without a name."""
    missed = []
    for name, values in wrong.items():
        for value in values:
            try:
                take(**{name: value})
            except LagInvalidRequestError as error:
                if not str(error).startswith(f"`{name}` must "):
                    missed.append(f"{name}={value!r}: {error}")
            else:
                missed.append(f"{name}={value!r} is accepted")
    return missed


@pytest.mark.parametrize("cls", [Client, AsyncClient])
def test_wrong_options_are_refused_by_name(cls: Any) -> None:
    """A wrong type or range of any option is refused in the constructor and in with_options."""
    assert refusals(WRONG_IN_CONSTRUCTOR, lambda **option: cls(token="lag_pat_x", **option)) == []
    client = cls(token="lag_pat_x")
    assert refusals(WRONG, client.with_options) == []


def test_a_refusal_says_what_is_expected() -> None:
    """Messages have one grammar, and stay short whatever the value is."""
    with pytest.raises(
        LagInvalidRequestError, match=r"^`max_retries` must be an int from 0 up, not -1 \(int"
    ):
        Client(token="lag_pat_x", max_retries=-1)
    for huge in ("x" * 10_000, 10**10_000, [0] * 10_000):
        with pytest.raises(LagInvalidRequestError) as caught:
            Client(token="lag_pat_x", pacing=huge)  # type: ignore[arg-type]
        assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    ("value", "kept"),
    [(1, 1.0), (0.001, 0.001), (1e9, 1e9), (None, None)],
    ids=lambda value: str(value)[:9],
)
def test_seconds_that_are_accepted(value: Any, kept: Any) -> None:
    """Seconds are any number above zero that a clock can add; None is no limit."""
    assert LIMIT.checked("timeout_seconds", value) == kept
    waits = OPTIONS["max_retry_wait_seconds"].checked("max_retry_wait_seconds", value)
    assert waits == (math.inf if kept is None else kept)


# Headers


def test_header_names_are_lower_case() -> None:
    """Names are compared without case, so that none goes out twice; the last value counts."""
    assert secret_headers({"X-Trace": "1", "x-trace": "2", "ACCEPT": "a\tb c", "x-empty": ""}) == {
        "x-trace": "2",
        "accept": "a\tb c",
        "x-empty": "",
    }
    assert secret_headers(None) == secret_headers(UNSET) == {}


NAMES: List[Any] = ["", "a b", "a:b", "a\n", "\u00fc", "a\0", 5, None, b"x"]
RESERVED = ["Authorization", "AUTHORIZATION", "Content-Length", "content-type", "Host"]
RESERVED += ["transfer-encoding"]
VALUES: List[Any] = ["canary\n", "canary\r", "canary\0", "canary\x7f", "canary\u00fc", b"canary"]
VALUES += ["canary ", " canary", "\tcanary", "canary\t", " ", 5, None]
HEADERS: List[Any] = [{name: "canary"} for name in [*NAMES, *RESERVED]]
HEADERS += [{"x-fine": "canary", "X-Key": value} for value in VALUES]
HEADERS += [[("x-key", "canary")], "canary"]


def report_of(take: Callable[..., Any], **options: Any) -> str:
    """Return the report of a refusal, with the variables of all frames but those of this file."""
    with pytest.raises(LagInvalidRequestError) as caught:
        take(**options)
    error = caught.value
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    report.stack[:] = [frame for frame in report.stack if frame.filename != __file__]
    return f"{''.join(report.format())} {vars(error)}"


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@every("headers", HEADERS, ids=repr)
def test_header_values_are_never_shown(cls: Any, headers: Any) -> None:
    """A refused header is named; no message and no frame's variable has the value of any."""
    for take in (functools.partial(cls, token="x"), cls(token="x").with_options):
        report = report_of(take, extra_headers=headers)
        assert "`extra_headers` must " in report
        assert "canary" not in report


def test_header_values_are_hidden_whatever_else_is_wrong() -> None:
    """No other wrong option puts the values of headers into a report."""
    for wrong in ({"token": ""}, {"base_url": "x"}, {"max_retries": -1}, {"routes": 5}):
        options = {"token": "x", "extra_headers": {"x-key": "canary"}, **wrong}
        assert "canary" not in report_of(Client, **options)


PROXIES = [f"{scheme}://me:canary@proxy.example" for scheme in ("http", "https", "ftp", "")]
PROXIES += [f"http://me:canary@{address}" for address in ("", "proxy.example:99999", "a b")]


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@every("proxy", PROXIES, ids=repr)
def test_proxy_passwords_are_never_shown(cls: Any, proxy: str) -> None:
    """No message and no frame's variable has a proxy's password, whichever option is wrong."""
    for wrong in ({"token": ""}, {"max_connections": 0}, {"verify": 5}, {"routes": 5}):
        assert "canary" not in report_of(cls, **{"token": "x", "proxy": proxy, **wrong})


# Clients and transports of the caller


def test_the_other_kind_of_client_is_refused() -> None:
    """A blocking HTTP client or transport is refused by an AsyncClient, and the other way round."""
    options = ConnectionOptions()
    for name, blocking, asynchronous in (
        ("http_client", httpx.Client(), httpx.AsyncClient()),
        ("transport", HttpxTransport(options), AsyncHttpxTransport(options)),
        ("transport", HttpxTransport(options), AiohttpTransport()),
    ):
        take: Any = Client
        take(token="lag_pat_x", **{name: blocking})
        with pytest.raises(LagInvalidRequestError, match=f"`{name}` must be blocking"):
            take(token="lag_pat_x", **{name: asynchronous})
        take = AsyncClient
        take(token="lag_pat_x", **{name: asynchronous})
        with pytest.raises(LagInvalidRequestError, match=f"`{name}` must be asynchronous"):
            take(token="lag_pat_x", **{name: blocking})


def test_a_transport_that_looks_empty_is_used() -> None:
    """A transport counts although it has a length of zero."""

    class Empty:
        def __len__(self) -> int:
            return 0

        def send(self, request: Any, timeouts: Any) -> Any:
            raise AssertionError

    transport: Any = Empty()
    assert Client(token="lag_pat_x", transport=transport)._transport is transport


def test_http_client_is_not_a_transport() -> None:
    """An HTTP client that is passed as `transport` is refused: its `send` takes something else."""
    for cls, http in ((Client, httpx.Client()), (AsyncClient, httpx.AsyncClient())):
        take: Any = cls
        with pytest.raises(LagInvalidRequestError, match="pass an HTTP client as `http_client`"):
            take(token="lag_pat_x", transport=http)


def test_mocks_are_senders() -> None:
    """A mock has the methods of either kind."""
    for cls, sender in ((Client, mock.Mock()), (AsyncClient, mock.AsyncMock())):
        for name in ("http_client", "transport"):
            take: Any = cls
            assert take(token="lag_pat_x", **{name: sender}).is_robot is False


def test_value_is_shown_with_its_kind_but_for_text() -> None:
    """A date is shown whole, and text without the name of its type, which its quotes show."""
    shown = [refused("x", "y", value).message for value in (datetime(2026, 1, 2, 3, 4), "a", 5)]
    assert shown == [
        "`x` must be y, not datetime.datetime(2026, 1, 2, 3, 4) (datetime)",
        "`x` must be y, not 'a'",
        "`x` must be y, not 5 (int)",
    ]
