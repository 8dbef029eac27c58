"""Remove credentials from recorded traffic, so that cassettes can be committed."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, Mapping, Optional, Sequence, cast

LIVE = "https://api.trylag.com"
SCRUBBED = "scrubbed"
BOUNDARY = "lagclient-boundary"

_KEPT_HEADERS = ("authorization", "content-type", "retry-after", "x-request-id")
# The holder of a code can join a server or an event with it.
_SECRET_KEYS = ("code", "shareCode", "token")
_SECRET_PATH = re.compile(r"(/servers/(?:invite|join)/)[^/?]+")
_SECRET = re.compile(rb"(lag_pat_|lag_robot_|whsec_)[\w.~+/=-]+")
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


class Scrub:
    """Remove credentials; idempotent, because vcrpy runs it twice."""

    def __init__(self, origin: Optional[str]) -> None:
        self._origin = origin.rstrip("/").encode() if origin else None

    def request(self, request: Any) -> Any:
        """Return a request of vcrpy as it is recorded and compared."""
        request.uri = self.url(request.uri)
        headers = self._kept({name.lower(): value for name, value in request.headers.items()})
        body = request.body
        boundary = _BOUNDARY.search(headers.get("content-type", ""))
        if boundary:
            headers["content-type"] = headers["content-type"].replace(boundary[1], BOUNDARY)
            if isinstance(body, bytes):
                body = body.replace(boundary[1].encode(), BOUNDARY.encode())
        if isinstance(body, bytes):
            request.body = self.body(body)
        request.headers = headers
        return request

    def response(self, response: Dict[str, Any]) -> Dict[str, Any]:
        """Return a response as it is recorded."""
        headers = {name.lower(): values for name, values in response["headers"].items()}
        return {
            "status": response["status"],
            "headers": {
                name: [self._text(value) for value in headers[name]]
                for name in _KEPT_HEADERS
                if name in headers
            },
            "body": {"string": self.body(response["body"]["string"])},
        }

    def url(self, text: str) -> str:
        """Return an address, or its path and query."""
        return _SECRET_PATH.sub(rf"\g<1>{SCRUBBED}", self._text(text))

    def _kept(self, headers: Mapping[str, str]) -> Dict[str, str]:
        kept = {name: self._text(headers[name]) for name in _KEPT_HEADERS if name in headers}
        if "authorization" in kept:
            scheme, blank, _ = kept["authorization"].partition(" ")
            kept["authorization"] = f"{scheme} {SCRUBBED}" if blank else SCRUBBED
        return kept

    def body(self, body: bytes) -> bytes:
        """Return a body; JSON is indented."""
        body = self._bytes(body)
        try:
            data = json.loads(body)
        except ValueError:
            return body
        return json.dumps(_without_secrets(data), indent=2, ensure_ascii=False).encode()

    def _text(self, text: str) -> str:
        return self._bytes(text.encode()).decode()

    def _bytes(self, data: bytes) -> bytes:
        if self._origin:
            data = data.replace(self._origin, LIVE.encode())
        return _SECRET.sub(rb"\g<1>" + SCRUBBED.encode(), data)


def _without_secrets(data: Any) -> Any:
    if isinstance(data, list):
        return [_without_secrets(item) for item in cast("Sequence[Any]", data)]
    if isinstance(data, dict):
        return {
            key: SCRUBBED
            if key in _SECRET_KEYS and isinstance(value, str)
            else _without_secrets(value)
            for key, value in cast("Dict[str, Any]", data).items()
        }
    return data
