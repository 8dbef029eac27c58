"""Iterate over the pages of a listing that has no method, by its path."""

from __future__ import annotations

from typing import Any, Optional, Type, TypeVar

from lagclient.answer import Page
from lagclient.calls.custom import checked_path
from lagclient.client import AsyncClient, Client
from lagclient.pagination.pages import AsyncPages, Pages
from lagclient.routing.call import Call
from lagclient.routing.route import Param, Route

T = TypeVar("T")


def sync_paginate(
    client: Client,
    path: str,
    item_model: Type[T],
    items_key: str,
    limit: Optional[int] = None,
    cursor: Optional[str] = None,
    *,
    prefetch: bool = False,
) -> Pages[Page[T]]:
    """Iterate over the pages of a listing that has no method of its own.

    Args:
        client: The client that sends the requests.
        path: Path of the listing, its values percent-encoded.
        item_model: The model of an item.
        items_key: The key that holds the items in a response.
        limit: Number of items on a page.
        cursor: Where the first page begins.
        prefetch: Fetch the next page while the program works on this one.
    """
    call = _listing(path, item_model, items_key, limit, cursor)
    return Pages(client._perform, call, prefetch=prefetch)


def async_paginate(
    client: AsyncClient,
    path: str,
    item_model: Type[T],
    items_key: str,
    limit: Optional[int] = None,
    cursor: Optional[str] = None,
    *,
    prefetch: bool = False,
) -> AsyncPages[Page[T]]:
    """Iterate over the pages of a listing that has no method of its own: see `sync_paginate`."""
    call = _listing(path, item_model, items_key, limit, cursor)
    return AsyncPages(client._perform, call, prefetch=prefetch)


def _listing(path: str, item_model: Type[Any], items_key: str, *values: Any) -> Call:
    """Return the call of a listing that is not in the table."""
    route = Route(
        namespace="",
        name="paginate",
        method="GET",
        path=checked_path(path),
        scope=("user", "robot"),
        model=f"page[{item_model.__module__}:{item_model.__qualname__}]",
        items=items_key,
        params=(
            Param("limit", "query", "int", "Number of items on a page.", "limit"),
            Param("cursor", "query", "str", "Where the page begins.", "cursor"),
        ),
        replay="safe",
    )
    return Call(route, values)
