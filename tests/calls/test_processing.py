"""Waiting for an image: when the status is requested, and how the wait ends."""

from __future__ import annotations

from typing import Any, Optional

import anyio
import pytest

from lagclient import AsyncClient, Client
from lagclient.calls.processing import wait
from lagclient.errors import LagAPIError, LagInvalidRequestError, LagTimeoutError
from lagclient.sandbox import Sandbox
from tests.kit.calls import Played, call_of, play, reply, settings_of
from tests.kit.sandbox import png

CALL = call_of("images.status", image_id="img_1")


def status(state: str, seconds: float = 0.0) -> Any:
    """The response to one poll, which takes some time."""
    body = {"id": "img_1", "processingStatus": state, "url": "https://cdn.example/img_1"}
    return seconds, reply(200, body, x_request_id="req_9")


def waited(*outcomes: Any, deadline_seconds: Optional[float] = None, **options: Any) -> Played:
    settings = settings_of(**options)
    return play(wait(CALL, settings, deadline_seconds=deadline_seconds), settings, *outcomes)


def test_wait_ends_when_the_image_is_ready() -> None:
    """Pauses grow to 5 seconds; the answer is the last one, and counts all requests."""
    played = waited(status("pending"), *[status("processing")] * 8, status("ready"))
    assert played.answer.data.processing_status == "ready"
    assert played.sleeps[:4] == [0.5, 0.75, 1.125, 1.6875]
    assert played.sleeps[-2:] == [5.0, 5.0]
    assert played.answer.attempts == 10
    assert played.answer.elapsed_seconds == sum(played.sleeps)


def test_ready_image_needs_one_request() -> None:
    """Nothing is waited for if the first status says that it is over."""
    played = waited(status("ready"), deadline_seconds=10)
    assert (len(played.sends), played.sleeps) == (1, [])


def test_failed_processing_raises() -> None:
    """A failed image raises, because a message would show nothing; the error has its status."""
    error = waited(status("pending"), status("failed")).error
    assert type(error) is LagAPIError
    assert (error.code, error.outcome, error.attempts) == ("image_failed", "refused", 2)
    assert (error.route, error.request_id) == ("images.status", "req_9")
    assert error.body["processingStatus"] == "failed"
    assert "The processing of the image 'img_1' failed" in str(error)


def test_unknown_status_is_waited_for() -> None:
    """A state that a newer API has is not the end."""
    assert waited(status("queued"), status("ready")).answer.data.processing_status == "ready"


@pytest.mark.parametrize("seconds", [0.0, 0.5])
def test_deadline_ends_the_wait(seconds: float) -> None:
    """The last pause is cut to the deadline, and the error says how far the image is."""
    played = waited(*[status("processing", seconds)] * 2, deadline_seconds=1.0 + 2 * seconds)
    assert isinstance(played.error, LagTimeoutError)
    assert sum(played.sleeps) == pytest.approx(1.0)
    assert "The image is still 'processing' after" in str(played.error)
    assert (played.error.outcome, played.error.attempts) == ("refused", 2)


def test_slow_poll_ends_the_wait() -> None:
    """A poll that takes all of the time leaves no pause."""
    played = waited(status("pending", 2.0), deadline_seconds=2.0)
    assert isinstance(played.error, LagTimeoutError)
    assert played.sleeps == []


def test_polls_share_the_deadline() -> None:
    """One poll may take what is left, and no longer than other calls of the client."""
    played = waited(status("pending"), status("ready"), deadline_seconds=10.0)
    assert [send.timeouts.total for send in played.sends] == [10.0, 9.5]
    own = settings_of(deadline_seconds=3.0)
    played = play(wait(CALL, own, deadline_seconds=10.0), own, status("pending"), status("ready"))
    assert [send.timeouts.total for send in played.sends] == [3.0, 3.0]


@pytest.mark.parametrize("deadline", [0, -1, "soon", True])
def test_wrong_deadline_is_refused(deadline: Any) -> None:
    """The deadline is checked before the first request."""
    played = waited(deadline_seconds=deadline)
    assert isinstance(played.error, LagInvalidRequestError)
    assert "`deadline_seconds` must be seconds above 0, at most 1e9, or None" in str(played.error)


def test_wait_over_the_sandbox() -> None:
    """Both clients wait for an upload; `raw` has the answer around the status."""
    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as client:
        image = client.images.upload(png(), purpose="chat")
        assert client.images.wait(image.id).processing_status == "ready"
        assert client.raw.images.wait(image.id, deadline_seconds=None).status == 200

        async def main() -> str:
            async with AsyncClient(token=lag.token, base_url=lag.url) as other:
                return (await other.images.wait(image.id)).processing_status

        assert anyio.run(main) == "ready"
