"""Which rules the tags of a page may concern, told from the tags as they are spelt.

Rules are bits of a number.  What follows from the names in the tags is remembered for each set of
names, because posts of one site look alike; what a selector asks of a value, as in
``[href*="http:"]``, is looked for in the text of all tags together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from contentlint.document.spellings import UNSURE
from contentlint.patterns import pattern
from contentlint.rules.triggers import Trigger

if TYPE_CHECKING:
    from contentlint.document.nesting import Survey
    from contentlint.document.selectors import Alternative, Wanted
    from contentlint.document.spellings import Names, Shape

__all__ = ["Sieve"]

_MOST_KEPT: Final = 4000
_MOST_ATTRIBUTES: Final = 20
# what may stand for another character: not &amp;, and not &b in an address with ?a=1&b=2, which
# is none in an attribute (HTML, 13.2.5.73)
_REFERENCE: Final = pattern("&(?!amp;|[a-z0-9]+=)")

_Doubts = dict[tuple["Wanted", ...], int]
"""All of this must stand in the tags, or the rules with these bits do not apply."""

_Judgement = tuple[int, _Doubts]
"""The rules that names alone decide, and those about which values decide."""


class Sieve:
    """Tells the rules that can apply to a page, for the *triggers* of all rules in their order."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._always = 0
        self._every = (1 << len(triggers)) - 1
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
        self._by_names: dict[Names, _Judgement] = {}
        self._by_shape: dict[Shape, _Judgement] = {}

    def rules_for(self, survey: Survey) -> int:
        """The bits of the rules that can apply to the page."""
        names = survey.names
        found = self._by_names.get(names)
        if found is None:
            if len(self._by_names) >= _MOST_KEPT:
                self._by_names.clear()
            found = self._by_names[names] = self._judge_names(names)
        chosen, doubts = found
        return chosen | _settle(doubts, survey.text) if doubts else chosen

    def _judge_names(self, names: Names) -> _Judgement:
        """Put together what the shapes of tags decide: most sets are new, few shapes are."""
        if not UNSURE.isdisjoint(names.tags):
            return self._every, {}
        chosen = self._always
        doubts: _Doubts = {}
        for tag in names.tags:
            chosen |= self._by_tag.get(tag, 0)
        for shape in names.shapes:
            found = self._by_shape.get(shape)
            if found is None:
                found = self._judge_shape(shape)
                if len(shape[1]) <= _MOST_ATTRIBUTES:
                    if len(self._by_shape) >= _MOST_KEPT:
                        self._by_shape.clear()
                    self._by_shape[shape] = found
            bits, doubted = found
            chosen |= bits
            for values, more in doubted.items():
                doubts[values] = doubts.get(values, 0) | more
        return chosen, doubts

    def _judge_shape(self, shape: Shape) -> _Judgement:
        tag, attributes = shape
        chosen = 0
        doubts: _Doubts = {}
        for (_, name, needed, values), bit in self._others:
            if (name is None or name == tag) and needed.issubset(attributes):
                if values:
                    doubts[values] = doubts.get(values, 0) | bit
                else:
                    chosen |= bit
        return chosen, doubts


def _settle(doubts: _Doubts, text: str) -> int:
    """The rules of which all that they ask for stands in the tags, be it in different ones."""
    certain = "&" in text and _REFERENCE.search(text) is not None
    chosen = 0
    for values, bits in doubts.items():
        # most often not even the first is there
        if certain or (values[0][0] in text and _stand_in(text, values)):
            chosen |= bits
    return chosen


def _stand_in(text: str, values: tuple[Wanted, ...]) -> bool:
    for wanted, around in values:
        # the pattern is slower, and most often not even the text is there
        if wanted not in text or (around and re.search(around, text) is None):
            return False
    return True
