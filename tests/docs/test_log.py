"""The tables of causes in docs/howto/read-the-log.md quote the log as it is."""

from __future__ import annotations

import contextlib
import logging
import re
from typing import Any, Callable, List

import pytest

from lagclient import Client, LagAPIError
from lagclient.generate import PACKAGE
from lagclient.sandbox import Faults, Sandbox
from tests.kit.documents import ROOT

PAGE = "docs/howto/read-the-log.md"
FAULTS = Faults(["error:system.health", "drop_before:system.version", "garbage:system.status"])


def quotes() -> List[str]:
    """Return what the first cells of the tables quote."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    causes = text.partition("## From a line to the cause")[2].partition("\n## ")[0]
    cells = re.findall(r"(?m)^\| (`.*?) \|", causes)
    return [quote for cell in cells for quote in re.findall(r"`(.*?)`", cell)]


def failing(lag: Sandbox, stack: contextlib.ExitStack) -> List[Callable[[], Any]]:
    """Return calls that fail, each for another reason."""

    def client(token: str, **options: Any) -> Client:
        return stack.enter_context(Client(token=token, **{"base_url": lag.url, **options}))

    room = lag.server_id, lag.room_id
    user = client(lag.token, max_retries=1)
    robot = client(lag.robot_key, pacing="raise")
    unknown = client("lag_pat_wrong")
    silent = client(lag.add_robot("Silent", permissions=["send_messages"]))
    nowhere = client(lag.token, base_url="http://127.0.0.1:1", max_retries=0)
    closed = client(lag.token)
    closed.servers.list()
    closed.close()
    return [
        closed.servers.list,
        nowhere.servers.list,
        robot.servers.list,
        unknown.servers.list,
        lambda: silent.servers.rooms.messages.list(*room),
        lambda: user.servers.get(".."),
        lambda: user.servers.get("srv_nowhere"),
        lambda: user.servers.rooms.messages.send(*room, content=""),
        lambda: [robot.servers.rooms.messages.send(*room, content="!") for _ in range(11)],
        user.system.health,
        user.system.version,
        user.system.status,
    ]


def test_tables_of_causes_quote_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Each quote is in a line of a call that fails, or in a message of a bot or of a wait."""
    caplog.set_level(logging.INFO, "lagclient.calls")
    with Sandbox(faults=FAULTS) as lag, contextlib.ExitStack() as stack:
        for call in failing(lag, stack):
            with pytest.raises(LagAPIError):
                call()
    messages = [PACKAGE / "calls" / "log.py", *(PACKAGE / "bot").glob("*.py")]
    texts = [caplog.text, *(path.read_text(encoding="utf-8") for path in messages)]
    missing = [quote for quote in quotes() if not any(quote in text for text in texts)]
    assert (missing, len(quotes()) > 15) == ([], True)
