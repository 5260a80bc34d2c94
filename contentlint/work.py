"""One file's work: read it, lint or fix it within limits; what fails is an error of its result.

Small files are linted abreast (`contentlint.linter`), which tells nobody which of them failed or
was slow: if anything goes wrong, each is done again by itself.

A limit that is reached is a finding, not an error: the file can be seen, reported and excused like
any other.  Such a result is never kept, because another machine, or another day, may be faster.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import Any, Protocol, TypeVar

from contentlint.bounds import Alarm, MemoryBound, TooSlowError
from contentlint.errors import ContentlintError
from contentlint.findings import FileResult
from contentlint.forms import Findings, Form
from contentlint.limits import (
    LimitHit,
    Limits,
    needs_memory,
    needs_stack,
    too_large,
    too_slow,
)
from contentlint.named import NamedTuple
from contentlint.reading import HEAD, TooLargeError, read_file

__all__ = [
    "Limits",
    "Linting",
    "Outcome",
    "Stamp",
    "Task",
    "Work",
    "content_digest",
    "make_stamp",
]


T = TypeVar("T")

_ABREAST = 32
_ABREAST_BYTES = 256_000
_ABREAST_SECONDS = 1.0
_LARGE = 64_000
"""So large a file is done by itself: nothing is to be gained."""


class Linting(Protocol):
    """What the runner needs of a `contentlint.project.Project`."""

    def lint_bytes(self, data: bytes, path: str) -> FileResult:
        """Lint *data* as the content of *path*."""

    def lint_many(self, posts: Sequence[tuple[bytes, str]]) -> list[FileResult]:
        """Lint the content of several files abreast; may raise anything, whosever fault it is."""

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
    read: int
    """When it was read, in nanoseconds, as the file's times are: what was changed little before
    may be changed again without a later time."""


class Task(NamedTuple):
    """A file to do: its number in the run, and its path."""

    number: int
    path: str


class Outcome(NamedTuple):
    """A result, and the stamp to cache it under (``None``: it must not be cached)."""

    result: FileResult
    stamp: Stamp | None


class _Read(NamedTuple):
    """A file to lint: its path, when it was read, its content, and the facts of what was read."""

    path: str
    at: int
    data: bytes
    info: os.stat_result


class Work:
    """Lints files, small ones abreast, or with *fixing* fixes one after another; never raises.

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
        # what changes files does one at a time
        self._abreast = 1 if fixing is not None else _ABREAST

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
        (outcome,) = self.do_all([path], stamped=stamped)
        return outcome

    def do_all(self, paths: Iterable[str], *, stamped: bool = False) -> Iterator[Outcome]:
        """Do the files at *paths*, one after the other or some abreast; the outcomes in order."""
        for group in self._read_groups(paths):
            reads = [read for read in group if isinstance(read, _Read)]
            done = self._do_group(reads, stamped)
            for read in group:
                yield next(done) if isinstance(read, _Read) else read

    def _read_groups(self, paths: Iterable[str]) -> Iterator[list[_Read | Outcome]]:
        """Read files, as many as may be done abreast; what cannot be read has its outcome."""
        group: list[_Read | Outcome] = []
        size = 0
        for path in paths:
            read = self._read(path)
            length = len(read.data) if isinstance(read, _Read) else 0
            if group and (length > _LARGE or size + length > _ABREAST_BYTES):
                yield group
                group, size = [], 0
            group.append(read)
            size += length
            if length > _LARGE or len(group) >= self._abreast:
                yield group
                group, size = [], 0
        if group:
            yield group

    def _read(self, path: str) -> _Read | Outcome:
        try:
            return _Read(path, time.time_ns(), *read_file(path, self.limits.size))
        except TooLargeError as error:
            hit = too_large(error.size, self.limits)
            return Outcome(self._report(error.head, path, hit), None)
        except MemoryError:
            return Outcome(self.given_up(path, self._needs_memory()), None)
        except OSError as error:
            return _failed(path, f"cannot read this file: {error.strerror or error}")

    def _do_group(self, reads: Sequence[_Read], stamped: bool) -> Iterator[Outcome]:
        results = self._lint_abreast(reads) if len(reads) > 1 else None
        for index, read in enumerate(reads):
            if results is not None:
                result = results[index]
            elif self.fixing is None:
                result = self.lint(read.data, read.path)
            else:
                result = self._fix_file(read)
            stamp = None
            if stamped and not (result.errors or result.volatile):
                stamp = make_stamp(read.info, content_digest(read.data), read.at)
            yield Outcome(result, stamp)

    def _lint_abreast(self, reads: Sequence[_Read]) -> list[FileResult] | None:
        """The results, or ``None`` where each must be done by itself to see whose fault it is."""
        posts = [(read.data, read.path) for read in reads]
        try:
            return self._timed(lambda: self.project.lint_many(posts), _ABREAST_SECONDS)
        except TooSlowError:
            self._abreast = max(1, self._abreast // 2)  # posts or rules here are slow
        except KeyboardInterrupt:
            raise
        except BaseException:
            pass  # it will come again, and be told
        return None

    def _fix_file(self, read: _Read) -> FileResult:
        fix = self.project.fix_file
        return self._within(lambda: fix(read.path, self.fixing), read.data, read.path)

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

    def lint_beginning(self, data: bytes, path: str) -> FileResult:
        """What is to be said of *path*, which begins with *data* and is larger than it may be."""
        return self._report(data[:HEAD], path, too_large(None, self.limits))

    def given_up(self, path: str, hit: LimitHit) -> FileResult:
        """What is to be said of the file at *path*, which exceeds a limit."""
        head = b""
        try:
            read_file(path, limit=1)
        except TooLargeError as error:
            head = error.head
        except OSError:
            pass  # it is gone, or has changed its kind: the finding stands without its first line
        return self._report(head, path, hit)

    def _timed(self, call: Callable[[], T], most: float = inf) -> T:
        """The result of *call*; `TooSlowError` after the seconds of a file, or after *most*."""
        try:
            self._alarm.arm(most)
            try:
                return call()
            finally:
                self._alarm.disarm()
        except TooSlowError:
            self._alarm.disarm()  # it may have rung on the way out
            raise

    def _within(self, call: Callable[[], FileResult], data: bytes, path: str) -> FileResult:
        """The result of *call*, or what is to be said because it was given up."""
        try:
            return self._timed(call)
        except TooSlowError:
            hit = too_slow(self.limits)
        except MemoryError:
            hit = self._needs_memory()
        except RecursionError:
            hit = needs_stack()
        except ContentlintError as error:
            return _failed(path, str(error)).result
        except KeyboardInterrupt:
            raise
        except BaseException as error:
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
    if isinstance(error, MemoryError):  # to tell it as a finding takes some, too
        return "there is not enough memory to check this file; allow this program more"
    detail = f"{type(error).__name__}: {error}".removesuffix(": ")
    return f"contentlint failed on this file ({detail})"


def _failed(path: str, message: str) -> Outcome:
    return Outcome(FileResult(path, [], [message]), None)


def content_digest(data: bytes) -> bytes:
    """The digest that tells contents apart."""
    from contentlint.digests import blake2b

    return blake2b(data, digest_size=16).digest()


def make_stamp(info: os.stat_result, digest: bytes, read: int) -> Stamp:
    """The stamp of content with that digest, *read* then from a file with those facts."""
    return Stamp(info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino, digest, read)
