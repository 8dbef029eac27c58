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


def test_a_name_is_imported_when_it_is_asked_for(zoo: Any) -> None:
    """Nothing is imported before; then only the module that has the name."""
    assert not [name for name in sys.modules if name.startswith("zoo.")]
    assert zoo.Owl.__module__ == "zoo.birds"
    assert [name for name in sys.modules if name.startswith("zoo.")] == ["zoo.birds"]


def test_a_name_is_an_ordinary_global_afterwards(zoo: Any) -> None:
    """The second use of a name finds it in the package; the other names still wait."""
    assert zoo.Owl is vars(zoo)["Owl"]
    assert "Crow" not in vars(zoo)


def test_from_import_works(zoo: Any) -> None:
    """`from zoo import` takes names and submodules, of nested ones too, and the star takes all."""
    found: Any = {}
    exec("from zoo import Owl, Eel, fish, empty\nfrom zoo import *", found)
    assert found["fish"] is sys.modules["zoo.fish"]
    assert found["Eel"].__module__ == "zoo.deep.sea"
    assert {"Carp", "Crow", "Eel", "Owl"} <= set(found)
    assert "birds" not in found


def test_a_submodule_is_an_attribute(zoo: Any) -> None:
    """A submodule that exports something can be used without importing it first."""
    assert zoo.birds.Crow is zoo.Crow


@pytest.mark.parametrize("name", ["Dodo", "owl", "lazy", "__wrapped__"])
def test_an_unknown_name_is_an_attribute_error(zoo: Any, name: str) -> None:
    """What is not exported is missing as in any module, in the same words."""
    with pytest.raises(AttributeError) as lazy:
        getattr(zoo, name)
    with pytest.raises(AttributeError) as ordinary:
        getattr(importlib.import_module("zoo.fish"), name)
    assert str(lazy.value) == str(ordinary.value).replace("zoo.fish", "zoo")
    with pytest.raises(ImportError, match=f"cannot import name '{name}' from 'zoo'"):
        exec(f"from zoo import {name}")


def test_dir_lists_what_is_exported_and_what_is_there(zoo: Any) -> None:
    """`dir()` shows names before they are imported, in order, and the ordinary globals."""
    names = dir(zoo)
    assert names == sorted(set(names))
    assert {"Carp", "Crow", "Eel", "Owl", "version", "__all__"} <= set(names)
    assert zoo.__all__ == ["Carp", "Crow", "Eel", "Owl"]
    assert not [name for name in sys.modules if name.startswith("zoo.")]


@pytest.mark.parametrize("package", [lagclient, models], ids=lambda package: package.__name__)
def test_everything_public_is_there(package: Any) -> None:
    """Each name that a package of ours promises can be had."""
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    assert set(package.__all__) <= set(dir(package))


@pytest.mark.parametrize("name", ["Nope", "nope"])
def test_what_lagclient_does_not_have(name: str) -> None:
    """A slip of the pen is told as Python tells it of other modules."""
    with pytest.raises(AttributeError, match=f"^module 'lagclient' has no attribute '{name}'$"):
        getattr(lagclient, name)


def test_submodules_need_no_import_of_their_own() -> None:
    """`import lagclient` is enough for `lagclient.errors` and `lagclient.models.server`."""
    program = "import lagclient; lagclient.errors.LagAPIError; lagclient.models.server.Server"
    subprocess.run([sys.executable, "-c", program], check=True)
