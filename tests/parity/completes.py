"""Proves that the published lagclient 0.2.0, which knows no sandbox, works with the sandbox.

::

    python tests/parity/completes.py PYTHON_WITH_LAGCLIENT_0_2_0

Every public method of 0.2.0 is called, blocking and not, as a user and, where robots are admitted,
as a robot, each in a fresh sandbox in which the case of its cassette is arranged. It has to

- return the type that it declares, from the status that the table says;
- have in its models just what was answered: a field that it declares and the answer lacks is a
  fault, and so is a value that it changed;
- have made the same of it as our own client.

All of its models are to take part.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator, List, Set, Tuple

import attrs

sys.path.insert(0, str(Path(__file__).parents[2]))
from lagclient import Client, LagAPIError
from lagclient.resources import TABLE
from lagclient.routing.route import Route
from tests.cassettes.cases import CASES, IMAGE, ROOM, SERVER, UPLOAD, Case, by, case
from tests.cassettes.performing import perform
from tests.cassettes.staging import Stage, arranged
from tests.parity.faults import DEFECTS, Told, faults, no_defect, unlike

LATER = by("sam", "system.health")
# What the cassettes do not show: an image that is ready, a request that was sent, people in voice.
MORE = (
    case(UPLOAD, LATER, by("sam", "images.get", IMAGE)),
    case(UPLOAD, LATER, by("sam", "servers.rooms.messages.send", SERVER, ROOM, image_id=IMAGE)),
    case(by("mira", "friends.send_request", "jun"), by("mira", "friends.requests")),
    case(by("keeper", "voice_join", "mira"), by("sam", "servers.get", SERVER)),
)


class Published:
    """A process that makes calls with 0.2.0."""

    def __init__(self, python: str, flavour: str) -> None:
        script = Path(__file__).with_name("published.py")
        self._process = subprocess.Popen(
            # Without PYTHONPATH and the like, which could lead it to another lagclient.
            [python, "-E", str(script), flavour],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        hello = json.loads(self._line())
        if hello["version"] != "0.2.0":
            sys.exit(f"{python} has lagclient {hello['version']}, not 0.2.0")
        self.flavour = flavour
        self.returns = hello["methods"]
        """Return its public methods, and the types that they declare."""
        self.models = set(hello["models"])

    def call(self, method: str, stage: Stage) -> Told:
        """Return the outcome of a call, with BASE_URL for the address of its sandbox."""
        step = {"method": method, "args": stage.step.args, "options": stage.step.options}
        where = {"base_url": stage.base_url, "token": stage.token}
        self._process.stdin.write(json.dumps({**step, **where}, default=as_json) + "\n")
        self._process.stdin.flush()
        return json.loads(self._line().replace(stage.base_url, "BASE_URL"))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _line(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"The process with 0.2.0 ended with {self._process.wait()}")
        return line


@attrs.define
class Proof:
    """The calls that 0.2.0 has made."""

    calls: int = 0
    called: Set[Tuple[str, str, str]] = attrs.Factory(set)
    """Methods, each with the kind of credential and the flavour of the client."""
    models: Set[str] = attrs.Factory(set)
    wrong: List[str] = attrs.Factory(list)

    def add(self, case: Case, name: str, process: Published) -> None:
        """Make the call of a case with 0.2.0."""
        self.called.add((name, case.kind, process.flavour))
        self.calls += f"{name}.{case.kind}" not in DEFECTS
        try:
            found = list(self._faults(case, name, process))
        except (LagAPIError, ValueError) as error:
            found = [f"our client fails: {error}"]
        self.wrong += [f"{name} as {case.kind}, {process.flavour}: {fault}" for fault in found]

    def _faults(self, case: Case, name: str, process: Published) -> Iterator[str]:
        with arranged(case) as stage:
            told = process.call(name, stage)
        if f"{name}.{case.kind}" in DEFECTS:
            yield from no_defect(DEFECTS[f"{name}.{case.kind}"], told)
            return
        found = list(faults(case.route, case.kind, process.returns[name], told))
        yield from found
        if found:
            return
        self.models.update(told["models"])
        with arranged(case) as stage, Client(token=stage.token, base_url=stage.base_url) as client:
            data = perform(stage.step, client)
        yield from unlike(case.route, data, stage.base_url, told["result"])


def as_json(value: Any) -> Any:
    """Return what JSON lacks: moments as text, and bytes that `published.py` decodes again."""
    if isinstance(value, datetime):
        return value.isoformat()
    return {"base64": base64.b64encode(value).decode()}


def names_of(route: Route) -> Tuple[str, ...]:
    """Return the methods of a route: its own, and its iterators."""
    return (route.full_name, *(f"{route.namespace}.{name}" for name in route.iterators))


def without_none(case: Case) -> Case:
    """Return the case without its None values, as 0.2.0 sends it; ours clears with None."""
    options = {name: value for name, value in case.step.options.items() if value is not None}
    return attrs.evolve(case, step=attrs.evolve(case.step, options=options))


def main() -> None:
    """Make all calls, and print what is wrong."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    processes = [Published(sys.argv[1], flavour) for flavour in ("sync", "async")]
    proof = Proof()
    for process in processes:
        for one in map(without_none, CASES + MORE):
            for name in names_of(one.route):
                if name in process.returns:
                    proof.add(one, name, process)
        process.close()
    routes = {name: route for route in TABLE.values() for name in names_of(route)}
    methods = {name for process in processes for name in process.returns}
    wanted = {(name, "user") for name in methods}
    wanted |= {(name, "robot") for name in methods if routes[name].robot_scopes}
    lacking = {(*want, process.flavour) for want in wanted for process in processes} - proof.called
    wrong = proof.wrong + [f"{n} as {k}, {f}: no case calls it" for n, k, f in sorted(lacking)]
    wrong += [f"{name}: never answered" for name in sorted(processes[0].models - proof.models)]
    if wrong:
        print(*wrong, sep="\n")
        sys.exit(f"lagclient 0.2.0 does not get on with the sandbox: {len(wrong)} faults")
    print(
        f"lagclient 0.2.0 completed {len(methods)} methods, {proof.calls // 2} calls, sync and "
        f"async; its own defects keep it from {len(DEFECTS)} calls of robots"
    )


if __name__ == "__main__":
    main()
