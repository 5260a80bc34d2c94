"""Tells from the page alone that a Markdown text is HTML throughout, and where its parts stand.

Scraped posts are: nothing but HTML blocks with empty lines between them, each of which the page
has as it is written.  The converse holds as well: if the page is the text without its empty lines,
nothing but HTML blocks made it.  Whatever else the first block were, its rendering would begin
with a tag, so the text would have this tag in the same place, at the beginning of a line; and with
each of the tags that Markdown makes there begins an HTML block.  So it is with every next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from contentlint.patterns import pattern

__all__ = ["find_copied"]

_BLANK_FIRST = pattern(r"\n[ \t]")
_INDENTED = pattern(r"\n[ \t]+<")
# what begins an HTML block that another one may follow without an empty line between them
_ENDS_EARLY = pattern(r"<(?:[!?]|pre|script|style|textarea)", re.IGNORECASE)
_LEAD = pattern(r"(?:[ \t]*+\n)*")
_FEW = 8
# the end of a line and the empty lines after it
_GAP = pattern(r"\n(?:(?:[ \t]*+\n)++(?:[ \t]++\Z)?|[ \t]++\Z)")


def find_copied(text: str, html: str) -> list[tuple[int, int]] | None:
    """The ranges of *text* that make up *html*, its rendering; ``None`` if Markdown had a part."""
    if len(html) > len(text) or not html.startswith("<") or "\r" in text:
        return None
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    if not text.startswith("<", start):
        return None
    ranges = []
    indented = _few_indented(text, start)
    for low, high in _all_gaps(text, start) if indented is None else _gaps(text, start, indented):
        ranges.append((start, low + 1))
        start = high
    if start < len(text):
        ranges.append((start, len(text)))
    if "".join([text[low:high] for low, high in ranges]) != html:
        return None
    return None if _has_indented_block(text, ranges, indented) else ranges


def _few_indented(text: str, start: int) -> list[int] | None:
    """The ends of the lines before those that begin with a blank; ``None`` if there are many."""
    found = [line.start() for line in islice(_BLANK_FIRST.finditer(text, start), _FEW + 1)]
    return found if len(found) <= _FEW else None


def _all_gaps(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The ends of lines, each with the empty lines after it, behind *start*."""
    for gap in _GAP.finditer(text, start):
        yield gap.span()


def _gaps(text: str, start: int, indented: list[int]) -> Iterator[tuple[int, int]]:
    """The same: an empty line is the next line end, or one of those that are *indented*."""
    ends = list(indented)
    at = text.find("\n\n", start)
    while at >= 0:
        ends.append(at)
        at = text.find("\n\n", at + 1)
    at = start
    for end in sorted(ends):
        gap = _GAP.match(text, end) if end >= at else None
        if gap is not None:
            at = gap.end()
            yield gap.span()


def _has_indented_block(
    text: str, ranges: list[tuple[int, int]], indented: list[int] | None
) -> bool:
    """Whether an HTML block may be indented: the parser makes the blanks before it anew."""
    if any(text[low] in " \t" for low, _ in ranges):
        return True
    if indented is not None and not any(_INDENTED.match(text, at) for at in indented):
        return False
    return _INDENTED.search(text) is not None and _ENDS_EARLY.search(text) is not None
