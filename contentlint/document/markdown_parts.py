"""Parts of a Markdown text that are rendered alike alone, so that a place needs the map of one.

A map of the whole costs ten times the rendering, and most findings ask for a few places.  A part
begins at the margin after an empty line, with a letter or the number sign: there every list and
quotation has ended, so the parser is at the top level, unless fenced code or an HTML block of the
kind that empty lines do not end is still open.  What is still open shows: code that is cut ends
with tags that the page does not have there, and HTML that is cut goes on without any.  So does
what reaches across parts, definitions and the numbers of footnotes.  A part is therefore believed
if it, all parts before it and the one after it render to what the page has at that place.
A part is itself a text with a page, so that the same holds for the shorter parts of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.markdown_outline import Link

__all__ = ["SHORTEST", "SHORTEST_INSIDE", "Parts", "split"]

SHORTEST, SHORTEST_INSIDE = 250, 40
"""How many characters a part has at least, and one inside of a part."""
_BORDER = pattern(r"\n\n(?=[^\W\d_]|#)")
_FENCE = pattern(r" {0,3}(`{3,}|~{3,})([^\n]*)")

Placed = tuple[int, int, bool]


class _Map(Protocol):
    def place(self, start: int, end: int) -> Placed:
        """The place of a rendered range."""

    def copy_at(self, start: int) -> tuple[int, int] | None:
        """The copied piece in which a rendered offset lies."""

    def link_at(self, rendered: int) -> Link | None:
        """The Markdown link or image whose tag begins at a rendered offset."""


def split(text: str, shortest: int) -> list[int]:
    """Where the parts of *text* begin, the first one at 0; each has *shortest* characters."""
    starts = [0]
    found = _BORDER.search(text, shortest)
    fences = [] if found is None else _fenced(text)
    while found is not None:
        start = found.end()
        if not bisect_right(fences, start) & 1:
            starts.append(start)
            start += shortest
        found = _BORDER.search(text, start)
    return starts


def _fenced(text: str) -> list[int]:
    """Where fenced code begins and ends in turn, as far as lists and quotations do not matter."""
    borders: list[int] = []
    mark = ""
    for start in sorted(_lines_with(text, "```") + _lines_with(text, "~~~")):
        found = _FENCE.match(text, start)
        if found is None:
            continue
        fence, rest = found.groups()
        if not mark:
            if fence[0] == "~" or "`" not in rest:
                mark = fence
                borders.append(start)
        elif fence.startswith(mark) and not rest.strip():
            mark = ""
            borders.append(found.end())
    return borders


def _lines_with(text: str, mark: str) -> list[int]:
    """Where the lines begin that hold *mark*."""
    starts = []
    at = text.find(mark)
    while at >= 0:
        starts.append(text.rfind("\n", 0, at) + 1)
        end = text.find("\n", at)
        at = text.find(mark, end) if end >= 0 else -1
    return starts


class Parts:
    """The parts of one text, each rendered when something before its end is asked for."""

    def __init__(
        self,
        text: str,
        html: str,
        starts: list[int],
        render: Callable[[str], str],
        build: Callable[[str, str], _Map],
    ) -> None:
        self._text = text
        self._html = html
        self._starts = starts
        self._ends = [*starts[1:], len(text)]
        self._render = render
        self._build = build
        self._rendered = [0]
        self._maps: dict[int, _Map] = {}
        self._differs = False

    def place(self, start: int, end: int) -> Placed | None:
        """The place of the rendered range ``[start, end)``; ``None`` if no part can tell."""
        found = self.find(start, end)
        if found is None:
            return None
        known, base, shift = found
        low, high, verbatim = known.place(start - base, end - base)
        return low + shift, high + shift, verbatim

    def find(self, start: int, end: int) -> tuple[_Map, int, int] | None:
        """The map of the part that the rendered range ``[start, end)`` is from.

        With it, where the part begins in the page and in the text; ``None`` if no part can tell.
        """
        rendered = self._rendered
        while rendered[-1] < end:
            if not self._render_next():
                return None
        number = bisect_right(rendered, start) - 1
        if end <= start or end > rendered[number + 1] or not self._is_closed(number):
            return None
        known = self._maps.get(number)
        if known is None:
            part = self._text[self._starts[number] : self._ends[number]]
            html = self._html[rendered[number] : rendered[number + 1]]
            known = self._maps[number] = self._build(part, html)
        return known, rendered[number], self._starts[number]

    def copy_at(self, start: int) -> tuple[int, int] | None:
        """The copied piece in which the rendered offset *start* lies, if its part is known."""
        number = bisect_right(self._rendered, start) - 1
        known = self._maps.get(number)
        base = self._rendered[number]
        piece = known.copy_at(start - base) if known is not None else None
        return None if piece is None else (base + piece[0], base + piece[1])

    def _is_closed(self, number: int) -> bool:
        """Whether nothing is open at the end of a part: the next one is as in the page, too."""
        if number + 1 == len(self._starts):
            return self._rendered[-1] == len(self._html)
        return number + 2 < len(self._rendered) or self._render_next()

    def _render_next(self) -> bool:
        """Render one more part; false if there is none, or it is not as in the page."""
        number = len(self._rendered) - 1
        if self._differs or number == len(self._starts):
            return False
        html = self._render(self._text[self._starts[number] : self._ends[number]])
        at = self._rendered[-1]
        self._differs = not self._html.startswith(html, at)
        if not self._differs:
            self._rendered.append(at + len(html))
        return not self._differs
