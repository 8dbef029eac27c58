"""Choose the methods that are tools: by their kind, by the options, and by the token."""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import Collection, Dict, Iterator, Mapping, Optional, Tuple

import attrs

from lagclient.errors import LagInvalidRequestError
from lagclient.mcp.naming import MAX_NAME
from lagclient.mcp.tool import KINDS, Tool
from lagclient.routing.table import Table


@attrs.frozen
class Options:
    """What the caller of ``lagclient mcp`` has chosen."""

    read_only: bool = False
    """Offer only tools that change nothing."""
    only: Tuple[str, ...] = ()
    """Patterns of methods, such as ``servers.rooms.*``; empty: all methods."""
    files: Optional[Path] = None
    """The folder that images may be read from."""
    ask: bool = True
    """Ask before a destructive tool is called."""


@attrs.frozen
class Selection:
    """The tools of a server, and those that it leaves out."""

    tools: Mapping[str, Tool]
    """All tools by name, also those that are not offered."""
    options: Options

    @classmethod
    def of(cls, table: Table, options: Options) -> Selection:
        """Return the tools of a table.

        Raises:
            LagInvalidRequestError: A pattern selects nothing, or the name of a tool is too long or
                that of another tool.
        """
        tools: Dict[str, Tool] = {}
        for tool in _tools(table, options.files):
            other = tools.setdefault(tool.name, tool)
            if other is not tool:
                raise LagInvalidRequestError(
                    f"names of tools must differ: {tool.method.full_name} and "
                    f"{other.method.full_name} are both {tool.name}"
                )
        selection = cls(tools, options)
        for pattern in options.only:
            if not any(fnmatch.fnmatchcase(t.method.full_name, pattern) for t in tools.values()):
                raise LagInvalidRequestError(
                    f"`only` must select a method, such as servers.rooms.*, not {pattern!r}"
                )
        for tool in tools.values():
            if len(tool.name) > MAX_NAME and selection.selects(tool):
                raise LagInvalidRequestError(
                    f"the name of a tool must have at most {MAX_NAME} characters, because clients "
                    f"refuse longer ones, not {len(tool.name)}: {tool.name}"
                )
        return selection

    def selects(self, tool: Tool) -> bool:
        """Return whether the options select a tool."""
        if self.options.read_only and not tool.is_read_only:
            return False
        name = tool.method.full_name
        only = self.options.only
        return not only or any(fnmatch.fnmatchcase(name, pattern) for pattern in only)

    def excludes(self, tool: Tool, kind: str) -> Optional[str]:
        """Return why a tool is not offered to a kind of token; None if it is."""
        if not self.selects(tool):
            return "the options --read-only and --only of the server leave it out"
        if not _can_use(tool, kind, None):
            return f"the API does not have it for {kind}s, and the server has the token of a {kind}"
        return None

    def offered(self, kind: str, permissions: Optional[Collection[str]] = None) -> Iterator[Tool]:
        """Yield the tools that a token can use.

        Args:
            kind: The kind of the token, ``user`` or ``robot``.
            permissions: The permissions of the robot; None: not known.
        """
        for tool in self.tools.values():
            if self.selects(tool) and _can_use(tool, kind, permissions):
                yield tool


def _tools(table: Table, files: Optional[Path]) -> Iterator[Tool]:
    for namespace in table.namespaces:
        for method in table.methods(namespace):
            if method.kind in KINDS:
                yield Tool(method, files)


def _can_use(tool: Tool, kind: str, permissions: Optional[Collection[str]]) -> bool:
    route = tool.method.route
    if "public" in route.kinds:
        return True
    if kind != "robot" or permissions is None:
        return kind in route.kinds
    needed = [scope.partition(":")[2] for scope in route.robot_scopes]
    return any(not one or one in permissions for one in needed)
