"""Serve over the streams of the process, or over HTTP on loopback."""

from __future__ import annotations

import asyncio
import hmac
import os
import re
import secrets
import signal
import socket
from typing import Any, Callable, Optional, Sequence

import anyio
import attrs
import uvicorn
from mcp.server import Server
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl
from starlette.middleware.cors import CORSMiddleware

from lagclient.client import AsyncClient
from lagclient.errors import LagAPIError, LagAuthError, LagInvalidRequestError

HOST = "127.0.0.1"
PATH = "/mcp"
GRACE_SECONDS = 1
REACH_SECONDS = 5.0
"""Seconds for the first request; clients wait for the server meanwhile."""
TOKEN_VARIABLE = "LAG_MCP_TOKEN"  # noqa: S105  # the name, not the token
_TOKEN = re.compile(r"[\w.~+/-]{16,}=*", re.ASCII)
_CORS_SECONDS = 600


async def reach(client: AsyncClient) -> str:
    """Ask the API whose token it is, before serving.

    Returns:
        Why the API did not say it, so that the tools may fail too; empty if it did.

    Raises:
        LagAuthError: The API does not accept the token.
    """
    try:
        await client.with_options(deadline_seconds=REACH_SECONDS, max_retries=0).identity()
    except LagAuthError:
        raise
    except LagAPIError as error:
        return error.message
    return ""


async def serve_stdio(server: Server[Any], client: AsyncClient) -> None:
    """Serve until standard input is closed, or until Ctrl+C or SIGTERM, and close the client."""
    loop = asyncio.get_running_loop()
    try:
        async with client, stdio_server() as (received, sent):
            with anyio.CancelScope() as scope:
                _on_signals(lambda: loop.call_soon_threadsafe(scope.cancel))
                await server.run(received, sent, server.create_initialization_options())
            if scope.cancel_called:
                await client.aclose()
                # The thread that reads standard input cannot be interrupted, and Python waits
                # for it.
                os._exit(0)
    except Exception as error:
        if not _is_hangup(error):
            raise


def _is_hangup(error: BaseException) -> bool:
    """Return whether the other program has ended, and nothing else went wrong."""
    inside: Optional[Sequence[BaseException]] = getattr(error, "exceptions", None)
    return isinstance(error, BrokenPipeError) if inside is None else all(map(_is_hangup, inside))


def listen(port: int) -> socket.socket:
    """Return a socket on loopback; port 0 is a free one.

    Raises:
        OSError: The port is in use.
    """
    return socket.create_server((HOST, port))


def bearer_token(chosen: Optional[str]) -> str:
    """Return the token that clients must send over HTTP: the chosen one, or a new one.

    Raises:
        LagInvalidRequestError: The chosen token is short, or a header cannot carry it.
    """
    if chosen is None:
        return secrets.token_urlsafe(32)
    if not _TOKEN.fullmatch(chosen):
        raise LagInvalidRequestError(
            f"{TOKEN_VARIABLE} must be 16 or more letters, digits or characters of -._~+/, such as "
            "those of `openssl rand -hex 32`"
        )
    return chosen


@attrs.frozen
class _Bearer:
    """Checks the token of a client; a `TokenVerifier` of the SDK."""

    token: str = attrs.field(repr=False)

    async def verify_token(self, token: str) -> Optional[AccessToken]:
        """Return what the SDK knows of the client; None if the token is another one."""
        if hmac.compare_digest(token.encode(), self.token.encode()):
            return AccessToken(token=token, client_id="lagclient", scopes=[])
        return None


async def serve_http(
    server: Server[Any],
    client: AsyncClient,
    listener: socket.socket,
    token: Optional[str],
    origins: Sequence[str] = (),
) -> None:
    """Serve over HTTP until Ctrl+C or SIGTERM, and close the client.

    Only requests to a name of this machine are answered, because a page of another site could have
    its own name resolve to this machine. Requests of web pages are refused: they have an Origin.
    Other accounts of this machine send neither, so a client must also have the token.

    Args:
        server: The server.
        client: The client of the API.
        listener: The socket of `listen`.
        token: The token that clients must send; None: they need none.
        origins: Origins of web pages that may call it.
    """
    port = listener.getsockname()[1]
    security = TransportSecuritySettings(
        allowed_hosts=[f"{HOST}:{port}", f"localhost:{port}"], allowed_origins=[*origins]
    )
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        transport_security=security,
        # The SDK wants an issuer. It is not announced, because clients cannot sign in there.
        auth=AuthSettings(issuer_url=AnyHttpUrl(f"http://{HOST}:{port}"), resource_server_url=None)
        if token
        else None,
        token_verifier=_Bearer(token) if token else None,
    )
    if origins:
        # A browser asks first whether the page may send these headers, and asks without the token.
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["*"],
            expose_headers=["mcp-session-id", "www-authenticate"],
            max_age=_CORS_SECONDS,
        )
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    # uvicorn ends at these signals, and then raises them once more.
    _on_signals(lambda: None)
    async with client:
        await uvicorn.Server(config).serve(sockets=[listener])


def _on_signals(handle: Callable[[], object]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: handle())
