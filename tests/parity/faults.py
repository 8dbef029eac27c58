"""The faults of a call of 0.2.0, from the report of `published.py`; without side effects."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, Tuple

from lagclient import Page
from lagclient.routing.route import Route

Told = Dict[str, Any]
"""The outcome of a call: ``type``, ``models`` and ``result``, or ``error``; and the ``answers``."""

DEFECTS: Dict[str, Tuple[Any, ...]] = {
    # It wants the whole message, where four fields are documented.
    "servers.rooms.messages.edit.robot": (
        200,
        "ValidationError: 2 validation errors for RoomMessage",
        "username\n  Field required",
        "createdAt\n  Field required",
    ),
    # It asks below /robots/@me, where nothing is documented.
    "servers.invites.preview.robot": (
        404,
        "LagNotFoundError: No route GET /robots/@me/servers/invite/",
    ),
}
"""The defects of 0.2.0 with an API that is as documented: the status, and its error."""

IDENTITY = {
    "user": {"id", "username", "displayName", "avatarUrl", "createdAt"},
    "robot": {"id", "name", "avatarUrl", "createdAt", "serverId", "permissions", "active"},
}
"""The fields of which 0.2.0 builds an identity by hand, because the API has no such shape."""

AT_TIMES = (".flags.suspendedAt", ".flags.suspendedReason", ".beta")
"""Declared fields that may be absent: of suspended users, and of features in beta."""

NOTHING = "(nothing)"


def differences(left: Any, right: Any, where: str = "") -> Iterator[str]:
    """Yield where two JSON values differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in {**left, **right}:
            values = left.get(key, NOTHING), right.get(key, NOTHING)
            yield from differences(*values, f"{where}.{key}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, values in enumerate(zip(left, right)):
            yield from differences(*values, f"{where}[{number}]")
    elif left != right and not (
        (left, right) == (NOTHING, None) and f".{where}".endswith(AT_TIMES)
    ):
        yield f"{where or 'all of it'}: {left!r}, but {right!r}"


def faults(route: Route, kind: str, declared: str, told: Told) -> Iterator[str]:
    """Return what is wrong with a call, and where its models differ from the response."""
    if "error" in told:
        yield told["error"]
        return
    statuses = {answer["status"] for answer in told["answers"]}
    if statuses != {route.status}:
        yield f"answered {statuses}, where the table says {route.status}"
    if told["type"] not in (declared, declared.partition("[")[0]):
        yield f"returned {told['type']}, where it declares {declared}"
        return
    bodies = [answer["body"] for answer in told["answers"]]
    if declared == "None":
        return
    if declared == "Identity":
        yield from (f"the answer lacks {key}" for key in sorted(IDENTITY[kind] - set(bodies[0])))
        return
    answered = bodies[0]
    if declared.startswith("Iterator"):
        if len(bodies) < 2:
            yield "there was but one page to walk"
        answered = [with_items(body, route) for body in bodies]
    elif declared.startswith("list") and isinstance(answered, dict):
        answered = with_items(answered, route)["items"]
    for difference in differences(answered, told["result"]):
        yield f"answered and returned differ at {difference}"


def no_defect(defect: Tuple[Any, ...], told: Told) -> Iterator[str]:
    """Yield where a call differs from its listed defect, which must show as before."""
    status, *texts = defect
    statuses = [answer["status"] for answer in told["answers"]]
    outcome = told.get("error", "it completes")
    if statuses != [status] or not all(text in outcome for text in texts):
        yield f"not the known defect of 0.2.0: answered {statuses}, {outcome}"


def unlike(route: Route, data: Any, base_url: str, result: Any) -> Iterator[str]:
    """Return where 0.2.0 and our client differ in the result, with the same base URL."""
    if isinstance(data, list) and isinstance(data[0], Page) and isinstance(result, dict):
        # Our step walks all pages, this method of 0.2.0 gives the first.
        data, result = data[0], with_items(result, route)
    theirs = json.loads(json.dumps(result).replace("BASE_URL", base_url))
    for difference in differences(plain(data), plain(decoded(theirs, data))):
        yield f"our client and 0.2.0 differ at {difference}"


def with_items(body: Dict[str, Any], route: Route) -> Dict[str, Any]:
    """Return the response of a listing, whose items have another name in each version."""
    return {"items" if key == route.items else key: value for key, value in body.items()}


def plain(data: Any) -> Any:
    """Return our result as JSON, without fields that its models do not declare."""
    if isinstance(data, Page):
        page = {"hasMore": data.has_more, "nextCursor": data.next_cursor}
        return {"items": plain(data.items), **page}
    if isinstance(data, list):
        return [plain(item) for item in data]
    if data is None:
        return None
    return data.model_dump(mode="json", by_alias=True, exclude=set(data.model_extra))


def decoded(told: Any, data: Any) -> Any:
    """Return the result of 0.2.0, validated into the types of our result."""
    if isinstance(data, Page):
        items = decoded(told["items"], data.items)
        return Page(items, told["hasMore"], told["nextCursor"])
    if isinstance(data, list):
        return [decoded(item, data[0]) for item in told]
    return None if data is None else type(data).model_validate(told)
