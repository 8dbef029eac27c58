"""Makes the calls that standard input describes, with the published lagclient 0.2.0.

`completes.py` runs it where 0.2.0 is installed, and nothing of this project::

    python tests/parity/published.py sync     # or async

The first line that it writes says what it is, which methods it has, with the types that they
declare, and which models. Then it answers each line of JSON, a call, with one: what came of it.
Retries are off, or they would hide failures.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import operator
import sys
from typing import Any, Dict, Iterator, List, Type

import httpx
import pydantic
from record import methods

import lagclient

ASYNCHRONOUS = sys.argv[1] == "async"
PREFIX = "Async" if ASYNCHRONOUS else ""


def declared() -> Dict[str, str]:
    """Return the declared result of each public method."""
    client = getattr(lagclient, f"{PREFIX}Client")(token="lag_pat_unused")
    returns = {n: inspect.signature(m).return_annotation for n, m in methods(client)}
    return {name: text.removeprefix(PREFIX) for name, text in returns.items()}


async def done(method: Any, args: List[Any], options: Dict[str, Any]) -> Any:
    """Make a call to its end, all pages of an iterator included."""
    result = method(*args, **options)
    if inspect.isawaitable(result):
        return await result
    if hasattr(result, "__aiter__"):
        return Walked([page async for page in result])
    return Walked(result) if inspect.isgenerator(result) else result


class Walked(List[Any]):
    """Return all pages of an iterator."""


def shape(result: Any) -> str:
    """Return the type of a result as annotations write it; ``dict`` for any dict."""
    if isinstance(result, (list, lagclient.Page)):
        items = result if isinstance(result, list) else result.items
        name = "Iterator" if isinstance(result, Walked) else type(result).__name__
        return f"{name}[{' | '.join(sorted({shape(item) for item in items}))}]"
    return "None" if result is None else type(result).__name__


def plain(result: Any) -> Any:
    """Return a result as JSON, with wire names."""
    if isinstance(result, pydantic.BaseModel):
        return result.model_dump(mode="json", by_alias=True)
    if isinstance(result, lagclient.Page):
        page = {"hasMore": result.has_more, "nextCursor": result.next_cursor}
        return {"items": plain(result.items), **page}
    if isinstance(result, list):
        return [plain(item) for item in result]
    return {k: plain(v) for k, v in result.items()} if isinstance(result, dict) else result


def models_in(value: Any) -> Iterator[str]:
    """Yield the models in a result."""
    if isinstance(value, pydantic.BaseModel):
        yield type(value).__name__
    if isinstance(value, (pydantic.BaseModel, lagclient.Page)):
        value = vars(value)
    if isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from models_in(inner)


def subclasses(cls: Type[Any]) -> Iterator[str]:
    """Return the names of all subclasses."""
    for below in cls.__subclasses__():
        yield below.__name__
        yield from subclasses(below)


def with_bytes(value: Dict[str, Any]) -> Any:
    """Encode bytes, which JSON lacks."""
    return base64.b64decode(value["base64"]) if set(value) == {"base64"} else value


def given(value: Any) -> Any:
    """Return lists as tuples, because JSON has no tuples and no method accepts a list."""
    return tuple(value) if isinstance(value, list) else value


async def told(call: Dict[str, Any]) -> Dict[str, Any]:
    """Return the outcome of a call: the result or the error, and the responses."""
    answers: List[Dict[str, Any]] = []

    def keep(response: httpx.Response) -> None:
        body = json.loads(response.content) if response.content else None
        answers.append({"status": response.status_code, "body": body})

    async def keep_async(response: httpx.Response) -> None:
        await response.aread()
        keep(response)

    def keep_sync(response: httpx.Response) -> None:
        response.read()
        keep(response)

    http_client = getattr(httpx, f"{PREFIX}Client")(
        event_hooks={"response": [keep_async if ASYNCHRONOUS else keep_sync]},
        timeout=30,
        trust_env=False,  # no proxy leads to this machine
    )
    client = getattr(lagclient, f"{PREFIX}Client")(
        token=call["token"], base_url=call["base_url"], max_retries=0, http_client=http_client
    )
    method = operator.attrgetter(call["method"])(client)
    try:
        args = [given(value) for value in call["args"]]
        options = {name: given(value) for name, value in call["options"].items()}
        result = await done(method, args, options)
        outcome = {"type": shape(result), "models": [*models_in(result)], "result": plain(result)}
    except Exception as error:
        outcome = {"error": f"{type(error).__name__}: {error}"}
    finally:
        await http_client.aclose() if ASYNCHRONOUS else http_client.close()
    return {**outcome, "answers": answers}


async def main() -> None:
    """Report each call until standard input ends."""
    models = list(subclasses(lagclient.models.LagModel))
    hello = {"version": lagclient.__version__, "methods": declared(), "models": models}
    print(json.dumps(hello), flush=True)
    for line in sys.stdin:
        print(json.dumps(await told(json.loads(line, object_hook=with_bytes))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
