"""Markdown to HTML, and the map from every character of the HTML back to the source.

`render` is the fast path and all that a page without findings pays for; `build_map` renders the
same HTML again from the parser's events, this time with places.  CommonMark 0.31 with the tables,
strikethrough and task lists of GitHub Flavored Markdown, and footnotes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pyromark

from contentlint.document.markdown_outline import (
    CodeBlock,
    CodeSpan,
    Definition,
    Footnote,
    Heading,
    HtmlBlock,
    Link,
    Outline,
    UndefinedReference,
    read_definitions,
    read_footnotes,
    read_outline,
    read_undefined,
)
from contentlint.document.markdown_pieces import Piece
from contentlint.document.markdown_render import code_point_table, render_events

__all__ = [
    "OPTIONS",
    "CodeBlock",
    "CodeSpan",
    "Definition",
    "Footnote",
    "Heading",
    "HtmlBlock",
    "Link",
    "SourceMap",
    "UndefinedReference",
    "build_map",
    "render",
]

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_MARKDOWN = pyromark.Markdown(options=OPTIONS)
_SURROGATE = re.compile("[\ud800-\udfff]")
# below this many pieces a range is walked; above, the tree answers
_WALK = 24


def render(text: str) -> str:
    """Render *text* to HTML.

    Two things keep offsets exact: a carriage return, which only a reference such as ``&#13;`` can
    bring in, becomes a space, and a lone surrogate U+FFFD.
    """
    try:
        html = _MARKDOWN.html(text)
    except UnicodeEncodeError:
        html = _MARKDOWN.html(_SURROGATE.sub("\ufffd", text))
    return html.replace("\r", " ") if "\r" in html else html


def build_map(text: str) -> SourceMap:
    """Render *text* with the place of everything; the HTML equals that of `render`."""
    return SourceMap(text)


class SourceMap:
    """The rendered HTML of one text, and for any part of it the place in the text.

    All offsets are code points, ranges half-open.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            events = list(_MARKDOWN.events_with_range(text, merge_text=False))
            self._clean = text
        except UnicodeEncodeError:
            self._clean = _SURROGATE.sub("\ufffd", text)
            events = list(_MARKDOWN.events_with_range(self._clean, merge_text=False))
        self._events: list[tuple[Any, Any]] = events
        self._table = code_point_table(self._clean, (span for _, span in self._events))
        rendering = render_events(self._clean, self._events, self._table)
        self.html = rendering.html
        self._marks = rendering.marks
        pieces = rendering.pieces
        if self._clean is not text:
            pieces = [self._distrust_surrogates(piece) for piece in pieces]
        self._starts, self._source_starts, self._source_ends, self._verbatim = (
            map(list, zip(*pieces, strict=True)) if pieces else ([], [], [], [])
        )

    def _distrust_surrogates(self, piece: Piece) -> Piece:
        rendered, start, end, verbatim = piece
        return rendered, start, end, verbatim and not _SURROGATE.search(self.text, start, end)

    @property
    def segments(self) -> Iterator[tuple[int, int, int, int, bool]]:
        """``(rendered start, rendered end, source start, source end, verbatim)``, in order.

        They cover the HTML without a gap; only their source ranges may nest or go backwards.
        """
        ends = [*self._starts[1:], len(self.html)] if self._starts else []
        return zip(
            self._starts, ends, self._source_starts, self._source_ends, self._verbatim, strict=True
        )

    def place(self, start: int, end: int) -> tuple[int, int, bool]:
        """The source range of the rendered range ``[start, end)``, and whether it is a copy.

        A copy reads the same in the source.  Anything else gets the smallest range that covers
        the constructs it came from.  An empty range is a copy where it touches copied text.
        """
        starts = self._starts
        if not starts:
            return 0, len(self.text), False
        first = max(0, bisect_right(starts, start) - 1)
        if end <= start:
            return self._place_point(first, start)
        last = bisect_right(starts, end - 1, first + 1) - 1
        low, first_end = self._source_starts[first], self._source_ends[first]
        last_start, high = self._source_starts[last], self._source_ends[last]
        if self._verbatim[last]:
            high = last_start + end - starts[last]
        if self._verbatim[first]:
            low += start - starts[first]
        if first == last:
            return low, high, self._verbatim[first]
        low, high = min(low, last_start), max(first_end, high)
        if last - first > 1:
            inner_low, inner_high = self._cover(first + 1, last)
            low, high = min(low, inner_low), max(high, inner_high)
        return low, high, False

    def _cover(self, first: int, stop: int) -> tuple[int, int]:
        """The smallest source range that covers the pieces ``first`` to ``stop - 1``."""
        if stop - first <= _WALK:
            return min(self._source_starts[first:stop]), max(self._source_ends[first:stop])
        lows, highs = self._tree
        size = len(self._starts)
        left, right = first + size, stop + size
        low, high = self._source_starts[first], self._source_ends[first]
        while left < right:
            if left & 1:
                low, high = min(low, lows[left]), max(high, highs[left])
                left += 1
            if right & 1:
                right -= 1
                low, high = min(low, lows[right]), max(high, highs[right])
            left >>= 1
            right >>= 1
        return low, high

    @cached_property
    def _tree(self) -> tuple[list[int], list[int]]:
        """Segment trees (array form) of the least start and the greatest end."""
        size = len(self._starts)
        lows = [0] * size + self._source_starts
        highs = [0] * size + self._source_ends
        for node in range(size - 1, 0, -1):
            left, right = 2 * node, 2 * node + 1
            lows[node] = min(lows[left], lows[right])
            highs[node] = max(highs[left], highs[right])
        return lows, highs

    def _place_point(self, number: int, at: int) -> tuple[int, int, bool]:
        if self._verbatim[number]:
            place = self._source_starts[number] + at - self._starts[number]
            return place, place, True
        if at == self._starts[number]:
            if number and self._verbatim[number - 1]:
                place = self._source_ends[number - 1]
                return place, place, True
            place = self._source_starts[number]
            return place, place, False
        return self._source_starts[number], self._source_ends[number], False

    # what Markdown-aware rules ask for, read once and only when asked

    @cached_property
    def _outline(self) -> Outline:
        return read_outline(self._clean, self._events, self._table, self._marks)

    @property
    def links(self) -> list[Link]:
        """Every link and image that Markdown made, in order."""
        return self._outline.links

    @property
    def headings(self) -> list[Heading]:
        """Every Markdown heading, in order."""
        return self._outline.headings

    @property
    def code_blocks(self) -> list[CodeBlock]:
        """Every fenced or indented code block, in order."""
        return self._outline.code_blocks

    @property
    def code_spans(self) -> list[CodeSpan]:
        """Every code span, in order."""
        return self._outline.code_spans

    @property
    def html_blocks(self) -> list[HtmlBlock]:
        """Every HTML block, in order."""
        return self._outline.html_blocks

    @cached_property
    def definitions(self) -> list[Definition]:
        """Every link reference definition that counts (the first of its label), in order."""
        found = _MARKDOWN.reference_definitions(self._clean)
        return read_definitions(self._clean, found, self._events)

    @cached_property
    def footnotes(self) -> list[Footnote]:
        """Every footnote that is defined, in order."""
        return read_footnotes(self._clean, self._events, self._table)

    @cached_property
    def undefined_references(self) -> list[UndefinedReference]:
        """Every ``[text][label]``, ``[label][]`` and ``[label]`` without a definition, in order."""
        broken: list[Any] = []
        # only a callback learns of them; it returns None and so changes nothing
        events = pyromark.events_with_range(
            self._clean, options=OPTIONS, broken_link_callback=broken.append
        )
        for _ in events:
            pass
        return read_undefined(self._clean, broken)
