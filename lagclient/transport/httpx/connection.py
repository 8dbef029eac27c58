"""One connection to the API, straight or through a proxy, by the public classes of httpcore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional, Union

import httpcore

from lagclient.transport import tls
from lagclient.transport.httpx.sockets import AsyncDialer, Dialer, Holder
from lagclient.transport.options import ConnectionOptions, is_encrypted

if TYPE_CHECKING:
    import ssl

_SENDING = "http11.send_request_headers.started"
_PROXIES = {
    "http": (httpcore.HTTPProxy, httpcore.AsyncHTTPProxy),
    "https": (httpcore.HTTPProxy, httpcore.AsyncHTTPProxy),
    "socks5": (httpcore.SOCKSProxy, httpcore.AsyncSOCKSProxy),
    "socks5h": (httpcore.SOCKSProxy, httpcore.AsyncSOCKSProxy),
}


def extensions_of(request: httpcore.Request) -> Dict[str, Any]:
    """Return what a request says beside what it sends; httpcore has no type for it."""
    extensions: Dict[str, Any] = vars(request)["extensions"]
    return extensions


class Plan:
    """How the connections of a pool are made: through which proxy, with which TLS.

    Raises:
        TransportError: Certificates or proxy cannot be used.
    """

    def __init__(self, url: str, options: ConnectionOptions) -> None:
        proxy = options.proxy_for(url)
        context: Optional[ssl.SSLContext] = None
        if is_encrypted(url, proxy):
            chosen: Any = options.context()
            context = tls.unverified_context() if chosen is False else chosen
        self.has_proxy: bool = proxy is not None
        self._kinds: Any = (httpcore.ConnectionPool, httpcore.AsyncConnectionPool)
        self._options: Dict[str, Any] = {
            "ssl_context": context,
            "keepalive_expiry": options.idle_seconds,
        }
        if proxy is not None:
            self._kinds = _PROXIES[proxy.scheme]
            # httpcore before 1.0.7 does not know socks5h; the proxy looks up names for both.
            self._options["proxy_url"] = proxy.url.replace("socks5h:", "socks5:", 1)
            if proxy.user or proxy.password:
                self._options["proxy_auth"] = (proxy.user.encode(), proxy.password.encode())
            if proxy.scheme == "https":
                self._options["proxy_ssl_context"] = context

    def connection(self, origin: httpcore.Origin, dialer: Union[Dialer, AsyncDialer]) -> Any:
        """Make a connection of httpcore's, which connects with its first request."""
        kind = self._kinds[isinstance(dialer, AsyncDialer)]
        # Nothing is used of the pool but this: it would keep books on requests that wait.
        return kind(network_backend=dialer, **self._options).create_connection(origin)


class _Connection:
    """A connection of httpcore's, and how far its first request came.

    A proxy that hangs up, or says nothing, while it should make a tunnel looks to httpcore like an
    API that did so. But then nothing was sent, and trying again is safe. httpcore's trace tells.
    """

    def __init__(
        self, plan: Plan, origin: httpcore.Origin, dialer: Union[Dialer, AsyncDialer]
    ) -> None:
        self._http: Any = plan.connection(origin, dialer)
        self._is_sending = not plan.has_proxy

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Note that the request begins to leave."""
        if event == _SENDING and info["request"].method != b"CONNECT":
            self._is_sending = True

    async def note_async(self, event: str, info: Mapping[str, Any]) -> None:
        """Note that the request begins to leave."""
        self.note(event, info)

    def _judge(self, error: Exception) -> Exception:
        """Return what ended a request: if that was the proxy, as an error of connecting."""
        if self._is_sending:
            return error
        if isinstance(error, httpcore.TimeoutException):
            return httpcore.ConnectTimeout(str(error))
        if isinstance(error, (httpcore.ReadError, httpcore.WriteError, httpcore.ProtocolError)):
            return httpcore.ProxyError(str(error))
        if isinstance(error, AssertionError) or type(error).__module__.startswith("socksio"):
            return httpcore.ProxyError("The proxy does not speak SOCKS5")
        return error

    def is_usable(self) -> bool:
        """Return whether another request can be sent: both sides keep the connection."""
        return not (self._http.is_closed() or self._http.has_expired())

    def is_closed(self) -> bool:
        """Return whether this side has closed it."""
        return bool(self._http.is_closed())


class Connection(_Connection):
    """A connection of a `Client`."""

    def __init__(self, plan: Plan, origin: httpcore.Origin) -> None:
        self.dialer: Dialer = Dialer()
        super().__init__(plan, origin, self.dialer)

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Connect if need be, and send."""
        extensions = extensions_of(request)
        self.dialer.ends = extensions.get("ends")
        holder: Optional[Holder] = extensions.get("holder")
        if holder is not None:
            holder.hold(self.dialer)
        if not self._is_sending:
            extensions["trace"] = self.note
        try:
            response: httpcore.Response = self._http.handle_request(request)
        except Exception as error:
            raise self._judge(error) from error.__cause__
        return response


class AsyncConnection(_Connection):
    """A connection of an `AsyncClient`."""

    def __init__(self, plan: Plan, origin: httpcore.Origin) -> None:
        self.dialer: AsyncDialer = AsyncDialer()
        super().__init__(plan, origin, self.dialer)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Connect if need be, and send."""
        extensions = extensions_of(request)
        if not self._is_sending:
            extensions["trace"] = self.note_async
        try:
            response: httpcore.Response = await self._http.handle_async_request(request)
        except Exception as error:
            raise self._judge(error) from error.__cause__
        return response
