"""The lists of servers, rooms and messages as resources, which a user attaches to a conversation.

The address of a list is the path of its route behind ``lag:/``.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, Mapping, Optional, Tuple
from urllib.parse import quote, unquote

from lagclient.mcp.naming import tool_name
from lagclient.mcp.tool import Tool

LISTS: Mapping[str, str] = {
    "servers.list": "/servers",
    "servers.rooms.list": "/servers/{server_id}/rooms",
    "servers.rooms.messages.list": "/servers/{server_id}/rooms/{room_id}/messages",
}
"""The methods that list something to read, and the path of their resource."""

MIME_TYPE = "application/json"


def templates(tools: Mapping[str, Tool]) -> Iterator[Tuple[Tool, str]]:
    """Yield the lists among these tools, with the template of their address."""
    for full_name, path in LISTS.items():
        tool = tools.get(tool_name(full_name))
        if tool is not None:
            yield tool, f"lag:/{path}"


def place_of(uri: str, tools: Mapping[str, Tool]) -> Optional[Tuple[Tool, Dict[str, str]]]:
    """Return the list at an address and its ids; None if no tool has it."""
    for tool, template in templates(tools):
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", template)
        match = re.fullmatch(pattern, uri)
        if match is not None:
            return tool, {name: unquote(id) for name, id in match.groupdict().items()}
    return None


def address(template: str, **ids: str) -> str:
    """Return the address of a list."""
    return template.format(**{name: quote(id, safe="") for name, id in ids.items()})
