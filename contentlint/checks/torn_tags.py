"""Tags with a ``<`` inside: a stray sign swallowed the next tag, or the ``>`` is missing."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Final

from contentlint.html_standard.attribute_names import is_known_name
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.html import Page
    from contentlint.document.tokenizer import Piece

__all__ = ["TORN_CODE", "TornTag", "torn_names", "torn_tags"]

_KEY: Final = "torn-tags"
TORN_CODE: Final = "unexpected-character-in-attribute-name"
_NONE: Final[Set[str]] = frozenset()
_TAG: Final = pattern(r"</?([a-zA-Z][^\t\n\f />]*)")


class TornTag(NamedTuple):
    """The tag ``html[start:end]``, in which the next one seems to begin at *inner*.

    *is_sign*: it reads as words after a ``<``.  *names* are those of all the tags in it.
    """

    start: int
    end: int
    inner: int
    is_sign: bool
    names: frozenset[str]


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
    return frozenset[str]().union(*[tag.names for tag in torn_tags(page).values()])


def _find(page: Page) -> dict[int, TornTag]:
    errors = [error for error in page.errors if error.code == TORN_CODE]
    found: dict[int, TornTag] = {}
    if not errors:
        return found
    from contentlint.document.tokenizer import piece_at, pieces_of
    from contentlint.document.tokenizer_errors import token_errors

    pieces = pieces_of(page)
    for error in token_errors(page.html, errors, page.prefix, lambda: pieces):
        piece = piece_at(pieces, error.tag)
        if piece is not None and piece.start not in found:
            torn = _read(page.html, piece)
            if torn is not None:
                found[piece.start] = torn
    return found


def _read(html: str, piece: Piece) -> TornTag | None:
    """The tag *piece*, if the name of an attribute in it holds a ``<``."""
    from contentlint.document.tokenizer_errors import read_attributes

    start, end = piece.start, piece.end
    words: list[str] = []
    meant = False
    for attribute in read_attributes(html, start, end):
        name = html[attribute.start : attribute.name_end].lower()
        if "<" in name:
            names = frozenset(map(str.lower, _TAG.findall(html, start, end)))
            is_sign = bool(words) and not meant
            return TornTag(start, end, html.rfind("<", start, end), is_sign, names)
        words.append(name)
        has_value = attribute.end > attribute.name_end
        meant = meant or has_value or is_known_name(piece.name, name)
    return None
