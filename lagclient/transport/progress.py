"""Record the phases of an attempt, for its error if the deadline of the call ends it."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import Generator, List

_PHASES: ContextVar[List[str]] = ContextVar("phases")


@contextlib.contextmanager
def watched() -> Generator[List[str], None, None]:
    """Record the phases of an attempt, in order.

    It starts with ``read``, because a transport that does not report phases may have sent.
    """
    phases = ["read"]
    token = _PHASES.set(phases)
    try:
        yield phases
    finally:
        _PHASES.reset(token)


def reach(phase: str) -> None:
    """Record that the attempt of this task begins a phase."""
    phases = _PHASES.get(None)
    if phases is not None:
        phases.append(phase)
