"""A reader who does what a document says: types its commands, saves its files, runs its code."""

from __future__ import annotations

import base64
import configparser
import contextlib
import doctest
import io
import json
import logging
import os
import re
import runpy
import shlex
import sys
import traceback
from pathlib import Path
from typing import Any, Dict, Iterator, List, Sequence

import click
import pytest
import yaml
from packaging.requirements import Requirement

from lagclient import Client
from lagclient.commands import main
from lagclient.sandbox import Sandbox
from tests.kit.documents import Block

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
NOT_RUN = ("docker", "git", "mkdir", "cd", "journalctl", "sudo", ".", "venv", "mkdocs")
"""Commands that a document may name, but no test runs."""
CLIENTS = ("claude", "npx")
"""Commands that start lagclient by the words after them."""
DOCKERFILE = ("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "CMD")


def can_run(text: str) -> bool:
    """Return whether this Python has what a program imports: `mcp` needs 3.10."""
    return sys.version_info >= (3, 10) or "from mcp import" not in text


class Reader:
    """Reads one document, in a folder of its own and against a sandbox of its own.

    The parts of programs share `names`: a user's `client`, a `robot`, `server_id` and `room_id`. A
    block of ``text`` is what the code or the command before it prints; ``...`` stands for anything.
    """

    def __init__(self, lag: Sandbox, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.lag, self.folder, self._patch = lag, folder, patch
        self.client = client = Client(token=lag.token, base_url=lag.url)
        robot = Client(token=lag.robot_key, base_url=lag.url)
        self.names: Dict[str, Any] = {
            "__name__": "__main__",
            "client": client,
            "robot": robot,
            "robot_key": lag.robot_key,
            "server_id": lag.server_id,
            "room_id": lag.room_id,
        }
        (folder / "party.png").write_bytes(PIXEL)
        self._printed = ""
        self._clients = [client, robot]
        self._unused: Dict[str, Block] = {}
        patch.chdir(folder)
        patch.syspath_prepend(str(folder))
        for name, value in {
            "LAG_BASE_URL": lag.url,
            "LAG_TOKEN": lag.token,
            "LAG_ROBOT_KEY": lag.robot_key,
            "LAG_SERVER": lag.server_id,
            "LAG_ROOM": lag.room_id,
        }.items():
            patch.setenv(name, value)

    def read(self, document: Sequence[Block]) -> Iterator[str]:
        """Do what a document says, and yield what went wrong, with its place."""
        for block in document:
            try:
                self.do(block)
            except (Exception, SystemExit) as error:
                last = "".join(traceback.format_exception_only(type(error), error)).strip()
                yield f"{block.document}:{block.line}: {last}"
        for name, block in self._unused.items():
            yield f"{block.document}:{block.line}: {name} is never used"

    def do(self, block: Block) -> None:
        """Do what one block says."""
        action = getattr(self, f"_{block.language}", None)
        if action is None:
            raise LookupError(f"A test cannot check a block of {block.language!r}")
        action(block)

    def close(self) -> None:
        """Close all clients, and end the log that a document turned on."""
        logger = logging.getLogger("lagclient")
        logger.setLevel(logging.NOTSET)
        logger.handlers.clear()
        for client in self._clients:
            client.close()
        for name in [path.stem for path in self.folder.glob("*.py")]:
            sys.modules.pop(name, None)

    def _python(self, block: Block) -> None:
        if block.file:
            self._save(block)
            return
        text = block.text.replace('"lag_pat_..."', repr(self.lag.token))
        with self._capture():
            exec(compile("\n" * (block.line - 1) + text, block.document, "exec"), self.names)
        self._clients += [value for value in self.names.values() if isinstance(value, Client)]
        if "print(" in text and "for " not in text and not self._printed:
            raise AssertionError("it prints nothing")

    def _text(self, block: Block) -> None:
        checker = doctest.OutputChecker()
        if not checker.check_output(block.text, self._printed, doctest.ELLIPSIS):
            raise AssertionError(f"printed {self._printed!r}")

    def _console(self, block: Block) -> None:
        """Accept a session of `lag`: tests/terminal/test_page.py types it."""
        commands = re.findall(r"(?m)^\$ (\S+)", block.text)
        if set(commands) != {"lag"}:
            raise LookupError(f"A test cannot check a session of {commands}")

    def _sh(self, block: Block) -> None:
        joined = block.text.replace("\\\n", " ")
        for line in joined.splitlines():
            for command in line.split("#")[0].split("&&"):
                self._command(shlex.split(command))

    def _yaml(self, block: Block) -> None:
        document = yaml.safe_load(block.text)
        if "namespace" in document:
            from lagclient.routing.load import load

            self._save(block)
            load([self.folder / block.file])
            self._unused.pop(block.file)

    def _json(self, block: Block) -> None:
        for servers in json.loads(block.text).values():
            for server in servers.values() if isinstance(servers, dict) else ():
                assert Path(server["command"]).name == "lagclient"
                _check_options(main, server["args"])

    def _ini(self, block: Block) -> None:
        configparser.ConfigParser(strict=False, interpolation=None).read_string(block.text)

    def _dockerfile(self, block: Block) -> None:
        for line in block.text.replace("\\\n", " ").splitlines():
            if line and line.partition(" ")[0] not in DOCKERFILE:
                raise ValueError(f"{line!r} is not an instruction")

    def _save(self, block: Block) -> None:
        (self.folder / block.file).write_text(block.text, encoding="utf-8")
        for name in re.findall(r"(?m)^from (\w+) import", block.text):
            self._unused.pop(f"{name}.py", None)
        self._unused[block.file] = block

    @contextlib.contextmanager
    def _capture(self) -> Iterator[None]:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            yield
        self._printed = printed.getvalue()

    def _command(self, words: List[str]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            while words and re.match(r"\w+=", words[0]):
                name, _, value = words.pop(0).partition("=")
                patch.setenv(name, self._value(value))
            if words[:2] in (["python", "-m"], ["python3", "-m"]):
                words = words[2:]
            if not words or words[0] in ("export", *NOT_RUN):
                return
            if words[0] == "python":
                self._program(words[1], words[1:], patch)
            elif words[0] == "pytest":
                self._tests(words[1:])
            elif words[:2] == ["pip", "install"]:
                _check_extras(words[2:])
            elif words[:2] == ["lagclient", "generate"] and "--stubs" in words:
                with self._capture():
                    main(words[1:], standalone_mode=False)
            elif words[0] in CLIENTS:
                if "lagclient" in words:  # else the client gets the address of a server
                    _check_options(main, words[words.index("lagclient") + 1 :])
            elif words[0] == "lagclient":
                _check_options(main, words[1:])
            else:
                raise LookupError(f"A test cannot check {words[0]!r}")

    def _value(self, text: str) -> str:
        placeholders = {"lag_pat_...": self.lag.token, "lag_robot_...": self.lag.robot_key}
        return placeholders.get(text, os.path.expandvars(text))

    def _program(self, file: str, argv: List[str], patch: pytest.MonkeyPatch) -> None:
        self._unused.pop(file, None)
        patch.setattr(sys, "argv", argv)
        # A robot runs until it is stopped: here it is only loaded, and other tests talk to it.
        text = (self.folder / file).read_text(encoding="utf-8")
        if ".stream(" in text or not can_run(text):
            compile(text, file, "exec")
            return
        runs = "bot.run()" in text
        with self._capture():
            runpy.run_path(str(self.folder / file), run_name="robot" if runs else "__main__")

    def _tests(self, files: List[str]) -> None:
        for file in ["conftest.py", *files]:
            self._unused.pop(file, None)
        # In this process: another one would import everything once more, for seconds.
        options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={self.folder}"]
        with self._capture():
            code = pytest.main([*options, *files])
        if code:
            raise AssertionError(self._printed)


def _check_extras(requirements: List[str]) -> None:
    """Whether the package has the extras that a document installs."""
    from importlib.metadata import metadata

    extras = set(metadata("lagclient").get_all("Provides-Extra") or [])
    for text in requirements:
        if text.startswith(("lagclient", ".", "/")):
            asked = Requirement(re.sub(r"^[./][^[]*", "lagclient", text)).extras
            if not asked <= extras:
                raise LookupError(f"{text!r} names extras that do not exist")


def _check_options(command: click.Command, words: List[str]) -> None:
    """Whether the command takes these words; it is not run."""
    if isinstance(command, click.Group) and words and words[0] in command.commands:
        _check_options(command.commands[words[0]], words[1:])
    else:
        command.make_context(command.name, list(words)).close()
