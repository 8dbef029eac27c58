"""Programs that do not run from installed files: built by PyInstaller, or in an archive."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
import zipfile
from importlib import metadata, util
from pathlib import Path
from typing import Any, Dict, List

import pytest

import lagclient
from lagclient import __pyinstaller, models
from tests.kit.calls import ME
from tests.kit.servers import Serve, answer

PACKAGE = Path(lagclient.__file__).parent
PROGRAM = """
import sys
from lagclient import AsyncClient, Client, models

assert models.RoomMessage.__module__ == "lagclient.models.room"
with Client(token="lag_pat_x", base_url=sys.argv[1]) as client:
    print(client.users.me().username)
"""


def run(command: List[str], serve: Serve, **options: Any) -> str:
    """Run a program against an API that knows who it is, and return what it prints."""
    server = serve(answer(json.dumps(ME).encode()))
    command = [*command, server.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
    assert done.stderr == ""
    return done.stdout


def hook(name: str) -> Dict[str, Any]:
    """Return what a hook says."""
    (folder,) = __pyinstaller.get_hook_dirs()
    return runpy.run_path(os.path.join(folder, f"hook-{name}.py"))


def test_hooks_name_every_lazy_module() -> None:
    """The hooks name the module behind each public name, and none that does not exist."""
    hidden = {name for part in (lagclient, models) for name in hook(part.__name__)["hiddenimports"]}
    public = [getattr(part, name) for part in (lagclient, models) for name in part.__all__]
    needed = {value.__module__ for value in public if isinstance(value, type)}
    assert {name for name in needed if name.startswith("lagclient.")} <= hidden
    assert [name for name in hidden if util.find_spec(name) is None] == []


def test_pyinstaller_finds_the_hooks() -> None:
    """The distribution has the entry point by which PyInstaller asks for folders of hooks."""
    points = metadata.distribution("lagclient").entry_points
    (point,) = (point for point in points if point.group == "pyinstaller40")
    assert point.load() is __pyinstaller.get_hook_dirs


@pytest.mark.skipif(util.find_spec("PyInstaller") is None, reason="PyInstaller is not installed")
def test_pyinstaller_builds_a_program(tmp_path: Path, serve: Serve) -> None:
    """A program that PyInstaller built, without any option, starts and makes a call."""
    (tmp_path / "app.py").write_text(PROGRAM)
    build = [sys.executable, "-m", "PyInstaller", "--onedir", "--noconfirm", "app.py"]
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True, timeout=600)
    assert run([str(tmp_path / "dist" / "app" / "app")], serve) == "sam\n"


@pytest.mark.skipif(util.find_spec("PyInstaller") is None, reason="PyInstaller is not installed")
def test_pyinstaller_builds_lag(tmp_path: Path) -> None:
    """The terminal client that PyInstaller built has its commands, routes, and the WebSocket."""
    from lagclient.sandbox import Sandbox

    (tmp_path / "lag.py").write_text("from lagclient.terminal import main\nmain()\n")
    build = [sys.executable, "-m", "PyInstaller", "--onedir", "--noconfirm", "lag.py"]
    subprocess.run(build, cwd=tmp_path, check=True, capture_output=True, timeout=600)
    with Sandbox() as box:
        environ = {**os.environ, "LAG_TOKEN": box.token, "LAG_BASE_URL": box.url}

        def lag(*words: str) -> str:
            command = [str(tmp_path / "dist" / "lag" / "lag"), *words]
            done = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=60)
            assert done.returncode == 0, done.stderr
            return done.stdout

        assert lag("--version") == f"lag, version {lagclient.__version__}\n"
        assert json.loads(lag("servers", "--json"))["id"] == box.server_id
        assert lag("servers", "--query", "[].name") == "Lag Lounge\n"
        assert lag("status", "idle") == "Status set to idle.\n"
    files = {path.name for path in (tmp_path / "dist").rglob("*")}
    assert {"app.tcss", "routes.yaml"} <= files


def test_package_runs_from_an_archive(tmp_path: Path, serve: Serve) -> None:
    """The package works from a zip archive, as zipapp and shiv make them."""
    archive = tmp_path / "app.pyz"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("__main__.py", PROGRAM + "import lagclient\nprint(lagclient.__file__)\n")
        for file in PACKAGE.rglob("*.py"):
            packed.write(file, file.relative_to(PACKAGE.parent))
    # -S leaves out the folders of installed packages; of those, only what it needs comes back.
    libraries = os.pathsep.join(path for path in sys.path if path.endswith("-packages"))
    environment = {**os.environ, "PYTHONPATH": libraries, "PYTHONDONTWRITEBYTECODE": "1"}
    printed = run([sys.executable, "-S", str(archive)], serve, cwd=tmp_path, env=environment)
    assert printed == f"sam\n{archive / 'lagclient' / '__init__.py'}\n"
