"""One webhook: its event, its body, when it was signed, the secrets, and a receiver for it."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Awaitable, Callable, Dict, List, Optional, Tuple

from lagclient.webhooks import WebhookApp, sign

SECRET, OTHER = "whsec_Q2FOYVJ5Q2FOYVJ5Q2FOYVJ5", "whsec_b3RoZXJvdGhlcm90aGVyb3RoZXI="
NOW = 1_700_000_000
EVENT = {
    "type": "room.message",
    "serverId": "srv_1",
    "timestamp": "2023-11-14T22:13:20.000Z",
    "data": {"roomId": "room_1", "content": "caf\u00e9 \u2028 hi", "senderName": "Sam"},
}
BODY = json.dumps(EVENT, ensure_ascii=False).encode()

Answer = Tuple[int, Dict[str, str], bytes]


class Receiver:
    """An application, the events that its handler was called with, and requests to it."""

    def __init__(self, handler: Any = None, **options: Any) -> None:
        self.events: List[Any] = []
        self._handler = handler
        options = {"now": lambda: NOW, **options}
        self.app = WebhookApp(self.handle, options.pop("secret", SECRET), **options)

    async def handle(self, event: Any) -> None:
        self.events.append(event)
        if self._handler:
            await self._handler(event)

    async def post(
        self,
        id: str = "msg_1",
        body: bytes = BODY,
        secret: str = SECRET,
        chunks: Optional[List[Any]] = None,
        headers: Optional[Dict[str, str]] = None,
        **scope: Any,
    ) -> Optional[Answer]:
        headers = {**sign(body, secret, id=id, timestamp=NOW), **(headers or {})}
        sent: List[Any] = []
        waiting = list(chunks or [{"body": body}])

        async def receive() -> Any:
            if not waiting:
                return await asyncio.get_running_loop().create_future()
            return {"type": "http.request", **waiting.pop(0)}

        async def send(message: Any) -> None:
            sent.append(message)

        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        base = {"type": "http", "method": "POST", "path": "/", "headers": raw}
        await self.app({**base, **scope}, receive, send)
        if not sent:
            return None
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], told, sent[1]["body"]

    async def status(self, *arguments: Any, **more: Any) -> int:
        answer = await self.post(*arguments, **more)
        assert answer is not None
        return answer[0]


def run(main: Callable[[], Awaitable[Any]]) -> Any:
    async def bounded() -> Any:
        return await asyncio.wait_for(main(), 20)

    return asyncio.run(bounded())
