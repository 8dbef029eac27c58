"""Where an error began: in the network, or in code of the caller's that ran meanwhile.

HTTP libraries take each OSError that ends one of their steps for a lost connection. A signal
handler or a hook may raise one too, for example TimeoutError. Its traceback shows the difference:
it leads from a library into another module.
"""

from __future__ import annotations

from types import TracebackType
from typing import FrozenSet, Iterator, Optional, Set, Tuple

_NAMES = """
aiohappyeyeballs aiohttp anyio asyncio async_timeout certifi contextlib encodings h11 h2 httpcore
httpcore2 httpx httpx2 idna pyreqwest selectors sniffio socket socksio ssl trio uvloop yarl
"""
_LIBRARIES = frozenset(_NAMES.split())
_OURS = "lagclient.transport"
_ENTRANCES = ("handle_request", "handle_async_request")
"""Methods of a caller's own transport, whose errors are those of the network."""


def foreign_of(error: BaseException) -> Optional[BaseException]:
    """Return the first error in a chain of causes that began outside of the network, or None.

    The outermost then loses its cause, because otherwise the chain would have no end.
    """
    libraries = _LIBRARIES | _replacements()
    cause: Optional[BaseException] = error
    while cause is not None:
        if _is_foreign(cause, libraries):
            if cause is not error:
                error.__cause__ = error.__context__ = None
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def began_in(error: BaseException, library: str) -> bool:
    """Return whether a library raised an error itself, such as an AttributeError of a lost object.

    The library may call the caller's program, whose errors began there.
    """
    *_, (module, _function) = ("", ""), *_steps(error.__traceback__)
    return module.partition(".")[0] == library


def _replacements() -> FrozenSet[str]:
    """Return the packages that have replaced sockets or TLS in this process, as gevent does."""
    import socket
    import ssl

    packages: Set[str] = set()
    for kind in (socket.socket, ssl.SSLSocket, ssl.SSLContext):
        packages.update(cls.__module__.partition(".")[0] for cls in kind.__mro__)
    return frozenset(packages - {"builtins"})


def _is_foreign(error: BaseException, libraries: FrozenSet[str]) -> bool:
    import socket
    import ssl

    # Libraries take no other errors for theirs, and only the network raises some of these.
    is_known = isinstance(error, (ssl.SSLError, socket.gaierror))
    is_theirs = type(error).__module__.partition(".")[0] in libraries
    if not isinstance(error, OSError) or is_known or is_theirs:
        return False
    library, outside = "", ""
    for module, function in _steps(error.__traceback__):
        if module.partition(".")[0] in libraries or module.startswith(_OURS):
            library, outside = function, ""
        else:
            outside = outside or function
    return bool(library and outside) and not {library, outside} & set(_ENTRANCES)


def _steps(traceback: Optional[TracebackType]) -> Iterator[Tuple[str, str]]:
    """Yield module and function of each step of a traceback, the outermost first."""
    while traceback is not None:
        frame = traceback.tb_frame
        yield frame.f_globals.get("__name__", ""), frame.f_code.co_name
        traceback = traceback.tb_next
