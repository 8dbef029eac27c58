"""Methods as tools: names, schemas, hints, and the arguments that a model sends."""

from __future__ import annotations

import base64
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, List

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from lagclient.errors import LagInvalidRequestError
from lagclient.mcp.arguments import arguments
from lagclient.mcp.naming import MAX_NAME
from lagclient.mcp.selection import Options, Selection
from lagclient.mcp.tool import Tool
from lagclient.resources import TABLE, extended_table
from lagclient.routing.route import Param, Route
from tests.kit.every import every

TOOLS = Selection.of(TABLE, Options()).tools


def own(**changes: Any) -> Route:
    """Return a route of a program's own."""
    row: Dict[str, Any] = {
        "namespace": "servers",
        "name": "stats",
        "method": "GET",
        "path": "/servers/{server_id}/stats",
        "scope": ("user",),
        "model": "dict",
        "params": (Param("server_id", "path", "str", "", "server_id", True, positional=True),),
    }
    return Route(**{**row, **changes})


def selected(*routes: Route, **options: Any) -> List[str]:
    selection = Selection.of(extended_table(routes), Options(**options))
    return [tool.name for tool in selection.offered("user")]


def test_tools_are_all_routes_with_a_response() -> None:
    """Each route is a tool but the stream; a history and the wait for an image are tools, too."""
    routes = {tool.method.route.full_name for tool in TOOLS.values()}
    assert set(TABLE) - routes == {"robots.events.sse"}
    more = {tool.name for tool in TOOLS.values() if tool.method.kind != "call"}
    assert more == {"dms_history", "images_wait", "servers_rooms_messages_history"}


@every("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_tool_name_fits_all_clients(tool: Tool) -> None:
    """A name has the letters that all clients allow, and leaves room for the server's name."""
    assert re.fullmatch(r"[A-Za-z0-9_-]+", tool.name)
    assert len(tool.name) <= MAX_NAME


@every("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_tool_schemas_are_valid(tool: Tool) -> None:
    """Schemas are valid, their roots are objects, and every argument says what it is."""
    for schema in (tool.input_schema, tool.output_schema):
        Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
    assert all(value["description"] for value in tool.input_schema["properties"].values())
    assert "$ref" not in str(tool.input_schema)


def test_tool_schema_has_the_limits_of_the_table() -> None:
    """Types, choices, limits, defaults and required arguments come from the table."""
    send = TOOLS["servers_rooms_messages_send"].input_schema
    assert send["required"] == ["server_id", "room_id"]
    assert send["properties"]["content"]["maxLength"] == 2000
    rsvp = TOOLS["events_rsvp"].input_schema["properties"]["status"]
    assert rsvp["enum"] == ["going", "maybe", "not_going"]
    upload = TOOLS["users_upload_avatar"].input_schema["properties"]
    assert upload["content_type"]["default"] == "image/jpeg"
    page = TOOLS["servers_rooms_messages_list"].output_schema
    assert page["required"] == ["items", "hasMore", "nextCursor"]


def test_tool_hints_come_from_the_table() -> None:
    """Reads are read-only; what cannot be restored is destructive; safe repeats are idempotent."""
    hints = {
        name: (tool.is_read_only, tool.is_destructive, tool.is_idempotent)
        for name, tool in TOOLS.items()
    }
    assert hints["servers_rooms_messages_list"] == (True, False, True)
    assert hints["servers_rooms_messages_send"] == (False, False, False)
    assert hints["servers_rooms_messages_edit"] == (False, False, True)
    assert hints["servers_rooms_messages_delete"] == (False, True, True)
    assert hints["servers_members_ban"] == (False, True, False)
    assert hints["servers_members_unban"] == (False, False, True)


def test_tool_description_has_names_of_tools() -> None:
    """A description says what a robot needs, what cannot be undone, and how pages continue."""
    delete = TOOLS["servers_rooms_messages_delete"].description
    assert delete.startswith("Delete a message for good. You may delete your own messages")
    assert "A robot needs the permission send_messages. Destructive: it cannot be undone." in delete
    assert "`nextCursor`" in TOOLS["servers_rooms_messages_list"].description


def test_tools_of_own_routes() -> None:
    """A route of the program's own is a tool with its scope and its model."""
    assert "servers_stats" in selected(own())
    assert "servers_stats" not in selected(own(scope=("robot",)))
    table = extended_table([own(model="tests.mcp.test_tools:Stats", name="numbers")])
    tool = Selection.of(table, Options()).tools["servers_numbers"]
    assert tool.output_schema["properties"] == {"count": {"type": "integer"}}


class Stats(BaseModel):
    count: int


def test_tool_name_too_long_for_clients() -> None:
    """A name that clients would refuse is refused at the start, unless the tool is left out."""
    long = own(name="a" * 40)
    with pytest.raises(LagInvalidRequestError, match=r"at most 40 characters.*not 48: servers_a"):
        selected(long)
    assert selected(long, only=("users.me",)) == ["users_me"]


def test_tools_with_equal_names_are_refused() -> None:
    """Two methods whose names differ only in a dot cannot both be tools."""
    with pytest.raises(LagInvalidRequestError, match="are both servers_rooms_list"):
        selected(own(name="rooms_list"))


def test_only_selects_by_patterns() -> None:
    """Patterns select methods, a dot being a letter; a pattern that selects nothing is an error."""
    chosen = selected(only=("servers.rooms.*", "users.me"))
    assert "servers_rooms_messages_send" in chosen
    assert {name.split("_")[0] for name in chosen} == {"servers", "users"}
    with pytest.raises(LagInvalidRequestError, match=r"`only` must select a method.*'servers.x'"):
        selected(only=("servers.x",))


def test_read_only_leaves_writes_out() -> None:
    """With `read_only`, all tools are requests that change nothing."""
    chosen = selected(read_only=True)
    assert "servers_rooms_messages_history" in chosen
    assert all(TOOLS[name].method.route.method == "GET" for name in chosen)


def test_arguments_null_is_omitted() -> None:
    """A null is sent where the API takes it, and is the same as nothing elsewhere."""
    values = {"server_id": "s", "room_id": "r", "content": "hi", "image_id": None}
    passed = arguments(TOOLS["servers_rooms_messages_send"], values)
    assert passed == {"server_id": "s", "room_id": "r", "content": "hi"}
    assert arguments(TOOLS["users_update_me"], {"steam_id": None}) == {"steam_id": None}


@every(
    "name, values, problem",
    [
        ("users_get", {}, "`user_id` must be set"),
        ("users_get", {"user_id": None}, "`user_id` must be set"),
        ("users_get", {"user_id": ""}, "`user_id` must be at least 1 characters long, not ''"),
        ("users_get", {"user_id": 7}, "`user_id` must be of type string, not 7"),
        (
            "users_get",
            {"user_id": "a", "b": 1, "c": 2},
            "arguments must be among user_id, not b, c",
        ),
        ("users_update_me", {"steam_id": 7}, "`steam_id` must be of type string, not 7"),
        ("users_me", {"id": 1}, "arguments must be among no argument, not id"),
        (
            "events_rsvp",
            {"server_id": "s", "event_id": "e", "status": "yes"},
            "`status` must be one of going, maybe, not_going, not 'yes'",
        ),
        ("images_upload", {"image": "%", "purpose": "chat"}, "`image` must be base64, not '%'"),
        (
            "dms_history",
            {"conversation_id": "c", "limit": 1001},
            "`limit` must be at most 1000, not 1001",
        ),
        (
            "dms_history",
            {"conversation_id": "c", "after": "2024-13-01"},
            "A place must be ISO 8601 text or the id of a message, not '2024-13-01'",
        ),
    ],
    ids=lambda case: case[2],
)
def test_arguments_that_do_not_fit(name: str, values: Dict[str, Any], problem: str) -> None:
    """A mismatch is an error in the grammar of all messages, before anything is sent."""
    with pytest.raises(LagInvalidRequestError) as caught:
        arguments(TOOLS[name], values)
    assert caught.value.message == problem


def test_arguments_of_a_history() -> None:
    """A place is a time or an id; without a limit, a history has 100 messages."""
    values = {"conversation_id": "c", "after": "2024-01-05T19:00:00Z", "before": "20240105"}
    assert arguments(TOOLS["dms_history"], values) == {
        "conversation_id": "c",
        "after": datetime(2024, 1, 5, 19, tzinfo=timezone.utc),
        "before": "20240105",
        "limit": 100,
    }


def test_arguments_image_is_base64() -> None:
    """Without a folder an image is base64, so a model cannot send a file of this machine."""
    text = base64.b64encode(b"png").decode()
    passed = arguments(TOOLS["images_upload"], {"image": text, "purpose": "chat"})
    assert passed == {"image": b"png", "purpose": "chat"}
    with pytest.raises(LagInvalidRequestError, match="`image` must be base64, not '/etc/passwd'"):
        arguments(TOOLS["images_upload"], {"image": "/etc/passwd", "purpose": "chat"})


def test_arguments_image_is_a_file_of_the_folder(tmp_path: Path) -> None:
    """With a folder an image is a file in it; links and dots cannot lead out of it."""
    folder = tmp_path / "images"
    (folder / "more").mkdir(parents=True)
    (folder / "more" / "cat.png").write_bytes(b"png")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    upload = Selection.of(TABLE, Options(files=folder)).tools["images_upload"]

    def path_of(image: str) -> Any:
        return arguments(upload, {"image": image, "purpose": "chat"})["image"]

    expected = str((folder / "more" / "cat.png").resolve())
    assert path_of("more/cat.png") == path_of(str(folder / "more" / "cat.png")) == expected
    for outside in ("../secret.png", "link.png", str(tmp_path / "secret.png"), "no.png", "more"):
        with pytest.raises(LagInvalidRequestError, match="`image` must be a file in"):
            path_of(outside)


def test_replaced_route_is_one_tool() -> None:
    """A route of the program's own that replaces one of the table is the tool of that name."""
    with pytest.warns(UserWarning, match="lagclient has endpoints"):
        names = selected(own(name="get", path="/servers/{server_id}", model="dict"))
    assert names.count("servers_get") == 1
