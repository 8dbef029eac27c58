"""Report the progress of an upload or a download to a function of the caller."""

from __future__ import annotations

import inspect
from typing import Callable, Iterator, Optional, cast

from lagclient.calls.options import refused

Progress = Callable[[int, Optional[int]], object]
"""Is called with the bytes that are done and their total, or None if the total is not known."""


def checked_progress(value: object) -> Optional[Progress]:
    """Return the function, or None.

    Raises:
        LagInvalidRequestError: It cannot be called while bytes are sent or received.
    """
    if value is not None and (not callable(value) or inspect.iscoroutinefunction(value)):
        raise refused("progress", "a blocking function, or None", value)
    return cast("Optional[Progress]", value)


def reported(chunks: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    """Yield the chunks of a file, and report each once the next one is wanted."""
    done = 0
    progress(done, total)
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(done, total)
