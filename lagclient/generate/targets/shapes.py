"""Read the models as shapes without a language: fields by wire name, with type and presence.

The pydantic models say everything once: names and aliases, types, docstrings, and by
`lagclient.models.base.Presence` which fields the API may leave out. Targets in other languages are
written from these shapes.
"""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from typing import Any, Dict, Mapping, Optional, Tuple

import attrs

from lagclient import models
from lagclient.models.base import LagModel, Presence

_ALIASES = {"Text": "str", "Moment": "Timestamp", "Number": "float", "_Texts": "List[str]"}
"""The types of event data, each of which may be missing or null."""


@attrs.frozen
class Kind:
    """A type: a plain name, or a shape with types inside."""

    name: str
    """``str``, ``int``, ``float``, ``bool``, ``Timestamp``, ``None``, ``Any``, ``List``, ``Dict``,
    ``Literal``, or the name of a model or of a choice of texts."""
    inner: Tuple[Kind, ...] = ()


@attrs.frozen
class Field:
    """One field of a shape."""

    name: str
    wire: str
    kind: Kind
    doc: str
    nullable: bool
    optional: bool
    """Whether the API may leave the field out."""


@attrs.frozen
class Shape:
    """One model."""

    name: str
    doc: str
    base: Optional[str]
    """The model that it extends; None for `LagModel`."""
    fields: Tuple[Field, ...]
    """Its own fields, without those of the base."""


def shapes() -> Dict[str, Shape]:
    """Return the shape of each model, by name; a base stands before what extends it."""
    shapes_by_name: Dict[str, Shape] = {}
    for name in sorted(models.__all__):
        one = getattr(models, name)
        if isinstance(one, type) and issubclass(one, LagModel) and one is not LagModel:
            _add(one, shapes_by_name)
    return shapes_by_name


def _add(model: type[LagModel], shapes_by_name: Dict[str, Shape]) -> None:
    base = model.__bases__[0]
    if issubclass(base, LagModel) and base is not LagModel:
        _add(base, shapes_by_name)
    shapes_by_name.setdefault(model.__name__, shape_of(model))


@functools.cache
def shape_of(model: type[LagModel]) -> Shape:
    """Return the shape of one model."""
    base = model.__bases__[0]
    docs = _field_docs(model)
    own: Mapping[str, Any] = vars(model).get("__annotations__", {})
    fields = [
        _field(name, own[name], model, docs.get(name, ""))
        for name in model.model_fields
        if name in own
    ]
    return Shape(
        model.__name__,
        inspect.getdoc(model) or "",
        None if base is LagModel else base.__name__,
        tuple(fields),
    )


def _field(name: str, annotation: str, model: type[LagModel], doc: str) -> Field:
    info = model.model_fields[name]
    node = ast.parse(annotation, mode="eval").body
    outer = _subscripted(node)
    marks = [mark for mark in info.metadata if isinstance(mark, Presence)]
    if isinstance(node, ast.Name) and node.id in _ALIASES:
        node = ast.parse(_ALIASES[node.id], mode="eval").body
    elif outer in ("Optional", "Omitted", "OmittedOrNull"):
        assert isinstance(node, ast.Subscript)
        node = node.slice
    nullable = outer == "Optional" or Presence.OMITTED_OR_NULL in marks
    # A field of `UserIdentity` that is Any for the sake of Python's type checkers, and always None.
    kind = Kind("None") if doc == "None." else _kind(node)
    return Field(name, info.alias or name, kind, doc, nullable, bool(marks))


def _kind(node: ast.expr) -> Kind:
    if isinstance(node, ast.Name):
        return Kind(node.id)
    if isinstance(node, ast.Constant) and node.value is None:
        return Kind("None")
    assert isinstance(node, ast.Subscript), ast.dump(node)
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    name = _subscripted(node)
    if name == "SerializeAsAny":
        return _kind(inside[0])
    if name == "Union":
        # ``Union[RsvpStatus, str]``: a value that this version does not know is kept as text.
        return _kind(inside[0])
    if name == "Literal":
        return Kind(name, tuple(Kind(ast.literal_eval(one)) for one in inside))
    return Kind(name, tuple(_kind(one) for one in inside))


def _subscripted(node: ast.expr) -> str:
    """Return the name before the brackets, as in ``List[str]``; empty if there are none."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return node.value.id
    return ""


def _field_docs(model: type[LagModel]) -> Dict[str, str]:
    """Read the text under each field in the source of a model."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(node, ast.ClassDef)
    docs: Dict[str, str] = {}
    for one, after in zip(node.body, node.body[1:]):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            text = after.value if isinstance(after, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                docs[one.target.id] = inspect.cleandoc(text.value)
    return docs
