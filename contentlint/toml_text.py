"""TOML read into values, with every number that is too long to be shown told as such."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from contentlint.patterns import pattern

__all__ = ["LongNumberError", "load_toml", "parse_toml"]

_MOST_BITS = 13_000
"""Longer numbers cannot be written in decimal digits: that would take Python too long."""
_LONG_NUMBER = pattern(r"0[xob][0-9a-f_]{3000}", re.IGNORECASE)
_MOST_DIGITS = pattern(r"(?:\d_?){1000}")


class LongNumberError(ValueError):
    """A number that is too long to be read or shown; it stands at offset *at*, as it seems."""

    def __init__(self, at: int) -> None:
        super().__init__("a number is too long")
        self.at = at


def parse_toml(text: str) -> dict[str, Any]:
    """The values of *text*; a number in hexadecimal may be too long to be shown.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML.
        LongNumberError: it has a number that is too long to be read.
        RecursionError: it is nested too deep.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # so many digits are not read at all
        found = _MOST_DIGITS.search(text)
        raise LongNumberError(found.start() if found else 0) from error


def load_toml(text: str) -> dict[str, Any]:
    """The values of *text*, each of which can be shown.

    Raises:
        tomllib.TOMLDecodeError, LongNumberError, RecursionError: as `parse_toml`.
    """
    values = parse_toml(text)
    found = _LONG_NUMBER.search(text)
    if found and _has_long_number(values):
        raise LongNumberError(found.start())
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
