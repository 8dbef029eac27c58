"""The pages of the models: the fields of each, the values of each enumeration."""

from __future__ import annotations

import enum
import functools
import inspect
import re
from typing import Any, Dict, Iterator, Tuple, get_args

import griffe
from docs.generator.docstrings import prose, signature
from docs.generator.symbols import Places, link
from lagclient import models
from pydantic import BaseModel

Group = Tuple[str, Tuple[str, ...]]


def groups() -> Dict[str, Tuple[str, ...]]:
    """Return the public names of each module of models."""
    exported: Dict[str, Tuple[str, ...]] = models._EXPORTS  # type: ignore[attr-defined]
    return exported


def page_of(module: str) -> str:
    """Return the page of a module of models."""
    return f"reference/models/{module}.md"


def places() -> Dict[str, str]:
    """Return where each model is documented."""
    return {
        name: f"{page_of(module)}#{name}"
        for module, names in groups().items()
        for name in names
    }


def pages(known: Places) -> Iterator[Tuple[str, str]]:
    """Yield the page of each module of models."""
    for module, names in groups().items():
        page = page_of(module)
        source = _source()[module]
        title = (
            module.replace("_", " ").capitalize().replace("Dm", "Direct message")
        )
        parts = [
            f"# {title}",
            prose(source.docstring.value if source.docstring else ""),
        ]
        parts += [
            f"## {name} {{ #{name} }}\n\n{_described(module, name, page, known)}"
            for name in names
        ]
        yield page, "\n\n".join(parts) + "\n"


def _described(module: str, name: str, page: str, known: Places) -> str:
    value = getattr(models, name)
    source = _source()[module].members.get(name)
    doc = (
        prose(inspect.cleandoc(source.docstring.value))
        if source and source.docstring
        else ""
    )
    if inspect.isclass(value) and issubclass(value, BaseModel):
        return "\n\n".join(
            part
            for part in (
                doc,
                _bases(value, page, known),
                _fields(value, page, known),
            )
            if part
        )
    if inspect.isclass(value) and issubclass(value, enum.Enum):
        rows = [f"| `{one.name}` | `{one.value}` |" for one in value]
        return "\n".join([doc, "", "| Name | Value |", "|---|---|", *rows])
    if inspect.isfunction(value):
        assert isinstance(source, griffe.Function)
        return (
            signature(
                name, [str(p) for p in _parameters(source)], str(source.returns)
            )
            + "\n\n"
            + doc
        )
    if values := get_args(value):
        listed = ", ".join(f"`{one}`" for one in values if isinstance(one, str))
        return "\n\n".join(
            part for part in (doc, f"One of {listed}." if listed else "") if part
        )
    return "\n\n".join(part for part in (doc, f"`{value!r}`") if part)


def _parameters(function: griffe.Function) -> Iterator[str]:
    for one in function.parameters:
        default = f" = {one.default}" if one.default is not None else ""
        yield f"{one.name}: {one.annotation}{default}"


def _bases(model: Any, page: str, known: Places) -> str:
    base = model.__mro__[1]
    if base in (BaseModel, models.LagModel):
        return ""
    return f"A {link(known, page, base.__name__)}, with:"


def _fields(model: Any, page: str, known: Places) -> str:
    rows = [
        (f"`{name}`", _type(str(source.annotation), page, known), _meaning(source))
        for name in model.model_fields
        if (source := _attribute(model, name)) is not None
    ]
    if not rows:
        return ""
    heads = ("Field", "Type", "Meaning")[
        : 3 if any(meaning for *_, meaning in rows) else 2
    ]
    lines = [heads, ("---",) * len(heads), *(row[: len(heads)] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _meaning(source: Any) -> str:
    return (
        " ".join(prose(source.docstring.value).split()) if source.docstring else ""
    )


def _attribute(model: Any, name: str) -> Any:
    """The field's own statement in the class, or None if it is inherited."""
    source = _source()[model.__module__.rpartition(".")[2]].members.get(
        model.__name__
    )
    return source.members.get(name) if source else None


def _type(annotation: str, page: str, known: Places) -> str:
    names = [name for name in re.findall(r"[A-Z]\w+", annotation) if name in known]
    return link(known, page, names[-1], annotation) if names else f"`{annotation}`"


@functools.cache
def _source() -> Any:
    return griffe.load("lagclient.models", try_relative_path=False)
