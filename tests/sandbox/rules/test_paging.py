"""Pages of a DM; those of a room are tested with its messages."""

from __future__ import annotations

import pytest


@pytest.fixture
def messages(wire):
    conversation = wire.ok("POST /dms", {"userId": wire.id_of("ines")})
    return f"/dms/{conversation['id']}/messages"


@pytest.mark.parametrize("limit", [1, 2, 3, 9, 100])
def test_walk_through_pages(limit, wire, clock, messages):
    """The pages have every message once, newest first, also those of the same time."""
    for n in range(9):
        wire.ok(f"POST {messages}", {"content": str(n)}, who="sam" if n % 2 else "ines")
        if n % 3 == 0:
            clock.forward(milliseconds=1)
    seen, params = [], {"limit": limit}
    for _ in range(9):
        page = wire(f"GET {messages}", params=params).json()
        assert 1 <= len(page["messages"]) <= limit
        seen += [message["content"] for message in page["messages"]]
        assert page["hasMore"] == (page["nextCursor"] is not None)
        if not page["hasMore"]:
            break
        params["cursor"] = page["nextCursor"]
    assert seen == [str(n) for n in reversed(range(9))]


def test_conversation_without_messages(wire, messages):
    """A conversation without messages has one empty page."""
    assert wire.ok(f"GET {messages}") == {"messages": [], "hasMore": False, "nextCursor": None}


def test_wrong_cursor(wire, messages):
    """A cursor that is not a time is a 400."""
    assert wire.refused(f"GET {messages}?cursor=x") == 400


def test_times_of_two_conversations(wire, messages):
    """Two conversations may have messages of one time; each has its own pages."""
    other = f"/dms/{wire.ok('GET /dms', who='mira')[0]['id']}/messages"
    one = wire.ok(f"POST {messages}", {"content": "1"})
    wire.ok(f"POST {other}", {"content": "2"})
    assert one["createdAt"] == "2024-05-01T12:00:00.000Z"
    assert wire.ok(f"GET {messages}")["messages"] == [one]
