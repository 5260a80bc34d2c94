"""Where two stars stand in a post, read by Markdown or left for readers to see, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.checks.markdown_signs import NESTED
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["MARK", "Mark", "lines_of_marks", "nested_lines"]

MARK: Final = "**"
_LITERAL: Final = pattern(r"(?<!\*)\*\*(?!\*)")
_STRONG: Final = "<strong>"
_NESTED: Final = pattern(NESTED)


class Mark(NamedTuple):
    """Two stars in the source; *literal* if readers see them."""

    start: int
    literal: bool


def nested_lines(document: Document) -> Iterator[list[Mark]]:
    """The marks of each line on which bold text stands in bold text, which nobody means."""
    html, high = document.page.html, 0
    for found in _NESTED.finditer(html):
        if found.start() >= high:
            low, high = html.rfind("\n", 0, found.start()) + 1, html.find("\n", found.end())
            marks = sorted(_read_marks(document, low, high))
            if marks and html.count("$", low, high) <= 1:
                yield marks


def lines_of_marks(document: Document) -> Iterator[list[Mark]]:
    """The marks of each line that holds a literal one; formulas are left alone."""
    prose = document.page.prose
    text, done = prose.text, 0
    while (found := text.find(MARK, done)) >= 0:
        begin = text.rfind("\n", done, found) + 1 or done
        end = text.find("\n", found)
        done = end = len(text) if end < 0 else end
        if text.count("$", begin, end) > 1:
            continue
        marks = _literal_marks(document, begin, end)
        if marks and not in_raw_block(document, marks[0].start):
            yield sorted([*marks, *_read_marks(document, *prose.rendered(begin, end))])


def _literal_marks(document: Document, begin: int, end: int) -> list[Mark]:
    prose, text = document.page.prose, document.source.text
    marks = []
    for found in _LITERAL.finditer(prose.text, begin, end):
        if prose.is_verbatim(*found.span()):
            start = prose.locate(*found.span()).start
            # code, which is no prose, may stand between stars
            if "*" not in text[start + 2 : start + 3] and text[start - 1 : start] not in (
                "*",
                "\\",
            ):
                marks.append(Mark(start, True))
    return marks


def _read_marks(document: Document, low: int, high: int) -> Iterator[Mark]:
    """Those that Markdown has read: where others fail, they may belong to another text."""
    page, text = document.page, document.source.text
    at = page.html.find(_STRONG, low, high)
    while at >= 0:
        place = page.place(at, at + len(_STRONG))
        start, stop = place.span
        if not place.verbatim and text.startswith(MARK, start) and text.endswith(MARK, 0, stop):
            yield Mark(start, False)
            yield Mark(stop - 2, False)
        at = page.html.find(_STRONG, at + 1, high)
