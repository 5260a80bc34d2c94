"""Ending when the system asks for it: not amid a file, and not before tidying up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from contentlint.bounds import is_main_thread

__all__ = ["ending_tidily", "holding_signals"]


_ENDS = ("SIGINT", "SIGTERM", "SIGHUP")


class _TerminatedError(KeyboardInterrupt):
    """The system asked for the end; all that lets Ctrl-C pass lets this pass, too."""


@contextmanager
def holding_signals() -> Iterator[None]:
    """Keep what would end this process, or the work on a file, waiting for as long as this takes.

    It is for moments: while a file that is written beside another takes its place.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ending_tidily() -> Iterator[None]:
    """Have SIGTERM and SIGHUP end this process as Ctrl-C does, but with their own status.

    Workers are stopped first, each after the file it is writing, which takes a moment at most: to
    ask a second time changes nothing.  A signal that is ignored, or that somebody else handles, is
    left alone.
    """
    import signal

    usual = (signal.SIG_DFL, signal.default_int_handler)
    ends = [getattr(signal, name) for name in _ENDS if hasattr(signal, name)]
    taken = {end: signal.getsignal(end) for end in ends if signal.getsignal(end) in usual}
    if not is_main_thread():
        taken = {}
    asked: list[int] = []

    def ask(number: int, _: Any) -> None:
        if not asked:
            asked.append(number)
            raise _TerminatedError

    for end in taken:
        signal.signal(end, ask)
    try:
        yield
    finally:
        for end, before in taken.items():
            signal.signal(end, before)
        if asked and asked[0] != signal.SIGINT:
            os.kill(os.getpid(), asked[0])
