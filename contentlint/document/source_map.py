"""The map from every character of a rendered page back to its Markdown, from the parser's events.

It renders the same HTML once more, this time with places; that the two are equal byte for byte is
held by a property test.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Set
from functools import cached_property
from itertools import accumulate
from typing import Any

from contentlint.document.markdown_outline import (
    CodeBlock,
    CodeSpan,
    Definition,
    Footnote,
    Heading,
    HtmlBlock,
    Link,
    Outline,
    Points,
    UndefinedReference,
    read_definitions,
    read_labels_used,
    read_undefined,
)
from contentlint.document.markdown_render import render_events
from contentlint.document.pyro import make_parser
from contentlint.patterns import pattern

__all__ = ["MARKDOWN", "SURROGATE", "SourceMap"]

MARKDOWN = make_parser()
"""The parser that everything is rendered with."""
SURROGATE = pattern("[\ud800-\udfff]")
"""What the parser cannot take: half of a character."""
# below this many pieces a range is walked; above, the tree answers
_WALK = 24
# every so many code points, the byte offset is known
_STRIDE = 128
# so many, and no others than these, are counted from the beginning of the text
_CREDIT = 8
_NEAR = 50_000


class SourceMap:
    """The rendered HTML of one text, and for any part of it the place in the text.

    All offsets are code points, ranges half-open.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        events = MARKDOWN.events_with_range(self._clean, merge_text=False)
        self._rendering = rendering = render_events(self._data, events)
        self._starts, self._lows, self._highs = rendering.starts, rendering.lows, rendering.highs
        self._size = rendering.size
        self._trimmed: dict[int, int] = {}
        if self._clean is not text:
            self._distrust_surrogates()

    @cached_property
    def _clean(self) -> str:
        """The text as the parser can take it: without surrogates."""
        try:
            self.text.encode()
        except UnicodeEncodeError:
            return SURROGATE.sub("\ufffd", self.text)
        return self.text

    @cached_property
    def _data(self) -> bytes:
        return self._clean.encode()

    @cached_property
    def html(self) -> str:
        """The rendered HTML, put together from the pieces: it is rendered once more for that."""
        events = MARKDOWN.events_with_range(self._clean, merge_text=False)
        return render_events(self._data, events, whole=True).html

    def _distrust_surrogates(self) -> None:
        """What holds U+FFFD instead of a surrogate is no copy."""
        for number, (_, _, start, end, verbatim) in enumerate(self.segments):
            if verbatim and SURROGATE.search(self.text, start, end):
                self._lows[number] = ~self._lows[number]

    @cached_property
    def _points(self) -> Points:
        if len(self._data) == len(self._clean):
            return range(len(self._clean) + 1)
        return _Points(self._clean, self._data)

    @property
    def segments(self) -> Iterator[tuple[int, int, int, int, bool]]:
        """``(rendered start, rendered end, source start, source end, verbatim)``, in order.

        They cover the HTML without a gap; only their source ranges may nest or go backwards.
        """
        points = self._points
        ends = [*self._starts[1:], self._size] if self._starts else []
        for number, (start, end) in enumerate(zip(self._starts, ends, strict=True)):
            low, high = self._range(number)
            yield start, end, points[low], points[high], self._lows[number] < 0

    def _range(self, number: int) -> tuple[int, int]:
        """The source range of a piece, in bytes."""
        low, high = self._lows[number], self._highs[number]
        if low < 0:
            return ~low, high
        return low, high if high >= 0 else max(low, self._trim(~high))

    def _trim(self, end: int) -> int:
        """Step back over the blanks before *end*."""
        known = self._trimmed.get(end)
        if known is None:
            data, known = self._data, end
            while known and data[known - 1] in b" \t\n":
                known -= 1
            self._trimmed[end] = known
        return known

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
        points, lows = self._points, self._lows
        if first == last:
            if lows[first] < 0:
                low = points[~lows[first]] - starts[first]
                return low + start, low + end, True
            low, high = self._range(first)
            return points[low], points[high], False
        low, other_high = self._range(first)
        other_low, high = self._range(last)
        place_low, place_high = points[low], points[high]
        if lows[first] < 0:
            place_low += start - starts[first]
        if lows[last] < 0:
            place_high = points[other_low] + end - starts[last]
        if last - first > 1:
            inner_low, inner_high = self._cover(first + 1, last)
            other_low, other_high = min(other_low, inner_low), max(other_high, inner_high)
        return min(place_low, points[other_low]), max(place_high, points[other_high]), False

    def copy_at(self, start: int) -> tuple[int, int] | None:
        """The copied piece in which the rendered offset *start* lies, if `place` has found one."""
        starts = self._starts
        number = bisect_right(starts, start) - 1
        if number < 0 or self._lows[number] >= 0:
            return None
        end = starts[number + 1] if number + 1 < len(starts) else self._size
        return starts[number], end

    @property
    def is_whole_copy(self) -> bool:
        """Whether Markdown made nothing at all: every character reads as in the source."""
        return max(self._lows, default=-1) < 0

    def is_copy(self, start: int, end: int) -> bool:
        """Whether the rendered range ``[start, end)``, not empty, reads the same in the source."""
        starts = self._starts
        first = bisect_right(starts, start) - 1
        at_end = first + 1 == len(starts) or end <= starts[first + 1]
        return self._lows[first] < 0 and at_end

    def _cover(self, first: int, stop: int) -> tuple[int, int]:
        """The smallest source range that covers the pieces ``first`` to ``stop - 1``."""
        if stop - first <= _WALK:
            ranges = [self._range(number) for number in range(first, stop)]
            return min(low for low, _ in ranges), max(high for _, high in ranges)
        lows, highs = self._tree
        size = len(self._starts)
        left, right = first + size, stop + size
        low, high = self._range(first)
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
        """Segment trees (array form) of the least start and the greatest end, in bytes."""
        size = len(self._starts)
        ranges = [self._range(number) for number in range(size)]
        lows = [0] * size + [low for low, _ in ranges]
        highs = [0] * size + [high for _, high in ranges]
        for node in range(size - 1, 0, -1):
            left, right = 2 * node, 2 * node + 1
            lows[node] = min(lows[left], lows[right])
            highs[node] = max(highs[left], highs[right])
        return lows, highs

    def _place_point(self, number: int, at: int) -> tuple[int, int, bool]:
        points, low = self._points, self._lows[number]
        if low < 0:
            place = points[~low] + at - self._starts[number]
            return place, place, True
        start, end = self._range(number)
        if at == self._starts[number]:
            if number and self._lows[number - 1] < 0:
                place = points[self._highs[number - 1]]
                return place, place, True
            return points[start], points[start], False
        return points[start], points[end], False

    # what Markdown-aware rules ask for, read once and only when asked

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self._clean, self._rendering, self._points)

    @cached_property
    def links(self) -> list[Link]:
        """Every link and image that Markdown made, in order."""
        return self._outline.links()

    def link_at(self, rendered: int) -> Link | None:
        """The Markdown link or image whose tag begins at the rendered offset *rendered*."""
        return self._links_by_start.get(rendered)

    @cached_property
    def _links_by_start(self) -> dict[int, Link]:
        return {link.rendered: link for link in self.links}

    @cached_property
    def headings(self) -> list[Heading]:
        """Every Markdown heading, in order."""
        return self._outline.headings()

    @cached_property
    def code_blocks(self) -> list[CodeBlock]:
        """Every fenced or indented code block, in order."""
        return self._outline.code_blocks()

    @cached_property
    def code_spans(self) -> list[CodeSpan]:
        """Every code span, in order."""
        return self._outline.code_spans()

    @cached_property
    def html_blocks(self) -> list[HtmlBlock]:
        """Every HTML block, in order."""
        return self._outline.html_blocks()

    @cached_property
    def definitions(self) -> list[Definition]:
        """Every link reference definition that counts (the first of its label), in order."""
        found = MARKDOWN.reference_definitions(self._clean)
        return read_definitions(self._clean, found, self._points)

    @cached_property
    def labels_used(self) -> Set[str]:
        """The labels of definitions that links and images ask for, normalised."""
        return read_labels_used(self._rendering.kept)

    @cached_property
    def footnotes(self) -> list[Footnote]:
        """Every footnote that is defined, in order."""
        return self._outline.footnotes()

    @cached_property
    def undefined_references(self) -> list[UndefinedReference]:
        """Every ``[text][label]``, ``[label][]`` and ``[label]`` without a definition, in order."""
        broken: list[Any] = []
        # only a callback learns of them; it returns None and so changes nothing
        make_parser(broken.append).html(self._clean)
        return read_undefined(self._clean, broken, self._points)


class _Points:
    """Code points of byte offsets: counted from the nearest of a few that are known.

    Where little is asked for, nothing is known, and they are counted from the beginning.
    """

    def __init__(self, text: str, data: bytes) -> None:
        self._text = text
        self._data = data
        self._known = [0]
        self._credit = _CREDIT

    def __getitem__(self, offset: int) -> int:
        if self._credit:
            self._credit -= 1
            if self._credit and offset <= _NEAR:
                return len(self._data[:offset].decode())
            self._learn()
        number = bisect_right(self._known, offset) - 1
        return number * _STRIDE + len(self._data[self._known[number] : offset].decode())

    def _learn(self) -> None:
        text, self._credit = self._text, 0
        sizes = (len(text[at : at + _STRIDE].encode()) for at in range(0, len(text), _STRIDE))
        self._known = list(accumulate(sizes, initial=0))[:-1]
