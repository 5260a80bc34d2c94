"""Child processes where they cannot be forked: spawned by `multiprocessing`."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

from contentlint.children import Line, Message, describe_end

__all__ = ["SpawnedChild", "Spawning", "can_spawn"]


def can_spawn() -> bool:
    """Whether this process may have children: a daemonic worker of another pool may not."""
    return not multiprocessing.current_process().daemon


class _ConnectionLine:
    """A line that is a connection of `multiprocessing`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def send(self, *parts: Message) -> None:
        """Send *parts* as one message; `OSError` if nobody is at the other end."""
        self.connection.send_bytes(b"".join(parts))

    def receive(self) -> Message:
        """Wait for a message; `EOFError` if the other end is closed, `OSError` if it broke."""
        return memoryview(self.connection.recv_bytes())

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


class SpawnedChild:
    """A child that was spawned."""

    takes_two = True

    def __init__(self, process: Any, line: _ConnectionLine) -> None:
        self.line = line
        self._process = process

    def stop(self) -> None:
        """Hang up, and ask it to end."""
        self.line.close()
        self._process.terminate()

    def join(self) -> None:
        """Wait until it has ended; one that takes its time is killed."""
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def ending(self) -> str:
        """How a child ended whose line is dead: ``signal 9``, ``status 3``."""
        self._process.join(1.0)
        return describe_end(self._process.exitcode)


def _live(serve: Callable[[Line], None], line: Line) -> None:
    """The whole life of a child: at most as long as that of its parent."""
    Thread(target=_die_with_parent, daemon=True).start()
    serve(line)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Spawning:
    """Has children by spawning: they begin anew, and get what they need as a copy."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")

    def start(self, serve: Callable[[Line], None]) -> SpawnedChild:
        """Start a process that calls *serve* and ends when that returns."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_live, args=(serve, _ConnectionLine(theirs)), daemon=True
        )
        process.start()
        theirs.close()
        return SpawnedChild(process, _ConnectionLine(ours))

    def wait(self, children: Iterable[SpawnedChild], seconds: float | None) -> list[SpawnedChild]:
        """Wait until some of *children* have sent something or are dead, and say which."""
        by_connection = {child.line.connection: child for child in children}
        return [by_connection[ready] for ready in wait(list(by_connection), timeout=seconds)]  # type: ignore[index]
