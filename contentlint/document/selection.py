"""Selects by lists of CSS selectors one after the other, where that gives the same elements sooner.

turbohtml finds a plain name through an index, but tries a list on every element.  Of most lists a
page has one part at most; what is left of a list is the same for all pages with the same names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.selectors import SUPPLIED, alternatives_of
from contentlint.document.spellings import UNSURE
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.spellings import Names

__all__ = ["Vocabulary", "vocabulary_of"]

# names on both sides of a combinator, each any of a list
_LISTS: Final = pattern(r":is\(([-\w\s,]+)\)(\s*[\s>+~]\s*):is\(([-\w\s,]+)\)")
_WITHOUT: Final = pattern(r":not\(:has\(([a-zA-Z]\w*)\)\)")
_NOT_NAMES: Final = pattern(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
_NESTED: Final = pattern(r"\([^()]*\)")
_COMBINATORS: Final = pattern(r"[\s>+~]+")
_NAME: Final = pattern(r"[a-zA-Z][-\w]*")
# a namespace or an escape: too rare to be read
_UNREAD: Final = pattern(r"[|\\]")
# attributes that these elements always have where Markdown made them
_MADE: Final = {"a[href]": "a", "img[src]": "img", "img[alt]": "img"}
_MOST_PARTS: Final = 16
_MOST_KEPT: Final = 500
_MOST_NAMES: Final = 100
_MOST_VOCABULARIES: Final = 200


_Part = tuple[str, str | None, Set[str], Set[str], tuple[str, str, str] | None]
"""A selector, the name of its element, the names of tags and attributes that the page must have,
and the names on both sides of a combinator, if it is ``:is(a, b) > :is(p, ul)``."""


class Vocabulary:
    """The names of tags and attributes of a page, and what they leave of selectors.

    *made* says that Markdown made every tag of the page.
    """

    __slots__ = ("_attributes", "_made", "_plans", "_sure", "_tags")

    def __init__(self, tags: Set[str], attributes: Set[str], *, made: bool = False) -> None:
        self._made = made
        self._sure = UNSURE.isdisjoint(tags)
        self._tags = {*tags, *SUPPLIED}
        self._attributes = {*attributes}
        self._plans: dict[str, tuple[str, ...]] = {}

    def select(
        self, dom: Any, selector: str, known: dict[str, Sequence[Any]] | None = None
    ) -> Sequence[Any]:
        """The elements of *dom*, a page with these names, that match *selector*, in order.

        What was *known* of the page is not looked for again: ``a[href], area[href]`` comes to
        ``a[href]`` where no area is.
        """
        parts = self._plans.get(selector)
        if parts is None:
            if len(self._plans) >= _MOST_KEPT:
                self._plans.clear()
            parts = self._plans[selector] = self._parts_of(selector)
        found: Sequence[Any] = ()
        if known is not None and len(parts) == 1 and parts[0] != selector:
            part = parts[0]
            some = known.get(part)
            if some is None:
                some = known[part] = dom.select(part)
            return some
        for part in parts:
            some = dom.select(part)
            if some:
                if found:  # only the whole list tells the order of both
                    return dom.select(", ".join(parts))  # type: ignore[no-any-return]
                found = some
        return found

    def _parts_of(self, selector: str) -> tuple[str, ...]:
        """The parts of the list *selector* that can match anything, simpler ones if possible."""
        if not self._sure:
            return (selector,)
        alternatives = _read_list(selector)
        if len(alternatives) > 1:
            alternatives = tuple(filter(self._may_match, alternatives))
        parts: list[str] = []
        nameless: list[str] = []
        for written, tag, _, _, lists in alternatives:
            text = _MADE.get(written, written) if self._made else written
            if tag:
                text = _WITHOUT.sub(self._unless_present, text)
            if lists is not None:
                parts += self._pairs(*lists)
            else:
                (parts if tag else nameless).append(text)
        # what names no element is tried on every element, and best all at once
        if nameless:
            parts.append(", ".join(nameless))
        return tuple(parts) if len(parts) <= _MOST_PARTS else (", ".join(parts),)

    def _may_match(self, part: _Part) -> bool:
        return part[2] <= self._tags and part[3] <= self._attributes

    def _unless_present(self, found: re.Match[str]) -> str:
        """What is left of ``:not(:has(th))``: nothing, where no tag is named so."""
        return found.group() if found[1].lower() in self._tags else ""

    def _pairs(self, first: str, between: str, last: str) -> list[str]:
        """``:is(a, b) > :is(p, ul)`` as ``:is(a, b) > p`` and ``:is(a, b) > ul``."""
        around = ", ".join(self._present(first))
        return [f":is({around}){between}{name}" for name in self._present(last)] if around else []

    def _present(self, names: str) -> list[str]:
        present = [name.strip() for name in names.split(",")]
        return [name for name in dict.fromkeys(present) if name.lower() in self._tags]


def _names_around(text: str) -> Set[str]:
    """The names of the elements in or after which *text* looks for its own."""
    if _UNREAD.search(text):
        return frozenset()
    plain = _NOT_NAMES.sub("", text)
    while _NESTED.search(plain):
        plain = _NESTED.sub("", plain)
    *around, _last = _COMBINATORS.split(plain.strip())
    names = filter(None, map(_NAME.match, around))
    return {name.group().lower() for name in names}


@lru_cache(maxsize=1024)
def _read_list(selector: str) -> tuple[_Part, ...]:
    """The parts of a list of selectors, and what a page must have for each to match."""
    read = []
    for text, tag, attributes, _ in alternatives_of(selector):
        tags = _names_around(text) | ({tag} if tag is not None else set())
        lists = _LISTS.fullmatch(text)
        between = None if lists is None else (lists[1], lists[2], lists[3])
        read.append((text, tag, tags, attributes, between))
    return tuple(read)


_VOCABULARIES: Final[dict[tuple[Set[str], Set[str], bool], Vocabulary]] = {}


def vocabulary_of(names: Names, *, made: bool = False) -> Vocabulary:
    """The vocabulary of a page with these names: one and the same for pages alike."""
    key = names.tags, names.attributes, made
    vocabulary = _VOCABULARIES.get(key)
    if vocabulary is None:
        vocabulary = Vocabulary(names.tags, names.attributes, made=made)
        if len(names.tags) + len(names.attributes) <= _MOST_NAMES:
            if len(_VOCABULARIES) >= _MOST_VOCABULARIES:
                _VOCABULARIES.clear()
            _VOCABULARIES[key] = vocabulary
    return vocabulary
