"""Route files: one of a user, and the problems that the loader reports for others."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Callable

import pytest

from lagclient.errors import LagRouteError
from lagclient.routing.load import load

OWN = """\
namespace: servers.stats
doc: Statistics.
routes:
  get:
    doc: Get the statistics of a server.
    request: GET {path}
    scope: user
    query:
      days: {{type: int, doc: Number of days.}}
    model: dict
"""


def write_own(folder: Path, path: str = "/servers/{server_id}/stats") -> Path:
    """Write a route file that adds `servers.stats.get`, and return where it is."""
    file = folder / "stats.yaml"
    file.write_text(OWN.format(path=path), encoding="utf-8")
    return file


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Write a route file into an empty working directory, and return its name."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "x.yaml") -> str:
        Path(name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return name

    return write


@pytest.fixture
def refused(write: Callable[..., str]) -> Callable[..., None]:
    """Load files, and compare the reported problems with those that their comments announce.

    A comment ``# !! one problem !! another`` stands on the line of the problems.
    """

    def refused(**files: str) -> None:
        sources = [write(text, f"{name}.yaml") for name, text in files.items()]
        announced = [
            f"{source}:{number}: {problem}"
            for source in sorted(sources)
            for number, line in enumerate(Path(source).read_text().splitlines(), 1)
            for problem in re.split(r"\s+(?:# )?!! ", line)[1:]
        ]
        with pytest.raises(LagRouteError) as caught:
            load(sources)
        assert list(caught.value.problems) == announced
        assert str(caught.value) == "\n".join(announced)

    return refused
