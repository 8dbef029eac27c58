"""Which requests may use the page: those of a browser on the page itself, and of local programs.

Another page in the same browser could send requests to the sandbox in three ways, and each has a
check of its own:

- from its own origin: browsers send `Origin`, and `Sec-Fetch-Site` also where they send no origin;
- from its own name, which it lets resolve to this machine (DNS rebinding): `Host` has that name;
- by a form or an image, which need no permission: actions take only JSON, and a GET changes
  nothing.

The routes of the API do not check this, because a client needs a token there, and because a
container reaches the sandbox by a name of its own.
"""

from __future__ import annotations

import ipaddress
from typing import Mapping
from urllib.parse import urlsplit

import attrs

from lagclient.sandbox.errors import ApiError, forbidden
from lagclient.transport.urls import is_loopback

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "server": "lagclient-sandbox",
}
"""Headers of every response."""
_OWN_SITES = ("", "none", "same-origin")


@attrs.frozen
class Guard:
    """The checks of one sandbox."""

    host: str
    """The address that the sandbox listens on."""
    allow_remote: bool

    def check(self, headers: Mapping[str, str], *, is_control: bool) -> None:
        """Check a request.

        Args:
            headers: The headers of the request.
            is_control: Whether it reads or changes state. A link from another site may open the
                page itself.

        Raises:
            ApiError: 403 if it comes from another page or by a foreign name.
        """
        host = headers.get("host", "").lower()
        if not self._is_own(host):
            raise forbidden(
                f"`Host` must be localhost or an address of this machine, not {host!r}: open the "
                "page by the URL that the sandbox printed"
            )
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"http://{host}":
            raise forbidden(f"`Origin` must be the page itself, not {origin!r}")
        site = headers.get("sec-fetch-site", "")
        if is_control and site not in _OWN_SITES:
            raise forbidden(f"`Sec-Fetch-Site` must be same-origin, not {site!r}")

    def check_action(self, headers: Mapping[str, str]) -> None:
        """Check a request that changes state.

        Raises:
            ApiError: 403 as for `check`; 415 if the body is not JSON.
        """
        self.check(headers, is_control=True)
        content_type = headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise ApiError(415, f"`Content-Type` must be application/json, not {content_type!r}")

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if is_loopback(name) or name == self.host.lower():
            return bool(name)
        # A name can be made to resolve to this machine, an address cannot.
        return self.allow_remote and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
