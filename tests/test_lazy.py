from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Iterator

import pytest

import lagclient
from lagclient import models

PACKAGE = """
from lagclient.lazy import lazily

version = "1"
_EXPORTS = {"birds": ("Owl", "Crow"), "fish": ("Carp",), "deep.sea": ("Eel",), "empty": ()}
__getattr__, __dir__, __all__ = lazily(__name__, _EXPORTS)
"""


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package that exports lazily, imported and otherwise untouched."""
    files = {
        "__init__.py": PACKAGE,
        "birds.py": "class Owl: ...\nclass Crow: ...\n",
        "fish.py": "class Carp: ...\n",
        "deep/__init__.py": "",
        "deep/sea.py": "class Eel: ...\n",
        "empty.py": "",
    }
    for name, text in files.items():
        path = tmp_path / "zoo" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("zoo")
    for name in [name for name in sys.modules if name.partition(".")[0] == "zoo"]:
        del sys.modules[name]


def test_name_is_imported_at_first_use(zoo: Any) -> None:
    """Nothing is imported at first; a name imports only the module that defines it."""
    assert not [name for name in sys.modules if name.startswith("zoo.")]
    assert zoo.Owl.__module__ == "zoo.birds"
    assert [name for name in sys.modules if name.startswith("zoo.")] == ["zoo.birds"]


def test_name_becomes_a_global(zoo: Any) -> None:
    """The second use of a name takes it from the package; the other names are not imported."""
    assert zoo.Owl is vars(zoo)["Owl"]
    assert "Crow" not in vars(zoo)


def test_from_import_works(zoo: Any) -> None:
    """`from zoo import` accepts names, submodules, nested submodules and the star."""
    found: Any = {}
    exec("from zoo import Owl, Eel, fish, empty\nfrom zoo import *", found)
    assert found["fish"] is sys.modules["zoo.fish"]
    assert found["Eel"].__module__ == "zoo.deep.sea"
    assert {"Carp", "Crow", "Eel", "Owl"} <= set(found)
    assert "birds" not in found


def test_submodule_is_an_attribute(zoo: Any) -> None:
    """A submodule that exports names can be used without an import of its own."""
    assert zoo.birds.Crow is zoo.Crow


@pytest.mark.parametrize("name", ["Dodo", "owl", "lazy", "__wrapped__"])
def test_unknown_name_is_an_attribute_error(zoo: Any, name: str) -> None:
    """A name that is not exported is an AttributeError in Python's own words."""
    with pytest.raises(AttributeError) as lazy:
        getattr(zoo, name)
    with pytest.raises(AttributeError) as ordinary:
        getattr(importlib.import_module("zoo.fish"), name)
    assert str(lazy.value) == str(ordinary.value).replace("zoo.fish", "zoo")
    with pytest.raises(ImportError, match=f"cannot import name '{name}' from 'zoo'"):
        exec(f"from zoo import {name}")


def test_dir_lists_exports_and_globals(zoo: Any) -> None:
    """`dir()` lists names before they are imported, in order, and the ordinary globals."""
    names = dir(zoo)
    assert names == sorted(set(names))
    assert {"Carp", "Crow", "Eel", "Owl", "version", "__all__"} <= set(names)
    assert zoo.__all__ == ["Carp", "Crow", "Eel", "Owl"]
    assert not [name for name in sys.modules if name.startswith("zoo.")]


@pytest.mark.parametrize("package", [lagclient, models], ids=lambda package: package.__name__)
def test_exports_exist(package: Any) -> None:
    """Each name that a lazy package exports exists."""
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    assert set(package.__all__) <= set(dir(package))


@pytest.mark.parametrize("name", ["Nope", "nope"])
def test_misspelled_name_is_an_attribute_error(name: str) -> None:
    """A misspelled name of `lagclient` is an AttributeError in Python's own words."""
    with pytest.raises(AttributeError, match=f"^module 'lagclient' has no attribute '{name}'$"):
        getattr(lagclient, name)


def test_submodules_need_no_import_of_their_own() -> None:
    """`import lagclient` is enough for `lagclient.errors` and `lagclient.models.server`."""
    program = "import lagclient; lagclient.errors.LagAPIError; lagclient.models.server.Server"
    subprocess.run([sys.executable, "-c", program], check=True)
