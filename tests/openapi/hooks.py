"""Read by schemathesis: how to sign in, and which refusals of a valid request are right."""

from __future__ import annotations

import os
import re
from typing import Any, Optional

import schemathesis

# A schema cannot say these rules. Each is one of the sandbox, because the documentation of the API
# gives no limit; see lagclient/sandbox/http/reading.py.
EXPLAINED = re.compile(
    r"`\w+` must (?:be (?:"
    r"a URL|another user|the nextCursor|later than|\d+ or more|\d+ minute or more|\d+ to \d+"
    r"|flags from|hours up to|a whole number|an image|base64|HH:MM|the MIME type|text, not blank"
    r"))"
)


@schemathesis.auth()
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
