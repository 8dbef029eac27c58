"""The results of both clients for a cassette, and the check of their types."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Dict, Iterator, get_args

import httpx

from lagclient import AsyncClient, Client, Page, models
from lagclient.routing.route import Route

from . import vcrpy7
from .performing import perform, perform_async
from .staging import Stage

# A request that is not on the cassette fails at once.
OPTIONS: Dict[str, Any] = {"max_retries": 0}
# Reading certificates takes longer than all else, and nothing is sent.
QUICK: Dict[str, Any] = {"verify": False, "trust_env": False}


def data_of(stage: Stage) -> Any:
    with contextlib.ExitStack() as stack:
        options = dict(OPTIONS)
        if vcrpy7.IS_IN_USE:
            options["http_client"] = stack.enter_context(httpx.Client(**QUICK))
        client = Client(token=stage.token, base_url=stage.base_url, **options)
        return perform(stage.step, stack.enter_context(client))


def data_of_async(stage: Stage) -> Any:
    async def run() -> Any:
        async with contextlib.AsyncExitStack() as stack:
            options = dict(OPTIONS)
            if vcrpy7.IS_IN_USE:
                http_client = httpx.AsyncClient(**QUICK)
                options["http_client"] = await stack.enter_async_context(http_client)
            client = AsyncClient(token=stage.token, base_url=stage.base_url, **options)
            return await perform_async(stage.step, await stack.enter_async_context(client))

    return asyncio.run(run())


def assert_typed(data: Any, route: Route) -> None:
    """Check that data has the type of its route; a list must not be empty, or it shows nothing."""
    shape, _, inner = route.model.rstrip("]").rpartition("[")
    if route.model == "None":
        assert data is None
        return
    if shape == "page":
        assert len(data) > 1
        assert all(isinstance(page, Page) for page in data)
        data = [item for page in data for item in page]
    assert isinstance(data, list) == bool(shape)
    items = data if shape else [data]
    assert items
    classes = {*classes_in(getattr(models, inner))}
    assert all(classes & {type(item), type(item).__base__} for item in items)


def classes_in(model: Any) -> Iterator[type]:
    """Yield the classes of a model, which may be a union of annotated classes."""
    if isinstance(model, type):
        yield model
    for part in get_args(model):
        yield from classes_in(part)
