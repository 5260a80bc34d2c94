"""Small helpers of the tables: white space, sets of words, names for characters unseen."""

from __future__ import annotations

__all__ = ["SPACE", "name_of", "words"]

SPACE = " \t\n\f\r"
"""What the standard calls ASCII whitespace."""

_NAMES = {
    " ": "a space",
    "\t": "a tab",
    "\n": "a line break",
    "\r": "a line break",
    "\f": "a form feed",
    "\u00a0": "a no-break space",
    "\u3000": "an ideographic space",
    '"': "a quotation mark",
    "\\": "a backslash",
}


def name_of(character: str) -> str:
    """Words for *character*: its name if it cannot be seen, else the character itself."""
    known = _NAMES.get(character)
    if known:
        return known
    if character.isprintable():
        return f"the character {character}"
    return f"the character U+{ord(character):04X}"


def words(text: str) -> frozenset[str]:
    """The words of *text*, which spaces separate."""
    return frozenset(text.split())
