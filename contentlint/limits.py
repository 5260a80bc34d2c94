"""What one file may cost, and what is said of a file that would cost more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = [
    "MOST_SECONDS",
    "LimitHit",
    "Limits",
    "needs_memory",
    "needs_stack",
    "parse_size",
    "read_limits",
    "show_size",
    "too_large",
    "too_slow",
]

MOST_SECONDS = 10**9
"""More than thirty years: what the system's alarm can count to on every machine."""
_MOST_BYTES = 10**18
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_SIZE = pattern(r"(\d+(?:\.\d+)?)\s*([kmg]?b)?", re.IGNORECASE)


class Limits(NamedTuple):
    """What one file may cost; 0 sets no limit.

    *seconds* of time, *size* of the file in bytes, *memory* in bytes that a worker process may map
    beyond what it had before the first file (only where the system has such limits, and never less
    than 256 MB, which the program itself may need).
    """

    seconds: float = 60.0
    size: int = 50_000_000
    memory: int = 4_000_000_000


class LimitHit(NamedTuple):
    """A limit that a file exceeds: the rule that says so, which of its messages, and the figures.

    *message* is ``None`` for the rule's first message; *values* fill its placeholders.
    """

    rule: str
    message: str | None
    values: dict[str, Any]


def read_limits(values: Mapping[str, Any]) -> Limits:
    """The limits that a configuration's *values* set in ``[limits]``, else the defaults."""
    table = values.get("limits") or {}
    usual = Limits()
    return Limits(
        float(table.get("file-seconds", usual.seconds)),
        parse_size(table.get("file-size", usual.size)),
        parse_size(table.get("file-memory", usual.memory)),
    )


def parse_size(value: object) -> int:
    """The bytes that *value* stands for: a number of bytes, or text such as ``"50 MB"``.

    Raises:
        ValueError: it is neither, or larger than any file or memory.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        size: float = value
    else:
        found = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            raise ValueError('give a number of bytes or text such as "50 MB" (kB, MB or GB)')
        size = float(found.group(1)) * _UNITS[(found.group(2) or "").lower()]
    if size > _MOST_BYTES:
        raise ValueError("this is more than any machine has; 0 sets no limit")
    return round(size)


def show_size(size: int) -> str:
    """*size* bytes as people say it, with three figures: ``"1.5 MB"``."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{float(f'{size / factor:.3g}'):g} {unit}"
    return f"{size} bytes"


def too_large(size: int | None, limits: Limits) -> LimitHit:
    """A file of *size* bytes (``None``: unknown) is larger than it may be, and was not read."""
    limit = show_size(limits.size)
    values = {"size": f"more than {limit}" if size is None else show_size(size), "limit": limit}
    return LimitHit("limits/too-large", None, values)


def too_slow(limits: Limits) -> LimitHit:
    """The check of a file took all the time it may take."""
    return LimitHit("limits/too-slow", None, {"seconds": f"{limits.seconds:g}"})


def needs_memory(limits: Limits | None = None) -> LimitHit:
    """The check of a file needed more memory than *limits*, or (``None``) the machine, allow."""
    if limits is None or not limits.memory:
        return LimitHit("limits/too-complex", "machine", {})
    return LimitHit("limits/too-complex", None, {"limit": show_size(limits.memory)})


def needs_stack() -> LimitHit:
    """What a file holds is nested deeper than it can be followed."""
    return LimitHit("limits/too-complex", "stack", {})
