"""Ask the person before a destructive tool is called: may this be done?

The question goes through the client (elicitation). Versions of the protocol before 2026-07-28 ask
while the call waits; later ones end the call with the question, and the client calls again with
the answer, which the SDK binds to the tool and its arguments by a sealed state.
"""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional, Union

from mcp import types
from mcp.server import ServerRequestContext
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from lagclient.mcp.tool import Tool

_KEY = "confirm"
_STATE = "asked"
# The answer is to accept or to decline, so the form has no fields.
_FORM: Mapping[str, Any] = {"type": "object", "properties": {}}
_SHOWN = 200

Context = ServerRequestContext[Any]


async def refusal(
    context: Context, params: types.CallToolRequestParams, tool: Tool
) -> Union[str, types.InputRequiredResult, None]:
    """Ask, and return None if the person agrees.

    Otherwise return why the tool is not called, or the question as the end of this call.
    """
    capabilities = context.session.client_capabilities
    # A client that declares elicitation without a mode has forms.
    elicitation = capabilities and capabilities.elicitation
    if not elicitation or (elicitation.url and not elicitation.form):
        return (
            f"{tool.name} was not called. It is destructive, and this client cannot ask the user "
            "for confirmation. Tell the user what you want to do. The user can do it elsewhere, or "
            "start the server with --yes if the client itself asks before it calls a tool."
        )
    question = types.ElicitRequestFormParams(
        message=_question(tool, params.arguments or {}), requested_schema=dict(_FORM)
    )
    if context.protocol_version in MODERN_PROTOCOL_VERSIONS:
        answer: Optional[object] = (params.input_responses or {}).get(_KEY)
        if answer is None or params.request_state != _STATE:
            return types.InputRequiredResult(
                input_requests={_KEY: types.ElicitRequest(params=question)}, request_state=_STATE
            )
    elif context.session.can_send_request:
        answer = await context.session.elicit_form(
            question.message, question.requested_schema, context.request_id
        )
    else:
        answer = None
    if isinstance(answer, types.ElicitResult) and answer.action == "accept":
        return None
    return (
        f"{tool.name} was not called, because the user did not confirm it. Do not call it again "
        "unless the user asks for it."
    )


def _question(tool: Tool, arguments: Mapping[str, Any]) -> str:
    """Return the question; texts of the model are quoted, so they cannot pose as a part of it."""
    lines = [f"{tool.title}?", "This cannot be undone.", ""]
    for name, value in arguments.items():
        shown = json.dumps(value, ensure_ascii=False)
        lines.append(f"{name}: {shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}")
    return "\n".join(lines)
