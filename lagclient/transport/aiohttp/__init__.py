"""Requests over aiohttp: `AiohttpTransport`, for an `AsyncClient`."""

try:
    import aiohttp  # noqa: F401
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError(
        "AiohttpTransport needs: python -m pip install 'lagclient[aiohttp]'", name=_error.name
    ) from _error

from lagclient.transport.aiohttp.transport import AiohttpTransport

__all__ = ["AiohttpTransport"]
