"""Which rules the values of a page may concern: how its addresses begin, its classes, its links.

A rule about addresses most often asks for their host or scheme.  Addresses hardly ever repeat, but
what they begin with does, and so do classes and the words of many links: so the functions that
rules name are asked about each once.  What is not plainly a value in double quotes is not judged:
then every rule with such a function is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from contentlint.document.spellings import UNSURE
from contentlint.kept import Kept
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["VALUES", "Judge", "Values"]

VALUES: Final = ("href", "src", "class", "text")
"""What rules may have judged: attributes ``href``, ``src`` and ``class``, texts of links."""

Judge = Callable[[str], bool]
"""Whether a rule may find something where a value is this one, or an address begins with it.

An address is given in lower case, up to the host if it begins with ``http:`` or ``https:``, else
whole.  The value of a class attribute is in lower case, too.  A text is given as it is.
"""

_MOST_KEPT: Final = 2000
_MOST_IN_A_SET: Final = 50
# Nothing after the name is consumed, so that what only looks like an attribute hides no other.
# A value with a character reference (an address: or blanks), or between other quotes, is as the
# empty text.
_ADDRESS: Final = r"\"https?://[^\s\"'&/?#\\]+(?=[/?#\"])|\"[^\s\"&]{0,400}\""
_BEGINNINGS: Final = {
    name: pattern(rf"{name}(?=\s*=\s*({value}|)|[\s/>]|\Z)")
    for name, value in (("href", _ADDRESS), ("src", _ADDRESS), ("class", r"\"[^\"&]{0,400}\""))
}
_NONE: Final[frozenset[str]] = frozenset()


class Values:
    """Tells the rules that the values of a page may concern; *judges* are those of each rule.

    Rules are bits of a number, in their order.
    """

    def __init__(self, judges: Sequence[Mapping[str, Callable[[], Judge]]]) -> None:
        self._attributes: list[tuple[str, Kept[int]]] = []
        self._attributed = 0
        self._texts: Kept[int] | None = None
        for name in VALUES:
            some = [(1 << index, each[name]) for index, each in enumerate(judges) if name in each]
            if some and name == "text":
                self._texts = Kept(_judge_all(some))
            elif some:
                self._attributes.append((name, Kept(_judge_beginning(_judge_all(some), some))))
                self._attributed |= sum(bit for bit, _ in some)
        self._kept: dict[tuple[frozenset[str], ...], int] = {}

    def rules_for(self, page: Page) -> int:
        """Those of the rules with a judge that may find something in the page."""
        bits = self._judge_attributes(page) if self._attributed else 0
        texts = self._texts
        if texts is not None:
            for text in page.links.texts:
                bits |= texts[text]
        return bits

    def _judge_attributes(self, page: Page) -> int:
        survey = page.survey
        if not UNSURE.isdisjoint(survey.names.tags):
            return self._attributed
        text, names = survey.text, survey.names.attributes
        key = tuple(
            [
                frozenset(_BEGINNINGS[name].findall(text)) if name in names else _NONE
                for name, _ in self._attributes
            ]
        )
        bits = self._kept.get(key)
        if bits is None:
            bits = 0
            for beginnings, (_, table) in zip(key, self._attributes, strict=True):
                for beginning in beginnings:
                    bits |= table[beginning]
            if max(map(len, key)) <= _MOST_IN_A_SET:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = bits
        return bits


_Judges = Iterable[tuple[int, Callable[[], Judge]]]


def _judge_all(judges: _Judges) -> Callable[[str], int]:
    """The rules that a value may concern."""
    made: list[tuple[int, Judge]] = []

    def bits_of(value: str) -> int:
        nonlocal made
        if not made:  # the modules of judges are imported when there is something to judge
            # all at once: another thread must not take some of them for all
            made = [(bit, make()) for bit, make in judges]
        return sum(bit for bit, judge in made if _says_yes(judge, value))

    return bits_of


def _says_yes(judge: Judge, value: str) -> bool:
    try:
        return judge(value)
    except Exception:
        return True  # so that the rule is asked, as if it had no judge


def _judge_beginning(bits_of: Callable[[str], int], judges: _Judges) -> Callable[[str], int]:
    """The rules that a value may concern, given with its quotes; all if it is not plain."""
    every = sum(bit for bit, _ in judges)
    return lambda beginning: bits_of(beginning.strip('"')) if beginning else every
