"""Rules of the httpx transport that only rare input reaches."""

from __future__ import annotations

import httpx
import pytest

from lagclient.transport.httpx.request import Builder
from lagclient.transport.httpx.transport import _Chunks
from lagclient.transport.protocol import Request, Timeouts, TransportError

URL = "http://127.0.0.1:9/users/me"


def test_request_that_httpx_cannot_build_was_not_sent() -> None:
    """A request that httpx refuses to build is an error of the request, and nothing was sent."""
    headers = {"x-name": "\u00e9"}
    with pytest.raises(TransportError) as caught:
        Builder()(Request("GET", URL, headers), Timeouts(), None, {})
    assert caught.value.sent is False


def test_closing_a_response_that_is_read_elsewhere_needs_no_socket() -> None:
    """A response of a transport without sockets is given up while another thread reads it."""
    chunks = _Chunks(httpx.Response(200, content=b"x"))
    with chunks._reading:
        chunks.close()
    assert chunks._is_closed
