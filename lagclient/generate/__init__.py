"""Everything that is built from the table and committed: the compiled table and the stubs.

``lagclient generate`` writes these files; ``lagclient generate --check`` and a test compare them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict

import lagclient
from lagclient import models
from lagclient.generate.compiled import compiled
from lagclient.generate.stubs import package_stub, resources_stub
from lagclient.routing.load import load


def generated() -> Dict[Path, str]:
    """The generated files of the checkout that is running, and what has to be in them.

    Raises:
        FileNotFoundError: The running package is no checkout: it has no ``routes/`` beside it.
        LagRouteError: A route file is wrong.
    """
    package = Path(lagclient.__file__).parent
    sources = sorted((package.parent / "routes").glob("*.yaml"))
    if not sources:
        raise FileNotFoundError(
            f"{package} has no routes/ beside it: run this in a checkout that is installed with "
            "python -m pip install -e '.[test]'"
        )
    table = load(os.path.relpath(source) for source in sources)
    return {
        package / "routing" / "_table.py": compiled(table),
        package / "resources.pyi": resources_stub(table),
        package / "__init__.pyi": package_stub(lagclient),
        package / "models" / "__init__.pyi": package_stub(models),
    }
