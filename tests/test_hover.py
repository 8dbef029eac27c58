"""What an editor shows beside a method: its docstring, in both language servers."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest

from lagclient import AsyncClient, Client
from lagclient.resources import TABLE
from tests.kit.language_server import LanguageServer

CLIENTS: Dict[str, Any] = {"client": Client, "async_client": AsyncClient, "robot": Client}
HEAD = """\
from lagclient import AsyncClient, Client

client = Client(token="lag_pat_x")
async_client = AsyncClient(token="lag_pat_x")
robot = Client(token="lag_robot_x_y")
"""


def names() -> Iterator[Tuple[str, str]]:
    """Each namespace and each method, as a program writes it, and its first line of documentation.

    A robot's are those that a robot key may call.
    """
    for variable, cls in CLIENTS.items():
        for namespace, doc in TABLE.namespaces.items():
            if namespace and doc:
                yield f"{variable}.{namespace}", doc
            for method in TABLE.methods(namespace):
                if variable != "robot" or method.route.robot_scopes:
                    found: Any = cls
                    for step in method.full_name.split("."):
                        found = getattr(found, step)
                    yield f"{variable}.{method.full_name}", inspect.getdoc(found) or ""


def first_line(doc: str) -> str:
    """The first line of documentation, without the marks that a server interprets."""
    return _plain(doc.splitlines()[0])


def _plain(text: str) -> str:
    return re.sub(r"[`\\*]|&nbsp;", "", re.sub(r"\s+", " ", text))


@pytest.fixture(scope="module")
def expected() -> List[Tuple[str, str]]:
    """The names, each on a line of `HEAD`'s program."""
    return list(names())


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, expected: List[Tuple[str, str]]) -> Path:
    """A program that names everything."""
    file = tmp_path_factory.mktemp("hover") / "program.py"
    file.write_text(HEAD + "".join(f"{name}\n" for name, _ in expected), encoding="utf-8")
    return file


def test_names_have_docstrings(expected: List[Tuple[str, str]]) -> None:
    """Each method has a docstring, and `paginate` has one in every namespace that has pages."""
    assert len(expected) > 250
    assert all(doc for _, doc in expected)
    assert {"client.friends.paginate", "robot.servers.rooms.messages.paginate"} <= {
        name for name, _ in expected
    }


def test_pyright_shows_docstrings(file: Path, expected: List[Tuple[str, str]]) -> None:
    """pyright's language server shows the docstring of each method and namespace."""
    pytest.importorskip("pyright", reason="the dependency group `dev` is not installed")
    settings = {"include": ["."]}
    (file.parent / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    start = HEAD.count("\n")
    places = [(start + n, len(name) - 1) for n, (name, _) in enumerate(expected)]
    with LanguageServer(file.parent) as server:
        server.open(file)
        shown = server.hovers(file, places)
    missing = [
        name
        for place, (name, doc) in zip(places, expected)
        if first_line(doc) not in _plain(shown[place])
    ]
    assert not missing, (missing[:5], shown[places[0]])


def test_jedi_shows_docstrings(file: Path, expected: List[Tuple[str, str]]) -> None:
    """jedi, the server of other editors, shows the docstring of each method and namespace."""
    jedi: Any = pytest.importorskip("jedi", reason="the dependency group `dev` is not installed")
    start = HEAD.count("\n") + 1
    missing: List[str] = []
    for number, (name, doc) in enumerate(expected):
        if number % 50 == 0:  # a script gives up after so many inferences
            script = jedi.Script(path=file)
        shown = [one.docstring() for one in script.help(start + number, len(name) - 1)]
        if first_line(doc) not in _plain(" ".join(shown)):
            missing.append(name)
    assert not missing, (missing[:5], len(missing))
