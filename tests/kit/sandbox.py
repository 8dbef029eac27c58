"""A sandbox, its clock, and plain HTTP requests to it, without a client of ours."""

from __future__ import annotations

import base64
import json
import struct
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Dict, Iterator

import httpx
import pytest

from lagclient.sandbox import Sandbox


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 1, 12, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)


class Wire:
    """Sends plain HTTP requests, also those that no client of ours would send."""

    def __init__(self, lag: Sandbox, http: httpx.Client) -> None:
        self.lag = lag
        self.http = http

    def __call__(
        self, line: str, body: Any = None, who: str = "sam", **options: Any
    ) -> httpx.Response:
        """Send ``METHOD /path``; {server} and {room} stand for the seeded ones."""
        method, path = line.split(" ", 1)
        path = path.replace("{server}", self.lag.server_id).replace("{room}", self.lag.room_id)
        headers = options.pop("headers", {})
        if who == "robot":
            headers = {"Authorization": f"Robot {self.lag.robot_key}", **headers}
        elif who:
            headers = {"Authorization": f"Bearer {self.token(who)}", **headers}
        if body is not None:
            # Escaped, so that it carries whatever a test wants to send.
            options["content"] = json.dumps(body)
            headers = {"Content-Type": "application/json", **headers}
        return self.http.request(method, self.lag.url + path, headers=headers, **options)

    def token(self, who: str) -> str:
        return self.lag.tokens.get(who, who)

    def ok(self, line: str, body: Any = None, who: str = "sam") -> Any:
        """Return the data of a response that must be a success."""
        response = self(line, body, who)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def refused(self, line: str, body: Any = None, who: str = "sam") -> int:
        """Return the status of a response that must be an error envelope."""
        response = self(line, body, who)
        envelope = response.json()
        assert set(envelope) == {"error", "message", "statusCode"}, envelope
        assert envelope["statusCode"] == response.status_code >= 400
        return response.status_code

    def id_of(self, who: str) -> str:
        user_id: str = self.ok("GET /users/me", who=who)["id"]
        return user_id


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def options() -> Dict[str, Any]:
    """Return the options of the sandbox; a test replaces them by `parametrize`."""
    return {}


@pytest.fixture
def lag(clock: Clock, options: Dict[str, Any]) -> Iterator[Sandbox]:
    with Sandbox(clock=clock, **options) as lag:
        yield lag


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False) as http:
        yield http


@pytest.fixture
def wire(lag: Sandbox, http: httpx.Client) -> Wire:
    return Wire(lag, http)


def png(width: int = 4, height: int = 3, more: bytes = b"") -> bytes:
    """Return the head of a PNG with its size, and more bytes after it."""
    header = b"IHDR" + struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">L", 13) + header + more


PIXEL = base64.b64encode(png()).decode()
"""An image as base64 text, as avatars and icons are sent."""


def gif(width: int = 4, height: int = 3, more: bytes = b"") -> bytes:
    """Return the head of a GIF with its size, and more bytes after it."""
    return b"GIF89a" + struct.pack("<HH", width, height) + more


Upload = Callable[..., Any]


@pytest.fixture
def upload(wire: Wire) -> Upload:
    """Upload an image as a form, and return the metadata, or the status of a refusal."""

    def upload(data: bytes = png(), who: str = "sam", **fields: str) -> Any:
        fields = {"purpose": "chat", **fields}
        response = wire("POST /images", who=who, data=fields, files={"file": ("x", data)})
        answer = response.json()
        if response.status_code == 201:
            return answer
        assert answer["statusCode"] == response.status_code >= 400
        return response.status_code

    return upload
