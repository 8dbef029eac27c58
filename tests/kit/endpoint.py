"""A server that receives webhooks, verifies nothing, and answers as a test wants."""

from __future__ import annotations

import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Optional

import attrs

from lagclient import webhooks
from lagclient.models import RobotEvent


@attrs.frozen
class Post:
    """A request that arrived."""

    headers: Dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> RobotEvent:
        return webhooks.verify(self.body, self.headers, secret)


class Endpoint:
    """Serves until the end of its block, and keeps requests in their order of arrival."""

    def __init__(self, *statuses: int, then: int = 204) -> None:
        self.posts: List[Post] = []
        """All complete requests."""
        self.held: Optional[threading.Event] = None
        """While this event exists and is not set, no request is answered."""
        self._arrived: queue.Queue[Post] = queue.Queue()
        self._statuses = list(statuses)
        self._then = then

    def __enter__(self) -> Endpoint:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                endpoint._receive(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False  # closing waits for them, so that none stays behind
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self.held:
            self.held.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self) -> Post:
        """Wait for the next complete request."""
        return self._arrived.get(timeout=10)

    def _receive(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers["content-length"])
        body = request.rfile.read(length)
        if len(body) < length:
            return
        headers = {name.lower(): value for name, value in request.headers.items()}
        post = Post(headers, body)
        self.posts.append(post)
        self._arrived.put(post)
        if self.held:
            self.held.wait(10)
        request.send_response(self._statuses.pop(0) if self._statuses else self._then)
        request.end_headers()
