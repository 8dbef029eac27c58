"""Arguments of commands: words, converted by annotations."""

from __future__ import annotations

import enum
import inspect
import typing
from typing import Any, Callable, List, Literal, Optional, Tuple

import anyio
import pytest

from lagclient.bot.arguments import Parameter, _named, converted, parameters_of, quoted
from lagclient.bot.context import CommandError
from tests.kit.every import every


class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"


def even(text: str) -> int:
    if int(text) % 2:
        raise ValueError
    return int(text)


def one(ctx: Any, a: str) -> None: ...
def number(ctx: Any, a: int) -> None: ...
def fraction(ctx: Any, a: float) -> None: ...
def truth(ctx: Any, a: bool) -> None: ...
def size(ctx: Any, a: Size) -> None: ...
def choice(ctx: Any, a: Literal["on", "off", 3]) -> None: ...
def own(ctx: Any, a: typing.Annotated[int, even]) -> None: ...
def optional(ctx: Any, a: Optional[int], b: int = 6) -> None: ...
def many(ctx: Any, a: int, *rest: int) -> None: ...
def rest(ctx: Any, a: str, *, b: str = "none") -> None: ...
def optional_first(ctx: Any, a: int = 5, *, b: str) -> None: ...
def optional_before(ctx: Any, a: Optional[int], b: bool, *c: str) -> None: ...
def untyped(ctx, a): ...  # type: ignore[no-untyped-def]
def nothing(ctx: Any) -> None: ...


def parameters(function: Callable[..., Any]) -> List[Parameter]:
    hints = typing.get_type_hints(function, include_extras=True)
    result: List[Parameter] = parameters_of(
        list(inspect.signature(function).parameters.values())[1:], hints
    )
    return result


class Written:
    """A context that has a text and nothing else."""

    def __init__(self, text: str) -> None:
        self.text = text


def values(function: Callable[..., Any], text: str) -> Tuple[List[Any], Any]:
    return anyio.run(converted, parameters(function), Written(text))  # type: ignore[arg-type]


RIGHT = {
    "word": (one, "a", ["a"], {}),
    "quoted": (one, '"two words"', ["two words"], {}),
    "typographic quotes": (one, "“two words”", ["two words"], {}),
    "empty quotes": (one, '""', [""], {}),
    "quote inside": (one, "it's", ["it's"], {}),
    "open quote": (one, '"a', ['"a'], {}),
    "int": (number, "-12", [-12], {}),
    "float": (fraction, "1.5", [1.5], {}),
    "bool": (truth, "Yes", [True], {}),
    "no": (truth, "off", [False], {}),
    "enum by name": (size, "small", [Size.SMALL], {}),
    "enum by value": (size, "L", [Size.LARGE], {}),
    "literal": (choice, "OFF", ["off"], {}),
    "number literal": (choice, "3", [3], {}),
    "own converter": (own, "4", [4], {}),
    "left out": (optional, "", [None, 6], {}),
    "first only": (optional, "2", [2, 6], {}),
    "both": (optional, "2 3", [2, 3], {}),
    "many": (many, "1 2 3", [1, 2, 3], {}),
    "none of many": (many, "1", [1], {}),
    "rest": (rest, 'a  b "c"  d ', ["a"], {"b": 'b "c"  d'}),
    "no rest": (rest, "a", ["a"], {"b": "none"}),
    "fits the first": (optional_first, "2 cats", [2], {"b": "cats"}),
    "fits the next": (optional_first, "no cats", [5], {"b": "no cats"}),
    "fits the one behind": (optional_before, "yes a", [None, True, "a"], {}),
    "untyped": (untyped, "5", ["5"], {}),
    "context only": (nothing, "what ever", [], {}),
}

WRONG = {
    "missing": (one, "", "`a` is missing."),
    "too many": (one, "a b c", "'b c' is one argument too many."),
    "int": (number, "many", "`a` must be a whole number, not 'many'."),
    "nan": (fraction, "nan", "`a` must be a number, not 'nan'."),
    "bool": (truth, "maybe", "`a` must be yes or no, not 'maybe'."),
    "enum": (size, "medium", "`a` must be one of small, large, not 'medium'."),
    "literal": (choice, "x", "`a` must be one of on, off, 3, not 'x'."),
    "own": (own, "3", "`a` must be valid for even, not '3'."),
    "nothing left": (optional_first, "2", "`b` is missing."),
    "fits neither": (optional_before, "x", "`b` must be yes or no, not 'x'."),
    "one of many": (many, "1 x", "`rest` must be a whole number, not 'x'."),
}


@every("name", list(RIGHT))
def test_words_become_arguments(name: str) -> None:
    """Each word is converted by the annotation of its parameter."""
    function, text, args, named = RIGHT[name]
    assert values(function, text) == (args, named)


@every("name", list(WRONG))
def test_wrong_argument_is_explained(name: str) -> None:
    """The error says which argument must be what, and what it is."""
    function, text, problem = WRONG[name]
    with pytest.raises(CommandError) as caught:
        values(function, text)
    assert str(caught.value) == problem


def test_empty_name_fits_nothing() -> None:
    """A member who has no display name, or a room without a name, is not meant by "@" or "#"."""
    names = {"usr_1": None, "usr_2": "Mira"}
    rows: List[Tuple[str, List[str]]] = [("", []), ("mira", ["usr_2"]), ("USR_1", ["usr_1"])]
    for text, ids in rows:
        assert _named(text, names, lambda user: (user, names[user])) == ids


def test_usage_shows_what_may_be_left_out() -> None:
    """Required parameters are in angle brackets, others in square ones."""
    shown = [" ".join(map(str, parameters(f))) for f in (one, optional, many, rest)]
    assert shown == ["<a>", "[a] [b]", "<a> [rest...]", "<a> [b...]"]


def test_quoted_text_mentions_no_member() -> None:
    """What someone wrote is repeated in one line, cut, and without a mention that works."""
    assert quoted("@sam\n" + "x" * 100) == "'@\u200bsam\\n" + "x" * 55 + "…'"
