"""Which function answers which route.

A handler is a plain function from a `Request` to the body of the answer, in the API's own names.
It runs inside the request's transaction, refuses by raising an `ApiError`, and knows nothing of
HTTP: the status of its success is the table's. An answer that takes its time is a `Held` or a
`Stream`.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Set, TypeVar

from lagclient.resources import TABLE
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.world.world import Request

Handler = Callable[[Request], Any]
HandlerT = TypeVar("HandlerT", bound=Handler)

_HANDLERS: Dict[str, Handler] = {}
_WRITERS: Set[str] = set()


def handles(full_name: str, *, writes: bool = False) -> Callable[[HandlerT], HandlerT]:
    """Make a function the handler of a route, named as in the table.

    A handler of a GET that writes has to say so; of the other methods, all may write.
    """
    if full_name not in TABLE:
        raise LookupError(f"The table has no route {full_name}")
    if full_name in _HANDLERS:
        raise LookupError(f"{full_name} has a handler already")

    def register(handler: HandlerT) -> HandlerT:
        _HANDLERS[full_name] = handler
        if writes or TABLE[full_name].method != "GET":
            _WRITERS.add(full_name)
        return handler

    return register


def handler_of(full_name: str) -> Handler:
    """The handler of a route; one that answers 501 if nobody has written it yet."""
    return _HANDLERS.get(full_name, _not_implemented)


def writes(full_name: str) -> bool:
    """Whether the handler of a route may write."""
    return full_name in _WRITERS


def _not_implemented(request: Request) -> Any:
    raise ApiError(501, f"The sandbox does not support {request.route.full_name} yet")
