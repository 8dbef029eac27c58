"""The demonstration: small programs as the documentation prints them, run against a sandbox."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import time
from importlib.resources import files
from typing import Callable, Generator, Iterator, List, Optional, Tuple

import attrs
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.syntax import ANSISyntaxTheme, Syntax
from rich.text import Text

from lagclient.client import Client
from lagclient.sandbox import Faults, Sandbox

PROGRAMS: Tuple[Tuple[str, str], ...] = (
    ("sync.py", "A user: my name, and my servers"),
    ("async.py", "The same with asyncio, page by page"),
    ("robot.py", "A robot: its name, and a message from it"),
    ("lost.py", "Every response is lost, and no message is posted twice"),
    ("bot.py", "A robot that answers the messages of a room"),
)

INTRODUCTION = """\
Lag is a chat and voice app: servers have rooms, and rooms have messages. These programs run against
a sandbox, which is a stand-in for the Lag API on this machine, at {url}. It needs no account, and
nothing leaves this computer. Tokens and ids are those of the sandbox; the rest runs as it is
shown."""

END: Tuple[Tuple[str, str], ...] = (
    ("lagclient sandbox", "serve a sandbox, and print its token and robot key"),
    ("lagclient routes", "list the methods; lagclient routes messages lists some"),
    ("docs/tutorial.md", "ten minutes: write a robot, and test it"),
)

# Weights, and of the colours of a terminal the one that can be read on any background.
THEME = ANSISyntaxTheme(
    {
        ("Comment",): Style(dim=True),
        ("Keyword",): Style(bold=True),
        ("Name", "Decorator"): Style(bold=True),
        ("Literal", "String"): Style(color="green"),
    }
)
LONGEST_SECONDS = 20


@attrs.frozen
class Run:
    """A program that was run, and its output."""

    name: str
    title: str
    program: str
    """As the documentation prints it."""
    output: str
    code: int
    facts: Tuple[str, ...] = ()
    """Lines about its effect on the sandbox."""


def program(name: str) -> str:
    """Return the text of a program, as the documentation prints it."""
    # Text files, because the programs are printed in the documentation and not imported from here.
    programs = files("lagclient.sandbox").joinpath("programs")
    return programs.joinpath(name.replace(".py", ".txt")).read_text(encoding="utf-8")


def start(text: str, lag: Sandbox) -> subprocess.Popen[str]:
    """Start a program with the sandbox's tokens and ids in place of the printed ones."""
    for printed, real in (
        ("lag_pat_...", lag.token),
        ("lag_robot_abcd1234_...", lag.robot_key),
        ("server_id", lag.server_id),
        ("room_id", lag.room_id),
    ):
        text = text.replace(f'"{printed}"', f'"{real}"')
    process = subprocess.Popen(
        [sys.executable, "-"],
        stdin=subprocess.PIPE,
        env={**os.environ, "LAG_BASE_URL": lag.url, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    # By standard input, because every user of the machine can read arguments.
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(text)
        process.stdin.close()
    return process


def run(text: str, lag: Sandbox) -> Tuple[str, int]:
    """Run a program to its end; return its output and its exit code."""
    with start(text, lag) as process:
        assert process.stdout is not None
        return process.stdout.read(), process.wait()


@contextlib.contextmanager
def losing() -> Generator[Sandbox, None, None]:
    """Run a sandbox with a fault that is off: it loses responses while a program runs."""
    with Sandbox(faults=Faults(["drop_after:servers.rooms.messages.send"])) as lag:
        for die in lag._luck.dice.values():
            die.is_on = False
        yield lag


def runs(lag: Sandbox) -> Iterator[Run]:
    """Run the programs, one after the other, in the sandbox of `losing`."""
    for name, title in PROGRAMS:
        text = program(name)
        if name == "bot.py":
            yield Run(name, title, text, *_conversation(text, lag))
        elif name == "lost.py":
            (fault,) = lag._luck.dice.values()
            fault.is_on = True
            output, code = run(text, lag)
            fault.is_on = False
            facts = (f"The sandbox lost {fault.strikes} responses.",)
            yield Run(name, title, text, output, code, facts)
        else:
            yield Run(
                name, title, text, *run(text, lag), _newest(lag) if name == "robot.py" else ()
            )


def _newest(lag: Sandbox, count: int = 1) -> Tuple[str, ...]:
    """Return the newest messages of the first room, the oldest of them first."""
    with Client(token=lag.token, base_url=lag.url) as client:
        page = client.servers.rooms.messages.list(lag.server_id, lag.room_id, limit=count)
    lines = [f"{message.username}: {message.content}" for message in page.items]
    return ("The room has now:", *(f"  {line}" for line in reversed(lines)))


def _conversation(text: str, lag: Sandbox) -> Tuple[str, int, Tuple[str, ...]]:
    """Write to a robot, and wait until it has answered."""
    with start(text, lag) as robot:

        def is_running() -> bool:
            return robot.poll() is None

        is_ready = _wait_until(lambda: not is_running() or _receives_events(lag))
        with Client(token=lag.tokens["mira"], base_url=lag.url) as mira:
            mira.servers.rooms.messages.send(lag.server_id, lag.room_id, content="!ping")
        answered = _wait_until(lambda: not is_running() or "pong" in _newest(lag)[-1])
        code = int(not (is_ready and answered and is_running()))
        facts = _newest(lag, 2)
        robot.terminate()
        assert robot.stdout is not None
        return robot.stdout.read(), code, facts


def _receives_events(lag: Sandbox) -> bool:
    """Return whether a robot waits for events now."""
    return any(
        exchange.route.startswith("robots.events.") and exchange.state in ("open", "streaming")
        for exchange in lag._exchanges
    )


def _wait_until(is_so: Callable[[], object]) -> bool:
    """Return whether something has become true in time."""
    end = time.monotonic() + LONGEST_SECONDS
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


class Trimmed(io.TextIOBase):
    """The standard output without blanks at the ends of lines, for a file or a pipe."""

    def write(self, text: str) -> int:
        """Write lines; rich fills them up to the width of the terminal."""
        return sys.stdout.write(re.sub(r" +(?=\n)", "", text))


def demonstrate(console: Console, open_page: Optional[Callable[[str], object]] = None) -> int:
    """Print each program and its output; return 0 if all of them succeeded.

    Args:
        console: The console to print to.
        open_page: Opens the page of the sandbox, which then serves until Ctrl+C.
    """
    failed: List[str] = []
    with losing() as lag:
        if open_page:
            open_page(lag.url)
        introduction = " ".join(INTRODUCTION.format(url=lag.url).split())
        console.print(introduction, highlight=False)
        for number, one in enumerate(runs(lag), start=1):
            _show(console, number, one)
            failed += [one.name] if one.code else []
        console.print()
        console.rule(Text("Next", "bold"), align="left", style="default")
        for command, purpose in END:
            console.print(f"  [bold]{command:<18}[/]  {purpose}", highlight=False, soft_wrap=True)
        if open_page:
            console.print(f"\nThe sandbox serves its page at {lag.url} until Ctrl+C.", style="bold")
            lag.wait()
    return 1 if failed else 0


def _show(console: Console, number: int, one: Run) -> None:
    """Print a program and, below it, its output."""
    console.print()
    console.rule(Text(f"{number}. {one.title}", "bold"), align="left", style="default")
    console.print()
    syntax = Syntax(one.program.rstrip(), "python", theme=THEME, background_color="default")
    console.print(Padding(syntax, (0, 2)))
    console.print()
    result = "prints" if one.code == 0 else f"fails with exit code {one.code}"
    if one.output or one.code:
        console.print(f"  {one.name} {result}:", style="dim", markup=False, highlight=False)
        for line in one.output.rstrip().splitlines():
            console.print(Padding(Text(line), (0, 2, 0, 4)))
    for fact in one.facts:
        console.print(Padding(Text(fact, "bold"), (0, 2)))
