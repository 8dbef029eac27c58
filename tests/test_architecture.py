"""The layout of the package, read from its syntax trees."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple

import pytest

import lagclient
from tests.kit.servers import Serve
from tests.kit.ways import USER_ANSWER

PACKAGE = Path(lagclient.__file__).parent

# From bottom to top. A module may import what stands in a line above its own, and its own package.
FLOORS = [
    "lagclient.version",
    "lagclient.lazy",
    "lagclient.log",
    "lagclient.errors",
    "lagclient.accepting",
    "lagclient.database",
    "lagclient.types",
    "lagclient.models",
    "lagclient.answer",
    "lagclient.webhooks",
    "lagclient.transport",
    "lagclient.routing",
    "lagclient.calls",
    "lagclient.pagination",
    "lagclient.listening",
    "lagclient.methods",
    "lagclient.resources",
    "lagclient.client",
    "lagclient.listing",
    "lagclient.bot",
    "lagclient",
    "lagclient.scrubbing",
    "lagclient.sandbox.errors",
    "lagclient.sandbox.faults",
    "lagclient.sandbox.world",
    "lagclient.sandbox.rules",
    "lagclient.sandbox.delivery",
    "lagclient.sandbox.registry",
    "lagclient.sandbox.handlers",
    "lagclient.sandbox.http",
    "lagclient.sandbox",
    "lagclient.redis",
    "lagclient.telemetry",
    "lagclient.testing",
    "lagclient.__pyinstaller",
    "lagclient.generate",
    "lagclient.terminal",
    "lagclient.mcp",
    "lagclient.development",
    "lagclient.commands",
    "lagclient.__main__",
]

Edges = Dict[Tuple[str, str], int]
"""The line of each import, by the module that has it and the module that it names."""


def modules() -> Dict[str, List[Path]]:
    """Return the files of each module: its source, and its stub if it has one."""
    found: Dict[str, List[Path]] = {}
    for file in sorted(PACKAGE.rglob("*.py*")):
        if file.suffix in (".py", ".pyi"):
            parts = (PACKAGE.name, *file.relative_to(PACKAGE).with_suffix("").parts)
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.setdefault(name, []).append(file)
    return found


MODULES = modules()


@functools.cache
def tree_of(file: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


@functools.cache
def exports(module: str) -> Dict[str, str]:
    """Return the names that a package takes from its modules lazily, with their modules."""
    for file in MODULES.get(module, ()):
        for node in tree_of(file).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_EXPORTS":
                table: Dict[str, Tuple[str, ...]] = ast.literal_eval(node.value)
                return {name: f"{module}.{home}" for home, names in table.items() for name in names}
    return {}


def home_of(module: str, name: str) -> str:
    """Return the module that defines a name which another one imports from `module`."""
    if f"{module}.{name}" in MODULES:
        return f"{module}.{name}"
    home = exports(module).get(name, module)
    return home if home == module else home_of(home, name)


def loaders(tree: ast.AST) -> Set[str]:
    """Return the names under which a module calls the functions that import by name."""
    renamed = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "importlib"
        for alias in node.names
        if alias.name == "import_module"
    }
    return {"importlib.import_module", "__import__", "sys.modules.get", *renamed}


def dotted(node: ast.AST) -> str:
    """Return the name that an expression is, with its dots, or an empty one."""
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return node.id if isinstance(node, ast.Name) else ""


def imported(module: str, tree: ast.AST) -> Iterator[Tuple[str, int]]:
    """Yield the modules of the package that a module imports, with their lines."""
    by_name = loaders(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        for target in _targets(module, node, by_name):
            yield target, line


def _targets(module: str, node: ast.AST, by_name: Set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in MODULES)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{module}:{node.lineno}: imports are absolute"
        if node.module in MODULES:
            yield from (home_of(node.module, alias.name) for alias in node.names)
    elif isinstance(node, ast.Attribute) and dotted(node.value) in MODULES:
        # After `import lagclient.errors`, the attributes of `lagclient` are all within reach.
        yield home_of(dotted(node.value), node.attr)
    elif (isinstance(node, ast.Call) and dotted(node.func) in by_name) or (
        isinstance(node, ast.Subscript) and dotted(node.value) == "sys.modules"
    ):
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and inner.value in MODULES:
                yield inner.value


@functools.cache
def edges() -> Edges:
    """Return all imports: of a module, of a function, for type checkers, and lazy ones."""
    found: Edges = {}
    for module, files in MODULES.items():
        for file in files:
            for target, line in imported(module, tree_of(file)):
                if target != module:
                    found.setdefault((module, target), line)
        for target in exports(module).values():
            found.setdefault((module, target), 0)
    return found


def floor(module: str) -> int:
    """Return the place in the list of the package, as far down as it is named there."""
    while module not in FLOORS:
        module = module.rpartition(".")[0]
    return FLOORS.index(module)


def cycles(found: Edges) -> List[List[str]]:
    """Return the groups of modules that import one another, each group sorted."""
    targets: Dict[str, List[str]] = {}
    for source, target in found:
        targets.setdefault(source, []).append(target)

    def reach(module: str) -> Set[str]:
        seen: Set[str] = set()
        left = [module]
        while left:
            for target in targets.get(left.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    left.append(target)
        return seen

    reached = {module: reach(module) for module in targets}
    groups = {
        tuple(sorted(other for other in reached[module] if module in reached.get(other, ())))
        for module in targets
        if module in reached[module]
    }
    return [list(group) for group in sorted(groups)]


def faults(found: Edges) -> List[str]:
    """Return a line for each import that points up, and for each cycle."""
    return [
        f"{source}:{line} imports {target}, which stands above it"
        for (source, target), line in found.items()
        if floor(source) < floor(target)
    ] + [f"a cycle: {' '.join(group)}" for group in cycles(found)]


def test_imports_point_down() -> None:
    """A module imports what stands below it or in its own package, and no imports form a cycle."""
    found = faults(edges())
    assert not found, "\n".join(found)


def test_modules_have_a_floor() -> None:
    """A module or package that is new takes its place in the list."""
    below = {module for module in MODULES if module != "lagclient"}
    assert [module for module in below if FLOORS[floor(module)] == "lagclient"] == []


def test_imports_of_every_kind_count() -> None:
    """Imports count in functions, for type checkers, by name, and as attributes of a package."""
    text = """
import lagclient.errors
from importlib import import_module as load
if TYPE_CHECKING:
    from lagclient import Client, models
def function():
    from lagclient.models import User
    __import__("lagclient.version")
    lagclient.Bot, lagclient.routing.call
    sys.modules["lagclient.log"]
    return load(name or "lagclient.routing.lint")
"""
    assert {target for target, _ in imported("x", ast.parse(text))} == {
        "lagclient.bot.bot",
        "lagclient.client",
        "lagclient.errors",
        "lagclient.log",
        "lagclient.models",
        "lagclient.models.user",
        "lagclient.routing",
        "lagclient.routing.call",
        "lagclient.routing.lint",
        "lagclient.version",
    }


def test_cycle_is_the_modules_on_it() -> None:
    """A cycle is the modules on it, without those that only lead to it or away from it."""
    steps = ["ab", "bc", "ca", "cd", "xa"]
    assert cycles(dict.fromkeys(steps, 1)) == [["a", "b", "c"]]


def test_modules_say_what_they_are() -> None:
    """Every module has a docstring, and a name from the field."""
    vague = {"utils", "helpers", "manager", "common", "misc"}
    assert [
        file.name
        for files in MODULES.values()
        for file in files
        if not ast.get_docstring(tree_of(file))
    ] == []
    assert [name for name in MODULES if name.rpartition(".")[2] in vague] == []


@pytest.mark.parametrize(
    ("program", "heavy"),
    [
        ("import lagclient", "httpx pydantic attr attrs anyio asyncio ssl yaml typing_extensions"),
        ("import lagclient.models", "httpx pydantic attr yaml"),
        (
            "from lagclient import Client; Client(token='lag_pat_x')",
            "httpx httpcore pydantic yaml ssl socket datetime logging json pathlib",
        ),
        ("from lagclient import LagNotFoundError", "httpx pydantic attr"),
    ],
    ids=["package", "models", "client", "errors"],
)
def test_imports_load_only_what_is_used(program: str, heavy: str) -> None:
    """A program does not load a library before it uses something that needs the library."""
    check = f"{program}\nimport sys\nprint([n for n in {heavy.split()!r} if n in sys.modules])"
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


STARTS = {
    "import": ("import lagclient", "lagclient lazy version"),
    "client": (
        "from lagclient import Client; client = Client(token='lag_pat_x', base_url=URL)",
        """
        answer calls calls.auth calls.closing calls.keywords calls.memory calls.observe
        calls.options calls.pacing calls.settings client errors methods methods.build
        methods.flavour resources routing routing._table routing.call routing.method routing.options
        routing.route routing.table transport transport.certificates transport.httpx
        transport.httpx.failures transport.httpx.transport transport.options
        transport.protocol transport.proxies transport.urls types
        """,
    ),
    "first call": (
        "client.users.me()",
        """
        calls.decode calls.drive calls.echo calls.failures calls.flow calls.log calls.look
        calls.progress calls.request calls.retry calls.rotation calls.steps log
        methods.docstring methods.signature
        models models.base models.user transport.connection_limit transport.hangup
        transport.httpx.connection transport.httpx.direct transport.httpx.pool
        transport.httpx.request transport.httpx.response transport.httpx.sockets
        transport.httpx.trailing_data transport.progress transport.tls
        """,
    ),
}
"""The steps of a program's start, and the modules of ours that each of them loads."""
UNUSED = ("httpx", "click", "rich", "pygments", "yaml")
"""Libraries that no step loads. httpx itself would load click and rich, for its command line."""


def test_start_loads_a_fixed_set_of_modules(serve: Serve) -> None:
    """Each step loads the modules of its list, because a module takes 0.2 to 1 ms to load."""
    steps = "".join(f"{program}\nprint(*sys.modules)\n" for program, _ in STARTS.values())
    program = f"import sys\nURL = {serve(USER_ANSWER).url!r}\n{steps}"
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    before: Set[str] = set()
    for (step, (_, modules)), line in zip(STARTS.items(), out.stdout.splitlines()):
        loaded = set(line.split())
        own = {name for name in loaded - before if name.partition(".")[0] == "lagclient"}
        assert {name.partition(".")[2] or name for name in own} == set(modules.split()), step
        assert [name for name in UNUSED if name in loaded] == [], step
        before = loaded
