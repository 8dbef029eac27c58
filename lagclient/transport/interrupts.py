"""Errors that a signal handler raised inside an HTTP library.

A time limit by `signal.alarm` often raises TimeoutError. The libraries take each OSError that ends
a read for one of the socket, and TimeoutError is an OSError.
"""

from __future__ import annotations

from typing import Optional


def interrupt_of(error: BaseException) -> Optional[BaseException]:
    """Return the error of a signal handler that an error was made of, or None.

    What was made of it loses its cause, else the chain of causes would have no end.
    """
    import signal

    handlers = map(signal.getsignal, signal.valid_signals())
    codes = {getattr(handler, "__code__", None) for handler in handlers} - {None}
    cause: Optional[BaseException] = error
    while cause is not None and codes:
        step = cause.__traceback__
        while step is not None:
            if step.tb_frame.f_code in codes:
                if cause is not error:
                    error.__cause__ = error.__context__ = None
                return cause
            step = step.tb_next
        cause = cause.__cause__ or cause.__context__
    return None
