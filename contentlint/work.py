"""One file's work: read it, lint or fix it within limits, and turn whatever fails into an error."""

from __future__ import annotations

import os
import signal
import stat
import threading
from typing import Any, NamedTuple, Protocol

from contentlint.findings import FileResult

__all__ = [
    "Limits",
    "Linting",
    "Outcome",
    "Stamp",
    "Work",
    "content_digest",
    "make_stamp",
    "read_post",
]


class Limits(NamedTuple):
    """What one file may cost; 0 sets no limit.

    *seconds* of time, *size* of the file in bytes, *memory* in bytes that a worker process may
    map (only where the system has such limits, and never in the calling process).
    """

    seconds: float = 60.0
    size: int = 50_000_000
    memory: int = 8 << 30


class Linting(Protocol):
    """What the runner needs of a `contentlint.project.Project`."""

    def lint_bytes(self, data: bytes, path: str) -> FileResult:
        """Lint *data* as the content of *path*."""

    def fix_file(self, path: str, fixing: Any) -> FileResult:
        """Fix the file at *path* and lint what it has become."""

    def linter_for(self, path: str) -> object:
        """The linter of the file at *path*; the same object for files that share it."""

    def cache_state(self, path: str) -> str:
        """A digest of all that decides the findings of *path* besides its bytes and its name."""


class Stamp(NamedTuple):
    """Which content was linted: facts of the file, and a digest of the bytes."""

    size: int
    modified: int
    changed: int
    inode: int
    digest: bytes


class Task(NamedTuple):
    """A file to do: its number in the run, and its path."""

    number: int
    path: str


class Outcome(NamedTuple):
    """A result, and the stamp to cache it under (``None``: it must not be cached)."""

    result: FileResult
    stamp: Stamp | None


class _TooSlowError(BaseException):
    """Raised by the alarm; no `Exception`, so that no rule's error handling swallows it."""


class Work:
    """Lints (or with *fixing*, fixes) one file after another; never raises for a file.

    Between ``start`` and ``stop`` the limit on time holds, if this is the main thread.
    """

    def __init__(self, project: Linting, fixing: Any = None, limits: Limits | None = None) -> None:
        self.project = project
        self.fixing = fixing
        self.limits = limits or Limits()
        self._alarm = _Alarm(self.limits.seconds)

    def start(self) -> None:
        """Begin to watch the time."""
        self._alarm.install()

    def stop(self) -> None:
        """Cease to watch the time."""
        self._alarm.remove()

    def do(self, path: str, *, stamped: bool = False) -> Outcome:
        """Do the file at *path*; with *stamped*, say what content the result belongs to."""
        try:
            return self._do(path, stamped)
        except _TooSlowError:
            seconds = self.limits.seconds
            return _failed(path, f"this file took longer than {seconds:g} s and was given up")
        except OSError as error:
            return _failed(path, f"cannot read this file: {error.strerror or error}")
        except (MemoryError, RecursionError) as error:
            kind = "memory" if isinstance(error, MemoryError) else "stack"
            return _failed(path, f"this file needs more {kind} than there is and was given up")
        except (Exception, SystemExit) as error:
            detail = f"{type(error).__name__}: {error}".removesuffix(": ")
            return _failed(path, f"contentlint failed on this file ({detail})")

    def _do(self, path: str, stamped: bool) -> Outcome:
        data, info = read_post(path, self.limits.size)
        self._alarm.arm()
        try:
            if self.fixing is not None:
                return Outcome(self.project.fix_file(path, self.fixing), None)
            result = self.project.lint_bytes(data, path)
        finally:
            self._alarm.disarm()
        if not stamped or result.errors or result.volatile:
            return Outcome(result, None)
        return Outcome(result, make_stamp(info, content_digest(data)))


def _failed(path: str, message: str) -> Outcome:
    return Outcome(FileResult(path, [], [message]), None)


def read_post(path: str, limit: int = 0) -> tuple[bytes, os.stat_result]:
    """Read a file of at most *limit* bytes (0: any); its facts are those of the bytes read.

    Raises:
        OSError: it cannot be read, is no ordinary file, or is larger.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    # A pipe that was put in the file's place must not stop the run.
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            raise OSError("it is not an ordinary file")
        if limit and info.st_size > limit:
            size = f"{info.st_size / 1e6:.1f} MB"
            raise OSError(f"it has {size}, and the limit is {limit / 1e6:g} MB")
        with open(handle, "rb", buffering=0, closefd=False) as file:
            return file.read(), info
    finally:
        os.close(handle)


def content_digest(data: bytes) -> bytes:
    """The digest that tells contents apart."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


def make_stamp(info: os.stat_result, digest: bytes) -> Stamp:
    """The stamp of content with that digest, read from a file with those facts."""
    return Stamp(info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino, digest)


class _Alarm:
    """Raises in the main thread after some seconds, where the system and the thread allow it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._armed = False
        self._installed = False

    def install(self) -> None:
        """Take the system's alarm signal, unless somebody else uses it."""
        if not self._installed and self._seconds and _alarm_is_free():
            signal.signal(signal.SIGALRM, self._ring)
            self._installed = True

    def remove(self) -> None:
        """Give the signal back."""
        if self._installed:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            self._installed = False

    def arm(self) -> None:
        """Start the time of one file."""
        if self._installed:
            self._armed = True
            # It rings again: one exception may be lost in a destructor or a callback.
            signal.setitimer(signal.ITIMER_REAL, self._seconds, 0.5)

    def disarm(self) -> None:
        """The file is done: an alarm that comes now is too late to mean anything."""
        if self._armed:
            self._armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, _number: int, _frame: Any) -> None:
        if self._armed:
            raise _TooSlowError


def _alarm_is_free() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )
