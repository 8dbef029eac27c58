"""Names of tools, and the limits that clients put on them.

The protocol allows 128 characters and dots (SEP-986). The clients allow less, because they put the
name of the server before that of the tool, and the models' APIs check the result:

==============  =======================================  ===============================
client          what the model sees                      limit
==============  =======================================  ===============================
Claude Code     ``mcp__SERVER__TOOL``                    64 characters of ``A-Za-z0-9_-``
Claude Desktop  the same letters                         64
Cursor          ``SERVER`` and ``TOOL`` together         60; works best below 40 tools
VS Code         ``mcp_SERVER_TOOL``                      64; 128 tools in a request
==============  =======================================  ===============================

Sources: the issues anthropics/claude-code 19882 and 22276, microsoft/vscode 243602,
tadata-org/fastapi_mcp 64, github/copilot-cli 1879. A name of 40 characters leaves 17 for the name
of the server in all of them.
"""

from __future__ import annotations

import re

MAX_NAME = 40
"""The longest name of a tool, in characters."""

_METHOD = re.compile(r"`([a-z_]+(?:\.[a-z_]+)+)`")


def tool_name(full_name: str) -> str:
    """Return the name of the tool of a method: ``servers_rooms_list`` of ``servers.rooms.list``."""
    return full_name.replace(".", "_")


def with_tool_names(text: str) -> str:
    """Return a text of the table in which methods have the names of their tools."""
    return _METHOD.sub(lambda match: f"`{tool_name(match[1])}`", text)
