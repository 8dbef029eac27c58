"""Everything that is built from the table and committed: the compiled table and the stubs.

``lagclient generate`` writes these files; ``lagclient generate --check`` and a test compare them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, List

import lagclient
from lagclient import models, sandbox
from lagclient.generate.compiled import compiled
from lagclient.generate.stubs import package_stub, resources_stub
from lagclient.routing.load import load

PACKAGE = Path(lagclient.__file__).parent


ROUTES = PACKAGE.parent / "routes"


def route_files(folder: Path = ROUTES) -> List[Path]:
    """The route files of a folder, in their order; none where the package is no checkout."""
    return sorted(folder.glob("*.yaml"))


def generated(routes: Path = ROUTES) -> Dict[Path, str]:
    """The generated files of the package that is running, and what has to be in them.

    Args:
        routes: The folder of the route files; in a checkout it is beside the package.

    Raises:
        FileNotFoundError: The folder has none: the package is installed, and not from a checkout.
        LagRouteError: A route file is wrong.
    """
    sources = route_files(routes)
    if not sources:
        raise FileNotFoundError(
            f"There are no route files in {routes}: run this in a checkout that is installed "
            "with python -m pip install -e '.[test]'"
        )
    table = load(os.path.relpath(source) for source in sources)
    return {
        PACKAGE / "routing" / "_table.py": compiled(table),
        PACKAGE / "resources.pyi": resources_stub(table),
        PACKAGE / "__init__.pyi": package_stub(lagclient),
        PACKAGE / "models" / "__init__.pyi": package_stub(models),
        PACKAGE / "sandbox" / "__init__.pyi": package_stub(sandbox),
    }
