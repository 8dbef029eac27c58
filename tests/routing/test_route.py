from __future__ import annotations

from typing import Any, Dict, Tuple

import pytest

from lagclient.errors import LagRouteError
from lagclient.resources import TABLE
from lagclient.routing.method import Method
from lagclient.routing.route import Param, Route, Via
from lagclient.routing.table import Table
from tests.kit.every import every

PLAIN: Dict[str, Any] = {"method": "GET", "path": "/x", "scope": ("user",), "model": "Ok"}
FULL = Route(
    namespace="things.parts",
    name="put_in",
    method="DELETE",
    path="/things/{thing_id}",
    scope=("user", "robot"),
    model="page[Ok]",
    doc="D.",
    params=(
        Param("thing_id", "path", "str", "Id.", "thing_id", required=True, positional=True),
        Param("on", "query", "bool", "On.", "on", default=False, null=True),
        Param("count", "body", "int", "Count.", "n", default=0, range=(0, 9)),
        Param("text", "body", "str", "Text.", "text", default="", length=(0, 9), of="image"),
    ),
    items="parts",
    iterators=("walk",),
    status=202,
    replay="safe",
    because="B.",
    look="things.list",
    when_gone={"ok": True},
    via={"user": Via("a.b", "c"), "robot": Via("a.b")},
)


@pytest.mark.parametrize(
    ("namespace", "full_name"),
    [("servers.rooms", "servers.rooms.act"), ("servers", "servers.act"), ("", "act")],
    ids=["deep", "flat", "client"],
)
def test_full_name_is_what_a_program_writes(namespace: str, full_name: str) -> None:
    """A route is named by namespace and method; a route of the client by its method alone."""
    assert Route(namespace=namespace, name="act", **PLAIN).full_name == full_name


def test_line_is_method_and_path() -> None:
    """A route's line is the method and the path with its placeholders."""
    assert FULL.line == "DELETE /things/{thing_id}"


@pytest.mark.parametrize(
    ("scope", "robots"),
    [
        (("user",), ()),
        (("public",), ("public",)),
        (("robot",), ("robot",)),
        (("user", "robot:read_rooms"), ("robot:read_rooms",)),
        (("robot:a", "robot:b"), ("robot:a", "robot:b")),
    ],
    ids=["user", "public", "robot", "both", "two permissions"],
)
def test_robot_scopes(scope: Tuple[str, ...], robots: Tuple[str, ...]) -> None:
    """The scopes of robots are `public`, `robot` and `robot:<permission>`."""
    route = Route(namespace="", name="x", **{**PLAIN, "scope": scope})
    assert route.robot_scopes == robots


@every(
    "route",
    [
        FULL,
        Route(namespace="", name="x", **PLAIN),
        Route(namespace="x", name="y", **{**PLAIN, "method": "DELETE"}, when_gone={}),
        *TABLE.values(),
    ],
    ids=lambda route: route.full_name,
)
def test_row_is_the_whole_route(route: Route) -> None:
    """A route read back from its row in the compiled table is equal."""
    row = route.to_row()
    assert Route(namespace=route.namespace, name=route.name, **row) == route
    assert "namespace" not in row
    assert "name" not in row


def test_route_takes_one_scope_as_text() -> None:
    """One scope or iterator may be text, several any iterable, and the route has a tuple."""
    scopes = ["user", "robot"]
    one = Route(namespace="", name="x", **{**PLAIN, "scope": "user"}, iterators="walk")
    assert (one.scope, one.iterators) == (("user",), ("walk",))
    assert Route(namespace="", name="x", **{**PLAIN, "scope": scopes}).scope == ("user", "robot")


def test_row_leaves_out_defaults() -> None:
    """A row has no field that is the default."""
    assert Route(namespace="a", name="b", **PLAIN).to_row() == PLAIN
    assert FULL.to_row()["params"][1] == {
        "name": "on",
        "where": "query",
        "type": "bool",
        "doc": "On.",
        "wire": "on",
        "null": True,
        "default": False,
    }
    assert FULL.to_row()["via"] == {
        "user": {"route": "a.b", "pick": "c"},
        "robot": {"route": "a.b"},
    }


@pytest.mark.parametrize(
    ("thing", "name"),
    [(FULL, "name"), (FULL.params[0], "name"), (FULL.via["user"], "pick")],
    ids=["route", "param", "via"],
)
def test_routes_are_frozen(thing: Any, name: str) -> None:
    """A route cannot be changed, because clients share it."""
    before = getattr(thing, name)
    with pytest.raises(AttributeError):
        setattr(thing, name, "other")
    assert getattr(thing, name) == before


@pytest.fixture
def table() -> Table:
    """A small table, as it is compiled."""
    rows = {
        "": {"me": PLAIN},
        "a": {},
        "a.b": {
            "list": {**PLAIN, "iterators": ("paginate", "iter")},
            "listen": {**PLAIN, "model": "stream[RobotEvent]", "iterators": ("hear",)},
        },
    }
    limits = {"robot": {"count": 100, "seconds": 60}}
    return Table({"": "The client.", "a": "A.", "a.b": "B."}, rows, limits)


def test_table_maps_full_names_to_routes(table: Table) -> None:
    """A table is a mapping of all routes, streams among them, in the order of its rows."""
    assert list(table) == ["me", "a.b.list", "a.b.listen"]
    assert len(table) == 3
    assert table["me"] == Route(namespace="", name="me", **PLAIN)
    assert table["a.b.list"].full_name == "a.b.list"
    assert "a.b.listen" in table
    assert "a.b" not in table


@pytest.mark.parametrize("name", ["", "me.", "nope", "a.list", "a.b.paginate", "x.y.z"])
def test_unknown_route_is_a_key_error(table: Table, name: str) -> None:
    """An unknown name is a KeyError; an iterator is not a route."""
    with pytest.raises(KeyError):
        table[name]
    assert table.get(name) is None


def test_route_is_created_once(table: Table) -> None:
    """The same name returns the same route."""
    assert table["a.b.list"] is table["a.b.list"]


def test_methods_are_routes_and_iterators(table: Table) -> None:
    """Methods are the routes and their iterators; a stream only has iterators."""
    assert list(table.methods("")) == [Method(table["me"], "me", "call")]
    assert list(table.methods("a")) == []
    assert list(table.methods("nowhere")) == []
    assert [(m.route.full_name, m.name, m.kind) for m in table.methods("a.b")] == [
        ("a.b.list", "list", "call"),
        ("a.b.list", "paginate", "pages"),
        ("a.b.list", "iter", "pages"),
        ("a.b.listen", "hear", "events"),
    ]


def test_rows_are_by_namespace(table: Table) -> None:
    """The rows of a namespace are data by method; one without routes has no rows."""
    assert list(table.rows("a.b")) == ["list", "listen"]
    assert table.rows("a") == {}
    assert table.rows("nowhere") == {}


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("scope", None, "`scope` must be text or a list of texts, not None"),
        ("scope", ["user", 5], "`scope` must be text or a list of texts, not 5"),
        ("iterators", 5, "`iterators` must be text or a list of texts, not 5"),
        ("params", "x", "`params` must be a list of Param, not 'x'"),
        ("params", [5], "`params` must be Param or its fields, not 5"),
        ("params", [{"x": 5}], "`params` must be Param or its fields, not {'x': 5}"),
        ("via", None, "`via` must be a mapping of Via, not None"),
        ("limits", {"user": 5}, "`limits` must be Limit or its fields, not 5"),
        ("limits", {"user": {"count": 0, "seconds": 1}}, "`count` must be an int from 1 up, not 0"),
        (
            "limits",
            {"user": {"count": 1, "seconds": "1"}},
            "`seconds` must be an int from 1 up, not '1'",
        ),
    ],
)
def test_wrong_field_of_a_route_is_named(field: str, value: Any, text: str) -> None:
    """A route of a program's own that cannot be built says which field must be what."""
    fields: Any = {"namespace": "a", "name": "b", "method": "GET", "path": "/x", "scope": "user"}
    with pytest.raises(LagRouteError) as caught:
        Route(**{**fields, "model": "User", field: value})
    assert str(caught.value) == text
