"""Explain keyword arguments that do not exist, because they may be options of the client.

Programs pass a timeout or headers to the method, as in other clients. The error says where they go.
"""

from __future__ import annotations
import __future__

from typing import Any, Dict, Mapping

from lagclient.methods.flavour import Flavour, class_name
from lagclient.routing.method import Method

PER_CALL: Mapping[str, str] = {
    **dict.fromkeys(("timeout", "request_timeout", "timeout_seconds"), "timeout_seconds"),
    **dict.fromkeys(("deadline", "deadline_seconds"), "deadline_seconds"),
    **dict.fromkeys(("retries", "retry", "max_retries"), "max_retries"),
    **dict.fromkeys(("headers", "extra_headers"), "extra_headers"),
    "max_retry_wait_seconds": "max_retry_wait_seconds",
    "retry_unsafe": "retry_unsafe",
    "pacing": "pacing",
}
"""What other libraries call the options of `with_options`, and their names here."""


def unexpected(
    method: Method, flavour: Flavour, scope: Mapping[str, Any], unknown: Mapping[str, object]
) -> TypeError:
    """Return the error of Python itself for unknown arguments of a method, with the way out.

    Args:
        method: The method.
        flavour: Where it was called.
        scope: What its source may name.
        unknown: The arguments.
    """
    text = _error_of(method, flavour, scope, unknown)
    option = next((PER_CALL[name] for name in unknown if name in PER_CALL), None)
    if option is None:
        return TypeError(text)
    call = f"{'raw.' if flavour.raw else ''}{method.full_name}(...)"
    way = f"Options of a call are set on the client: client.with_options({option}=...).{call}"
    return TypeError(f"{text}{'' if text.endswith('?') else '.'} {way}")


def _error_of(
    method: Method, flavour: Flavour, scope: Mapping[str, Any], unknown: Mapping[str, object]
) -> str:
    """Return what Python says of unknown arguments if a function has no place for them."""
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
