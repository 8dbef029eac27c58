"""Keep two processes from using one file: a robot's cursor or state, or a sandbox's database."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import IO, Any, Generator, Union

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def locked(path: Union[str, os.PathLike[str]]) -> Generator[bool, None, None]:
    """Lock a file beside this one; yield False if another process holds the lock.

    The system releases the lock when the process ends, however it ends. The lock's file stays,
    because another process may have opened it. If the file cannot be created, nothing is locked.
    """
    with contextlib.ExitStack() as stack:
        is_free = True
        try:
            file = stack.enter_context(open(f"{os.path.realpath(path)}.lock", "ab"))
        except OSError:  # such as in a read-only folder
            file = None
        if file is not None:
            try:
                _lock(file)
            except OSError as error:
                # Some network file systems have no locks, so only the error of a held lock counts.
                is_free = error.errno not in _TAKEN
        yield is_free


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # on Windows
        import msvcrt

        windows: Any = msvcrt
        windows.locking(file.fileno(), windows.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
