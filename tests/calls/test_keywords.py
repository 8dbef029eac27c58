"""Unknown arguments of constructors: the error names the right one, and shows no value."""

from __future__ import annotations

import inspect
import traceback
from typing import Any

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
    cls: Any = Client if ours in inspect.signature(Client).parameters else Bot
    assert ours in inspect.signature(cls).parameters
    with pytest.raises(TypeError) as caught:
        cls(**{name: "x"})
    text = f"{cls.__name__}() got an unexpected keyword argument {name!r}. Did you mean {ours!r}?"
    assert str(caught.value) == text


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
