"""One process owns a folder or a file: a lock that the operating system gives back when the process ends."""

import fcntl
import os
from pathlib import Path


class LockedError(Exception):
    """Another process, ``pid`` (0 when unknown), holds the lock."""

    def __init__(self, path: Path, pid: int) -> None:
        super().__init__(f"{path} is held by process {pid or '(unknown)'}")
        self.pid = pid


class OwnerLock:
    """An exclusive lock on a file that holds the owner's process id."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            LockedError: another process, or another object of this one, has it.
        """
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            text = os.read(self._fd, 32).decode("ascii", "replace").strip()
            os.close(self._fd)
            raise LockedError(path, int(text) if text.isdigit() else 0) from error
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two owners lock two files of one name."""
        os.ftruncate(self._fd, 0)
        os.close(self._fd)
