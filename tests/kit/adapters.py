"""The transports that are extras, as more ways for the tests of both clients to go."""

from __future__ import annotations

import sys
from typing import Any, Dict, List, Tuple

from lagclient.client import AsyncClient, Client
from lagclient.transport.aiohttp.transport import AiohttpTransport

ADAPTERS: Dict[str, Tuple[str, Any]] = {"aiohttp": ("asyncio", AiohttpTransport)}
"""By name: how its client is driven (``sync`` or ``asyncio``), and what makes it."""
if sys.version_info >= (3, 11):
    from lagclient.transport.pyreqwest import PyreqwestTransport

    ADAPTERS["pyreqwest"] = ("sync", PyreqwestTransport)

SYNC_ADAPTERS = [name for name in ADAPTERS if ADAPTERS[name][0] == "sync"]
ASYNC_ADAPTERS = [name for name in ADAPTERS if ADAPTERS[name][0] == "asyncio"]
KINDS = ["sync", "asyncio", "trio", *ADAPTERS]
"""Clients over our own pool, and over each adapter."""
ASYNC_KINDS = ["asyncio", "trio", *ASYNC_ADAPTERS]


def adapter(name: str, **options: Any) -> Any:
    """A transport of that name."""
    return ADAPTERS[name][1](**options)


def through(kind: str, options: Dict[str, Any]) -> Tuple[str, Dict[str, Any]]:
    """How a client of that kind is driven, and its options: an adapter takes some of them."""
    if kind not in ADAPTERS:
        return kind, options
    own: List[str] = ["proxy", "verify", "trust_env", "max_connections"]
    carrier = adapter(kind, **{name: options[name] for name in own if name in options})
    left = {name: value for name, value in options.items() if name not in own}
    return ADAPTERS[kind][0], {**left, "transport": carrier}


def backend_of(kind: str) -> str:
    """How a client of that kind is driven: ``sync``, ``asyncio`` or ``trio``."""
    return ADAPTERS[kind][0] if kind in ADAPTERS else kind


def client_by(kind: str, url: str, **options: Any) -> Any:
    """A client of that kind."""
    backend, options = through(kind, options)
    return (Client if backend == "sync" else AsyncClient)(
        token="lag_pat_canary7f3a", base_url=url, **options
    )


CARRIER = """
import importlib
def carrier(name):
    module, _, cls = name.partition(":")
    return getattr(importlib.import_module(module), cls)() if name else None
"""
"""For programs that are run by tests: makes a transport of what `named` says."""


def named(kind: str) -> str:
    """Which adapter that is, for a program; nothing for our own pool."""
    if kind not in ADAPTERS:
        return ""
    made = ADAPTERS[kind][1]
    return f"{made.__module__}:{made.__qualname__}"
