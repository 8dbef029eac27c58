"""Check the URLs of the API, of requests and of proxies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lagclient.errors import LagInvalidRequestError
from lagclient.transport.protocol import TransportError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")
_SENDABLE = re.compile(r"https?://[!-~]+")
_LONGEST_URL = 65536  # httpx refuses more, and no server takes it
_LONGEST_HOST = 253
_LONGEST_LABEL = 63
_AS_THEY_ARE = "/%:@!$&'()*+,;="  # in a path, besides letters, digits and -._~


def split(url: str) -> SplitResult:
    """Return the parts of a URL; a client of the default URL imports no parser for it."""
    from urllib.parse import urlsplit

    return urlsplit(url)


def checked_base_url(text: str, allow_http: bool) -> str:
    """Return the URL of the API without a slash at its end, in ASCII.

    Raises:
        LagInvalidRequestError: It is invalid, or the token could be read on the way.
    """
    try:
        parts = split(text)
        host = parts.hostname if parts.port != 0 and _VISIBLE.fullmatch(text) else None
        ascii_text = text if text.isascii() else _in_ascii(text)
    except (TypeError, ValueError, AttributeError):
        parts, host, ascii_text = split(""), None, ""
    if not host or parts.scheme not in ("http", "https"):
        raise LagInvalidRequestError(
            "`base_url` must be like https://api.trylag.com or http://127.0.0.1:8000, "
            f"not {without_user(text)!r}"
        )
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise LagInvalidRequestError(
            f"`base_url` must be a URL without user, query or fragment, not {without_user(text)!r}"
        )
    if not has_host(ascii_text):
        raise LagInvalidRequestError(
            f"`base_url` must have a host whose labels are 1 to {_LONGEST_LABEL} characters long, "
            f"not {text!r}"
        )
    if parts.scheme == "http" and not allow_http and not is_loopback(host):
        raise LagInvalidRequestError(
            f"`base_url` must be https://, or http:// to this machine, not {text!r}: the token "
            "could be read on the way. For a network that you trust, such as private addresses "
            "(10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16) or a container network, pass "
            "`allow_http=True` or set LAG_ALLOW_HTTP=1"
        )
    return parts.scheme + ascii_text[len(parts.scheme) :].rstrip("/")


def _in_ascii(url: str) -> str:
    """Encode host and path as httpx does, so that every transport sends the same."""
    from urllib.parse import quote, urlunsplit

    parts = split(url)
    user, at, _ = parts.netloc.rpartition("@")
    host = host_in_ascii((parts.hostname or "").lower())
    port = "" if parts.port is None else f":{parts.port}"
    netloc = quote(user) + at + host + port
    return urlunsplit((parts.scheme, netloc, quote(parts.path, safe=_AS_THEY_ARE), "", ""))


def host_in_ascii(host: str) -> str:
    """Return a host as requests have it; a UnicodeError if it is not one."""
    import idna

    return idna.encode(host, uts46=True).decode("ascii")


def has_host(url: str) -> bool:
    """Return whether a resolver accepts the host of a URL; for others it raises various errors."""
    host = split(url).hostname or ""
    if ":" in host:
        return True  # an IPv6 address
    labels = host[:-1].split(".") if host.endswith(".") else host.split(".")
    return len(host) <= _LONGEST_HOST and all(0 < len(each) <= _LONGEST_LABEL for each in labels)


def is_address(url: str) -> bool:
    """Return whether every transport can request a URL, and an error may show it."""
    try:
        parts = split(url)
        has_user, port = "@" in parts.netloc, parts.port
        return bool(_SENDABLE.fullmatch(url)) and has_host(url) and not has_user and port != 0
    except ValueError:
        return False


def without_user(url: object) -> str:
    """Replace user, password and query of a URL by dots, so that an error may show it."""
    text = str(url)
    text = re.sub(r"^([a-z0-9+.-]+://)?.*@", r"\1...@", text, flags=re.DOTALL | re.IGNORECASE)
    return re.sub(r"\?.*", "?...", text, flags=re.DOTALL)


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine itself."""
    if host == "localhost":
        return True
    if not (":" in host or host[-1:].isdigit()):
        return False
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_url(url: str) -> str:
    """Return the URL of a request unchanged.

    Raises:
        TransportError: It cannot be sent as it is.
    """
    if len(url) > _LONGEST_URL:
        raise TransportError.unsent("InvalidURL: URL too long")
    if not _SENDABLE.fullmatch(url):
        raise TransportError.unsent("InvalidURL: it must be http(s), in printable ASCII")
    return url


def origin_of(url: str) -> str:
    """Return scheme, host and port of a URL, such as ``https://lag.example:8443``."""
    return "/".join(url.split("/", 3)[:3])
