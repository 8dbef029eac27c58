from __future__ import annotations

import pytest

from lagclient.resources import TABLE
from lagclient.sandbox import registry


def test_who_writes():
    """Of the GETs, only those that may write are run as writers, and have to wait for others."""
    writers = {name for name in TABLE if TABLE[name].method == "GET" and registry.writes(name)}
    assert writers == {
        "events.list",
        "events.get",
        "events.guests.list",
        "events.templates.list",
    }
    assert all(registry.writes(name) for name in TABLE if TABLE[name].method != "GET")


def test_a_handler_is_for_one_route_of_the_table():
    """A handler of a route that there is not, or a second one, is a mistake in the code."""
    with pytest.raises(LookupError, match=r"no route users\.fetch"):
        registry.handles("users.fetch")
    registry.handler_of("users.get")
    with pytest.raises(LookupError, match="already"):
        registry.handles("users.get")
