"""Text of a post made safe to show: what a terminal would obey becomes visible."""

from __future__ import annotations

import re

from contentlint.patterns import pattern

__all__ = ["show_all", "visible"]

# Joiners (U+200C, U+200D) stay: scripts and emoji need them, and they move nothing.
_HIDDEN = pattern(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Replace control, direction and invisible characters by placeholders.

    ``ESC`` becomes ``␛``, a right-to-left override ``<U+202E>``; a tab and a line break become
    blanks.
    """
    if text.isprintable():
        return text
    return _HIDDEN.sub(_placeholder, text)


def show_all(text: str) -> str:
    """Name every character of *text*, for a text that would not be seen at all."""
    return "".join(map(_name, text))


def _placeholder(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\t":
        return "    "
    if char == "\n":
        return " "
    return _name(char)


def _name(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
