"""What a transport of another library's is told when it is made, checked as httpx's own is.

The library is asked for one thing after another here, so that all adapters take the same options,
and refuse the same nonsense in the same words.
"""

from __future__ import annotations

import base64
import os
import re
from typing import Any, Dict, Iterator, NamedTuple, Optional, Union
from urllib.parse import unquote, urlsplit

import attrs

from lagclient.errors import LagInvalidRequestError
from lagclient.transport import tls
from lagclient.transport.httpx.connector import environment_proxy
from lagclient.transport.protocol import Secret, TransportError
from lagclient.types import TLSContext, Verify

ENCODINGS = "gzip, deflate"
PIECE_BYTES = 64 * 1024
IDLE_SECONDS = 4.0
"""Shorter than servers keep idle connections: many of them close theirs after 5 s."""
_URL = re.compile(r"https?://[!-~]+")
_LONGEST_URL = 65536  # as for httpx: no server takes more


class Proxy(NamedTuple):
    """A proxy, and apart from its address, which may be shown, what it is to be told."""

    url: str
    user: str
    password: str = ""

    def __repr__(self) -> str:
        return f"<Proxy {self.url}>"

    @property
    def headers(self) -> Dict[str, str]:
        """What it is told of who asks."""
        if not self.user and not self.password:
            return {}
        given = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"proxy-authorization": Secret(f"Basic {given}")}

    @classmethod
    def of(cls, text: str) -> Proxy:
        """The proxy that a URL names.

        Raises:
            ValueError: It is no URL of a proxy that speaks HTTP.
        """
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            shown = re.sub(r"//.*@", "//...@", text)
            raise ValueError(f"`proxy` must be like http://host:port, not {shown!r}")
        where = parts.netloc.rpartition("@")[2]
        return cls(
            f"{parts.scheme}://{where}",
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )


@attrs.frozen
class Choices:
    """How to connect: the options that all adapters have."""

    proxy: Optional[str] = attrs.field(repr=False)
    verify: Verify
    trust_env: bool
    max_connections: int

    @classmethod
    def checked(
        cls, proxy: Optional[str], verify: Verify, trust_env: bool, max_connections: Any
    ) -> Choices:
        """The options, if they make sense.

        Raises:
            LagInvalidRequestError: One does not.
        """
        if isinstance(max_connections, bool) or not isinstance(max_connections, int):
            max_connections = 0
        if max_connections < 1:
            raise LagInvalidRequestError("`max_connections` must be an int from 1 up")
        if not isinstance(verify, (bool, str, os.PathLike)) and not hasattr(verify, "wrap_socket"):
            raise LagInvalidRequestError(
                "`verify` must be a bool, the path of a file of certificates or an "
                f"ssl.SSLContext, not {type(verify).__name__}"
            )
        if proxy is not None:
            try:
                Proxy.of(proxy)
            except (ValueError, TypeError) as error:
                raise LagInvalidRequestError(str(error)) from None
        return cls(proxy, verify, trust_env, max_connections)

    def proxy_for(self, origin: str) -> Optional[Proxy]:
        """The proxy on the way to an origin, such as ``https://lag.example``, if there is one.

        Raises:
            ValueError: The environment names one that does not speak HTTP.
        """
        if self.proxy is not None:
            return Proxy.of(self.proxy)
        if not self.trust_env:
            return None
        parts = urlsplit(origin)
        found = environment_proxy(parts.scheme, parts.hostname or "")
        return Proxy.of(found) if found else None

    def context(self) -> Union[bool, TLSContext]:
        """Whom to trust: a context that was made once for all, or False.

        Raises:
            OSError: There is no such file of certificates.
        """
        return tls.context(self.verify, self.trust_env)


def pieces(body: bytes) -> Iterator[bytes]:
    """A body in pieces, each of which may be waited for."""
    for start in range(0, len(body), PIECE_BYTES):
        yield body[start : start + PIECE_BYTES]


def checked_url(url: str) -> str:
    """A URL that can be sent as it is.

    Raises:
        TransportError: It cannot.
    """
    if len(url) > _LONGEST_URL:
        raise TransportError.unsent("InvalidURL: URL too long")
    if not _URL.fullmatch(url):
        raise TransportError.unsent("InvalidURL: it must be http(s), in printable ASCII")
    return url
