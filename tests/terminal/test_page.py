"""The sessions of docs/: typed against a sandbox, they show what the page shows."""

from __future__ import annotations

import os
import re
import shlex
from typing import Dict, Iterator, List, Tuple

import attrs
import pytest

from docs.generator.animation import transcript
from docs.generator.session import ARRIVES
from lagclient import Client
from lagclient.sandbox import Sandbox
from lagclient.terminal.session import PROMPT
from tests.kit.documents import ROOT, code
from tests.kit.route_files import write_own
from tests.kit.terminal import Done, Lag, keyring_in

TYPED = {"login": "{token}\n", "open": "\x04", "tail": "\x03"}
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
    text = re.sub(r"\b(srv|room|msg|req)_\w{16}\b", r"\1_...", text)
    return re.sub(r"\[\d\d:\d\d\]", "[..:..]", text)


def run(lag: Lag, words: List[str], environ: Dict[str, str]) -> Done:
    """Run a command, with what a person types into it."""
    (name,) = [word for word in words if word in TYPED] or [""]
    if not name:
        return lag(*words, **environ)
    prompt = {"login": "browser: ", "open": PROMPT, "tail": ARRIVES}[name]
    typed = TYPED[name].format(token=lag.box.token)
    then = ("eight?", lambda: write(lag.box)) if name == "tail" else ("", lambda: None)
    done = lag.in_terminal(*words, typed=typed, prompt=prompt, then=then, **environ)
    return attrs.evolve(done, out=done.out.replace(prompt, prompt.rstrip()))


def write(box: Sandbox) -> None:
    """Send what arrives in the recording."""
    with Client(token=box.tokens["mira"], base_url=box.url) as mira:
        mira.servers.rooms.messages.send(box.server_id, box.room_id, content=ARRIVES)


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
            done = run(stranger, [values.get(word, word) for word in words], environ)
            if done.code or (shown and comparable(done.out) != comparable(shown)):
                different.append((place, done))
    assert not different


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_recording_shows_what_the_commands_print(stranger: Lag) -> None:
    """The picture of a session has the output of each command: if not, record it again."""
    picture = (ROOT / "docs/assets/lag.svg").read_text(encoding="utf-8")
    code, different = 0, []
    with Sandbox() as box, keyring_in(stranger.home) as environ:
        lag = Lag(box, stranger.home, {**stranger.environ, "LAG_BASE_URL": box.url})
        for command, shown in transcript(picture):
            program, *words = shlex.split(command)
            if program == "echo":
                out = str(code)
            else:
                done = run(lag, words, environ)
                out, code = done.out + done.err, done.code
                assert out.endswith("\n"), command  # the prompt of the shell comes next
            if comparable(out).split() != comparable(shown).split():
                different.append((command, out, shown))
    assert not different, "run `python -m docs.generator.recording`"
