"""Many files: lints them here or in worker processes, and yields results in the order of files.

A few files are done in this process, because starting others costs more than it saves.  Memory
stays bounded whatever the number of files: only so many are under way, or done and waiting for
an earlier one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from contentlint.errors import ContentlintError
from contentlint.findings import FileResult
from contentlint.packing import PackError, pack_result, unpack_result
from contentlint.work import Limits, Linting, Task, Work

if TYPE_CHECKING:
    from contentlint.cache import Cache
    from contentlint.pool import Pool
    from contentlint.work import Stamp

__all__ = ["Limits", "run"]

_BATCH = 500
_CHUNK_BYTES = 128_000
_CHUNK_FILES = 200
_CHUNK_PATHS = 16_000
_WINDOW = 2_000
_FORK_PAYS = 2_000_000
_SPAWN_PAYS = 12_000_000
_WARM_UP = b"---\ntitle: warm\n---\n\nText with <b>markup</b> and a [link](https://example.com/).\n"


class _Item(NamedTuple):
    """A file of the run; *packed* is its result if the cache had it."""

    number: int
    path: str
    size: int
    state: str | None
    packed: bytes | None


def run(
    files: Sequence[str],
    project: Linting,
    *,
    jobs: int | None = 1,
    fixing: Any = None,
    cache: Cache | None = None,
    limits: Limits | None = None,
) -> Iterator[FileResult]:
    """Lint *files* (or with *fixing*, fix them), and yield one result for each, in their order.

    Args:
        jobs: how many processes may work; 0 or ``None``: one for each processor.  1 keeps
            everything in this process.
        cache: where results are kept; ignored when fixing.

    A file that exceeds a limit gives a result with one finding that says so; one that cannot be
    read, or kills its process, gives a result with an error.
    Closing the iterator, or an exception such as ``KeyboardInterrupt``, ends all processes.

    Raises:
        ContentlintError: worker processes do not start at all.
    """
    return _Run(project, Work(project, fixing, limits), None if fixing else cache).results(
        files, jobs
    )


class _Run:
    def __init__(self, project: Linting, work: Work, cache: Cache | None) -> None:
        self._project = project
        self._work = work
        self._cache = cache
        self._states: dict[int, str | None] = {}

    def results(self, files: Sequence[str], jobs: int | None) -> Iterator[FileResult]:
        items = self._items(files)
        try:
            pays: float | None = None
            waiting = 0
            while batch := list(islice(items, _BATCH)):
                waiting += sum(item.size for item in batch if item.packed is None)
                if waiting > _FORK_PAYS and pays is None:
                    pays = self._processes_pay(jobs)
                if pays is not None and waiting > pays:
                    yield from self._in_processes(chain(batch, items), batch[0], _count(jobs))
                    return
                yield from self._here(batch)
        finally:
            if self._cache is not None:
                self._cache.commit()

    def _items(self, files: Sequence[str]) -> Iterator[_Item]:
        """Look each file up; with processes in prospect this runs only a batch ahead."""
        for number, path in enumerate(files):
            try:
                info = os.stat(path)
            except (OSError, ValueError):
                yield _Item(number, path, 0, None, None)
                continue
            state = self._state(path)
            packed = None
            if self._cache is not None and state is not None and self._may_read(info.st_size):
                packed = self._cache.look_up(path, state, info)
            yield _Item(number, path, info.st_size, state, packed)

    def _may_read(self, size: int) -> bool:
        limit = self._work.limits.size
        return not limit or size <= limit

    def _state(self, path: str) -> str | None:
        """What decides the findings besides the file; asked once for each linter."""
        if self._cache is None:
            return None
        try:
            linter = id(self._project.linter_for(path))
            if linter not in self._states:
                self._states[linter] = self._project.cache_state(path)
        except ContentlintError:
            return None
        return self._states[linter]

    def _processes_pay(self, jobs: int | None) -> float:
        """How many bytes of posts make processes worth their start."""
        if _count(jobs) < 2:
            return float("inf")
        from contentlint.pool import can_start_processes, forks

        if not can_start_processes():
            return float("inf")
        return _FORK_PAYS if forks() else _SPAWN_PAYS

    def _here(self, batch: list[_Item]) -> Iterator[FileResult]:
        self._work.start()
        try:
            for item in batch:
                yield self.finish(item)
        finally:
            self._work.stop()

    def _in_processes(
        self, items: Iterator[_Item], first: _Item, jobs: int
    ) -> Iterator[FileResult]:
        from contentlint.pool import Pool

        self._warm_up(first.path)
        pool = Pool(self._work, jobs, stamped=self._cache is not None)
        try:
            yield from _Ordering(self, pool, items, first.number).results()
        finally:
            pool.close()

    def finish(self, item: _Item) -> FileResult:
        """The result that was packed, or that of work done here and now."""
        if item.packed is not None:
            with suppress(PackError):
                return unpack_result(item.packed, item.path)
        outcome = self._work.do(item.path, stamped=item.state is not None)
        if outcome.stamp is not None:
            self.keep(item, pack_result(outcome.result), outcome.stamp)
        return outcome.result

    def keep(self, item: _Item, packed: bytes, stamp: Stamp | None) -> None:
        """Put a new result into the cache, if it may be cached."""
        if self._cache is not None and item.state is not None and stamp is not None:
            self._cache.store(item.path, item.state, stamp, packed)

    def _warm_up(self, path: str) -> None:
        """Import and compile what every post needs, so that forked workers share it."""
        try:
            self._project.lint_bytes(_WARM_UP, path)
        except Exception:
            return  # the files will say what is wrong


def _count(jobs: int | None) -> int:
    if jobs:
        return max(1, jobs)
    from contentlint.pool import cpu_count

    return cpu_count()


class _Ordering:
    """Feeds a pool from the items, and hands results on in the order of the items."""

    def __init__(self, owner: _Run, pool: Pool, items: Iterator[_Item], first: int) -> None:
        self._owner = owner
        self._pool = pool
        self._items = items
        self._next = first
        self._open: dict[int, _Item] = {}
        self._ready: dict[int, _Item] = {}
        self._exhausted = False

    def results(self) -> Iterator[FileResult]:
        while True:
            while self._pool.has_room and (chunk := self._next_chunk()):
                self._pool.send(chunk)
            while self._next in self._ready:
                item = self._ready.pop(self._next)
                self._next += 1
                yield self._owner.finish(item)
            if self._open:
                self._receive()
            elif self._exhausted and not self._ready:
                return

    def _next_chunk(self) -> list[Task]:
        """Take files for one message; none while too many results wait for an earlier one."""
        chunk: list[Task] = []
        size = paths = 0
        while size < _CHUNK_BYTES and paths < _CHUNK_PATHS and len(chunk) < _CHUNK_FILES:
            if len(self._open) + len(self._ready) >= _WINDOW:
                break
            item = next(self._items, None)
            if item is None:
                self._exhausted = True
                break
            if item.packed is not None:
                self._ready[item.number] = item
                continue
            self._open[item.number] = item
            chunk.append(Task(item.number, item.path))
            size += item.size
            paths += len(item.path)
        return chunk

    def _receive(self) -> None:
        for number, packed, stamp in self._pool.wait():
            item = self._open.pop(number)
            self._owner.keep(item, packed, stamp)
            self._ready[number] = item._replace(packed=packed)
