"""The arguments of a command: words, converted by the annotations of the handler's parameters.

``async def roll(ctx, sides: int = 6, *, why: str = "")``: a parameter takes one word, or several in
quotes; ``*names`` takes all words that are left; a parameter after ``*`` takes the rest of the
line. One with a default, or annotated as Optional, may be left out: if a word does not fit it, and
others behind it are required, the word is for the next one.
"""

from __future__ import annotations

import enum
import inspect
import math
import re
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    List,
    Literal,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

import attrs

from lagclient import models
from lagclient.bot.context import CommandError, Context

T = TypeVar("T")

_WORD = re.compile(r'\s*(?:"([^"]*)"(?=\s|$)|“([^”]*)”(?=\s|$)|(\S+))')
_TRUTHS = {"yes": True, "true": True, "on": True, "1": True}
_TRUTHS.update({"no": False, "false": False, "off": False, "0": False})
REQUIRED = inspect.Parameter.empty
_KINDS: Mapping[Any, Literal["word", "words", "rest"]] = {
    inspect.Parameter.VAR_POSITIONAL: "words",
    inspect.Parameter.KEYWORD_ONLY: "rest",
}


@attrs.frozen
class Parameter:
    """A parameter of a command's handler."""

    name: str
    kind: Literal["word", "words", "rest"]
    convert: Callable[[str, Context], Any]
    """Takes the text; raises ValueError or LookupError if it does not fit. May be a coroutine."""
    expected: str
    """Completes "must be ...": a noun."""
    default: Any = REQUIRED

    def __str__(self) -> str:
        name = self.name if self.kind == "word" else f"{self.name}..."
        return f"<{name}>" if self.default is REQUIRED else f"[{name}]"


def parameters_of(parameters: Iterable[inspect.Parameter], hints: Mapping[str, Any]) -> Any:
    """Return the `Parameter` of each parameter behind that of the context, or raise ValueError."""
    result: List[Parameter] = []
    for each in parameters:
        kind = _KINDS.get(each.kind, "word")
        if each.kind is each.VAR_KEYWORD or (result and result[-1].kind != "word"):
            raise ValueError(f"`{each.name}` must not follow a parameter that takes all the rest")
        annotation, default = hints.get(each.name, str), each.default
        if is_union(annotation) and type(None) in get_args(annotation):
            annotation = Union[tuple(a for a in get_args(annotation) if a is not type(None))]
            default = None if default is REQUIRED else default
        default = () if kind == "words" else default
        result.append(Parameter(each.name, kind, *_converter(each.name, annotation), default))
    return result


def is_union(annotation: Any) -> bool:
    """Return whether it is written with Union, Optional or ``|``."""
    return get_origin(annotation) is Union or type(annotation).__name__ == "UnionType"


def _converter(name: str, annotation: Any) -> Tuple[Callable[[str, Context], Any], str]:
    """The converter of an annotation, and the noun for what it takes."""
    metadata: Sequence[Any] = getattr(annotation, "__metadata__", ())
    own = next(filter(callable, metadata), None)
    if own is not None:
        return (lambda text, _: own(text)), f"valid for {getattr(own, '__name__', 'its converter')}"
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        members = {member.name.casefold(): member for member in annotation}
        values = {str(member.value).casefold(): member for member in annotation}
        choices: Dict[str, Any] = {**values, **members}
        return _choice(choices), f"one of {', '.join(members)}"
    if get_origin(annotation) is Literal:
        choices = {str(value).casefold(): value for value in get_args(annotation)}
        return _choice(choices), f"one of {', '.join(choices)}"
    if annotation in _CONVERTERS:
        return _CONVERTERS[annotation]
    kinds = ", ".join(kind.__name__ for kind in _CONVERTERS)
    raise ValueError(
        f"`{name}` must be annotated with {kinds}, an Enum, a Literal, Optional of one of these, "
        f"or Annotated[type, function], not {annotation!r}"
    )


def _choice(choices: Mapping[str, Any]) -> Callable[[str, Context], Any]:
    return lambda text, _: choices[text.casefold()]


def _number(text: str, _: Context) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def _named(text: str, items: Iterable[T], names: Callable[[T], Iterable[Optional[str]]]) -> List[T]:
    wanted = text.casefold()
    return [item for item in items if wanted in [n.casefold() for n in names(item) if n]]


async def _member(text: str, ctx: Context) -> models.ServerMember:
    members = await ctx.client.servers.members.list(ctx.bot.server_id)
    name = text.lstrip("@")
    by_account = _named(name, members, lambda m: (m.user_id, m.username))
    # Else by the names that are shown, which may be those of many.
    (member,) = by_account or _named(name, members, lambda m: (m.display_name,))
    return member


async def _room(text: str, ctx: Context) -> models.Room:
    rooms = await ctx.client.servers.rooms.list(ctx.bot.server_id)
    (room,) = _named(text.lstrip("#"), rooms, lambda r: (r.id, r.name))
    return room


_CONVERTERS: Mapping[Any, Tuple[Callable[[str, Context], Any], str]] = {
    str: ((lambda text, _: text), "text"),
    int: ((lambda text, _: int(text)), "a whole number"),
    float: (_number, "a number"),
    bool: (_choice(_TRUTHS), "yes or no"),
    models.ServerMember: (_member, "a member of this server"),
    models.Room: (_room, "a room of this server"),
}


async def converted(
    parameters: Sequence[Parameter], ctx: Context
) -> Tuple[List[Any], Dict[str, Any]]:
    """Convert the text of a command to the arguments behind the context, or raise CommandError."""
    args: List[Any] = []
    named: Dict[str, Any] = {}
    at, text = 0, ctx.text.rstrip()
    for number, parameter in enumerate(parameters, 1):
        word, end = _next(text, at)
        if word is None and parameter.default is REQUIRED:
            raise CommandError(f"`{parameter.name}` is missing.")
        if parameter.kind == "rest":
            rest = text[at:].strip()
            value = await _value(parameter, rest, ctx) if rest else parameter.default
            named[parameter.name] = value
            at = len(text)
        elif word is None:
            if parameter.kind == "word":
                args.append(parameter.default)
        else:
            try:
                args.append(await _value(parameter, word, ctx))
            except CommandError:
                is_for_next = any(later.default is REQUIRED for later in parameters[number:])
                if parameter.default is REQUIRED or not is_for_next:
                    raise
                args.append(parameter.default)
                continue
            at = end
            while parameter.kind == "words" and at < len(text):
                word, at = _next(text, at)
                args.append(await _value(parameter, word or "", ctx))
    if parameters and at < len(text):
        raise CommandError(f"{quoted(text[at:].strip())} is one argument too many.")
    return args, named


def _next(text: str, at: int) -> Tuple[Optional[str], int]:
    match = _WORD.match(text, at)
    if match is None:
        return None, at
    return next(group for group in match.groups() if group is not None), match.end()


async def _value(parameter: Parameter, text: str, ctx: Context) -> Any:
    try:
        value = parameter.convert(text, ctx)
        return await value if inspect.isawaitable(value) else value
    except (ValueError, LookupError):
        expected = f"must be {parameter.expected}, not {quoted(text)}"
        raise CommandError(f"`{parameter.name}` {expected}.") from None


def quoted(text: str) -> str:
    """Quote what someone wrote: in one line, not too long, and without mentioning anyone."""
    text = text if len(text) <= 60 else f"{text[:60]}…"
    return repr(text).replace("@", "@\u200b")
