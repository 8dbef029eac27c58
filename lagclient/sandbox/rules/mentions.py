"""Mentions in a text: members by ``@username``, robots by ``@`` and their name."""

from __future__ import annotations

import re
from typing import Dict, List

from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Wire

_MENTIONABLE = """
SELECT 'user' AS type, u.id, u.username AS name
FROM members m JOIN users u ON u.id = m.user_id WHERE m.server_id = ?
UNION ALL SELECT 'robot', id, name FROM robots WHERE server_id = ?
"""


def mentions_in(content: str, store: Store, server_id: str) -> List[Wire]:
    """Return each member and robot of a server that a text mentions, in the order of the text."""
    if "@" not in content:
        return []
    mentionable: Dict[str, Wire] = {}
    for row in store.all(_MENTIONABLE, server_id, server_id):
        mentionable.setdefault(row["name"].lower(), dict(row))
    # The longest name first: "@sam.lee" does not mention Sam. A robot's name may have spaces.
    names = "|".join(re.escape(name) for name in sorted(mentionable, key=len, reverse=True))
    pattern = rf"(?<!\w)@({names})(?!\w)"
    mentioned = [match[1].lower() for match in re.finditer(pattern, content, re.IGNORECASE)]
    # A few letters match letters that they do not become in lower case: not a mention, then.
    return [mentionable[name] for name in dict.fromkeys(mentioned) if name in mentionable]
