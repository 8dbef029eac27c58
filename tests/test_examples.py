"""The examples, each run against a sandbox."""

from __future__ import annotations

import runpy
import socket
from pathlib import Path
from typing import Any, Dict

import pytest

from lagclient import Client
from lagclient.sandbox import Sandbox
from tests.kit.documents import ROOT
from tests.kit.robots import Room, running, serves, until

FOLDER = ROOT / "examples"


@pytest.fixture
def room(
    lag_sandbox: Sandbox, lag_client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Room:
    """A room; the examples run in an empty folder, as the sandbox's robot."""
    monkeypatch.setenv("LAG_TOKEN", lag_sandbox.robot_key)
    monkeypatch.setenv("LAG_ROOM", lag_sandbox.room_id)
    monkeypatch.chdir(tmp_path)
    return Room(lag_sandbox, lag_client)


def example(name: str, as_name: str = "example") -> Dict[str, Any]:
    """What an example defines."""
    return runpy.run_path(str(FOLDER / f"{name}.py"), run_name=as_name)


def test_examples_have_tests() -> None:
    """Each example has a test here."""
    names = {path.stem for path in FOLDER.glob("*.py")}
    assert {f"test_{name}" for name in names} == {n for n in globals() if n.startswith("test_")} - {
        "test_examples_have_tests"
    }
    assert len(names) == 5


def test_hello(room: Room) -> None:
    """It greets the author of a greeting."""
    with running(example("hello")["bot"]):
        room.is_listened_to()
        room.say("!hello")
        assert room.hears("Hello, Sam!")


def test_commands(room: Room) -> None:
    """It rolls dice, reminds, explains itself, and survives input that it cannot parse."""
    with running(example("commands")["bot"]):
        room.is_listened_to()
        room.say("!roll many")
        room.say("!roll 1")
        room.say("!remind tea is ready")
        room.say("!ping")
        assert room.hears("Sam rolls 1")
        assert room.hears("Remember: tea is ready")
        assert room.hears("pong")
        room.say("!help")
        assert until(lambda: any("!roll: Roll a die" in text for text in room.texts()))


def test_welcome(room: Room) -> None:
    """It posts when a member joins or leaves."""
    with running(example("welcome")["bot"]):
        room.is_listened_to()
        code = room.sam.servers.invites.create(room.lag.server_id).code
        with Client(token=room.lag.tokens["ines"], base_url=room.lag.url) as ines:
            ines.servers.invites.join(code)
            assert room.hears("Welcome, ines!")
            ines.servers.leave(room.lag.server_id)
        assert room.hears("ines has left us.")


def test_webhook_server(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers a signed webhook."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    key = room.lag.add_robot("Hook", transport="webhook", webhook_url=url)
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("LAG_TOKEN", key)
    monkeypatch.setenv("LAG_WEBHOOK_SECRET", room.lag.webhook_secret(key))

    with running(example("webhook_server")["bot"]):
        assert until(lambda: serves(port))
        room.say("!ping")
        assert room.hears("pong")
        created = room.sam.servers.rooms.create(room.lag.server_id, name="den")
        messages = room.sam.servers.rooms.messages
        assert until(lambda: messages.list(room.lag.server_id, created.id).items)


def test_daily_digest(room: Room) -> None:
    """It counts the messages of others, not its own."""
    for text in ("one", "two"):
        room.say(text)
    for _ in range(2):
        example("daily_digest", "__main__")
    texts = [text for text in room.texts() if text.startswith("Messages of the last day:")]
    assert len(texts) == 2
    assert texts[0] == texts[1]
    assert "sam: " in texts[0]
