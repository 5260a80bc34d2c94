"""What stands in a post for a template tag while it is read, and how that is known again."""

from __future__ import annotations

from typing import Any

from contentlint.patterns import pattern

__all__ = ["MASK", "holds_mask", "letters", "may_have_more", "names_mask"]

# Letters with no meaning anywhere, for tags too short for a token: the Yi syllables.  Those that
# end a mask are no others' part, so that two masks side by side can be told apart.
_LETTERS = 0xA000
_INNER_COUNT = 582
_LAST_LETTERS = _LETTERS + _INNER_COUNT
_LAST_COUNT = 583

MASK = pattern("(?:qz:|q-|data-q)\\d+x*|[\ua000-\ua245]+[\ua246-\ua48c]?|[\ua246-\ua48c]")
"""A mask, whole or cut off at its end; words may follow the former directly."""

# Markdown writes letters into addresses as the bytes of their UTF-8
_LETTER = pattern("[\ua000-\ua48c]|%EA%(?:8[0-9A-F]|9[0-2])%")
_NAME = pattern("q-?\\d|qz:|[\ua000-\ua48c]")


def letters(number: int, length: int) -> str:
    """A mask of *length* letters, another one for each *number*."""
    number, digit = divmod(number, _LAST_COUNT)
    last = chr(_LAST_LETTERS + digit)
    inner = []
    for _ in range(length - 1):
        number, digit = divmod(number, _INNER_COUNT)
        inner.append(chr(_LETTERS + digit))
    return "".join(inner) + last


def holds_mask(value: str) -> bool:
    """Whether a template tag stands in *value*, a text or an attribute's value."""
    return "qz:" in value or _LETTER.search(value) is not None


def names_mask(name: str) -> bool:
    """Whether a template tag is the *name* of an element or attribute, or part of it."""
    return _NAME.search(name) is not None


def may_have_more(element: Any) -> bool:
    """Whether a template tag among its attributes may give *element* any that it seems to lack."""
    return any(map(names_mask, element.attrs))
