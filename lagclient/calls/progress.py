"""Report the progress of an upload or a download to the caller's function."""

from __future__ import annotations

import inspect
from typing import Callable, Iterator, Optional, cast

from lagclient.calls.options import refused
from lagclient.transport.protocol import CarriedError

Progress = Callable[[int, Optional[int]], object]
"""Is called with the number of bytes so far, and the total (None if it is not known)."""


def checked_progress(value: object) -> Optional[Progress]:
    """Return the function, or None.

    Raises:
        LagInvalidRequestError: It cannot be called while bytes are sent or received.
    """
    if value is not None and (not callable(value) or inspect.iscoroutinefunction(value)):
        raise refused("progress", "a blocking function, or None", value)
    return cast("Optional[Progress]", value)


def reported(chunks: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    """Yield the chunks of a file, and report each one when the next is requested."""
    done = 0
    _report(progress, done, total)
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        _report(progress, done, total)


def _report(progress: Progress, done: int, total: int) -> None:
    try:
        progress(done, total)
    except Exception as error:
        raise CarriedError(error) from None
