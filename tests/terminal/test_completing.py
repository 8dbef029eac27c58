"""Completion of names: servers, rooms and people."""

from __future__ import annotations

import os
import shlex
import stat
from typing import List

import pytest

from lagclient.terminal import completing
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


def test_name_with_a_newline_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that would be several answers of the shell's protocol is left out."""
    monkeypatch.setenv("_LAG_COMPLETE", "bash_complete")
    assert completing._fitting(["a\nplain,rm", "a$(x)", "#a", "ä"], "") == [
        "a\\$\\(x\\)",
        "\\#a",
        "ä",
    ]
