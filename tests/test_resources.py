from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Callable, List

import pytest

from lagclient import AsyncClient, Client, LagInvalidRequestError, LagRouteError, resources
from lagclient.methods.flavour import ASYNC, ASYNC_RAW, FLAVOURS, RAW, SYNC, Flavour
from lagclient.resources import (
    TABLE,
    Resource,
    Root,
    Servers,
    extended_table,
    namespace_classes,
    root_class,
)
from lagclient.routing.call import Call
from lagclient.routing.route import Route
from tests.kit.every import every

by_flavour = pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda f: f.prefix or "Sync")


def mine(namespace: str, name: str, path: str = "/mine", **more: Any) -> Route:
    """A route of a caller."""
    return Route(
        **{
            "namespace": namespace,
            "name": name,
            "method": "GET",
            "path": path,
            "scope": ("user",),
            "model": "Ok",
            **more,
        }
    )


def test_method_is_an_attribute_of_its_class() -> None:
    """`Servers.get` is a plain function, bound by an instance like any other."""
    assert Servers.get.__qualname__ == "Servers.get"
    servers = Servers(lambda call: call)
    assert servers.get.__func__ is Servers.get
    assert servers.get("s") == Servers.get(servers, "s") == Call(TABLE["servers.get"], ("s",))


@pytest.mark.parametrize("name", ["nope", "Get", "get_", "paginate_bans", "iter"])
def test_unknown_method_is_an_attribute_error(name: str) -> None:
    """An unknown name is an AttributeError in Python's words, on class and instance."""
    with pytest.raises(AttributeError, match=f"type object 'Servers' has no attribute '{name}'"):
        getattr(Servers, name)
    with pytest.raises(AttributeError, match=f"'Servers' object has no attribute '{name}'"):
        getattr(Servers(lambda call: call), name)


@by_flavour
def test_namespaces_are_created_once(flavour: Flavour) -> None:
    """A nested namespace is a cached property of the same flavour, with the same performer."""
    calls: List[Call] = []
    top = root_class(TABLE, flavour)(calls.append)
    assert isinstance(vars(type(top))["servers"], cached_property)
    assert top.servers.rooms.messages is top.servers.rooms.messages
    assert type(top.servers.rooms.messages).__name__ == f"{flavour.prefix}ServersRoomsMessages"
    assert top.servers.rooms.messages._perform == calls.append


def test_namespace_describes_itself() -> None:
    """`repr` and the class's docstring name a namespace, and show nothing of the client."""
    servers = Servers(lambda call: call)
    assert repr(servers) == "<lagclient.Servers>"
    assert repr(servers.rooms.messages) == "<lagclient.ServersRoomsMessages>"
    assert Servers.__doc__ == "Servers, with their rooms, members, roles and invites."
    assert Root.servers.__doc__ == Servers.__doc__


@by_flavour
def test_classes_are_importable(flavour: Flavour) -> None:
    """Each class stands in `lagclient.resources` under its name, and is a `Resource`."""
    top = root_class(TABLE, flavour)(print)
    for cls in (type(top), type(top.servers), type(top.servers.rooms.messages)):
        assert getattr(resources, cls.__name__) is cls
        assert issubclass(cls, Resource)
        assert cls.__module__ == "lagclient.resources"


def test_clients_are_roots() -> None:
    """A client is the root of its tree, so its namespaces are its own attributes."""
    assert issubclass(Client, Root)
    assert issubclass(AsyncClient, resources.AsyncRoot)
    with Client(token="lag_pat_x") as client:
        assert type(client.servers.rooms) is resources.ServersRooms
        assert type(client.raw.servers.rooms) is resources.RawServersRooms


def test_table_is_shared_without_own_routes() -> None:
    """A client without routes of its own uses the existing table and classes."""
    assert extended_table([]) is TABLE
    assert extended_table(iter(())) is TABLE


def test_routes_may_be_one_route_or_file(tmp_path: Path) -> None:
    """One path or route needs no list around it, and a text is not taken for its characters."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        "namespace: mine\ndoc: Mine.\nroutes:\n  look:\n    doc: Look.\n    request: GET /look\n"
        "    scope: user\n    model: Ok\n"
    )
    for one in (file, str(file), mine("mine", "look")):
        assert "mine.look" in extended_table(one)


@pytest.mark.parametrize("wrong", [5, None, [5], {"a": 1}.values(), b"mine.yaml"], ids=repr)
def test_routes_of_a_wrong_type(wrong: Any) -> None:
    """`routes` that are neither paths nor routes are refused by name."""
    with pytest.raises(LagInvalidRequestError, match="`routes` must be paths of route files"):
        extended_table(wrong)


def test_extended_table_has_subclasses() -> None:
    """A caller's methods appear in subclasses; the classes of the Lag API do not change."""
    table = extended_table(
        [mine("servers", "scan"), mine("servers.bots", "list", "/b", model="list[Ok]")]
    )
    tree = namespace_classes(table, SYNC)
    assert all(issubclass(tree[n], vars(resources)[tree[n].__name__]) for n in TABLE.namespaces)
    servers = tree["servers"](lambda call: call)
    assert isinstance(servers, Servers)
    assert servers.scan() == Call(table["servers.scan"], ())
    assert servers.bots.list() == Call(table["servers.bots.list"], ())
    assert servers.get("s") == Call(TABLE["servers.get"], ("s",))
    assert type(servers.bots).__mro__[1] is Resource
    assert not hasattr(Servers, "scan")
    assert not hasattr(Servers, "bots")
    assert "servers.scan" not in TABLE


@every(
    "namespace",
    ["table", "route", "any", "call", "resource", "flavour", "servers_rooms", "async_servers"],
)
@by_flavour
def test_namespace_may_have_the_name_of_a_class(namespace: str, flavour: Flavour) -> None:
    """A caller's namespace has its own methods only, even if its class name exists elsewhere."""
    tree = namespace_classes(extended_table([mine(namespace, "only")]), flavour)
    assert tree[namespace].__mro__[1:] == (Resource, object)
    assert hasattr(getattr(tree[""](print), namespace), "only")


@pytest.mark.parametrize(
    "make", [lambda **how: Client(**how), lambda **how: AsyncClient(**how)], ids=["sync", "async"]
)
def test_client_accepts_own_routes(make: Callable[..., Any], tmp_path: Any) -> None:
    """`routes=` accepts files and `Route` objects; `raw` and `with_options` have them too."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        "namespace: mine\ndoc: Mine.\nroutes:\n  look:\n    doc: Look.\n    request: GET /look\n"
        "    scope: user\n    model: Ok\n"
    )
    client = make(token="lag_pat_x", routes=[file, mine("servers", "scan"), mine("", "ping", "/p")])
    for one in (client, client.raw, client.with_options(max_retries=0)):
        assert one.mine.look.__doc__.startswith("Look.\n\n")
        assert one.servers.scan.__qualname__.endswith("Servers.scan")
        assert {"mine", "servers"} <= set(dir(one))
        assert one.ping.__name__ == "ping"
    assert not hasattr(make(token="lag_pat_x"), "mine")


def test_wrong_routes_are_refused_by_the_constructor() -> None:
    """A wrong route raises in the constructor, and the error names the problem."""
    with pytest.raises(LagRouteError, match=r"servers\.look must be used once"):
        Client(token="lag_pat_x", routes=[mine("servers", "look")] * 2)


@pytest.mark.parametrize("flavour", [RAW, ASYNC_RAW, ASYNC])
def test_flavours_of_an_extended_table_agree(flavour: Flavour) -> None:
    """All flavours of an extended table have the same namespaces."""
    table = extended_table([mine("mine", "look")])
    assert (
        namespace_classes(table, flavour).keys()
        == namespace_classes(table, SYNC).keys()
        == table.namespaces.keys()
    )
