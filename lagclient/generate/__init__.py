"""Generate the files that are built from the table: compiled table, stubs, OpenAPI, TypeScript.

``lagclient generate`` writes these files; ``lagclient generate --check`` and a test compare them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, List

import lagclient
from lagclient import models, sandbox
from lagclient.generate.compiled import table_source
from lagclient.generate.openapi import openapi
from lagclient.generate.stubs import package_stub, resources_stub
from lagclient.generate.typescript import typescript
from lagclient.routing.load import load

PACKAGE = Path(lagclient.__file__).parent


ROUTES = PACKAGE.parent / "routes"
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
    # A package that is installed apart from its checkout has nothing beside it.
    beside: Dict[Path, str] = {}
    if _typescript(routes).is_dir():
        beside = {_typescript(routes) / name: text for name, text in typescript(table).items()}
    cassettes = routes.parent / "cassettes"
    if cassettes.is_dir():
        beside[routes.parent / OPENAPI] = openapi(table, cassettes)
    return {
        PACKAGE / "routing" / "_table.py": table_source(table),
        PACKAGE / "resources.pyi": resources_stub(table),
        PACKAGE / "__init__.pyi": package_stub(lagclient),
        PACKAGE / "models" / "__init__.pyi": package_stub(models),
        PACKAGE / "sandbox" / "__init__.pyi": package_stub(sandbox),
        **beside,
    }


def _typescript(routes: Path) -> Path:
    """The folder of the TypeScript SDK's generated files, beside the route files."""
    return routes.parent / "typescript" / "src" / "generated"
