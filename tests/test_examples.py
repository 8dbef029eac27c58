"""The examples, each run against a sandbox."""

from __future__ import annotations

import json
import runpy
import time
from typing import Any, Dict

import httpx
import pytest

from lagclient import Bot
from lagclient.testing import bot_test
from lagclient.webhooks import sign
from tests.kit.documents import ROOT

FOLDER = ROOT / "examples"


@pytest.fixture
def anyio_backend() -> str:
    """The backend of web servers."""
    return "asyncio"


pytestmark = pytest.mark.anyio


def example(name: str, as_name: str = "example") -> Dict[str, Any]:
    """What an example defines."""
    return runpy.run_path(str(FOLDER / f"{name}.py"), run_name=as_name)


def test_examples_have_tests() -> None:
    """Each example has a test here, and can be read at a glance."""
    files = sorted(FOLDER.glob("*.py"))
    tests = {name for name in globals() if name.startswith("test_")}
    assert {f"test_{file.stem}" for file in files} == tests - {"test_examples_have_tests"}
    assert [file.name for file in files if len(file.read_text().splitlines()) >= 60] == []


async def test_hello() -> None:
    """It greets the author of a greeting."""
    async with bot_test(example("hello")["bot"]) as room:
        await room.say("!hello")
        assert await room.reply() == "Hello, Sam!"


async def test_commands() -> None:
    """It converts arguments, explains wrong ones, asks for a role, and explains itself."""
    bot: Bot = example("commands")["bot"]
    async with bot_test(bot) as room:
        for text in ("!p", "!roll 1", "!paint RED", "!hug mira", "!remind 0 tea is ready"):
            await room.say(text)
        assert await room.reply() == "pong"
        assert await room.reply() == "Sam rolls 1"
        assert await room.reply() == "the fence is #f00 now"
        assert await room.reply() == "*hugs mira*"
        assert await room.reply() == "Remember: tea is ready"
        await room.advance(seconds=2)
        for text in ("!roll many", "!help paint"):
            await room.say(text)
        wrong = "`sides` must be a whole number, not 'many'. Usage: !roll [sides]"
        assert await room.reply() == wrong
        assert (await room.reply()).startswith("!paint <colour> [what...]\nPaint something")
        await room.say("!hug", by="mira")
        assert await room.reply() == "'hug' is for admins."


async def test_welcome(monkeypatch: pytest.MonkeyPatch) -> None:
    """It posts when a member joins or leaves."""
    async with bot_test(example("welcome")["bot"]) as room:
        monkeypatch.setenv("LAG_ROOM", room.sandbox.room_id)
        await room.join("ines")
        assert await room.reply() == "Welcome, ines!"
        await room.leave("ines")
        assert await room.reply() == "ines has left us."


async def test_daily_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts the messages of others each morning, not its own."""
    bot: Bot = example("daily_digest")["bot"]
    async with bot_test(bot) as room:
        monkeypatch.setenv("LAG_ROOM", room.sandbox.room_id)
        digests = []
        for _ in range(2):
            await room.say("one more")
            await room.advance(days=1)
            digests.append(await room.reply())
    assert all(text.startswith("Messages of the last day:\n") for text in digests)
    assert digests[1] == "Messages of the last day:\nsam: 1"


async def test_vote() -> None:
    """Three members decide; the owner is mentioned if most are for it."""
    async with bot_test(example("vote")["bot"]) as room:
        await room.say("!vote mira spam", by="jun")
        assert await room.reply() == "Shall mira be warned (spam)? Write yes or no."
        for name, text in (("jun", "no"), ("jun", "yes"), ("mira", "no"), ("sam", "Yes")):
            await room.say(text, by=name)
        assert await room.reply() == "@sam: the room asks you to warn mira (spam)."


async def test_conversation() -> None:
    """It asks until it has what it needs."""
    async with bot_test(example("conversation")["bot"]) as room:
        await room.say("!order")
        assert await room.reply() == "Which size, small or large?"
        await room.say("huge")
        assert await room.reply() == "Please write small or large."
        await room.say("large")
        assert await room.reply() == "Which toppings?"
        await room.say("olives")
        assert await room.reply() == "A large pizza with olives for Sam."


async def test_webhook_app(
    lag_sandbox: Any, lag_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application that it is mounted in starts and ends it, and passes webhooks on."""
    secret = "whsec_" + "A" * 32
    monkeypatch.setenv("LAG_WEBHOOK_SECRET", secret)
    here = lag_sandbox.server_id, lag_sandbox.room_id
    data = {"roomId": here[1], "content": "!ping", "senderName": "Sam"}
    event = {"type": "room.message", "serverId": here[0], "data": data}
    body = json.dumps({**event, "timestamp": "2024-05-01T12:00:00Z"}).encode()
    headers = sign(body, secret, id="msg_1", timestamp=int(time.time()))
    app = example("webhook_app")["app"]
    transport = httpx.ASGITransport(app=app)
    web = httpx.AsyncClient(transport=transport, base_url="http://web")
    async with app.router.lifespan_context(app), web:
        answer = await web.post("/lag/", content=body, headers=headers)
    assert answer.status_code == 204
    texts = [message.content for message in lag_client.servers.rooms.messages.list(*here)]
    assert texts.count("pong") == 1
