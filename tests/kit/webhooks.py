"""One webhook: its event, its body, when it was signed, and the secrets."""

from __future__ import annotations

import json

SECRET, OTHER = "whsec_Q2FOYVJ5Q2FOYVJ5Q2FOYVJ5", "whsec_b3RoZXJvdGhlcm90aGVyb3RoZXI="
NOW = 1_700_000_000
EVENT = {
    "type": "room.message",
    "serverId": "srv_1",
    "timestamp": "2023-11-14T22:13:20.000Z",
    "data": {"roomId": "room_1", "content": "caf\u00e9 \u2028 hi", "senderName": "Sam"},
}
BODY = json.dumps(EVENT, ensure_ascii=False).encode()
