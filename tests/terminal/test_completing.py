"""Completion of names: servers, rooms and people."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
from pathlib import Path
from typing import List

import pytest
from click.shell_completion import CompletionItem

from lagclient.terminal import completing, shells
from lagclient.terminal.program import program
from tests.kit.terminal import Lag


def complete(lag: Lag, line: str, shell: str = "bash", **environ: str) -> List[str]:
    """What a shell offers for the last word of a line."""
    words = shlex.split(line + "|")
    typed = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    if shell == "fish":
        typed["COMP_CWORD"] = words[-1][:-1]
    done = lag.ok(_LAG_COMPLETE=f"{shell}_complete", **typed, **environ)
    assert done.err == ""
    lines = done.out.strip().splitlines()
    return lines[1::3] if shell == "zsh" else [one.partition(",")[2] for one in lines]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("lag servers la", ["Lag\\ Lounge"]),
        ("lag chat send Lag\\ Lounge g", ["general", "game-night"]),
        ("lag tail ge", ["general"]),
        ("lag tail Nothing g", []),
        ("lag ui mu", ["music"]),
        ("lag dms send MI", ["mira"]),
        ("lag friends remove in", ["ines"]),
        ("lag export ", ["Lag\\ Lounge"]),
    ],
)
def test_names_are_completed(lag: Lag, line: str, names: List[str]) -> None:
    """Servers, rooms and people are completed in any case; bash gets them quoted."""
    assert complete(lag, line) == names


def test_other_shells_quote_by_themselves(lag: Lag, robot: Lag) -> None:
    """zsh and fish get the name itself. A robot has the id of its server."""
    assert complete(lag, "lag servers la", "zsh") == ["Lag Lounge"]
    assert complete(lag, "lag servers la", "fish") == ["Lag Lounge"]
    assert complete(robot, "lag servers s") == [robot.box.server_id]


def test_names_come_from_a_private_file_for_a_minute(
    lag: Lag, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second Tab needs no API; another account, or a minute later, asks again."""
    assert complete(lag, "lag dms send mi") == ["mira"]
    (file,) = (lag.home / "config").iterdir()
    assert lag.box.token not in file.read_text(encoding="utf-8")
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    away = {"LAG_BASE_URL": "http://127.0.0.1:1"}
    lag.environ.update(away)
    assert complete(lag, "lag dms send mi") == []  # another API is another account
    lag.environ["LAG_BASE_URL"] = lag.box.url
    assert complete(lag, "lag dms send mi") == ["mira"]
    file.write_text(file.read_text(encoding="utf-8").replace("mira", "mira2"), encoding="utf-8")
    assert complete(lag, "lag dms send mi") == ["mira2"]
    monkeypatch.setattr(completing, "USED_SECONDS", 0.0)
    assert complete(lag, "lag dms send mi") == ["mira"]


def test_failure_completes_nothing(stranger: Lag) -> None:
    """Without a token, a folder or an API, nothing is offered and nothing is printed."""
    assert complete(stranger, "lag dms send mi") == []
    token = {"LAG_TOKEN": stranger.box.token}
    assert complete(stranger, "lag dms send mi", LAG_CONFIG_DIR="/dev/null/x", **token) == ["mira"]
    assert complete(stranger, "lag dms send mi", LAG_BASE_URL="http://127.0.0.1:1", **token) == []


def test_name_that_is_no_single_word_is_not_offered() -> None:
    """A name that would be several answers of the shell's protocol, or an option, is left out."""
    assert completing._fitting(["a\nplain,rm", "--api-url=x", "a-b", "ä"], "") == ["a-b", "ä"]


def test_ids_are_completed_once_they_are_begun(lag: Lag) -> None:
    """A server id completes, a room follows one, and `lag api` takes ids only."""
    server, room = lag.box.server_id, lag.box.room_id
    assert complete(lag, f"lag servers {server[:5]}") == [server]
    assert complete(lag, f"lag chat send {server} g") == ["general", "game-night"]
    assert complete(lag, f"lag chat send {server[:5]} g") == ["general", "game-night"]
    assert complete(lag, "lag api servers.get ") == [server]
    assert room in complete(lag, f"lag api servers.rooms.messages.send {server} ")
    assert complete(lag, "lag api servers.rooms.messages.send srv_other ") == []


NAMES = [
    "inj;touch${IFS}made",
    "sub$(touch made)",
    "back`touch made`",
    "Lag Lounge",
    "qu'ote",
    'dou"ble',
    "hash #x",
    "*",
    "[a-z]*",
    "~",
    "{a,b}",
    "a:b=c@d",
    "back\\slash",
    "now!!",
    "<(touch made)",
    "&|>made",
    "comma,",
    "'",
    '"',
    "Grüße",
]
READS = """\
cd "$1"; compopt() { :; }; complete() { :; }; . ./script
COMP_WORDS=(lag tail "$2"); COMP_CWORD=2
_lag_completion ./answers
for one in "${COMPREPLY[@]}"; do
    word=$2$one; [[ $word == *"$2" ]] || word+=$2
    eval "printf '%s\\n' $word"
done
"""
"""What bash does with a line of completed words when Enter is pressed."""


@pytest.mark.skipif(not os.access("/bin/bash", os.X_OK), reason="needs bash")
@pytest.mark.parametrize("typed", ["", "'", '"'])
def test_bash_reads_a_completed_name_as_one_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """No part of a name is evaluated, split or taken for a pattern, in any quotes."""
    bash = shells.Bash(program, {}, "lag", "_LAG_COMPLETE")
    monkeypatch.setenv("COMP_WORD", typed)
    answers = "\n".join(bash.format_completion(CompletionItem(name)) for name in NAMES)
    (tmp_path / "script").write_text(bash.source_template % bash.source_vars(), encoding="utf-8")
    (tmp_path / "text").write_text(answers, encoding="utf-8")
    (tmp_path / "answers").write_text("#!/bin/sh\ncat text\n", encoding="utf-8")
    (tmp_path / "answers").chmod(0o700)
    done = subprocess.run(
        ["/bin/bash", "--norc", "-c", READS, "bash", str(tmp_path), typed],
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.stdout.splitlines(), done.stderr) == (NAMES, "")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("word", "inserted"),
    [
        ("Lag\\ L", "Lag\\ Lounge\\!"),
        ('"Lag L', 'Lag Lounge"\'!\'""'),
        ("'Lag L", "Lag Lounge!"),
        ("Lag\\ 'L", "Lounge!"),
        ('"Lag "L', "Lag\\ Lounge\\!"),
    ],
)
def test_bash_gets_what_follows_an_open_quote(
    monkeypatch: pytest.MonkeyPatch, word: str, inserted: str
) -> None:
    """bash replaces the text after an open quote, where `!` would still be an old command."""
    bash = shells.Bash(program, {}, "lag", "_LAG_COMPLETE")
    monkeypatch.setenv("COMP_WORD", word)
    assert bash.format_completion(CompletionItem("Lag Lounge!")) == f"plain,{inserted}"


def test_fish_keeps_a_comma_of_a_name() -> None:
    """The script of fish takes everything after the first comma as the name."""
    fish = shells.Fish(program, {}, "lag", "_LAG_COMPLETE")
    assert fish.format_completion(CompletionItem("a,b")) == "plain,a,b"
    assert 'string split --max 1 "," -- $completion' in fish.source()
    assert "printf '%s\\n' $metadata[2]" in fish.source()
