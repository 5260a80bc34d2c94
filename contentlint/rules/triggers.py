"""When a rule can find anything at all: the tags a page must have, and the facts of the post."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from contentlint.document.selectors import SUPPLIED, Alternative, alternatives_of

__all__ = ["FACTS", "Fact", "Trigger", "bits_of", "trigger_of"]

Fact = Literal[
    "front-matter-problems",
    "unclean-markup",
    "invalid-markup",
    "misused-markup",
    "mixed-newlines",
    "comments",
    "limit",
    "parse-errors",
    "raw-markup",
    "nested-blocks",
    "ambiguous-values",
    "empty-values",
    "unknown-fields",
    "missing-fields",
    "invalid-values",
    "title-not-text",
    "not-yaml",
    "unreadable-dates",
    "dates-not-iso",
    "dates-without-zone",
    "comments-in-fields",
    "lists-as-text",
    "adjacent-links",
    "repeated-headings",
    "empty-headings",
    "byte-order-mark",
    "not-utf-8",
    "open-last-line",
    "odd-characters",
    "references",
    "foreign-letters",
    "long-words",
    "stand-ins",
    "directives",
    "definitions",
    "late-text",
    "title-first",
    "cut-ending",
    "last-code",
    "literal-stars",
    "literal-number-signs",
    "literal-brackets",
    "literal-bars",
    "literal-references",
    "literal-lists",
    "literal-backticks",
    "literal-tildes",
    "run-on-addresses",
    "mdx",
    "typographic-tags",
    "shown-tags",
    "wide-signs",
]

FACTS = {name: 1 << index for index, name in enumerate(get_args(Fact))}
"""What is found out about a post once, before any rule runs; each is a bit."""


def bits_of(names: Iterable[str]) -> int:
    """The bits of the facts with these names."""
    return sum({FACTS[name] for name in names})


_FRAME = frozenset(("body", "html"))


class Trigger:
    """What a start tag must be for a rule to apply: any of the alternatives; none: it always does.

    Of the facts in *given*, bits of `FACTS`, one must hold as well, if there are any; or one of
    the *judges* of `contentlint.rules.values`, which are made at their first use, says yes.
    """

    __slots__ = ("alternatives", "given", "judges")

    def __init__(self, alternatives: Iterable[Alternative] = (), *, given: int = 0) -> None:
        self.given = given
        self.judges: Mapping[str, Callable[[], Callable[[str], bool]]] = {}
        self.alternatives = tuple(alternatives)


def trigger_of(selector: str) -> Trigger:
    """Derive the trigger of a CSS selector; where in doubt, the rule always runs."""
    alternatives = []
    for alternative in alternatives_of(selector):
        text, tag, attributes, _ = alternative
        if not attributes and (tag is None or tag in SUPPLIED):
            return Trigger()
        # a second such tag adds its attributes to those of the first
        alternatives.append(Alternative(text, tag, frozenset()) if tag in _FRAME else alternative)
    return Trigger(alternatives)
