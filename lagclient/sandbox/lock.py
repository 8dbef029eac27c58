"""Keep a second `lagclient sandbox` away from a database that one serves already."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import IO, Any, Generator, Optional

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def only_server(db: Optional[str]) -> Generator[None, None, None]:
    """Hold a lock on a file beside the database; None is a database in memory.

    The system releases the lock when the process ends, however it ends. The file stays, because
    another process may wait for it.

    Raises:
        ValueError: Another process holds the lock.
    """
    if db is None:
        yield
        return
    with open(f"{os.path.realpath(db)}.lock", "ab") as file:
        try:
            _lock(file)
        except OSError as error:
            # Some network file systems have no locks, and only the error of a taken one counts.
            if error.errno in _TAKEN:
                raise ValueError(
                    f"`db` must be a file that no other sandbox serves, not {db!r}: end the other "
                    "one, or name another file"
                ) from None
        yield


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # on Windows
        import msvcrt

        windows: Any = msvcrt
        windows.locking(file.fileno(), windows.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
