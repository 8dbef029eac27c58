"""What the transports are built on: public API of httpx and httpcore, with one exception."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set

import anyio
import httpcore
import httpx
import pytest

import lagclient
from lagclient import Client
from lagclient.transport.httpx.instrumented import AsyncPoolTransport, PoolTransport
from tests.kit.ways import USER_ANSWER

PACKAGE = Path(lagclient.__file__).parent

BROKEN = """httpx.HTTPTransport does not send through its attribute `_pool` any more.

Our pools hang there, because httpx has no public way to pass one in: `PoolTransport` and
`AsyncPoolTransport` in lagclient/transport/httpx/instrumented.py set it instead of calling the
constructor of httpx. Look at `handle_request` of httpx's HTTPTransport for what it calls now."""


OURS = ("self", "cls", "super()", "other")
OF_TUPLES = ("_replace", "_fields")


def private_names(tree: ast.AST) -> Iterator[str]:
    """Yield the private names that a module uses of others than itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            owner = ast.unparse(node.value)
            is_ours = owner.split(".")[0] in OURS or node.attr in OF_TUPLES
            if not is_ours and not node.attr.startswith("__"):
                yield f"{owner}.{node.attr}"
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None) or ""
            yield from (name for name in [module, *(a.name for a in node.names)] if "._" in name)
        elif isinstance(node, ast.Constant) and str(node.value).startswith("_"):
            yield repr(node.value)  # for `getattr` or `vars`


def test_one_private_name_of_httpx_is_used() -> None:
    """Beside `_pool`, which the transports of our pools set, nothing private is used."""
    found: List[str] = []
    subclasses: Dict[str, Set[str]] = {}
    private = set(vars(httpx.HTTPTransport(verify=False)))
    for file in sorted((PACKAGE / "transport" / "httpx").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [f"{file.name}: {name}" for name in private_names(tree)]
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for node in classes:
            used = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
            if "httpx." in " ".join(map(ast.unparse, node.bases)):
                subclasses[node.name] = used & private
    assert found == []
    assert {name: names for name, names in subclasses.items() if names} == {
        "PoolTransport": {"_pool"},
        "AsyncPoolTransport": {"_pool"},
    }


def test_transports_of_httpx_send_through_a_pool_of_ours() -> None:
    """This test fails with a version of httpx whose transports have changed inside."""

    class Noting:
        def __init__(self) -> None:
            self.requests: List[httpcore.Request] = []

        def handle_request(self, request: httpcore.Request) -> httpcore.Response:
            self.requests.append(request)
            return httpcore.Response(204, content=b"")

        async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
            return self.handle_request(request)

        def close(self) -> None: ...

        async def aclose(self) -> None: ...

    noting = Noting()
    blocking, asynchronous = PoolTransport(noting), AsyncPoolTransport(noting)
    try:
        assert blocking.handle_request(httpx.Request("GET", "http://x/1")).status_code == 204
        blocking.close()

        async def main() -> int:
            response = await asynchronous.handle_async_request(httpx.Request("GET", "http://x/2"))
            await asynchronous.aclose()
            return response.status_code

        assert anyio.run(main) == 204
    except Exception as error:
        pytest.fail(f"{BROKEN}\n\nIt raises {error!r}.")
    assert [request.url.target for request in noting.requests] == [b"/1", b"/2"], BROKEN


def test_tools_that_watch_httpx_see_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """vcrpy replaces the methods of httpx's transports, respx those of httpcore's connections."""
    seen: List[str] = []
    body = httpx.ByteStream(USER_ANSWER.partition(b"\r\n\r\n")[2])

    def by_httpx(transport: Any, request: httpx.Request) -> httpx.Response:
        seen.append(f"httpx {request.url.path}")
        return httpx.Response(200, stream=body)

    def by_httpcore(connection: Any, request: httpcore.Request) -> httpcore.Response:
        seen.append(f"httpcore {request.url.target.decode()}")
        return httpcore.Response(200, content=body)

    client = Client(token="lag_pat_x", base_url="http://127.0.0.1:1")
    with monkeypatch.context() as patch:
        patch.setattr(httpx.HTTPTransport, "handle_request", by_httpx)
        assert client.users.me().id == "me"
    with monkeypatch.context() as patch:
        patch.setattr(httpcore.HTTPConnection, "handle_request", by_httpcore)
        assert client.users.me().id == "me"
        assert client.users.me().id == "me"
    assert seen == ["httpx /users/me", "httpcore /users/me", "httpcore /users/me"]
    assert client.pool_stats() == (0, 0, 0, 0)  # a connection that was not opened is not kept
    client.close()


MOST_ANY = {"calls": 2, "transport": 5}
"""Parameters typed `Any`. The numbers only get smaller."""


@pytest.mark.parametrize("package", MOST_ANY)
def test_few_parameters_are_typed_any(package: str) -> None:
    """At most 3% of the parameters accept anything, and no more than there were."""
    total, anything = 0, []
    for file in sorted((PACKAGE / package).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                args = node.args
                every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
                for arg in every:
                    if arg is not None and arg.arg not in ("self", "cls"):
                        total += 1
                        if arg.annotation and ast.unparse(arg.annotation) == "Any":
                            anything.append(f"{file.name}:{node.lineno} {node.name}({arg.arg})")
    assert len(anything) <= total * 0.03
    assert len(anything) == MOST_ANY[package], "\n".join(["Lower the number?", *anything])
