"""The line between a call and the network: what crosses it, and how it fails.

Anything with the methods of `Transport` (or `AsyncTransport`) carries calls; httpx is only the one
that comes with the package. Nothing here knows it.
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
    Union,
)

import attrs

__all__ = [
    "AsyncHttpClient",
    "AsyncStream",
    "AsyncTransport",
    "Body",
    "Headers",
    "HttpClient",
    "Reply",
    "Request",
    "Secret",
    "Stream",
    "Timeouts",
    "Transport",
    "TransportError",
]

Headers = Mapping[str, str]
"""Header names in lower case."""

Body = Union[bytes, Callable[[], Iterator[bytes]]]
"""Bytes, or a factory of fresh iterators: every attempt sends the same, never a half-read file."""


class Secret(str):
    """Text that no repr shows and no pickle takes along: tracebacks print what frames hold."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'...'"

    def __reduce__(self) -> NoReturn:
        raise TypeError("What holds a token is not pickled: it would take the token along")


@attrs.frozen
class Request:
    """One request, complete: the same object serves every attempt."""

    method: str
    url: str
    headers: Headers
    """Among them Authorization, whose value is a `Secret`."""
    body: Optional[Body] = attrs.field(default=None, repr=False)


class Timeouts(NamedTuple):
    """Seconds that each phase of one attempt may take; None: no limit."""

    connect: Optional[float] = None
    read: Optional[float] = None
    write: Optional[float] = None
    pool: Optional[float] = None
    total: Optional[float] = None
    """What the call's deadline leaves for the whole attempt, its body included."""

    def cut(self) -> Timeouts:
        """The same limits, none of a phase beyond the total."""
        if self.total is None:
            return self
        total = self.total

        def least(phase: Optional[float]) -> float:
            return total if phase is None else min(phase, total)

        return Timeouts(
            least(self.connect), least(self.read), least(self.write), least(self.pool), total
        )


@attrs.frozen
class Reply:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes = attrs.field(repr=False)


class Stream(NamedTuple):
    """An answer whose body is still arriving."""

    status: int
    headers: Headers
    chunks: Iterator[bytes]


class AsyncStream(NamedTuple):
    """An answer whose body is still arriving."""

    status: int
    headers: Headers
    chunks: AsyncIterator[bytes]


class TransportError(Exception):
    """An attempt that brought no whole answer.

    Attributes:
        phase: Where it ended: ``request`` (it cannot be sent as it is), ``pool``, ``connect``,
            ``tls``, ``write`` or ``read``.
        sent: Whether some of the request may have reached the other side.
        timed_out: Whether a time limit ended it.
        status: The answer's status, if that much had arrived.
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
        self.phase = phase
        self.sent = sent
        self.timed_out = timed_out
        self.status = status

    @classmethod
    def unsent(cls, why: Union[str, Exception]) -> TransportError:
        """Something is wrong with the client or the request: it never came to sending."""
        return cls(told(why), phase="request", sent=False)


def told(why: Union[str, Exception]) -> str:
    """What went wrong, as the text of an error: with the kind of error where one was caught."""
    if isinstance(why, str):
        return why
    return f"{type(why).__name__}: {why}" if str(why) else type(why).__name__


def joined(headers: Iterable[Tuple[str, str]]) -> Dict[str, str]:
    """The headers of an answer, names in lower case, those of one name together."""
    found: Dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


class Transport(Protocol):
    """Carries requests for a `Client`. Failures are `TransportError`, nothing else."""

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        ...

    def stream(self, request: Request, timeouts: Timeouts) -> ContextManager[Stream]:
        """Make one attempt whose body is read piece by piece.

        Another thread may leave the block while one waits for the next piece: the wait then ends
        at once, with a `TransportError`, and the connection is closed.
        """
        ...

    def close(self) -> None:
        """Give up all connections."""
        ...


class AsyncTransport(Protocol):
    """Carries requests for an `AsyncClient`. Failures are `TransportError`, nothing else."""

    def send(self, request: Request, timeouts: Timeouts) -> Awaitable[Reply]:
        """Make one attempt."""
        ...

    def stream(self, request: Request, timeouts: Timeouts) -> AsyncContextManager[AsyncStream]:
        """Make one attempt whose body is read piece by piece."""
        ...

    def close(self) -> Awaitable[None]:
        """Give up all connections."""
        ...


class HttpClient(Protocol):
    """What of an httpx client `http_client=` needs. Typed loosely: httpx2 has it as well."""

    def build_request(self, *args: Any, **kwargs: Any) -> Any:
        """Make a request of the client's own kind."""
        ...

    def send(self, *args: Any, **kwargs: Any) -> Any:
        """Send it."""
        ...


class AsyncHttpClient(Protocol):
    """What of an asynchronous httpx client `http_client=` needs."""

    def build_request(self, *args: Any, **kwargs: Any) -> Any:
        """Make a request of the client's own kind."""
        ...

    def send(self, *args: Any, **kwargs: Any) -> Awaitable[Any]:
        """Send it."""
        ...
