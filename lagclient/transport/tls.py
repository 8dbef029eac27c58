"""TLS contexts, and messages for certificates that fail verification."""

from __future__ import annotations

import functools
import ssl
from typing import Optional

from lagclient.transport.certificates import Certificates
from lagclient.transport.protocol import TransportError, describe_error


@functools.cache
def default_context(named: Optional[Certificates]) -> ssl.SSLContext:
    """Return the context that all clients without `verify` share.

    Args:
        named: The certificates that the environment names; None: use certifi's.

    Raises:
        TransportError: The certificates cannot be loaded.
    """
    # Once in a process, because reading certificates takes longer than all else of a client.
    return loaded(named)


def loaded(certificates: Optional[Certificates]) -> ssl.SSLContext:
    """Load certificates; None: certifi's.

    Raises:
        TransportError: The certificates cannot be loaded.
    """
    if certificates is None:
        import certifi

        return ssl.create_default_context(cafile=certifi.where())
    name, path, is_folder = certificates
    try:
        if is_folder:
            return ssl.create_default_context(capath=path)
        return ssl.create_default_context(cafile=path)
    except OSError as error:
        raise TransportError.unsent(
            f"`{name}` must name certificates in PEM, not {path!r}: {describe_error(error)}"
        ) from error.with_traceback(None)


def unverified_context() -> ssl.SSLContext:
    """Return a context that accepts every certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def fault_of(error: Optional[BaseException]) -> Optional[Exception]:
    """Return the TLS error that caused an error, or None."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def describe_fault(fault: Exception) -> str:
    """Return the message for a TLS error."""
    why = getattr(fault, "verify_message", None)
    return describe_error(fault) if why is None else describe_distrust(why)


def describe_distrust(why: str) -> str:
    """Return the message for a certificate that fails verification."""
    return (
        f"The server's certificate fails verification: {why}. If it is one of your own, pass the "
        "file of its authority as `verify`"
    )
