from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lagclient.resources import TABLE
from lagclient.sandbox import handlers, registry


def test_readers_and_writers():
    """Only GETs that may write run as writers, because a writer waits for other writers."""
    own = handlers.Handlers()
    writers = {r.full_name for r in TABLE.values() if r.method == "GET" and own.writes(r)}
    assert writers == {
        "events.list",
        "events.get",
        "events.guests.list",
        "events.templates.list",
    }
    assert all(own.writes(route) for route in TABLE.values() if route.method != "GET")


def test_handler_of_an_unknown_route():
    """A handler for an unknown route, or a second one for a route, is an error at import."""
    with pytest.raises(LookupError, match=r"route of the table, not 'users\.fetch'"):
        registry.handles("users.fetch")
    with pytest.raises(LookupError, match=r"not a second one for users\.get"):
        registry.handles("users.get")


def test_handlers_do_not_import_one_another():
    """Handlers share only modules below them, so a route can be read by itself."""
    package = handlers.__name__
    for file in Path(handlers.__path__[0]).glob("[!_]*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                assert not any(name.startswith(f"{package}.") for name in names), file.name
