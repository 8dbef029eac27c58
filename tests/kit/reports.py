"""What is written of an error: by a traceback, and by tools that report the variables of frames."""

from __future__ import annotations

import traceback
from typing import List


def report_of(error: BaseException) -> str:
    """Return all that is written of an error and its causes, but the variables of tests."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    pending: List[traceback.TracebackException] = [report]
    while pending:
        one = pending.pop()
        one.stack[:] = [frame for frame in one.stack if "/tests/" not in frame.filename]
        pending += [part for part in (one.__cause__, one.__context__) if part]
    return "".join(report.format()) + repr(error) + repr(vars(error))
