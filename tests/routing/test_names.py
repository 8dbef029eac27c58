from __future__ import annotations

from typing import Callable

import pytest

from lagclient import AsyncClient, Client
from lagclient.errors import LagRouteError
from lagclient.resources import TABLE, AsyncRoot, Root
from lagclient.routing.load import load
from lagclient.routing.names import TAKEN, is_name
from lagclient.routing.route import Route


def file(namespace: str, *routes: str) -> str:
    """A file with these routes: each a name, a model and a path, with what follows the path."""
    lines = [f"namespace: {namespace}", "doc: D.", "routes:" * bool(routes)]
    for name, model, path in (route.split(" ", 2) for route in routes):
        lines += [f"  {name}:", "    doc: D.", "    scope: user", f"    model: {model}"]
        lines += [f"    request: GET {path}"]
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("name", ["get", "list", "type", "match", "a1_b", "x", "print"])
def test_names_that_a_method_can_have(name: str) -> None:
    """snake_case is a name, and so are words that Python only uses in places."""
    assert is_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "Get", "_get", "1a", "a-b", "a.b", "a b", "a\n", "é", "class", "None", "self", "raw"],
)
def test_names_that_a_method_cannot_have(name: str) -> None:
    """What Python cannot write, or reads as something else, is no name."""
    assert not is_name(name)


@pytest.mark.parametrize(("client", "root"), [(Client, Root), (AsyncClient, AsyncRoot)])
def test_what_clients_have_already_is_taken(client: type, root: type) -> None:
    """No route can hide an attribute that the clients have of their own."""
    own = {name for name in dir(client) if not name.startswith("_")} - set(dir(root))
    assert own < TAKEN


def test_two_methods_of_one_name(refused: Callable[..., None]) -> None:
    """Two files of one namespace cannot both have a method, nor an iterator of its name."""
    refused(
        a=file("x", "get Ok /a", "list list[Ok] /b", "paginate_it Ok /c"),
        b=file(
            "x",
            "get Ok /d  # !! x.get: x.get is there already: x.get",
            "paginate Ok /e  # !! x.paginate: x.paginate is there already: x.list",
            "list_it list[Ok] /f  # !! x.list_it: x.paginate_it is there already: x.paginate_it",
        ),
    )


@pytest.mark.parametrize("path", ["/a/{a_id}", "/a/{b_id}"], ids=["same", "other placeholder"])
def test_a_method_and_path_twice(refused: Callable[..., None], path: str) -> None:
    """One request has one route, whatever its placeholders are called."""
    refused(
        a=file("x", "get Ok /a/{a_id}"),
        b=file("y", f"get Ok {path}  # !! y.get: GET /a/{{}} is there already: x.get"),
    )


def test_one_path_has_a_route_for_each_method(write: Callable[..., str]) -> None:
    """The same path with another method is another request."""
    put = file("x", "get Ok /a/{a_id}", "put Ok /a/{a_id}").replace("GET", "PUT", 2)
    assert len(load([write(put.replace("PUT", "GET", 1))])) == 2


@pytest.mark.parametrize("namespace", ["a.get", "a.get.deeper"])
def test_a_namespace_and_a_method(refused: Callable[..., None], namespace: str) -> None:
    """A namespace cannot stand where a method stands, nor inside it."""
    refused(
        a=file("a", "get Ok /a"),
        b=file(f"{namespace}  # !! a.get is a namespace and a method", "see Ok /b"),
    )


def test_a_namespace_and_an_iterator(refused: Callable[..., None]) -> None:
    """A namespace cannot have the name of a method that walks pages."""
    refused(
        a=file("a", "list list[Ok] /a"),
        b=file("a.paginate  # !! a.paginate is a namespace and a method"),
    )


@pytest.mark.parametrize(
    ("namespace", "bad"),
    [
        ("Bad-Name", "Bad-Name"),
        ("a.class", "class"),
        ("a.raw.b", "raw"),
        ("a..b", ""),
        ("a.__class__", "__class__"),
    ],
)
@pytest.mark.parametrize("routes", [(), ("get Ok /a", "put Ok /b")], ids=["empty", "with routes"])
def test_a_namespace_with_a_bad_part(
    refused: Callable[..., None], namespace: str, bad: str, routes: str
) -> None:
    """Each part of a namespace is a name; a bad one is told once, however many routes it has."""
    refused(a=file(f"{namespace}  # !! a namespace must be snake_case names, not {bad!r}", *routes))


def test_a_namespace_has_a_name(refused: Callable[..., None]) -> None:
    """The client's own methods stand in the namespace `client`; a blank is a mistake."""
    refused(
        a="namespace:  # !! namespace: String should have at least 1 character, not ''\ndoc: D.\n"
    )


def test_a_callers_namespace_cannot_hide_a_method(write: Callable[..., str]) -> None:
    """A caller's namespace is refused where the Lag API has a method."""
    with pytest.raises(LagRouteError) as caught:
        load([write(file("servers.list", "mine Ok /mine"))], TABLE)
    assert caught.value.problems == ("x.yaml:1: servers.list is a namespace and a method",)


@pytest.mark.parametrize(("namespace", "name"), [("servers", "rooms"), ("", "robots")])
def test_a_callers_method_cannot_hide_a_namespace(namespace: str, name: str) -> None:
    """A caller's method is refused where the Lag API has a namespace, also an empty one."""
    route = Route(
        namespace=namespace, name=name, method="GET", path="/mine", scope=("user",), model="Ok"
    )
    with pytest.raises(LagRouteError) as caught:
        load([route], TABLE)
    full_name = route.full_name
    assert caught.value.problems == (f"Route {full_name}: {full_name} is a namespace and a method",)


def test_a_callers_route_cannot_be_one_that_is_there(write: Callable[..., str]) -> None:
    """A caller's file has no second method of a name, and no second route of a request."""
    text = file("servers", "get Ok /mine", "look Ok /servers/{id_of}").replace(
        "request: GET /servers/{id_of}", "request: GET /servers/{some_id}"
    )
    with pytest.raises(LagRouteError) as caught:
        load([write(text)], TABLE)
    assert caught.value.problems == (
        "x.yaml:8: servers.get: servers.get is there already: servers.get",
        "x.yaml:13: servers.look: GET /servers/{} is there already: servers.get",
    )
