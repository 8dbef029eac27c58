"""The proxy of a connection: from an option, the environment, or the system's settings."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import Dict, NamedTuple, Optional, Tuple, Union

from lagclient.transport.protocol import Secret
from lagclient.transport.urls import has_host, host_in_ascii, is_loopback, split, without_user

HTTP_SCHEMES = ("http", "https")
SOCKS_SCHEMES = ("socks5", "socks5h")
_PORTS = {"http": 80, "https": 443}
_WITH_SETTINGS = ("darwin", "win32")  # systems with settings for proxies


class Proxy(NamedTuple):
    """The URL of a proxy, which errors may show, and separately the credentials for it."""

    url: str
    user: str = Secret("")
    password: str = Secret("")

    def __repr__(self) -> str:
        return f"<Proxy {self.url}>"

    @property
    def scheme(self) -> str:
        """Return ``http``, ``https``, ``socks5`` or ``socks5h``."""
        return self.url.partition(":")[0]

    @property
    def headers(self) -> Dict[str, str]:
        """Return the headers with the credentials for the proxy."""
        if not self.user and not self.password:
            return {}
        import base64

        credentials = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"proxy-authorization": Secret(f"Basic {credentials}")}

    @classmethod
    def parse(cls, text: object, schemes: Tuple[str, ...]) -> Union[Proxy, str]:
        """Parse the URL of a proxy. If it is invalid, return the "A, not B" of its error.

        It does not raise, because a traceback would show its variables, and so the password.
        """
        expected = " or ".join(f"{scheme}://host:port" for scheme in schemes)
        if not isinstance(text, str):
            return f"{expected}, not {type(text).__name__}"
        try:
            parts = split(text)
            fits = parts.scheme in schemes and parts.port != 0 and has_host(text)
            # httpcore accepts no other host, and refuses it only in the first call.
            fits = fits and (parts.hostname or "").isascii() and not re.search(r"[\s\x00]", text)
        except ValueError:
            parts, fits = split(""), False
        if not fits:
            return f"{expected}, not {without_user(text)!r}"
        from urllib.parse import unquote

        url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(url, Secret(user), Secret(password))


class Named(NamedTuple):
    """The URL of a proxy, and the variable or setting that names it, as an error shows it."""

    variable: str
    url: Secret


def environment_proxy(origin: str) -> Optional[Named]:
    """Return the proxy that environment variables name for an origin, or None."""
    named = _variable(f"{origin.partition(':')[0]}_proxy") or _variable("all_proxy")
    if named is None:
        return None
    parts = split(origin)
    host = (parts.hostname or "").rstrip(".")
    # The token of a call to this machine must not reach a proxy, least of all over http.
    if is_loopback(host):
        return None
    exempt = _variable("no_proxy")
    port = parts.port or _PORTS.get(parts.scheme)
    return None if exempt and is_exempt(exempt.url, parts.scheme, host, port) else named


def system_proxy(origin: str) -> Optional[Named]:
    """Return the proxy of the settings of macOS or Windows for an origin, or None."""
    if sys.platform not in _WITH_SETTINGS or any(
        _variable(f"{scheme}_proxy") for scheme in ("http", "https", "all")
    ):
        return None
    import urllib.request  # which imports ssl

    parts = split(origin)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    url = urllib.request.getproxies().get(parts.scheme)
    return Named("the proxy of the system's settings", _with_scheme(url)) if url else None


def _variable(name: str) -> Optional[Named]:
    """Return a variable that is set; the name in lower case takes precedence, as in curl."""
    upper = name.upper()
    text = os.environ.get(name)
    # In a CGI program, the header "Proxy" of any request would set HTTP_PROXY.
    if text is None and not (upper == "HTTP_PROXY" and "REQUEST_METHOD" in os.environ):
        name, text = upper, os.environ.get(upper)
    if not text:
        return None
    return Named(f"`{name}`", Secret(text) if name.lower() == "no_proxy" else _with_scheme(text))


def _with_scheme(url: str) -> Secret:
    return Secret(url if "://" in url else f"http://{url}")


def is_exempt(no_proxy: str, scheme: str, host: str, port: Optional[int]) -> bool:
    """Return whether NO_PROXY has an entry for a host.

    An entry is ``*``, a host (and with it all hosts below), an address, or a network such as
    ``10.0.0.0/8``; it may have a port, and a scheme in front.
    """
    return any(
        _matches(entry.strip().lower(), scheme, host.lower(), port)
        for entry in no_proxy.split(",")
        if entry.strip()
    )


def _matches(entry: str, scheme: str, host: str, port: Optional[int]) -> bool:
    wanted, separator, entry = entry.rpartition("://")
    if separator and wanted not in (scheme, "all"):
        return False
    if not re.search(r"/\d+$", entry):  # else it is a network
        entry = entry.partition("/")[0]
    if entry.startswith("["):  # an IPv6 address
        name, _, rest = entry[1:].partition("]")
        name, rest = name + (rest if rest.startswith("/") else ""), rest.lstrip(":")
        wanted_port = "" if rest.startswith("/") else rest
    elif entry.count(":") == 1:
        name, _, wanted_port = entry.partition(":")
    else:
        name, wanted_port = entry, ""
    if wanted_port and wanted_port != str(port):
        return False
    if name == "*":
        return True
    if ":" in host or host.replace(".", "").isdigit():
        return _is_in_network(host, name)
    name = name.lstrip("*").strip(".")
    if not name.isascii():
        with contextlib.suppress(UnicodeError):
            name = host_in_ascii(name)
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _is_in_network(address: str, network: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
