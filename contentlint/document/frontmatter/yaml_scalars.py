"""What ordinary YAML scalars mean, told without the YAML library: texts, constants, plain dates.

Whatever is not certain from its first characters is left to `yaml_values`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

__all__ = ["PLAIN_KEYS", "RESOLVED_FIRST", "UNCERTAIN", "plain_number", "plain_value"]

CONSTANTS: dict[str, Any] = {"true": True, "false": False, "": None, "null": None, "~": None}
RESOLVED_FIRST = frozenset("yYnNtTfFoO=<~.+-0123456789!&*")
"""First characters of plain scalars that may be something else than text."""
# of what begins with a letter, only these words mean something else than text, in some spellings
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
_LONGEST_WORD = len("false")
_MOST_DIGITS = 18
UNCERTAIN: Any = object()
"""Stands for a value that takes a closer look."""
PLAIN_KEYS: set[str] = set()
"""Plain keys met so far that are nothing but text."""


def plain_value(spelled: str) -> Any:
    """What `YamlValues.scalar` gives for texts and constants; else `UNCERTAIN`."""
    first = spelled[0]
    if first in "'\"":
        return spelled[1:-1]
    text = spelled.rstrip(" ")
    if first not in RESOLVED_FIRST or (
        first.isalpha() and (len(text) > _LONGEST_WORD or text.lower() not in _WORDS)
    ):
        return text
    return CONSTANTS.get(text, UNCERTAIN)


def plain_number(text: str) -> Any:
    """The whole number, day or moment (in UTC or without a zone) of *text*; else `UNCERTAIN`.

    Only what every YAML reader takes alike: no leading zeros, two digits in each part of a date.
    Whether a date has that form is told by writing it again.
    """
    if text.isdecimal() and text.isascii():
        certain = len(text) <= _MOST_DIGITS and (text[0] != "0" or text == "0")
        return int(text) if certain else UNCERTAIN
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return day if day.isoformat() == text else UNCERTAIN
        if text[10:11] in (" ", "T"):
            return _moment(text)
    except ValueError:
        pass
    return UNCERTAIN


def _moment(text: str) -> Any:
    zoned = text[-1] == "Z"
    clock = text[:-1] if zoned else text
    moment = datetime.fromisoformat(clock)
    if moment.isoformat(text[10]) != clock or len(clock) != 19:
        return UNCERTAIN
    return moment.replace(tzinfo=UTC) if zoned else moment
