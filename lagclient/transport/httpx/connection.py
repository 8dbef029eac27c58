"""One connection to the API, direct or through a proxy, by the public classes of httpcore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Generic, Optional, Type, TypeVar

import httpcore

from lagclient.transport import tls
from lagclient.transport.httpx.sockets import AsyncDialer, Dialer, Hold
from lagclient.transport.options import ConnectionOptions, is_encrypted
from lagclient.transport.progress import reach

if TYPE_CHECKING:
    import ssl

DialerT = TypeVar("DialerT", Dialer, AsyncDialer)
_HTTP = (httpcore.HTTPProxy, httpcore.AsyncHTTPProxy)
_SOCKS = (httpcore.SOCKSProxy, httpcore.AsyncSOCKSProxy)


class Plan:
    """How a pool connects: through which proxy, with which TLS.

    Attributes:
        handshakes: Number of TLS handshakes of a connection: with the proxy, and with the API.
        proxy: The URL of the proxy without its password; empty without one.

    Raises:
        TransportError: Certificates or proxy cannot be used.
    """

    def __init__(self, url: str, options: ConnectionOptions) -> None:
        proxy = options.proxy_for(url)
        self.proxy: str = "" if proxy is None else proxy.url
        context: Optional[ssl.SSLContext] = None
        if is_encrypted(url, proxy):
            chosen: Any = options.context()
            context = tls.unverified_context() if chosen is False else chosen
        self.handshakes: int = int(url.startswith("https:"))
        self.kinds: Any = (httpcore.ConnectionPool, httpcore.AsyncConnectionPool)
        self.options: Dict[str, Any] = {"keepalive_expiry": options.idle_seconds}
        self.options["ssl_context"] = context
        if proxy is not None:
            self.kinds = _SOCKS if proxy.scheme.startswith("socks") else _HTTP
            # httpcore before 1.0.7 does not know socks5h; the proxy looks up names for both.
            self.options["proxy_url"] = proxy.url.replace("socks5h:", "socks5:")
            if proxy.user or proxy.password:
                self.options["proxy_auth"] = (proxy.user.encode(), proxy.password.encode())
            if proxy.scheme == "https":
                self.options["proxy_ssl_context"] = context
                self.handshakes += 1


class _Connection(Generic[DialerT]):
    """A connection of httpcore, and the dialer that opens its socket."""

    _dialer: Type[DialerT]

    def __init__(self, plan: Plan, origin: httpcore.Origin) -> None:
        self.dialer: DialerT = self._dialer(plan.handshakes)
        pool = plan.kinds[self._dialer is AsyncDialer]
        # Only this method of httpcore's pool is used, because the pool itself tracks every request.
        http = pool(network_backend=self.dialer, **plan.options).create_connection(origin)
        self._http: Any = http

    def _judge(self, error: Exception) -> Exception:
        """Return an error as one of connecting if nothing of the request has been sent.

        httpcore reports a proxy that hangs up or is silent as if it were the API. But until the
        tunnel is open, trying again is safe.
        """
        if self.dialer.is_sending or isinstance(error, httpcore.LocalProtocolError):
            return error
        if isinstance(error, httpcore.TimeoutException):
            return httpcore.ConnectTimeout(str(error))
        if isinstance(error, (httpcore.ReadError, httpcore.WriteError, httpcore.ProtocolError)):
            return httpcore.ProxyError(str(error))
        if isinstance(error, AssertionError) or type(error).__module__.startswith("socksio"):
            return httpcore.ProxyError("The proxy does not speak SOCKS5")
        return error

    def is_usable(self) -> bool:
        """Return whether both sides keep the connection, so that it can carry another request."""
        return not (self.is_over() or self._http.has_expired())

    def is_over(self) -> bool:
        """Return whether this side has not ended its response, or the other has sent more."""
        return not self._http.is_idle() or self.dialer.trailing_data.has_unread()


class Connection(_Connection[Dialer]):
    """A connection of a `Client`."""

    _dialer = Dialer

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Connect if necessary, and send."""
        extensions = extensions_of(request)
        self.dialer.is_sending, self.dialer.ends = False, extensions.get("ends")
        hold: Optional[Hold] = extensions.get("hold")
        if hold is not None:
            hold(self.dialer)
        try:
            response: httpcore.Response = self._http.handle_request(request)
        except Exception as error:
            raise self._judge(error) from error.__cause__
        return response


class AsyncConnection(_Connection[AsyncDialer]):
    """A connection of an `AsyncClient`."""

    _dialer = AsyncDialer

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Connect if necessary, and send."""
        self.dialer.is_sending = False
        reach("connect")
        try:
            response: httpcore.Response = await self._http.handle_async_request(request)
        except Exception as error:
            raise self._judge(error) from error.__cause__
        return response


def extensions_of(request: httpcore.Request) -> Dict[str, Any]:
    """Return the options of a request, for which httpcore has no type."""
    extensions: Dict[str, Any] = vars(request)["extensions"]
    return extensions
