"""Decodes character references, and imports their table where a text has any."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from contentlint.patterns import pattern

__all__ = ["unescape"]

_LONG_NUMBER = pattern(r"&#([0-9]{4000,})")
_TOO_MANY = 8


@cache
def _html() -> Any:
    import html

    return html


def unescape(text: str) -> str:
    """As `html.unescape`, which gives up references of more digits than Python reads."""
    if "&" not in text:
        return text
    made: str
    try:
        made = _html().unescape(text)
    except ValueError:
        made = _html().unescape(_LONG_NUMBER.sub(_shorten, text))
    return made


def _shorten(found: re.Match[str]) -> str:
    """A number that is as far beyond the last character as the one that was *found*, or is it."""
    return f"&#{found[1].lstrip('0')[:_TOO_MANY] or '0'}"
