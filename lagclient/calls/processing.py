"""Wait for the processing of an image: poll its status until it is "ready" or "failed".

A status that this version does not know counts as "not ready yet", so the deadline ends the wait.
"""

from __future__ import annotations

from typing import Optional

import attrs

from lagclient.calls.failures import placed
from lagclient.calls.flow import perform
from lagclient.calls.options import OPTIONS
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Flow, Sleep
from lagclient.errors import LagAPIError, LagTimeoutError
from lagclient.routing.call import Call

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
_GROWTH = 1.5


def wait(call: Call, settings: Settings, *, deadline_seconds: Optional[float]) -> Flow:
    """Repeat a call for the status of an image until the image is ready.

    Args:
        call: The call for the status.
        settings: The client's settings; their deadline limits each request, as in other calls.
        deadline_seconds: The limit of the whole wait; None: no limit.

    Raises:
        LagTimeoutError: The image is not ready in time.
        LagAPIError: The processing failed, or the status cannot be read.
    """
    deadline = OPTIONS["deadline_seconds"].checked("deadline_seconds", deadline_seconds)
    whole = attrs.evolve(settings, deadline_seconds=deadline)
    started, attempts, pause = settings.clock(), 0, FIRST_PAUSE_SECONDS
    while True:
        limits = (settings.deadline_seconds, whole.seconds_left(started))
        limit = min((limit for limit in limits if limit is not None), default=None)
        answer = yield from perform(call, attrs.evolve(settings, deadline_seconds=limit))
        attempts, status = attempts + answer.attempts, answer.data.processing_status
        if status == "ready":
            elapsed = settings.clock() - started
            return attrs.evolve(answer, attempts=attempts, elapsed_seconds=elapsed)
        if status == "failed":
            body = answer.data.model_dump(mode="json", by_alias=True)
            failed = LagAPIError(
                f"The processing of the image {answer.data.id!r} failed",
                answer.status,
                "image_failed",
                body,
                answer.request_id,
            )
            raise placed(failed, call.route, call.route, attempts, "refused")
        left = whole.seconds_left(started)
        if left is not None and left > 0:
            yield Sleep(min(pause, left))
            left = whole.seconds_left(started)
        elif left is None:
            yield Sleep(pause)
        if left is not None and left <= 0:
            late = LagTimeoutError(f"The image is still {status!r} after {deadline:g} s")
            raise placed(late, call.route, call.route, attempts, "refused")
        pause = min(pause * _GROWTH, LONGEST_PAUSE_SECONDS)
