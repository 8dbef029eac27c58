"""The table as one Python literal: it loads in a fraction of the time that YAML takes."""

from __future__ import annotations

from typing import Any, Dict, Sequence, cast

from lagclient.routing.route import rows_of
from lagclient.routing.table import Table

WIDTH = 100

_HEAD = '''"""The routes of the Lag API. Generated from routes/*.yaml by `lagclient generate`."""

from typing import Any, Dict

'''


def compiled(table: Table) -> str:
    """The source of ``lagclient/routing/_table.py``."""
    rows = {namespace: table.rows(namespace) for namespace in table.namespaces}
    return (
        f"{_HEAD}NAMESPACES: Dict[str, str] = {_literal(dict(table.namespaces), '')}\n\n"
        f"LIMITS: Dict[str, Dict[str, int]] = {_literal(rows_of(table.limits), '')}\n\n"
        f"ROWS: Dict[str, Dict[str, Dict[str, Any]]] = {_literal(rows, '')}\n"
    )


def _literal(value: Any, indent: str) -> str:
    """A value's source, over several lines only where one would be too long."""
    text = repr(value)
    if len(indent) + len(text) <= WIDTH or not isinstance(value, (dict, tuple)):
        return text
    deeper = indent + "    "
    if isinstance(value, dict):
        pairs = cast("Dict[str, Any]", value).items()
        lines = [f"{deeper}{key!r}: {_literal(item, deeper)}," for key, item in pairs]
        return "\n".join(["{", *lines, indent + "}"])
    items = cast("Sequence[Any]", value)
    lines = [f"{deeper}{_literal(item, deeper)}," for item in items]
    return "\n".join(["(", *lines, indent + ")"])
