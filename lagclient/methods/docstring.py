"""The docstring of a method: what it does, its line in the API, arguments, result, errors."""

from __future__ import annotations

import textwrap
from typing import Iterator

from lagclient.methods.flavour import Flavour
from lagclient.methods.signature import WIDTH
from lagclient.routing.method import Method
from lagclient.routing.route import Param, Route


def documentation(method: Method, flavour: Flavour) -> str:
    """Return the docstring of a method."""
    route, params = method.route, method.params
    parts = [route.doc or f"Call {route.line}."]
    if method.kind == "events":
        parts.append(_wrapped(_LISTENS[route.model.partition("[")[0]]))
    elif method.kind == "pages":
        parts[0] = f"Walk through the pages of `{route.name}`, fetching each when it is reached."
        if "cursor" in {param.name for param in route.params}:
            parts.append("`limit` is the size of a page; `cursor` is where the first one begins.")
    parts.append(_requests(route))
    if params:
        parts.append("Args:\n" + "\n".join(_argument(param) for param in params))
    parts.append("Returns:\n" + _indented(_result(method, flavour.raw)))
    parts.append("Raises:\n" + "\n".join(_indented(line) for line in _errors(method)))
    if route.because and method.kind == "call":
        parts.append(_wrapped(f"{_REPLAYS[route.replay]} {route.because}"))
    return "\n\n".join(parts)


def literal(text: str, indent: str) -> str:
    """Return a docstring as source code."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    lines = textwrap.indent(escaped, indent).strip()
    end = f"\n{indent}" if "\n" in lines else ""
    return f'{indent}"""{lines}{end}"""'


_REPLAYS = {
    "safe": "A lost answer is asked for again.",
    "look": "After a lost answer the newest messages are searched before anything is repeated.",
    "never": "Not repeated once it may have taken effect.",
}


_LISTENS = {
    "stream": (
        "It goes on for ever: a connection that breaks off is opened again where it was, and an "
        "event is delivered once. To ask for the next event says that the one before is done with; "
        "only then does the cursor move. Needs `lagclient[events]`."
    ),
    "list": (
        "This goes on for ever: it polls again and again, through failures too, and delivers each "
        "event once. A poll that was answered counts as received: what it brought and was not "
        "handed over is lost with the program. `stream` has a cursor for that."
    ),
}


def _requests(route: Route) -> str:
    lines = [route.line]
    for kind, via in route.via.items():
        picked = f", of which this is `{via.pick}`" if via.pick else ""
        lines.append(f"As a {kind}: `{via.route}`{picked}.")
    robots = [scope for scope in route.scope if scope.startswith("robot")]
    if robots and "user" in route.scope:
        needs = [scope.partition(":")[2] for scope in robots]
        permission = f", with the permission {' and '.join(needs)}" if all(needs) else ""
        lines.append(f"Robots too{permission}: the same path under /robots/@me.")
    elif robots:
        lines.append("Only for robots.")
    for kind, limit in route.limits.items():
        lines.append(f"A {kind} may do this {limit.count} times in {limit.seconds} seconds.")
    return "\n".join(lines)


def _argument(param: Param) -> str:
    doc = f"{param.name}: {param.doc}"
    if param.null and "None" not in param.doc:
        doc += " None clears it."
    return _indented(doc, hang=4)


def _result(method: Method, raw: bool) -> str:
    shape, _, inner = method.route.model.rstrip("]").rpartition("[")
    inner = inner.rpartition(":")[2]
    if method.kind == "events":
        return f"The events, each a `{inner}`; a context manager, to be closed in the end."
    if method.kind == "pages":
        what = "with its answer as `Answer`" if raw else "a `Page`"
        return f"The pages, each {what}; `.items()` walks through every `{inner}`."
    if method.route.model == "None":
        plain = "Nothing"
    elif shape:
        plain = f"A {shape} of `{inner}`"
    else:
        plain = f"`{inner}`"
    return f"An `Answer`; its data: {plain}." if raw else f"{plain}."


def _errors(method: Method) -> Iterator[str]:
    route = method.route
    yield "LagInvalidRequestError: An argument cannot be sent; nothing was."
    if "public" not in route.scope:
        yield "LagInvalidTokenError: The token is of the wrong kind for this; nothing was sent."
        yield "LagAuthError: The API does not accept the token."
        yield "LagPermissionError: Its owner may not do this."
    if "{" in route.path:
        yield "LagNotFoundError: There is no such thing, or the token's owner may not see it."
    if route.method in ("POST", "PUT", "PATCH"):
        yield "LagConflictError: It contradicts what is there already."
    if method.kind == "events":
        if route.is_stream:
            yield 'LagCursorError: Events are missing, and `on_gap` is "raise".'
        return  # everything else passes, or is waited for
    yield "LagRateLimitError: Too many requests; all retries included."
    yield "LagServerError, LagConnectionError: No usable answer; `outcome` says what became of it."


def _indented(text: str, hang: int = 4) -> str:
    return textwrap.fill(
        text,
        WIDTH - 4,
        initial_indent="    ",
        subsequent_indent="    " + " " * (hang if ": " in text.split("`")[0] else 0),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
