"""Records what the published lagclient 0.2.0 sends, method by method, from outside.

Run it where 0.2.0 is installed, and nothing of this project::

    python tests/parity/record.py            # writes wire_0_2_0.json
    python tests/parity/record.py --check    # compares instead

Each public method of its client is called with the required arguments, with all of them, and with
None for those that may be None, as a user and as a robot, blocking and not. What reaches the wire
is kept; what the client makes of the empty answer is not.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import httpx

RECORD = Path(__file__).with_name("wire_0_2_0.json")
TOKENS = {"user": "lag_pat_parity", "robot": "lag_robot_parity_key"}
# What is not just any text, by parameter name.
VALUES: Dict[str, Any] = {
    "purpose": "chat",
    "status": "maybe",
    "platform": "ios",
    "starts_at": "2026-01-02T03:04:05Z",
    "ends_at": "2026-01-02T04:04:05Z",
    "start_time": "18:30",
    "timezone": "Europe/Berlin",
    "rrule": "FREQ=WEEKLY",
    "external_access_enabled": True,
    "external_auto_admit": False,
    "limit": 25,
    "max_uses": 3,
    "expires_in_hours": 24,
    "duration": 60,
    "duration_minutes": 90,
    "permissions": 5,
    "sort_order": 2,
    "max_participants": 8,
}
IMAGES: Dict[str, Any] = {
    "bytes": b"\x89PNG bytes",
    "tuple": ("a b.png", b"\x89PNG tuple", "image/png"),
}


def methods(client: Any, prefix: str = "") -> Iterator[Tuple[str, Any]]:
    """Yield the public methods of a client's namespaces, with their dotted names."""
    for name in dir(client):
        if name.startswith("_"):
            continue
        member = getattr(client, name)
        if inspect.ismethod(member):
            if prefix or name == "identity":
                yield prefix + name, member
        elif type(member).__module__.startswith("lagclient.resources"):
            yield from methods(member, f"{prefix}{name}.")


def arguments(method: Any) -> Iterator[Dict[str, Any]]:
    """Yield calls of a method: with required arguments, with all, and with None where allowed."""
    parameters = inspect.signature(method).parameters
    everything = {name: VALUES.get(name, f"{name} é/1") for name in parameters}
    defaults = {name: parameter.default for name, parameter in parameters.items()}
    yield {name: everything[name] for name in everything if defaults[name] is inspect._empty}
    if set(defaults.values()) != {inspect._empty}:
        yield everything
    if None in defaults.values():
        yield {name: None if defaults[name] is None else everything[name] for name in everything}


def wire(request: httpx.Request) -> Dict[str, Any]:
    """Return the parts of a request that a program depends on."""
    body = request.read().decode("latin-1")
    kind = request.headers.get("content-type")
    boundary = re.search("boundary=(.*)", kind or "")
    if boundary:
        body, kind = (text.replace(boundary[1], "BOUNDARY") for text in (body, kind or ""))
    elif body:
        body = json.loads(request.content)
    path, _, _ = request.url.raw_path.decode().partition("?")
    return {
        "method": request.method,
        "path": path,
        "query": [list(pair) for pair in request.url.params.multi_items()],
        "authorization": request.headers["authorization"],
        "accept": request.headers["accept"],
        "content_type": kind,
        "body": body,
    }


async def results(result: Any) -> None:
    """Wait for a result, or take the first page of an iterator."""
    if inspect.isawaitable(result):
        await result
    elif hasattr(result, "__aiter__"):
        async for _ in result:
            return
    elif inspect.isgenerator(result):
        next(result, None)


def record(asynchronous: bool) -> List[Dict[str, Any]]:
    """Return all requests of one of the clients of 0.2.0."""
    import lagclient

    sent: List[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={})

    found = []
    for kind, token in TOKENS.items():
        prefix = "Async" if asynchronous else ""
        http_client = getattr(httpx, f"{prefix}Client")(transport=httpx.MockTransport(answer))
        client = getattr(lagclient, f"{prefix}Client")(token=token, http_client=http_client)
        for name, method in methods(client):
            for given in arguments(method):
                for image in IMAGES if "image" in given else [None]:
                    shown = {**given, "image": image} if image else given
                    sent.clear()
                    # What it makes of the empty answer does not matter.
                    with contextlib.suppress(Exception):
                        asyncio.run(results(method(**with_image(shown))))
                    requests = [wire(request) for request in sent]
                    found.append({"kind": kind, "name": name, "given": shown, "sent": requests})
    return found


def with_image(given: Dict[str, Any]) -> Dict[str, Any]:
    """Return the arguments with the image that they name."""
    return {**given, "image": IMAGES[given["image"]]} if "image" in given else given


def main() -> None:
    """Write the record, or compare it."""
    if version("lagclient") != "0.2.0":
        sys.exit("Run this where lagclient 0.2.0 is installed")
    cases = record(asynchronous=False)
    if record(asynchronous=True) != cases:
        sys.exit("The clients of 0.2.0 differ from each other")
    lines = [json.dumps(case, ensure_ascii=False) for case in cases]
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    if "--check" in sys.argv:
        if RECORD.read_text(encoding="utf-8") != text:
            sys.exit(f"{RECORD.name} is not what lagclient 0.2.0 sends")
        print(f"{RECORD.name} is what lagclient 0.2.0 sends")
    else:
        RECORD.write_text(text, encoding="utf-8")
        print(f"wrote {RECORD.name}")


if __name__ == "__main__":
    main()
