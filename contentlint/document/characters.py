"""Characters that no post should hold: told from bytes, which are searched faster than text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["LATIN_HEADS", "may_raise_errors"]

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
# U+FDD0 to U+FDEF, and U+FFFE and U+FFFF; the same at the end of any other plane
_NONCHARACTERS: Final = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")
_AT_ENDS: Final = re.compile(rb"[\xf0-\xf4].\xbf[\xbe\xbf]", re.DOTALL)
_LONG: Final = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
_ENDS: Final = "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
# the parse errors of the standard's input stream
_RAISING: Final = pattern(rf"[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_ENDS}]")


def may_raise_errors(document: Document, html: str) -> bool:
    """Whether *html*, which Markdown made of *document*, holds a character that is a parse error.

    Markdown writes what the source holds, and what a reference in it stands for; of these only
    a number can stand for such a character.
    """
    if b"!" in document.kinds or b"&#" in document.latin or _holds_noncharacters(document.body):
        return _RAISING.search(html) is not None
    return False


def _holds_noncharacters(text: str) -> bool:
    # the renderer has asked for the body in UTF-8, and strings remember that
    written = text.encode("utf-8", "surrogatepass")
    if b"\xef" in written and _NONCHARACTERS.search(written) is not None:
        return True
    for first in _LONG:
        if first in written:
            return _AT_ENDS.search(written) is not None
    return False
