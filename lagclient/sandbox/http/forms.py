"""Multipart bodies, parsed before their request is handled.

Starlette parses forms only asynchronously, and a request is handled without waiting. So this module
only records what is wrong with a form, and `reading` reports it, after callers without access were
refused.
"""

from __future__ import annotations

from typing import List, Tuple, Union

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest

Part = Union[str, bytes]
"""A field is text; a file, which is a part with a file name, is bytes."""

# The largest form of the table has four parts.
_MAX_PARTS = 20


@attrs.frozen
class Form:
    """The parts of a body in their order, or what is wrong with the body."""

    parts: List[Tuple[str, Part]] = attrs.field(factory=list[Tuple[str, Part]], repr=False)
    problem: str = ""

    def summary(self) -> bytes:
        """Return the parts as lines of text, with the sizes of files in place of their bytes."""
        parts = (
            f"{name}: {value if isinstance(value, str) else f'({len(value)} bytes)'}"
            for name, value in self.parts
        )
        return (self.problem or "\n".join(parts)).encode(errors="replace")


async def form_of(http: HttpRequest) -> Form:
    """Parse the body as a form. The name and the type of a file do not count: see `pictures`."""
    content_type = http.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        return Form(problem=f"`Content-Type` must be multipart/form-data, not {content_type!r}")
    parts: List[Tuple[str, Part]] = []
    try:
        async with http.form(max_files=_MAX_PARTS, max_fields=_MAX_PARTS) as form:
            for name, value in form.multi_items():
                parts.append((name, value if isinstance(value, str) else await value.read()))
    except HTTPException as error:
        return Form(problem=f"The body must be multipart/form-data: {error.detail}")
    except ValueError as error:  # From python-multipart, and not every Starlette translates it.
        return Form(problem=f"The body must be multipart/form-data: {error}")
    return Form(parts)
