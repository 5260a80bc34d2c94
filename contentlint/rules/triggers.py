"""When a selector can match at all: the tag and attribute names a page must have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from contentlint.document.selectors import alternatives_of

__all__ = ["FACTS", "Fact", "Trigger", "attribute_name", "bits_of", "trigger_of"]

Fact = Literal[
    "front-matter-problems",
    "unclean-markup",
    "invalid-markup",
    "mixed-newlines",
    "comments",
    "limit",
    "parse-errors",
]

FACTS = {name: 1 << index for index, name in enumerate(get_args(Fact))}
"""What is found out about a post once, before any rule runs; each is a bit."""


def bits_of(names: Iterable[str]) -> int:
    """The bits of the facts with these names."""
    return sum({FACTS[name] for name in names})


Alternatives = tuple[tuple[str | None, frozenset[str]], ...]


class Trigger:
    """Names a page must have for a rule to apply: any of the alternatives, or always.

    Each alternative is a tag name (or ``None``) and the attribute names it needs.  Of the facts in
    *given*, bits of `FACTS`, one must hold as well, if there are any.
    """

    __slots__ = ("alternatives", "given")

    def __init__(
        self,
        alternatives: Alternatives = (),
        *,
        attributes: frozenset[str] = frozenset(),
        given: int = 0,
    ) -> None:
        self.given = given
        self.alternatives = alternatives or (((None, attributes),) if attributes else ())

    def names(self) -> Iterator[str]:
        """The names that matter, each those of attributes as `attribute_name` writes them."""
        for tag, attributes in self.alternatives:
            if tag is not None:
                yield tag
            yield from map(attribute_name, attributes)

    def masks(self, bits: Mapping[str, int]) -> tuple[int, ...]:
        """For each alternative the bits of all it needs; none where the rule always applies."""
        return tuple(
            [
                sum(bits[name] for name in (*([tag] if tag else ()), *map(attribute_name, needed)))
                for tag, needed in self.alternatives
            ]
        )


def attribute_name(name: str) -> str:
    """The name of an attribute, told apart from that of a tag."""
    return "@" + name


def trigger_of(selector: str) -> Trigger:
    """Derive the trigger of a CSS selector; where in doubt, the rule always runs."""
    alternatives = []
    for _, tag, attributes in alternatives_of(selector):
        if tag is None and not attributes:
            return Trigger()
        alternatives.append((tag, attributes))
    return Trigger(tuple(alternatives))
