"""Characters that no post should hold: told from bytes, which are searched faster than text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["KINDS", "LATIN_HEADS", "may_hold_odd", "may_raise_errors"]

LATIN_HEADS: Final = "\xc3\xc2\xc4\xc5\xe2\xe4\xe5\xe6\xe7\xe3\xf0\xd0\xd1\xce\xcf\xd8\xd9"
"""The first bytes of the scripts that posts are written in, as letters."""


def _kind_of(code: int) -> str:
    if code < 0x80 and (chr(code).isalnum() or code == ord("_")):
        return "x"
    if chr(code) in LATIN_HEADS:
        return "F"
    return "!" if code in _ODD_CODES else " "


_ODD_CODES: Final = frozenset((*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA1)))
KINDS: Final = "".join(map(_kind_of, range(256))).encode()
"""Of each character of Latin-1 its kind: ``x`` in a word, ``F`` a first byte, ``!`` odd."""
# U+FDD0 to U+FDEF, U+FEFF, U+FFA0, U+FFF9 to U+FFFF in UTF-8
_LAST: Final = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbe\xa0|\xbf[\xb9-\xbf])")
# U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F
_MARKS: Final = re.compile(rb"\xe2(?:\x80[\x8b-\x8f\xa8-\xae]|\x81[\xa0-\xaf])")
# U+1FFFE and U+1FFFF, and the same of the next planes
_AT_ENDS: Final = re.compile(rb"\xf0.\xbf[\xbe\xbf]", re.DOTALL)
# planes that hold nothing, or tag characters (U+E0041), or what is private
_FAR: Final = (0xF1, 0xF2, 0xF3, 0xF4)
_ENDS: Final = "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
# the parse errors of the standard's input stream
_RAISING: Final = pattern(rf"[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS}]")


def may_hold_odd(text: str, written: bytes) -> bool:
    """Whether *text*, *written* in UTF-8, may hold an odd character outside Latin-1.

    These are invisible ones, noncharacters, and U+FFFD.
    """
    # bytes are sought as numbers: to take one for a part of text costs an exception each time
    if "\u3164" in text or (0xEF in written and _LAST.search(written) is not None):
        return True
    if 0xE2 in written and _MARKS.search(written) is not None:
        return True
    if 0xD8 in written and b"\xd8\x9c" in written:  # U+061C
        return True
    if 0xE1 in written and b"\xe1\xa0\x8e" in written:  # U+180E
        return True
    for first in _FAR:
        if first in written:
            return True
    return 0xF0 in written and _AT_ENDS.search(written) is not None


def may_raise_errors(document: Document, html: str) -> bool:
    """Whether *html*, which Markdown made of *document*, holds a character that is a parse error.

    Markdown writes what the source holds, and what a reference in it stands for; of these only
    a number can stand for such a character.
    """
    latin = document.latin
    if "!" in document.kinds or ("&" in latin and "&#" in latin) or document.may_hold_odd:
        return _RAISING.search(html) is not None
    return False
