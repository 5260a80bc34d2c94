"""The tags of a page that Markdown made, all of which are known and well nested.

The renderer writes few tags, each in one way, and escapes every other ``<``.  So two letters tell
which tag it is, and no walk over all of them is needed (the source must hold no raw HTML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from contentlint.document.nesting_states import TextPiece
from contentlint.document.spellings import Names, Shape, read_spelling
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = ["MadeTags", "read_made", "texts_from_end", "texts_in_turn"]

_SHAPES: Final[dict[str, tuple[Shape, ...]]] = {
    "a ": (("a", ("href", "title")),),
    "bl": (("blockquote", ()),),
    "br": (("br", ()),),
    "co": (("code", ("class",)),),
    "de": (("del", ()),),
    "di": (("div", ("class", "id")),),
    "em": (("em", ()),),
    "hr": (("hr", ()),),
    "im": (("img", ("src", "alt", "title")),),
    "in": (("input", ("disabled", "type", "checked")),),
    "li": (("li", ()),),
    "ol": (("ol", ("start",)),),
    "p>": (("p", ()),),
    "pr": (("pre", ()),),
    "st": (("strong", ()),),
    "su": (("sup", ("class",)),),
    "ta": (("table", ()),),
    "tb": (("tbody", ()),),
    "td": (("td", ("style",)),),
    "th": (("th", ("style",)), ("thead", ())),
    "tr": (("tr", ()),),
    "ul": (("ul", ()),),
    **{f"h{level}": ((f"h{level}", ()),) for level in range(1, 7)},
}
"""By the first two letters of a start tag: its name, and the attributes it may have."""

_FREQUENT: Final = ("p>", "li", "co", "td", "tr", "th")
"""The first two letters of start tags of which a page has many: that one is there is enough."""
_ENDS: Final = "".join(sorted({name[0] for shapes in _SHAPES.values() for name, _ in shapes}))
# any other start tag by two letters, links and pictures as a whole
_OTHERS: Final = pattern(rf"<(?!/[{_ENDS}]|{'|'.join(_FREQUENT)})((?:a |im)[^>]*|.?.?)", re.DOTALL)
_MOST_KEPT: Final = 1000
_KEPT: Final[dict[frozenset[str], Names | None]] = {}


class MadeTags(NamedTuple):
    """The names that occur, with every attribute the tags may have, and the links and pictures."""

    names: Names
    addresses: frozenset[str]


def read_made(html: str) -> MadeTags | None:
    """The tags of *html*, which Markdown made; ``None`` where one is not known."""
    others = frozenset(_OTHERS.findall(html))
    heads = {other[:2] for other in others}
    heads.update([head for head in _FREQUENT if f"<{head}" in html])
    names = _names_of(frozenset(heads))
    if names is None:
        return None
    return MadeTags(names, frozenset([other for other in others if len(other) > 2]))


def _names_of(heads: frozenset[str]) -> Names | None:
    if heads in _KEPT:
        return _KEPT[heads]
    names = None
    if heads <= _SHAPES.keys():
        shapes = frozenset([shape for head in heads for shape in _SHAPES[head]])
        attributes = frozenset([name for _, attributes in shapes for name in attributes])
        names = Names(frozenset([tag for tag, _ in shapes]), attributes, shapes)
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[heads] = names
    return names


def texts_in_turn(html: str) -> Iterator[TextPiece]:
    """The runs of text that are no code, from the first to the last."""
    at = depth = 0
    fresh = True
    while (start := html.find("<", at)) >= 0:
        if start > at and not depth:
            yield at, start, fresh
            fresh = False
        at = html.find(">", start) + 1
        breaks, mutes = _read_tag(html[start:at])
        depth += mutes
        fresh = fresh or breaks
    if at < len(html):
        yield at, len(html), fresh


def texts_from_end(html: str) -> Iterator[TextPiece]:
    """The same from the last to the first."""
    found: tuple[int, int] | None = None  # a piece of which it is not yet known if it is fresh
    end = len(html)
    depth = 0
    fresh = False
    while (start := html.rfind("<", 0, end)) >= 0:
        at = html.find(">", start) + 1
        if end > at and not depth:
            if found is not None:
                yield *found, fresh
            found, fresh = (at, end), False
        breaks, mutes = _read_tag(html[start:at])
        depth -= mutes
        fresh = fresh or breaks
        end = start
    if found is not None:
        yield *found, fresh or not end
    if end:
        yield 0, end, True


def _read_tag(source: str) -> tuple[bool, int]:
    """Whether a tag breaks the text, and how it changes the depth of elements that are no prose."""
    spelling = read_spelling(source)
    return (spelling[2], spelling[3]) if spelling is not None else (True, 0)
