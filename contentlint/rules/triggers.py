"""When a selector can match at all: the tag and attribute names a page must have."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["FACTS", "Trigger", "bits_of", "trigger_of"]

FACTS = {
    name: 1 << index
    for index, name in enumerate(
        (
            "front-matter-problems",
            "unclean-markup",
            "invalid-markup",
            "mixed-newlines",
            "comments",
            "limit",
        )
    )
}
"""What is found out about a post once, before any rule runs; each is a bit."""

_LAST_COMPOUND = re.compile(r"[^\s>+~]*$")
_TAG = re.compile(r"[a-zA-Z][-\w]*")
_ATTRIBUTE = re.compile(r"\[\s*([-\w]+)")
_NESTED = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def bits_of(names: Iterable[str]) -> int:
    """The bits of the facts with these names."""
    return sum({FACTS[name] for name in names})


class Trigger:
    """Names a page must have for a rule to apply: any of the alternatives, or always.

    Each alternative is a tag name (or ``None``) and the attribute names it needs.  Of the facts in
    *given*, bits of `FACTS`, one must hold as well, if there are any.
    """

    __slots__ = ("alternatives", "given")

    def __init__(
        self,
        alternatives: tuple[tuple[str | None, frozenset[str]], ...] = (),
        *,
        attributes: frozenset[str] = frozenset(),
        given: int = 0,
    ) -> None:
        self.given = given
        self.alternatives = alternatives or (((None, attributes),) if attributes else ())

    @property
    def always(self) -> bool:
        """Whether the rule must run on every page."""
        return not self.alternatives and not self.given

    def fires(self, tags: frozenset[str], attributes: frozenset[str], facts: int = -1) -> bool:
        """Whether a post with these names and facts can have a match."""
        if self.given and not self.given & facts:
            return False
        return not self.alternatives or any(
            (tag is None or tag in tags) and needed <= attributes
            for tag, needed in self.alternatives
        )


def trigger_of(selector: str) -> Trigger:
    """Derive the trigger of a CSS selector; where in doubt, the rule always runs."""
    plain = _QUOTED.sub('""', selector)
    nested = plain
    while _NESTED.search(nested):
        nested = _NESTED.sub("", nested)
    alternatives = []
    for part in nested.split(","):
        compound = _LAST_COMPOUND.search(_close_brackets(part.strip()))
        text = compound.group() if compound else ""
        tag = _TAG.match(text)
        attributes = frozenset(name.lower() for name in _ATTRIBUTE.findall(text))
        if "." in _ATTRIBUTE_BLOCK.sub("", text):
            attributes |= {"class"}
        if tag is None and not attributes:
            return Trigger()
        alternatives.append((tag.group().lower() if tag else None, attributes))
    return Trigger(tuple(alternatives))


_ATTRIBUTE_BLOCK = re.compile(r"\[[^\]]*\]")


def _close_brackets(part: str) -> str:
    """Drop blanks inside ``[…]`` so that the last compound is found whole."""
    return _ATTRIBUTE_BLOCK.sub(lambda found: re.sub(r"[\s>+~]", "", found.group()), part)
