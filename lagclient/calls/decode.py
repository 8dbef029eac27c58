"""Decode responses: models on success, typed errors otherwise."""

from __future__ import annotations

import functools
import importlib
import re
from types import FunctionType
from typing import Any, Callable, Dict, List, Optional, Tuple, cast

from lagclient.answer import Page
from lagclient.errors import (
    LagAPIError,
    LagDecodeError,
    LagRouteError,
    error_from_response,
    is_envelope,
)
from lagclient.routing.route import Route
from lagclient.transport.protocol import Reply, TransportError
from lagclient.transport.urls import without_user

ANY = "Any"
"""The model of responses whose data stays as it is."""

Decoder = Callable[[Reply], Any]
_Reader = Callable[[bytes], Any]


def decoder(route: Route, pick: Optional[str] = None) -> Decoder:
    """Return the function that decodes the successful responses of a route.

    It raises `LagDecodeError` for a response that is not the route's model. The cause is a
    `TransportError` if the response was cut off, or if it is not from the API: not JSON, or an
    error although its status is a success.

    Args:
        route: Names the model.
        pick: The attribute of the model that is the result; None: all of it.

    Raises:
        LagRouteError: The model is the caller's own, and cannot be used.
    """
    if route.model == ANY:
        return _undecoded
    is_own = ":" in route.model
    try:
        read = reader(route.model, route.items)
    except Exception as error:
        if not is_own:  # raised by a signal handler, say
            raise
        # The caller's module may raise anything.
        problem = f"`model` must be a class that can be imported, not {route.model!r}: {error!r}"
        raise LagRouteError([f"{route.full_name}: {problem}"]) from error

    def decode(reply: Reply) -> Any:
        cause: Exception
        try:
            if _is_error(reply.body):
                raise ValueError
            data = read(reply.body)
            return getattr(data, pick) if pick else data
        except ValueError as error:
            fault, lost = _fault_of(error, reply)
            cause = lost or error.with_traceback(None)
        except Exception as error:
            if not is_own:
                raise
            fault, cause = repr(error), error  # raised by a validator of the caller's own model
        raise LagDecodeError(
            f"The response is not {route.model}: {fault}",
            reply.status,
            reply.body.decode(errors="replace"),
            reply.headers.get("x-request-id"),
        ) from cause

    return decode


def _undecoded(reply: Reply) -> Any:
    """Return the JSON of a response, its bytes if it is something else, or None if it is empty."""
    import json

    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not reply.body or not (kind == "application/json" or kind.endswith("+json")):
        return reply.body or None
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        text, request_id = reply.body.decode(errors="replace"), reply.headers.get("x-request-id")
        lost = TransportError(f"it is not JSON: {error}", phase="read", sent=True)
        raise LagDecodeError("The response is not JSON", reply.status, text, request_id) from lost


def error_of(reply: Reply, retry_after_seconds: Optional[float]) -> LagAPIError:
    """Return the error for a response that is not a success."""
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


def is_absence(error: LagAPIError) -> bool:
    """Return whether the API says that something does not exist.

    A 404 of a gateway says nothing about it, because the request did not reach the API.
    """
    return error.status == 404 and is_envelope(error.body)


def gone(route: Route) -> Any:
    """Return the table's result for a DELETE that an earlier attempt has carried out."""
    if route.when_gone is None:
        return None
    result = dict(route.when_gone)
    return result if route.model == "dict" else model_class(route.model).model_validate(result)


def model_class(name: str) -> Any:
    """Return the type of a model: one of `lagclient.models`, ``package.module:Class``, a dict."""
    if name == "dict":
        return Dict[str, Any]
    module, _, attribute = name.rpartition(":")
    model = getattr(importlib.import_module(module or "lagclient.models"), attribute)
    if isinstance(model, FunctionType):  # pydantic would call it with the response
        raise TypeError(f"{attribute} is a function")
    return model


@functools.cache
def reader(model: str, items: Optional[str]) -> _Reader:
    """Return the function that decodes a body, built when its model is first needed."""
    shape, _, inner = model.rstrip("]").partition("[")
    from pydantic import Field, TypeAdapter, create_model

    if model == "None":
        validate = _mending(TypeAdapter[Any](Any).validator.validate_json)

        def read_nothing(body: bytes) -> None:
            if body.strip():
                validate(body)  # text was not sent by the API

        return read_nothing
    if not inner:
        return _mending(TypeAdapter[Any](model_class(model)).validator.validate_json)
    many: Any = List[model_class(inner)]  # type: ignore[misc]
    bare: _Reader = TypeAdapter(many).validate_json
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

        return _mending(to_page)
    if items is None:
        return _mending(bare)
    envelope: Any = create_model("Envelope", items=(many, Field(alias=items)))
    wrapped = envelope.__pydantic_validator__.validate_json
    # Some listings are documented neither as a list nor as an object, so both are accepted.
    return _mending(lambda body: bare(body) if body.lstrip()[:1] == b"[" else wrapped(body).items)


def _mending(read: _Reader) -> _Reader:
    """Replace lone surrogates, which JSON can escape and UTF-8 cannot encode, by U+FFFD.

    Otherwise one text that was cut inside an emoji would make a whole page undecodable.
    """

    def mend(body: bytes) -> Any:
        try:
            return read(body)
        except ValueError:
            import json

            if b"\\u" not in body:
                raise
            try:
                text = json.dumps(json.loads(body), ensure_ascii=False)
            except (ValueError, RecursionError):
                text = ""
            mended = re.sub("[\ud800-\udfff]", "\ufffd", text)
            if mended == text:
                raise
            return read(mended.encode())

    return mend


def is_page(body: bytes) -> bool:
    """Return whether a body is HTML or XML, such as the page of a proxy in front of the API."""
    return body[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


_ERROR = {"error", "message", "statusCode"}
_LONGEST_ERROR_BYTES = 10_000


def _is_error(body: bytes) -> bool:
    """Return whether a body has the API's error, and nothing else."""
    if len(body) > _LONGEST_ERROR_BYTES or not (b'"error"' in body or b'"statusCode"' in body):
        return False
    import json

    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and _ERROR.issuperset(cast("Dict[str, Any]", data))


def _fault_of(error: ValueError, reply: Reply) -> Tuple[str, Optional[TransportError]]:
    """Describe the fault; also return the failure of the transport if that is its cause."""
    kind = reply.headers.get("content-type", "no content type")
    if is_page(reply.body):
        # The request may not have reached the API.
        fault = f"it is a page ({kind}), not JSON"
        return fault, TransportError(fault, phase="read", sent=True)
    if _is_error(reply.body):
        fault = "it is an error, whatever its status says"
        return fault, TransportError(fault, phase="read", sent=True)
    if not reply.body.strip():
        fault = "it is empty"
        return fault, TransportError(fault, phase="read", sent=True, status=reply.status)
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return str(error), None  # raised by a validator of the caller's own model
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    if faults[0]["type"] == "json_invalid":
        if "EOF" not in faults[0]["msg"] or reply.body.lstrip()[:1] not in (b"{", b"["):
            fault = f"it is not JSON ({kind})"
            return fault, TransportError(fault, phase="read", sent=True)
        fault = f"it is cut off ({kind})"
        return fault, TransportError(fault, phase="read", sent=True, status=reply.status)
    where = ""
    for step in faults[0]["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where + ': ' if where else ''}{faults[0]['msg']}{more}", None
