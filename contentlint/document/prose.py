"""The running text of a page: what a reader reads, without code, and where each piece stands."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["Prose"]

_REFERENCE = pattern(r"&(?:#[xX]?[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")


class Prose:
    """All text pieces of a page in one string; pieces of different blocks meet at ``\\n``.

    ``text`` is decoded: a character reference stands as its character.
    """

    __slots__ = ("_page", "_rendered", "_starts", "text")

    def __init__(self, page: Page) -> None:
        self._page = page
        self._starts: list[int] = []
        self._rendered: list[tuple[int, int]] = []
        self.text = self._join()

    def locate(self, start: int, end: int) -> Span:
        """The place in the source of ``text[start:end]``."""
        return self._page.place(*self.rendered(start, end)).span

    def is_verbatim(self, start: int, end: int) -> bool:
        """Whether the source holds ``text[start:end]`` as it is, so that an edit can change it."""
        place = self._page.place(*self.rendered(start, end))
        return place.verbatim and place.span.end - place.span.start == end - start

    def rendered(self, start: int, end: int) -> tuple[int, int]:
        """The range of the rendered page that ``text[start:end]`` was read from."""
        low = self._offset(start, at_end=False)
        return low, max(low, self._offset(end - 1, at_end=True))

    def _offset(self, at: int, *, at_end: bool) -> int:
        if not self._starts:
            self._find_pieces()
        index = bisect_right(self._starts, at) - 1
        start, end = self._rendered[index]
        next_start = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        if next_start - self._starts[index] != end - start:
            # a character reference, or the line end between two blocks: the whole of it
            return end if at_end else start
        return start + (at - self._starts[index]) + at_end

    def _join(self) -> str:
        html, texts = self._page.html, self._page.survey.texts
        has_references = "&" in html
        parts: list[str] = []
        put = parts.append
        for start, end, fresh in texts:
            piece = html[start:end]
            if has_references and "&" in piece:
                piece = "".join([text for _, _, text in _decode(piece)])
            if fresh and parts:
                put("\n")
            if piece:
                put(piece)
        return "".join(parts)

    def _find_pieces(self) -> None:
        """Note where each piece of the text begins, and which part of the page it was read from.

        Most posts hold nothing that is looked for in their text, and need no places in it.
        """
        html = self._page.html
        has_references = "&" in html
        length = 0
        for start, end, fresh in self._page.survey.texts:
            if fresh and length:
                self._add(length, start, start)
                length += 1
            if has_references and "&" in html[start:end]:
                for low, high, text in _decode(html[start:end]):
                    self._add(length, start + low, start + high)
                    length += len(text)
            else:
                self._add(length, start, end)
                length += end - start

    def _add(self, at: int, start: int, end: int) -> None:
        self._starts.append(at)
        self._rendered.append((start, end))


def _decode(piece: str) -> list[tuple[int, int, str]]:
    """Split *piece* at its character references: ``(start, end, decoded text)``."""
    runs: list[tuple[int, int, str]] = []
    at = 0
    for found in _REFERENCE.finditer(piece):
        text = unescape(found.group())
        if text == found.group():
            continue
        if found.start() > at:
            runs.append((at, found.start(), piece[at : found.start()]))
        runs.append((found.start(), found.end(), text))
        at = found.end()
    if at < len(piece):
        runs.append((at, len(piece), piece[at:]))
    return runs
