"""The interface between a call and the network: requests, responses and failures.

Any object with the methods of `Transport` (or `AsyncTransport`) can carry calls. httpx is only the
default, and nothing here depends on it.
"""

from __future__ import annotations

from typing import (
    Any,
    AsyncContextManager,
    AsyncIterator,
    Awaitable,
    Callable,
    ContextManager,
    Dict,
    Iterable,
    Iterator,
    Mapping,
    NamedTuple,
    NoReturn,
    Optional,
    Protocol,
    Tuple,
    TypeVar,
    Union,
    cast,
)

import attrs

__all__ = [
    "AsyncHttpClient",
    "AsyncStream",
    "AsyncTransport",
    "Body",
    "Headers",
    "HttpClient",
    "PoolStats",
    "Reply",
    "Request",
    "Secret",
    "Stream",
    "Timeouts",
    "Transport",
    "TransportError",
]

T = TypeVar("T")

Headers = Mapping[str, str]
"""Header names in lower case."""

Body = Union[bytes, Callable[[], Iterator[bytes]]]
"""Bytes, or a function that returns a new iterator for each attempt, so that all send the same."""


PIECE_BYTES = 64 * 1024
"""Size of the pieces of a body, each of which has a time limit of its own."""


class Secret(str):
    """Text whose repr hides it, because tracebacks print variables; it cannot be pickled."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'...'"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "An object with a token is not pickled, because the pickle would contain the token"
        )


def hidden(value: T) -> T:
    """Return text as a `Secret`, because a traceback may show it; other values as they are."""
    return cast(T, Secret(value)) if isinstance(value, str) else value


@attrs.frozen
class Request:
    """A complete request; every attempt sends the same object."""

    method: str
    url: str
    headers: Headers
    """The headers, including Authorization, whose value is a `Secret`."""
    body: Optional[Body] = attrs.field(default=None, repr=False)


class Timeouts(NamedTuple):
    """Limits of one attempt in seconds, by phase; None: no limit."""

    connect: Optional[float] = None
    read: Optional[float] = None
    write: Optional[float] = None
    pool: Optional[float] = None
    total: Optional[float] = None
    """Limit of the whole attempt, its body included: the time until the deadline of the call."""

    def cut(self) -> Timeouts:
        """Return these limits, each at most the total."""
        total = self.total
        if total is None:
            return self
        return Timeouts(*(total if limit is None else min(limit, total) for limit in self))


@attrs.frozen
class Reply:
    """A complete response."""

    status: int
    headers: Headers
    body: bytes = attrs.field(repr=False)


class Stream(NamedTuple):
    """A response whose body is read piece by piece."""

    status: int
    headers: Headers
    chunks: Iterator[bytes]


class AsyncStream(NamedTuple):
    """A response whose body is read piece by piece."""

    status: int
    headers: Headers
    chunks: AsyncIterator[bytes]


class TransportError(Exception):
    """An attempt that ended without a complete response.

    Attributes:
        phase: Where it failed: ``request`` (which is invalid), ``pool``, ``connect``, ``tls``,
            ``write`` or ``read``; ``closed`` if the client is closed.
        sent: Whether a part of the request may have reached the server.
        timed_out: Whether a time limit ended it.
        status: The status of the response, if its headers had arrived.
    """

    def __init__(
        self,
        message: str,
        *,
        phase: str,
        sent: bool,
        timed_out: bool = False,
        status: Optional[int] = None,
    ) -> None:
        super().__init__(message)
        self.phase: str = phase
        self.sent: bool = sent
        self.timed_out = timed_out
        self.status = status

    def while_connecting(self) -> TransportError:
        """Return this error as one of connecting: nothing of the request has been sent."""
        self.phase = "connect"
        self.sent = False
        return self

    @classmethod
    def unsent(cls, why: Union[str, BaseException]) -> TransportError:
        """Return the error for a request that cannot be sent."""
        return cls(describe_error(why), phase="request", sent=False)

    @classmethod
    def closed(cls, what: str = "The client") -> TransportError:
        """Return the error for a call of a closed client."""
        return cls(f"{what} is closed", phase="closed", sent=False)

    @classmethod
    def stream_closed(cls, status: Optional[int] = None) -> TransportError:
        """Return the error for reading a stream that another thread or task has closed."""
        return cls("The stream is closed", phase="read", sent=True, status=status)

    @classmethod
    def cut_off(cls, phase: str) -> TransportError:
        """Return the error for an attempt that the deadline ended in a phase."""
        sent = phase not in ("pool", "connect")
        return cls("The attempt takes too long", phase=phase, sent=sent, timed_out=True)

    @classmethod
    def late(cls, status: int) -> TransportError:
        """Return the error for a response that is incomplete at the deadline."""
        why = "The response takes too long"
        return cls(why, phase="read", sent=True, timed_out=True, status=status)


class CarriedError(Exception):
    """An error of a function of the caller's that an HTTP library calls, carried past the library.

    The library, or a transport, would take an OSError for a lost connection.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


def describe_error(why: Union[str, BaseException]) -> str:
    """Return the text of an error: of an exception, its type and message."""
    if isinstance(why, str):
        return why
    return f"{type(why).__name__}: {why}" if str(why) else type(why).__name__


def join_headers(headers: Iterable[Tuple[str, str]]) -> Dict[str, str]:
    """Join the headers of a response by name, in lower case; commas separate the values."""
    joined: Dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


class OpenBody(Iterator[bytes]):
    """The request body of one attempt, opened afresh each time."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.is_read: bool = False
        """Whether it was read to its end."""

    def __next__(self) -> bytes:
        try:
            for piece in self._pieces:
                return piece
        except (OSError, ValueError) as error:
            raise TransportError(describe_error(error), phase="read", sent=True) from error
        self.is_read = True
        raise StopIteration

    def close(self) -> None:
        """Close its file, because garbage collection warns of open files."""
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()


OpenedBody = Union[bytes, OpenBody, None]


def open_body(request: Request) -> OpenedBody:
    """Open the body of a request for one attempt.

    Raises:
        TransportError: The file of the body cannot be opened.
    """
    if not callable(request.body):
        return request.body
    try:
        return OpenBody(request.body())
    except (OSError, ValueError) as error:
        raise TransportError.unsent(error) from error


def pieces_of(body: bytes) -> Iterator[bytes]:
    """Cut a body into pieces, so that writing each piece can have a limit."""
    for start in range(0, len(body), PIECE_BYTES):
        yield body[start : start + PIECE_BYTES]


def close_body(body: OpenedBody) -> None:
    """Close the result of `open_body`, read or unread."""
    if isinstance(body, OpenBody):
        body.close()


class PoolStats(NamedTuple):
    """Counts of a client's connections, and of calls that wait for one."""

    open: Optional[int]
    """Connections, idle or in use. None if the transport does not count them."""
    idle: Optional[int]
    """Connections that no call uses. None if the transport does not count them."""
    in_use: int
    """Calls that use a connection, or open one."""
    waiting: int
    """Calls that wait because `max_connections` are in use."""

    @classmethod
    def total(cls, every: Iterable[PoolStats]) -> PoolStats:
        """Add up the counts of pools."""
        columns = zip((0, 0, 0, 0), *every)
        return cls(*(sum(filter(None, column)) for column in columns))


class Transport(Protocol):
    """Carries the requests of a `Client`; it raises only `TransportError`."""

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        ...

    def stream(self, request: Request, timeouts: Timeouts) -> ContextManager[Stream]:
        """Make one attempt whose body is read piece by piece.

        Another thread may leave the block while one waits for the next piece. The wait then ends
        immediately with a `TransportError`, and the connection is closed.
        """
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


class AsyncTransport(Protocol):
    """Carries the requests of an `AsyncClient`; it raises only `TransportError`."""

    def send(self, request: Request, timeouts: Timeouts) -> Awaitable[Reply]:
        """Make one attempt."""
        ...

    def stream(self, request: Request, timeouts: Timeouts) -> AsyncContextManager[AsyncStream]:
        """Make one attempt whose body is read piece by piece."""
        ...

    def close(self) -> Awaitable[None]:
        """Close all connections."""
        ...


class HttpClient(Protocol):
    """The methods of an httpx client that `http_client=` needs; httpx2 has them too."""

    def build_request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: Union[bytes, Iterator[bytes], None],
        extensions: Dict[str, Any],
    ) -> Any:
        """Build a request of the client's own kind."""
        ...

    def send(self, request: Any, *, stream: bool, follow_redirects: bool) -> Any:
        """Send a request."""
        ...

    def close(self) -> None:
        """Close the client; lagclient never does, but an `httpx.AsyncClient` has no such method."""
        ...


class AsyncHttpClient(Protocol):
    """The methods of an asynchronous httpx client that `http_client=` needs."""

    def build_request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: Union[bytes, AsyncIterator[bytes], None],
        extensions: Dict[str, Any],
    ) -> Any:
        """Build a request of the client's own kind."""
        ...

    def send(self, request: Any, *, stream: bool, follow_redirects: bool) -> Awaitable[Any]:
        """Send a request."""
        ...

    def aclose(self) -> Awaitable[None]:
        """Close the client; lagclient never does, but an `httpx.Client` has no such method."""
        ...
