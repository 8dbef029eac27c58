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
    ("sync.py", "A user: who am I, and which servers am I in?"),
    ("async.py", "The same with asyncio, page by page."),
    ("robot.py", "A robot: it says who it is and posts a message."),
)

INTRODUCTION = """\
Lag is a chat and voice app: servers have rooms, rooms have messages. People sign in with a
personal access token (lag_pat_...), robots with a robot key (lag_robot_...); lagclient takes
either. What follows runs against a sandbox, a stand-in for the Lag API on this machine at
{url}: no account is needed, and nothing leaves this computer. Each program is
shown as the documentation prints it, and runs with the sandbox's token, key and room id in it."""

END = """\
Next:
  lagclient sandbox     serve a sandbox until Ctrl+C, with a token and a robot key to try
  lagclient routes      everything that the API offers, and the method that calls it"""


@attrs.frozen
class Run:
    """One program and what came of it."""

    name: str
    title: str
    program: str
    """As the documentation prints it."""
    output: str
    code: int


def program(name: str) -> str:
    """The text of a program, as the documentation prints it."""
    # Kept as text: they are what the documentation prints, not modules of this package.
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
    # By standard input: arguments can be read by everyone on the machine.
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
        done = run(text, lag)
        yield Run(name, title, text, done.stdout, done.returncode)


def demonstrate(console: Console) -> int:
    """Show each program and what it prints; 0 if all of them ran to their end."""
    failed = 0
    with Sandbox() as lag:
        console.print(INTRODUCTION.format(url=lag.url), soft_wrap=True, highlight=False)
        for number, one in enumerate(runs(lag), start=1):
            console.print()
            console.rule(f"{number}. {one.title}", align="left")
            console.print(
                Syntax(one.program.rstrip(), "python", background_color="default", padding=(1, 2))
            )
            ended = "prints" if one.code == 0 else f"fails with exit code {one.code}"
            console.print(
                Panel(
                    one.output.rstrip() or "(nothing)",
                    title=f"{one.name} {ended}",
                    title_align="left",
                    highlight=False,
                )
            )
            failed += one.code != 0
        with Client(token=lag.token, base_url=lag.url) as client:
            newest = client.servers.rooms.messages.list(lag.server_id, lag.room_id, limit=1)
        for message in newest.items:
            console.print("The newest message of that room is now this one:", highlight=False)
            told = f"  {message.username}: {message.content}"
            console.print(told, markup=False, highlight=False)
    console.print()
    console.print(END, highlight=False, soft_wrap=True)
    return 1 if failed else 0
