"""One file's work: read it, lint or fix it within limits; what fails is an error of its result.

A limit that is reached is a finding, not an error: the file can be seen, reported and excused like
any other.  Such a result is never kept, because another machine, or another day, may be faster.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import Any, Protocol

from contentlint.bounds import Alarm, MemoryBound, TooSlowError
from contentlint.errors import ContentlintError
from contentlint.findings import FileResult
from contentlint.forms import Findings, Form
from contentlint.limits import (
    HEAD,
    LimitHit,
    Limits,
    needs_memory,
    needs_stack,
    too_large,
    too_slow,
)
from contentlint.named import NamedTuple

__all__ = [
    "Limits",
    "Linting",
    "Outcome",
    "Stamp",
    "Task",
    "TooLargeError",
    "Work",
    "content_digest",
    "make_stamp",
    "read_post",
]


class Linting(Protocol):
    """What the runner needs of a `contentlint.project.Project`."""

    def lint_bytes(self, data: bytes, path: str) -> FileResult:
        """Lint *data* as the content of *path*."""

    def fix_file(self, path: str, fixing: Any) -> FileResult:
        """Fix the file at *path* and lint what it has become."""

    def fix_bytes(self, data: bytes, path: str, fixing: Any) -> tuple[bytes, FileResult]:
        """Fix *data* as the content of *path*: the new content, and what remains to be said."""

    def lint_limit(self, head: bytes, path: str, hit: LimitHit) -> FileResult:
        """What is to be said of *path*, which begins with *head* and exceeds a limit."""

    def cache_state(self, path: str) -> str:
        """A digest of all that decides the findings of *path* besides its bytes and its name."""

    def folder_state(self, folder: str) -> str | None:
        """The `cache_state` of all files right in *folder*; ``None`` where they may differ."""


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


class Work:
    """Lints (or with *fixing*, fixes) one file after another; never raises for a file.

    *form* is how the results are to be passed on, `Findings` if it is ``None``.  Between ``start``
    and ``stop`` the limit on time holds, if this is the main thread; the limit on memory holds
    from ``bound_memory`` on.
    """

    def __init__(
        self,
        project: Linting,
        fixing: Any = None,
        limits: Limits | None = None,
        form: Form[Any] | None = None,
    ) -> None:
        self.project = project
        self.fixing = fixing
        self.limits = limits or Limits()
        self.form: Form[Any] = form or Findings()
        self._alarm = Alarm(self.limits.seconds)
        self._bound = MemoryBound(self.limits.memory)

    def start(self) -> None:
        """Begin to watch the time."""
        self._alarm.install()

    def stop(self) -> None:
        """Cease to watch the time."""
        self._alarm.remove()

    def bound_memory(self) -> None:
        """Bound the memory of this process, a worker's, for the rest of its life."""
        self._bound.install()

    def do(self, path: str, *, stamped: bool = False) -> Outcome:
        """Do the file at *path*; with *stamped*, say what content the result belongs to."""
        try:
            data, info = read_post(path, self.limits.size)
        except TooLargeError as error:
            hit = too_large(error.size, self.limits)
            return Outcome(self._report(error.head, path, hit), None)
        except MemoryError:
            return Outcome(self.given_up(path, self._needs_memory()), None)
        except OSError as error:
            return _failed(path, f"cannot read this file: {error.strerror or error}")
        if self.fixing is not None:
            fix = self.project.fix_file
            return Outcome(self._within(lambda: fix(path, self.fixing), data, path), None)
        result = self.lint(data, path)
        if not stamped or result.errors or result.volatile:
            return Outcome(result, None)
        return Outcome(result, make_stamp(info, content_digest(data)))

    def lint(self, data: bytes, path: str) -> FileResult:
        """Lint *data* as the content of the file at *path*."""
        return self._within(lambda: self.project.lint_bytes(data, path), data, path)

    def fix(self, data: bytes, path: str) -> tuple[bytes, FileResult]:
        """Fix *data* as the content of *path*: the new content, and what remains to be said."""
        fixed = data

        def fix() -> FileResult:
            nonlocal fixed
            after, result = self.project.fix_bytes(data, path, self.fixing)
            fixed = after
            return result

        result = self._within(fix, data, path)
        return fixed, result

    def given_up(self, path: str, hit: LimitHit) -> FileResult:
        """What is to be said of the file at *path*, which exceeds a limit."""
        head = b""
        try:
            read_post(path, limit=1)
        except TooLargeError as error:
            head = error.head
        except OSError:
            pass  # it is gone, or has changed its kind: the finding stands without its first line
        return self._report(head, path, hit)

    def _within(self, call: Callable[[], FileResult], data: bytes, path: str) -> FileResult:
        """The result of *call*, or what is to be said because it was given up."""
        try:
            self._alarm.arm()
            try:
                return call()
            finally:
                self._alarm.disarm()
        except TooSlowError:
            self._alarm.disarm()  # it may have rung on the way out
            hit = too_slow(self.limits)
        except MemoryError:
            hit = self._needs_memory()
        except RecursionError:
            hit = needs_stack()
        except ContentlintError as error:
            return _failed(path, str(error)).result
        except (Exception, SystemExit) as error:
            return _failed(path, _describe(error)).result
        return self._report(data[:HEAD], path, hit)

    def _report(self, head: bytes, path: str, hit: LimitHit) -> FileResult:
        try:
            return self.project.lint_limit(head, path, hit)
        except Exception as error:
            return _failed(path, _describe(error)).result

    def _needs_memory(self) -> LimitHit:
        return needs_memory(self.limits if self._bound.holds else None)


def _describe(error: BaseException) -> str:
    detail = f"{type(error).__name__}: {error}".removesuffix(": ")
    return f"contentlint failed on this file ({detail})"


def _failed(path: str, message: str) -> Outcome:
    return Outcome(FileResult(path, [], [message]), None)


class TooLargeError(OSError):
    """A file is larger than it may be: *size* bytes, the first of which are *head*."""

    def __init__(self, size: int, head: bytes) -> None:
        super().__init__("it is too large")
        self.size = size
        self.head = head


def read_post(path: str, limit: int = 0) -> tuple[bytes, os.stat_result]:
    """Read a file of at most *limit* bytes (0: any); its facts are those of the bytes read.

    Raises:
        TooLargeError: it is larger.
        OSError: it cannot be read, or is no ordinary file.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    # A pipe that was put in the file's place must not stop the run.
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    try:
        info = os.fstat(handle)
        if not stat.S_ISREG(info.st_mode):
            raise OSError("it is not an ordinary file")
        if limit and info.st_size > limit:
            raise TooLargeError(info.st_size, os.read(handle, HEAD))
        return _read_all(handle, info.st_size), info
    finally:
        os.close(handle)


def _read_all(handle: int, size: int) -> bytes:
    """All that stands in an open file of probably *size* bytes."""
    data = os.read(handle, size + 1)
    if len(data) == size:  # one more was asked for: this is the end
        return data
    pieces = [data]
    while data:
        data = os.read(handle, 65_536)
        pieces.append(data)
    return b"".join(pieces)


def content_digest(data: bytes) -> bytes:
    """The digest that tells contents apart."""
    from contentlint.digests import blake2b

    return blake2b(data, digest_size=16).digest()


def make_stamp(info: os.stat_result, digest: bytes) -> Stamp:
    """The stamp of content with that digest, read from a file with those facts."""
    return Stamp(info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino, digest)
