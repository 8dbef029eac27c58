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
def test_snake_case_is_a_name(name: str) -> None:
    """snake_case is a name, and so are the soft keywords of Python."""
    assert is_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "Get", "_get", "1a", "a-b", "a.b", "a b", "a\n", "é", "class", "None", "self", "raw"],
)
def test_keyword_is_not_a_name(name: str) -> None:
    """A keyword, or text that is not an identifier, is refused."""
    assert not is_name(name)


@pytest.mark.parametrize(("client", "root"), [(Client, Root), (AsyncClient, AsyncRoot)])
def test_client_attribute_is_taken(client: type, root: type) -> None:
    """No route can hide an attribute of the clients."""
    own = {name for name in dir(client) if not name.startswith("_")} - set(dir(root))
    assert own < TAKEN


def test_method_name_is_unique(refused: Callable[..., None]) -> None:
    """Two files of one namespace cannot both define a method, nor an iterator of its name."""
    refused(
        a=file("x", "get Ok /a", "list list[Ok] /b", "paginate_it Ok /c"),
        b=file(
            "x",
            "get Ok /d  # !! x.get: x.get must be used once, not also by x.get",
            "paginate Ok /e  # !! x.paginate: x.paginate must be used once, not also by x.list",
            "list_it list[Ok] /f  # !! x.list_it: "
            "x.paginate_it must be used once, not also by x.paginate_it",
        ),
    )


@pytest.mark.parametrize("path", ["/a/{a_id}", "/a/{b_id}"], ids=["same", "other placeholder"])
def test_request_is_unique(refused: Callable[..., None], path: str) -> None:
    """A method and a path have one route, whatever the placeholders are called."""
    refused(
        a=file("x", "get Ok /a/{a_id}"),
        b=file("y", f"get Ok {path}  # !! y.get: GET /a/{{}} must be used once, not also by x.get"),
    )


def test_path_may_have_several_methods(write: Callable[..., str]) -> None:
    """The same path with another method is another request."""
    put = file("x", "get Ok /a/{a_id}", "put Ok /a/{a_id}").replace("GET", "PUT", 2)
    assert len(load([write(put.replace("PUT", "GET", 1))])) == 2


@pytest.mark.parametrize("namespace", ["a.get", "a.get.deeper"])
def test_namespace_and_method_differ(refused: Callable[..., None], namespace: str) -> None:
    """A namespace cannot have the name of a method, nor be inside one."""
    refused(
        a=file("a", "get Ok /a"),
        b=file(f"{namespace}  # !! a.get must be a namespace or a method, not both", "see Ok /b"),
    )


def test_namespace_and_iterator_differ(refused: Callable[..., None]) -> None:
    """A namespace cannot have the name of an iterator."""
    refused(
        a=file("a", "list list[Ok] /a"),
        b=file("a.paginate  # !! a.paginate must be a namespace or a method, not both"),
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
def test_namespace_with_a_bad_part_is_refused(
    refused: Callable[..., None], namespace: str, bad: str, routes: str
) -> None:
    """Each part of a namespace must be a name; a bad one is reported once, not for each route."""
    refused(a=file(f"{namespace}  # !! a namespace must be snake_case names, not {bad!r}", *routes))


def test_namespace_must_not_be_empty(refused: Callable[..., None]) -> None:
    """The client's own methods have the namespace `client`; an empty one is refused."""
    refused(a="namespace:  # !! `namespace` must have at least 1 character, not ''\ndoc: D.\n")


def test_own_namespace_cannot_hide_a_method(write: Callable[..., str]) -> None:
    """A caller's namespace is refused where the Lag API has a method."""
    with pytest.raises(LagRouteError) as caught:
        load([write(file("servers.list", "mine Ok /mine"))], TABLE)
    assert caught.value.problems == (
        "x.yaml:1: servers.list must be a namespace or a method, not both",
    )


@pytest.mark.parametrize(("namespace", "name"), [("servers", "rooms"), ("", "robots")])
def test_own_method_cannot_hide_a_namespace(namespace: str, name: str) -> None:
    """A caller's method is refused where the Lag API has a namespace, also an empty one."""
    route = Route(
        namespace=namespace, name=name, method="GET", path="/mine", scope=("user",), model="Ok"
    )
    with pytest.raises(LagRouteError) as caught:
        load([route], TABLE)
    full_name = route.full_name
    assert caught.value.problems == (
        f"Route {full_name}: {full_name} must be a namespace or a method, not both",
    )


def test_own_route_replaces_that_of_the_api(write: Callable[..., str]) -> None:
    """A method, iterator or request that a release has too is the caller's, with one warning."""
    path = write(file("servers", "get Ok /mine", "paginate Ok /ours", "look Ok /servers/{the_id}"))
    with pytest.warns(UserWarning, match="endpoints that `routes` has too") as caught:
        table = load([path], TABLE)
    (warning,) = caught
    assert warning.filename == __file__
    assert str(warning.message).endswith(
        "lagclient's: servers.paginate (lagclient's servers.list), "
        "servers.get (lagclient's servers.get)"
    )
    assert (table["servers.get"].path, table["servers.look"].path) == ("/mine", "/servers/{the_id}")
    kinds = table.kinds("servers")
    assert (kinds["list"], kinds["paginate"]) == (("list", "call"), ("paginate", "call"))
    assert len(table) == len(TABLE) + 2


def test_routes_of_the_api_keep_what_they_are_built_on(write: Callable[..., str]) -> None:
    """A route that is replaced is still that of the API for the routes that need it."""
    messages = write(file("servers.rooms.messages", "list list[dict] /mine"), "messages.yaml")
    servers = write(file("servers", "get dict /ours"), "servers.yaml")
    with pytest.warns(UserWarning, match="`routes` has too"):
        table = load([messages, servers], TABLE)
    way, look = table["servers.rooms.list"].via["user"], table["servers.rooms.messages.send"].look
    assert way.pick == "rooms"
    assert (table[way.route], table[look or ""]) == (
        TABLE["servers.get"],
        TABLE["servers.rooms.messages.list"],
    )
    assert not {way.route, look} & {*table}
    assert table["dms.send_message"].look == "dms.list_messages"


def test_identity_cannot_be_replaced(write: Callable[..., str]) -> None:
    """The client calls `identity` itself, so a caller's route cannot have its name."""
    with pytest.raises(LagRouteError, match="identity must be used once"):
        load([write(file("client", "identity Ok /mine"))], TABLE)
