"""Keep two processes from using one file: a robot's cursor or state, or a sandbox's database."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import IO, Any, Generator, Optional, Tuple, Union

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def locked(
    path: Union[str, os.PathLike[str]], *, remove: bool = False
) -> Generator[bool, None, None]:
    """Lock a file beside this one; yield False if another process holds the lock.

    The system releases the lock when the process ends, however it ends. If the file cannot be
    created, nothing is locked.

    Args:
        path: The file to protect.
        remove: Remove the lock's file at the end. By default it stays.
    """
    name = f"{os.path.realpath(path)}.lock"
    file, is_free = _open_locked(name)
    try:
        yield is_free
    finally:
        if file is not None:
            if remove and is_free:
                with contextlib.suppress(OSError):  # Windows removes no open file
                    os.unlink(name)  # while it is locked, so that it is still this one
            file.close()


def _open_locked(name: str) -> Tuple[Optional[IO[bytes]], bool]:
    """Return the lock's file, if it can be created, and whether no other process holds it."""
    while True:
        try:
            file = open(name, "ab")  # noqa: SIM115
        except OSError:  # such as in a read-only folder
            return None, True
        try:
            _lock(file)
            if os.path.samestat(os.fstat(file.fileno()), os.stat(name)):
                return file, True
        except FileNotFoundError:
            pass
        except OSError as error:
            # Some network file systems have no locks, so only the error of a held lock counts.
            return file, error.errno not in _TAKEN
        file.close()  # its process has removed it meanwhile, so another one can be locked too


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # on Windows
        import msvcrt

        windows: Any = msvcrt
        windows.locking(file.fileno(), windows.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
