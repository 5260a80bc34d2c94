"""Tags that go on into what follows: a stray ``<``, or a ``>`` or a quotation mark is missing."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Final

from contentlint.html_standard.attribute_names import is_known_name
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.html import Page
    from contentlint.document.pieces import Piece
    from contentlint.document.tokenizer_errors import Attribute

__all__ = ["APART", "TORN_CODE", "OpenValue", "TornTag", "glued_names", "torn_names", "torn_tags"]

_KEY: Final = "torn-tags"
TORN_CODE: Final = "unexpected-character-in-attribute-name"
APART: Final = pattern(r"</[ \t\n]+([a-zA-Z][a-zA-Z0-9]*)[ \t\n]*>")
"""An end tag that is none, for a blank."""
_SOLIDUS: Final = "unexpected-solidus-in-tag"
_NO_NAME: Final = "invalid-first-character-of-tag-name"
_NONE: Final[Set[str]] = frozenset()
# the beginning of a further attribute, up to its quotation mark
_NEXT: Final = pattern(r"[ \t\n]([a-zA-Z][-\w]{0,40})=\Z")
# a name that runs into Chinese, as it may where the > was lost
_MEANT: Final = pattern(r"[a-z][a-z0-9]*(?=[^\x00-\x7f])")
_TAG: Final = pattern(r"</?([a-zA-Z][^\t\n\f /<>]*)")


class OpenValue(NamedTuple):
    """The value of the attribute *name* from *start* on, which lacks its second *quote*.

    That is missing at *stop*; the value goes on to *end*, behind the next one.  *next* is the
    attribute it has swallowed the beginning of, if it has not swallowed text.
    """

    name: str
    start: int
    stop: int
    end: int
    quote: str
    next: str = ""


class TornTag(NamedTuple):
    """The tag ``html[start:end]``, in which the next one seems to begin at *inner*.

    *is_sign*: it reads as words after a ``<``.  *names* are those of all the tags in it.  *value*
    is what swallowed the next one, if that is a value.  *code* is what the standard calls it.
    """

    start: int
    end: int
    inner: int
    is_sign: bool
    names: frozenset[str]
    value: OpenValue | None = None
    code: str = TORN_CODE


def torn_tags(page: Page) -> Mapping[int, TornTag]:
    """The torn tags of *page* by their start."""
    found: dict[int, TornTag] | None = page.cache.get(_KEY)
    if found is None:
        found = page.cache[_KEY] = _find(page)
    return found


def torn_names(page: Page) -> Set[str]:
    """The names in the torn tags of *page*, about whose elements nothing else is worth saying."""
    if not page.errors:
        return _NONE
    names = frozenset[str]().union(*[tag.names for tag in torn_tags(page).values()])
    if any(error.code == _NO_NAME for error in page.errors):
        names = names.union(map(str.lower, APART.findall(page.html)))
    return names


def glued_names(page: Page) -> Set[str]:
    """The names of tags that go on into the next tag, as ``<p<a>`` does, and those in them."""
    glued = [name for name in page.tags if "<" in name]
    if not glued:
        return _NONE
    return frozenset((*glued, *[part for name in glued for part in name.split("<")]))


def _find(page: Page) -> dict[int, TornTag]:
    errors = [error for error in page.errors if error.code in (TORN_CODE, _SOLIDUS)]
    found: dict[int, TornTag] = {}
    if not errors:
        return found
    from contentlint.document.pieces import piece_at
    from contentlint.document.tokenizer import pieces_of
    from contentlint.document.tokenizer_errors import token_errors

    pieces = pieces_of(page)
    judged: set[int] = set()  # a tag may hold many errors, and is read as a whole
    for error in token_errors(page.html, errors, page.prefix, lambda: pieces):
        piece = piece_at(pieces, error.tag)
        if piece is not None and piece.start not in judged:
            judged.add(piece.start)
            torn = _read_name(page.html, piece) or _read(page.html, piece)
            if torn is not None:
                found[piece.start] = torn
    return found


def _read_name(html: str, piece: Piece) -> TornTag | None:
    """The tag *piece*, if its name goes on into an end tag: ``a<b</p>``, ``<span</span>``."""
    from contentlint.document.pieces import START
    from contentlint.html_standard.elements import ELEMENTS
    from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS

    start, end, name = piece.start, piece.end, piece.name
    first, sign, _ = name.partition("<")
    inner = html.rfind("<", start + 1, end)
    if not sign or not html.startswith("</", inner):
        return None
    names = [found.lower() for found in _TAG.findall(html, start, end)]
    is_letter = len(first) == 1 and first != names[-1]
    meant = _MEANT.match(first)
    if meant is not None:  # <p文字</p>: a letter alone may be a sign if it follows another
        first = meant[0]
        is_letter = len(first) == 1 and html[start - 1 : start] not in ("", ">", "\n")
    is_known = first in ELEMENTS or first in OBSOLETE_ELEMENTS
    is_sign = piece.kind == START and (is_letter or not is_known)
    return TornTag(start, end, inner, is_sign, frozenset((name, *names)), None, _SOLIDUS)


def _read(html: str, piece: Piece) -> TornTag | None:
    """The tag *piece*, if an attribute in it holds a ``<``: in its name, or in an open value."""
    from contentlint.document.tokenizer_errors import read_attributes

    start, end = piece.start, piece.end
    words: list[str] = []
    meant = False
    value: OpenValue | None = None
    for attribute in read_attributes(html, start, end):
        name = html[attribute.start : attribute.name_end].lower()
        if "<" in name or (value is not None and value.quote in name):
            names = frozenset(map(str.lower, _TAG.findall(html, start, end)))
            if value is not None:
                return TornTag(start, end, value.stop, False, names, value)
            is_sign = bool(words) and not meant
            return TornTag(start, end, html.rfind("<", start, end), is_sign, names)
        words.append(name)
        has_value = attribute.end > attribute.name_end
        meant = meant or has_value or is_known_name(piece.name, name)
        value = value or _open_value(html, attribute)
    return None


def _open_value(html: str, attribute: Attribute) -> OpenValue | None:
    """The value of *attribute*, if it is in quotes and holds the beginning of what is no value."""
    begin, end = attribute.name_end, attribute.end
    if begin == end or html[end - 1] not in "\"'":
        return None
    name, quote = html[attribute.start : begin].lower(), html[end - 1]
    start = html.find(quote, begin, end) + 1
    following = _NEXT.search(html, start, end - 1)
    stop = html.find(">", start, end)
    if stop >= 0 and _TAG.search(html, stop, end) is not None:
        return OpenValue(name, start, stop, end, quote)
    if following is not None:
        return OpenValue(name, start, following.start(), end, quote, following[1])
    return None
