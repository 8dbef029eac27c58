"""A process that has imported `lag`, and forks a child for each run of it.

A start of Python with httpx and pydantic costs 300 ms of processor time, a fork 10. The child has
its own streams, terminal, folder and variables, and calls `main` as the console script does; it
ends by the exit code without the end of Python, which would copy all memory. Only this process
forks, because it has one thread and pytest has several. Windows cannot fork.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import (
    Any,
    Callable,
    Dict,
    Iterator,
    List,
    Mapping,
    NoReturn,
    Sequence,
    Tuple,
    Union,
)

from lagclient import terminal

SECONDS = 60.0
"""Limit of one run."""
IDLE_SECONDS = 2.0
CTRL_C, CTRL_D = "\x03", "\x04"
AGAIN = CTRL_C, CTRL_D, signal.SIGTERM
"""What is lost just before lag waits for a line, so it is repeated."""
SWITCHES = [(b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h")]
SWITCHES += [(b"\x1b[?1000h", b"\x1b[?1000l")]
"""What opens a screen of its own, hides the cursor, and takes the mouse; and what ends it."""
LAG = "lag"
"""The first word of a command, unless that is the path of a program to start."""
CRASHED = 70
SERVE = "import sys; from tests.kit.forking import serve; serve(int(sys.argv[1]))"

Action = Union[str, signal.Signals, Callable[[], object]]
"""What is typed, the signal that is sent, or what happens elsewhere."""
Step = Tuple[str, Action]
"""A text that a run shows, and what happens then.

End the text as a prompt of lag does, because what is typed before lag has set the terminal is lost.
"""


@functools.cache
def forks() -> Forks:
    """Return the process of this run of pytest, which starts when it is needed."""
    process = Forks()
    atexit.register(process.close)
    return process


class Forks:
    """The process, as a test uses it."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(theirs.fileno())],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._lines = self._channel.makefile(encoding="ascii")

    def close(self) -> None:
        """End the process."""
        self._lines.close()
        self._channel.close()
        self._process.wait(SECONDS)

    def piped(
        self,
        command: Sequence[str],
        folder: Path,
        environ: Mapping[str, str],
        stdin: bytes = b"",
        steps: Sequence[Step] = (),
    ) -> Tuple[int, bytes, bytes]:
        """Run `lag` with three pipes; return its exit code and what it has written.

        Of keys, `steps` may have only Ctrl+C.
        """
        (theirs, ours), (out, output), (err, errors) = (os.pipe() for _ in range(3))
        process = self._start(command, folder, environ, (theirs, output, errors))
        os.write(ours, stdin)
        os.close(ours)
        shown = {out: bytearray(), err: bytearray()}

        def type_in(_keys: str) -> None:
            os.kill(process, signal.SIGINT)

        code = self._follow(process, shown, steps, type_in)
        os.close(out)
        os.close(err)
        return code, bytes(shown[out]), bytes(shown[err])

    def to_file(
        self, path: str, command: Sequence[str], folder: Path, environ: Mapping[str, str]
    ) -> Tuple[int, bytes]:
        """Run `lag` with a file as its output; return its exit code and the errors."""
        (theirs, ours), (err, errors) = (os.pipe() for _ in range(2))
        os.close(ours)
        output = os.open(path, os.O_WRONLY)
        shown = {err: bytearray()}
        process = self._start(command, folder, environ, (theirs, output, errors))
        code = self._follow(process, shown, (), str)
        os.close(err)
        return code, bytes(shown[err])

    def in_terminal(
        self,
        command: Sequence[str],
        folder: Path,
        environ: Mapping[str, str],
        steps: Sequence[Step] = (),
        rows: int = 24,
        columns: int = 80,
    ) -> Tuple[int, bytes]:
        """Run `lag` in a terminal; return its exit code and what the terminal has received.

        It must leave the terminal as it was: echo, lines, screen, cursor and mouse.
        """
        import fcntl
        import struct
        import termios

        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        before = termios.tcgetattr(theirs)
        streams = theirs, os.dup(theirs), os.dup(theirs)
        process = self._start(command, folder, environ, streams)
        shown = {ours: bytearray()}

        def type_in(keys: str) -> None:
            os.write(ours, keys.encode())

        code, text = self._follow(process, shown, steps, type_in), bytes(shown[ours])
        with contextlib.suppress(termios.error):  # macOS, once the other side is closed
            assert termios.tcgetattr(ours) == before, text
        os.close(ours)
        for on, off in SWITCHES:
            assert text.rfind(on) <= text.rfind(off), text
        return code, text

    def _start(
        self,
        command: Sequence[str],
        folder: Path,
        environ: Mapping[str, str],
        streams: Sequence[int],
    ) -> int:
        """Have a child forked with these streams, which are closed here; return its id."""
        run = {"command": command, "folder": str(folder), "environ": dict(environ)}
        socket.send_fds(self._channel, [json.dumps(run).encode() + b"\n"], list(streams))
        for stream in streams:
            os.close(stream)
        return int(self._lines.readline())

    def _follow(
        self,
        process: int,
        shown: Dict[int, bytearray],
        steps: Sequence[Step],
        type_in: Callable[[str], object],
    ) -> int:
        """Read until the streams end, and do each step once its text is there; return the code."""
        left = list(steps)
        ends = time.monotonic() + SECONDS
        for is_idle in _read(shown):
            while left and left[0][0].encode() in b"".join(shown.values()):
                _, do = left.pop(0)
                if do in AGAIN:
                    time.sleep(0.05)  # no person is faster
                self._do(do, process, type_in)
                is_idle = False
            if is_idle and steps and not left and steps[-1][1] in AGAIN:
                self._do(steps[-1][1], process, type_in)
            if time.monotonic() > ends:
                os.kill(process, signal.SIGKILL)
        return int(self._lines.readline())

    def _do(self, do: Action, process: int, type_in: Callable[[str], object]) -> None:
        if isinstance(do, signal.Signals):
            os.kill(process, do)
        else:
            type_in(do) if isinstance(do, str) else do()


def _read(shown: Dict[int, bytearray]) -> Iterator[bool]:
    """Read descriptors until all have ended; yield whether nothing comes."""
    open_ones = list(shown)
    while open_ones:
        ready, _, _ = select.select(open_ones, [], [], IDLE_SECONDS)
        for one in ready:
            try:
                part = os.read(one, 65536)
            except OSError:  # Linux, once the other side of a terminal is closed
                part = b""
            shown[one] += part
            if not part:
                open_ones.remove(one)
        if open_ones:
            yield not ready


def serve(descriptor: int) -> None:
    """Fork a child for each request of a socket, until its other end is closed."""
    import gc
    import threading

    _import_all()
    assert threading.active_count() == 1, "only a process with one thread can fork"
    channel = socket.socket(fileno=descriptor)
    gc.freeze()  # a child does not copy these pages
    while True:
        request, streams, _, _ = socket.recv_fds(channel, 65536, 3)
        if not request:
            return
        while not request.endswith(b"\n"):
            request += channel.recv(65536)
        child = os.fork()
        if not child:
            channel.close()
            _be_lag(streams, **json.loads(request))
        for stream in streams:
            os.close(stream)
        channel.sendall(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        channel.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _import_all() -> None:
    """Import what a call imports, and build the models, so that no child has to."""
    from contextlib import suppress
    from importlib import import_module

    from lagclient import Client, models
    from lagclient.errors import LagConnectionError
    from lagclient.terminal.program import PLACES

    others = "click.shell_completion", "jmespath", "rich.progress", "websockets.sync.client"
    for name in [*others, *(module for module, _ in PLACES.values())]:
        import_module(name)
    for name in models.__all__:
        getattr(models, name)
    with (
        suppress(LagConnectionError),
        Client(token="lag_pat_x", base_url="http://127.0.0.1:9", max_retries=0) as client,
    ):
        client.users.me()


def _be_lag(
    streams: List[int], command: List[str], folder: str, environ: Dict[str, str]
) -> NoReturn:
    """Make this process one that was just started, and run `lag`, or the program of a path."""
    code: Any = CRASHED
    try:
        _attach(streams)
        os.chdir(folder)
        if command[0] != LAG:
            os.execve(command[0], command, environ)
        os.environ.clear()
        os.environ.update(environ)
        sys.argv[:] = command
        measuring = _measuring()
        try:
            terminal.main()
        except SystemExit as end:
            code = end.code
        if measuring is not None:
            measuring.stop()
            measuring.save()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _attach(streams: List[int]) -> None:
    """Make descriptors the standard streams, and a terminal among them that of this process."""
    import fcntl
    import termios

    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that its keys send signals
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        has_lines = number == 2 or os.isatty(number)
        opened = os.fdopen(number, mode, 1 if has_lines else -1, encoding="utf-8", closefd=False)
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)


def _measuring() -> Any:
    """Return what measures the coverage of this process, if that of pytest is measured."""
    if "COVERAGE_PROCESS_START" not in os.environ:
        return None
    import coverage

    return coverage.process_startup()
