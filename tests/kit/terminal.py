"""The command ``lag`` against a sandbox: in this process, in one of its own, or in a terminal."""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Generator, List, Optional, Tuple, Union
from unittest import mock

import attrs

from lagclient import terminal
from lagclient.sandbox import Sandbox
from tests.kit.forking import CTRL_D, LAG, Step, forks

PROGRAM = [sys.executable, "-m", "lagclient.terminal"]
SECONDS = 60
KEPT = ("PATH", "PYTHONPYCACHEPREFIX", "SYSTEMROOT")
RING = """\
import json, pathlib
from keyring.backend import KeyringBackend
FILE = pathlib.Path(__file__).with_name("ring.json")
class Ring(KeyringBackend):
    priority = {priority}
    def _all(self):
        return json.loads(FILE.read_text()) if FILE.exists() else {{}}
    def get_password(self, service, name):
        return self._all().get(f"{{service}}/{{name}}")
    def set_password(self, service, name, password):
        if {fails}:
            raise RuntimeError("locked")
        FILE.write_text(json.dumps({{**self._all(), f"{{service}}/{{name}}": password}}))
    def delete_password(self, service, name):
        every = self._all()
        del every[f"{{service}}/{{name}}"]
        FILE.write_text(json.dumps(every))
"""


@contextlib.contextmanager
def keyring_in(
    folder: Path, priority: int = 5, fails: bool = False
) -> Generator[Dict[str, str], None, None]:
    """Use a keyring in a file, in this process; yield the variables by which others use it."""
    import keyring

    (folder / "ring.py").write_text(RING.format(priority=priority, fails=fails))
    before = keyring.get_keyring()
    keyring.set_keyring(runpy.run_path(str(folder / "ring.py"))["Ring"]())
    try:
        yield {
            "LAG_KEYRING": "1",
            "PYTHON_KEYRING_BACKEND": "ring.Ring",
            "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]),
        }
    finally:
        keyring.set_keyring(before)


def measured() -> Dict[str, str]:
    """Return the variables by which a process adds to the coverage of this one."""
    coverage: Any = sys.modules.get("coverage")
    if coverage is None or coverage.Coverage.current() is None:
        return {}
    folder = Path(__file__).parents[2]
    return {
        "COVERAGE_PROCESS_START": str(folder / "pyproject.toml"),
        "COVERAGE_FILE": str(folder / ".coverage"),
    }


def environ_of(box: Sandbox, home: Path) -> Dict[str, str]:
    """Return the variables of a user of a sandbox who has no token yet."""
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **measured(),
        "HOME": str(home),
        "LAG_KEYRING": "0",
        "LAG_BASE_URL": box.url,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


@attrs.frozen
class Done:
    """A run that has ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> List[Any]:
        """The standard output as NDJSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@contextlib.contextmanager
def process(
    arguments: List[str], folder: Path, environ: Dict[str, str], *streams: io.BytesIO
) -> Generator[None, None, None]:
    """Give this process what another one would start with."""
    pipes = [io.TextIOWrapper(stream, "utf-8", write_through=True) for stream in streams]
    with contextlib.ExitStack() as stack:
        stack.callback(os.chdir, os.getcwd())
        os.chdir(folder)
        stack.enter_context(mock.patch.dict(os.environ, environ, clear=True))
        names = ("argv", "path", "stdin", "stdout", "stderr")
        for name, value in zip(names, (arguments, [*sys.path], *pipes)):
            stack.enter_context(mock.patch.object(sys, name, value))
        yield
        for pipe in pipes:
            pipe.detach()


@attrs.define
class Lag:
    """Runs the command as a user of one computer."""

    box: Sandbox
    home: Path
    environ: Dict[str, str]

    def __call__(self, *arguments: str, stdin: Union[str, bytes] = b"", **environ: str) -> Done:
        """Run it in this process, with pipes; `environ` changes variables."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = io.BytesIO(), io.BytesIO()
        # Pipes have no width, so lag takes that of this process's terminal, unless it is set.
        variables = {"COLUMNS": "80", **self.environ, **environ}
        code: Any = 0
        with process(["lag", *arguments], self.home, variables, io.BytesIO(given), out, err):
            try:
                terminal.main()
            except SystemExit as end:
                code = end.code
        return Done(code, out.getvalue().decode(), err.getvalue().decode())

    def ok(self, *arguments: str, **options: Any) -> Done:
        """Run it in this process; it must succeed."""
        done = self(*arguments, **options)
        assert done.code == 0, done.err
        return done

    def alone(self, *arguments: str, stdin: str = "", **environ: str) -> Done:
        """Run it in a process of its own, with pipes; it must succeed."""
        done = subprocess.run(
            [*PROGRAM, *arguments],
            input=stdin.encode(),
            capture_output=True,
            env={**self.environ, **environ},
            cwd=self.home,
            timeout=SECONDS,
        )
        result = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert result.code == 0, result.err
        return result

    def in_shell(self, words: str) -> Done:
        """Run it by a shell, which may redirect its streams."""
        done = subprocess.run(
            ["/bin/sh", "-c", f"{' '.join(PROGRAM)} {words}"],
            capture_output=True,
            encoding="utf-8",
            env=self.environ,
            cwd=self.home,
            timeout=SECONDS,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def to_file(self, path: str, *arguments: str) -> Done:
        """Run it with a file as its standard output."""
        code, err = forks().to_file(path, [LAG, *arguments], self.home, self.environ)
        return Done(code, "", err.decode())

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start it, with pipes of text."""
        pipes: Dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            **{**pipes, **options},
            env=self.environ,
            cwd=self.home,
            encoding="utf-8",
        )

    def in_terminal(
        self,
        *arguments: str,
        typed: str = "",
        prompt: Optional[str] = None,
        then: Tuple[str, Callable[[], object]] = ("", lambda: None),
        **environ: str,
    ) -> Done:
        """Run it in a terminal of 80 columns; type when it shows `prompt`.

        `then` is a text that it shows before that, and what happens elsewhere then.
        """
        steps: List[Step] = [] if prompt is None else [then, (prompt, typed)]
        if len(typed) > 1 and typed[-1] == CTRL_D:
            steps[-1:] = [(str(prompt), typed[:-1]), ("", CTRL_D)]
        variables = {**self.environ, "TERM": "xterm", **environ}
        code, shown = forks().in_terminal([LAG, *arguments], self.home, variables, steps)
        text = shown.decode().replace("\r\n", "\n").replace("^C^C", "^C")  # pressed twice
        assert "Traceback" not in text, text
        return Done(code, text, "")
