"""The pages of the namespaces: every method of the table, with an exchange from its cassette."""

from __future__ import annotations

import datetime
import inspect
import re
from pathlib import Path
from textwrap import indent
from typing import Any, Dict, Iterator, List, Tuple

from docs.generator.docstrings import (
    definition,
    folded,
    prose,
    raised,
    sections,
    signature,
)
from docs.generator.exchange import exchanges
from docs.generator.methods import line
from docs.generator.symbols import Places, link
from lagclient import resources
from lagclient.generate.targets.typescript import declaration
from lagclient.methods.docstring import REPLAYS
from lagclient.methods.flavour import ASYNC, SYNC, Flavour, class_name
from lagclient.resources import TABLE
from lagclient.routing.method import Method
from lagclient.routing.route import Param, Route

CASSETTES = Path(__file__).parents[2] / "cassettes"
CLIENT = "reference/client.md"
"""The page of the clients, which also has the methods of no namespace."""


def page_of(namespace: str) -> str:
    """Return the page of a namespace."""
    return f"reference/{namespace}.md" if namespace else CLIENT


def methods() -> Iterator[Method]:
    """Yield every method of the table."""
    for namespace in TABLE.namespaces:
        yield from TABLE.methods(namespace)


def places() -> Dict[str, str]:
    """Return where each namespace and each method is documented."""
    spaces = {
        namespace: page_of(namespace) for namespace in TABLE.namespaces if namespace
    }
    return {
        **spaces,
        **{
            one.full_name: f"{page_of(one.route.namespace)}#{one.name}"
            for one in methods()
        },
    }


def pages(known: Places) -> Iterator[Tuple[str, str]]:
    """Yield the page of each namespace."""
    for namespace, doc in TABLE.namespaces.items():
        if namespace:
            page = page_of(namespace)
            yield (
                page,
                f"# {namespace}\n\n{doc}\n\n" + described(namespace, page, known),
            )


def described(namespace: str, page: str, known: Places) -> str:
    """Return the methods of a namespace: a table of them, then each."""
    every = list(TABLE.methods(namespace))
    inside = [
        f"- {link(known, page, name)}: {doc}" for name, doc in _inside(namespace)
    ]
    parts = ["\n".join(inside)] if inside else []
    if every:
        parts += [
            overview(every, page, known),
            *(_method(one, page, known) for one in every),
        ]
    return "\n\n".join(parts) + "\n"


def overview(every: List[Method], page: str, known: Places) -> str:
    """Return a table of methods, a line for each."""
    rows = ["| method | does |", "|---|---|"]
    for one in every:
        name = link(known, page, one.full_name, one.name)
        rows.append(f"| {name} | {line(one)} |")
    return "\n".join(rows)


def _inside(namespace: str) -> Iterator[Tuple[str, str]]:
    for name, doc in TABLE.namespaces.items():
        if namespace and name.rpartition(".")[0] == namespace:
            yield name, doc


def _doc(method: Method) -> str:
    doc: str = inspect.cleandoc(_function(method, SYNC).__doc__ or "")
    return doc


def _function(method: Method, flavour: Flavour) -> Any:
    owner = getattr(resources, class_name(method.route.namespace, flavour))
    return getattr(owner, method.name)


def _scopes(route: Route) -> str:
    return ", ".join(f"`{scope}`" for scope in route.scope)


def _method(method: Method, page: str, known: Places) -> str:
    route = method.route
    parsed = sections(_doc(method))
    # The line of the API and what follows it are shown as facts, not as text.
    text = parsed["text"].partition(f"\n\n{route.line}")[0]
    parts = [
        f"## {method.name} {{ #{method.name} }}",
        prose(text),
        _signatures(method),
        _facts(method, parsed),
    ]
    types = {
        name: str(one.annotation)
        for name, one in inspect.signature(
            _function(method, SYNC)
        ).parameters.items()
    }
    if method.params:
        parts += [
            "**Parameters**",
            *(
                _parameter(one, types[one.name], page, known)
                for one in method.params
            ),
        ]
    parts.append(folded("failure", "Errors", raised(parsed["raises"], page, known)))
    if method.kind == "call":
        parts += _examples(method)
    return "\n\n".join(parts)


def _signatures(method: Method) -> str:
    tabs = []
    for title, flavour in (("Client", SYNC), ("AsyncClient", ASYNC)):
        function = _function(method, flavour)
        shape = inspect.signature(function)
        parts = []
        for one in shape.parameters.values():
            if one.name == "self":
                continue
            if one.kind is one.KEYWORD_ONLY and "*" not in parts:
                parts.append("*")
            default = "" if one.default is one.empty else f" = {one.default!r}"
            parts.append(
                f"{one.name}: {one.annotation}{default}".replace("models.", "")
            )
        result = str(shape.return_annotation).replace("models.", "")
        prefix = (
            "await client." if inspect.iscoroutinefunction(function) else "client."
        )
        code = signature(method.full_name, parts, result, prefix)
        tabs.append(f'=== "{title}"\n\n{indent(code, "    ")}')
    typescript = declaration(method)
    if typescript:
        code = f"```ts\n{typescript}\n```"
        tabs.append(f'=== "TypeScript"\n\n{indent(code, "    ")}')
    return "\n\n".join(tabs)


def _facts(method: Method, parsed: Dict[str, Any]) -> str:
    route = method.route
    rows = [f"- **Request** `{route.line}`"]
    for kind in route.kinds:
        if (
            kind == "robot"
            and kind not in route.via
            and route.path_for(kind) != route.path
        ):
            rows.append(f"- **As a robot** `{route.method} {route.path_for(kind)}`")
    for kind, via in route.via.items():
        picked = f", of which this is `{via.pick}`" if via.pick else ""
        rows.append(f"- **As a {kind}** `{via.route}`{picked}")
    rows.append(f"- **Scope** {_scopes(route)}")
    for kind, limit in route.limits.items():
        rows.append(
            f"- **Limit** {limit.count} times in {limit.seconds} seconds, as a {kind}"
        )
    returned = " ".join(one.description for one in parsed.get("returns", ()))
    rows.append(f"- **Returns** {' '.join(returned.split())}")
    if method.kind == "call":
        because = " ".join(f"{REPLAYS[route.replay]} {route.because}".split())
        rows.append(f"- **After a failure** {because}")
    return "\n".join(rows)


def _parameter(param: Param, annotation: str, page: str, known: Places) -> str:
    about = [f"`{param.name}`", _type(annotation, page, known)]
    facts = ["required" if param.required else "optional"]
    if param.where in ("path", "query", "body", "form"):
        wire = f" `{param.wire}`" if param.wire != param.name else ""
        facts.append(f"in the {param.where}{wire}")
    if param.length:
        facts.append(f"{param.length[0]} to {param.length[1]} characters")
    if param.range:
        facts.append(f"{param.range[0]} to {param.range[1]}")
    if param.null:
        facts.append("`None` clears it")
    about.append(f"<small>{', '.join(facts)}</small>")
    return definition(" ".join(about), param.doc)


def _type(annotation: str, page: str, known: Places) -> str:
    plain = re.sub(r"^Omittable\[(.*)\]$", r"\1", annotation).replace("models.", "")
    names = [name for name in re.findall(r"[A-Z]\w+", plain) if name in known]
    return link(known, page, names[-1], plain) if names else f"`{plain}`"


def _examples(method: Method) -> Iterator[str]:
    kinds = [kind for kind in ("user", "robot") if _cassette(method, kind).exists()]
    for kind in kinds:
        title = "Example" if len(kinds) == 1 else f"Example, as a {kind}"
        body = "\n\n".join(
            [_call(method, kind), *exchanges(_cassette(method, kind))]
        )
        yield folded("example", title, body)


def _cassette(method: Method, kind: str) -> Path:
    return CASSETTES / f"{method.full_name}.{kind}.yaml"


def _call(method: Method, kind: str) -> str:
    """Return the call that the cassette holds, as its case describes it."""
    from tests.cassettes.cases import CASES

    (step,) = [c.step for c in CASES if c.name == f"{method.full_name}.{kind}"]
    arguments = [_source(value) for value in step.args]
    arguments += [
        f"{name}={_source(value)}" for name, value in step.options.items()
    ]
    return signature(method.full_name, arguments, prefix="client.")


def _source(value: Any) -> str:
    if isinstance(value, (bytes, str)) and len(value) > 60:
        return f"{value[:20]!r:.22}..." + repr(value)[-1]
    if isinstance(value, tuple):
        return f"({', '.join(map(_source, value))})"
    if isinstance(value, datetime.datetime):
        return f'"{value.isoformat()}"'
    return repr(value).replace("'", '"')
