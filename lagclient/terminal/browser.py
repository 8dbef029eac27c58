"""Log in with the browser: its page returns a session to a port of this machine.

The page is that of the published client. It sends the session in the address that it calls, so this
answers with a page that removes it from the browser's history, and writes no log.
"""

from __future__ import annotations

import hmac
import secrets
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Optional
from urllib.parse import parse_qs, urlencode, urlsplit

import click

from lagclient.client import DEFAULT_BASE_URL
from lagclient.terminal import exits

WAIT_SECONDS = 300.0
_PAGE = """\
<!doctype html><meta charset="utf-8"><title>Lag</title>
<script>history.replaceState(null, "", "/done")</script>
<p>{text}</p>
"""


class BrowserError(click.ClickException):
    """The browser did not return a session."""

    exit_code = exits.AUTH


def page_of(base_url: str) -> str:
    """Return the address of the page that logs in for an API."""
    if base_url.rstrip("/") == DEFAULT_BASE_URL:
        return "https://trylag.com/auth/cli"
    return base_url.rstrip("/") + "/auth/cli"


class Callback:
    """The server that the browser returns to. It listens on this machine only."""

    def __init__(self) -> None:
        self.state: str = secrets.token_urlsafe(32)
        """Proves that a callback answers this login, and not one that an attacker began."""
        self.session: Optional[str] = None
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._server.server_address[1])

    def address(self, page: str) -> str:
        """Return the address to open in the browser."""
        return f"{page}?{urlencode({'port': self.port, 'state': self.state})}"

    def wait(self, seconds: float = WAIT_SECONDS) -> str:
        """Return the session that the browser brings.

        Raises:
            BrowserError: It did not come in time.
        """
        ends = time.monotonic() + seconds
        while self.session is None:
            left = ends - time.monotonic()
            if left <= 0:
                raise BrowserError(f"The browser did not return within {seconds:g} s")
            self._server.timeout = left
            self._server.handle_request()
        return self.session

    def close(self) -> None:
        """Stop listening."""
        self._server.server_close()

    def receive(self, target: str) -> bool:
        """Read the path and query of a request; return whether it brings the session."""
        parts = urlsplit(target)
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
        state = fields.get("state", "").encode()
        session = fields.get("access_token")
        if parts.path != "/callback" or not session:
            return False
        if not hmac.compare_digest(state, self.state.encode()):
            return False
        self.session = session
        return True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        callback = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5  # a connection that sends nothing must not hold up the browser

            def do_GET(self) -> None:
                is_session = callback.receive(self.path)
                text = (
                    "You are logged in. You may close this page."
                    if is_session
                    else "This is not an answer to the login of this terminal."
                )
                body = _PAGE.format(text=text).encode()
                self.send_response(200 if is_session else 400)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Write no log, because the address has the session."""

        return Handler
