from __future__ import annotations

import ast
import inspect
import random
import re
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Dict, Iterator, List, Tuple

import pytest

import lagclient
from lagclient import models, resources, sandbox
from lagclient.generate import PACKAGE, generated_files
from lagclient.generate.compiled import table_source
from lagclient.generate.stubs import package_stub, resources_stub
from lagclient.methods.flavour import FLAVOURS, SYNC, class_name
from lagclient.resources import TABLE
from lagclient.routing.load import load
from lagclient.routing.route import Route
from lagclient.routing.table import Table
from tests.kit.documents import ROOT

ROUTES = ROOT / "routes"
FILES = [
    "__init__.pyi",
    "models/__init__.pyi",
    "redis/__init__.pyi",
    "resources.pyi",
    "routing/_table.py",
    "routing/_terminal.py",
    "sandbox/__init__.pyi",
]


@pytest.fixture(scope="module")
def fresh() -> Dict[str, str]:
    """What the route files give now, by the file's place in the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): text
        for path, text in generated_files(ROUTES).items()
        if path.suffix in (".py", ".pyi")
    }


@pytest.fixture(scope="module")
def stub() -> ast.Module:
    """The syntax tree of the committed ``resources.pyi``."""
    return ast.parse((PACKAGE / "resources.pyi").read_text(encoding="utf-8"))


def test_generated_files(fresh: Dict[str, str]) -> None:
    """The compiled table and the stubs are generated, nothing else is."""
    assert sorted(fresh) == FILES


@pytest.mark.parametrize("file", FILES)
def test_committed_file_is_not_stale(fresh: Dict[str, str], file: str) -> None:
    """Each committed file is what the route files compile to: if not, run `lagclient generate`."""
    assert (PACKAGE / file).read_text(encoding="utf-8") == fresh[file]


@pytest.mark.parametrize("file", FILES)
def test_generated_file_says_so(fresh: Dict[str, str], file: str) -> None:
    """The first line of a generated file names its source and its generator."""
    docstring = ast.get_docstring(ast.parse(fresh[file])) or ""
    assert docstring.endswith("by `lagclient generate`.")
    assert fresh[file].endswith("\n")
    assert not fresh[file].endswith("\n\n")


def test_generating_is_stable(fresh: Dict[str, str]) -> None:
    """A second run changes nothing, and the order of the files does not matter."""
    sources = list(ROUTES.glob("*.yaml"))
    random.Random(1).shuffle(sources)
    table = load(sources)
    assert list(table.namespaces) == list(TABLE.namespaces)
    assert (
        generated_files(ROUTES).items() >= {PACKAGE / f: text for f, text in fresh.items()}.items()
    )
    assert resources_stub(TABLE) == fresh["resources.pyi"]


def test_compiled_table_equals_the_table() -> None:
    """The literal has every namespace and every route, in order."""
    table = load(sorted(ROUTES.glob("*.yaml")))
    assert list(table.items()) == list(TABLE.items())
    assert table.namespaces == TABLE.namespaces
    assert table.limits == TABLE.limits


def test_compiled_table_is_one_literal() -> None:
    """The compiled source is a literal that evaluates to the same data, whatever its text."""
    route = Route(
        namespace="x",
        name="get",
        method="DELETE",
        path="/x",
        scope=("user",),
        model="Ok",
        doc="'Quoted' \"twice\" \\ and\nlong " + "words " * 30,
        when_gone={"ok": True, "n": None, "list": [1.5, "a"]},
    )
    limits = {"robot": {"count": 100, "seconds": 60}}
    source = table_source(
        Table({"": "", "x": "X."}, {"": {}, "x": {"get": route.to_row()}}, limits)
    )
    values = {
        node.target.id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert Table(values["NAMESPACES"], values["ROWS"], values["LIMITS"])["x.get"] == route
    assert values["LIMITS"] == limits
    assert values["NAMESPACES"] == {"": "", "x": "X."}


def test_missing_route_files_are_an_error(tmp_path: Path) -> None:
    """A folder without route files is an error that names it and says what to do."""
    with pytest.raises(
        FileNotFoundError, match=re.escape(f"{tmp_path} has no route files: run this")
    ):
        generated_files(tmp_path)


# Stubs


@pytest.mark.parametrize(
    "package", [lagclient, models, sandbox], ids=lambda package: package.__name__
)
def test_package_stub_exports_the_lazy_names(package: Any) -> None:
    """The stub imports each lazy name from its module, under the same name, and no other."""
    tree = ast.parse((Path(package.__file__).with_suffix(".pyi")).read_text(encoding="utf-8"))
    imported: Dict[str, List[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            (alias,) = node.names
            assert alias.asname == alias.name
            imported.setdefault((node.module or "")[len(package.__name__) + 1 :], []).append(
                alias.name
            )
    assert imported == {module: list(names) for module, names in package._EXPORTS.items()}
    assert listed(tree) == package.__all__


def listed(tree: ast.Module) -> List[str]:
    """The names of a stub's `__all__`."""
    (names,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return list(names)


def test_package_stub_has_own_names() -> None:
    """A public name that the package defines itself, such as the version, is in the stub."""
    package = ModuleType("mine")
    vars(package).update(_EXPORTS={"a.b": ("X",)}, __all__=["X", "version"], version="1")
    assert package_stub(package).splitlines()[2:] == [
        "from mine.a.b import X as X",
        "version: str",
        "",
        "__all__ = [",
        '    "X",',
        '    "version",',
        "]",
    ]


def signature_of(node: Any) -> Tuple[bool, List[Tuple[str, str, str, bool]], str]:
    """A function of a stub: is it async, its parameters (name, kind, type, default), its result."""
    args = node.args
    defaults = [None] * (len(args.args) - len(args.defaults)) + args.defaults
    found = [
        (arg.arg, kind, ast.unparse(arg.annotation) if arg.annotation else "", default is not None)
        for kind, group, given in (
            ("POSITIONAL_OR_KEYWORD", args.args, defaults),
            ("KEYWORD_ONLY", args.kwonlyargs, args.kw_defaults),
        )
        for arg, default in zip(group, given)
    ]
    return isinstance(node, ast.AsyncFunctionDef), found, ast.unparse(node.returns)


def signature_at_run_time(function: Any) -> Tuple[bool, List[Tuple[str, str, str, bool]], str]:
    """The same of a function that is there."""
    signature = inspect.signature(function)

    def text(annotation: Any) -> str:
        return (
            "" if annotation is inspect.Signature.empty else ast.unparse(ast.parse(str(annotation)))
        )

    found = [
        (param.name, param.kind.name, text(param.annotation), param.default is not param.empty)
        for param in signature.parameters.values()
    ]
    return inspect.iscoroutinefunction(function), found, text(signature.return_annotation)


def members(node: ast.ClassDef) -> Iterator[Tuple[str, Any]]:
    """Yield the members of a class in a stub: a method's definition, or a namespace's class."""
    for item in node.body:
        if isinstance(item, ast.AnnAssign):
            yield ast.unparse(item.target), ast.unparse(item.annotation)
        elif isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert item.decorator_list == []
            yield item.name, item


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda f: f.prefix or "Sync")
def test_stub_has_the_members_of_each_class(stub: ast.Module, flavour: Any) -> None:
    """Each class has in the stub exactly its methods and namespaces, with their types."""
    classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}
    for namespace in TABLE.namespaces:
        name = class_name(namespace, flavour)
        cls = getattr(resources, name)
        own = {member: value for member, value in vars(cls).items() if not member.startswith("_")}
        assert sorted(member for member, _ in members(classes[name])) == sorted(own), name
        for member, node in members(classes[name]):
            if isinstance(node, str):
                assert isinstance(own[member], cached_property), member
                assert node == type(getattr(cls(None), member)).__name__
            else:
                assert signature_of(node) == signature_at_run_time(getattr(cls, member)), member


def test_stub_has_no_other_classes(stub: ast.Module) -> None:
    """The stub has the classes of the table in all flavours, their base, and no more."""
    classes = [node.name for node in stub.body if isinstance(node, ast.ClassDef)]
    wanted = [class_name(space, flavour) for space in TABLE.namespaces for flavour in FLAVOURS]
    assert classes == ["Resource", *wanted]


def test_stub_has_the_functions_of_the_module(stub: ast.Module) -> None:
    """The functions of resources.py are in its stub, which hides the module from type checkers."""
    functions = {n.name: signature_of(n) for n in stub.body if isinstance(n, ast.FunctionDef)}
    own = {
        name: signature_at_run_time(value)
        for name, value in vars(resources).items()
        if inspect.isfunction(value) and value.__module__ == resources.__name__
    }
    del own["__getattr__"]  # in a stub, it would allow every name
    assert functions == own


@pytest.mark.parametrize("raw", ["", "Raw"], ids=["plain", "raw"])
def test_async_stubs_differ_only_in_waiting(stub: ast.Module, raw: str) -> None:
    """Class by class, the async client differs from the sync one in waiting only."""
    classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}
    for namespace in TABLE.namespaces:
        name = raw + class_name(namespace, SYNC)
        expected: Dict[str, Any] = {}
        for member, node in members(classes[name]):
            if isinstance(node, str):
                expected[member] = f"Async{node}"
                continue
            _, params, result = signature_of(node)
            iterator = re.compile(r"^(Pages\[|History\[|Listening)")
            waits = iterator.match(result) is None
            expected[member] = waits, params, iterator.sub(r"Async\1", result)
        found = {
            member: node if isinstance(node, str) else signature_of(node)
            for member, node in members(classes[f"Async{name}"])
        }
        assert found == expected
