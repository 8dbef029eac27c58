"""What a connection is made with: a proxy or none, and whom to trust."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any, Callable, Optional, Union
from urllib.parse import urlsplit

from lagclient.transport.settings import is_loopback
from lagclient.types import TLSContext, Verify

if TYPE_CHECKING:
    import ssl


def connector(
    kind: str, base_url: str, verify: Verify, proxy: Optional[str], trust_env: bool
) -> Callable[[], Any]:
    """What makes the connections of a client: each an httpx transport of its own.

    A client has one base URL, so whether a proxy applies is decided once for all of them.

    Args:
        kind: The name of httpx's class: ``HTTPTransport`` or ``AsyncHTTPTransport``.
        base_url: Where the API is.
        verify: As for httpx, or the path of a file of certificates.
        proxy: URL of a proxy; None: what the environment says, if `trust_env`.
        trust_env: Whether ``HTTPS_PROXY``, ``NO_PROXY``, ``SSL_CERT_FILE`` and the like count.
    """
    url = urlsplit(base_url)

    def make() -> Any:
        import httpx

        from lagclient.transport.single import settle

        through = proxy
        if proxy is None and trust_env:
            through = _environment_proxy(url.scheme, url.hostname or "")
        clear = url.scheme == "http" and through is None
        context = False if clear else _context(verify, trust_env)
        made = getattr(httpx, kind)(verify=context, proxy=through, trust_env=trust_env)
        settle(made, through is not None)
        return made

    return make


def _environment_proxy(scheme: str, host: str) -> Optional[str]:
    import urllib.request

    # A token for a loopback address has no business at a proxy, least of all over http.
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(scheme) or proxies.get("all")
    return f"http://{found}" if found and "://" not in found else found


def _context(verify: Verify, trust_env: bool) -> Union[bool, TLSContext]:
    import ssl

    if verify is True:
        return _default_context(trust_env)
    if isinstance(verify, (str, os.PathLike)):
        return ssl.create_default_context(cafile=os.fspath(verify))
    return verify


@functools.cache
def _default_context(trust_env: bool) -> ssl.SSLContext:
    import httpx

    # Reading the certificates takes longer than all else about a client: once in a process.
    return httpx.create_ssl_context(trust_env=trust_env)
