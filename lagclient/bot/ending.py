"""How Python shows an error of a robot that the program does not catch: one line, exit code 2."""

from __future__ import annotations

import functools
import sys
from typing import Any, Callable, List

from lagclient.errors import LagAPIError

_ENDING: List[BaseException] = []
"""The error that ends the program if it is not caught."""


def end_with_one_line(error: LagAPIError) -> None:
    """Let Python show an error as one line if the program does not catch it, with exit code 2.

    The message says what to do, so the frames of the event loop would only hide it. A program or
    a shell that shows uncaught errors itself is left alone.
    """
    _ENDING[:] = [error]
    before = sys.excepthook
    # anyio brings exceptiongroup for Python 3.9 and 3.10, which sets a hook, too.
    is_own = before is sys.__excepthook__ or "exceptiongroup" in getattr(before, "__module__", "")
    if is_own and not hasattr(sys, "ps1"):
        sys.excepthook = functools.partial(_show, before)


def _show(before: Callable[..., Any], kind: Any, error: BaseException, traceback: Any) -> None:
    if error not in _ENDING:
        before(kind, error, traceback)
        return
    sys.stderr.write(f"{kind.__name__}: {error}\n")
    raise SystemExit(2)
