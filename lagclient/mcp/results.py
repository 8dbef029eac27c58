"""Results of calls as JSON, with the API's names of fields, and errors as a model can use them."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from lagclient.answer import Page
from lagclient.errors import LagAPIError, LagConnectionError, LagDecodeError, LagPermissionError
from lagclient.mcp.naming import with_tool_names
from lagclient.mcp.tool import Tool

Json = Dict[str, Any]


def result(data: Any) -> Json:
    """Return the result of a method as an object, as its tool's schema describes it."""
    if data is None:
        return {"done": True}
    if isinstance(data, Page):
        page: Page[Any] = data  # pyright: ignore[reportUnknownVariableType]
        state = {"hasMore": page.has_more, "nextCursor": page.next_cursor}
        return {"items": [_plain(item) for item in page], **state}
    if isinstance(data, list):
        items: List[Any] = data  # pyright: ignore[reportUnknownVariableType]
        return {"items": [_plain(item) for item in items]}
    plain: Json = _plain(data)
    return plain


def _plain(data: Any) -> Any:
    if isinstance(data, BaseModel):
        # A field that the API left out stays out.
        return data.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return to_jsonable_python(data, by_alias=True)


def text_of(value: Json) -> str:
    """Return a result as text, for clients that do not read structured results."""
    return json.dumps(value, ensure_ascii=False)


_EFFECTS: Mapping[str, str] = {
    "not_sent": "No. Nothing was sent.",
    "refused": "No. The API refused it.",
    "unknown": "Unknown. It may have taken effect: read the current state before you repeat it.",
    "applied": "Yes. Only the response is lost: do not repeat it.",
}


def failure(error: LagAPIError, tool: Tool) -> str:
    """Describe an error for a model: what happened, whether it took effect, what to try."""
    status = f"{error.status} {error.code}" if error.status else error.code
    lines = [f"{tool.name} failed ({status}): {with_tool_names(error.message)}."]
    effect = _EFFECTS[error.outcome]
    if tool.is_read_only:
        effect = "No. The tool changes nothing."
    lines.append(f"Did it take effect? {effect}")
    steps = _steps(error, tool)
    if steps:
        lines.append(f"What to try: {steps}")
    if error.request_id:
        lines.append(f"Request id for support: {error.request_id}")
    return "\n".join(lines)


def _steps(error: LagAPIError, tool: Tool) -> str:
    wait: Optional[float] = error.retry_after_seconds
    parts = [f"Wait {wait:g} seconds." if wait is not None else ""]
    if isinstance(error, (LagConnectionError, LagDecodeError)):
        # The advice for programs names options and attributes, which a model does not have.
        is_safe = tool.is_read_only or error.outcome == "not_sent"
        parts.append("Try again later." if is_safe else "Read the current state first.")
    elif error.code == "invalid_request":
        parts.append("Correct the arguments, and call the tool again.")
    else:
        parts.append(error._advice())
    permissions = [s.partition(":")[2] for s in tool.method.route.robot_scopes if ":" in s]
    if isinstance(error, LagPermissionError) and permissions:
        parts.append(f"A robot needs the permission {' and '.join(permissions)}.")
    return " ".join(part for part in parts if part)
