"""Check names of methods and namespaces: valid in Python, and not used twice."""

from __future__ import annotations

import keyword
import re
from functools import partial
from typing import Callable, Dict, Iterator, List, Mapping, Sequence, Tuple

import attrs

from lagclient.routing.document import Document, Entry, Problem
from lagclient.routing.route import Route

TAKEN = frozenset(
    {"self", "raw", "close", "aclose", "with_options", "is_robot", "pool_stats", "request"}
)
"""Names that a client or a method already has."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def is_name(text: str) -> bool:
    """Return whether a method, a parameter or a part of a namespace can have this name."""
    return bool(_NAME.fullmatch(text)) and not keyword.iskeyword(text) and text not in TAKEN


def namespaces(
    new: Sequence[Entry], old: Sequence[Route], declared: Mapping[str, Document]
) -> Iterator[Problem]:
    """Yield problems of namespaces: an invalid name, or the name of a method."""
    reports: Dict[str, Callable[[str], Problem]] = {e.route.namespace: e.report for e in new}
    for namespace, file in declared.items():
        reports[namespace] = partial(file.problem, ("namespace",))
    reports.pop("", None)
    routes = [*old, *(entry.route for entry in new)]
    methods = {name for route in routes for name in _method_names(route)}
    for namespace, report in reports.items():
        steps = namespace.split(".")
        for count, step in enumerate(steps, 1):
            if not is_name(step):
                yield report(f"a namespace must be snake_case names, not {step!r}")
            if ".".join(steps[:count]) in methods:
                yield report(f"{'.'.join(steps[:count])} must be a namespace or a method, not both")
    taken = {route.namespace for route in old}
    for entry in new:
        for name in _method_names(entry.route):
            if any(f"{namespace}.".startswith(f"{name}.") for namespace in taken):
                yield entry.report(f"{name} must be a namespace or a method, not both")


def twice(new: Sequence[Entry], old: Sequence[Route]) -> Iterator[Problem]:
    """Yield methods that share a name, and new routes that share a request."""
    where = {name: route.full_name for route in old for name in _method_names(route)}
    for entry in new:
        route = entry.route
        for key in (*_method_names(route), _request(route)):
            if key in where:
                yield entry.report(f"{key} must be used once, not also by {where[key]}", "request")
            where.setdefault(key, route.full_name)


def replaced(base: Sequence[Route], new: Sequence[Entry]) -> Tuple[List[Route], List[str]]:
    """Return the routes of the Lag API without the methods that the caller's routes replace.

    A release may add an endpoint that a program describes itself; the program must still work.

    Returns:
        The routes, and one line for each endpoint that both have.
    """
    own: Dict[str, Route] = {}
    for entry in new:
        own.update(dict.fromkeys((*_method_names(entry.route), _request(entry.route)), entry.route))
    remaining: List[Route] = []
    both: List[str] = []
    for route in base:
        names = [*_method_names(route)]
        twins = [own[key] for key in (*names, _request(route)) if key in own]
        if twins:
            both.append(f"{twins[0].full_name} (lagclient's {route.full_name})")
            iterators = [one for one, name in zip(route.iterators, names[1:]) if name not in own]
            route = attrs.evolve(route, iterators=iterators)
        # The client itself needs its `identity`.
        if route.full_name not in own or route.full_name == "identity":
            remaining.append(route)
    return remaining, both


def _request(route: Route) -> str:
    return re.sub(r"{.*?}", "{}", route.line)


def _method_names(route: Route) -> Iterator[str]:
    prefix = f"{route.namespace}." if route.namespace else ""
    for name in (route.name, *route.iterators):
        yield prefix + name
