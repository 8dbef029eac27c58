"""Every command, as a process of its own: piped, with --json, and in a terminal of 80 columns."""

from __future__ import annotations

import functools
import json
import os
import re
import shlex
import sysconfig
from importlib import import_module
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple

import attrs
import click
import pytest
from rich.cells import cell_len

from lagclient import Client
from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox
from lagclient.terminal import exits
from lagclient.terminal.output import NARROW
from lagclient.terminal.program import program
from tests.kit.every import every
from tests.kit.forking import CTRL_C, CTRL_D, LAG, Step, forks
from tests.kit.sandbox import png
from tests.kit.terminal import PROGRAM, Done, environ_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks and terminals of POSIX")

RUNS = PIPED, JSON, SHOWN = "p1", "j2", "t3"
"""The three runs of a row. What a run changes is named after it."""
COLUMNS = 80
search: Any = import_module("jmespath").search
ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[()].|[^\[(])")
CTRL_Q = "\x11"
YES = (("[y/N]: ", "y\n"),)
TALK = (("> ", "good evening\n"), ("Sam: good evening", CTRL_D))


@attrs.frozen
class Row:
    """A command, and what its user relies on. {words in braces} are names of `Desk`."""

    command: str
    words: str = ""
    facts: str = ""
    """Fields of --json, as JMESPath, that people are shown too."""
    text: str = ""
    """What people are shown."""
    piped: int = 0
    """The exit code without a terminal."""
    shown: int = 0
    """The exit code in a terminal."""
    stdin: str = ""
    """The standard input without a terminal."""
    typed: Tuple[Step, ...] = ()
    """What is typed in a terminal; without one, only Ctrl+C is."""
    fits: bool = False
    """Whether it shows a table or a help, which a terminal must not wrap."""
    has_json: bool = True
    who: str = ""
    """Whose LAG_TOKEN is set. By default it is not, and the profile of `login` is used."""

    @property
    def name(self) -> str:
        return f"lag {self.command} {self.words}".rstrip()


STOPPED = exits.INTERRUPTED
ROWS = (
    Row("", text="Exit codes: 0 done", fits=True, has_json=False),
    Row("", "--version", text="lag, version ", has_json=False),
    Row("login", "", "account profile", stdin="{token}\n", typed=(("browser: ", "{token}\n"),)),
    Row("whoami", "", "displayName username status"),
    Row("status", "", "status"),
    Row("status", "idle", "status"),
    Row("servers", "", "name id memberCount", fits=True),
    Row("servers", "'lag lounge'", "name rooms[].name rooms[].id", fits=True),
    Row("chat", text="Commands:", fits=True, has_json=False),
    Row("chat send", "'lag lounge' music hello", "content", "Message sent."),
    Row("chat read", "'lag lounge' general -n 2", "displayName content"),
    Row("chat open", "'lag lounge' music -n 1", "content", stdin="good morning\n", typed=TALK),
    Row("dms", "", "otherUser.username lastMessage.content", fits=True),
    Row("dms send", "mira hello", "content", "Message sent to mira."),
    Row("dms read", "mira -n 2", "displayName content"),
    Row("dms open", "mira -n 1", "content", stdin="good morning\n", typed=TALK),
    Row("friends", "", "user.username user.status", fits=True),
    Row("friends requests", "", "incoming[].from.username", fits=True),
    Row("friends add", "add{run}", "", "Friend request sent to add"),
    Row("friends accept", "accept{run}", "", "is your friend now."),
    Row("friends decline", "decline{run}", "declined"),
    Row("friends remove", "remove{run}", "removed", typed=YES),
    Row("friends block", "block{run}", "", "Blocked block", typed=YES),
    Row("tail", "general -n 1", "content", "Mira: Me!", STOPPED, STOPPED, typed=(("Me!", CTRL_C),)),
    Row("export", "'lag lounge' --room music --to {run}.ndjson", "file rooms messages"),
    Row("upload", "dot.png", "", "img_"),
    Row("ui", "general", "", "", piped=2, typed=(("Welcome", CTRL_Q),)),
    Row("join", "'lag lounge' general", "", "Voice is not there yet", 1, 1),
    Row("config", "", "name about", fits=True),
    Row("config set", "timeout_seconds 20", "timeout_seconds"),
    Row("config get", "timeout_seconds", "timeout_seconds"),
    Row("config unset", "timeout_seconds", "unset"),
    Row("config profiles", "", "name account apiUrl stored", fits=True),
    Row("completion", "bash", "script"),
    Row("completion", "zsh", "script"),
    Row("completion", "fish", "script"),
    Row("api", text="servers.rooms.messages.send", fits=True, has_json=False),
    Row("api servers.list", "", "name id"),
    Row("api servers.rooms.delete", "{server} {new_room}", typed=YES),
    Row("api servers.rooms.messages.history", "{server} {room} --limit 2", "content"),
    Row("api servers.rooms.messages.paginate", "{server} {room} --limit 2", "content"),
    Row("api images.wait", "{image}", "id processingStatus"),
    Row("api images.download", "{image} {run}.png"),
    Row(
        "api robots.events.polling",
        "",
        "type",
        "room.message",
        STOPPED,
        STOPPED,
        typed=(("room.message", CTRL_C),),
        who="robot",
    ),
    Row("logout", "", "profile", "until you revoke it"),
)


@attrs.frozen
class Desk:
    """Sam's computers, one for each run, and those whom Sam meets."""

    folder: Path
    environ: Dict[str, str]
    robot: str
    send: Callable[..., object]
    names: Dict[str, str]
    """What stands for {words in braces}."""
    new_rooms: Dict[str, str]

    def run(self, row: Row, run: str, command: Tuple[str, ...] = (LAG,)) -> Done:
        """Run a row: with pipes, or in a terminal."""
        home = self.folder / run
        names = {**self.names, "run": run, "new_room": self.new_rooms[run]}
        options = ["--json"] if run == JSON else []
        if run != SHOWN and row.typed == YES:
            options.append("--yes")
        words = [*command, *shlex.split(f"{row.command} {row.words.format(**names)}"), *options]
        environ = {**self.environ, "LAG_CONFIG_DIR": str(home / "config")}
        if row.who == "robot":
            environ["LAG_TOKEN"] = self.robot
            self.send(content="an event for the robot")
        if run != SHOWN:
            steps = [step for step in row.typed if step[1] == CTRL_C]
            stdin = row.stdin.format(**names).encode()
            code, out, err = forks().piped(words, home, environ, stdin, steps)
            return Done(code, out.decode(), err.decode())
        typed = [(text, str(keys).format(**names)) for text, keys in row.typed]
        code, out = forks().in_terminal(words, home, {**environ, "TERM": "xterm"}, typed)
        done = Done(code, ESCAPE.sub("", out.decode()).replace("\r", ""), "")
        assert all(text in done.out for text, _ in typed), done
        return done


@pytest.fixture(scope="module")
def desk(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The computers, before the first row."""
    folder = tmp_path_factory.mktemp("desk")
    own = environ_of(box, folder)
    # Other tests measure the coverage of these commands, which costs a child more than its run.
    environ = {name: value for name, value in own.items() if not name.startswith("COVERAGE_")}
    new_rooms: Dict[str, str] = {}
    with Client(token=box.token, base_url=box.url) as sam:
        for run in RUNS:
            (folder / run).mkdir()
            (folder / run / "dot.png").write_bytes(png())
            new_rooms[run] = sam.servers.rooms.create(box.server_id, name=run).id
            box.add_user(f"add{run}")
            for what in ("accept", "decline", "remove", "block"):
                name = f"{what}{run}"
                with Client(token=box.add_user(name), base_url=box.url) as other:
                    asked = other.friends.send_request("sam")
                if what in ("remove", "block"):
                    sam.friends.accept(asked.id)
        names = {
            "token": box.token,
            "server": box.server_id,
            "room": box.room_id,
            "image": sam.images.upload(png(), purpose="chat").id,
        }
        send = functools.partial(sam.servers.rooms.messages.send, box.server_id, box.room_id)
        yield Desk(folder, environ, box.robot_key, send, names, new_rooms)


def words_of(value: Any) -> Iterator[str]:
    """Yield the texts of a value of JSON, which may be a list."""
    for one in value if isinstance(value, list) else [value]:
        if one not in (None, ""):
            yield " ".join(str(one).split())


def check_facts(row: Row, lines: List[Any], piped: str, shown: str) -> None:
    """Compare fields of the JSON with what people see: both runs' texts, or what was typed."""
    for fact in row.facts.split():
        texts = [text for line in lines for text in words_of(search(fact, line))]
        assert texts, f"{fact} is nowhere in {lines}"
        for text in texts:
            if text.replace(JSON, "{run}") in row.words:
                continue
            assert text.replace(JSON, PIPED) in piped, f"{fact} {text!r} is not in {piped!r}"
            # A terminal cuts names in a table.
            part = text.replace(JSON, SHOWN)[: NARROW - 1 if row.fits else None]
            assert part in shown, f"{fact} {part!r} is not in {shown!r}"


@every("row", ROWS, ids=lambda row: row.name)
def test_command_works_in_pipes_and_in_a_terminal(desk: Desk, row: Row) -> None:
    """Exit code, JSON, question and width are as a script, or a person, relies on."""
    piped, as_json, shown = (desk.run(row, run) for run in RUNS)
    said = piped.out + piped.err + as_json.out + as_json.err
    assert (piped.code, as_json.code, shown.code) == (row.piped, row.piped, row.shown), said
    assert "\x1b" not in said
    assert "Traceback" not in said + shown.out
    if row.piped not in (0, STOPPED):
        assert json.loads(as_json.err)["error"] == exits.word_of(row.piped)
    if row.has_json:
        seen = [" ".join(text.split()) for text in (piped.out + piped.err, shown.out)]
        check_facts(row, as_json.lines, *seen)
    assert row.text in piped.out + piped.err
    assert row.text in shown.out
    if row.fits:
        widths = {line: cell_len(line) for line in shown.out.splitlines()}
        assert max(widths.values()) <= COLUMNS, widths


def test_console_script_starts_without_a_fork(desk: Desk) -> None:
    """The program that is installed runs a command with pipes, and asks in a terminal."""
    script = Path(sysconfig.get_path("scripts"), "lag")
    command = (str(script),) if script.exists() else tuple(PROGRAM)
    whoami = Row("whoami", who="robot")
    assert desk.run(whoami, PIPED, command).out.startswith("Beacon (robot of ")
    declined = Row("api servers.rooms.delete", "{server} {room}", typed=(("[y/N]: ", "n\n"),))
    done = desk.run(attrs.evolve(declined, who="robot"), SHOWN, command)
    assert (done.code, "because the answer was no" in done.out) == (1, True)


def names_of(group: click.Group, context: click.Context, path: str = "") -> Iterator[str]:
    """Yield the words of each command below a group; `api` is one, because it has hundreds."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield f"{path}{name}"
        if isinstance(command, click.Group) and name != "api":
            yield from names_of(command, context, f"{path}{name} ")


def test_table_has_every_command() -> None:
    """A new command, or a new kind of method, needs a row."""
    assert isinstance(program, click.Group)
    names = [row.command for row in ROWS]
    missing = set(names_of(program, click.Context(program))) - set(names)
    assert not missing
    kinds = {m.full_name: m.kind for n in TABLE.namespaces for m in TABLE.methods(n)}
    assert {kinds[name[4:]] for name in names if name.startswith("api ")} == set(kinds.values())
