"""A multipart body, taken apart before its request has its turn.

Starlette reads forms only asynchronously, and a request is handled without waiting. So what is
wrong with a form is noted here and told by `reading`, after those who may not ask were sent away.
"""

from __future__ import annotations

from typing import List, Tuple, Union

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest

Part = Union[str, bytes]
"""A field is text, a file (a part with a file name) is bytes."""

# A form of the table has four parts.
_PARTS_AT_MOST = 20


@attrs.frozen
class Form:
    """The parts of a body as they came, or what is wrong with it."""

    parts: List[Tuple[str, Part]] = attrs.field(factory=list[Tuple[str, Part]], repr=False)
    problem: str = ""


async def form_of(http: HttpRequest) -> Form:
    """The body as a form. What a file is called, and said to be, does not count: see `pictures`."""
    content_type = http.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        return Form(problem="The body must be multipart/form-data, and Content-Type must say so")
    parts: List[Tuple[str, Part]] = []
    try:
        async with http.form(max_files=_PARTS_AT_MOST, max_fields=_PARTS_AT_MOST) as form:
            for name, value in form.multi_items():
                parts.append((name, value if isinstance(value, str) else await value.read()))
    except HTTPException as error:
        return Form(problem=f"The body is not multipart/form-data: {error.detail}")
    except ValueError as error:  # From python-multipart, and not every Starlette translates it.
        return Form(problem=f"The body is not multipart/form-data: {error}")
    return Form(parts)
