"""TOML read into values, with every way to fail told as one."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from contentlint.patterns import pattern

__all__ = ["load_toml"]

_MOST_BITS = 13_000
"""Longer numbers cannot be written in decimal digits: that would take Python too long."""
_LONG_NUMBER = pattern(r"0[xob][0-9a-f_]{3000}", re.IGNORECASE)


def load_toml(text: str) -> dict[str, Any]:
    """The values of *text*.

    Raises:
        ValueError: it is not TOML, or has a number that is too long to be shown.
        RecursionError: it is nested too deep.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # so many digits are not read at all
        raise ValueError("a number is too long") from error
    if _LONG_NUMBER.search(text) and _has_long_number(values):
        raise ValueError("a number is too long")
    return values


def _has_long_number(values: Any) -> bool:
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            return True
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False
