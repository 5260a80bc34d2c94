"""Which rules the addresses of a page may concern, told from how the addresses begin.

A rule about addresses most often asks for their host or scheme.  Addresses hardly ever repeat, but
what they begin with does: so the functions that rules name are asked about each beginning once.
What is not plainly an address in double quotes is not judged: then every such rule is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from contentlint.document.spellings import UNSURE
from contentlint.kept import Kept
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.nesting import Survey

__all__ = ["ATTRIBUTES", "Addresses", "Judge"]

ATTRIBUTES: Final = ("href", "src")
"""The attributes of whose addresses the beginning is looked at."""

Judge = Callable[[str], bool]
"""Whether a rule may find something in an address that is this one, or begins with it.

It is given in lower case, up to the host if it begins with ``http:`` or ``https:``, else whole.
"""

_MOST_KEPT: Final = 2000
_MOST_IN_A_SET: Final = 50
# Nothing after the name is consumed, so that what only looks like an attribute hides no other.
# A value with blanks or a character reference, or between other quotes, is as the empty text.
_BEGINNINGS: Final = {
    name: pattern(
        name + r"(?=\s*=\s*(\"https?://[^\s\"'&/?#\\]+(?=[/?#\"])|\"[^\s\"&]{0,400}\"|)|[\s/>]|\Z)"
    )
    for name in ATTRIBUTES
}


class Addresses:
    """Tells the rules that the addresses of a page may concern; *judges* are those of each rule.

    Rules are bits of a number, in their order.
    """

    def __init__(self, judges: Sequence[Mapping[str, Callable[[], Judge]]]) -> None:
        self.judged = 0
        """The rules that have a judge."""
        self._tables: list[tuple[str, Kept[int]]] = []
        for name in ATTRIBUTES:
            some = [(1 << index, each[name]) for index, each in enumerate(judges) if name in each]
            if some:
                self._tables.append((name, Kept(_table(some))))
                self.judged |= sum(bit for bit, _ in some)
        self._kept: dict[tuple[frozenset[str], ...], int] = {}

    def rules_for(self, survey: Survey) -> int:
        """Those of the rules with a judge that may find something in the addresses of the page."""
        if not self.judged:
            return 0
        if not UNSURE.isdisjoint(survey.names.tags):
            return self.judged
        text = survey.text
        key = tuple([frozenset(_BEGINNINGS[name].findall(text)) for name, _ in self._tables])
        bits = self._kept.get(key)
        if bits is None:
            bits = 0
            for beginnings, (_, table) in zip(key, self._tables, strict=True):
                for beginning in beginnings:
                    bits |= table[beginning]
            if max(map(len, key)) <= _MOST_IN_A_SET:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = bits
        return bits


def _table(judges: Iterable[tuple[int, Callable[[], Judge]]]) -> Callable[[str], int]:
    """The rules that an address with a beginning may concern."""
    made: list[tuple[int, Judge]] = []

    def bits_of(beginning: str) -> int:
        if not made:  # the modules of judges are imported when there is something to judge
            made.extend((bit, make()) for bit, make in judges)
        address = beginning.strip('"')
        return sum(bit for bit, judge in made if not beginning or judge(address))

    return bits_of
