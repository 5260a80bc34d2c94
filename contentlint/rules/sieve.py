"""Which rules the tags of a page may concern, told from the tags as they are spelt.

Rules are bits of a number.  What follows from the names in a tag is remembered for each set of
tags, because posts of one site look alike; a selector that asks for a value, such as
``[href*="http:"]``, is tried on the text of each tag, once for all posts that have the same tag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from contentlint.rules.triggers import Trigger

if TYPE_CHECKING:
    from contentlint.document.nesting import Survey
    from contentlint.document.selectors import Alternative, Pieces
    from contentlint.document.spellings import Names, Shape

__all__ = ["Sieve"]

_MOST_KEPT: Final = 4000
_LONGEST_KEPT: Final = 400
_TAG: Final = re.compile(r"[^\s/>]+")

_Doubts = tuple[tuple[tuple["Pieces", ...], int], ...]
"""Pieces of which each must be met by the tag, and the bits of the rules that then apply."""


class Sieve:
    """Tells the rules that can apply to a page, for the *triggers* of all rules in their order."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._always = 0
        self._by_tag: dict[str, int] = defaultdict(int)
        """Rules for which the name of a tag is enough, be it an end tag."""
        self._others: list[tuple[Alternative, int]] = []
        for index, trigger in enumerate(triggers):
            if not trigger.alternatives:
                self._always |= 1 << index
            for alternative in trigger.alternatives:
                if alternative.tag is not None and not alternative.attributes:
                    self._by_tag[alternative.tag] |= 1 << index
                else:
                    self._others.append((alternative, 1 << index))
        self._by_shape: dict[Shape, tuple[int, _Doubts]] = {}
        self._by_names: dict[Names, tuple[int, bool]] = {}
        self._by_name: dict[str, _Doubts] = {}
        self._by_source: dict[str, int] = {}

    def rules_for(self, survey: Survey) -> int:
        """The bits of the rules that can apply to the page."""
        names = survey.names
        found = self._by_names.get(names)
        if found is None:
            if len(self._by_names) >= _MOST_KEPT:
                self._by_names.clear()
            found = self._by_names[names] = self._judge_names(names)
        chosen, doubtful = found
        if doubtful:
            known = self._by_source
            for source in survey.sources:
                bits = known.get(source)
                chosen |= self._judge_source(source) if bits is None else bits
        return chosen

    def _judge_names(self, names: Names) -> tuple[int, bool]:
        """The rules that the *names* alone decide, and whether values decide about others."""
        chosen, doubtful = self._always, False
        for tag in names.tags:
            chosen |= self._by_tag.get(tag, 0)
        for shape in names.shapes:
            bits, doubts = self._judge_shape(shape)
            chosen |= bits
            doubtful = doubtful or bool(doubts)
        return chosen, doubtful

    def _judge_shape(self, shape: Shape) -> tuple[int, _Doubts]:
        known = self._by_shape.get(shape)
        if known is not None:
            return known
        tag, attributes = shape
        chosen = 0
        doubts: dict[tuple[Pieces, ...], int] = defaultdict(int)
        for (_, name, needed, values), bit in self._others:
            if (name is None or name == tag) and needed.issubset(attributes):
                if values:
                    doubts[values] |= bit
                else:
                    chosen |= bit
        if len(self._by_shape) >= _MOST_KEPT:
            self._by_shape.clear()
        found = self._by_shape[shape] = chosen, tuple(doubts.items())
        return found

    def _judge_source(self, source: str) -> int:
        """The rules that the values in a tag decide, and perhaps some of another tag's."""
        chosen = 0
        text = source.lower()
        tag = _TAG.match(text)
        # a character reference may stand for what is looked for
        certain = "&" in text
        for values, bits in self._doubts_of(tag.group() if tag else ""):
            if certain or all(any(piece in text for piece in pieces) for pieces in values):
                chosen |= bits
        if len(source) <= _LONGEST_KEPT:
            if len(self._by_source) >= _MOST_KEPT:
                self._by_source.clear()
            self._by_source[source] = chosen
        return chosen

    def _doubts_of(self, tag: str) -> _Doubts:
        """All doubts about a tag with this name."""
        doubts = self._by_name.get(tag)
        if doubts is None:
            if len(self._by_name) >= _MOST_KEPT:
                self._by_name.clear()
            every = frozenset().union(*[other.attributes for other, _ in self._others])
            doubts = self._by_name[tag] = self._judge_shape((tag, tuple(every)))[1]
        return doubts
