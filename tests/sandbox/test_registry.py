from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lagclient.resources import TABLE
from lagclient.sandbox import handlers, registry


def test_who_writes():
    """Of the GETs, only those that may write are run as writers, and have to wait for others."""
    writers = {name for name in TABLE if TABLE[name].method == "GET" and handlers.writes(name)}
    assert writers == {
        "events.list",
        "events.get",
        "events.guests.list",
        "events.templates.list",
    }
    assert all(handlers.writes(name) for name in TABLE if TABLE[name].method != "GET")


def test_a_handler_is_for_one_route_of_the_table():
    """A handler of a route that there is not, or a second one, is a mistake in the code."""
    with pytest.raises(LookupError, match=r"no route users\.fetch"):
        registry.handles("users.fetch")
    handlers.handler_of("users.get")
    with pytest.raises(LookupError, match="already"):
        registry.handles("users.get")


def test_handlers_do_not_import_one_another():
    """Handlers share only what stands below them, so a route can be read by itself."""
    package = handlers.__name__
    for file in Path(handlers.__path__[0]).glob("[!_]*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                assert not any(name.startswith(f"{package}.") for name in names), file.name
