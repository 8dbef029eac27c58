"""``lagclient mcp`` as a program: over its streams, over HTTP, and how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional

import anyio
import httpx
import httpx2
import pytest
from click.testing import CliRunner, Result
from mcp import Client, StdioServerParameters, stdio_client, types
from mcp.client.streamable_http import streamable_http_client

from lagclient.commands import main
from lagclient.sandbox import Sandbox
from tests.kit.route_files import write_own

COMMAND = [sys.executable, "-m", "lagclient", "mcp"]

TOKEN = "a-token-of-this-test"
ALLOWED = "http://localhost:6274"
"""The origin of a web page that may call the server."""

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.fixture(scope="module")
def lag() -> Iterator[Sandbox]:
    with Sandbox() as lag:
        yield lag


def environment(lag: Sandbox, **more: str) -> Dict[str, str]:
    """Return the environment of this process without tokens, and the address of the sandbox."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("LAG_")}
    return {**own, "LAG_BASE_URL": lag.url, **more}


def start(*options: str, env: Mapping[str, str], **streams: Any) -> subprocess.Popen[str]:
    return subprocess.Popen([*COMMAND, *options], env=env, text=True, **streams)


@contextlib.contextmanager
def over_http(lag: Sandbox, *options: str, **env: str) -> Iterator[List[str]]:
    """Run the command with --http; yield what it says, and end it as a system would."""
    env = environment(lag, **{"LAG_TOKEN": lag.token, **env})
    with start("--http", *options, env=env, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        lines: List[str] = []
        while not lines or not lines[-1].startswith("Ctrl+C"):
            lines.append(process.stderr.readline())
        try:
            yield lines
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0


def hello(url: str, http: httpx.Client, **headers: str) -> httpx.Response:
    """Send the first request of the protocol."""
    accept = {"accept": "application/json, text/event-stream"}
    return http.post(url, json=HELLO, headers={**accept, **headers})


def names(tools: List[types.Tool]) -> List[str]:
    return [tool.name for tool in tools]


def test_mcp_over_its_streams(lag: Sandbox, tmp_path: Path) -> None:
    """A client starts the command, lists tools and calls one; own routes are tools, too."""
    file = write_own(tmp_path, "/servers/{server_id}")

    async def talk() -> Any:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "lagclient", "mcp", "--routes", str(file)],
            env=environment(lag, LAG_TOKEN=lag.token),
        )
        async with Client(stdio_client(server)) as session:
            assert "servers_stats_get" in names((await session.list_tools()).tools)
            return await session.call_tool("servers_stats_get", {"server_id": lag.server_id})

    result = anyio.run(talk)
    assert result.structured_content["name"] == "Lag Lounge"


def test_mcp_ends_with_its_input(lag: Sandbox) -> None:
    """Closed standard input ends the command without an error, and nothing is logged.

    With --robot, the key of the robot is the token.
    """
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    env = environment(lag, LAG_TOKEN="no token", LAG_ROBOT_KEY=lag.robot_key)
    with start("--robot", env=env, **streams) as process:
        output, errors = process.communicate(json.dumps(HELLO) + "\n", timeout=30)
    assert process.returncode == 0
    assert errors == ""
    assert json.loads(output)["result"]["serverInfo"]["name"] == "lag"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals for other processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_mcp_ends_at_a_signal(lag: Sandbox, number: signal.Signals) -> None:
    """Ctrl+C ends the command while it waits for input, without a traceback."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with start(env=environment(lag, LAG_TOKEN=lag.token), **streams) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps(HELLO) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(number)
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == ""


def test_mcp_ends_with_its_client(lag: Sandbox) -> None:
    """A client that ends before it has read a response leaves no traceback behind."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with start(env=environment(lag, LAG_TOKEN=lag.token), **streams) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate(json.dumps(HELLO) + "\n", timeout=30)
    assert (process.returncode, errors) == (0, "")


@pytest.fixture(scope="module")
def served(lag: Sandbox) -> Iterator[List[str]]:
    """The command with --http, a token of the caller's own and an allowed origin."""
    options = ("--only", "servers.list", "--allow-origin", ALLOWED)
    with over_http(lag, *options, LAG_MCP_TOKEN=TOKEN) as lines:
        yield lines


def test_mcp_over_http(lag: Sandbox, served: List[str]) -> None:
    """A client with the token calls tools over HTTP, and SIGTERM ends the server without an error.

    The token is not printed if the caller has chosen it.
    """

    async def talk(url: str) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=headers, trust_env=False) as http,
            Client(streamable_http_client(url, http_client=http)) as session,
        ):
            assert names((await session.list_tools()).tools) == ["servers_list"]
            return await session.call_tool("servers_list")

    url = served[0].split()[-1]
    assert url.startswith("http://127.0.0.1:")
    assert TOKEN not in "".join(served)
    result = anyio.run(talk, url)
    assert result.structured_content["items"][0]["id"] == lag.server_id


def test_mcp_over_http_needs_a_token(lag: Sandbox) -> None:
    """A program of another account gets a 401: the token of the server is new, and printed once."""
    with over_http(lag) as lines, httpx.Client(trust_env=False) as http:
        url, header = lines[0].split()[-1], lines[2].strip()
        name, _, value = header.partition(": ")
        assert name == "Authorization"
        assert hello(url, http, authorization=value).status_code == 200
        for other in ({}, {"authorization": f"{value}x"}, {"authorization": f"Bearer {lag.token}"}):
            refused = hello(url, http, **other)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"].startswith("Bearer ")
            assert value.split()[1] not in refused.text


def test_mcp_over_http_without_a_token(lag: Sandbox) -> None:
    """--no-token serves every program of the machine, and says so."""
    with over_http(lag, "--no-token") as lines, httpx.Client(trust_env=False) as http:
        assert hello(lines[0].split()[-1], http).status_code == 200
        assert lines[1] == "Every account of this machine can call it, because of --no-token.\n"


def test_mcp_over_http_refuses_web_pages(served: List[str]) -> None:
    """Another Host (DNS rebinding) and the Origin of a web page are refused, unless allowed.

    A browser may then send the headers of the protocol, and read its answers.
    """
    url = served[0].split()[-1]
    with httpx.Client(trust_env=False, headers={"authorization": f"Bearer {TOKEN}"}) as http:

        def status(**headers: str) -> int:
            return hello(url, http, **headers).status_code

        port = httpx.URL(url).port
        assert status() == 200
        assert status(host=f"localhost:{port}") == 200
        assert status(host=f"evil.example:{port}") == 421
        assert status(host="127.0.0.1") == 421
        assert status(origin="https://evil.example") == 403
        assert status(origin=f"http://127.0.0.1:{port}") == 403
        assert status(origin="null") == 403
        answer = hello(url, http, origin=ALLOWED)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == ALLOWED
        assert "mcp-session-id" in answer.headers["access-control-expose-headers"]
    asked = {"access-control-request-method": "POST"}
    asked["access-control-request-headers"] = "authorization,content-type"
    for origin, code in ((ALLOWED, 200), ("https://evil.example", 400)):
        assert httpx.options(url, headers={"origin": origin, **asked}).status_code == code


def run(lag: Sandbox, *options: str, **env: Optional[str]) -> Result:
    """Run the command in this process, with an input that is empty."""
    own = {"LAG_BASE_URL": lag.url, "LAG_TOKEN": None, "LAG_ROBOT_KEY": None, **env}
    return CliRunner().invoke(main, ["mcp", *options], env=own)


def test_mcp_token_comes_from_the_environment(lag: Sandbox) -> None:
    """The token is LAG_TOKEN, or else LAG_ROBOT_KEY; --robot needs that of a robot."""
    missing = run(lag)
    assert missing.exit_code == 2
    assert missing.stderr.startswith("Error: LAG_TOKEN or LAG_ROBOT_KEY must be set, in the conf")
    robot = run(lag, "--robot", LAG_TOKEN=lag.token)
    assert (robot.exit_code, robot.stderr) == (2, "Error: LAG_ROBOT_KEY must be set for --robot\n")


def test_mcp_token_that_the_api_refuses(lag: Sandbox) -> None:
    """A wrong token ends the command with one line that names its variable; a robot's key too."""
    for variable, value in (("LAG_TOKEN", "lag_pat_wrong"), ("LAG_ROBOT_KEY", "lag_robot_wrong")):
        ended = run(lag, **{variable: value})
        assert ended.exit_code == 2
        assert ended.stderr.startswith(
            f"Error: {variable} must be a token that {lag.url} accepts: "
        )
        assert ended.stderr.count("\n") == 1
        assert value not in ended.output


def test_mcp_warns_of_an_api_that_is_not_reached(lag: Sandbox) -> None:
    """The command says so on stderr, and serves all the same, because the API may be back later."""
    port = lag.url.rpartition(":")[2]
    env = {"LAG_TOKEN": lag.token, "LAG_BASE_URL": "http://127.0.0.1:9"}
    ended = run(lag, "--http", "--port", port, **env)
    warning, error = ended.stderr.splitlines()
    assert warning.startswith("Warning: the tools may fail, because the first request did: ")
    assert "127.0.0.1:9" in warning
    assert error.startswith("Error: --port must be free: ")


def test_mcp_options_that_do_not_fit(lag: Sandbox, tmp_path: Path) -> None:
    """An invalid option is one line and exit code 2, before anything is served."""
    (tmp_path / "bad.yaml").write_text("namespace: x\n")
    for options, message in [
        (("--only", "servers.x"), "Error: --only must select a method"),
        (("--port", "1"), "Error: --port, --allow-origin and --no-token must be used with --http"),
        (("--routes", str(tmp_path / "bad.yaml")), "the key 'doc' is missing"),
    ]:
        ended = run(lag, *options, LAG_TOKEN=lag.token)
        assert ended.exit_code == 2
        assert message in ended.stderr


@pytest.mark.parametrize("token", ["", "short", "long enough, with blanks", "\u00fc" * 16])
def test_mcp_token_that_clients_cannot_send(lag: Sandbox, token: str) -> None:
    """A token of --http that is short, or that a header cannot carry, is refused at the start."""
    ended = run(lag, "--http", LAG_TOKEN=lag.token, LAG_MCP_TOKEN=token)
    assert ended.exit_code == 2
    assert ended.stderr.startswith("Error: LAG_MCP_TOKEN must be 16 or more letters")


def test_mcp_port_that_is_in_use(lag: Sandbox) -> None:
    """A port that another program uses is an error in one line."""
    port = lag.url.rpartition(":")[2]
    ended = run(lag, "--http", "--port", port, LAG_TOKEN=lag.token)
    assert ended.exit_code == 1
    assert ended.stderr.startswith("Error: --port must be free: ")
