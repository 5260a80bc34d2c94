"""What was read of sites' own files, kept for a run; the next run reads them again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from contentlint.reading import read_short

__all__ = ["for_a_run", "forget", "is_current", "look_into", "on_forgetting", "read_setting"]

P = ParamSpec("P")
T = TypeVar("T")

_Facts = tuple[int, int, int, int]
_forgetful: list[Callable[[], None]] = []
_seen: dict[str, _Facts | None] = {}
_MOST_SEEN = 64
"""To look at more files again costs more than to read again what is needed."""
_SETTLED_NS = 50_000_000
"""A file changed so shortly before it was looked at may change again without another time."""


def for_a_run(most: int, *, noting: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the *most* last results of a function that reads files of sites, until `forget`.

    One that is *noting* what it reads, by `look_into` and `read_setting`, is asked again only when
    that has changed; any other by every further run.
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=most)
        def kept(*args: P.args, **named: P.kwargs) -> T:
            if not noting:
                _seen[""] = None
            return function(*args, **named)

        _forgetful.append(kept.cache_clear)
        return cast("Callable[P, T]", kept)

    return keep


def on_forgetting(function: Callable[[], None]) -> Callable[[], None]:
    """Call *function* whenever what was read of sites is forgotten."""
    _forgetful.append(function)
    return function


def forget() -> None:
    """Forget what was read: a run begins, and files may have changed since the last one."""
    for clear in _forgetful:
        clear()
    _seen.clear()


def is_current() -> bool:
    """Whether all that was read is as it was, for a run too short to read it for nothing."""
    return len(_seen) <= _MOST_SEEN and all(
        facts is not None and _facts_of(path) == facts for path, facts in _seen.items()
    )


def look_into(folder: str | os.PathLike[str]) -> None:
    """Note that what is kept depends on the files that *folder* has, or on what a file says.

    One that is not there is left out: if it comes, the folder around it changes.
    """
    name = os.fspath(folder)
    if name not in _seen and len(_seen) <= _MOST_SEEN and (facts := _facts_of(name)):
        is_settled = max(facts[1:3]) < time.time_ns() - _SETTLED_NS
        _seen[name] = facts if is_settled else None


def read_setting(path: Path) -> str | None:
    """`read_short`, for what is kept: the file is noted, or the folder that lacks it."""
    look_into(path if os.path.exists(path) else path.parent)
    return read_short(path)


def _facts_of(path: str) -> _Facts | None:
    """What tells that a file or folder was changed; ``None`` where there is none."""
    try:
        info = os.stat(path)
    except (OSError, ValueError):
        return None
    return info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino
