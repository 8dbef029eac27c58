"""Generate the files that are built from the table: compiled table, stubs, OpenAPI, TypeScript.

``lagclient generate`` writes these files; ``lagclient generate --check`` and a test compare them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, List

import lagclient
from lagclient import models, redis, sandbox
from lagclient.generate.compiled import table_source
from lagclient.generate.stubs import package_stub, resources_stub
from lagclient.routing.load import load
from lagclient.routing.table import Table

PACKAGE = Path(lagclient.__file__).parent


ROUTES = PACKAGE.parent / "routes"
TERMINAL_ROUTES = PACKAGE / "terminal" / "routes.yaml"
"""The routes that only the terminal client calls."""
OPENAPI = "openapi.json"
"""The OpenAPI document: at the top of a checkout, and in the wheel's `lagclient/`."""


def route_files(folder: Path = ROUTES) -> List[Path]:
    """Return the route files of a folder, sorted; empty if the package is not a checkout."""
    return sorted(folder.glob("*.yaml"))


def generated_files(routes: Path = ROUTES) -> Dict[Path, str]:
    """Return the contents of the generated files of this package.

    Args:
        routes: The folder of the route files; beside the package in a checkout.

    Raises:
        FileNotFoundError: The folder has no route files, because this is not a checkout.
        LagRouteError: A route file is invalid.
    """
    sources = route_files(routes)
    if not sources:
        raise FileNotFoundError(
            f"{routes} has no route files: run this in a checkout that was installed "
            "with python -m pip install -e '.[test]'"
        )
    table = load(os.path.relpath(source) for source in sources)
    terminal = table_source(
        load([TERMINAL_ROUTES]), "the terminal client", "lagclient/terminal/routes.yaml"
    )
    return {
        PACKAGE / "routing" / "_table.py": table_source(table),
        PACKAGE / "routing" / "_terminal.py": terminal,
        PACKAGE / "resources.pyi": resources_stub(table),
        PACKAGE / "__init__.pyi": package_stub(lagclient),
        PACKAGE / "models" / "__init__.pyi": package_stub(models),
        PACKAGE / "redis" / "__init__.pyi": package_stub(redis),
        PACKAGE / "sandbox" / "__init__.pyi": package_stub(sandbox),
        **_beside(table, routes.parent),
    }


def _beside(table: Table, checkout: Path) -> Dict[Path, str]:
    """Return what a checkout has beside the package: empty for a wheel, which lacks `targets`."""
    if not (PACKAGE / "generate" / "targets").is_dir():
        return {}
    from lagclient.generate.targets.openapi import openapi
    from lagclient.generate.targets.typescript import typescript

    files: Dict[Path, str] = {}
    sdk = checkout / "typescript" / "src" / "generated"
    if sdk.is_dir():
        files = {sdk / name: text for name, text in typescript(table).items()}
    cassettes = checkout / "cassettes"
    if cassettes.is_dir():
        files[checkout / OPENAPI] = openapi(table, cassettes)
    return files
