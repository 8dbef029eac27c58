"""What makes connections: straight or through a proxy, trusting whom it should."""

from __future__ import annotations

from typing import Any, Callable, Optional, Union
from urllib.parse import urlsplit

from lagclient.calls.settings import is_loopback
from lagclient.types import TLSContext, Verify


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

        from lagclient.transport.httpx.single import settle

        through = proxy
        if proxy is None and trust_env:
            through = environment_proxy(url.scheme, url.hostname or "")
        context: Union[bool, TLSContext] = False
        if url.scheme == "https" or through is not None:
            from lagclient.transport import tls

            context = tls.context(verify, trust_env)
        made = getattr(httpx, kind)(verify=context, proxy=through, trust_env=trust_env)
        settle(made, through is not None)
        return made

    return make


def environment_proxy(scheme: str, host: str) -> Optional[str]:
    """The URL of the proxy that the environment names for a host, if it names one."""
    import urllib.request

    # A token for a loopback address has no business at a proxy, least of all over http.
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(scheme) or proxies.get("all")
    return f"http://{found}" if found and "://" not in found else found
