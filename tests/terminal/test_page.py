"""The sessions of docs/: typed against a sandbox, they show what the page shows."""

from __future__ import annotations

import os
import re
import shlex
from typing import Iterator, List, Tuple

import pytest

from lagclient.sandbox import Sandbox
from lagclient.terminal.session import PROMPT
from tests.kit.documents import ROOT, code
from tests.kit.route_files import write_own
from tests.kit.terminal import Lag, keyring_in

TYPED = {"login": "{token}\n", "open": "\x04"}
"""What a person types into these commands, at the end of a prompt."""


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox that serves the endpoint of the page."""
    file = write_own(tmp_path_factory.mktemp("routes"))
    with Sandbox(routes=[file], handlers={"servers.stats.get": lambda _: {"messages": 3}}) as box:
        yield box


def sessions() -> Iterator[Tuple[str, List[str], str]]:
    """Yield the place of each command, its words, and what the page shows below it."""
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for block in code(str(path.relative_to(ROOT))):
            if block.language == "console":
                for part in re.split(r"(?m)^\$ ", block.text)[1:]:
                    command, _, shown = part.partition("\n")
                    yield f"{block.document}:{block.line}: {command}", shlex.split(command), shown


def comparable(text: str) -> str:
    """Return what is shown without what differs each time: ids, hours, and the lines of days."""
    text = re.sub(r"(?m)^-- \d{4}-\d\d-\d\d --\n", "", text)
    text = re.sub(r"\b(srv|room|msg)_\w{16}\b", r"\1_...", text)
    return re.sub(r"\[\d\d:\d\d\]", "[..:..]", text)


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_sessions_of_the_pages(stranger: Lag) -> None:
    """A reader who types the commands of a page in order sees what it shows."""
    box = stranger.box
    values = {"SERVER": box.server_id, "ROOM": box.room_id}
    write_own(stranger.home).rename(stranger.home / "my_routes.yaml")
    different = []
    with keyring_in(stranger.home) as environ:
        for place, (program, *words), shown in sessions():
            assert program == "lag", place
            arguments = [values.get(word, word) for word in words]
            (typed,) = [TYPED[word] for word in words if word in TYPED] or [""]
            if typed:
                prompt = PROMPT if "open" in words else "browser: "
                typed = typed.format(token=box.token)
                done = stranger.in_terminal(*arguments, typed=typed, prompt=prompt, **environ)
                out = done.out.replace(prompt, prompt.rstrip())
            else:
                done = stranger(*arguments, **environ)
                out = done.out
            if done.code or (shown and comparable(out) != comparable(shown)):
                different.append((place, done))
    assert not different
