"""Patterns that are compiled when they are first used: most posts need few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

__all__ = ["compiled_later", "pattern"]

_compile = re.compile


class _Pattern:
    """Stands for a compiled pattern; its methods become those of the real one at first use."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # a copier looks for its hooks before there is anything
        value = getattr(_compile(self._source, self._flags), name)
        self.__dict__[name] = value
        return value


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile(source, flags)`` gives, later.

    Only its methods and attributes can be used: `re` itself does not take it.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))


@contextmanager
def compiled_later() -> Iterator[None]:
    """Let a library that is imported in here compile its patterns when it first uses them.

    It must use their methods only.  Where there are other threads, which may compile patterns of
    their own meanwhile, nothing is changed.
    """
    from contentlint.bounds import has_other_threads

    if has_other_threads():
        yield
        return
    re.compile = pattern  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = _compile
