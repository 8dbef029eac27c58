"""How to connect: the options that both clients and all transports share, checked once."""

from __future__ import annotations

import os
from typing import NamedTuple, Optional, Union, cast

from lagclient.errors import LagInvalidRequestError
from lagclient.transport.certificates import Certificates, environment_certificates
from lagclient.transport.protocol import TransportError, hidden
from lagclient.transport.proxies import (
    HTTP_SCHEMES,
    SOCKS_SCHEMES,
    Named,
    Proxy,
    environment_proxy,
    system_proxy,
)
from lagclient.transport.urls import origin_of
from lagclient.types import TLSContext, Verify, path_of

ENCODINGS = "gzip, deflate"
"""The codings that requests accept."""
MAX_CONNECTIONS = 100
MAX_IDLE = 20
"""Maximum number of idle connections of a pool; it closes further ones at once."""
IDLE_SECONDS = 3.0
"""How long a pool keeps an idle connection.

Common servers close theirs after 5 s, and lose a request that arrives at that moment. The
difference must be longer than a request travels.
"""


class ConnectionOptions(NamedTuple):
    """How to connect. Build it with `checked`."""

    proxy: Optional[Proxy] = None
    verify: Verify = True
    trust_env: bool = True
    max_connections: int = MAX_CONNECTIONS
    with_socks: bool = False
    max_idle: int = MAX_IDLE
    idle_seconds: float = IDLE_SECONDS

    @classmethod
    def checked(
        cls,
        *,
        proxy: object = None,
        verify: object = True,
        trust_env: object = True,
        max_connections: object = MAX_CONNECTIONS,
        with_socks: bool = False,
    ) -> ConnectionOptions:
        """Check the options of a client, without loading ssl or a certificate.

        `with_socks` says whether its transport can use a SOCKS proxy.

        Raises:
            LagInvalidRequestError: An option cannot be used; the message names it.
        """
        proxy = hidden(proxy)
        if not isinstance(trust_env, bool):
            raise LagInvalidRequestError(f"`trust_env` must be True or False, not {trust_env!r}")
        is_bool = isinstance(max_connections, bool)
        if is_bool or not isinstance(max_connections, int) or max_connections < 1:
            raise LagInvalidRequestError(
                f"`max_connections` must be an int from 1 up, not {max_connections!r}"
            )
        return cls(
            None if proxy is None else _proxy("`proxy`", proxy, with_socks),
            _verify(verify),
            trust_env,
            max_connections,
            with_socks,
        )

    def check_environment(self, url: Optional[str] = None) -> None:
        """Check the proxy and the certificates that environment variables name.

        Args:
            url: The URL of the API. None: it is not known yet, so only certificates are checked.

        Raises:
            LagInvalidRequestError: One cannot be used; the message names the variable.
        """
        proxy = None
        if url is not None:
            named = environment_proxy(url) if self.proxy is None and self.trust_env else None
            proxy = self.proxy if named is None else self._parsed(named)
        if url is None or is_encrypted(url, proxy):
            self._check_certificates()

    def check_unused(self, carrier: str) -> None:
        """Check that no option is set for a carrier that connects by its own options.

        Args:
            carrier: The option that the carrier was passed as.

        Raises:
            LagInvalidRequestError: One is set; the message names it.
        """
        for option in ("proxy", "verify", "trust_env", "max_connections"):
            if getattr(self, option) != getattr(_DEFAULTS, option):
                raise LagInvalidRequestError(
                    f"`{option}` must be an option of the object passed as `{carrier}`, not of "
                    "the client, because that object makes the connections"
                )

    def proxy_for(self, url: str) -> Optional[Proxy]:
        """Return the proxy on the way to a URL, or None.

        Raises:
            TransportError: The environment names a proxy that cannot be used.
        """
        named = self._named(url)
        try:
            return self.proxy if named is None else self._parsed(named)
        except LagInvalidRequestError as error:
            raise TransportError.unsent(error.message) from None

    def describe_proxy(self, url: str) -> Optional[str]:
        """Return the URL of the proxy on the way to a URL, and the variable that names it."""
        proxy, named = self.proxy_for(url), self._named(url)
        if proxy is None or named is None:
            return proxy and proxy.url
        return f"{proxy.url} ({named.variable})"

    def _named(self, url: str) -> Optional[Named]:
        if self.proxy is not None or not self.trust_env:
            return None
        origin = origin_of(url)
        return environment_proxy(origin) or system_proxy(origin)

    def _parsed(self, named: Named) -> Proxy:
        return _proxy(named.variable, named.url, self.with_socks)

    def context(self) -> Union[bool, TLSContext]:
        """Return the TLS context, or False for no verification. The default one is built once.

        Raises:
            TransportError: The certificates cannot be loaded.
        """
        from lagclient.transport import tls

        if self.verify is True:
            return tls.default_context(environment_certificates() if self.trust_env else None)
        if isinstance(self.verify, (str, os.PathLike)):
            return tls.loaded(Certificates("verify", os.fspath(self.verify)))
        return self.verify

    def _check_certificates(self) -> None:
        named = environment_certificates() if self.verify is True and self.trust_env else None
        if named is not None and not named.exist():
            raise LagInvalidRequestError(
                f"`{named.name}` must name existing certificates in PEM, not {named.path!r}: "
                "correct or unset this environment variable, or pass `verify` or `trust_env=False`"
            )


_DEFAULTS = ConnectionOptions()


def is_encrypted(url: str, proxy: Optional[Proxy]) -> bool:
    """Return whether connections to a URL use TLS, with the API or with the proxy."""
    return url.startswith("https:") or (proxy is not None and proxy.scheme == "https")


def _proxy(name: str, text: object, with_socks: bool) -> Proxy:
    """Return the proxy that an option or a variable names.

    Raises:
        LagInvalidRequestError: It cannot be used.
    """
    proxy = Proxy.parse(text, HTTP_SCHEMES + SOCKS_SCHEMES if with_socks else HTTP_SCHEMES)
    if isinstance(proxy, str):
        raise LagInvalidRequestError(f"{name} must be like {proxy}")
    if proxy.scheme in SOCKS_SCHEMES:
        import importlib.util

        if importlib.util.find_spec("socksio") is None:
            raise LagInvalidRequestError(
                f"{name} is a SOCKS proxy, which needs socksio: "
                "python -m pip install 'httpx[socks]'"
            )
    return proxy


def _verify(verify: object) -> Verify:
    if isinstance(verify, bool):
        return verify
    if isinstance(verify, (str, os.PathLike)):
        path = path_of(cast("object", verify))
        if path is None or not os.path.isfile(path):
            raise LagInvalidRequestError(
                f"`verify` must be the path of a file of certificates, not {path or verify!r}, "
                "which is not a file"
            )
        if not Certificates("verify", path).exist():
            raise LagInvalidRequestError(f"`verify` must name certificates in PEM, not {path!r}")
        return path
    if not hasattr(verify, "wrap_socket"):
        raise LagInvalidRequestError(
            "`verify` must be True, False, the path of a file of certificates or an "
            f"ssl.SSLContext, not {type(verify).__name__}"
        )
    return cast("TLSContext", verify)
