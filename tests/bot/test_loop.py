"""How threads and signals reach the event loop."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from typing import Any, List

import anyio
import pytest

from lagclient.bot.loop import Loop, signals


@pytest.mark.anyio
async def test_thread_calls_a_coroutine_function() -> None:
    """In a thread the result is there at once; in the loop's own thread it is awaited."""

    async def double(number: int) -> int:
        await anyio.sleep(0)
        return 2 * number

    loop = Loop()
    assert await loop.call(double, 2) == 4
    assert await loop.in_thread(lambda: loop.call(double, 3), "double") == 6


def test_loop_that_has_ended_is_no_error() -> None:
    """A thread that outlives the loop can still ask it for something, in vain."""
    loops: List[Loop] = []

    async def main() -> None:
        loops.append(Loop())

    anyio.run(main)
    called: List[int] = []
    loops[0].soon(lambda: called.append(1))
    assert called == []


@pytest.mark.anyio
async def test_threads_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many plain handlers run at once, the others wait."""
    monkeypatch.setattr("lagclient.bot.loop._MOST_THREADS", 2)
    loop, running, most = Loop(), [0], [0]
    lock = threading.Lock()

    def work() -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.01)
        with lock:
            running[0] -= 1

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(loop.in_thread, work, "work")
    assert most == [2]


def test_thread_keeps_no_process_from_ending() -> None:
    """A plain handler that never returns ends with the process, once its robot was cancelled."""
    program = (
        "import time, anyio\n"
        "from lagclient.bot.loop import Loop\n"
        "async def main():\n"
        "    with anyio.move_on_after(0.1):\n"
        "        await Loop().in_thread(lambda: time.sleep(20), 'sleep')\n"
        "    print('left')\n"
        "anyio.run(main)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=15, check=True
    )
    assert (done.stdout, done.stderr) == ("left\n", "")


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
async def test_signals_call_a_function_in_the_loop(name: str) -> None:
    """Each signal is obeyed once, without the loop's own signal handlers; then all is as before."""
    before = signal.getsignal(getattr(signal, name))
    obeyed: List[int] = []
    with signals(Loop(), lambda: obeyed.append(threading.get_ident())):
        for _ in range(2):
            signal.raise_signal(getattr(signal, name))
            await anyio.sleep(0.01)
    assert obeyed == [threading.get_ident()] * 2
    assert signal.getsignal(getattr(signal, name)) is before


@pytest.mark.anyio
async def test_second_signal_interrupts_a_blocked_loop() -> None:
    """A coroutine that blocks the loop cannot be cancelled, so the second signal interrupts it."""
    with signals(Loop(), lambda: None):
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)


STUBBORN = """
import signal
import anyio
from lagclient.bot.loop import Loop, signals

async def main():
    with anyio.CancelScope() as scope, signals(Loop(), scope.cancel):
        for _ in range(4):
            signal.raise_signal(signal.SIGTERM)
            print("received", flush=False)
            try:
                await anyio.sleep(30)
            except anyio.get_cancelled_exc_class():
                pass

anyio.run(main)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process by SIGTERM itself")
def test_third_signal_ends_the_process() -> None:
    """It does so also if a coroutine swallows its cancellation; what was printed is not lost."""
    command = [sys.executable, "-c", STUBBORN]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, done.stdout) == (128 + signal.SIGTERM, "received\n" * 2)


def test_signals_are_left_alone_in_other_threads() -> None:
    """Only the main thread can have signal handlers; elsewhere the block runs without."""
    before = signal.getsignal(signal.SIGTERM)
    seen: List[Any] = []

    async def main() -> None:
        with signals(Loop(), lambda: None):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=anyio.run, args=(main,))
    thread.start()
    thread.join(10)
    assert seen == [before]
