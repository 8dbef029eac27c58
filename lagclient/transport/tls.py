"""Whom to trust, and how it is told that somebody is not trusted."""

from __future__ import annotations

import functools
import os
import ssl
from typing import Optional, Union

from lagclient.transport.protocol import told
from lagclient.types import TLSContext, Verify


def context(verify: Verify, trust_env: bool) -> Union[bool, TLSContext]:
    """Whom to trust, as httpx takes it: False for everybody.

    Args:
        verify: As for httpx, or the path of a file of certificates.
        trust_env: Whether ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` count.

    Raises:
        OSError: There is no such file of certificates.
    """
    if verify is True:
        return default_context(trust_env)
    if isinstance(verify, (str, os.PathLike)):
        return ssl.create_default_context(cafile=os.fspath(verify))
    return verify


@functools.cache
def default_context(trust_env: bool) -> ssl.SSLContext:
    """The one context of all clients that were told nothing else."""
    import httpx

    # Reading the certificates takes longer than all else about a client: once in a process.
    return httpx.create_ssl_context(trust_env=trust_env)


def fault_of(error: Optional[BaseException]) -> Optional[Exception]:
    """The error of TLS behind an error, if that is what it came from."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def told_fault(fault: Exception) -> str:
    """What went wrong, and what to do about a certificate of one's own."""
    wrong = getattr(fault, "verify_message", None)
    return told(fault) if wrong is None else told_distrust(wrong)


def told_distrust(why: str) -> str:
    """That a certificate is not accepted, and what to do if it is one's own."""
    return (
        f"The server's certificate is not accepted: {why}. If it is one of your own, pass the "
        "file of its authority as `verify`"
    )
