"""The docstring of a method: its purpose, endpoint, arguments, result and errors.

The texts of purpose and arguments are the `doc` of the route and of its parameters, written in
`routes/*.yaml`. The sentences about results, errors and replays are here.
"""

from __future__ import annotations

import textwrap
from typing import Callable, Iterator, List

from lagclient.methods.flavour import Flavour
from lagclient.methods.signature import WIDTH
from lagclient.routing.method import Method
from lagclient.routing.route import Param, Route


def documentation(method: Method, flavour: Flavour) -> str:
    """Return the docstring of a method."""
    route, params = method.route, method.params
    parts = description(method)
    if params:
        parts.append("Args:\n" + "\n".join(_argument(param) for param in params))
    parts.append("Returns:\n" + _indented(_result(method, flavour)))
    parts.append("Raises:\n" + "\n".join(_indented(line) for line in _errors(method)))
    if route.because and method.kind == "call":
        parts.append(_wrapped(f"{REPLAYS[route.replay]} {route.because}"))
    return "\n\n".join(parts)


def description(method: Method) -> List[str]:
    """Return what a method does, as paragraphs; the last one is its requests, a line for each."""
    route = method.route
    parts = [route.doc or f"Call {route.line}."]
    if method.kind == "events":
        parts.append(_wrapped(_EVENTS[route.model.partition("[")[0]]))
    elif method.kind in _ADDED:
        parts[0] = _ADDED[method.kind]
    elif method.kind == "pages":
        parts[0] = summary_of_pages(method)
        if "cursor" in {param.name for param in route.params}:
            parts.append("`limit` is the size of a page; `cursor` is where the first page begins.")
    return [*parts, _requests(route)]


def summary_of_pages(method: Method, spelled: Callable[[str], str] = str) -> str:
    """Return what an iterator of pages does; `spelled` returns a name as the language has it."""
    route = method.route
    summary = f"Iterate over the pages of `{spelled(route.name)}`"
    if method.name in route.iterators[1:]:
        return f"{summary}, as `{spelled(route.iterators[0])}` does."
    return f"{summary}. A page is fetched when it is reached."


def literal(text: str, indent: str) -> str:
    """Return a docstring as source code."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    lines = textwrap.indent(escaped, indent).strip()
    end = f"\n{indent}" if "\n" in lines else ""
    return f'{indent}"""{lines}{end}"""'


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False)


REPLAYS = {
    "safe": "The request is repeated if its response is lost.",
    "look": "If the response is lost, the newest messages are searched before a second attempt.",
    "never": "The request is not repeated once it may have taken effect.",
}
"""What follows a lost response, by the replay of the route."""


_EVENTS = {
    "stream": (
        "The iterator has no end. A connection that breaks is opened again after the last event, "
        "and each event comes once. Asking for the next event acknowledges the previous one; only "
        "then does the cursor move. Requires `lagclient[events]`."
    ),
    "list": (
        "The iterator has no end. It polls again and again, also after failures, and each event "
        "comes once. The API may count a polled event as received, so events that were fetched but "
        "not yet delivered are lost when the program ends. `stream` has a cursor for that."
    ),
}


_ADDED = {
    "download": (
        "Download an image into a file.\n\n"
        + _wrapped(
            "A file at a path gets its name when the whole image has arrived. The address of the "
            "image comes from its metadata; another host than the API's does not get the token."
        )
    ),
    "history": (
        "Iterate over messages, the newest or the oldest first, between two places.\n\n"
        + _wrapped(
            "A page of 100 messages is requested when it is needed, and at most 10 pages are in "
            "memory at a time. A loop that an error ends can be continued with the same iterator. "
            "Messages that are posted later are not part of it."
        )
    ),
    "wait": (
        "Wait until an uploaded image is processed.\n\n"
        + _wrapped(
            "The status is requested after pauses that grow from 0.5 to 5 seconds, until it is "
            "`ready`."
        )
    ),
}
"""The texts of methods that are not in the table, by kind."""


def _requests(route: Route) -> str:
    lines = [route.line]
    for kind, via in route.via.items():
        part = f"`{via.pick}` of " if via.pick else ""
        lines.append(f"For {kind}s, this is {part}`{via.route}`.")
    robots = [scope for scope in route.scope if scope.startswith("robot")]
    if robots and "user" not in route.scope:
        lines.append("Only for robots.")
    elif robots and "robot" not in route.via and route.path != route.path_for("robot"):
        needs = [scope.partition(":")[2] for scope in robots]
        permission = f" with permission `{'` and `'.join(needs)}`" if all(needs) else ""
        lines.append(f"Robots{permission} use the same path under /robots/@me.")
    for kind, limit in route.limits.items():
        lines.append(f"A {kind} may call it {limit.count} times in {limit.seconds} seconds.")
    return "\n".join(lines)


def _argument(param: Param) -> str:
    doc = f"{param.name}: {param.full_doc}"
    if param.null and "None" not in param.doc:
        doc += " None clears it."
    return _indented(doc, hang=4)


def _result(method: Method, flavour: Flavour) -> str:
    shape, _, inner = method.route.model.rstrip("]").rpartition("[")
    inner = inner.rpartition(":")[2]
    if method.kind == "events":
        block, close = ("async with", "aclose") if flavour.is_async else ("with", "close")
        return f"An iterator of events, each a `{inner}`. Use it with `{block}`, or call `{close}`."
    if method.kind == "history":
        return f"An iterator of messages, each a `{inner}`."
    if method.kind == "pages":
        page = "`Answer` whose `data` is a `Page`" if flavour.raw else "`Page`"
        return f"An iterator of pages, each a {page}. `.items()` iterates over every `{inner}`."
    one = f"{'a' if inner == 'dict' else 'the'} `{inner}`"
    plain = {"": one, "list": f"a list of `{inner}`", "page": f"a `Page` of `{inner}`"}
    result = "None" if method.route.model == "None" else plain[shape]
    return (
        f"An `Answer` whose `data` is {result}."
        if flavour.raw
        else f"{result[0].upper()}{result[1:]}."
    )


def _errors(method: Method) -> Iterator[str]:
    route = method.route
    yield "LagInvalidRequestError: An argument is invalid; nothing was sent."
    if "public" not in route.scope:
        if "user" not in route.scope:
            yield "LagInvalidTokenError: The token is not a robot key; nothing was sent."
        elif not route.robot_scopes:
            yield "LagInvalidTokenError: The token is a robot key; nothing was sent."
        yield "LagAuthError: The API does not accept the token."
        yield "LagPermissionError: The token's owner lacks a permission."
    if method.kind == "call" and any(param.where != "path" for param in route.params):
        yield "LagBadRequestError: The API rejects a value."
    if "{" in route.path:
        yield "LagNotFoundError: An id does not exist, or the token's owner may not see it."
    if route.method in ("POST", "PUT", "PATCH"):
        yield "LagConflictError: The request conflicts with existing state."
    if method.kind == "events":
        if route.is_stream:
            yield 'LagCursorError: Events may be missing, and `on_gap` is "raise".'
        return  # all other failures are retried without limit
    if method.kind == "history":
        yield "LagNotFoundError: `after` or `before` is not the id of a message in the listing."
    if method.kind == "download":
        yield "OSError: The file cannot be written."
    if method.kind == "wait":
        yield "LagAPIError: The processing failed; `code` is `image_failed`."
        yield "LagTimeoutError: The image is not ready within `deadline_seconds`."
    yield "LagRateLimitError: Too many requests, after all retries."
    yield "LagServerError: The server failed, after all retries."
    yield "LagConnectionError: No response arrived, after all retries."
    yield "LagDecodeError: The response could not be decoded."


def _indented(text: str, hang: int = 4) -> str:
    return textwrap.fill(
        text,
        WIDTH - 4,
        initial_indent="    ",
        subsequent_indent="    " + " " * (hang if ": " in text.split("`")[0] else 0),
        break_long_words=False,
        break_on_hyphens=False,
    )
