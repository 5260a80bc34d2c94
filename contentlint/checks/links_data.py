"""Data of the link and image checks: packs of names and addresses, and options made ready once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TypeVar

T = TypeVar("T")

__all__ = ["make_once", "read_pack"]

_MADE: dict[tuple[int, int], tuple[Any, Any, Any]] = {}
_MOST_KEPT = 1000


def read_pack(name: str) -> Any:
    """The pack `contentlint.checks.data.<name>`.

    Raises:
        ModuleNotFoundError: there is no such pack.
    """
    return import_module(f"contentlint.checks.data.{name}").PACK


def make_once(options: Mapping[str, Any], make: Callable[[Mapping[str, Any]], T]) -> T:
    """What *make* makes of a rule's *options*: made at the first call, then kept.

    A rule passes the same mapping at every call and never changes it, so identity is enough, and
    cheaper than comparing what it holds.
    """
    key = id(options), id(make)
    entry = _MADE.get(key)
    if entry is not None and entry[0] is options and entry[1] is make:
        made: T = entry[2]
        return made
    if len(_MADE) >= _MOST_KEPT:
        _MADE.clear()
    made = make(options)
    _MADE[key] = options, make, made
    return made
