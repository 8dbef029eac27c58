"""The sandbox under load: a process that is killed and started again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Callable

LAGCLIENT = [sys.executable, "-m", "lagclient"]


class Server:
    """``lagclient sandbox`` on a file and a port; it only ever ends by being killed."""

    def __init__(self, db: Path, port: int) -> None:
        self.db = db
        self.port = port
        self.log = db.with_suffix(".log")

    def start(self) -> None:
        """Start it, and wait until it accepts requests."""
        self.is_killed = False
        command = [*LAGCLIENT, "sandbox", "--db", os.fspath(self.db), "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        assert self.process.stdout is not None
        if not self.process.stdout.readline():
            raise RuntimeError(f"The sandbox did not start: {self.said()}")

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self.is_killed = True
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def said(self) -> str:
        """What it wrote to its log: nothing, unless something is wrong."""
        return self.log.read_text(errors="replace").strip()


class Turns:
    """Who may ask next, and for how long."""

    def __init__(self, server: Server, total: int, report: Callable[[str], None]) -> None:
        self.server = server
        self.taken = 0
        self._total = total
        self._report = report
        self._lock = threading.Lock()
        self._killer = threading.Timer(0, server.kill)

    def kill_after(self, taken: int, seconds: float) -> None:
        """Let the server be killed so long after a turn; meanwhile, all go on."""
        self._kill_at = taken
        self._killer = threading.Timer(seconds, self.server.kill)

    def take(self) -> bool:
        """Whether there is another turn."""
        with self._lock:
            if self.server.is_killed or self.taken == self._total:
                return False
            if self.taken >= self._kill_at and self._killer.ident is None:
                self._killer.start()
            self.taken += 1
            if self.taken % 1000 == 0:
                self._report(f"{self.taken} requests")
            return True

    def end(self) -> None:
        """Have the server killed by now; nobody may be asking any more."""
        self._killer.cancel()
        if self._killer.ident is not None:
            self._killer.join()
        if not self.server.is_killed:
            self.server.kill()
