"""Markdown to HTML, and the map from every character of the HTML back to the source.

`render` is the fast path and all that a page without findings pays for; `build_map` renders the
same HTML again from the parser's events, this time with places.  CommonMark 0.31 with the tables,
strikethrough and task lists of GitHub Flavored Markdown, and footnotes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Set
from functools import cached_property
from itertools import accumulate
from typing import Any

from contentlint.document.markdown_copied import find_copied
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
    move_link,
    normalise_label,
    read_definitions,
    read_labels_used,
    read_undefined,
    rename_definitions,
)
from contentlint.document.markdown_parts import SHORTEST, SHORTEST_INSIDE, Parts, split
from contentlint.document.markdown_render import render_events
from contentlint.document.pyro import make_parser
from contentlint.patterns import pattern

__all__ = [
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

_MARKDOWN = make_parser()
_SURROGATE = pattern("[\ud800-\udfff]")
# below this many pieces a range is walked; above, the tree answers
_WALK = 24
# every so many code points, the byte offset is known
_STRIDE = 128
# so many, and no others than these, are counted from the beginning of the text
_CREDIT = 8
_NEAR = 50_000
# in how many parts a text must fall, so that the map of one is worth looking for
_FEWEST_PARTS = 3


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


def build_map(text: str, html: str | None = None) -> SourceMap:
    """The place of everything in *html*, which `render` made of *text*, or makes of it now."""
    html = render(text) if html is None else html
    copied = find_copied(text, html)
    if copied:
        return _CopiedMap(text, copied)
    starts = split(text, SHORTEST)
    if len(starts) < _FEWEST_PARTS:
        return SourceMap(text)
    return _PartedMap(text, html, starts, _map_of_part)


def _map_of_part(text: str, html: str) -> SourceMap:
    """The map of a part, which may fall in still shorter ones."""
    starts = split(text, SHORTEST_INSIDE)
    if len(starts) == 1:
        return SourceMap(text)
    return _PartedMap(text, html, starts, lambda text, _html: SourceMap(text))


class SourceMap:
    """The rendered HTML of one text, and for any part of it the place in the text.

    All offsets are code points, ranges half-open.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        events = _MARKDOWN.events_with_range(self._clean, merge_text=False)
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
            return _SURROGATE.sub("\ufffd", self.text)
        return self.text

    @cached_property
    def _data(self) -> bytes:
        return self._clean.encode()

    @cached_property
    def html(self) -> str:
        """The rendered HTML, put together from the pieces: it is rendered once more for that."""
        events = _MARKDOWN.events_with_range(self._clean, merge_text=False)
        return render_events(self._data, events, whole=True).html

    def _distrust_surrogates(self) -> None:
        """What holds U+FFFD instead of a surrogate is no copy."""
        for number, (_, _, start, end, verbatim) in enumerate(self.segments):
            if verbatim and _SURROGATE.search(self.text, start, end):
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
        found = _MARKDOWN.reference_definitions(self._clean)
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


class _WholeLater(SourceMap):
    """A map that answers some questions without the events, which it reads at the first other."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def _is_whole(self) -> bool:
        return "_rendering" in self.__dict__

    @cached_property
    def labels_used(self) -> Set[str]:
        """As in `SourceMap`, from what has no definition once all have another label."""
        found = None if self._is_whole else self._find_labels_used()
        return super().labels_used if found is None else found

    def _find_labels_used(self) -> Set[str] | None:
        """The labels used, ``None`` where one is defined twice, in a way that is not seen."""
        renamed = rename_definitions(self._clean, self.definitions)
        if len(_MARKDOWN.reference_definitions(renamed)) != len(self.definitions):
            return None
        broken: list[Any] = []
        make_parser(broken.append).html(renamed)
        return {normalise_label(reference["reference"]) for reference in broken}

    def __getattr__(self, name: str) -> Any:
        if self._is_whole:
            raise AttributeError(name)
        super().__init__(self.text)
        return getattr(self, name)


class _CopiedMap(_WholeLater):
    """The map of a text that is HTML throughout; *copied* are its ranges that make up the page."""

    def __init__(self, text: str, copied: list[tuple[int, int]]) -> None:
        super().__init__(text)
        ends = list(accumulate(end - start for start, end in copied))
        self._copies = [0, *ends[:-1]]
        self._shifts = [start - at for (start, _), at in zip(copied, self._copies, strict=True)]
        self._size = ends[-1]

    @property
    def segments(self) -> Iterator[tuple[int, int, int, int, bool]]:
        """As in `SourceMap`."""
        for start, end, shift in zip(
            self._copies, [*self._copies[1:], self._size], self._shifts, strict=True
        ):
            yield start, end, start + shift, end + shift, True

    def place(self, start: int, end: int) -> tuple[int, int, bool]:
        """As in `SourceMap`."""
        copies, shifts = self._copies, self._shifts
        first = max(0, bisect_right(copies, start) - 1)
        if end <= start:
            return start + shifts[first], start + shifts[first], True
        last = bisect_right(copies, end - 1, first + 1) - 1
        return start + shifts[first], end + shifts[last], first == last

    def copy_at(self, start: int) -> tuple[int, int] | None:
        """As in `SourceMap`."""
        copies = self._copies
        number = max(0, bisect_right(copies, start) - 1)
        return copies[number], copies[number + 1] if number + 1 < len(copies) else self._size

    @property
    def is_whole_copy(self) -> bool:
        """As in `SourceMap`."""
        return True

    def is_copy(self, start: int, end: int) -> bool:
        """As in `SourceMap`."""
        return self.place(start, end)[2]


class _PartedMap(_WholeLater):
    """A map that is built part by part for those who ask for places, and as a whole for others."""

    def __init__(
        self, text: str, html: str, starts: list[int], build: Callable[[str, str], SourceMap]
    ) -> None:
        super().__init__(text)
        self._parts = Parts(text, html, starts, render, build)

    def place(self, start: int, end: int) -> tuple[int, int, bool]:
        """As in `SourceMap`, from the map of a part while there is no other."""
        if not self._is_whole:
            found = self._parts.place(start, end)
            if found is not None:
                return found
        return super().place(start, end)

    def link_at(self, rendered: int) -> Link | None:
        """As in `SourceMap`, from the map of a part while there is no other."""
        found = None if self._is_whole else self._parts.find(rendered, rendered + 1)
        if found is None:
            return super().link_at(rendered)
        part, base, shift = found
        link = part.link_at(rendered - base)
        return None if link is None else move_link(link, shift, base)

    def copy_at(self, start: int) -> tuple[int, int] | None:
        """As in `SourceMap`; nothing where the part is not known."""
        return super().copy_at(start) if self._is_whole else self._parts.copy_at(start)


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
