"""Where the attributes of a start tag stand, read from the tag's own text.

turbohtml tells the line and column of an element at no cost, but building its full source location
costs more than all else about a finding.  Tags are spelled alike in most posts, so each spelling
is taken apart once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.nesting import line_starts
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["attribute_ranges", "attribute_spans", "start_offset"]

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


def attribute_spans(page: Page, elements: Sequence[Any], name: str) -> list[Span | None]:
    """Where the attribute *name* of each element is written in ``Source.text``.

    ``None`` for one that the source does not hold as it is, such as what Markdown makes.
    """
    html, starts, kept = page.html, _line_starts(page), _KEPT
    ranges: list[tuple[int, int] | None] = []
    seen: set[int] = set()
    for element in elements:
        line = element.source_line
        start = -1 if line is None else element.source_col + starts[line - 1]
        found = None
        if start >= 0 and start not in seen:
            seen.add(start)
            spelling = html[start : html.find(">", start) + 1]
            found = (kept.get(spelling) or attribute_ranges(html, start)).get(name)
        ranges.append((start + found[0], start + found[1]) if found is not None else None)
    return _place_ranges(page, ranges)


def _place_ranges(page: Page, ranges: list[tuple[int, int] | None]) -> list[Span | None]:
    known = [found for found in ranges if found is not None]
    if len(known) > 1:
        # most often all of it was copied in one piece
        low, high = min(known)[0], max(known)[1]
        whole = page.place(low, high)
        if whole.verbatim:
            shift = whole.span.start - low
            return [found and Span(found[0] + shift, found[1] + shift) for found in ranges]
    places = [None if found is None else page.place(*found) for found in ranges]
    return [place.span if place is not None and place.verbatim else None for place in places]
