"""Where the attributes of a start tag stand, read from the tag's own text.

turbohtml tells the line and column of an element at no cost, but building its full source location
costs more than all else about a finding.  Tags are spelled alike in most posts, so each spelling
is taken apart once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.nesting import line_starts
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["TagPlaces", "attribute_ranges", "start_offset"]

Ranges = dict[str, tuple[int, int]]

_NAME: Final = re.compile(r"<[a-zA-Z][^ \t\n\f/>]*")
# what the standard's tokenizer takes for an attribute (HTML, sections 13.2.5.32 to 13.2.5.39)
_ATTRIBUTE: Final = re.compile(
    r"[ \t\n\f/]*(=?[^ \t\n\f/>=]*)"
    r"(?:[ \t\n\f]*=[ \t\n\f]*(\"[^\"]*\"|'[^']*'|(?![\"'])[^ \t\n\f>]+|(?=>)))?"
)
_LONGEST_KEPT: Final = 400
_MOST_KEPT: Final = 2000
_KEPT: dict[str, Ranges] = {}


def start_offset(page: Page, element: Any) -> int | None:
    """The offset in ``page.html`` of the element's start tag, ``None`` for one the parser made.

    A copy that the parser made of an element, to repair its nesting, has the offset of the first.
    """
    line = element.source_line
    if line is None:
        return None
    offset: int = element.source_col + _line_starts(page)[line - 1]
    return offset if offset >= 0 else None


def _line_starts(page: Page) -> list[int]:
    """Where the lines of ``page.html`` begin; the first one as if its prefix were part of it."""
    starts: list[int] | None = page.cache.get("line-starts")
    if starts is None:
        starts = page.cache["line-starts"] = line_starts(page.html)
        starts[0] -= page.prefix
    return starts


def attribute_ranges(html: str, start: int) -> Ranges:
    """The range of each attribute of the tag at *start*, relative to the tag, name to value's end.

    Names are in lower case; of two attributes with one name the first counts, as for a browser.
    """
    spelling = html[start : html.find(">", start) + 1]
    ranges = _KEPT.get(spelling)
    if ranges is None:
        ranges, length = _read_tag(html, start)
        if length == len(spelling) <= _LONGEST_KEPT:
            # no ">" within a value: the spelling is the whole tag
            if len(_KEPT) >= _MOST_KEPT:
                _KEPT.clear()
            _KEPT[spelling] = ranges
    return ranges


def _read_tag(html: str, start: int) -> tuple[Ranges, int]:
    """The ranges, and the length of the tag up to and with its ``>``."""
    ranges: Ranges = {}
    name = _NAME.match(html, start)
    at = name.end() if name else start
    while True:
        found = _ATTRIBUTE.match(html, at)
        if found is None or not found.group(1):
            break
        low, at = found.start(1) - start, found.end(2 if found.group(2) else 1)
        ranges.setdefault(found.group(1).lower(), (low, at - start))
        at = found.end()
    return ranges, html.find(">", at) + 1 - start


class TagPlaces:
    """The start tags of some elements: how each is written, and where parts of them stand.

    Iterating gives ``(element, start, spelling)``: the offset of the tag in ``page.html`` and its
    text up to the first ``>``.  Elements that the parser supplied or copied are left out.
    """

    __slots__ = ("_elements", "_high", "_low", "_page", "_shift")

    def __init__(self, page: Page, elements: Sequence[Any]) -> None:
        self._page = page
        self._elements = elements
        self._low = self._high = -1
        self._shift = 0

    def __iter__(self) -> Iterator[tuple[Any, int, str]]:
        page = self._page
        html, starts = page.html, _line_starts(page)
        find = html.find
        seen: set[int] | None = None if page.clean else set()
        for element in self._elements:
            line = element.source_line
            start = -1 if line is None else element.source_col + starts[line - 1]
            if start < 0 or (seen is not None and start in seen):
                continue
            if seen is not None:
                seen.add(start)
            yield element, start, html[start : find(">", start) + 1]

    def span(self, low: int, high: int) -> Span | None:
        """Where ``page.html[low:high]`` is written in ``Source.text``; ``None`` if it is not."""
        if not (self._low <= low and high <= self._high):
            if self._low < 0:
                self._find_region(low)
            if not (self._low <= low and high <= self._high):
                place = self._page.place(low, high)
                return place.span if place.verbatim else None
        shift = self._shift
        return tuple.__new__(Span, (low + shift, high + shift))

    def _find_region(self, low: int) -> None:
        """Most often all that is asked for was copied in one piece: then one look-up does."""
        self._low = self._high = 0
        last = start_offset(self._page, self._elements[-1])
        if last is not None and last > low:
            place = self._page.place(low, last)
            if place.verbatim:
                self._low, self._high = low, last
                self._shift = place.span.start - low
