"""Explain keyword arguments that do not exist, because they may be options of the client.

Programs pass a timeout or headers to the method, as in other clients. The error says where they go.
"""

from __future__ import annotations
import __future__

from typing import Any, Dict, Mapping

from lagclient.calls.keywords import ELSEWHERE
from lagclient.methods.flavour import Flavour, class_name
from lagclient.routing.method import Method

_OPTIONS = (
    "timeout_seconds",
    "deadline_seconds",
    "max_retries",
    "max_retry_wait_seconds",
    "retry_unsafe",
    "pacing",
    "extra_headers",
)
PER_CALL: Mapping[str, str] = {
    **{name: ours for name, ours in ELSEWHERE.items() if ours in _OPTIONS},
    **{name: name for name in _OPTIONS},
}
"""The options of `with_options` by the names that they have here or in other libraries."""


def unexpected(
    method: Method, flavour: Flavour, scope: Mapping[str, Any], unknown: Mapping[str, object]
) -> TypeError:
    """Return Python's own error for unknown arguments, and name `with_options` if that has them.

    Args:
        method: The method.
        flavour: The flavour of the client whose method was called.
        scope: The names that the source of the method uses.
        unknown: The arguments that the method does not have.
    """
    text = _error_of(method, flavour, scope, unknown)
    option = next((PER_CALL[name] for name in unknown if name in PER_CALL), None)
    if option is None:
        has = ", ".join(param.name for param in method.params) or "no argument"
        return TypeError(text if text.endswith("?") else f"{text}. It has {has}")
    call = f"{'raw.' if flavour.raw else ''}{method.full_name}(...)"
    way = f"Options of a call are set on the client: client.with_options({option}=...).{call}"
    return TypeError(f"{text}{'' if text.endswith('?') else '.'} {way}")


def _error_of(
    method: Method, flavour: Flavour, scope: Mapping[str, Any], unknown: Mapping[str, object]
) -> str:
    """Return the message of Python for unknown arguments, by calling a function without `**`."""
    from lagclient.methods.signature import definition

    flags = __future__.annotations.compiler_flag
    text = f"{definition(method, flavour)} ..."
    built: Dict[str, Any] = {}
    code = compile(text, "<lagclient>", "exec", flags=flags, dont_inherit=True)
    exec(code, dict(scope), built)  # noqa: S102  # as in `lagclient.methods.build`
    function = built[method.name]
    function.__qualname__ = f"{class_name(method.route.namespace, flavour)}.{method.name}"
    text = ""
    try:
        function(None, **unknown)
    except TypeError as error:
        text = str(error)
    return text
