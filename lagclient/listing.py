"""Listings that have no method: walk through their pages by path."""

from __future__ import annotations

from typing import Any, Optional, Type, TypeVar

from lagclient.answer import Page
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
    """Walk through the pages of a listing that has no method of its own.

    Args:
        client: Who asks.
        path: Path of the listing, its values percent-encoded.
        item_model: The model of an item.
        items_key: The key that holds the items in an answer.
        limit: Items on one page.
        cursor: Where the first page begins.
        prefetch: Ask for the next page while this one is worked on.
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
    """Walk through the pages of a listing that has no method of its own: see `sync_paginate`."""
    call = _listing(path, item_model, items_key, limit, cursor)
    return AsyncPages(client._perform, call, prefetch=prefetch)


def _listing(path: str, item_model: Type[Any], items_key: str, *values: Any) -> Call:
    """The call of a listing that is not in the table."""
    route = Route(
        namespace="",
        name="paginate",
        method="GET",
        path=path,
        scope=("user", "robot"),
        model=f"page[{item_model.__module__}:{item_model.__qualname__}]",
        items=items_key,
        params=(
            Param("limit", "query", "int", "Items on one page.", "limit"),
            Param("cursor", "query", "str", "Where the page begins.", "cursor"),
        ),
        replay="safe",
    )
    return Call(route, values)
