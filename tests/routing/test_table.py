"""The routes of the Lag API: what a change of routes/*.yaml must not change unseen."""

from __future__ import annotations

import inspect
import json
import re
from functools import cached_property
from typing import Any, List, Mapping

import pytest

from lagclient import resources
from lagclient.methods.flavour import FLAVOURS, Flavour, class_name
from lagclient.resources import TABLE
from lagclient.routing.load import camel
from lagclient.routing.route import Limit, Param, Route
from lagclient.routing.table import Table
from lagclient.types import UNSET
from tests.kit.every import every
from tests.kit.snapshots import Snapshot

ROUTES = list(TABLE.values())
METHODS = [method for namespace in TABLE.namespaces for method in TABLE.methods(namespace)]


def built(namespace: str, name: str, flavour: Flavour) -> Any:
    """A method of the Lag API, as its class has it."""
    return getattr(getattr(resources, class_name(namespace, flavour)), name)


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda f: f.prefix or "Sync")
def test_route_is_a_method(flavour: Flavour) -> None:
    """Every route but a stream is a method of its class in all flavours, and nothing else is."""
    names = {
        f"{namespace}.{name}".lstrip(".")
        for namespace in TABLE.namespaces
        for name, member in vars(getattr(resources, class_name(namespace, flavour))).items()
        if not name.startswith("_") and not isinstance(member, cached_property)
    }
    streams = {name for name in TABLE if TABLE[name].model.startswith("stream[")}
    iterators = {
        method.full_name
        for method in METHODS
        if method.kind != "call" and flavour.offers(method.kind)
    }
    assert names == (set(TABLE) - streams) | iterators


@pytest.mark.parametrize("flavour", FLAVOURS[1:], ids=lambda f: f.prefix)
def test_flavours_agree(flavour: Flavour) -> None:
    """Each method has the same parameters and the same documentation in all flavours."""
    sync = FLAVOURS[0]
    for method in METHODS:
        if not flavour.offers(method.kind):
            continue
        name = method.full_name
        one, other = (built(method.route.namespace, method.name, way) for way in (sync, flavour))
        here, there = inspect.signature(one), inspect.signature(other)
        assert list(here.parameters.values()) == list(there.parameters.values()), name
        assert inspect.iscoroutinefunction(other) == (flavour.is_async and method.is_awaited), name
        assert outside_of_result(one) == outside_of_result(other), name


def outside_of_result(function: Any) -> List[str]:
    """The paragraphs of a docstring but for the one that names the result."""
    found = inspect.getdoc(function).split("\n\n")
    assert sum(part.startswith("Returns:\n") for part in found) == 1
    return [part for part in found if not part.startswith("Returns:\n")]


def described(table: Table) -> str:
    """Return the table as text: each route and its methods, without their documentation."""
    blocks = [f"all routes\n{limits_line(table.limits)}"] if table.limits else []
    return "\n\n".join(blocks + [described_route(table, route) for route in table.values()]) + "\n"


def described_route(table: Table, route: Route) -> str:
    """Return the lines of one route; what is as usual has no line."""
    kinds = table.kinds(route.namespace)
    methods = [f"{name} ({kind})" for name, (of, kind) in kinds.items() if of == route.name]
    result = route.model + (f" in {route.items}" if route.items else "")
    status = "" if route.status == (204 if route.model == "None" else 200) else f" {route.status}"
    lines = [
        route.full_name,
        f"    {route.line} ->{status} {result}",
        f"    scope: {', '.join(route.scope)}",
        f"    methods: {', '.join(methods)}",
        f"    replay: {route.replay}" + (f" at {route.look}" if route.look else ""),
    ]
    if route.when_gone is not None:
        lines.append(f"    when gone: {json.dumps(route.when_gone)}")
    lines += [
        f"    a {kind} calls {via.route}" + (f" and picks {via.pick}" if via.pick else "")
        for kind, via in route.via.items()
    ]
    if route.limits:
        lines.append(limits_line(route.limits))
    return "\n".join(lines + [f"    {described_param(param)}" for param in route.params])


def limits_line(limits: Mapping[str, Limit]) -> str:
    """Return the line of limits, by the kind of credential."""
    return "    limits: " + ", ".join(f"{kind} {limit}" for kind, limit in limits.items())


def described_param(param: Param) -> str:
    """Return the line of one parameter; those of a path are positional and required anyway."""
    words = [f"{param.where} {param.name}: {param.type}"]
    if param.where != "path":
        words += [word for word in ("required", "positional") if getattr(param, word)]
    words += ["None clears it"] if param.null else []
    words += [f"default {param.default!r}"] if param.default is not UNSET else []
    words += [f"sent as {param.wire}"] if param.wire not in (param.name, camel(param.name)) else []
    bounds = {"length": param.length, "range": param.range}
    words += [f"{name} {bound[0]} to {bound[1]}" for name, bound in bounds.items() if bound]
    words += [f"describes {param.of}"] if param.of else []
    return ", ".join(words)


def test_table_equals_its_snapshot(snapshot: Snapshot) -> None:
    """A change of the table shows in table.txt: scopes, replays, wire names, what None clears.

    Review the diff: whether a POST may be repeated is a judgement, and its reason is the
    route's `because`.
    """
    snapshot("table.txt", described(TABLE))


def test_reads_put_and_delete_are_safe() -> None:
    """Reads, PUT and DELETE may be repeated, because a second one changes nothing more."""
    judged = {(route.method, route.replay) for route in ROUTES}
    assert {one for one in judged if one[0] in ("GET", "PUT", "DELETE")} == {
        ("GET", "safe"),
        ("PUT", "safe"),
        ("DELETE", "safe"),
    }


def test_path_parameters_are_positional() -> None:
    """The parts of a path are required, and need no name."""
    params = [param for route in ROUTES for param in route.params if param.where == "path"]
    assert all(param.positional and param.required for param in params)


def test_list_has_its_paginate() -> None:
    """Each `list` and `list_...` has its `paginate`; two older iterators remain."""
    older = {"dms": {"iter_messages"}, "servers.rooms.messages": {"iter"}}
    for namespace in TABLE.namespaces:
        names = {name: kind for name, (_, kind) in TABLE.kinds(namespace).items()}
        lists = {name for name in names if re.match(r"list(_|$)", name)}
        walkers = {name.replace("list", "paginate", 1) for name in lists}
        found = {name for name, kind in names.items() if kind == "pages"}
        assert found == walkers | older.get(namespace, set())


def test_added_method_needs_its_route() -> None:
    """A method of several requests exists where its route does; a route of its name replaces it."""
    row = {"method": "GET", "path": "/images", "scope": ("user",), "model": "Ok"}
    alone = Table({"images": ""}, {"images": {"status": row}}, {})
    assert alone.kinds("images") == {"status": ("status", "call"), "wait": ("status", "wait")}
    own = Table({"images": ""}, {"images": {"status": row, "wait": row}}, {})
    assert own.kinds("images")["wait"] == ("wait", "call")


@every("route", ROUTES, ids=lambda route: route.full_name)
def test_doc_is_a_sentence(route: Route) -> None:
    """The first line of a doc is one sentence that fits a line; every text ends with a period."""
    first, _, rest = route.doc.partition("\n")
    assert re.fullmatch(r"[A-Z][^.]*\.", first)
    assert len(first) <= 90
    assert rest == "" or re.match(r"\n\S", rest)
    for text in (route.doc, route.because, *(param.doc for param in route.params)):
        assert text == "" or re.fullmatch(r"[A-Z`].*\.", text, re.DOTALL), text
