"""Which facts of a post hold, so that most rules are not even asked.

Each fact is found out for all posts before the next one is: see `contentlint.linter`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from contentlint.checks.content_model import may_hold_problems
from contentlint.checks.front_matter_facts import FRONT_MATTER_FACTS, front_matter_facts
from contentlint.checks.headings import read_headings
from contentlint.checks.markdown_signs import MARKDOWN_SIGNS, markdown_signs
from contentlint.checks.text_signs import SIGNS, signs_of
from contentlint.rules.triggers import FACTS

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["find_facts"]

_PROBLEMS, _UNCLEAN = FACTS["front-matter-problems"], FACTS["unclean-markup"]
_INVALID, _MISUSED = FACTS["invalid-markup"], FACTS["misused-markup"]
_NEWLINES = FACTS["mixed-newlines"]
_COMMENTS, _ERRORS = FACTS["comments"], FACTS["parse-errors"]
_RAW, _NESTED = FACTS["raw-markup"], FACTS["nested-blocks"]
_NEIGHBOURS = FACTS["adjacent-links"]
_REPEATED, _EMPTY = FACTS["repeated-headings"], FACTS["empty-headings"]
_MDX = FACTS["mdx"]
_MARK, _OPEN = FACTS["byte-order-mark"], FACTS["open-last-line"]
_CONTENT = _INVALID | _MISUSED


def find_facts(documents: Sequence[Document], wanted: int) -> list[int]:
    """The facts that hold for each of *documents*, as bits of `FACTS`; only those *wanted*."""
    found = [_plain_facts(document) for document in documents]
    for every, find in _FINDERS:
        if wanted & every:
            for index, document in enumerate(documents):
                try:
                    found[index] |= find(document)
                except Exception:
                    found[index] |= every  # and the rules that fail will be named
    return [facts & wanted for facts in found]


def _plain_facts(document: Document) -> int:
    source, page = document.source, document.page
    facts = _COMMENTS if document.names_us else 0
    if document.is_mdx:
        facts |= _MDX
    if source.bom:
        facts |= _MARK
    if source.text[-1:] != "\n":
        facts |= _OPEN
    if document.front_matter.problems:
        facts |= _PROBLEMS
    if source.raw is not source.text:
        facts |= _NEWLINES
    if not page.made:
        facts |= _RAW | _NESTED if page.has_nested_blocks else _RAW
    if not page.clean:
        facts |= _UNCLEAN
    return facts | _ERRORS if page.errors else facts


def _link_facts(document: Document) -> int:
    return _NEIGHBOURS if document.page.links.near else 0


def _heading_facts(document: Document) -> int:
    texts = [heading.text.casefold() for heading in read_headings(document.page)]
    facts = _REPEATED if len(texts) > len(frozenset(texts)) else 0
    return facts | _EMPTY if "" in texts else facts


def _content_facts(document: Document) -> int:
    any_at_all, misused = may_hold_problems(document)
    return (_CONTENT if misused else _INVALID) if any_at_all else 0


_FINDERS: Final[Sequence[tuple[int, Callable[[Document], int]]]] = (
    (_NEIGHBOURS, _link_facts),
    (_REPEATED | _EMPTY, _heading_facts),
    (_CONTENT, _content_facts),
    (FRONT_MATTER_FACTS, front_matter_facts),
    (SIGNS, signs_of),
    (MARKDOWN_SIGNS, markdown_signs),
)
"""What finds facts, and all those it may find."""
