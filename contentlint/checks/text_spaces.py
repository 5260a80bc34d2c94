"""Checks of long runs of blanks and of blanks that do not break, inside lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_odd import odd_characters
from contentlint.checks.text_zones import (
    code_span_zones,
    inside_markup,
    is_commented,
    verbatim_zones,
)
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["nbsp_run", "space_run"]

_NBSP: Final = r"(?:\xa0|&nbsp;?|&#0*160;?|&#[xX]0*[aA]0;?)"
_NBSP_RUN: Final = pattern(rf"{_NBSP}[ \t]?{_NBSP}(?:[ \t]?{_NBSP})*")
# lines may begin with the marks of a block quote
_OPENS_ALONE: Final = pattern(r"(?:<[a-zA-Z][^<>]*>|\n[ \t>]*|\A)\s*\Z")
_CLOSES_ALONE: Final = pattern(r"\s*(?:</|<br|\n[ \t>]*\n|\Z)")
_LONGEST_TAG: Final = 300
_INDENT: Final = 4


def space_run(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Long runs of blanks before or between the words of a line, outside code and tables."""
    if " " * options["minimum"] not in document.source.text:
        return ()
    return _space_runs(document, options["minimum"])


@lru_cache(maxsize=16)
def _long_run(minimum: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![ \t])[ \t]{{{minimum},}}(?=[^ \t\n])")


def _space_runs(document: Document, minimum: int) -> Iterator[Hit]:
    text = document.source.text
    zones, code = verbatim_zones(document), None
    tables = _TableLines(text)
    for found in _long_run(minimum).finditer(text, document.body_start):
        start, end = found.span()
        if zones.touch(start, end) or inside_markup(text, start):
            continue
        if document.kind == "markdown" and tables.hold(start):
            continue
        code = code_span_zones(document) if code is None else code
        if code.touch(start, end) or is_commented(text, start):
            continue
        values = {"count": end - start}
        line = text.rfind("\n", 0, start) + 1
        if not text[line:start].strip(" \t>"):
            if document.page.whole:
                # a page of its own is indented as deep as it is nested
                continue
            width = _width_left(document, start, start - line)
            fix = None
            if width is not None and width < end - start:
                edit = Edit(start, end, " " * width)
                fix = Fix("safe", "Shorten the indentation", (edit,))
            yield Hit(Span(start, end), values, message="indent", fix=fix)
        else:
            fix = Fix("safe", "Leave one blank", (Edit(start, end, " "),))
            yield Hit(Span(start, end), values, fix=fix)


class _TableLines:
    """Tells whether a place stands in a line of a Markdown table, asked in order."""

    __slots__ = ("_end", "_has_bar", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = -1
        self._has_bar = False

    def hold(self, at: int) -> bool:
        """Whether the line that holds *at* has a bar in it."""
        if at > self._end:
            start = self._text.rfind("\n", 0, at) + 1
            end = self._text.find("\n", at)
            self._end = end if end >= 0 else len(self._text)
            self._has_bar = self._text.find("|", start, self._end) >= 0
        return self._has_bar


def _width_left(document: Document, at: int, quoted: int) -> int | None:
    """How many blanks suffice at *at*, behind so many marks of a quote; none outside of HTML.

    Four more than its block has: what follows must neither begin a new block of Markdown nor leave
    the item of a list that it stands in.
    """
    if document.kind == "html":
        return _INDENT
    blocks, offset = document.page.source_map.html_blocks, at - document.body_start
    index = bisect_right(blocks, offset, key=lambda block: block.span.start) - 1
    if index < 0 or offset >= blocks[index].span.end:
        return None
    start = blocks[index].span.start
    first = document.body[document.body.rfind("\n", 0, start) + 1 : start]
    return max(0, len(first.expandtabs(_INDENT)) - quoted) + _INDENT


def nbsp_run(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Several blanks that do not break, where one blank or the site's design should stand."""
    text = document.source.text
    if "\xa0" not in odd_characters(document) and ("&" not in text or "&nbsp" not in text):
        return ()
    return _nbsp_runs(document, text, options["minimum"])


def _nbsp_runs(document: Document, text: str, minimum: int) -> Iterator[Hit]:
    zones, code = verbatim_zones(document), None
    for found in _NBSP_RUN.finditer(text, document.body_start):
        start, end = found.span()
        count = len(re.findall(_NBSP, found.group()))
        if count < minimum or zones.touch(start, end):
            continue
        if inside_markup(text, start) or _is_alone(text, start, end):
            continue
        code = code_span_zones(document) if code is None else code
        if code.touch(start, end) or is_commented(text, start):
            continue
        fix = Fix("unsafe", "Leave one blank", (Edit(start, end, " "),))
        yield Hit(Span(start, end), {"count": count}, fix=fix)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether the blanks are all that an element or a line holds: another rule's subject."""
    before = text[max(0, start - _LONGEST_TAG) : start]
    return bool(_OPENS_ALONE.search(before) and _CLOSES_ALONE.match(text, end))
