"""The demonstration: three programs as the documentation prints them, run against a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.resources import files
from typing import Iterator, Tuple

import attrs
from rich.console import Console
from rich.panel import Panel
from rich.syntax import Syntax

from lagclient.client import Client
from lagclient.sandbox import Sandbox

PROGRAMS: Tuple[Tuple[str, str], ...] = (
    ("sync.py", "A user: my name, and my servers"),
    ("async.py", "The same with asyncio, page by page"),
    ("robot.py", "A robot: its name, and a message from it"),
)

INTRODUCTION = """\
Lag is a chat and voice app: servers have rooms, and rooms have messages. Users sign in with a
personal access token (lag_pat_...), robots with a robot key (lag_robot_...); lagclient takes both.
These programs run against a sandbox, which is a stand-in for the Lag API on this machine, at
{url}. It needs no account, and nothing leaves this computer. Each program is shown as the
documentation prints it, and runs with the sandbox's token, key and room id in it."""

END = """\
Next:
  lagclient sandbox   serve a sandbox until Ctrl+C, with a token and a robot key
  lagclient routes    list the routes of the API, and the method that calls each"""


@attrs.frozen
class Run:
    """A program that was run, and its output."""

    name: str
    title: str
    program: str
    """As the documentation prints it."""
    output: str
    code: int


def program(name: str) -> str:
    """Return the text of a program, as the documentation prints it."""
    # Text files, because the programs are printed in the documentation and not imported from here.
    programs = files("lagclient.sandbox").joinpath("programs")
    return programs.joinpath(name.replace(".py", ".txt")).read_text(encoding="utf-8")


def run(text: str, lag: Sandbox) -> subprocess.CompletedProcess[str]:
    """Run a program with the sandbox's token, robot key and room in place of the printed ones."""
    for printed, real in (
        ("lag_pat_...", lag.token),
        ("lag_robot_abcd1234_...", lag.robot_key),
        ("room_id", lag.room_id),
    ):
        text = text.replace(f'"{printed}"', f'"{real}"')
    # By standard input, because every user of the machine can read arguments.
    return subprocess.run(
        [sys.executable, "-"],
        input=text,
        env={**os.environ, "LAG_BASE_URL": lag.url, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def runs(lag: Sandbox) -> Iterator[Run]:
    """Run the three programs, one after the other."""
    for name, title in PROGRAMS:
        text = program(name)
        completed = run(text, lag)
        yield Run(name, title, text, completed.stdout, completed.returncode)


def demonstrate(console: Console) -> int:
    """Print each program and its output; return 0 if all of them succeeded."""
    failed = 0
    with Sandbox() as lag:
        introduction = " ".join(INTRODUCTION.format(url=lag.url).split())
        console.print(introduction, highlight=False)
        for number, one in enumerate(runs(lag), start=1):
            console.print()
            console.rule(f"{number}. {one.title}", align="left")
            console.print(
                Syntax(one.program.rstrip(), "python", background_color="default", padding=(1, 2))
            )
            result = "prints" if one.code == 0 else f"fails with exit code {one.code}"
            console.print(
                Panel(
                    one.output.rstrip() or "(nothing)",
                    title=f"{one.name} {result}",
                    title_align="left",
                    highlight=False,
                )
            )
            failed += one.code != 0
        with Client(token=lag.token, base_url=lag.url) as client:
            newest = client.servers.rooms.messages.list(lag.server_id, lag.room_id, limit=1)
        for message in newest.items:
            console.print("The newest message of the room is now:", highlight=False)
            line = f"  {message.username}: {message.content}"
            console.print(line, markup=False, highlight=False)
    console.print()
    console.print(END, highlight=False, soft_wrap=True)
    return 1 if failed else 0
