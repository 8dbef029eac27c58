"""What vcrpy 7, the last version for Python 3.9, lacks to replay the cassettes of newer ones.

It decodes every request body as text, which fails for images, and reads it as if the client were
blocking, which fails for uploads of an async one.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

IS_IN_USE = int(version("vcrpy").split(".")[0]) < 8


def mend(patch: Any) -> None:
    """Keep bodies as bytes while the patch is active."""
    from vcr.request import Request
    from vcr.stubs import httpx_stubs

    send: Any = httpx_stubs._async_vcr_send

    def vcr_request(request: Any, **_: Any) -> Request:
        return Request(request.method, str(request.url), request.read(), dict(request.headers))

    async def async_send(
        cassette: Any, real_send: Any, client: Any, request: Any, **how: Any
    ) -> Any:
        await request.aread()
        return await send(cassette, real_send, client, request, **how)

    patch.setattr(httpx_stubs, "_make_vcr_request", vcr_request)
    patch.setattr(httpx_stubs, "_async_vcr_send", async_send)
