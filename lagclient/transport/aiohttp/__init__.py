"""Requests over aiohttp: `AiohttpTransport`, for an `AsyncClient`."""

from lagclient.transport.aiohttp.transport import AiohttpTransport

__all__ = ["AiohttpTransport"]
