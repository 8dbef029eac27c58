"""The pages of what is written by hand: classes and functions, from their docstrings."""

from __future__ import annotations

import functools
import inspect
import re
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Tuple, Type

import griffe
from docs.generator import namespaces
from docs.generator.docstrings import (
    default,
    definition,
    documented,
    prose,
    signature,
)
from docs.generator.symbols import Places, link
from lagclient import errors
from lagclient.resources import TABLE

_TREE = re.compile(r"^    \w.*\n(?:^    .*[├└].*\n)+", re.MULTILINE)
"""The tree of errors, drawn with lines: a list with links replaces it."""


class Page(NamedTuple):
    """A page of the reference, and what it documents."""

    title: str
    module: str
    """Its docstring opens the page; empty if none does."""
    names: Tuple[str, ...]
    """Import paths below `lagclient`."""


EXPLAINED = ("Faults", "WebhookApp", "AiohttpTransport", "PyreqwestTransport")
"""Classes whose module's docstring belongs to them."""

PAGES: Mapping[str, Page] = {
    "client": Page("Clients", "", ("Client", "AsyncClient", "USER_AGENT")),
    "results": Page(
        "Results",
        "",
        (
            *(
                "Page",
                "Pages",
                "AsyncPages",
                "History",
                "AsyncHistory",
                "Answer",
                "Listening",
                "AsyncListening",
            ),
            *("sync_paginate", "async_paginate", "UNSET", "Unset"),
            *("types.Omittable", "types.ImageInput"),
        ),
    ),
    "errors": Page(
        "Errors", "errors", tuple(n for n in vars(errors) if n.startswith("Lag"))
    ),
    "bot": Page(
        "Bot",
        "bot.bot",
        (
            "Bot",
            "Context",
            "BlockingContext",
            "CommandError",
            "Failure",
            "State",
            "Store",
        ),
    ),
    "redis": Page(
        "Redis",
        "redis",
        tuple(
            f"redis.Redis{n}"
            for n in ("Pacer", "Workers", "Cursor", "State", "Seen")
        )
        + ("redis.WorkersStats",),
    ),
    "webhooks": Page(
        "Webhooks",
        "webhooks",
        tuple(f"webhooks.{n}" for n in ("verify", "sign", "WebhookApp")),
    ),
    "testing": Page(
        "Testing",
        "testing",
        (
            *(f"testing.lag_{n}" for n in ("sandbox", "client", "robot")),
            *(f"testing.lag_module_{n}" for n in ("sandbox", "client", "robot")),
            *(f"testing.lag_session_{n}" for n in ("sandbox", "client", "robot")),
            "testing.lag_options",
            *(f"testing.lag_async_{n}" for n in ("client", "robot")),
            *(
                f"testing.{n}"
                for n in ("lag_event", "MakeEvent", "bot_test", "BotRoom")
            ),
            *(f"testing.{n}" for n in ("vcr_config", "CassetteYaml")),
        ),
    ),
    "sandbox": Page(
        "Sandbox",
        "sandbox.seed",
        tuple(
            f"sandbox.{n}"
            for n in (
                "Sandbox",
                "Faults",
                "Request",
                "ApiError",
                "Delivery",
                "Ticking",
                "Counters",
            )
        ),
    ),
    "transports": Page(
        "Transports",
        "transport.protocol",
        (
            *(
                f"transport.protocol.{n}"
                for n in ("Transport", "AsyncTransport", "Request")
            ),
            *(f"transport.protocol.{n}" for n in ("Reply", "TransportError")),
            "transport.aiohttp.AiohttpTransport",
            "transport.pyreqwest.PyreqwestTransport",
        ),
    ),
    "routes": Page("Routes", "", ("Route", "Param")),
}


def places() -> Dict[str, str]:
    """Return where each class and function is documented, by its last name."""
    return {
        name.rpartition(".")[2]: f"reference/{page}.md#{name.rpartition('.')[2]}"
        for page, about in PAGES.items()
        for name in about.names
    }


def pages(known: Places) -> Iterator[Tuple[str, str]]:
    """Yield the pages."""
    for name, about in PAGES.items():
        page = f"reference/{name}.md"
        parts = [f"# {about.title}"]
        if about.module:
            parts.append(
                prose(_TREE.sub("", _object(about.module).docstring.value))
            )
        if name == "errors":
            parts.insert(2, _tree(errors.LagAPIError, page, known))
        parts += [_documented(one, page, known) for one in about.names]
        if page == namespaces.CLIENT:
            parts.append(_namespaces(page, known))
        yield page, "\n\n".join(parts) + "\n"


def _tree(error: Type[Exception], page: str, known: Places, depth: int = 0) -> str:
    """The errors as a list, each below the one that it is."""
    about = (inspect.getdoc(error) or "").partition("\n")[0]
    rows = [f"{'    ' * depth}- {link(known, page, error.__name__)}: {about}"]
    rows += [
        _tree(inner, page, known, depth + 1) for inner in error.__subclasses__()
    ]
    return "\n".join(rows)


def _namespaces(page: str, known: Places) -> str:
    """What the table adds to the clients."""
    top = [
        (name, doc)
        for name, doc in TABLE.namespaces.items()
        if name and "." not in name
    ]
    rows = [f"- {link(known, page, f'client.{name}')}: {doc}" for name, doc in top]
    methods = namespaces.described("", page, known)
    return "\n".join(
        ["## Namespaces", "", "Both clients have:", "", *rows, "", methods]
    )


def _documented(path: str, page: str, known: Places) -> str:
    one = _object(path)
    name = path.rpartition(".")[2]
    heading = f"## {name} {{ #{name} }}"
    if one.is_function:
        return "\n\n".join([heading, *_function(one, page, known)])
    if one.is_attribute:
        doc = prose(one.docstring.value) if one.docstring else ""
        return "\n\n".join([heading, f"```python\n{name} = {one.value}\n```", doc])
    return "\n\n".join([heading, *_class(one, page, known)])


def _function(one: Any, page: str, known: Places, name: str = "") -> Iterator[str]:
    if any(
        "pytest.fixture" in str(decorator.value) for decorator in one.decorators
    ):
        yield f"*A fixture:* `{_inner(str(one.returns))}`"
    else:
        prefix = "async " if "async" in one.labels else ""
        yield signature(
            name or one.name, _parameters(one), str(one.returns or ""), prefix
        )
    if one.docstring:
        yield documented(one.docstring.value, page, known, one)


def _inner(annotation: str) -> str:
    return annotation.partition("[")[2].rstrip("]") or annotation


def _class(one: Any, page: str, known: Places) -> Iterator[str]:
    if one.docstring:
        yield documented(one.docstring.value, page, known, one)
    if one.name in EXPLAINED and one.module.docstring:
        yield prose(one.module.docstring.value)
    members = one.members if _is_error(one) else one.all_members
    made = members.get("__init__")
    constructed = made is not None and (made.docstring or "\nArgs:" in _doc(one))
    if one.name == "AsyncClient":
        yield f"It takes the options of {link(known, page, 'Client')}."
    elif constructed and not _is_error(one):
        yield signature(one.name, _parameters(made))
        if made.docstring:
            yield documented(made.docstring.value, page, known, made)
    public = [
        (name, member)
        for name, member in members.items()
        if not name.startswith("_")
        and name not in TABLE.namespaces
        and f"client.{name}" not in known
    ]
    attributes = [
        (name, member)
        for name, member in public
        if member.is_attribute
        and (member.docstring or (not constructed and member.annotation))
    ]
    if attributes:
        yield "**Attributes**"
    for name, member in attributes:
        about = f" `{member.annotation}`" if member.annotation else ""
        yield definition(f"`{name}`{about}", prose(_doc(member)))
    for name, member in public:
        if member.is_function and member.docstring:
            heading = f"### {one.name}.{name} {{ #{one.name}.{name} }}"
            yield "\n\n".join(
                [
                    heading,
                    *_function(
                        member, page, known, f"{_owner(one, member)}.{name}"
                    ),
                ]
            )


def _owner(one: Any, member: Any) -> str:
    """What stands before the dot in a call: the class, or an object of it."""
    if member.labels & {"classmethod", "staticmethod"}:
        return str(one.name)
    return str(re.findall("[A-Z][a-z]+", one.name)[-1]).lower()


def _doc(one: Any) -> str:
    return inspect.cleandoc(one.docstring.value) if one.docstring else ""


def _is_error(one: Any) -> bool:
    return bool(one.path.startswith("lagclient.errors."))


def _parameters(function: Any) -> List[str]:
    parts: List[str] = []
    for one in function.parameters:
        if one.name in ("self", "cls"):
            continue
        kind = one.kind.value
        if kind == "keyword-only" and "*" not in parts:
            parts.append("*")
        stars = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
        text = f"{stars}{one.name}"
        if one.annotation:
            text += f": {one.annotation}"
        if one.default is not None and not stars:
            text += f" = {default(one.default, function)}"
        parts.append(text)
    return parts


def _object(path: str) -> Any:
    one = _package()[path]
    return one.final_target if one.is_alias else one


@functools.cache
def _package() -> Any:
    return griffe.load("lagclient", resolve_aliases=True)
