"""What the processes of a run have compiled, in a folder that they share."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile


def share() -> None:
    """Compile each module once in a run, although PYTHONDONTWRITEBYTECODE is set.

    Tests start hundreds of Pythons. Where bytecode may not be written beside its source, each of
    them would compile everything that it imports, and the workers would rewrite each test again.
    """
    if not sys.dont_write_bytecode:
        return
    folder = tempfile.mkdtemp(prefix="lagclient-bytecode-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder
