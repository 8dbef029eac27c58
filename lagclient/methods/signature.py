"""The signature of a method as text: parameters, annotations, result."""

from __future__ import annotations

from typing import List

from lagclient.methods.flavour import Flavour
from lagclient.routing.method import Method
from lagclient.routing.route import Param
from lagclient.types import UNSET

WIDTH = 96
"""Columns of the written source."""

_TYPES = {
    "datetime": "Union[datetime, str]",
    "image": "ImageInput",
    "cursor": "Optional[CursorInput]",
    "on_gap": "OnGap",
    "seconds": "float",
    "id": "Optional[str]",
    "limit": "Optional[float]",
    "progress": "Optional[Progress]",
    "target": "DownloadTarget",
    "count": "Optional[int]",
    "place": "Union[datetime, str, None]",
}

_PLAIN = {"None": "None", "dict": "Dict[str, Any]"}

_UNIONS = {"RobotEvent": "AnyRobotEvent"}
"""The union that an annotation names instead of the base of its models, so that `type` narrows."""


def annotation(param: Param) -> str:
    """Return the annotation of a parameter."""
    if param.type in ("str", "int", "bool"):
        plain = param.type
    else:
        plain = _TYPES.get(param.type) or f"models.{param.type}"
    return plain if param.required or param.default is not UNSET else f"Omittable[{plain}]"


def returns(method: Method, flavour: Flavour) -> str:
    """Return the annotation of a method's result."""
    shape, _, name = method.route.model.rstrip("]").rpartition("[")
    inner = _model(name)
    later = "Async" if flavour.is_async else ""
    if method.kind == "events":
        return f"{later}Listening"
    if method.kind == "history":
        return f"{later}History[{inner}]"
    result = {"list": f"List[{inner}]", "page": f"Page[{inner}]"}.get(shape, inner)
    if method.kind == "pages":
        result = f"Page[{inner}]"
    if flavour.raw:
        result = f"Answer[{result}]"
    return f"{later}Pages[{result}]" if method.kind == "pages" else result


def _model(name: str) -> str:
    if name in _PLAIN:
        return _PLAIN[name]
    return name.replace(":", ".") if ":" in name else f"models.{_UNIONS.get(name, name)}"


def parameters(method: Method, *, stub: bool = False, explains: bool = False) -> List[str]:
    """Return the parameters of a method as source; a stub shows defaults as ``...``.

    With `explains`, the method takes any arguments, so that its body can say what is wrong with
    them: ``_extra`` has those without a name, ``_unknown`` those with a name that it does not have,
    and a missing one that must have a name is ``REQUIRED``.
    """
    parts, star = ["self"], "*_extra" if explains else "*"
    for param in method.params:
        if not param.positional and star not in parts:
            parts.append(star)
        part = f"{param.name}: {annotation(param)}"
        if not param.required:
            part += " = ..." if stub else f" = {param.default!r}"
        elif explains and not param.positional:
            part += " = REQUIRED"
        parts.append(part)
    return [*parts, "**_unknown"] if explains else parts


def definition(
    method: Method,
    flavour: Flavour,
    *,
    indent: str = "",
    stub: bool = False,
    explains: bool = False,
) -> str:
    """Return the ``def`` of a method, on several lines only if one line would be too long.

    `stub` and `explains` are those of `parameters`.
    """
    is_async = flavour.is_async and method.is_awaited
    start = f"{indent}{'async ' if is_async else ''}def {method.name}("
    end = f") -> {returns(method, flavour)}:"
    parts = parameters(method, stub=stub, explains=explains)
    line = start + ", ".join(parts) + end
    if len(line) <= WIDTH:
        return line
    return "\n".join([start, *(f"{indent}    {part}," for part in parts), indent + end])
