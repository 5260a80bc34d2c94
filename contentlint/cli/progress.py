"""Progress of a long run, on standard error, where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator

from contentlint.findings import FileResult

__all__ = ["show_progress"]

_AFTER_SECONDS = 1.0
_EVERY_SECONDS = 0.1


def show_progress(results: Iterable[FileResult], total: int) -> Iterator[FileResult]:
    """Pass *results* on; once a run takes longer than a second, count them on the terminal."""
    if not sys.stderr.isatty():
        yield from results
        return
    shown = False
    due = time.monotonic() + _AFTER_SECONDS
    for done, result in enumerate(results, 1):
        if time.monotonic() >= due:
            due = time.monotonic() + _EVERY_SECONDS
            shown = True
            percent = 100 * done // max(total, 1)
            print(f"\r{done} of {total} files ({percent}%)", end="", file=sys.stderr, flush=True)
        yield result
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
