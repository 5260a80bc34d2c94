"""Child processes that can be forked, and the line to each: whole messages, both ways.

Own code, not `multiprocessing`: to import that costs a run as much as linting a dozen posts, and
passing reports on through it copies each of them four times.  Where processes cannot be forked,
`contentlint.spawned` has the same by means of it.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from itertools import chain
from struct import Struct
from typing import Protocol, TypeVar

from contentlint.bounds import has_other_threads

__all__ = ["Child", "Forking", "Line", "Message", "Nursery", "can_fork", "describe_end"]

Message = bytes | memoryview
"""What is sent at once."""

_HEADER = Struct("<Q")
_HELD = 500_000
"""How many bytes the line to a parent should hold, so that no child waits until the parent is given
a processor.  A system grants less to those who have many pipes."""
_ROOM = 65_536
"""How many bytes a line to a child holds, if the system is not short of room."""
_LEAST = 4_096
"""The least that a pipe may hold."""
_PARTS = 1_000
_PIPES = 3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0005, 0.02


class Line(Protocol):
    """One end of a line between two processes."""

    def send(self, *parts: Message) -> None:
        """Send *parts* as one message; `OSError` if nobody is at the other end."""

    def receive(self) -> Message:
        """Wait for a message; `EOFError` if the other end is closed, `OSError` if it broke."""

    def close(self) -> None:
        """Hang up."""


class Child(Protocol):
    """A child process, as its parent sees it."""

    line: Line
    takes_two: bool
    """Whether it may be sent two messages of 30 KB before it reads the first of them."""

    def stop(self) -> None:
        """Hang up, and ask it to end."""

    def join(self) -> None:
        """Wait until it has ended; one that takes its time is killed."""

    def ending(self) -> str:
        """How a child ended whose line is dead: ``signal 9``, ``status 3``."""


C = TypeVar("C", bound=Child)


class Nursery(Protocol[C]):
    """A way to have children."""

    def start(self, serve: Callable[[Line], None]) -> C:
        """Start a process that calls *serve* and ends when that returns."""

    def wait(self, children: Iterable[C], seconds: float | None) -> list[C]:
        """Wait until some of *children* have sent something or are dead, and say which."""


def can_fork() -> bool:
    """Whether processes may be forked: not with other threads, whose locks would be frozen."""
    return sys.platform.startswith("linux") and not has_other_threads()


def describe_end(code: int | None) -> str:
    """How a process ended with that exit code, which is below zero for a signal."""
    if code is None:
        return "nobody knows how"
    return f"signal {-code}" if code < 0 else f"status {code}"


class PipeLine:
    """A line made of two pipes.

    A parent also holds the *leash* of its child: one end of a pipe into which nobody writes.  When
    that is closed, as it is when the parent dies, the system kills the child.
    """

    def __init__(self, reading: int, writing: int, leash: int = -1) -> None:
        self.reading, self.writing, self.leash = reading, writing, leash

    def send(self, *parts: Message) -> None:
        """Send *parts* as one message; `OSError` if nobody is at the other end."""
        size = sum(map(len, parts))
        waiting: list[Message] = [_HEADER.pack(size), *parts]
        for first in range(0, len(waiting), _PARTS):
            _write(self.writing, waiting[first : first + _PARTS])

    def receive(self) -> Message:
        """Wait for a message; `EOFError` if the other end is closed, `OSError` if it broke."""
        (size,) = _HEADER.unpack(_read(self.reading, _HEADER.size))
        return _read(self.reading, size)

    def close(self) -> None:
        """Hang up."""
        for end in (self.reading, self.writing):
            if end >= 0:
                os.close(end)
        self.reading = self.writing = -1

    def release(self) -> None:
        """Let go of the leash: the child is killed if it has not ended."""
        if self.leash >= 0:
            os.close(self.leash)
        self.leash = -1


def _write(file: int, parts: list[Message]) -> None:
    written = os.writev(file, parts)
    rest = memoryview(b"".join(parts)[written:]) if written < sum(map(len, parts)) else b""
    while rest:  # a signal came in between
        rest = rest[os.write(file, rest) :]


def _read(file: int, size: int) -> memoryview:
    data = memoryview(bytearray(size))
    rest = data
    while rest:
        count = os.readv(file, [rest])
        if not count:
            raise EOFError
        rest = rest[count:]
    return data


class ForkedChild:
    """A child that was forked."""

    def __init__(self, process: int, line: PipeLine, takes_two: bool) -> None:
        self.line = line
        self.takes_two = takes_two
        self._process = process
        self._status: int | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        if self._status is None:
            with suppress(ChildProcessError):
                ended, status = os.waitpid(self._process, os.WNOHANG)
                if not ended:
                    return True
                self._status = os.waitstatus_to_exitcode(status)
        return False

    def stop(self) -> None:
        """Hang up, and ask it to end."""
        self.line.close()
        self._send_signal(signal.SIGTERM)

    def join(self) -> None:
        """Wait until it has ended; one that takes its time is killed."""
        if not self._has_ended(0.5):
            self._send_signal(signal.SIGKILL)
            self._has_ended(5.0)
        self.line.release()

    def ending(self) -> str:
        """How a child ended whose line is dead: ``signal 9``, ``status 3``."""
        self._has_ended(1.0)
        return describe_end(self._status)

    def _send_signal(self, sign: signal.Signals) -> None:
        if self.is_alive:  # so that the number is nobody else's
            os.kill(self._process, sign)

    def _has_ended(self, seconds: float) -> bool:
        last, pause = time.monotonic() + seconds, _FIRST_PAUSE
        if self.is_alive:
            _wait_for_end(self._process, seconds)
        while self.is_alive:
            if time.monotonic() > last:
                return False
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return True


def _wait_for_end(process: int, seconds: float) -> None:
    """Sleep until *process* ends, if the system can tell; a pause may last longer than its end."""
    try:
        end = os.pidfd_open(process)
    except (AttributeError, OSError):
        return
    try:
        poll = select.poll()
        poll.register(end, select.POLLIN)
        poll.poll(1000 * seconds)
    finally:
        os.close(end)


class Forking:
    """Has children by forking: they know what this process knows, and share its memory."""

    def __init__(self) -> None:
        self._lines: list[PipeLine] = []

    def start(self, serve: Callable[[Line], None]) -> ForkedChild:
        """Start a process that calls *serve* and ends when that returns."""
        pipes: list[tuple[int, int]] = []
        try:
            while len(pipes) < _PIPES:
                pipes.append(os.pipe())
            (theirs_in, ours_out), (ours_in, theirs_out), (collar, leash) = pipes
            _resize(theirs_out, _HELD)
            _resize(leash, _LEAST)
            parent = os.getpid()
            process = os.fork()
        except (OSError, ImportError):
            for end in chain.from_iterable(pipes):
                os.close(end)
            raise
        self._lines = [line for line in self._lines if line.leash >= 0]
        self._lines.append(PipeLine(ours_in, ours_out, leash))
        if process == 0:
            _live(self._lines, collar, parent, partial(serve, PipeLine(theirs_in, theirs_out)))
        for end in (theirs_in, theirs_out, collar):
            os.close(end)
        return ForkedChild(process, self._lines[-1], _size_of(ours_out) >= _ROOM)

    def wait(self, children: Iterable[ForkedChild], seconds: float | None) -> list[ForkedChild]:
        """Wait until some of *children* have sent something or are dead, and say which."""
        by_end = {child.line.reading: child for child in children}
        poll = select.poll()
        for end in by_end:
            poll.register(end, select.POLLIN)
        milliseconds = None if seconds is None else 1000 * seconds
        return [by_end[end] for end, _ in poll.poll(milliseconds)]


def _live(
    strangers: Iterable[PipeLine], collar: int, parent: int, serve: Callable[[], None]
) -> None:
    """The whole life of a child; it ends the process without what the parent does at its end."""
    status = 1
    try:
        for stranger in strangers:  # else they would not end when the parent does
            stranger.close()
            stranger.release()
        _die_with(parent, collar)
        serve()
        status = 0
    except Exception as error:
        print(f"contentlint: error: a worker process failed: {error!r}", file=sys.stderr)
    finally:
        os._exit(status)


def _die_with(parent: int, collar: int) -> None:
    """Have the system kill this process when the leash at the other end of *collar* is closed.

    A worker that only hears of it when it next reads might first spend a minute on a file.
    """
    import fcntl

    with suppress(OSError):  # then it ends after the file it is at
        fcntl.fcntl(collar, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(collar, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(collar, fcntl.F_SETFL, os.O_ASYNC)
    if os.getppid() != parent:  # it was closed before that
        os._exit(1)


def _resize(pipe: int, size: int) -> None:
    from fcntl import F_SETPIPE_SZ, fcntl

    with suppress(OSError):
        fcntl(pipe, F_SETPIPE_SZ, size)


def _size_of(pipe: int) -> int:
    from fcntl import F_GETPIPE_SZ, fcntl

    return fcntl(pipe, F_GETPIPE_SZ)
