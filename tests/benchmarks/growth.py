"""How cost grows: with calls at once, with items of a listing, with routes in the table.

    python tests/benchmarks/growth.py [--json FILE] [--chart FILE]

It measures the lagclient of the Python that runs it, in about two minutes, and prints for each
curve what each costs in processor time, without waiting. Ends with 1 if a curve bends upwards, if
each costs more where there are more.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import gc
import json
import marshal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Sequence

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lagclient import AsyncClient, Client, Route, resources
from lagclient.generate.compiled import table_source
from lagclient.methods.flavour import ASYNC, SYNC
from lagclient.routing.load import load
from lagclient.routing.route import Param
from lagclient.routing.table import Table
from lagclient.transport.protocol import Reply
from tests.benchmarks import environments
from tests.benchmarks.figures import Curve, Point, shown
from tests.benchmarks.measuring import serving

TOKEN = "lag_pat_benchmark"
BEST_OF = 5
SHORTEST_SECONDS = 0.02
AT_ONCE, ITEMS, ROUTES = (1, 10, 100, 1000), (1, 100, 10_000), (80, 800, 8000)


def main() -> None:
    """Measure, print, and end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all figures")
    parser.add_argument("--chart", metavar="FILE", type=Path, help="draw the curves, as SVG")
    options = parser.parse_args()
    curves = []
    for curve in measured():
        print(f"{curve.title}: {'BENDS UPWARDS' if curve.bends else 'does not bend'}")
        for point in curve.points:
            print(f"  {point.size:>6} {curve.unit}: {shown(point.seconds)} each", flush=True)
        curves.append(curve)
    told = {"curves": [curve.as_json() for curve in curves]}
    with tempfile.TemporaryDirectory() as folder:
        file = options.json or Path(folder) / "figures.json"
        file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        if options.chart:
            environments.draw(Path(folder), file, options.chart)
    sys.exit(1 if any(curve.bends for curve in curves) else 0)


def measured() -> Iterator[Curve]:
    """The curves, one after the other."""
    with serving(sys.executable) as (url, _):
        yield at_once(url)
        yield items(url)
    yield Curve("the table, imported", "routes", costs(ROUTES, importing))
    yield Curve("a client with routes of its own", "routes", costs(ROUTES, extending))
    with tempfile.TemporaryDirectory() as folder:
        files = functools.partial(reading, Path(folder))
        yield Curve("a route file, read", "routes", costs(ROUTES, files))
    yield Curve("a call", "routes", costs(ROUTES, calling))


def at_once(url: str) -> Curve:
    """What each of many sends at once costs."""
    loop = asyncio.new_event_loop()
    client = AsyncClient(token=TOKEN, base_url=url)
    send = client.servers.rooms.messages.send

    async def some(number: int) -> None:
        await asyncio.gather(*(send("srv_1", "room_1", content="hi") for _ in range(number)))

    def sending(number: int) -> Callable[[], object]:
        return lambda: loop.run_until_complete(some(number))

    try:
        return Curve("sends at once", "at once", costs(AT_ONCE, sending))
    finally:
        loop.run_until_complete(client.aclose())
        loop.close()


def items(url: str) -> Curve:
    """What each message of a walk through a room costs, one by one."""
    with Client(token=TOKEN, base_url=url) as client:
        messages = client.servers.rooms.messages

        def walking(number: int) -> Callable[[], object]:
            def walk() -> None:
                pages = messages.paginate("srv_1", f"room_{number}", limit=100)
                assert sum(1 for _ in pages.items()) == number

            return walk

        return Curve("items of a walk", "items", costs(ITEMS, walking))


def costs(sizes: Sequence[int], making: Callable[[int], Callable[[], object]]) -> List[Point]:
    """The best of a few times, for each of so many: small ones are done until they take long.

    As with `timeit`, garbage is not collected meanwhile: that takes the longer the more there is in
    the process, whatever is measured.
    """
    all_of = {size: making(size) for size in sizes}
    best: Dict[int, float] = {}
    for _ in range(BEST_OF):
        for size, does in all_of.items():
            gc.collect()
            gc.disable()
            times, began = 0, time.process_time()
            while not times or time.process_time() - began < SHORTEST_SECONDS:
                does()
                times += 1
            took = (time.process_time() - began) / times
            gc.enable()
            best[size] = min(took, best.get(size, took))
    return [Point(size, best[size] / size) for size in sizes]


def routes(number: int) -> List[Route]:
    """So many routes, ten in a namespace, as the table of the Lag API has them."""
    return [
        Route(
            namespace=f"benchmarks.group{which // 10}",
            name=f"get{which}",
            method="GET",
            path=f"/benchmarks/{which}/things/{{thing_id}}",
            scope=("user",),
            model="User",
            doc="Get a thing.",
            params=(
                Param(
                    "thing_id", "path", "str", "Id of the thing.", "thing_id", True, positional=True
                ),
                Param("limit", "query", "int", "How many.", "limit"),
            ),
        )
        for which in range(number)
    ]


def table_of(number: int) -> Table:
    """A table of so many routes and those of the Lag API."""
    return resources.extended_table(routes(number))


def importing(number: int) -> Callable[[], object]:
    """What importing the clients does with a compiled table."""
    code = marshal.dumps(compile(table_source(table_of(number)), "_table.py", "exec"))

    def run() -> None:
        made: Dict[str, Any] = {}
        exec(marshal.loads(code), made)
        table = Table(made["NAMESPACES"], made["ROWS"], made["LIMITS"])
        for flavour in (SYNC, ASYNC):
            resources.namespace_classes(table, flavour)

    return run


def extending(number: int) -> Callable[[], object]:
    """``Client(routes=[...])`` with so many routes; they are checked."""
    own = routes(number)
    return lambda: Client(token=TOKEN, routes=own)


def reading(folder: Path, number: int) -> Callable[[], object]:
    """A route file with so many routes, read and checked."""
    file = folder / f"{number}.yaml"
    file.write_text("\n".join(_yaml(number)), encoding="utf-8")

    def run() -> Mapping[str, Route]:
        return load([str(file)])

    return run


def _yaml(number: int) -> Iterator[str]:
    yield "namespace: benchmarks\ndoc: Many.\nroutes:"
    for which in range(number):
        yield f"  get{which}:\n    doc: Get a thing."
        yield f"    request: GET /benchmarks/{which}/things/{{thing_id}}"
        yield "    scope: user\n    query:\n      limit: {type: int, doc: How many.}"
        yield "    model: User"


class Answering:
    """A transport without HTTP."""

    reply = Reply(
        200,
        {},
        b'{"id":"u","username":"sam","status":"online","createdAt":"2026-01-01T12:00:00Z"}',
    )

    def send(self, request: Any, timeouts: Any) -> Reply:
        """Always the same."""
        return self.reply


def calling(number: int) -> Callable[[], object]:
    """A call by a client of so many routes, HTTP excluded; as often as there are routes."""
    carrier: Any = Answering()
    client: Any = Client(token=TOKEN, transport=carrier, routes=routes(number))
    group = number // 20  # in the middle
    method = getattr(getattr(client.benchmarks, f"group{group}"), f"get{group * 10}")

    def call() -> None:
        for _ in range(number):
            method("x")

    return call


if __name__ == "__main__":
    main()
