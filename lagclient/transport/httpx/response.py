"""A response with an unread body: of httpcore, of a transport of httpx, or of a caller's client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, AsyncIterator, Dict, Iterator, List, Optional, Tuple

from lagclient.transport.httpx.request import AsyncPieces
from lagclient.transport.protocol import Headers, join_headers

if TYPE_CHECKING:
    import httpcore
    import httpx

    from lagclient.transport.coding import Decoder
    from lagclient.transport.httpx.trailing_data import TrailingData


class Response:
    """The status and the headers of a response; its body, which is still to be read.

    Attributes:
        status: The status.
        headers: The headers, names in lower case.
        network_stream: The stream of the connection; None if it is not known.
        trailing_data: While it holds a byte, that byte is the next piece of the body. None if the
            body is encoded, or the stream is not watched.
    """

    def __init__(
        self,
        status: int,
        headers: Headers,
        body: object,
        extensions: Dict[str, Any],
        owner: object,
        *,
        is_decoded: bool = False,
    ) -> None:
        self.status: int = status
        self.headers: Headers = headers
        self.network_stream: Any = extensions.get("network_stream")
        self.trailing_data: Optional[TrailingData] = None
        if "transfer-encoding" not in headers and "content-encoding" not in headers:
            self.trailing_data = getattr(self.network_stream, "trailing_data", None)
        self._body: Any = body
        self._owner: Any = owner
        codings = "" if is_decoded else headers.get("content-encoding", "")
        self._decoder: Optional[Decoder] = None
        if codings:
            from lagclient.transport.coding import decoder_of

            self._decoder = decoder_of(codings)

    @classmethod
    def of_httpcore(cls, response: httpcore.Response) -> Response:
        """Return a response of our own pool."""
        stream, extensions = response.stream, vars(response)["extensions"]
        return cls(response.status, headers_of(response.headers), stream, extensions, stream)

    @classmethod
    def of_httpx(cls, response: httpx.Response, *, is_async: bool = False) -> Response:
        """Return a response of a transport of httpx. A tool that watches may have read its body."""
        body: object = response.stream
        if response.is_stream_consumed:
            pieces = iter([response.content])
            body = AsyncPieces(pieces) if is_async else pieces
        return cls._of(response, body, is_decoded=response.is_stream_consumed)

    @classmethod
    def of_client(cls, response: httpx.Response, *, is_async: bool = False) -> Response:
        """Return a response of a caller's client, which decodes what only it has asked for.

        Its own iterators cost more, and leave generators to the event loop if they cannot decode.
        """
        codings = response.headers.get("content-encoding", "")
        is_decoded = response.is_closed
        if codings and not is_decoded:
            from lagclient.transport.coding import are_known

            is_decoded = not are_known(codings)
        body: object = response.stream
        if is_decoded:
            body = response.aiter_bytes() if is_async else response.iter_bytes()
        return cls._of(response, body, is_decoded=is_decoded)

    @classmethod
    def _of(cls, response: httpx.Response, body: object, *, is_decoded: bool) -> Response:
        headers, extensions = dict(response.headers.items()), response.extensions
        return cls(response.status_code, headers, body, extensions, response, is_decoded=is_decoded)

    def __iter__(self) -> Iterator[bytes]:
        body: Iterator[bytes] = iter(self._body)
        return body if self._decoder is None else self._decoder.decoded(body)

    def __aiter__(self) -> AsyncIterator[bytes]:
        body: AsyncIterator[bytes] = self._body.__aiter__()
        return body

    def decoded(self, piece: bytes) -> bytes:
        """Decode a piece of an asynchronous body."""
        return piece if self._decoder is None else self._decoder.decode(piece)

    def end(self) -> None:
        """Raise a `DecodingError` if an asynchronous body ended before its coding did."""
        if self._decoder is not None:
            self._decoder.end()

    def close(self) -> None:
        """Return the connection to the pool; close it if the body was not read to its end."""
        self._owner.close()

    async def aclose(self) -> None:
        """Return the connection to the pool; close it if the body was not read to its end."""
        await self._owner.aclose()


def headers_of(raw: List[Tuple[bytes, bytes]]) -> Dict[str, str]:
    """Return headers as text, names in lower case; the values of one name are joined."""
    try:
        return join_headers((name.decode(), value.decode()) for name, value in raw)
    except UnicodeDecodeError:  # then httpx decodes none as UTF-8
        return join_headers(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in raw
        )
