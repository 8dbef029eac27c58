"""The public names: what docs/public.md promises, and nothing beside it."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import List

import pytest

import lagclient
from lagclient import resources
from lagclient.methods.flavour import FLAVOURS, SYNC, class_name
from lagclient.resources import TABLE
from tests.kit.documents import ROOT
from tests.kit.every import every
from tests.kit.snapshots import compare

PAGE = ROOT / "docs" / "public.md"
MODULES = [
    "lagclient",
    "lagclient.errors",
    "lagclient.models",
    "lagclient.sandbox",
    "lagclient.redis",
    "lagclient.telemetry",
    "lagclient.testing",
    "lagclient.transport.aiohttp",
    "lagclient.transport.protocol",
    "lagclient.transport.pyreqwest",
    "lagclient.webhooks",
]
NAMESPACES = [class_name(namespace, SYNC) for namespace in TABLE.namespaces if namespace]


def exported(module: str) -> List[str]:
    """Return ``__all__`` of a module: from its source if it is a list, without importing it."""
    path = Path(lagclient.__file__).parents[1] / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names: List[str] = ast.literal_eval(node.value)
            return sorted(names)
    return sorted(importlib.import_module(module).__all__)


def listed(module: str, names: List[str]) -> str:
    """Return the section of a module: one line for each name, so that a diff shows the names."""
    return f"\n## {module}\n\n" + ",\n".join(f"`{name}`" for name in names) + "\n"


def test_page_lists_every_public_name(pytestconfig: pytest.Config) -> None:
    """A name that is added to or taken from a public module shows in docs/public.md."""
    head = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    classes = listed("lagclient.resources", sorted(NAMESPACES))
    text = head + "".join(listed(module, exported(module)) for module in MODULES) + classes
    compare(PAGE, text, rewrite=pytestconfig.getoption("--rewrite-snapshots"))


@every("module", [m for m in MODULES if m != "lagclient.transport.pyreqwest"])
def test_public_names_can_be_imported(module: str) -> None:
    """Each name on the page is an attribute of its module, and none begins with an underscore."""
    names = exported(module)
    found = importlib.import_module(module)
    assert [name for name in names if not hasattr(found, name)] == []
    assert {name for name in names if name.startswith("_")} <= {"__version__"}


@every("name", NAMESPACES)
def test_namespaces_can_be_imported(name: str) -> None:
    """Each namespace is a class of `lagclient.resources`, in every flavour."""
    for flavour in FLAVOURS:
        assert isinstance(getattr(resources, f"{flavour.prefix}{name}"), type)
