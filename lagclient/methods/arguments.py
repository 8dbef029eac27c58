"""Explain arguments that a method does not take, because the caller meant something else.

Programs leave out the name of an argument that must have one, or they pass a timeout or headers to
the method, as other clients allow: here these are options of the client. The error shows the call.
"""

from __future__ import annotations
import __future__

from typing import Any, Dict, List, Mapping, Sequence

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


def wrong_arguments(
    method: Method,
    flavour: Flavour,
    scope: Mapping[str, Any],
    extra: Sequence[object],
    passed: Mapping[str, object],
    unknown: Mapping[str, object],
) -> TypeError:
    """Return Python's own error for wrong arguments, and how to pass them.

    Args:
        method: The method.
        flavour: The flavour of the client whose method was called.
        scope: The names that the source of the method uses.
        extra: The arguments without a name, after the positional ones.
        passed: The keyword-only arguments that were passed.
        unknown: The arguments whose name the method does not have.
    """
    text = _error_of(method, flavour, scope, extra, {**passed, **unknown})
    call = f"{'raw.' if flavour.raw else ''}{method.full_name}"
    if not unknown:
        return TypeError(f"{text}{_by_name(method, call, len(extra), passed)}")
    option = next((PER_CALL[name] for name in unknown if name in PER_CALL), None)
    if option is None:
        has = ", ".join(param.name for param in method.params) or "no argument"
        return TypeError(text if text.endswith("?") else f"{text}. It has {has}")
    way = f"Options of a call are set on the client: client.with_options({option}=...).{call}(...)"
    return TypeError(f"{text}{'' if text.endswith('?') else '.'} {way}")


def _by_name(method: Method, call: str, count: int, passed: Mapping[str, object]) -> str:
    """Return how to call a method that got `count` arguments without their names."""
    named = [param for param in method.params if not param.positional]
    meant = [param.name for param in named if param.name not in passed][:count]
    shown: List[str] = [param.name for param in method.params if param.positional]
    for param in named:
        if param.name in passed or param.name in meant or param.required:
            shown.append(f"{param.name}=...")
    names = " and ".join(f"`{name}`" for name in meant)
    return f". Pass {names} by name: client.{call}({', '.join(shown)})" if names else ""


def _error_of(
    method: Method,
    flavour: Flavour,
    scope: Mapping[str, Any],
    extra: Sequence[object],
    keywords: Mapping[str, object],
) -> str:
    """Return Python's message for these arguments, by calling a function with the same signature.

    Positional ones are always passed, because Python itself has refused a call without them.
    """
    from lagclient.methods.signature import definition

    flags = __future__.annotations.compiler_flag
    text = f"{definition(method, flavour)} ..."
    built: Dict[str, Any] = {}
    code = compile(text, "<lagclient>", "exec", flags=flags, dont_inherit=True)
    exec(code, dict(scope), built)  # noqa: S102  # as in `lagclient.methods.build`
    function = built[method.name]
    function.__qualname__ = f"{class_name(method.route.namespace, flavour)}.{method.name}"
    values = [None for param in method.params if param.positional]
    text = ""
    try:
        function(None, *values, *extra, **keywords)
    except TypeError as error:
        text = str(error)
    return text
