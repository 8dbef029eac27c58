"""The index of all methods: a page that is read on the site and in the repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List

from lagclient.methods.docstring import documentation
from lagclient.methods.flavour import SYNC
from lagclient.resources import TABLE
from lagclient.routing.method import Method

_HEAD = """\
<!-- Written from routes/*.yaml by `python -m docs.generator`. -->

# All methods

Each method exists on `Client` and, as a coroutine, on `AsyncClient`. `help(client.users.me)`
explains one. The documentation site has a page for each namespace, with parameters, errors, and a
request with its response. In a clone of the repository:
`python -m pip install '.[sandbox]' --group docs && mkdocs serve`."""


def methods_page(routes: Path) -> str:
    """Return the Markdown of the index; `routes` is the folder of the route files."""
    files = _files(routes)
    parts = [_HEAD]
    for namespace, doc in TABLE.namespaces.items():
        methods = list(TABLE.methods(namespace))
        if methods:
            title = namespace or "client"
            source = f"Route file: [`{files[title]}`](../../routes/{files[title]})"
            parts += [f"## {title}", f"{doc} {source}.", overview(methods)]
    return "\n\n".join(parts) + "\n"


def overview(methods: List[Method]) -> str:
    """Return a table of methods, a line for each."""
    rows = ["| method | does |", "|---|---|"]
    for method in methods:
        name = (
            method.full_name
            if "." in method.full_name
            else f"client.{method.full_name}"
        )
        rows.append(f"| `{name}` | {line(method)} |")
    return "\n".join(rows)


def line(method: Method) -> str:
    """Return what a table says of a method: its summary, and who may call it."""
    scope = ", ".join(f"`{one}`" for one in method.route.scope)
    return f"{summary(method)}<br><small>{scope}</small>"


def summary(method: Method) -> str:
    """Return the first line of a method's documentation."""
    return documentation(method, SYNC).partition("\n")[0]


def _files(routes: Path) -> Dict[str, str]:
    """Return the name of the route file of each namespace."""
    files: Dict[str, str] = {}
    for path in sorted(routes.glob("*.yaml")):
        match = re.search(
            r"(?m)^namespace: (\S+)", path.read_text(encoding="utf-8")
        )
        if match:
            files[match[1]] = path.name
    return files
