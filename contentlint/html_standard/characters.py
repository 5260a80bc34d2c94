"""Words for single characters, so that a message can name one that cannot be seen."""

from __future__ import annotations

__all__ = ["name_of"]

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
    words = _NAMES.get(character)
    if words:
        return words
    if character.isprintable():
        return f"the character {character}"
    return f"the character U+{ord(character):04X}"
