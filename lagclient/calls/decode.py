"""Replies to data: models on success, typed errors otherwise."""

from __future__ import annotations

import functools
import importlib
from typing import Any, Callable, List, Optional

from lagclient.answer import Page
from lagclient.errors import LagAPIError, LagDecodeError, error_from_response
from lagclient.routing.route import Route
from lagclient.transport.protocol import Reply
from lagclient.transport.urls import without_user

Reader = Callable[[bytes], Any]


def data_of(route: Route, reply: Reply) -> Any:
    """The data of a successful reply.

    Raises:
        LagDecodeError: The reply is not what the route's model says; it carries the reply's text.
    """
    from pydantic import ValidationError

    try:
        return reader(route.model, route.items)(reply.body)
    except (ValidationError, ImportError, AttributeError) as error:
        # A caller's own model is imported here, when there is an answer already.
        fault = _first_fault(error, reply) if isinstance(error, ValidationError) else str(error)
        raise LagDecodeError(
            f"The answer is no {route.model}: {fault}",
            reply.status,
            reply.body.decode(errors="replace"),
            reply.headers.get("x-request-id"),
        ) from error


def error_of(reply: Reply, retry_after_seconds: Optional[float]) -> LagAPIError:
    """The error for a reply that is no success."""
    import json

    text = reply.body.decode(errors="replace")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = text or None
    error = error_from_response(
        reply.status, body, reply.headers.get("x-request-id"), retry_after_seconds
    )
    location = reply.headers.get("location")
    if 300 <= reply.status < 400 and location:
        # The query may have a secret, and a relative address is shown as it is.
        place = without_user(location.partition("#")[0])
        error.message += f": the API redirects to {place}; the client does not follow redirects"
        error.args = (error.message,)
    return error


def gone(route: Route) -> Any:
    """The data of a DELETE that had worked before: what the table says."""
    if route.when_gone is None:
        return None
    return model_class(route.model).model_validate(dict(route.when_gone))


def model_class(name: str) -> Any:
    """The class of a model: one of `lagclient.models`, or ``package.module:Class``."""
    module, _, attribute = name.rpartition(":")
    return getattr(importlib.import_module(module or "lagclient.models"), attribute)


@functools.cache
def reader(model: str, items: Optional[str]) -> Reader:
    """What turns a body into data; made when the first answer of that model arrives."""
    if model == "None":
        return lambda _: None
    shape, _, inner = model.rstrip("]").partition("[")
    from pydantic import Field, TypeAdapter, create_model

    if not inner:
        read: Reader = TypeAdapter[Any](model_class(model)).validator.validate_json
        return read
    many: Any = List[model_class(inner)]  # type: ignore[misc]
    bare: Reader = TypeAdapter(many).validate_json
    if shape == "page":
        page: Any = create_model(
            "Page",
            items=(many, Field(alias=items)),
            has_more=(bool, Field(alias="hasMore")),
            next_cursor=(Optional[str], Field(default=None, alias="nextCursor")),
        )
        read_page = page.__pydantic_validator__.validate_json

        def to_page(body: bytes) -> Page[Any]:
            read = read_page(body)
            return Page(read.items, read.has_more, read.next_cursor, items or "items")

        return to_page
    if items is None:
        return bare
    envelope: Any = create_model("Envelope", items=(many, Field(alias=items)))
    wrapped = envelope.__pydantic_validator__.validate_json
    # Some listings are documented in neither form: both are taken, one cannot look like the other.
    return lambda body: bare(body) if body.lstrip()[:1] == b"[" else wrapped(body).items


def _first_fault(error: Any, reply: Reply) -> str:
    """The first thing that is wrong, and where: ``messages[3].createdAt: Field required``."""
    if not reply.body.strip():
        return "it is empty"
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    where = ""
    for step in faults[0]["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    kind = reply.headers.get("content-type", "no content type")
    if faults[0]["type"] == "json_invalid":
        return f"it is no JSON ({kind})"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where + ': ' if where else ''}{faults[0]['msg']}{more}"
