"""What a robot shows: who it is, what it may do and listens to, and the error that ends it."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import sys
from typing import Any, Callable, Generator, Iterable, List

from lagclient import models
from lagclient.errors import LagAPIError
from lagclient.models.robot import PERMISSION_FOR

logger: logging.Logger = logging.getLogger("lagclient.bot.bot")
_ENDING: List[BaseException] = []
"""The error that ends the program if it is not caught."""


def announce(
    me: models.Identity, address: str, events: Iterable[str], commands: Iterable[str]
) -> None:
    """Log who the robot is, and warn of handlers that its permissions leave without events."""
    permissions = me.permissions or []
    heard = sorted(set(events))
    logger.info("Connected to %s as %s (%s)", address, me.display_name, me.id)
    logger.info(
        "Server %s; permissions: %s; events: %s; commands: %s",
        me.server_id,
        ", ".join(permissions) or "none",
        ", ".join(heard) or "none",
        ", ".join(sorted(set(commands))) or "none",
    )
    for event in heard:
        needed = PERMISSION_FOR.get(event)
        if needed and needed not in permissions:
            logger.warning(
                "Handlers of %s will not be called: the robot needs the permission %s",
                event,
                needed,
            )


@contextlib.contextmanager
def logging_to_stderr(is_wanted: bool) -> Generator[None, None, None]:
    """Show what robots and streams log, unless the program or LAG_LOG has set up logging."""
    package = logging.getLogger("lagclient")
    if not is_wanted or os.environ.get("LAG_LOG", "").strip() or package.hasHandlers():
        yield
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s"))
    root = logging.getLogger()
    # A handler may set up logging later; then every line would come twice.
    handler.addFilter(lambda _: not root.handlers)
    shown = [logging.getLogger(f"lagclient.{part}") for part in ("bot", "listening")]
    levels = [each.level for each in shown]
    package.addHandler(handler)
    for each in shown:
        each.setLevel(each.level or logging.INFO)
    try:
        yield
    finally:
        package.removeHandler(handler)
        for each, level in zip(shown, levels):
            each.setLevel(level)


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
