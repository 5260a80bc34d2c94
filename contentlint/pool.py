"""Worker processes that survive each other: chunks of files out, packed results back, in any order.

Own code, not `concurrent.futures`: there one dead worker fails every pending future, and nobody
learns which file it died of.  Here a dead or silent worker costs its file one error; every file of
its chunk is first done again, alone.

Where processes can be forked (`contentlint.children`), a worker costs some milliseconds and shares
the compiled rules; elsewhere each imports everything again (`contentlint.spawned`).
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import time
from collections import deque
from contextlib import suppress
from functools import partial
from struct import Struct
from typing import Any

from contentlint.children import Child, Forking, Line, Message, Nursery, can_fork
from contentlint.errors import ContentlintError
from contentlint.findings import FileResult
from contentlint.forms import Form
from contentlint.limits import LimitHit, too_slow
from contentlint.named import NamedTuple
from contentlint.work import Outcome, Stamp, Task, Work

__all__ = ["Done", "Pool", "can_start_processes", "cpu_count"]

_FLUSH_SECONDS = 0.05
_GRACE_SECONDS = 5.0
_BEGUN = b""  # the worker is ready; later: it begins a file that is done alone
_LENGTH = Struct("<I")


class _Chunk(NamedTuple):
    """Files sent in one message; *again* if a worker died of them, or near them, before."""

    tasks: list[Task]
    again: bool = False


class Done(NamedTuple):
    """A file that was done: its number, the packed result, the stamp to cache it under."""

    number: int
    packed: Message
    stamp: Stamp | None


def can_start_processes() -> bool:
    """Whether this process may have children."""
    if can_fork():
        return True
    from contentlint.spawned import can_spawn

    return can_spawn()


def _nursery() -> Nursery[Any]:
    if can_fork():
        return Forking()
    from contentlint.spawned import Spawning

    return Spawning()


class _Worker:
    """A process, and the chunks it has not finished, oldest first."""

    __slots__ = ("begun", "child", "chunks", "greeted", "heard")

    def __init__(self, child: Child) -> None:
        self.child = child
        self.chunks: deque[_Chunk] = deque()
        self.greeted = False
        self.begun = False
        self.heard = time.monotonic()

    @property
    def has_room(self) -> bool:
        """Whether it may be sent a chunk: one that does not read must not keep its parent."""
        return len(self.chunks) < (2 if self.child.takes_two else 1)

    def send(self, chunk: _Chunk) -> None:
        if not self.chunks:
            self.heard = time.monotonic()
        self.chunks.append(chunk)
        with suppress(OSError):  # it has died; the next wait finds that out
            self.child.line.send(marshal.dumps([tuple(task) for task in chunk.tasks]))


def _load(worker: _Worker) -> tuple[bool, int]:
    """What is least for the worker that should be sent the next chunk."""
    return not worker.has_room, len(worker.chunks)


class Pool:
    """At most *jobs* processes that run *work*; closing it ends them at once."""

    def __init__(self, work: Work, jobs: int, *, stamped: bool = False) -> None:
        self._work = work
        self._jobs = jobs
        self._stamped = stamped
        self._nursery = _nursery()
        self._workers: list[_Worker] = []
        self._again: deque[_Chunk] = deque()
        self._failed_starts = 0

    @property
    def has_room(self) -> bool:
        """Whether another chunk would be begun soon."""
        if self._again:
            return False
        return len(self._workers) < self._jobs or self._is_one_free()

    def _is_one_free(self) -> bool:
        return any(worker.has_room for worker in self._workers)

    def send(self, tasks: list[Task]) -> None:
        """Give *tasks* to the worker with the least to do; a new one while there may be more."""
        self._send(_Chunk(tasks))

    def _send(self, chunk: _Chunk) -> None:
        free = min(self._workers, key=_load, default=None)
        if free is None or (free.chunks and len(self._workers) < self._jobs):
            free = self._start() or free
        if free is not None and free.has_room:
            free.send(chunk)
        else:
            self._again.appendleft(chunk)

    def wait(self) -> list[Done]:
        """Wait for results, at least until something happens.

        Raises:
            ContentlintError: workers die before they have begun.
        """
        while self._again and self._is_one_free():
            self._send(self._again.popleft())
        if self._again and len(self._workers) < self._jobs:
            self._send(self._again.popleft())
        done: list[Done] = []
        by_child = {worker.child: worker for worker in self._workers}
        for child in self._nursery.wait(by_child, self._patience()):
            worker = by_child[child]
            try:
                message = child.line.receive()
            except (EOFError, OSError):
                reason = f"the process that checked this file died ({child.ending()})"
                done += self._bury(worker, reason)
            else:
                done += self._read(worker, message)
        return done + self._bury_silent()

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.child.stop()
        while self._workers:
            self._workers.pop().child.join()
        self._again.clear()

    def _start(self) -> _Worker | None:
        """Start a worker; ``None`` if there can be no more than there are, which then do all.

        Raises:
            ContentlintError: there can be none.
        """
        serve = partial(_serve, work=self._work, stamped=self._stamped)
        try:
            worker = _Worker(self._nursery.start(serve))
        except (OSError, ImportError) as error:  # to import takes an open file, too
            if self._workers:
                self._jobs = len(self._workers)
                return None
            reason = getattr(error, "strerror", None) or error
            raise ContentlintError(
                f"worker processes cannot be started ({reason}); run with --jobs 1"
            ) from error
        self._workers.append(worker)
        return worker

    def _read(self, worker: _Worker, message: Message) -> list[Done]:
        worker.heard = time.monotonic()
        if not message:
            worker.begun = worker.greeted
            worker.greeted = True
            return []
        done = _read_done(message)
        finished = {number for number, _, _ in done}
        tasks, again = worker.chunks[0]
        rest = [task for task in tasks if task[0] not in finished]
        if rest:
            worker.chunks[0] = _Chunk(rest, again)
        else:
            worker.chunks.popleft()
            worker.begun = False
        return done

    def _patience(self) -> float | None:
        """How long to wait before the longest silent worker is taken for stuck."""
        limit = self._limit()
        heard = [worker.heard for worker in self._workers if worker.chunks]
        if not limit or not heard:
            return None
        return max(0.0, min(heard) + limit - time.monotonic())

    def _limit(self) -> float:
        seconds = self._work.limits.seconds
        return seconds * 1.5 + _GRACE_SECONDS if seconds else 0.0

    def _bury_silent(self) -> list[Done]:
        limit, now = self._limit(), time.monotonic()
        done = []
        for worker in [*self._workers]:
            if limit and worker.chunks and now - worker.heard > limit:
                done += self._bury(worker, "they do not answer", too_slow(self._work.limits))
        return done

    def _bury(self, worker: _Worker, reason: str, hit: LimitHit | None = None) -> list[Done]:
        """Remove a dead worker; give up its file if that is certain, else do its files singly.

        The file's result is an error with the *reason*, or the finding of the limit that was *hit*.
        """
        self._workers.remove(worker)
        worker.child.stop()
        worker.child.join()
        if not worker.greeted:
            self._failed_starts += 1
            if self._failed_starts > self._jobs + 1:
                raise ContentlintError(
                    f"worker processes do not start: {reason}; run with --jobs 1"
                )
            self._again.extend(worker.chunks)
            return []
        if not worker.chunks:
            return []
        first, *others = worker.chunks
        self._again.extend(others)
        if not (first.again and worker.begun):
            self._again.extendleft(_Chunk([task], True) for task in reversed(first.tasks))
            return []
        (task,) = first.tasks
        if hit is not None:
            result = self._work.given_up(task.path, hit)
        else:
            result = FileResult(task.path, [], [reason])
        form = self._work.form
        return [Done(task.number, form.pack(form.make(result)), None)]


def _serve(line: Line, work: Work, stamped: bool) -> None:
    """A worker's life: take chunks until the line is closed, as it is when the parent is gone."""
    for name in ("SIGINT", "SIGHUP"):  # Ctrl-C, a terminal that is closed: the parent's to handle
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()  # what was there before the first post is there to stay
    gc.enable()
    work.bound_memory()
    work.start()
    with suppress(EOFError, OSError):
        line.send(_BEGUN)
        while True:
            _do_chunk(line, marshal.loads(line.receive()), work, stamped)


def _do_chunk(line: Line, chunk: list[tuple[int, str]], work: Work, stamped: bool) -> None:
    """Do a chunk; report at least every moment, so that silence means slow files."""
    if len(chunk) == 1:
        line.send(_BEGUN)
    done = []
    flushed = time.monotonic()
    outcomes = work.do_all([path for _, path in chunk], stamped=stamped)
    for (number, _), outcome in zip(chunk, outcomes, strict=True):
        done.append((number, *_pack(work.form, outcome)))
        if time.monotonic() - flushed > _FLUSH_SECONDS:
            _send_done(line, done)
            done.clear()
            flushed = time.monotonic()
    if done:
        _send_done(line, done)


def _send_done(line: Line, done: list[tuple[int, bytes, tuple[Any, ...] | None]]) -> None:
    """Send what was done: first what there is to know, then the results as they are."""
    known = marshal.dumps([(number, len(packed), stamp) for number, packed, stamp in done])
    line.send(_LENGTH.pack(len(known)), known, *[packed for _, packed, _ in done])


def _read_done(message: Message) -> list[Done]:
    """What `_send_done` sent; the results are parts of *message*, not copies."""
    at = _LENGTH.size
    (length,) = _LENGTH.unpack_from(message)
    known = marshal.loads(message[at : at + length])
    at += length
    done = []
    for number, size, stamp in known:
        done.append(Done(number, message[at : at + size], Stamp(*stamp) if stamp else None))
        at += size
    return done


def _pack(form: Form[Any], outcome: Outcome) -> tuple[bytes, tuple[Any, ...] | None]:
    stamp = outcome.stamp
    packed = form.pack(form.make(outcome.result))
    return packed, None if stamp is None else tuple(stamp)


def cpu_count() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
