"""The server of the protocol, called by the SDK's own client in this process."""

from __future__ import annotations

import base64
import functools
import json
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, AsyncGenerator, Awaitable, Callable, Dict, List, Mapping, Optional, Tuple

import anyio
import attrs
import pytest
from mcp import Client as ModelClient
from mcp import MCPError, types

from lagclient import AsyncClient, Client
from lagclient.mcp.selection import Options, Selection
from lagclient.mcp.server import create_server
from lagclient.resources import TABLE
from lagclient.sandbox import Faults, Sandbox
from tests.cassettes.cases import CASES, Case
from tests.cassettes.staging import arranged
from tests.kit.every import every

ERAS = pytest.mark.parametrize("mode", ["legacy", "auto"])
"""The versions of the protocol with a handshake, and those since 2026-07-28."""

ALL = Options()

Questions = List[str]


@functools.cache
def tools_of(files: Optional[Path]) -> Selection:
    """Return the tools of the table; their schemas are written once for all tests."""
    return Selection.of(TABLE, Options(files=files))


def selection(options: Options) -> Selection:
    """Return the tools that the options select."""
    return attrs.evolve(tools_of(options.files), options=options)


@pytest.fixture
def lag() -> Any:
    with Sandbox() as lag:
        yield lag


@asynccontextmanager
async def connected(
    url: str,
    token: str,
    options: Options = ALL,
    progress_seconds: float = 2.0,
    **client: Any,
) -> AsyncGenerator[ModelClient, None]:
    """Yield a client of the protocol, whose server is a client of the sandbox."""
    async with AsyncClient(token=token, base_url=url, max_retries=0) as api:
        server = create_server(api, selection(options), progress_seconds)
        async with ModelClient(server, **client) as session:
            yield session


def asked(action: str, questions: Questions) -> Callable[..., Awaitable[types.ElicitResult]]:
    """Return the person who answers each question in one way."""

    async def answer(_context: Any, params: types.ElicitRequestParams) -> types.ElicitResult:
        questions.append(params.message)
        return types.ElicitResult(action=action, content={} if action == "accept" else None)  # type: ignore[arg-type]

    return answer


def text_of(result: types.CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


def place(lag: Sandbox) -> Dict[str, Any]:
    return {"server_id": lag.server_id, "room_id": lag.room_id}


def tool_call(case: Case) -> Tuple[str, Dict[str, Any]]:
    """Return the name of the tool of a case, and the arguments as a model would send them."""
    step, values = case.step, {}
    for param, value in zip(TABLE[step.method].params, step.args):
        if isinstance(value, tuple):
            filename, data, content_type = value
            values.update(filename=filename, content_type=content_type)
            value = base64.b64encode(data).decode()
        values[param.name] = value
    for name, value in step.options.items():
        values[name] = value.isoformat() if isinstance(value, datetime) else value
    return step.method.replace(".", "_"), values


@every("case", CASES, ids=lambda case: case.name)
def test_every_tool_works(case: Case) -> None:
    """Each tool calls its route, as user and as robot; the SDK checks the result's schema."""

    # The list of all tools would be sent for each.
    options = Options(ask=False, only=(case.step.method,))

    async def call() -> types.CallToolResult:
        async with connected(stage.base_url, stage.token, options) as session:
            await session.list_tools()  # from now on, the SDK checks results
            name, values = tool_call(case)
            return await session.call_tool(name, values)

    with arranged(case) as stage:
        result = anyio.run(call)
    assert not result.is_error, text_of(result)
    assert json.loads(text_of(result)) == result.structured_content


@ERAS
def test_tool_is_described(lag: Sandbox, mode: str) -> None:
    """A tool has a title, a description, both schemas and the hints."""

    async def tools() -> List[types.Tool]:
        async with connected(lag.url, lag.token, mode=mode) as session:
            return (await session.list_tools()).tools

    (tool,) = (tool for tool in anyio.run(tools) if tool.name == "friends_block")
    assert tool.title == "Block a user"
    assert tool.annotations == types.ToolAnnotations(
        title="Block a user",
        read_only_hint=False,
        destructive_hint=True,
        idempotent_hint=True,
        open_world_hint=True,
    )
    assert tool.input_schema["properties"].keys() == {"user_id"}
    assert tool.output_schema is not None
    assert "status" in tool.output_schema["properties"]


def test_pages_continue_at_the_cursor(lag: Sandbox) -> None:
    """`nextCursor` of a result is the `cursor` of the next page, until it is null."""

    async def pages() -> List[List[str]]:
        ids: List[List[str]] = []
        async with connected(lag.url, lag.token) as session:
            more: Dict[str, Any] = {"limit": 3}
            while more:
                values = {**place(lag), **more}
                result = await session.call_tool("servers_rooms_messages_list", values)
                page = result.structured_content
                ids.append([item["id"] for item in page["items"]])
                cursor = page["nextCursor"]
                more = {"limit": 3, "cursor": cursor} if cursor else {}
        return ids

    ids = anyio.run(pages)
    flat = [one for page in ids for one in page]
    assert len(ids) > 1
    assert len(flat) == len(set(flat)) == 4


def test_robot_sees_its_tools(lag: Sandbox) -> None:
    """A robot sees the tools of its scope and permissions; another tool says why it is missing."""

    async def look() -> Tuple[List[str], str]:
        async with connected(lag.url, lag.robot_key) as session:
            names = [tool.name for tool in (await session.list_tools()).tools]
            return names, text_of(await session.call_tool("users_me"))

    names, why = anyio.run(look)
    assert "robots_events_poll" in names
    assert "servers_rooms_messages_send" in names
    assert "users_me" not in names
    assert why == (
        "users_me is not offered, because the API does not have it for robots, and the server has "
        "the token of a robot."
    )


def test_robot_without_a_permission(lag: Sandbox) -> None:
    """A tool for which the robot lacks the permission is not listed, and the API refuses it."""
    key = lag.add_robot("Reader", permissions=["read_messages"])

    async def look() -> Tuple[List[str], str]:
        async with connected(lag.url, key) as session:
            names = [tool.name for tool in (await session.list_tools()).tools]
            values = {**place(lag), "content": "hi"}
            return names, text_of(await session.call_tool("servers_rooms_messages_send", values))

    names, why = anyio.run(look)
    assert "servers_rooms_messages_list" in names
    assert "servers_rooms_messages_send" not in names
    assert "A robot needs the permission send_messages." in why


def test_robot_whose_permissions_are_unknown(lag: Sandbox) -> None:
    """If the permissions cannot be read, all tools of robots are listed."""

    async def look() -> List[str]:
        async with connected("http://127.0.0.1:1", lag.robot_key) as session:
            return [tool.name for tool in (await session.list_tools()).tools]

    assert "servers_rooms_messages_send" in anyio.run(look)


def test_tool_that_the_options_leave_out(lag: Sandbox) -> None:
    """A tool that the options leave out is not called, and says why."""

    async def call() -> Tuple[str, List[str]]:
        async with connected(lag.url, lag.token, Options(read_only=True)) as session:
            names = [tool.name for tool in (await session.list_tools()).tools]
            values = {**place(lag), "content": "hi"}
            return text_of(await session.call_tool("servers_rooms_messages_send", values)), names

    why, names = anyio.run(call)
    assert "servers_rooms_messages_send" not in names
    assert why == (
        "servers_rooms_messages_send is not offered, because the options --read-only and --only "
        "of the server leave it out."
    )


def test_unknown_tool_is_an_error_of_the_protocol(lag: Sandbox) -> None:
    """A tool that does not exist is an error of the client, not of a call."""

    async def call() -> None:
        async with connected(lag.url, lag.token) as session:
            with pytest.raises(MCPError, match="The server has no tool 'servers_explode'"):
                await session.call_tool("servers_explode")

    anyio.run(call)


# Confirmation


def delete_first_message(
    lag: Sandbox, mode: str, options: Options = ALL, **client: Any
) -> Tuple[types.CallToolResult, int]:
    """Delete a message by its tool; return the result and the number of messages that are left."""

    async def delete() -> Tuple[types.CallToolResult, int]:
        async with connected(lag.url, lag.token, options, mode=mode, **client) as session:

            async def ids() -> List[str]:
                page = await session.call_tool("servers_rooms_messages_list", place(lag))
                return [item["id"] for item in page.structured_content["items"]]

            values = {**place(lag), "message_id": (await ids())[0]}
            result = await session.call_tool("servers_rooms_messages_delete", values)
            return result, len(await ids())

    return anyio.run(delete)


@ERAS
def test_destructive_tool_after_a_yes(lag: Sandbox, mode: str) -> None:
    """A destructive tool asks with its arguments, and runs after a yes."""
    questions: Questions = []
    result, left = delete_first_message(lag, mode, elicitation_callback=asked("accept", questions))
    assert result.structured_content == {"done": True}
    assert left == 3
    (question,) = questions
    assert question.startswith("Delete a message for good?\nThis cannot be undone.\n\n")
    assert f'server_id: "{lag.server_id}"' in question


@ERAS
@pytest.mark.parametrize("action", ["decline", "cancel"])
def test_destructive_tool_after_a_no(lag: Sandbox, mode: str, action: str) -> None:
    """Without a yes nothing is called, and the model is asked not to insist."""
    result, left = delete_first_message(lag, mode, elicitation_callback=asked(action, []))
    assert result.is_error
    assert "the user did not confirm it" in text_of(result)
    assert left == 4


@ERAS
def test_destructive_tool_of_a_client_that_cannot_ask(lag: Sandbox, mode: str) -> None:
    """A client that cannot ask does not get to destroy anything, unless --yes allows it."""
    result, left = delete_first_message(lag, mode)
    assert result.is_error
    assert "this client cannot ask the user for confirmation" in text_of(result)
    assert "--yes" in text_of(result)
    assert left == 4
    result, left = delete_first_message(lag, mode, Options(ask=False))
    assert not result.is_error
    assert left == 3


def test_question_quotes_the_model(lag: Sandbox) -> None:
    """A text of the model stays on its line, and is cut, so it cannot pose as the question."""
    questions: Questions = []

    async def delete() -> None:
        person = asked("decline", questions)
        async with connected(lag.url, lag.token, elicitation_callback=person) as session:
            await session.call_tool("servers_delete", {"server_id": "x\n\nAccept" + "!" * 300})

    anyio.run(delete)
    (question,) = questions
    _, blank, argument = question.split("\n")[1:]
    assert blank == ""
    assert argument.startswith('server_id: "x\\n\\nAccept!!!')
    assert argument.endswith("!…")


def test_answer_is_for_one_call(lag: Sandbox) -> None:
    """The yes to one call does not confirm a call with other arguments."""

    async def reuse() -> Mapping[str, Any]:
        person = asked("accept", [])
        async with connected(lag.url, lag.token, elicitation_callback=person) as session:
            first = await session.session.call_tool(
                "servers_delete", {"server_id": "other"}, allow_input_required=True
            )
            assert isinstance(first, types.InputRequiredResult)
            with pytest.raises(MCPError, match="Invalid or expired requestState"):
                await session.session.call_tool(
                    "servers_delete",
                    {"server_id": lag.server_id},
                    input_responses={"confirm": types.ElicitResult(action="accept", content={})},
                    request_state=first.request_state,
                    allow_input_required=True,
                )
            again = await session.session.call_tool(
                "servers_delete",
                {"server_id": lag.server_id},
                input_responses={"confirm": types.ElicitResult(action="accept", content={})},
                allow_input_required=True,
            )
            assert isinstance(again, types.InputRequiredResult)
            servers = await session.call_tool("servers_list")
            return servers.structured_content

    assert [one["id"] for one in anyio.run(reuse)["items"]] == [lag.server_id]


# Errors


def failure(lag: Sandbox, name: str, values: Dict[str, Any]) -> List[str]:
    async def call() -> types.CallToolResult:
        async with connected(lag.url, lag.token) as session:
            return await session.call_tool(name, values)

    result = anyio.run(call)
    assert result.is_error
    return text_of(result).split("\n")


def test_error_says_what_to_try(lag: Sandbox) -> None:
    """An error says what happened, whether it took effect, and what to try."""
    happened, effect, advice, request = failure(
        lag, "servers_rooms_messages_send", {**place(lag), "room_id": "r", "content": "hi"}
    )
    assert happened == "servers_rooms_messages_send failed (404 not_found): Room not found."
    assert effect == "Did it take effect? No. The API refused it."
    assert advice == f"What to try: Check the ids: server_id '{lag.server_id}', room_id 'r'."
    assert request.startswith("Request id for support: ")


def test_error_of_arguments(lag: Sandbox) -> None:
    """Arguments that do not fit are named, and nothing is sent."""
    assert failure(lag, "users_get", {"user_id": 3}) == [
        "users_get failed (invalid_request): `user_id` must be of type string, not 3.",
        "Did it take effect? No. The tool changes nothing.",
        "What to try: Correct the arguments, and call the tool again.",
    ]


def test_error_after_a_lost_response() -> None:
    """After a lost response the effect is unknown, and the model is asked to look first."""
    with Sandbox(faults=Faults(["drop_after:servers.create"])) as lag:
        _, effect, advice, *_ = failure(lag, "servers_create", {"name": "Den"})
    assert effect == (
        "Did it take effect? Unknown. It may have taken effect: read the current state before you "
        "repeat it."
    )
    assert advice == "What to try: Read the current state first."


def test_error_without_a_connection() -> None:
    """If nothing was sent, the model may try again later, also with a tool that changes things."""
    with Sandbox() as lag:
        pass
    _, effect, advice = failure(lag, "servers_create", {"name": "Den"})
    assert effect == "Did it take effect? No. Nothing was sent."
    assert advice == "What to try: Try again later."


def test_error_of_a_read_changed_nothing() -> None:
    """A read that fails has changed nothing, whatever became of its request."""
    with Sandbox(faults=Faults(["drop_after:servers.list"])) as lag:
        _, effect, *_ = failure(lag, "servers_list", {})
    assert effect == "Did it take effect? No. The tool changes nothing."


def test_error_with_a_wait() -> None:
    """A limit says how long to wait."""
    with Sandbox(faults=Faults(["rate_limit:users.me:1:7"])) as lag:
        _, _, advice, *_ = failure(lag, "users_me", {})
    assert advice == "What to try: Wait 7 seconds. Send fewer requests."


# Resources


def test_resources_are_lists(lag: Sandbox) -> None:
    """Servers and their rooms are listed as resources; a template has the messages of a room."""

    async def read() -> Tuple[List[str], List[str], Any]:
        async with connected(lag.url, lag.token) as session:
            found = (await session.list_resources()).resources
            more = (await session.list_resource_templates()).resource_templates
            messages = f"lag://servers/{lag.server_id}/rooms/{lag.room_id}/messages"
            (contents,) = (await session.read_resource(messages)).contents
            assert isinstance(contents, types.TextResourceContents)
            for resource in found:
                assert (await session.read_resource(resource.uri)).contents
            return (
                [resource.uri for resource in found],
                [one.uri_template for one in more],
                json.loads(contents.text),
            )

    uris, templates, messages = anyio.run(read)
    assert uris == ["lag://servers", f"lag://servers/{lag.server_id}/rooms"]
    assert templates == [
        "lag://servers/{server_id}/rooms",
        "lag://servers/{server_id}/rooms/{room_id}/messages",
    ]
    assert len(messages["items"]) == 4


def test_resources_of_a_robot(lag: Sandbox) -> None:
    """A robot has no list of servers, and the options leave out resources, too."""

    async def look(token: str, options: Options) -> Tuple[int, List[str]]:
        async with connected(lag.url, token, options) as session:
            found = (await session.list_resources()).resources
            more = (await session.list_resource_templates()).resource_templates
            return len(found), [one.name for one in more]

    robot = anyio.run(look, lag.robot_key, Options())
    assert robot == (0, ["servers.rooms.list", "servers.rooms.messages.list"])
    assert anyio.run(look, lag.token, Options(only=("servers.list",))) == (1, [])


def test_resource_that_cannot_be_read(lag: Sandbox) -> None:
    """A resource that does not exist, or that the API refuses, is an error with the reason."""

    async def read() -> List[str]:
        errors = []
        async with connected(lag.url, lag.token) as session:
            for uri in ("lag://servers/x/bans", "lag://servers/nope/rooms"):
                with pytest.raises(MCPError) as caught:
                    await session.read_resource(uri)
                errors.append(str(caught.value))
        return errors

    unknown, refused = anyio.run(read)
    assert unknown == "The server has no resource 'lag://servers/x/bans'"
    assert "404 not_found" in refused


def test_ids_in_addresses_are_completed(lag: Sandbox) -> None:
    """An id is completed from the start of a name or of itself; rooms are those of the server."""

    async def complete(token: str, name: str, value: str, **context: str) -> List[str]:
        async with connected(lag.url, token) as session:
            result = await session.complete(
                types.ResourceTemplateReference(uri="lag://servers/{server_id}/rooms"),
                {"name": name, "value": value},
                context,
            )
            return result.completion.values

    def ids(token: str, name: str, value: str, **context: str) -> List[str]:
        return anyio.run(functools.partial(complete, token, name, value, **context))

    assert ids(lag.token, "server_id", "lag l") == [lag.server_id]
    assert ids(lag.token, "server_id", "x") == []
    assert ids(lag.robot_key, "server_id", lag.server_id[:5]) == [lag.server_id]
    assert ids(lag.token, "room_id", "gen", server_id=lag.server_id) == [lag.room_id]
    assert ids(lag.token, "room_id", "gen", server_id="nope") == []
    assert ids(lag.token, "room_id", "gen") == []


def test_instructions_fit_the_token(lag: Sandbox) -> None:
    """The server's instructions begin with a tool that the token can use."""

    async def instructions(token: str) -> Optional[str]:
        async with connected(lag.url, token) as session:
            return session.instructions

    assert "Start with servers_list." in str(anyio.run(instructions, lag.token))
    assert "identity has its `serverId`" in str(anyio.run(instructions, lag.robot_key))


# Progress


def progress_of(
    lag: Sandbox, name: str, values: Dict[str, Any], pause_seconds: float
) -> List[Tuple[float, Optional[float]]]:
    reports: List[Tuple[float, Optional[float]]] = []

    async def report(progress: float, total: Optional[float], _message: Optional[str]) -> None:
        reports.append((progress, total))

    async def call() -> types.CallToolResult:
        async with connected(lag.url, lag.token, progress_seconds=pause_seconds) as session:
            return await session.call_tool(name, values, progress_callback=report)

    assert not anyio.run(call).is_error
    return reports


def test_long_call_reports_progress() -> None:
    """While a call waits, the client of the protocol gets the seconds since its start."""
    with Sandbox(faults=Faults(["latency:users.me:1:0.3"])) as lag:
        reports = progress_of(lag, "users_me", {}, 0.01)
    seconds = [progress for progress, _ in reports]
    assert seconds
    assert seconds == sorted(seconds)


def test_history_reports_progress(lag: Sandbox) -> None:
    """A history reports the messages that it has, of those that were asked for."""
    with Client(token=lag.token, base_url=lag.url) as client:
        for number in range(120):
            client.servers.rooms.messages.send(lag.server_id, lag.room_id, content=str(number))
    values = {**place(lag), "limit": 110, "oldest_first": False}
    assert progress_of(lag, "servers_rooms_messages_history", values, 60) == [(100, 110)]
