"""Pages fetched ahead, over real sockets: who stops early leaves nothing behind."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.kit.servers import Serve, answer, settled

PAGE = answer(json.dumps({"messages": [], "hasMore": True, "nextCursor": "more"}).encode())

LEAVING = """
import sys, anyio
from lagclient import AsyncClient, Client

url, kind = sys.argv[1:]
options = {"token": "lag_pat_x", "base_url": url, "max_retries": 0}

def left(client):
    return client.servers.rooms.messages.paginate("s", "r", prefetch=True)

async def main():
    client = AsyncClient(**options)
    async for page in left(client):
        break
    print(page.next_cursor)

if kind == "sync":
    for page in left(Client(**options)):
        break
    print(page.next_cursor)
else:
    anyio.run(main, backend=kind)
"""


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_a_program_ends_though_a_page_is_on_its_way(kind: str, serve: Serve) -> None:
    """An answer that nobody waits for holds nothing up, is no warning, and costs no connection."""
    server = serve(
        lambda connection, head: (
            connection.sendall(PAGE) if b"cursor=" not in head else not connection.recv(1)
        )  # which comes when the program has ended
    )
    program = [sys.executable, "-W", "error", "-c", LEAVING, server.url, kind]
    done = subprocess.run(program, capture_output=True, text=True, timeout=30, check=False)
    assert (done.stdout, done.stderr) == ("more\n", "")
    if kind != "sync":  # where a thread may not have come that far
        assert len(server.seen) == 2
    assert settled(server)
