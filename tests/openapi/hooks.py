"""Read by schemathesis: how to sign in, and which refusals of a valid request are right."""

from __future__ import annotations

import os
import re
from typing import Any, Dict, Optional

import schemathesis

# A schema cannot say these rules. Each is one of the sandbox, because the documentation of the API
# gives no limit; see lagclient/sandbox/http/reading.py.
EXPLAINED = re.compile(
    r"`\w+` must (?:be (?:"
    r"a URL|another user|the nextCursor|later than|\d+ or more|\d+ minute or more|\d+ to \d+"
    r"|flags from|hours up to|a whole number|an image|base64|HH:MM|the MIME type|text, not blank"
    r"|a time zone|minutes up to|those of a custom role|a rule that"
    r"))"
)


ID = re.compile(r"\b([a-z]+)_[0-9a-f]{16}\b")
KINDS = {
    "server": "srv",
    "room": "room",
    "message": "msg",
    "user": "usr",
    "conversation": "conv",
    "event": "event",
    "template": "template",
    "guest": "guest",
    "invite": "inv",
    "role": "role",
    "friendship": "friendship",
    "image": "img",
    "replyTo": "msg",
}
"""What the ids of a parameter begin with."""
SHARED = {
    "srv": os.environ["LAG_SERVER_ID"],
    "room": os.environ["LAG_ROOM_ID"],
    "usr": os.environ["LAG_USER_ID"],
}
"""Ids that every request needs, so none may destroy them."""
OPTIONAL = ("imageId", "replyToId")
SEEN: Dict[str, str] = {}
"""The newest id of each kind in a response."""


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Collect ids that exist."""
    for match in ID.finditer(response.text):
        SEEN[match[1]] = match[0]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Put ids that exist into a valid request.

    A schema cannot say which ones exist, so without this nearly all requests end with a 404 before
    they reach what a route does.
    """
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    is_sequence = meta.phase.name.value == "stateful"
    is_destructive = case.operation.definition.raw["x-lag-destructive"]
    for values in (case.path_parameters, case.body):
        for name in list(values) if isinstance(values, dict) else ():
            kind = KINDS.get(re.sub(r"(?<=[a-z])_?[iI]d$", "", name), "")
            is_linked = is_sequence and values is case.path_parameters
            if not kind or (is_linked and ID.fullmatch(str(values[name]))):
                continue
            id = SEEN.get(kind) if is_destructive else SHARED.get(kind, SEEN.get(kind))
            if name in OPTIONAL and (is_sequence or id is None):
                # In a sequence, its 404 would look like one of what was just created.
                del values[name]
            elif id is not None and not (is_destructive and id in SHARED.values()):
                values[name] = id


# Without a cache, because robots' paths and others have different tokens.
@schemathesis.auth(refresh_interval=None)
class Token:
    """The key of the robot for robots' paths, and the token of the user for all others."""

    def get(self, case: Any, context: Any) -> str:
        if case.operation.path.startswith("/robots/"):
            return f"Robot {os.environ['LAG_ROBOT_KEY']}"
        return f"Bearer {os.environ['LAG_TOKEN']}"

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "Authorization": data}


@schemathesis.check
def valid_requests_are_refused_for_a_reason(
    context: Any, response: Any, case: Any
) -> Optional[bool]:
    """A request that fits the schema is refused only by a rule that no schema can say."""
    is_valid = case.meta is not None and case.meta.generation.mode.is_positive
    if is_valid and response.status_code in (400, 413, 415, 422):
        message = response.json()["message"]
        assert EXPLAINED.search(message), f"refused without a known rule: {message}"
    return None
