"""Unknown arguments of constructors: the error names the right one, and shows no value."""

from __future__ import annotations

import inspect
import traceback
from asyncio import run
from typing import Any, Dict
from unittest import mock

import pytest

from lagclient import AsyncClient, Bot, Client
from lagclient.calls.keywords import ELSEWHERE
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN
from tests.kit.every import every

CLIENT = Client(token=USER_TOKEN)
PER_CALL = [*inspect.signature(CLIENT.with_options).parameters]
UNKNOWN = "() got an unexpected keyword argument"


@every("name", ELSEWHERE)
def test_name_of_another_library_is_explained(name: str) -> None:
    """The error names our argument, which exists, for each name that another library uses."""
    ours = ELSEWHERE[name]
    ways: Dict[str, Any] = {"Client": Client, "Bot": Bot, "Client.request": CLIENT.request}
    way = next(way for way, call in ways.items() if ours in inspect.signature(call).parameters)
    with pytest.raises(TypeError) as caught:
        ways[way](**{name: "x"})
    assert str(caught.value) == f"{way}{UNKNOWN} {name!r}. Did you mean {ours!r}?"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: Client(USER_TOKEN),  # type: ignore[misc]
            "Client() takes its arguments by name, such as token=...",
        ),
        (
            lambda: AsyncClient(max_retrys=1),  # type: ignore[call-arg]
            f"AsyncClient{UNKNOWN} 'max_retrys'. Did you mean 'max_retries'?",
        ),
        (
            lambda: CLIENT.with_options(timeout=1),  # type: ignore[call-arg]
            f"Client.with_options{UNKNOWN} 'timeout'. Did you mean 'timeout_seconds'?",
        ),
        (
            lambda: CLIENT.with_options(api_key="x"),  # type: ignore[call-arg]
            f"Client.with_options{UNKNOWN} 'api_key'. It has {', '.join(PER_CALL)}",
        ),
        (
            lambda: Bot(ROBOT_TOKEN, "?"),  # type: ignore[misc]
            "Bot() takes only `token` without a name; write others by name, such as prefix=...",
        ),
        (
            lambda: CLIENT.request("GET", "/x", {}),  # type: ignore[misc]
            (
                "Client.request() takes only `method` and `path` without a name; "
                "write others by name, such as query=..."
            ),
        ),
        (
            lambda: CLIENT.request("GET"),  # type: ignore[call-arg]
            "Client.request() needs an argument: 'path'",
        ),
        (
            lambda: run(AsyncClient(token=USER_TOKEN).request("GET", "/x", headers={})),  # type: ignore[call-arg]
            f"AsyncClient.request{UNKNOWN} 'headers'. It has method, path, query, json, replay",
        ),
    ],
)
def test_wrong_argument(call: Any, text: str) -> None:
    """The error names the public class, and what to write."""
    with pytest.raises(TypeError) as caught:
        call()
    assert str(caught.value) == text


def test_class_of_a_program_is_not_blamed() -> None:
    """The error of a subclass that passes a wrong argument on names the class that refuses it."""

    class Mine(Client):
        def __init__(self, timeout: int) -> None:
            super().__init__(timeout=timeout)  # type: ignore[call-arg]

    with pytest.raises(TypeError, match=r"^Client\(\) got"):
        Mine(5)


def test_coroutine_function_stays_one() -> None:
    """A test may replace the client by a mock whose coroutine functions can be awaited."""
    spec = mock.create_autospec(AsyncClient, instance=True)
    spec.request.return_value = 5
    assert run(spec.request("GET", "/users/me")) == 5


@pytest.mark.parametrize("options", [{"api_key": "secret-1"}, {"token": "secret-1 "}])
def test_no_frame_shows_the_token(options: Any) -> None:
    """The frames of the error have no value, because reports of errors show variables."""
    with pytest.raises(Exception) as caught:  # noqa: PT011
        Client(**options)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    ours = [frame for frame in frames if "/tests/" not in frame.filename]
    assert ours
    assert "secret-1" not in "".join(str(frame.locals) for frame in ours)


def test_signature_stays() -> None:
    """Tools see the arguments that exist, and no place for others."""
    kinds = {param.kind for param in inspect.signature(Client).parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}
