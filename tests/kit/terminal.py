"""The command ``lag`` in a process of its own, against a sandbox, piped or in a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Union

import attrs

from lagclient.sandbox import Sandbox

PROGRAM = [sys.executable, "-m", "lagclient.terminal"]
SECONDS = 60
AT_TERMINAL = """\
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Lets the terminal send signals, such as that of Ctrl+C."""


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


@attrs.define
class Lag:
    """Runs the command as a user of one computer."""

    box: Sandbox
    home: Path
    environ: Dict[str, str]

    def __call__(self, *arguments: str, stdin: Union[str, bytes] = b"", **environ: str) -> Done:
        """Run it with pipes; `environ` changes variables."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [*PROGRAM, *arguments],
            input=given,
            capture_output=True,
            env={**self.environ, **environ},
            cwd=self.home,
            timeout=SECONDS,
        )
        result = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        return result

    def ok(self, *arguments: str, **options: Any) -> Done:
        """Run it; it must succeed."""
        done = self(*arguments, **options)
        assert done.code == 0, done.err
        return done

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start it, with pipes of text."""
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            **{**pipes, **options},
            env=self.environ,
            cwd=self.home,
            encoding="utf-8",
        )

    def in_terminal(
        self, *arguments: str, typed: str = "", prompt: Optional[str] = None, **environ: str
    ) -> Done:
        """Run it in a terminal of 80 columns; type when it shows `prompt`."""
        import fcntl
        import pty
        import struct
        import termios

        main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        child = subprocess.Popen(
            [sys.executable, "-c", AT_TERMINAL, *PROGRAM[1:], *arguments],
            stdin=side,
            stdout=side,
            stderr=side,
            env={**self.environ, "TERM": "xterm", **environ},
            cwd=self.home,
            start_new_session=True,
        )
        os.close(side)
        shown = bytearray()
        ends = time.monotonic() + SECONDS

        def read() -> None:
            while True:
                try:
                    part = os.read(main, 4096)
                except OSError:  # Linux, once the other side is closed
                    return
                if not part:
                    return
                shown.extend(part)

        reader = threading.Thread(target=read)
        reader.start()
        try:
            if prompt is not None:
                while prompt.encode() not in shown and time.monotonic() < ends:
                    time.sleep(0.01)
                os.write(main, typed.encode())
            while typed == "\x03" and child.poll() is None and time.monotonic() < ends:
                # Python misses a Ctrl+C that comes just before it waits for a line.
                time.sleep(1)
                if child.poll() is None:
                    os.write(main, typed.encode())
            code = child.wait(SECONDS)
            reader.join(SECONDS)
        finally:
            child.kill()
            os.close(main)
        text = shown.decode().replace("\r\n", "\n")
        assert "Traceback" not in text, text
        return Done(code, text, "")
