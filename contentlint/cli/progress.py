"""Progress of a long run, on standard error, where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from contentlint.cli import write_error

__all__ = ["Progress"]

T = TypeVar("T")

_AFTER_SECONDS = 1.0
_EVERY_SECONDS = 0.1


class Progress:
    """Counts files on the terminal, once a run takes longer than a second."""

    def __init__(self, total: int, quiet: bool = False) -> None:
        self._total = max(total, 1)
        self._silent = quiet or not sys.stderr.isatty()
        self._shown = False

    def watch(self, results: Iterable[T]) -> Iterator[T]:
        """Pass *results* on."""
        if self._silent:
            yield from results
            return
        due = time.monotonic() + _AFTER_SECONDS
        for done, result in enumerate(results, 1):
            if time.monotonic() >= due:
                due = time.monotonic() + _EVERY_SECONDS
                self._shown = True
                words = f"\r{done} of {self._total} files ({100 * done // self._total}%)"
                write_error(words)
            yield result
        self.clear()

    def clear(self) -> None:
        """Take the count away, because something else is to be shown there."""
        if self._shown:
            self._shown = False
            write_error("\r\x1b[K")
