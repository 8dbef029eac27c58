"""Clients with a caller's own endpoints: the stub of their types, and the module beside it.

tests/docs runs and type-checks the page that explains them.
"""

from __future__ import annotations

import ast
import inspect
import runpy
from pathlib import Path
from typing import Any, Callable, Dict

import pytest
from click.testing import CliRunner

from lagclient import Client
from lagclient.commands import main
from lagclient.terminal.wording import counted

ROUTES = """
namespace: servers.stats
doc: Statistics of a server.
routes:
  get:
    doc: Get the statistics of a server.
    request: GET /servers/{server_id}/stats
    scope: [user, "robot:read_members"]
    model: models:Stats
  list:
    doc: List the days.
    request: GET /servers/{server_id}/days
    scope: user
    model: list[dict]
"""
COMMAND = ("generate", "routes/mine.yaml", "--stubs", "team/client.pyi")


def lag(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), prog_name="lagclient")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a package with a route file, after the command."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "routes").mkdir()
    (tmp_path / "team").mkdir()
    (tmp_path / "routes" / "mine.yaml").write_text(ROUTES, encoding="utf-8")
    result = lag(*COMMAND)
    assert result.output == "wrote team/client.pyi\nwrote team/client.py\n"
    return tmp_path / "team"


def _classes(stub: Path) -> Dict[str, ast.ClassDef]:
    body = ast.parse(stub.read_text(encoding="utf-8")).body
    return {one.name: one for one in body if isinstance(one, ast.ClassDef)}


def test_stub_has_the_docstrings_of_the_methods(package: Path) -> None:
    """Every method of the caller's, in each flavour, has the text that `help()` shows."""
    module = runpy.run_path(str(package / "client.py"))
    classes = _classes(package / "client.pyi")
    for prefix, client in (
        ("", module["Client"](token="lag_pat_x")),
        ("Async", module["AsyncClient"](token="lag_pat_x")),
        ("Raw", module["Client"](token="lag_pat_x").raw),
        ("AsyncRaw", module["AsyncClient"](token="lag_pat_x").raw),
    ):
        stubs = {
            one.name: ast.get_docstring(one)
            for one in classes[f"_{prefix}ServersStats"].body
            if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))
        }
        assert stubs == {
            name: inspect.getdoc(getattr(client.servers.stats, name))
            for name in ("get", "list", "paginate")
        }


def test_stub_leaves_out_what_lagclient_has(package: Path) -> None:
    """The classes are the namespaces on the way to the caller's methods, as those of lagclient."""
    bases = {
        name: [ast.unparse(base) for base in one.bases]
        for name, one in _classes(package / "client.pyi").items()
        if "Raw" not in name and "Async" not in name
    }
    assert bases == {
        "Client": ["lagclient.Client"],
        "_Servers": ["resources.Servers"],
        "_ServersStats": ["resources.Resource"],
    }


def test_editor_shows_docstrings_of_both(package: Path) -> None:
    """jedi shows the text of a client, and of methods that are the caller's or lagclient's."""
    jedi = pytest.importorskip("jedi", reason="the dependency group `dev` is not installed")
    expected = {
        "Client": "A blocking client that has the endpoints of `ROUTES` too.",
        "client.raw": "The same methods, which return an `Answer`: data, status,",
        "client.servers.stats": "Statistics of a server.",
        "client.servers.stats.get": "Get the statistics of a server.",
        "client.servers.leave": inspect.getdoc(Client.servers.leave),
    }
    head = "from client import Client\nclient = Client(token='lag_pat_x')\n"
    script = jedi.Script(head + "\n".join(expected), path=package / "program.py")
    for line, (name, text) in enumerate(expected.items(), 3):
        (shown,) = script.help(line, len(name) - 1)
        assert text in shown.docstring(), name


def test_wrong_argument_gets_the_error_of_lagclient(package: Path) -> None:
    """The client of the module has the signature, the text and the errors of lagclient's."""
    own: Any = runpy.run_path(str(package / "client.py"))["Client"]
    assert inspect.signature(own) == inspect.signature(Client)
    with pytest.raises(
        TypeError, match=r"^Client\(\) takes its arguments by name, such as token="
    ) as one:
        own("lag_pat_x")
    with pytest.raises(TypeError, match=str(one.value).replace("(", r"\(").replace(")", r"\)")):
        Client("lag_pat_x")  # type: ignore[misc]


def test_module_is_written_once(package: Path) -> None:
    """What its author added stays; the stub is compared, and written again if it is stale."""
    (package / "client.py").write_text("# mine\n", encoding="utf-8")
    assert lag(*COMMAND, "--check").exit_code == 0
    (package / "client.pyi").write_text("", encoding="utf-8")
    stale = lag(*COMMAND, "--check")
    assert (stale.exit_code, "stale" in stale.output) == (1, True)
    assert lag(*COMMAND).output == "wrote team/client.pyi\n"
    assert (package / "client.py").read_text(encoding="utf-8") == "# mine\n"


def test_client_is_one_of_lagclient(package: Path) -> None:
    """The client of the module has the methods of both, and takes the options of lagclient's."""
    own: Callable[..., Client] = runpy.run_path(str(package / "client.py"))["Client"]
    client = own(token="lag_pat_x", max_retries=0).with_options(deadline_seconds=1)
    assert isinstance(client, Client)
    assert type(client) is own
    assert {"get", "list", "paginate"} <= set(dir(client.servers.stats))  # type: ignore[attr-defined]


def test_problems_are_lines_of_their_own(package: Path) -> None:
    """Each problem of a route file is a line, and the last line counts them."""
    wrong = package / "wrong.yaml"
    wrong.write_text("namespace: servers.stats\ndoc: Statistics.\nroutes:\n  get: {}\n")
    *problems, last = lag("generate", str(wrong), "--stubs", "x.pyi").output.splitlines()
    assert len(problems) > 1
    assert all(line.startswith(f"{wrong}:") for line in problems)
    assert last == f"Error: {len(problems)} problems"


def test_number_of_files_is_written_as_english() -> None:
    """One file is no plural."""
    assert counted(1, "file") + counted(2, "file") == "1 file2 files"


def test_command_outside_of_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a checkout the command says how to write stubs for route files of one's own."""

    def missing() -> Any:
        raise FileNotFoundError("routes")

    monkeypatch.setattr("lagclient.generate.generated_files", missing)
    result = lag("generate")
    assert result.exit_code == 2
    assert "such as: my_routes.yaml --stubs my_client.pyi" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (COMMAND[:2], "must be used together"),
        (("generate", "--stubs", "x.pyi"), "must be used together"),
        (("generate", COMMAND[1], "--stubs", "x.py"), "`--stubs` must be a file that ends in .pyi"),
    ],
)
@pytest.mark.usefixtures("package")
def test_wrong_use_is_explained(arguments: Any, message: str) -> None:
    """Files without a stub, a stub without files and another ending are refused."""
    result = lag(*arguments)
    assert (result.exit_code, message in " ".join(result.output.split())) == (2, True)


@pytest.mark.usefixtures("package")
def test_folder_that_does_not_exist_is_one_line() -> None:
    """A stub that cannot be written is an error that names it, not a traceback."""
    result = lag("generate", "routes/mine.yaml", "--stubs", "nowhere/client.pyi")
    place = Path("nowhere") / "client.pyi"
    assert result.exit_code == 1
    assert result.output == f"Error: {place} cannot be written: No such file or directory\n"
