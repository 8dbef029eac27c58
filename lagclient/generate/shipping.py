"""List what a route still lacks before it ships: a handler, a case, cassettes."""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple

from lagclient.routing.route import Route


def cassettes(route: Route) -> Tuple[str, ...]:
    """Return the names of a route's cassettes: one for each kind of credential that it admits.

    A stream has no cassette, because vcrpy records a response only after its end.
    """
    if route.model.startswith("stream["):
        return ()
    kinds = {"user": {"user", "public"} & {*route.scope}, "robot": route.robot_scopes}
    return tuple(f"{route.full_name}.{kind}" for kind, scopes in kinds.items() if scopes)


def missing(route: Route, checkout: Path) -> List[str]:
    """Return one line for each part that a route of a checkout lacks, and how to add it."""
    name = f'"{route.full_name}"'
    handlers = (checkout / "lagclient" / "sandbox" / "handlers").glob("*.py")
    lines: List[str] = []
    if not any(f"@handles({name}" in _text(file) for file in handlers):
        lines.append(f"a handler, @handles({name}), in lagclient/sandbox/handlers/")
    names = cassettes(route)
    if names and name not in _text(checkout / "tests" / "cassettes" / "cases.py"):
        lines.append(f'a case, case(by("sam", {name}, ...)), in tests/cassettes/cases.py')
    files = [
        f"{one}.yaml" for one in names if not (checkout / "cassettes" / f"{one}.yaml").exists()
    ]
    if files:
        record = f"python -m pytest tests/cassettes --record-mode=rewrite -k {route.full_name}"
        lines.append(f"{' and '.join(files)} in cassettes/: run `{record}`")
    if route.full_name not in _text(checkout / "tests" / "routing" / "table.txt").splitlines():
        rewrite = "python -m pytest --rewrite-snapshots"
        lines.append(f"its lines in tests/routing/table.txt: run `{rewrite}`")
    return lines


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
