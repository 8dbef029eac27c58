from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any, Callable, Dict

import pytest

from lagclient.errors import LagInvalidRequestError, LagRouteError
from lagclient.resources import TABLE
from lagclient.routing.document import read
from lagclient.routing.load import camel, load
from lagclient.routing.route import Param, Route, Via
from lagclient.types import UNSET
from tests.kit.every import every

ONE = """
    namespace: things
    doc: Things.
    routes:
      get:
        doc: Get a thing.
        request: GET /things/{thing_id}
        scope: user
        model: Ok
"""
COMPLETE = """
    namespace: things.parts
    doc: |
      Parts of things.
    routes:
      put_in:
        doc: |
          Put a part in.

          It must fit.
        request: POST /things/{thing_id}/parts/{slot}
        scope: [user, "robot:send_messages"]
        path: {slot: {doc: Number of the slot.}}
        query:
          dry_run: {type: bool, doc: Whether to only pretend., default: false}
        body:
          part_id: {type: str, doc: Id of the part., positional: true}
          screw_count: {type: int, doc: Screws., range: [0, 9], null: true, wire: screws}
          note: {type: str, doc: A note., length: [1, 20], required: true}
        body_name: PutPartBody
        model: list[Ok]
        items: parts
        iterators: [walk]
        status: 202
        replay: never
        because: >
          A second part
          would be put in.
        via: {robot: {route: things.parts.look_at}, user: {route: things.parts.look_at, pick: ok}}
      look_at:
        doc: Look.
        request: GET /things/{thing_id}/{slot}
        path: {slot: {doc: Number of the slot.}}
        scope: public
        model: Ok
        always: {ok: true}
"""


def test_route_file_sets_every_field(write: Callable[..., str]) -> None:
    """Each key of a route and of a parameter arrives in the route, in the signature's order."""
    table = load([write(COMPLETE)])
    assert table.namespaces["things.parts"] == "Parts of things."
    assert table["things.parts.put_in"] == Route(
        namespace="things.parts",
        name="put_in",
        method="POST",
        path="/things/{thing_id}/parts/{slot}",
        scope=("user", "robot:send_messages"),
        model="list[Ok]",
        doc="Put a part in.\n\nIt must fit.",
        params=(
            Param("thing_id", "path", "str", "Id of the thing.", "thing_id", True, positional=True),
            Param("slot", "path", "str", "Number of the slot.", "slot", True, positional=True),
            Param("part_id", "body", "str", "Id of the part.", "partId", positional=True),
            Param("dry_run", "query", "bool", "Whether to only pretend.", "dryRun", default=False),
            Param("screw_count", "body", "int", "Screws.", "screws", null=True, range=(0, 9)),
            Param("note", "body", "str", "A note.", "note", True, length=(1, 20)),
        ),
        items="parts",
        iterators=("walk",),
        body_name="PutPartBody",
        status=202,
        replay="never",
        because="A second part would be put in.",
        via={"robot": Via("things.parts.look_at"), "user": Via("things.parts.look_at", "ok")},
    )
    assert table["things.parts.look_at"].always == {"ok": True}


@pytest.mark.parametrize(
    ("lines", "status", "replay"),
    [
        ("request: GET /x\n    model: Ok", 200, "safe"),
        ("request: PUT /x\n    model: Ok", 200, "safe"),
        ("request: PUT /x\n    model: None", 204, "safe"),
        ("request: DELETE /x\n    model: None", 204, "safe"),
        ("request: DELETE /x\n    model: None\n    status: 200", 200, "safe"),
        ("request: DELETE /x\n    model: None\n    replay: never", 204, "never"),
        ("request: POST /x\n    model: Ok\n    replay: safe\n    because: B.", 200, "safe"),
    ],
    ids=["GET", "PUT", "PUT-None", "DELETE-None", "status", "replay", "POST"],
)
def test_status_and_replay_have_defaults(
    write: Callable[..., str], lines: str, status: int, replay: str
) -> None:
    """Success is 200, or 204 without a model; replay follows from the method."""
    head = "namespace: x\ndoc: D.\nroutes:\n  act:\n    doc: Act.\n    scope: user\n    "
    route = load([write(head + lines + "\n")])["x.act"]
    assert (route.status, route.replay) == (status, replay)


@pytest.mark.parametrize(
    ("name", "more", "iterators"),
    [
        ("list", "", ("paginate",)),
        ("list_bans", "", ("paginate_bans",)),
        ("list", "iterators: [iter]", ("paginate", "iter")),
        ("listing", "iterators: [walk]", ("walk",)),
        ("bans", "", ()),
    ],
    ids=["list", "list_bans", "more", "listing", "bans"],
)
def test_list_has_its_paginate(
    write: Callable[..., str], name: str, more: str, iterators: Any
) -> None:
    """`list` gets `paginate`, `list_bans` gets `paginate_bans`; a file may name more."""
    text = ONE.replace("get:", f"{name}:").replace("model: Ok", f"model: list[Ok]\n        {more}")
    assert load([write(text)])[f"things.{name}"].iterators == iterators


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("name", "name"),
        ("reply_to_id", "replyToId"),
        ("image_base64", "imageBase64"),
        ("a_1_b", "a1B"),
    ],
)
def test_wire_names_are_derived(name: str, wire: str) -> None:
    """snake_case in Python is camelCase on the wire."""
    assert camel(name) == wire


def test_namespace_client_is_the_client_itself(write: Callable[..., str]) -> None:
    """Routes of `namespace: client` are methods of the client."""
    table = load([write(ONE.replace("namespace: things", "namespace: client"))])
    assert list(table) == ["get"]
    assert table["get"].namespace == ""


def test_namespace_may_span_files(write: Callable[..., str]) -> None:
    """One file may document a namespace, another add its routes; parents appear too."""
    doc = write("namespace: a.things\ndoc: Documented.\n", "doc.yaml")
    routes = write(ONE.replace("namespace: things", "namespace: a.things"), "routes.yaml")
    table = load([doc, routes])
    assert list(table) == ["a.things.get"]
    assert table.namespaces == {"": "", "a": "", "a.things": "Documented."}


def test_routes_are_added_to_a_base(write: Callable[..., str]) -> None:
    """A caller's files and `Route` objects extend the existing table, whose docs stay."""
    route = Route(
        namespace="servers", name="ping", method="GET", path="/ping", scope=("user",), model="Ok"
    )
    mine = write(ONE.replace("namespace: things", "namespace: servers").replace("get:", "see:"))
    table = load([Path(mine), route], TABLE)
    assert set(table) - set(TABLE) == {"servers.see", "servers.ping"}
    assert {name: table[name] for name in TABLE} == dict(TABLE)
    assert table["servers.ping"] == route
    assert table.namespaces == TABLE.namespaces


def test_lines_are_kept(write: Callable[..., str]) -> None:
    """Each key and each item of a list has its line; a missing key has the line of its parent."""
    lines = [
        "namespace: x",
        "",
        "routes:",
        "  get:",
        "    scope: [user,",
        "      robot]",
        "    doc: |",
    ]
    document = read(write("\n".join([*lines, "      D."])))
    assert {where: document.line(where) for where in document.lines} == {
        (): 1,
        ("namespace",): 1,
        ("routes",): 3,
        ("routes", "get"): 4,
        ("routes", "get", "scope"): 5,
        ("routes", "get", "scope", 0): 5,
        ("routes", "get", "scope", 1): 6,
        ("routes", "get", "doc"): 7,
    }
    assert document.line(("routes", "get", "model")) == 4
    assert document.line(("nowhere",)) == 1


@every(
    "text, value",
    [
        *((text, text) for text in ("on", "yes", "no", "Off", "y", "True", "null", "~", "None")),
        *((text, text) for text in ("1.5", "1e3", "010", "0x10", "1_000", "1:30", "-0", "+1")),
        *((text, text) for text in ("2024-01-02", ".inf", "<<", "=", "")),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("'1'", "1"),
        ('"true"', "true"),
    ],
)
def test_plain_scalars_are_text(write: Callable[..., str], text: str, value: object) -> None:
    """Only true, false and whole numbers are not text."""
    document = read(write(f"key: {text}\n"))
    assert document.problems == []
    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


@pytest.mark.parametrize("key", ["on", "yes", "1.5", "null", "010", "true", "7", "<<", "'a b'"])
def test_keys_are_text(write: Callable[..., str], key: str) -> None:
    """A key is text, even where a value of that spelling is not."""
    assert read(write(f"{key}: 1\n")).data == {key.strip("'"): 1}


NOT_PLAIN = "not plain YAML: anchors, aliases and tags are not used in route files"
UNREADABLE: Dict[str, str] = {
    "anchor": f"namespace: x\ndoc: &d D.  # !! {NOT_PLAIN}\n",
    "anchor of a key": f"namespace: x\n&d doc: D.  # !! {NOT_PLAIN}\n",
    "alias": f"namespace: x\ndoc: *d  # !! {NOT_PLAIN}\n",
    "anchor of a mapping": f"namespace: x\nroutes: &r {{}}  # !! {NOT_PLAIN}\n",
    "tag": f"namespace: x\ndoc: !!int D  # !! {NOT_PLAIN}\n",
    "tag of text": f"namespace: x\ndoc: !!str D  # !! {NOT_PLAIN}\n",
    "tag of no kind": f"namespace: x\ndoc: ! D  # !! {NOT_PLAIN}\n",
    "tag of a key": f"namespace: x\n!!binary doc: D  # !! {NOT_PLAIN}\n",
    "tag of a set": f"namespace: x\nroutes: !!set {{a, b}}  # !! {NOT_PLAIN}\n",
    "tag of a list": f"namespace: x\nroutes: !mine [a]  # !! {NOT_PLAIN}\n",
    "Python object": f"a: 1\ndoc: !!python/object:os.system {{}}  # !! {NOT_PLAIN}\n",
    "unclosed": "namespace: x\ndoc: [D.\nroutes: x  # !! not plain YAML: "
    "expected ',' or ']', but got ':'\n",
    "question": "namespace: {type: str?}  # !! not plain YAML: expected ',' or '}', but got '?'\n",
    "colon": "doc: a: b  # !! not plain YAML: mapping values are not allowed here\n",
    "tab": "a:\n\tb: c  # !! not plain YAML: found character '\\t' that cannot start any token\n",
    "two documents": "namespace: x\n--- # !! not plain YAML: but found another document\ndoc: D.\n",
    "key of a list": "namespace: x\nroutes: {? [a] : b}  # !! a key must be text\n",
    "empty": "# !! the file must be a mapping, not None\n",
    "a list": "- x # !! the file must be a mapping, not ['x']\n",
    "a scalar": "x # !! the file must be a mapping, not 'x'\n",
}


@every("text", UNREADABLE.values(), ids=UNREADABLE)
def test_other_yaml_is_refused_with_its_line(refused: Callable[..., None], text: str) -> None:
    """Broken YAML, and YAML that route files do not use, is reported with its line."""
    refused(x=text)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: [Errno 2] No such file or directory: 'x.yaml'"),
        (b"doc: caf\xe9\n", "cannot be read: 'utf-8' codec can't decode byte 0xe9 in position 8:"),
        (b"doc: \x01\n", "cannot be read: unacceptable character #x0001: special characters are"),
    ],
    ids=["missing", "not UTF-8", "control character"],
)
def test_unreadable_file_is_a_problem(write: Callable[..., str], content: Any, reason: str) -> None:
    """A missing or unreadable file is reported on one line, as a wrong file is."""
    file = write("")
    Path(file).unlink() if content is None else Path(file).write_bytes(content)
    with pytest.raises(LagRouteError) as caught:
        load([file])
    (problem,) = caught.value.problems
    assert problem.startswith(f"x.yaml:1: {reason}")
    assert "\n" not in problem


def test_impossible_file_name_is_a_problem() -> None:
    """A path that the system refuses is reported, not raised."""
    with pytest.raises(LagRouteError, match="cannot be read: embedded null byte"):
        load(["\0.yaml"])


def test_byte_order_mark_is_harmless(write: Callable[..., str]) -> None:
    """A file with a byte order mark is read."""
    assert read(write("\ufeffnamespace: x\n")).data == {"namespace": "x"}


def test_problems_are_reported_together(refused: Callable[..., None]) -> None:
    """One run reports the problems of all files: by file, then by line, then by message."""
    refused(
        b="""
            namespace: b
            doc: D.
            routes:
              get:
                doc: G.
                request: GET /b
                scope: somebody  # !! b.get: `scope` must be public, user, robot or \
robot:<permission>, not 'somebody'
                model: Nope  # !! b.get: `model` must be in lagclient.models, dict or \
module:Class, not 'Nope'
                status: 404  # !! b.get: `status` must be 200 to 299, not 404
        """,
        a="""
            namespace: a
            doc: D.
            doc: E.  # !! duplicate key 'doc'
            routes:
              get: {}
              get: {}  # !! duplicate key 'get'
        """,
        c="""
            namespace: c  # !! the key 'doc' is missing
            routes:
              get:  # !! the key 'doc' is missing !! the key 'model' is missing
                request: GET /c
                scope: 1  # !! `scope` must be a list, not 1
                colour: red  # !! unknown key 'colour'
              put: [1, 2]  # !! `put` must be a mapping, not [1, 2]
              post:
                doc: Post.
                request: POST /x
                scope: user
                model: Ok
                body:
                  count: x  # !! `count` must be a mapping such as {type: str, doc: ...}, not 'x'
        """,
    )


def test_problem_of_a_route_object_names_the_route() -> None:
    """A problem of a `Route` without a file is reported with the name of the route."""
    route = Route(namespace="x", name="y", method="GET", path="/y", scope=("user",), model="Nope")
    with pytest.raises(LagRouteError) as caught:
        load([route])
    (problem,) = caught.value.problems
    assert problem.startswith(
        "Route x.y: `model` must be in lagclient.models, dict or module:Class, not 'Nope'"
    )


def test_route_error_is_a_value_error(write: Callable[..., str]) -> None:
    """LagRouteError is a LagInvalidRequestError, and so a ValueError."""
    with pytest.raises(ValueError, match="is missing") as caught:
        load([write("namespace: x\n")])
    assert isinstance(caught.value, LagInvalidRequestError)
    assert caught.value.code == "invalid_routes"


def test_missing_default_is_unset(write: Callable[..., str]) -> None:
    """A parameter without a default has UNSET; the word null is text."""
    text = ONE + "        query:\n          a: {type: str, doc: A.}\n"
    text += "          b: {type: str, doc: B., default: null}\n"
    _, a, b = load([write(text)])["things.get"].params
    assert a.default is UNSET
    assert b.default == "null"


def test_missing_pyyaml_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PyYAML, the error of a route file says what to install."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    for module in ("load", "document"):
        monkeypatch.delitem(sys.modules, f"lagclient.routing.{module}")
    with pytest.raises(ImportError, match=r"pip install 'lagclient\[cli\]'"):
        importlib.import_module("lagclient.routing.load")
