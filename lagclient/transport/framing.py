"""Headers that frame a message, or that concern one connection: only the HTTP library sets them."""

from __future__ import annotations

_FRAMING = ("content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade")
_OF_CONNECTIONS = ("close", "keep-alive")


def is_framing(name: str, value: str) -> bool:
    """Return whether a header would contradict the one that the HTTP library sends.

    ``Connection`` may say whether the connection is kept; its other values name headers that a
    proxy would remove, or another protocol.
    """
    if name.lower() == "connection":
        return any(part.strip().lower() not in _OF_CONNECTIONS for part in value.split(","))
    return name.lower() in _FRAMING
