"""The clients: what they are made of, and when it ends. Their methods come from the table."""

from __future__ import annotations

import functools
import os
from typing import (
    Any,
    Callable,
    ClassVar,
    Generic,
    Iterable,
    Mapping,
    NoReturn,
    Optional,
    TypeVar,
    Union,
)

from lagclient import resources
from lagclient.calls.auth import Credential
from lagclient.calls.memory import Memory
from lagclient.calls.options import OPTIONS, check_sender, checked_flag, secret_headers
from lagclient.calls.pacing import Pacer, Pacing
from lagclient.calls.settings import Settings
from lagclient.errors import LagInvalidRequestError
from lagclient.methods.build import Namespace, detached
from lagclient.methods.flavour import ASYNC, ASYNC_RAW, RAW, SYNC, Flavour
from lagclient.routing.call import Call
from lagclient.transport.options import MAX_CONNECTIONS, ConnectionOptions
from lagclient.transport.protocol import (
    AsyncHttpClient,
    AsyncTransport,
    HttpClient,
    PoolStats,
    Transport,
    hidden,
)
from lagclient.transport.urls import checked_base_url
from lagclient.types import UNSET, Unset, Verify
from lagclient.version import __version__

DEFAULT_BASE_URL = "https://api.trylag.com"
DEFAULT_TIMEOUT_SECONDS = 30.0
DEFAULT_MAX_RETRIES = 2
DEFAULT_MAX_RETRY_WAIT_SECONDS = 60.0
USER_AGENT = f"lagclient-py/{__version__}"

HttpClientT = TypeVar("HttpClientT")
TransportT = TypeVar("TransportT")
Self = TypeVar("Self", bound="_Client[Any, Any]")


def _raw(flavour: Flavour) -> Any:
    return Namespace(
        lambda client: resources.root_class(client._settings.routes, flavour)(client._perform_raw),
        lambda: resources.root_class(resources.TABLE, flavour)(detached),
    )


class _Client(Generic[HttpClientT, TransportT]):
    """What both clients share: all but waiting."""

    _flavour: ClassVar[Flavour]

    def __init__(
        self,
        *,
        token: Optional[str] = None,
        base_url: Optional[str] = None,
        timeout_seconds: Union[float, Unset, None] = UNSET,
        max_retries: int = DEFAULT_MAX_RETRIES,
        user_agent: str = USER_AGENT,
        extra_headers: Optional[Mapping[str, str]] = None,
        http_client: Optional[HttpClientT] = None,
        transport: Optional[TransportT] = None,
        deadline_seconds: Optional[float] = None,
        max_retry_wait_seconds: float = DEFAULT_MAX_RETRY_WAIT_SECONDS,
        retry_unsafe: bool = False,
        pacing: Pacing = "wait",
        pacer: Optional[Pacer] = None,
        routes: Union[resources.RouteSource, Iterable[resources.RouteSource]] = (),
        proxy: Optional[str] = None,
        verify: Verify = True,
        trust_env: bool = True,
        allow_http: Optional[bool] = None,
        max_connections: int = MAX_CONNECTIONS,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            token: A personal access token (``lag_pat_...``), a web session token, or a robot key
                (``lag_robot_...``). Left out: the environment variable ``LAG_TOKEN``.
            base_url: Where the API is. Left out: ``LAG_BASE_URL``, else https://api.trylag.com.
                Plain ``http://`` is refused but for this machine, see `allow_http`.
            timeout_seconds: Limit for each phase of an attempt (connecting, sending, waiting for
                the next piece of the answer, waiting for a free connection), in seconds; 30 when
                left out, None for no limit. A client passed as `http_client` keeps its own
                timeouts unless this is given.
            max_retries: How often a request is repeated at most, where that does no harm.
            user_agent: The User-Agent header.
            extra_headers: Headers for every request; Authorization is not among them.
            http_client: An httpx (or httpx2) client to send with; it is never closed here.
            transport: Anything that carries requests, see `lagclient.transport.protocol`; it is
                closed with the client.
            deadline_seconds: Limit for a whole call, in seconds: all attempts, waits and the body.
                None: no limit. In the sync client the lookup of a host name is outside of what can
                be bounded; through `http_client`, so are headers that arrive byte by byte, and the
                wait for the next piece of a body.
            max_retry_wait_seconds: The longest wait before a retry, in seconds. Where the API asks
                for more (Retry-After), the error is raised at once.
            retry_unsafe: Repeat every failed request, even where it may then take effect twice.
            pacing: What a robot's client does about the API's limits for robots (100 requests in a
                minute, 10 messages in 10 seconds): ``"wait"`` until the call may be made, first
                come, first served; ``"raise"`` a `LagRateLimitError` before anything is sent; or
                ``"off"``. The deadline bounds the waiting.
            pacer: Where to count; left out, in this process, for each token. See
                `lagclient.calls.pacing` to share the count with other processes.
            routes: Endpoints of your own: paths of route files, or `Route` objects.
            proxy: URL of a proxy. Left out: what the environment says, if `trust_env`.
            verify: False to accept every certificate, the path of a file of certificates, or an
                `ssl.SSLContext`.
            trust_env: Whether environment variables for proxies and certificates count.
            allow_http: Allow ``http://`` to other machines, where the token can be read on the way.
                By default the environment variable ``LAG_ALLOW_HTTP`` decides: ``1`` or ``0``.
            max_connections: How many connections there may be at once, in an `AsyncClient` in each
                event loop; calls beyond that wait for one, first come, first served.

        Raises:
            LagInvalidRequestError: An argument makes no sense (it is a ValueError too).
            LagInvalidTokenError: The token has characters that no header can carry.
            LagRouteError: Something in `routes` is wrong.
        """
        proxy = hidden(proxy)
        try:
            token = os.environ.get("LAG_TOKEN") if token is None else token
            credential = Credential.from_token(token)
            headers = {
                "authorization": credential.authorization,
                "accept": "application/json",
                "user-agent": OPTIONS["user_agent"].checked("user_agent", user_agent),
                **secret_headers(extra_headers),
            }
        finally:
            del token, extra_headers  # reports of errors show the variables of a frame
        if base_url is None:
            base_url = os.environ.get("LAG_BASE_URL", DEFAULT_BASE_URL)
        if allow_http is None:
            allow_http = checked_flag("LAG_ALLOW_HTTP", os.environ.get("LAG_ALLOW_HTTP", ""))
        base_url = checked_base_url(
            base_url, OPTIONS["allow_http"].checked("allow_http", allow_http)
        )
        connection = ConnectionOptions.checked(
            proxy=proxy,
            verify=verify,
            trust_env=trust_env,
            max_connections=max_connections,
            with_socks=True,
        )
        if http_client is None and transport is None:
            connection.check_environment(base_url)
        if http_client is not None and transport is not None:
            raise LagInvalidRequestError("Pass `http_client` or `transport`, not both")
        is_async = self._flavour.is_async
        if http_client is not None:
            methods = ("build_request", "send")
            check_sender("http_client", http_client, methods, is_async=is_async)
        if transport is not None:
            check_sender("transport", transport, ("send",), is_async=is_async)
        if timeout_seconds is UNSET:
            timeout_seconds = DEFAULT_TIMEOUT_SECONDS if http_client is None else None
        settings = Settings(
            base_url=base_url,
            credential=credential,
            headers=headers,
            routes=resources.extended_table(routes),
            memory=Memory.of(base_url, credential.authorization),
        ).changed(
            timeout_seconds=timeout_seconds,
            deadline_seconds=deadline_seconds,
            max_retries=max_retries,
            max_retry_wait_seconds=max_retry_wait_seconds,
            retry_unsafe=retry_unsafe,
            pacing=pacing,
            pacer=UNSET if pacer is None else pacer,
        )
        if transport is None:
            transport = self._carrier(http_client, base_url, connection)
        self._start(settings, transport, owns=True)

    def _start(self, settings: Settings, transport: TransportT, owns: bool) -> None:
        self._settings = settings
        self._transport = transport
        self._owns_transport = owns
        if settings.routes is not resources.TABLE:
            # The namespaces and root methods of this client's table, in place of the class's.
            root = resources.root_class(settings.routes, self._flavour)(self._perform, self._listen)
            vars(self).update(
                {name: getattr(root, name) for name in dir(root) if not name.startswith("_")}
            )

    def _carrier(
        self, http_client: Optional[HttpClientT], base_url: str, options: ConnectionOptions
    ) -> TransportT:
        raise NotImplementedError

    def _perform(self, call: Call) -> Any:
        raise NotImplementedError

    def _perform_raw(self, call: Call) -> Any:
        raise NotImplementedError

    def _listen(self, call: Call, **options: Any) -> Any:
        from lagclient.listening.drive import AsyncListening, Listening
        from lagclient.listening.listener import listener

        kind: Any = AsyncListening if self._flavour.is_async else Listening
        return kind(listener(call, self._settings, options), self._transport)

    def pool_stats(self) -> Optional[PoolStats]:
        """Count the connections of this client: open, idle, in use, and calls that wait for one.

        An `AsyncClient` counts those of all its event loops, and a `Client` those of this process.

        Returns:
            The counts; None if the transport does not count, as a client passed as `http_client`.
        """
        stats: Optional[Callable[[], Optional[PoolStats]]] = getattr(self._transport, "stats", None)
        return None if stats is None else stats()

    @property
    def is_robot(self) -> bool:
        """Whether the token is a robot key."""
        return self._settings.credential.kind == "robot"

    def with_options(
        self: Self,
        *,
        timeout_seconds: Union[float, Unset, None] = UNSET,
        deadline_seconds: Union[float, Unset, None] = UNSET,
        max_retries: Union[int, Unset] = UNSET,
        max_retry_wait_seconds: Union[float, Unset] = UNSET,
        retry_unsafe: Union[bool, Unset] = UNSET,
        pacing: Union[Pacing, Unset] = UNSET,
        extra_headers: Union[Mapping[str, str], Unset] = UNSET,
    ) -> Self:
        """The same client with other options: same token, same connections.

        What is left out stays as it is. `extra_headers` are added to those of the client. The
        result need not be closed; it ends with the client that it was made from.

        Args:
            timeout_seconds: Limit for each phase of an attempt, in seconds; None: no limit.
            deadline_seconds: Limit for a whole call, in seconds; None: no limit.
            max_retries: How often a request is repeated at most.
            max_retry_wait_seconds: The longest wait before a retry, in seconds.
            retry_unsafe: Repeat every failed request, even where it may take effect twice.
            pacing: What a robot's client does about limits: ``"wait"``, ``"raise"`` or ``"off"``.
            extra_headers: Headers for every request.

        Raises:
            LagInvalidRequestError: An argument makes no sense.
        """
        try:
            headers = secret_headers(extra_headers)
        finally:
            del extra_headers
        settings = self._settings.changed(
            headers,
            timeout_seconds=timeout_seconds,
            deadline_seconds=deadline_seconds,
            max_retries=max_retries,
            max_retry_wait_seconds=max_retry_wait_seconds,
            retry_unsafe=retry_unsafe,
            pacing=pacing,
        )
        other = object.__new__(type(self))
        # Cached properties, such as the namespaces, belong to the client that created them.
        vars(other).update({n: value for n, value in vars(self).items() if not self._is_cached(n)})
        other._start(settings, self._transport, owns=False)
        return other

    def _is_cached(self, name: str) -> bool:
        kinds = [vars(cls).get(name) for cls in type(self).__mro__]
        return any(isinstance(kind, functools.cached_property) for kind in kinds)

    def __repr__(self) -> str:
        name = f"lagclient.{type(self).__name__}"
        if not hasattr(self, "_settings"):
            return f"<{name}: not made>"  # its own constructor is in a traceback
        return f"<{name}: {self._settings.credential.kind} at {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"A {type(self).__name__} is not pickled: it has open connections and a token. "
            "Make one in each process"
        )


class Client(_Client[HttpClient, Transport], resources.Root):
    """The Lag API, blocking. For users and robots alike; safe to share between threads.

    ::

        with Client(token="lag_pat_...") as client:
            for server in client.servers.list():
                print(server.name)
    """

    _flavour = SYNC
    raw: resources.RawRoot = _raw(RAW)
    """The same methods; each returns an `Answer`: data, status, headers, request id."""

    def _carrier(
        self, http_client: Optional[HttpClient], base_url: str, options: ConnectionOptions
    ) -> Transport:
        if http_client is not None:
            from lagclient.transport.httpx.http_client import HttpClientTransport

            return HttpClientTransport(http_client)
        from lagclient.transport.httpx.transport import HttpxTransport

        return HttpxTransport(base_url, options)

    def _perform(self, call: Call) -> Any:
        from lagclient.calls import drive, flow

        return drive.run(flow.perform(call, self._settings), self._transport).data

    def _perform_raw(self, call: Call) -> Any:
        from lagclient.calls import drive, flow

        return drive.run(flow.perform(call, self._settings), self._transport)

    def close(self) -> None:
        """Close the connections. A client passed as `http_client` stays open."""
        if self._owns_transport:
            self._transport.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncClient(_Client[AsyncHttpClient, AsyncTransport], resources.AsyncRoot):
    """The Lag API for asyncio and trio. For users and robots alike.

    One client may serve several event loops, one after another or at once.

    ::

        async with AsyncClient(token="lag_pat_...") as client:
            for server in await client.servers.list():
                print(server.name)
    """

    _flavour = ASYNC
    raw: resources.AsyncRawRoot = _raw(ASYNC_RAW)
    """The same methods; each returns an `Answer`: data, status, headers, request id."""

    def _carrier(
        self, http_client: Optional[AsyncHttpClient], base_url: str, options: ConnectionOptions
    ) -> AsyncTransport:
        if http_client is not None:
            from lagclient.transport.httpx.http_client import AsyncHttpClientTransport

            return AsyncHttpClientTransport(http_client)
        from lagclient.transport.httpx.transport import AsyncHttpxTransport

        return AsyncHttpxTransport(base_url, options)

    async def _perform(self, call: Call) -> Any:
        from lagclient.calls import drive, flow

        return (await drive.run_async(flow.perform(call, self._settings), self._transport)).data

    async def _perform_raw(self, call: Call) -> Any:
        from lagclient.calls import drive, flow

        return await drive.run_async(flow.perform(call, self._settings), self._transport)

    async def aclose(self) -> None:
        """Close the connections. A client passed as `http_client` stays open."""
        if self._owns_transport:
            await self._transport.close()

    async def __aenter__(self: Self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()
