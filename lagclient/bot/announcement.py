"""What a robot logs about itself: who it is, what it may do, and what it listens to."""

from __future__ import annotations

import contextlib
import logging
import os
from typing import Generator, Iterable

from lagclient import models
from lagclient.models.robot import PERMISSION_FOR

logger: logging.Logger = logging.getLogger("lagclient.bot.bot")


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
