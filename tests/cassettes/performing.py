"""A step, made by either client. Where the API pages, the pages are walked."""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import Any, Optional

from lagclient import AsyncClient, Client
from lagclient.resources import TABLE

from .cases import Step


def is_paged(step: Step) -> bool:
    """Whether its method has pages to walk."""
    return TABLE[step.method].model.startswith("page[")


def perform(step: Step, client: Client, pages: Optional[int] = None) -> Any:
    """What the blocking client makes of it; of a real room, a few pages are enough."""
    result = _method(step, client)(*step.args, **step.options)
    return list(islice(result, pages)) if is_paged(step) else result


async def perform_async(step: Step, client: AsyncClient) -> Any:
    """What the async client makes of it."""
    result = _method(step, client)(*step.args, **step.options)
    return [page async for page in result] if is_paged(step) else await result


def _method(step: Step, client: Any) -> Any:
    namespace, _, name = step.method.rpartition(".")
    if is_paged(step):
        name = TABLE[step.method].iterators[0]
    return attrgetter(f"{namespace}.{name}" if namespace else name)(client)
