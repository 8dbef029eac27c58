"""The routes of the Lag API: what a change of routes/*.yaml must not change unseen."""

from __future__ import annotations

import inspect
import re
from functools import cached_property
from typing import Any, Dict, List, Set, Tuple

import pytest

from lagclient import resources
from lagclient.methods.flavour import FLAVOURS, Flavour, class_name
from lagclient.resources import TABLE
from lagclient.routing.load import camel
from lagclient.routing.route import Route
from tests.kit.every import every

ROUTES = list(TABLE.values())
STREAMS = {"robots.events.sse"}
LISTENERS = {"robots.events.polling", "robots.events.stream"}
METHODS = [method for namespace in TABLE.namespaces for method in TABLE.methods(namespace)]
# What a second request would do is said in each route's `because`; here it is only counted.
POSTS = {
    "safe": {
        "dms.create",
        "events.guests.admit",
        "events.guests.reject",
        "events.rsvp",
        "friends.block",
        "servers.upload_icon",
        "users.import_steam_avatar",
        "users.upload_avatar",
    },
    "look": {"dms.send_message", "servers.rooms.messages.send"},
    "never": {
        "events.create",
        "events.templates.create",
        "events.toggle_external_access",
        "friends.accept",
        "friends.decline",
        "friends.send_request",
        "images.upload",
        "servers.create",
        "servers.invites.create",
        "servers.invites.invite_friend",
        "servers.invites.join",
        "servers.members.ban",
        "servers.members.mute",
        "servers.roles.create",
        "servers.rooms.create",
        "users.cancel_deletion",
        "users.register_push_token",
        "users.request_deletion",
        "users.setup",
    },
}
ROBOTS = {
    "identity": "robot",
    "robots.events.poll": "robot",
    "robots.events.sse": "robot",
    "servers.members.list": "robot:read_members",
    "servers.rooms.list": "robot:read_rooms",
    "servers.rooms.messages.delete": "robot:send_messages",
    "servers.rooms.messages.edit": "robot:send_messages",
    "servers.rooms.messages.list": "robot:read_messages",
    "servers.rooms.messages.send": "robot:send_messages",
}
PUBLIC = {"servers.invites.preview", "system.health", "system.status", "system.version"}


def built(namespace: str, name: str, flavour: Flavour) -> Any:
    """A method of the Lag API, as its class has it."""
    return getattr(getattr(resources, class_name(namespace, flavour)), name)


def test_the_api_has_87_routes() -> None:
    """No route is lost, and none comes unnoticed."""
    assert len(ROUTES) == len(TABLE) == 87


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda f: f.prefix or "Sync")
def test_every_route_is_a_method(flavour: Flavour) -> None:
    """Every route but a stream is a method of its class, in all flavours, and none is more."""
    names = {
        f"{namespace}.{name}".lstrip(".")
        for namespace in TABLE.namespaces
        for name, member in vars(getattr(resources, class_name(namespace, flavour))).items()
        if not name.startswith("_") and not isinstance(member, cached_property)
    }
    walks = {
        method.full_name
        for method in METHODS
        if method.kind != "call" and flavour.offers(method.kind)
    }
    assert names == (set(TABLE) - STREAMS) | walks
    assert {name for name in TABLE if TABLE[name].model.startswith("stream[")} == STREAMS


@pytest.mark.parametrize("flavour", FLAVOURS[1:], ids=lambda f: f.prefix)
def test_the_flavours_are_in_step(flavour: Flavour) -> None:
    """Each method has the same parameters in all flavours, and the same is said of them."""
    sync = FLAVOURS[0]
    for method in METHODS:
        if not flavour.offers(method.kind):
            continue
        name, is_call = method.full_name, method.kind == "call"
        one, other = (built(method.route.namespace, method.name, way) for way in (sync, flavour))
        here, there = inspect.signature(one), inspect.signature(other)
        assert list(here.parameters.values()) == list(there.parameters.values()), name
        assert inspect.iscoroutinefunction(other) == (flavour.is_async and is_call), name
        assert outside_of_result(one) == outside_of_result(other), name


def outside_of_result(function: Any) -> List[str]:
    """The paragraphs of a docstring but for the one that names the result."""
    found = inspect.getdoc(function).split("\n\n")
    assert sum(part.startswith("Returns:\n") for part in found) == 1
    return [part for part in found if not part.startswith("Returns:\n")]


def test_what_robots_may_call() -> None:
    """Robots have these methods, each with its permission, beside the public ones."""
    robots = {
        name: route.robot_scopes
        for name, route in TABLE.items()
        if route.robot_scopes and name not in PUBLIC
    }
    assert robots == {name: (scope,) for name, scope in ROBOTS.items()}


def test_what_is_public() -> None:
    """These routes need no credential."""
    assert {name for name, route in TABLE.items() if "public" in route.scope} == PUBLIC


def test_which_posts_are_repeated() -> None:
    """Each POST has been judged: what a second one would do decides whether it is repeated."""
    judged: Dict[str, Set[str]] = {"safe": set(), "look": set(), "never": set()}
    for name, route in TABLE.items():
        if route.method == "POST":
            judged[route.replay].add(name)
    assert judged == POSTS


def test_what_is_not_a_post_is_safe() -> None:
    """Reads, PUT, DELETE and the PATCHes, which all set values, may be repeated."""
    others = {(r.method, r.replay) for r in ROUTES if r.method != "POST"}
    assert others == {("GET", "safe"), ("PUT", "safe"), ("PATCH", "safe"), ("DELETE", "safe")}


def test_where_a_lost_message_is_looked_for() -> None:
    """A send is looked for in the listing of its own conversation or room."""
    assert {name: route.look for name, route in TABLE.items() if route.look} == {
        "dms.send_message": "dms.list_messages",
        "servers.rooms.messages.send": "servers.rooms.messages.list",
    }


def test_what_a_lost_delete_answers() -> None:
    """A DELETE that answers something has that answer in the table."""
    assert {name: route.when_gone for name, route in TABLE.items() if route.when_gone} == {
        "events.cancel": {"status": "cancelled"},
        "events.templates.delete": {"ok": True},
        "users.remove_push_token": {"ok": True},
    }


def test_what_is_reached_through_other_routes() -> None:
    """Users get these from another route than robots."""
    ways = {(n, k, v.route, v.pick) for n, r in TABLE.items() for k, v in r.via.items()}
    assert ways == {
        ("identity", "user", "users.me", None),
        ("servers.members.list", "user", "servers.get", "members"),
        ("servers.rooms.list", "user", "servers.get", "rooms"),
    }


def params() -> List[Tuple[str, Any]]:
    """All parameters, with the names of their routes."""
    return [(name, param) for name, route in TABLE.items() for param in route.params]


def test_what_none_clears() -> None:
    """None is sent as null for these four parameters and no other."""
    assert {(name, param.name) for name, param in params() if param.null} == {
        ("servers.create", "icon_emoji"),
        ("servers.update", "icon_emoji"),
        ("servers.update", "icon_url"),
        ("users.update_me", "steam_id"),
    }


def test_what_is_called_otherwise_on_the_wire() -> None:
    """Only these parameters have a wire name that does not follow from their own."""
    assert {
        (n, p.name, p.wire) for n, p in params() if p.where != "path" and p.wire != camel(p.name)
    } == {
        ("images.upload", "image", "file"),
        ("servers.upload_icon", "image_base64", "image"),
        ("users.search", "query", "q"),
        ("users.steam_lookup", "query", "q"),
        ("users.upload_avatar", "image_base64", "image"),
    }


def test_what_may_be_given_by_place() -> None:
    """Beside the parts of the path, these arguments need no name."""
    by_place = {(n, p.name) for n, p in params() if p.positional and p.where != "path"}
    assert by_place == {
        ("dms.create", "user_id"),
        ("friends.accept", "request_id"),
        ("friends.block", "user_id"),
        ("friends.decline", "request_id"),
        ("friends.send_request", "username"),
        ("images.upload", "image"),
        ("servers.invites.invite_friend", "user_id"),
        ("users.check_username", "username"),
        ("users.import_steam_avatar", "avatar_url"),
        ("users.remove_push_token", "token"),
        ("users.search", "query"),
        ("users.steam_lookup", "query"),
    }
    assert all(p.positional and p.required for _, p in params() if p.where == "path")


def test_beside_every_list_stands_paginate() -> None:
    """Each `list` and `list_...` has its `paginate`, and these older names still walk."""
    older = {"dms": {"iter_messages"}, "servers.rooms.messages": {"iter"}}
    for namespace in TABLE.namespaces:
        names = {name: kind for name, (_, kind) in TABLE.kinds(namespace).items()}
        lists = {name for name in names if re.match(r"list(_|$)", name)}
        walkers = {name.replace("list", "paginate", 1) for name in lists}
        found = {name for name, kind in names.items() if kind == "pages"}
        assert found == walkers | older.get(namespace, set())


@every("route", ROUTES, ids=lambda route: route.full_name)
def test_a_route_reads_well(route: Route) -> None:
    """The first line of a doc is one sentence that fits a line; what is told ends with a period."""
    first, _, rest = route.doc.partition("\n")
    assert re.fullmatch(r"[A-Z][^.]*\.", first)
    assert len(first) <= 90
    assert rest == "" or re.match(r"\n\S", rest)
    for text in (route.doc, route.because, *(param.doc for param in route.params)):
        assert text == "" or re.fullmatch(r"[A-Z`].*\.", text, re.DOTALL), text
