"""A step, called with either client. A listing is called by its iterator."""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import Any, Optional

from lagclient import AsyncClient, Client
from lagclient.resources import TABLE

from .cases import Step


def is_paged(step: Step) -> bool:
    """Return whether its method returns pages."""
    return TABLE[step.method].model.startswith("page[")


def perform(step: Step, client: Client, pages: Optional[int] = None) -> Any:
    """Return the result of the sync client; `pages` bounds the pages of a real room."""
    result = _method(step, client)(*step.args, **step.options)
    return list(islice(result, pages)) if is_paged(step) else result


async def perform_async(step: Step, client: AsyncClient) -> Any:
    """Return the result of the async client."""
    result = _method(step, client)(*step.args, **step.options)
    return [page async for page in result] if is_paged(step) else await result


def _method(step: Step, client: Any) -> Any:
    namespace, _, name = step.method.rpartition(".")
    if is_paged(step):
        name = TABLE[step.method].iterators[0]
    return attrgetter(f"{namespace}.{name}" if namespace else name)(client)
