"""The options of a sandbox, validated before it begins."""

from __future__ import annotations

import inspect
import ipaddress
import os
import re
import socket
from typing import Any, Iterable, Mapping, Optional, Tuple, Union, cast
from urllib.parse import urlsplit

from lagclient.calls.auth import Credential
from lagclient.calls.options import short
from lagclient.errors import LagAPIError
from lagclient.routing.table import Table
from lagclient.sandbox.faults import Faults
from lagclient.sandbox.registry import Handler
from lagclient.transport.urls import is_loopback
from lagclient.types import is_seconds, path_of

Database = Union[str, "os.PathLike[str]", None]

_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS = {
    "user": "a personal access token such as lag_pat_test",
    "robot": "a robot key such as lag_robot_test",
}


def number(name: str, value: Any, least: float) -> float:
    """Return a number of at least `least`.

    Raises:
        ValueError: The value is not one.
    """
    if not (is_seconds(value, or_zero=True) and value >= least):
        raise _invalid(name, f"a number from {least} up", value)
    return float(value)


def flag(name: str, value: Any) -> bool:
    """Return True or False.

    Raises:
        ValueError: The value is something else.
    """
    if not isinstance(value, bool):
        raise _invalid(name, "True or False", value)
    return value


def function(name: str, value: Any) -> Any:
    """Return a function.

    Raises:
        ValueError: The value cannot be called.
    """
    if not callable(value):
        raise _invalid(name, "a function", value)
    return value


def text(name: str, value: Any) -> str:
    """Return text that a database can store.

    Raises:
        ValueError: The value is not text, or has half of an emoji.
    """
    if not isinstance(value, str) or _SURROGATE.search(value):
        raise _invalid(name, "text that UTF-8 can carry", value)
    return value


def faults(value: Any) -> Faults:
    """Return the faults of a sandbox.

    Raises:
        ValueError: The value is something else, such as a list of faults.
    """
    if value is not None and not isinstance(value, Faults):
        raise _invalid("faults", "Faults([...]) or None", value)
    return value or Faults()


def database(path: Any) -> Database:
    """Return the path of a file in an existing folder; None for a world in memory.

    Raises:
        ValueError: The folder does not exist, or the path is a folder itself.
    """
    if path is None:
        return None
    text = path_of(path)
    if not text:
        raise _invalid("db", "the path of a file", path)
    if os.path.isdir(text) or not os.path.isdir(os.path.dirname(text) or "."):
        raise _invalid("db", "a file in an existing folder", text)
    return text


def address(host: Any, port: Any, allow_remote: bool) -> Tuple[str, int]:
    """Return a host and a port to listen on.

    Raises:
        ValueError: They are not an address, or other machines can reach it without `allow_remote`.
    """
    if not isinstance(host, str):
        raise _invalid("host", "a name or an address", host)
    if isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= 65535:
        raise _invalid("port", "a whole number from 0 to 65535", port)
    if not (is_loopback(host) or allow_remote):
        raise ValueError(
            f"`host` must be this machine, not {host!r}: other machines could reach the sandbox, "
            "whose tokens protect nothing. Pass `allow_remote` to let them"
        )
    return host, port


def listen(host: str, port: int) -> socket.socket:
    """Return a bound socket.

    Raises:
        OSError: The address cannot be used; the message has it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, because asyncio turns Nagle's algorithm off only for sockets that say
    # they are TCP, and with it every response comes 40 ms late.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # Elsewhere it lets another program take the same port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OSError(error.errno, f"Cannot listen on {host}:{port}: {error.strerror}") from error
    return listener


def url_of(host: str, port: int) -> str:
    """Return the URL by which a client on this machine reaches an address.

    An address such as 0.0.0.0 means all addresses of this machine, and clients cannot connect to
    it.
    """
    try:
        ip = ipaddress.ip_address(host or "0.0.0.0")  # noqa: S104
    except ValueError:
        return f"http://{host}:{port}"
    if ip.is_unspecified:
        ip = ipaddress.ip_address("::1" if ip.version == 6 else "127.0.0.1")
    return f"http://[{ip}]:{port}" if ip.version == 6 else f"http://{ip}:{port}"


def token(name: str, value: Any, kind: str) -> Optional[str]:
    """Return a token for a kind of caller, ``user`` or ``robot``; None for a new token.

    Raises:
        ValueError: A client could not send the token, or would send it as the other kind.
    """
    if value is None:
        return None
    # The message does not show the value, which may be a real token.
    try:
        actual = Credential.from_token(value).kind
    except LagAPIError:
        raise ValueError(f"`{name}` must be printable ASCII text without spaces") from None
    if actual != kind:
        raise ValueError(f"`{name}` must be {_KINDS[kind]}, not {_KINDS[actual]}")
    return str(value)


def origins(value: Any) -> Tuple[str, ...]:
    """Return the origins of web pages that may call the sandbox; ``*`` for all pages.

    Raises:
        ValueError: One of them is not an origin.
    """
    if isinstance(value, str):
        value = (value,)
    elif not isinstance(value, Iterable):
        raise _invalid("cors", "an origin, several, or *", value)
    several = tuple(cast("Iterable[str]", value))
    for origin in several:
        if origin != "*" and not _is_origin(origin):
            raise _invalid("cors", "* or an origin such as http://localhost:5173", origin)
    return several


def own_handlers(handlers: Any, table: Table) -> Mapping[str, Handler]:
    """Return a program's own handlers.

    Raises:
        ValueError: A handler is for a route that does not exist, or is not a plain function.
    """
    if not isinstance(handlers, Mapping):
        raise _invalid("handlers", "functions by the names of routes", handlers)
    functions = cast("Mapping[str, Any]", handlers)
    for name, handler in functions.items():
        if name not in table:
            raise _invalid("handlers", "by the names of routes", name)
        if not callable(handler) or inspect.iscoroutinefunction(handler):
            raise _invalid("handlers", f"plain functions, for {name}", handler)
    return dict(functions)


def require_extra() -> None:
    """Require the packages of the extra ``sandbox``.

    Raises:
        ModuleNotFoundError: One of them is not installed; the message has the command.
    """
    try:
        import dateutil  # noqa: F401
        import imagesize  # type: ignore[import-untyped] # noqa: F401
        import standardwebhooks  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "The sandbox needs: python -m pip install 'lagclient[sandbox]'", name=error.name
        ) from error


def _is_origin(origin: Any) -> bool:
    try:
        parts = urlsplit(str(origin))
        return bool(parts.hostname) and origin == f"{parts.scheme}://{parts.netloc}"
    except (AttributeError, TypeError, ValueError):
        return False


def _invalid(name: str, expected: str, value: Any) -> ValueError:
    return ValueError(f"`{name}` must be {expected}, not {short(value)}")
