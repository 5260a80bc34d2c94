"""The tags of a page that Markdown made, all of which are known and well nested.

The renderer writes few tags, each in one way, and escapes every other ``<``.  So two letters tell
which tag it is, and no walk over all of them is needed (the source must hold no raw HTML).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from contentlint.document.nesting_states import TextPiece
from contentlint.document.spellings import INLINE, MUTED, Names, Shape
from contentlint.patterns import pattern
from contentlint.references import unescape

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

_TABLE: Final = ("td", "th", "tr", "tb")
# Every start tag with the text after it, and whether the end of a link or heading is next; but not
# those of which a page has many: paragraphs, items, code, and the parts of tables.
_TAGS: Final = pattern(r"<([^/plct][^<]*(?:</[ah])?|pr|ta)")
_TAG: Final = pattern(r"<[^>]*>")
_LINK: Final = pattern(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_NEIGHBOURS: Final = pattern(r"</a>\s*<a")
_HEADING: Final = pattern(r"<h([1-6])>(.*?)</h", re.DOTALL)
_LINK_END, _HEADING_END = "</a", "</h"
_HEAD: Final = len("h1>")
_MOST_KEPT: Final = 1000
_KEPT: Final[dict[frozenset[str], Names | None]] = {}


Picture = tuple[str, str, str]
"""The address, the alternative text and the title of a picture."""


class MadeTags:
    """The tags of a page: their *names*, with every attribute they may have, and what some say.

    *addresses* are the links and pictures as they are spelt, without their brackets.
    """

    __slots__ = ("_by_letter", "_html", "_letters", "_links", "_pictures", "addresses", "names")

    def __init__(
        self, html: str, letters: list[str], by_letter: Mapping[str, list[str]], names: Names
    ) -> None:
        self._html = html
        self._letters = letters
        self._by_letter = by_letter
        self._pictures: list[Picture] | None = None
        self.names = names
        self._links = by_letter.get("a", ())
        addresses = [tag.partition(">")[0] for tag in self._links]
        if "i" in by_letter:
            addresses += [tag.partition(">")[0] for tag in by_letter["i"] if tag[1] == "m"]
        self.addresses = frozenset(addresses)

    @property
    def urls(self) -> list[str]:
        """Where the links and pictures lead to."""
        urls = [tag.split('"', 2)[1] for tag in self.addresses]
        return [unescape(url) if "&" in url else url for url in urls]

    def read_links(self) -> tuple[list[str], bool]:
        """The text of each link, and whether two have nothing but blanks between them."""
        html, links, end = self._html, self._links, -len(_LINK_END)
        texts = [tag[tag.index(">") + 1 : end] for tag in links if tag.endswith(_LINK_END)]
        if len(texts) < len(links):
            texts = [_read_text(text) for text in _LINK.findall(html)]
            return texts, _NEIGHBOURS.search(html) is not None
        # where each holds text alone, one must be the next tag after the other
        near = "aa" in "".join(self._letters) and _NEIGHBOURS.search(html) is not None
        return [unescape(text) if "&" in text else text for text in texts], near

    @property
    def pictures(self) -> list[Picture]:
        """What each picture says; of those that say the same only one, in any order."""
        if self._pictures is None:
            tags = [tag for tag in self.addresses if tag[0] == "i"]
            self._pictures = [_read_picture(tag) for tag in tags]
        return self._pictures

    @property
    def headings(self) -> list[tuple[int, str]]:
        """The level and the text of each heading."""
        tags = [tag for tag in self._by_letter.get("h", ()) if tag[1] != "r"]
        plain = [tag for tag in tags if tag.endswith(_HEADING_END)]
        if len(plain) < len(tags):
            found = _HEADING.findall(self._html)
            return [(int(level), _read_text(text)) for level, text in found]
        end = -len(_HEADING_END)
        return [
            (int(tag[1]), unescape(tag[_HEAD:end]) if "&" in tag else tag[_HEAD:end])
            for tag in plain
        ]


def _read_picture(tag: str) -> Picture:
    _, source, _, text, *title = [
        unescape(part) if "&" in part else part for part in tag.split('"')
    ]
    return source, text, title[1] if len(title) > 1 else ""


def _read_text(markup: str) -> str:
    """The text of elements: no ``>`` stands in a value, and every ``&`` begins a reference."""
    return unescape(_TAG.sub("", markup))


def read_made(html: str) -> MadeTags | None:
    """The tags of *html*, which Markdown made; ``None`` where one is not known."""
    found = _TAGS.findall(html)
    letters = [tag[0] for tag in found]
    by_letter: dict[str, list[str]] = defaultdict(list)
    for letter, tag in zip(letters, found, strict=True):
        by_letter[letter].append(tag)
    heads = {
        letter + second for letter, tags in by_letter.items() for second in {tag[1] for tag in tags}
    }
    if "<p>" in html:
        heads.add("p>")
    if "ul" in heads or "ol" in heads:
        heads.add("li")
    if "pr" in heads or "<co" in html:
        heads.add("co")
    if "ta" in heads:
        heads.update(_TABLE if "<td" in html else _TABLE[1:])
    names = _names_of(frozenset(heads))
    if names is None:
        return None
    return MadeTags(html, letters, by_letter, names)


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
    name = source.strip("</>").partition(" ")[0]
    mutes = (-1 if source[1] == "/" else 1) if name in MUTED else 0
    return name not in INLINE, mutes
