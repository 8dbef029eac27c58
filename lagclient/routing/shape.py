"""The schema of a route file: its keys and the types of their values."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Dict, List, Literal, Optional, Tuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lagclient.routing.document import Document
from lagclient.types import UNSET

Scopes = Annotated[List[str], BeforeValidator(lambda one: [one] if isinstance(one, str) else one)]
Prose = Annotated[str, AfterValidator(str.strip)]


class _Shape(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)


class PathShape(_Shape):
    """The description of a path parameter."""

    doc: str


class ParamShape(_Shape):
    """A parameter of the query, the body or the form."""

    type: str
    doc: str
    wire: Optional[str] = None
    required: bool = False
    null: bool = False
    positional: bool = False
    default: Any = UNSET
    length: Optional[Tuple[int, int]] = Field(default=None, strict=False)
    range: Optional[Tuple[int, int]] = Field(default=None, strict=False)
    of: Optional[str] = None


class ViaShape(_Shape):
    """The route by which a kind of credential reaches a method."""

    route: str
    pick: Optional[str] = None


class LimitShape(_Shape):
    """The number of calls that a kind of credential may make in a time."""

    count: int = Field(ge=1)
    seconds: int = Field(ge=1)


Limits = Dict[Literal["user", "robot"], LimitShape]


class RouteShape(_Shape):
    """One endpoint. Its keys are fields of `Route`; the sections hold its parameters."""

    doc: Prose
    request: str
    scope: Scopes
    model: str
    path: Dict[str, PathShape] = {}
    query: Dict[str, ParamShape] = {}
    body: Dict[str, ParamShape] = {}
    form: Dict[str, ParamShape] = {}
    body_name: str = ""
    items: Optional[str] = None
    iterators: List[str] = []
    status: Optional[int] = None
    replay: Optional[Literal["safe", "look", "never"]] = None
    because: Prose = ""
    always: Dict[str, Any] = {}
    when_gone: Optional[Dict[str, Any]] = None
    destructive: bool = False
    via: Dict[Literal["user", "robot"], ViaShape] = {}
    limits: Limits = {}


class FileShape(_Shape):
    """A route file."""

    namespace: str = Field(min_length=1)
    doc: Prose
    limits: Limits = {}
    routes: Dict[str, RouteShape] = {}


_WORDS = {
    "dictionary": "a mapping",
    "list": "a list",
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "tuple": "[minimum, maximum]",
}
"""The kinds of values in the words of YAML, by pydantic's."""


def _expected(message: str, section: str) -> str:
    """Return what a value must be, by pydantic's message and the key above the value's own."""
    text = re.sub("^(Input|String) should ", "must ", message.partition(" or instance of ")[0])
    text = re.sub(r"a valid (\w+)", lambda match: _WORDS.get(match[1], match[0]), text)
    is_param = text == "must be a mapping" and section in ("query", "body", "form")
    return f"{text} such as {{type: str, doc: ...}}" if is_param else text


def check(document: Document) -> Optional[FileShape]:
    """Validate the file; on failure, record the problems and return None."""
    if document.problems:
        return None
    try:
        return FileShape.model_validate(document.data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            where = fault["loc"]
            if fault["type"] == "extra_forbidden":
                message = f"unknown key {where[-1]!r}"
            elif fault["type"] == "missing":
                message = f"the key {where[-1]!r} is missing"
            else:
                # pydantic adds steps inside lists and keys: take the last key of the file.
                keys = [step for step in where if isinstance(step, str) and step != "[key]"]
                expected = _expected(fault["msg"], keys[-2] if keys[1:] else "")
                subject = f"`{keys[-1]}`" if keys else "the file"
                message = f"{subject} {expected}, not {fault['input']!r}"
            document.report(where, message)
        return None
