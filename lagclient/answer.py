"""Data together with the answer that brought it: what ``client.raw`` returns."""

from __future__ import annotations

from typing import Generic, Mapping, Optional, TypeVar

import attrs

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Answer(Generic[T_co]):
    """What a call of ``client.raw`` returns."""

    data: T_co
    """What the same call of ``client`` returns."""
    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Names in lower case."""
    attempts: int
    """How many requests it took."""
    elapsed_seconds: float
    """From the call to its data, waits included."""

    @property
    def request_id(self) -> Optional[str]:
        """The API's ``x-request-id``, for support questions."""
        return self.headers.get("x-request-id")
