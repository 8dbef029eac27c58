"""Refuse unknown arguments of constructors and other methods, and name the right one.

Other libraries call the same options `timeout`, `api_key` or `retries`.
"""

from __future__ import annotations

import functools
from typing import Any, Callable, Dict, Mapping, Sequence, Tuple, TypeVar, cast

_CO_COROUTINE = 0x80  # `inspect.CO_COROUTINE`, without the import

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_ELSEWHERE: Mapping[str, str] = {
    "token": "access_token api_key api_token apikey auth auth_token authorization bearer_token "
    "bot_token credential credentials key pat personal_access_token robot_key robot_token",
    "base_url": "address api_base api_base_url api_host api_url base baseurl domain endpoint host "
    "server server_url uri url",
    "timeout_seconds": "connect_timeout read_timeout request_timeout timeout timeout_s",
    "deadline_seconds": "deadline total_timeout",
    "max_retries": "max_attempts max_retry num_retries retries retry retry_count total_retries",
    "max_retry_wait_seconds": "max_backoff max_retry_wait max_wait",
    "extra_headers": "default_headers header headers http_headers",
    "http_client": "client connector httpx_client requests_session session",
    "proxy": "http_proxy https_proxy proxies proxy_url",
    "verify": "ca ca_bundle ca_certs cert cert_file ssl ssl_context ssl_verify verify_ssl",
    "max_connections": "connections limits max_conns pool_maxsize pool_size",
    "pacing": "rate_limit rate_limiting ratelimit throttle",
    "observer": "hooks middleware tracer tracing",
    "prefix": "bot_prefix command_prefix",
    "handler_timeout_seconds": "command_timeout handler_timeout",
    "max_concurrency": "concurrency max_workers",
    "cursor": "checkpoint last_event_id offset",
    "secret": "signing_secret webhook_secret",
    "query": "params query_params",
    "json": "body content data json_data payload",
}

ELSEWHERE: Mapping[str, str] = {
    name: ours for ours, names in _ELSEWHERE.items() for name in names.split()
}
"""Our names of options by the names that other libraries use."""


def strict(function: FunctionT) -> FunctionT:
    """Explain unknown arguments of a method; its signature stays as it is.

    Neither the error nor its frames contain a value, because a value may be a token.
    """
    code = function.__code__
    count = code.co_argcount
    parameters = code.co_varnames[1 : count + code.co_kwonlyargcount]
    allowed = frozenset(parameters)
    required = parameters[: count - 1 - len(function.__defaults__ or ())]

    def check(cls: type, args: Tuple[object, ...], options: Dict[str, object]) -> None:
        try:
            if len(args) >= count or not options.keys() <= allowed:
                passed = dict.fromkeys(options)
                raise _error_of(f"{_public_name(cls, function)}()", parameters, count - 1, passed)
            for name in required[len(args) :]:
                if name not in options:
                    raise TypeError(f"{_public_name(cls, function)}() needs an argument: {name!r}")
        finally:
            del args, options

    @functools.wraps(function)
    def call(self: Any, /, *args: object, **options: object) -> Any:
        try:
            check(self.__class__, args, options)
            return function(self, *args, **options)
        finally:
            del args, options

    @functools.wraps(function)
    async def call_async(self: Any, /, *args: object, **options: object) -> Any:
        try:
            check(self.__class__, args, options)
            return await function(self, *args, **options)
        finally:
            del args, options

    # A coroutine function stays one, for `inspect` and `create_autospec`.
    is_async = code.co_flags & _CO_COROUTINE
    return cast("FunctionT", call_async if is_async else call)


def _public_name(cls: type, function: Callable[..., Any]) -> str:
    """Return the public name of a method: `Client.request`, or `Client` for its constructor."""
    public = next(
        each.__name__
        for each in cls.__mro__
        if each.__module__.startswith("lagclient.") and not each.__name__.startswith("_")
    )
    return public if function.__name__ == "__init__" else f"{public}.{function.__name__}"


def _error_of(
    call: str, parameters: Sequence[str], positional: int, passed: Dict[str, Any]
) -> TypeError:
    name = next((each for each in passed if each not in parameters), None)
    if name is None:
        by_name = f"by name, such as {parameters[positional]}=..."
        if not positional:
            return TypeError(f"{call} takes its arguments {by_name}")
        first = " and ".join(f"`{each}`" for each in parameters[:positional])
        return TypeError(f"{call} takes only {first} without a name; write others {by_name}")
    text = f"{call} got an unexpected keyword argument {name!r}"
    right = suggestion(name, parameters)
    if right is None:
        return TypeError(f"{text}. It has {', '.join(parameters)}")
    return TypeError(f"{text}. Did you mean {right!r}?")


def suggestion(name: str, parameters: Sequence[str]) -> Any:
    """Return the parameter that a wrong name probably means; None if no name is similar."""
    import difflib

    right = ELSEWHERE.get(name.lower().lstrip("_"))
    if right in parameters:
        return right
    return next(iter(difflib.get_close_matches(name, parameters, 1)), None)
