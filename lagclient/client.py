"""The clients: their options, and how they perform calls. Their methods come from the table."""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import sys
from types import MemberDescriptorType
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    ClassVar,
    Generic,
    Iterable,
    List,
    Mapping,
    NoReturn,
    Optional,
    Tuple,
    TypeVar,
    Union,
)

from lagclient import resources
from lagclient.answer import Answer
from lagclient.calls.auth import Credential, TokenFunction, TokenSource
from lagclient.calls.keywords import strict
from lagclient.calls.memory import Memory
from lagclient.calls.observe import Observer
from lagclient.calls.options import OPTIONS, check_sender, checked_flag, refused, secret_headers
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
    Request,
    Secret,
    Transport,
    hidden,
)
from lagclient.transport.urls import checked_base_url
from lagclient.types import UNSET, Query, Replay, Unset, Verify
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


def _custom(*arguments: Any) -> Tuple[Call, Request]:
    from lagclient.calls.custom import custom

    return custom(*arguments)


def _options_of(transport: object) -> Optional[ConnectionOptions]:
    """Return how a transport connects; None if it does not say."""
    options = getattr(transport, "_options", None)
    return options if isinstance(options, ConnectionOptions) else None


def _proxy_of(transport: object, base_url: str) -> Optional[str]:
    """Return the URL of a transport's proxy; None if it has no proxy or does not say."""
    options = _options_of(transport)
    return None if options is None else options.describe_proxy(base_url)


class _Client(Generic[HttpClientT, TransportT]):
    """The common part of both clients: options and settings."""

    _flavour: ClassVar[Flavour]

    @strict
    def __init__(
        self,
        *,
        token: Union[str, TokenFunction, None] = None,
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
        observer: Optional[Observer] = None,
    ) -> None:
        """Create a client; nothing is sent yet.

        Args:
            token: A personal access token (``lag_pat_...``), a web session token, or a robot key
                (``lag_robot_...``). Default: the environment variable ``LAG_TOKEN``. A function
                that returns the token is called before the first request, and again after a
                response of 401; then that request is repeated once if it is safe. Several calls
                may call it at the same time. For an `AsyncClient` it may be asynchronous.
            base_url: URL of the API. Default: ``LAG_BASE_URL``, or https://api.trylag.com. Plain
                ``http://`` is accepted for this machine only, see `allow_http`.
            timeout_seconds: Limit in seconds for each phase of an attempt: connecting, sending,
                waiting for the next bytes, waiting for a free connection. Default: 30, or the
                timeouts of `http_client`. None: no limit.
            max_retries: Maximum number of repetitions of a request that is safe to repeat.
            user_agent: The User-Agent header.
            extra_headers: Headers of every request; Authorization and Content-Type are not allowed.
            http_client: An httpx (or httpx2) client that sends the requests; it is never closed.
            transport: An object that carries requests, see `lagclient.transport.protocol`; it is
                closed with the client.
            deadline_seconds: Limit in seconds for a whole call: all attempts, waits and the body.
                None: no limit. It cannot limit a blocking lookup of the host name. With
                `http_client` it also cannot limit headers that arrive byte by byte, or the wait
                for the next part of a body.
            max_retry_wait_seconds: Limit in seconds for one wait before a retry. If the API asks
                for more (Retry-After), the error is raised immediately.
            retry_unsafe: Repeat requests as if all were safe; one may then take effect twice.
            pacing: What a robot's client does when a call would exceed the API's limits (100
                requests a minute, 10 messages in 10 seconds): ``"wait"`` for its turn, in order
                of arrival; ``"raise"`` a `LagRateLimitError` before anything is sent; or ``"off"``,
                send. The deadline limits the wait.
            pacer: The counter of requests. Default: one in this process for each token. See
                `lagclient.calls.pacing` to share it between processes.
            routes: Your own endpoints: paths of route files, or `Route` objects.
            proxy: URL of a proxy. Default: the proxy of the environment, if `trust_env`.
            verify: False to accept every certificate, the path of a file of certificates, or an
                `ssl.SSLContext`.
            trust_env: Whether to use environment variables for proxies and certificates.
            allow_http: Allow ``http://`` to other machines, where the token can be read on the way.
                Default: the environment variable ``LAG_ALLOW_HTTP``, ``1`` or ``0``.
            max_connections: Maximum number of connections, for an `AsyncClient` in each event loop.
                Further calls wait for a free one, in order of arrival.
            observer: Follows each call and its attempts, such as
                `lagclient.telemetry.OpenTelemetry()`. Default: none.

        Raises:
            LagInvalidRequestError: An argument is invalid (it is also a ValueError).
            LagInvalidTokenError: The token is not text that a header can carry.
            LagRouteError: A route file or a route is invalid.
        """
        proxy = hidden(proxy)
        try:
            token = os.environ.get("LAG_TOKEN") if token is None else token
            source = None
            if callable(token):
                source = self._token_source(token)
                credential = Credential("", Secret(""))  # not known before the first call
            else:
                credential = Credential.from_token(token)
            headers = {
                "authorization": credential.authorization,
                "accept": "application/json",
                "user-agent": OPTIONS["user_agent"].checked("user_agent", user_agent),
                **secret_headers(extra_headers),
            }
        finally:
            del token, extra_headers  # reports of errors show the variables of a frame
        if "LAG_LOG" in os.environ:
            from lagclient.calls.log import turn_on

            turn_on(os.environ["LAG_LOG"])
        if base_url is None:
            base_url = os.environ.get("LAG_BASE_URL", DEFAULT_BASE_URL)
        if allow_http is None:
            allow_http = checked_flag("LAG_ALLOW_HTTP", os.environ.get("LAG_ALLOW_HTTP", ""))
        allow_http = OPTIONS["allow_http"].checked("allow_http", allow_http)
        if base_url != DEFAULT_BASE_URL:
            base_url = checked_base_url(base_url, bool(allow_http))
        connection = ConnectionOptions.checked(
            proxy=proxy,
            verify=verify,
            trust_env=trust_env,
            max_connections=max_connections,
            with_socks=True,
        )
        if http_client is not None and transport is not None:
            raise LagInvalidRequestError("`http_client` or `transport` must be set, not both")
        own: Optional[ConnectionOptions] = connection
        if http_client is not None or transport is not None:
            connection.check_unused("transport" if http_client is None else "http_client")
            own = _options_of(transport)
        if own is not None:
            own.check_environment(base_url)
        is_async = self._flavour.is_async
        if http_client is not None:
            methods = ("build_request", "send")
            check_sender("http_client", http_client, methods, is_async=is_async)
        if transport is not None:
            check_sender("transport", transport, ("send",), is_async=is_async)
        if timeout_seconds is UNSET:
            timeout_seconds = DEFAULT_TIMEOUT_SECONDS if http_client is None else None
        if transport is None:
            transport = self._carrier(http_client, connection)
        settings = Settings(
            base_url=base_url,
            credential=credential,
            headers=headers,
            routes=resources.extended_table(routes),
            memory=Memory.of(base_url, credential.authorization),
            tokens=source,
            proxy=functools.partial(_proxy_of, transport, base_url),
        ).changed(
            timeout_seconds=timeout_seconds,
            deadline_seconds=deadline_seconds,
            max_retries=max_retries,
            max_retry_wait_seconds=max_retry_wait_seconds,
            retry_unsafe=retry_unsafe,
            pacing=pacing,
            pacer=UNSET if pacer is None else pacer,
            observer=UNSET if observer is None else observer,
        )
        self._start(settings, transport, owns=True)

    def _start(self, settings: Settings, transport: TransportT, owns: bool) -> None:
        self._settings = settings
        self._transport = transport
        self._owns_transport = owns
        if settings.routes is not resources.TABLE:
            # The namespaces and root methods of this client's table replace those of the class.
            root = resources.root_class(settings.routes, self._flavour)(self._perform, self._listen)
            vars(self).update(
                {name: getattr(root, name) for name in dir(root) if not name.startswith("_")}
            )

    def _token_source(self, function: TokenFunction) -> TokenSource:
        if not self._flavour.is_async and inspect.iscoroutinefunction(function):
            raise refused("token", "text or a blocking function", function)
        return TokenSource(function)

    def _carrier(
        self, http_client: Optional[HttpClientT], options: ConnectionOptions
    ) -> TransportT:
        raise NotImplementedError

    def _perform(self, call: Call, flow: Any = None, **options: Any) -> Any:
        raise NotImplementedError

    def _perform_raw(self, call: Call, flow: Any = None, **options: Any) -> Any:
        raise NotImplementedError

    def _flow(self, call: Call, flow: Any, options: Mapping[str, Any]) -> Any:
        from lagclient.calls.flow import perform

        return (flow or perform)(call, self._settings, **options)

    def _listen(self, call: Call, **options: Any) -> Any:
        from lagclient.listening.drive import AsyncListening, Listening
        from lagclient.listening.listener import listener

        kind: Any = AsyncListening if self._flavour.is_async else Listening
        flow = listener(call, self._settings, options)
        return kind(flow, self._transport, self._settings.closing)

    def pool_stats(self) -> Optional[PoolStats]:
        """Count the connections of this client: open, idle, in use, and calls that wait for one.

        An `AsyncClient` counts those of all its event loops, and a `Client` those of this process.

        Returns:
            The counts; None if the transport does not count, such as with `http_client`.
        """
        stats: Optional[Callable[[], Optional[PoolStats]]] = getattr(self._transport, "stats", None)
        return None if stats is None else stats()

    @property
    def is_robot(self) -> bool:
        """Whether the token is a robot key."""
        tokens = self._settings.tokens
        credential = self._settings.credential if tokens is None else tokens.now()
        return credential.kind == "robot"

    @strict
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
        """Return a client with other options, over the same token and connections.

        Omitted options stay unchanged. `extra_headers` are added to the headers of this client.
        The result does not need to be closed; it ends with this client.

        Args:
            timeout_seconds: Limit in seconds for each phase of an attempt; None: no limit.
            deadline_seconds: Limit in seconds for a whole call; None: no limit.
            max_retries: Maximum number of repetitions of a request that is safe to repeat.
            max_retry_wait_seconds: Limit in seconds for one wait before a retry.
            retry_unsafe: Repeat requests as if all were safe; one may then take effect twice.
            pacing: ``"wait"``, ``"raise"`` or ``"off"``: what a robot's client does about limits.
            extra_headers: Headers of every request.

        Raises:
            LagInvalidRequestError: An argument is invalid.
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
        for slot in self._slots():
            with contextlib.suppress(AttributeError):  # it has no value
                slot.__set__(other, slot.__get__(self))
        other._start(settings, self._transport, owns=False)
        return other

    def _slots(self) -> List[MemberDescriptorType]:
        """Return the `__slots__` of subclasses."""
        # Only these classes are searched, because programs call `with_options` for each call.
        classes = [cls for cls in type(self).__mro__ if "__slots__" in vars(cls)]
        members = [member for cls in classes for member in vars(cls).values()]
        return [member for member in members if isinstance(member, MemberDescriptorType)]

    def _is_cached(self, name: str) -> bool:
        kinds = [vars(cls).get(name) for cls in type(self).__mro__]
        return any(isinstance(kind, functools.cached_property) for kind in kinds)

    def __repr__(self) -> str:
        name = f"lagclient.{type(self).__name__}"
        if not hasattr(self, "_settings"):
            return f"<{name}: not created>"  # a traceback shows the constructor's frame
        tokens, credential = self._settings.tokens, self._settings.credential
        credential = (tokens and tokens.credential) or credential
        return f"<{name}: {credential.kind or 'token not known yet'} at {self._settings.base_url}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"A {type(self).__name__} cannot be pickled, because it has connections and a token. "
            "Create one in each process"
        )


class Client(_Client[HttpClient, Transport], resources.Root):
    """A blocking client of the Lag API, for users and robots. Threads can share it.

    ::

        with Client(token="lag_pat_...") as client:
            for server in client.servers.list():
                print(server.name)
    """

    _flavour = SYNC
    raw: resources.RawRoot = _raw(RAW)
    """The same methods, which return an `Answer`: data, status, headers, request id."""

    def _carrier(self, http_client: Optional[HttpClient], options: ConnectionOptions) -> Transport:
        if http_client is not None:
            from lagclient.transport.httpx.http_client import HttpClientTransport

            return HttpClientTransport(http_client)
        from lagclient.transport.httpx.transport import HttpxTransport

        return HttpxTransport(options)

    def _perform(self, call: Call, flow: Any = None, **options: Any) -> Any:
        from lagclient.calls import drive

        performing = self._flow(call, flow, options)
        return drive.run(performing, self._transport, self._settings.closing.sleep).data

    def _perform_raw(self, call: Call, flow: Any = None, **options: Any) -> Any:
        from lagclient.calls import drive

        performing = self._flow(call, flow, options)
        return drive.run(performing, self._transport, self._settings.closing.sleep)

    @strict
    def request(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        json: Any = None,
        replay: Optional[Replay] = None,
    ) -> Answer[Any]:
        """Send any request, with the token, retries and errors of methods.

        Args:
            method: ``GET``, ``HEAD``, ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
            path: The path after the base URL, such as ``/servers/srv_1/stats``. Its values must be
                percent-encoded; for a robot it begins with ``/robots/@me``.
            query: Values of the query by name; a list repeats its name, and None is omitted.
            json: The body, as data that JSON can carry; None: no body.
            replay: ``"safe"`` if the request may be repeated although an earlier attempt may have
                taken effect, else ``"never"``. Default: never for POST and PATCH.

        Returns:
            An `Answer` whose `data` is the decoded JSON, the bytes of another content type, or
            None if the response has no body.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAPIError: The call failed.
        """
        call, request = _custom(method, path, query, json, replay, self._settings)
        answer: Answer[Any] = self._perform_raw(call, request=request)
        return answer

    def close(self) -> None:
        """Close all connections. A client passed as `http_client` stays open.

        Calls and streams of other threads end with an error that says that the client was closed:
        waits at once, and requests as soon as the transport allows.
        """
        if self._owns_transport:
            self._settings.closing.close()
            self._transport.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    if not TYPE_CHECKING:

        async def __aenter__(self) -> NoReturn:
            raise TypeError(
                "Client must be used with `with`, not `async with`, which is for AsyncClient"
            )

        async def __aexit__(self, *exception: object) -> None:
            """Exist, because Python looks for it before it enters."""


class AsyncClient(_Client[AsyncHttpClient, AsyncTransport], resources.AsyncRoot):
    """A client of the Lag API for asyncio and trio, for users and robots.

    It can be used in several event loops, one after another or at the same time.

    ::

        async with AsyncClient(token="lag_pat_...") as client:
            for server in await client.servers.list():
                print(server.name)
    """

    _flavour = ASYNC
    raw: resources.AsyncRawRoot = _raw(ASYNC_RAW)
    """The same methods, which return an `Answer`: data, status, headers, request id."""

    def _carrier(
        self, http_client: Optional[AsyncHttpClient], options: ConnectionOptions
    ) -> AsyncTransport:
        if http_client is not None:
            from lagclient.transport.httpx.http_client import AsyncHttpClientTransport

            return AsyncHttpClientTransport(http_client)
        from lagclient.transport.httpx.transport import AsyncHttpxTransport

        return AsyncHttpxTransport(options)

    async def _perform(self, call: Call, flow: Any = None, **options: Any) -> Any:
        from lagclient.calls import drive

        performing, sleep = self._flow(call, flow, options), self._settings.closing.sleep_async
        return (await drive.run_async(performing, self._transport, sleep)).data

    async def _perform_raw(self, call: Call, flow: Any = None, **options: Any) -> Any:
        from lagclient.calls import drive

        performing, sleep = self._flow(call, flow, options), self._settings.closing.sleep_async
        return await drive.run_async(performing, self._transport, sleep)

    @strict
    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        json: Any = None,
        replay: Optional[Replay] = None,
    ) -> Answer[Any]:
        """Send a request that no method describes: see `Client.request`."""
        call, request = _custom(method, path, query, json, replay, self._settings)
        answer: Answer[Any] = await self._perform_raw(call, request=request)
        return answer

    async def aclose(self) -> None:
        """Close all connections. A client passed as `http_client` stays open.

        Calls and streams of other tasks end with an error that says that the client was closed. In
        other event loops waits and streams end, and connections close with their loop.
        """
        if self._owns_transport:
            self._settings.closing.close()
            await self._transport.close()

    async def __aenter__(self: Self) -> Self:
        if not {"httpcore", "lagclient.calls.flow", "pydantic.main"} <= sys.modules.keys():
            import anyio.to_thread

            await anyio.to_thread.run_sync(_import_first_call)
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    if not TYPE_CHECKING:
        # Before Python 3.11 the error of a wrong `with` names nothing but this method.

        def __enter__(self) -> NoReturn:
            raise TypeError("AsyncClient must be used with `async with`, not `with`")

        def __exit__(self, *exception: object) -> None:
            """Exist, because Python looks for it before it enters."""


def _import_first_call() -> None:
    """Import what the first call needs, because an import would block the event loop for 0.2 s."""
    import httpcore  # noqa: F401

    from lagclient.calls import decode, drive, flow  # noqa: F401

    decode.reader("User", None)
