"""Many files: lints them here or in worker processes, and yields results in the order of files.

A few files are done in this process, because starting others costs more than it saves.  Memory
stays bounded whatever the number of files: only so many are under way, or done and waiting for
an earlier one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from contentlint.errors import ContentlintError, PackError
from contentlint.forms import Findings, Form
from contentlint.limits import Limits
from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.cache import Cache
    from contentlint.children import Message
    from contentlint.findings import FileResult
    from contentlint.pool import Pool
    from contentlint.work import Linting, Outcome, Stamp, Task, Work

__all__ = ["Limits", "run", "run_as"]

T = TypeVar("T")

_BATCH = 500
_BATCH_BYTES = 8_000_000
_CHUNK_BYTES = 256_000
_CHUNK_FILES = 200
_LEAST_FILES = 8
_SHARES = 4
"""A chunk is at most this part of what a process has left to do, so that all end together."""
_CHUNK_PATHS = 6_000  # two such messages must go into a pipe while nobody reads it
_WINDOW = 2_000
_FILE_COSTS = 1_500
"""What a file costs however small it is, in bytes of a post that take as long."""
_FORK_PAYS = 2_000_000
_SPAWN_PAYS = 12_000_000
_WARM_UP = b"---\ntitle: warm\n---\n\nText with <b>markup</b> and a [link](https://example.com/).\n"


class _Item(NamedTuple):
    """A file of the run; *packed* is its result if the cache had it."""

    number: int
    path: str
    size: int
    state: str | None
    packed: Message | None


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
    return run_as(Findings(), files, project, jobs=jobs, fixing=fixing, cache=cache, limits=limits)


def run_as(
    form: Form[T],
    files: Sequence[str],
    project: Linting,
    *,
    jobs: int | None = 1,
    fixing: Any = None,
    cache: Cache | None = None,
    limits: Limits | None = None,
) -> Iterator[T]:
    """The same as `run`, with each result in another *form*, made where the file is linted."""
    kept = None if fixing else cache
    return _Run(form, project, fixing, limits, kept).results(files, jobs)


class _Run(Generic[T]):
    def __init__(
        self,
        form: Form[T],
        project: Linting,
        fixing: Any,
        limits: Limits | None,
        cache: Cache | None,
    ) -> None:
        self._form = form
        self._project = project
        self._fixing = fixing
        self._limits = limits or Limits()
        self._cache = cache
        self._suffix = f"\n{form.key}"
        if cache is not None and form.names_path:
            self._suffix += f"\n{cache.prefix}"
        self._states: dict[str, str | None] = {}
        self._made: Work | None = None

    @property
    def _work(self) -> Work:
        """What lints; made when the first file has to be linted in earnest."""
        if self._made is None:
            from contentlint.work import Work

            self._made = Work(self._project, self._fixing, self._limits, self._form)
        return self._made

    def results(self, files: Sequence[str], jobs: int | None) -> Iterator[T]:
        batches = self._batches(files)
        try:
            pays: float | None = None
            waiting = 0
            for batch in batches:
                waiting += sum([item.size + _FILE_COSTS for item in batch if item.packed is None])
                if waiting > _FORK_PAYS and pays is None:
                    pays = self._processes_pay(jobs)
                if pays is not None and waiting > pays:
                    items = chain(batch, chain.from_iterable(batches))
                    yield from self._in_processes(items, batch[0], len(files), _count(jobs))
                    return
                yield from self._here(batch)
        finally:
            if self._cache is not None:
                self._cache.commit()

    def _batches(self, files: Sequence[str]) -> Iterator[list[_Item]]:
        """Look the files up; with processes in prospect this runs only a batch ahead."""
        cache = self._cache
        limit = self._limits.size
        batch: list[tuple[str, str | None, os.stat_result | None]] = []
        size = first = 0
        for path in files:
            state = info = None
            with suppress(OSError, ValueError):
                info = os.stat(path)
                size += info.st_size
                if cache is not None and not 0 < limit < info.st_size:
                    state = self._state(path)
            batch.append((path, state, info))
            if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                yield self._look_up(batch, first)
                first += len(batch)
                batch.clear()
                size = 0
        if batch:
            yield self._look_up(batch, first)

    def _look_up(
        self, batch: list[tuple[str, str | None, os.stat_result | None]], first: int
    ) -> list[_Item]:
        """The items of a *batch*, each with its packed result if the cache has it."""
        packed: dict[str, bytes] = {}
        if self._cache is not None:
            packed = self._cache.look_up(
                [(path, state, info) for path, state, info in batch if state and info]
            )
        find = packed.get
        return [
            _Item(number, path, info.st_size if info else 0, state, find(path))
            for number, (path, state, info) in enumerate(batch, first)
        ]

    def _state(self, path: str) -> str | None:
        """What decides the result besides the file, mostly asked once for each folder."""
        folder = os.path.dirname(path)
        try:
            if folder not in self._states:
                shared = self._project.folder_state(folder)
                self._states[folder] = None if shared is None else shared + self._suffix
            return self._states[folder] or self._project.cache_state(path) + self._suffix
        except ContentlintError:
            return None

    def _processes_pay(self, jobs: int | None) -> float:
        """How many bytes of posts make processes worth their start."""
        if jobs == 1:
            return float("inf")
        from contentlint.children import can_fork
        from contentlint.pool import can_start_processes

        if not can_start_processes():
            return float("inf")
        return _FORK_PAYS if can_fork() else _SPAWN_PAYS

    def _here(self, batch: list[_Item]) -> Iterator[T]:
        try:
            outcomes = self._outcomes([item.path for item in batch if item.packed is None])
            for item in batch:
                yield self._make(item, next(outcomes)) if item.packed is None else self.finish(item)
        finally:
            if self._made is not None:
                self._made.stop()

    def _outcomes(self, paths: Sequence[str]) -> Iterator[Outcome]:
        """What comes of work done here and now."""
        if paths:
            self._work.start()
            yield from self._work.do_all(paths, stamped=self._cache is not None)

    def _in_processes(
        self, items: Iterator[_Item], first: _Item, end: int, jobs: int
    ) -> Iterator[T]:
        from contentlint.pool import Pool

        self._warm_up(first.path)
        pool = Pool(self._work, jobs, stamped=self._cache is not None)
        try:
            yield from _Ordering(self, pool, items, range(first.number, end), jobs).results()
        finally:
            pool.close()
            self._work.stop()

    def finish(self, item: _Item) -> T:
        """The result that was packed, or that of work done here and now."""
        _, path, _, _, packed = item
        if packed is not None:
            try:
                return self._form.unpack(packed, path)
            except PackError:
                pass
        (outcome,) = self._outcomes([path])
        return self._make(item, outcome)

    def _make(self, item: _Item, outcome: Outcome) -> T:
        made = self._form.make(outcome.result)
        if outcome.stamp is not None:
            self.keep(item, self._form.pack(made), outcome.stamp)
        return made

    def keep(self, item: _Item, packed: Message, stamp: Stamp) -> None:
        """Put a new result into the cache, if it may be cached."""
        if self._cache is not None and item.state is not None:
            self._cache.store(item.path, item.state, stamp, bytes(packed))

    def _warm_up(self, path: str) -> None:
        """Import and compile what every post needs, so that forked workers share it.

        What goes wrong goes wrong with the files again, and is told there.
        """
        self._work.start()
        try:
            self._form.make(self._work.lint(_WARM_UP, path))
        finally:
            self._work.stop()


def _count(jobs: int | None) -> int:
    if jobs:
        return max(1, jobs)
    from contentlint.pool import cpu_count

    return cpu_count()


class _Ordering(Generic[T]):
    """Feeds a pool from the items, and hands results on in the order of the items."""

    def __init__(
        self, owner: _Run[T], pool: Pool, items: Iterator[_Item], numbers: range, jobs: int
    ) -> None:
        self._owner = owner
        self._pool = pool
        self._items = items
        self._next = numbers.start
        self._left = len(numbers)
        self._jobs = jobs
        self._open: dict[int, _Item] = {}
        self._ready: dict[int, _Item] = {}
        self._exhausted = False

    def results(self) -> Iterator[T]:
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
        from contentlint.work import Task

        chunk: list[Task] = []
        size = paths = 0
        most = min(_CHUNK_FILES, max(_LEAST_FILES, self._left // (_SHARES * self._jobs)))
        while size < _CHUNK_BYTES and paths < _CHUNK_PATHS and len(chunk) < most:
            if len(self._open) + len(self._ready) >= _WINDOW:
                break
            item = next(self._items, None)
            if item is None:
                self._exhausted = True
                break
            self._left -= 1
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
            if stamp is not None:
                self._owner.keep(item, packed, stamp)
            self._ready[number] = _Item(number, item.path, item.size, item.state, packed)
