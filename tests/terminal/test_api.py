"""Every method as a command: `lag api`."""

from __future__ import annotations

import os
from typing import List

import pytest
from click.testing import CliRunner

import lagclient
from lagclient.methods.docstring import description
from lagclient.resources import TABLE
from lagclient.routing.method import Method
from lagclient.routing.route import Param, Route
from lagclient.terminal import exits
from lagclient.terminal.command import common_options
from lagclient.terminal.commands.api import command_of
from tests.kit.route_files import write_own
from tests.kit.terminal import Lag

METHODS = {
    method.full_name: method
    for namespace in TABLE.namespaces
    for method in TABLE.methods(namespace)
}


@pytest.fixture
def send(lag: Lag) -> List[str]:
    return ["api", "servers.rooms.messages.send", lag.box.server_id, lag.box.room_id]


def help_of(method: Method) -> str:
    """The help of a method's command, on lines that are as long as they need to be."""
    runner = CliRunner()
    return runner.invoke(command_of(method), ["--help"], terminal_width=10_000).output


def test_every_method_is_a_command(lag: Lag) -> None:
    """`lag api` lists all methods of the clients, and nothing else."""
    listed = lag.ok("api").out.partition("Methods:")[2].split("\n")
    names = {line.split()[0] for line in listed if line[2:3].strip()}
    assert names == set(METHODS)
    assert "servers.rooms.messages.send" in names


def test_help_is_the_text_of_the_sdk() -> None:
    """A command's help has each sentence of the method's documentation and of its parameters."""
    for method in METHODS.values():
        shown = " ".join(help_of(method).replace("`", "").split())
        texts = [method.route.doc] if method.kind == "pages" else description(method)
        docs = [one.doc for one in method.params if one.name not in ("prefetch", "progress")]
        for text in [*texts, *docs]:
            sentence = " ".join(text.partition("\n")[0].replace("`", "").split())
            assert sentence.rstrip(".") in shown, (method.full_name, sentence)


def test_every_parameter_has_an_input() -> None:
    """Each parameter of a method is an argument or an option; only two have no use here."""
    for method in METHODS.values():
        inputs = {param.name for param in command_of(method).params}
        missing = {param.name for param in method.params} - inputs
        assert missing <= {"prefetch", "progress"}, method.full_name


def test_enum_is_a_choice(lag: Lag) -> None:
    """The values of an enum are in the help, and another value exits 2."""
    assert "[ios|android]" in help_of(METHODS["users.register_push_token"])
    done = lag("api", "users.register_push_token", "--token", "t", "--platform", "amiga")
    assert done.code == 2
    assert "'amiga'" in done.err


def test_call_sends_arguments_and_options(lag: Lag, send: List[str]) -> None:
    """Arguments are positional, options are by name, and the result is in the API's names."""
    message = lag.ok(*send, "--content", "hi").lines[0]
    assert (message["content"], message["roomId"]) == ("hi", lag.box.room_id)
    reply = lag.ok(*send, "--content", "yes", "--reply-to-id", message["id"]).lines[0]
    assert reply["replyTo"]["id"] == message["id"]


def test_text_is_read_from_the_standard_input(lag: Lag, send: List[str]) -> None:
    """`-` is the standard input, without its last newline; it must be UTF-8."""
    text = "first line\n\nthird: ü"
    assert lag.ok(*send, "--content", "-", stdin=text + "\n").lines[0]["content"] == text
    wrong = lag(*send, "--content", "-", stdin=b"\xff")
    assert wrong.code == 2
    assert "must be UTF-8" in wrong.err


def test_list_is_one_object_on_a_line(lag: Lag) -> None:
    """Lists and all pages of a listing are NDJSON; one page is an object with its cursor."""
    room = [lag.box.server_id, lag.box.room_id]
    (server,) = lag.ok("api", "servers.list").lines
    assert server["id"] == lag.box.server_id
    (page,) = lag.ok("api", "servers.rooms.messages.list", *room, "--limit", "1").lines
    assert set(page) == {"messages", "hasMore", "nextCursor"}
    every = lag.ok("api", "servers.rooms.messages.iter", *room, "--limit", "2").lines
    assert len(every) >= 4
    history = lag.ok("api", "servers.rooms.messages.history", *room, "--oldest-first").lines
    assert history == every[::-1]


def test_field_that_was_not_sent_is_not_there(lag: Lag) -> None:
    """The JSON has what the API sent: a field that it left out is not null."""
    (server,) = lag.ok("api", "servers.list").lines
    (same,) = lag.ok("api", "servers.list", "--json").lines
    assert server == same
    with lagclient.Client(token=lag.box.token, base_url=lag.box.url) as client:
        sent = client.request("GET", "/servers/me").data
    assert [set(server)] == [set(one) for one in sent]


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_result_is_indented_for_people(lag: Lag) -> None:
    """In a terminal the JSON is indented, and text of others cannot control it."""
    shown = lag.in_terminal("api", "users.me").out
    assert '\n  "username": "sam"' in shown


def test_null_has_an_option(lag: Lag) -> None:
    """A parameter that can be cleared has an option for that."""
    steam = "76561190000000001"
    update = ["api", "users.update_me"]
    assert lag.ok(*update, "--steam-id", steam).lines[0]["steamId"] == steam
    assert lag.ok(*update, "--clear-steam-id").lines[0]["steamId"] is None
    assert lag(*update, "--steam-id", steam, "--clear-steam-id").code == 2


def test_flags_go_both_ways() -> None:
    """A bool is a pair of flags, so that it can be omitted, true or false."""
    route = Route(
        namespace="x", name="y", method="POST", path="/x", scope=("user",), model="dict",
        params=(Param("loud", "body", "bool", "Be loud.", "loud"),),
    )  # fmt: skip
    assert "--loud / --no-loud" in help_of(Method(route, "y", "call"))


def test_option_of_its_own_keeps_the_common_ones() -> None:
    """A parameter with the name of a common option gets another option."""
    params = tuple(
        Param(name, "query", "str", "Doc.", name) for name in ("query", "profile", "other")
    )
    route = Route(
        namespace="x", name="y", method="GET", path="/x", scope=("user",), model="dict",
        params=params,
    )  # fmt: skip
    options = [flag for one in command_of(Method(route, "y", "call")).params for flag in one.opts]
    assert {"--arg-query", "--arg-profile", "--other"} <= set(options)
    assert len(options) == len(set(options)) == 3 + len(common_options())


def test_wrong_argument_is_named_as_typed(lag: Lag, send: List[str]) -> None:
    """The SDK's refusal of an argument names the option or the argument, and exits 2."""
    done = lag("api", "servers.get", "..")
    assert done.code == 2
    assert "SERVER must be a single path segment, not '..'" in done.err
    assert lag(*send[:3]).code == 2


def test_unknown_method_lists_similar_ones(lag: Lag) -> None:
    """A method that is unknown, and a namespace, list what may be meant."""
    done = lag("api", "messages.send")
    assert done.code == 2
    assert "similar: servers.rooms.messages.send" in done.err
    assert "servers.rooms.create" in lag("api", "servers.rooms").err


def test_destructive_method_asks(lag: Lag) -> None:
    """What cannot be undone needs `--yes` where no terminal can ask, as by people's commands."""
    (room,) = lag.ok("api", "servers.rooms.create", lag.box.server_id, "--name", "old").lines
    delete = ["api", "servers.rooms.delete", lag.box.server_id, room["id"]]
    refused = lag(*delete)
    assert refused.code == 2
    assert "--yes" in refused.err
    asked = lag.in_terminal(*delete, typed="maybe\nn\n", prompt="[y/N]: ")
    assert (asked.code, "Nothing was changed" in asked.out) == (1, True)
    assert "lag: The answer must be y or n, not 'maybe'\n" in asked.out
    assert room["id"] in asked.out
    assert room["id"] in lag.ok("api", "servers.rooms.list", lag.box.server_id).out
    lag.ok(*delete, "--yes")
    assert room["id"] not in lag.ok("api", "servers.rooms.list", lag.box.server_id).out


def test_robot_is_refused_before_a_request(robot: Lag) -> None:
    """A method that robots do not have exits 3, and says which they have."""
    done = robot("api", "users.me")
    assert done.code == 3
    assert "not available to robots" in done.err


def test_images_go_up_and_down(lag: Lag) -> None:
    """A file is uploaded and downloaded; `-` is the standard output."""
    import base64

    pixel = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
        "rkJggg=="
    )
    (lag.home / "dot.png").write_bytes(pixel)
    help = help_of(METHODS["images.upload"])
    purpose = help.partition("--purpose [")[2].partition("|")[0]
    image = lag.ok("api", "images.upload", "dot.png", "--purpose", purpose).lines[0]
    lag.ok("api", "images.wait", image["id"])
    lag.ok("api", "images.download", image["id"], "copy", "--variant", "original")
    assert (lag.home / "copy").read_bytes() == pixel
    if os.path.exists("/dev/full"):
        for device, code in (("/dev/null", 0), ("/dev/full", exits.OUTPUT)):
            done = lag.to_file(device, "api", "images.download", image["id"], "-")
            assert done.code == code, done.err


def test_own_routes_are_commands(lag: Lag) -> None:
    """A route file of the user adds commands, by an option or by LAG_ROUTES."""
    file = write_own(lag.home)
    own = ["api", "--routes", file.name]
    assert "Number of days." in lag.ok(*own, "servers.stats.get", "--help").out
    assert "servers.stats.get" in lag.ok("api", LAG_ROUTES=file.name).out
    assert lag(*own, "servers.stats.get", lag.box.server_id, "--days", "3").code == 5
    assert lag.ok(*own, "users.me").lines[0]["username"] == "sam"
    file.write_text(file.read_text().replace("int", "integer"))
    wrong = lag(*own, "users.me")
    assert wrong.code == 2
    assert f"{file.name}:" in wrong.err


def test_completion_knows_methods_options_and_enums() -> None:
    """A shell can complete the names of methods and options, and the values of enums."""
    from click.shell_completion import ShellComplete

    from lagclient.terminal.program import program

    def complete(arguments: List[str], typed: str) -> List[str]:
        shell = ShellComplete(program, {}, "lag", "_LAG_COMPLETE")
        return [one.value for one in shell.get_completions(arguments, typed)]

    assert complete(["api"], "servers.rooms.messages.s") == ["servers.rooms.messages.send"]
    push = ["api", "users.register_push_token"]
    assert complete([*push, "--platform"], "") == ["ios", "android"]
    assert "--platform" in complete(push, "--")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_a_shell(lag: Lag, shell: str) -> None:
    """`lag completion` prints a script, which asks lag itself; no token is needed."""
    assert "_LAG_COMPLETE" in lag.ok("completion", shell).out
    words = {"COMP_WORDS": "lag api users.m", "COMP_CWORD": "2"}
    words = {**words, "COMP_CWORD": "users.m"} if shell == "fish" else words
    asked = lag.ok(_LAG_COMPLETE=f"{shell}_complete", LAG_TOKEN="", **words)
    assert "users.me" in asked.out
