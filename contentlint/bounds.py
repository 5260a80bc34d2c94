"""Bounds on the time and the memory of one file's work, by means of the operating system."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

__all__ = [
    "PASSED_ON",
    "Alarm",
    "MemoryBound",
    "TooSlowError",
    "has_other_threads",
    "is_main_thread",
]


_LEAST = 256_000_000
"""What the program may need for itself, to load its own parts."""


_PATIENCE = 60.0
"""For how many seconds imports may put off the alarm of one file."""


class TooSlowError(BaseException):
    """Raised by the alarm; no `Exception`, so that no rule's error handling swallows it."""


PASSED_ON = (KeyboardInterrupt, MemoryError, TooSlowError)
"""What foreign code may raise that is not its own fault; all else is, `SystemExit` too."""


class Alarm:
    """Raises in the main thread after some seconds, where the system and the thread allow it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._armed = False
        self._installed = False
        self._given = seconds
        self._last = 0.0

    def __reduce__(self) -> tuple[type[Alarm], tuple[float]]:
        """What a spawned process needs, in which no signal is taken yet."""
        return Alarm, (self._seconds,)

    def install(self) -> None:
        """Take the system's alarm signal, unless somebody else uses it."""
        if not self._installed and self._seconds and _alarm_is_free():
            signal.signal(signal.SIGALRM, self._ring)
            self._installed = True

    def remove(self) -> None:
        """Give the signal back."""
        if self._installed:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            self._installed = False

    def arm(self, most: float = inf) -> None:
        """Start the time of one file, or of something that may take *most* seconds at most."""
        if self._installed:
            self._armed = True
            self._given = min(self._seconds, most)
            self._last = time.monotonic() + self._given + _PATIENCE
            self._wind()

    def disarm(self) -> None:
        """The file is done: an alarm that comes now is too late to mean anything."""
        if self._armed:
            self._armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _wind(self) -> None:
        # It rings again: one exception may be lost in a destructor or a callback.
        signal.setitimer(signal.ITIMER_REAL, self._given, 0.5)

    def _ring(self, _number: int, frame: FrameType | None) -> None:
        if not self._armed:
            return
        if _is_importing(frame) and time.monotonic() < self._last:
            # A module that was cut off may not be importable any more, and its time is that of
            # the program, not of the file which happens to need it first: begin again.
            self._wind()
            return
        raise TooSlowError


class MemoryBound:
    """Lets the process map only so many bytes of memory beyond what it has mapped already.

    It holds where the system has such limits.  It is for worker processes only: a library in Rust
    or C that is refused memory may end the process.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.holds = False
        """Whether memory is bounded now."""

    def install(self) -> None:
        """Bound the memory from now on, for as long as the process lives."""
        if not self._size or self.holds:
            return
        try:
            import resource
        except ImportError:
            return
        with suppress(OSError, ValueError):
            soft, hard = resource.getrlimit(resource.RLIMIT_AS)
            known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
            bound = min([_mapped() + max(self._size, _LEAST), *known])
            resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
            self.holds = True


def _is_importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported in *frame*, or in what has called it."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _mapped() -> int:
    """How many bytes of memory this process has mapped; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _alarm_is_free() -> bool:
    return (
        hasattr(signal, "setitimer")
        and is_main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )


def has_other_threads() -> bool:
    """Whether this process has more than one thread."""
    threading = sys.modules.get("threading")
    # where nobody has imported it, there is no other thread
    return threading is not None and threading.active_count() > 1


def is_main_thread() -> bool:
    """Whether this is the thread that may take signals."""
    threading = sys.modules.get("threading")
    return threading is None or threading.current_thread() is threading.main_thread()
