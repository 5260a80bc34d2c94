"""The text that Markdown left as it was written, where marks are looked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.checks.text_zones import inside_link
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["Text"]


class Text:
    """The text that Markdown left, and where the source holds it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._prose = document.page.prose
        self.text = self._prose.text

    def find(self, start: int, end: int) -> Span | None:
        """The place of ``text[start:end]``, if it was written there for Markdown to read."""
        span = self._prose.locate(start, end)
        base = self._document.body_start
        if in_raw_block(self._document, span.start):
            return None
        if self._document.source.text[max(0, span.start - 1) : span.start] == "\\":
            return None
        if self._document.templates.overlap(span.start - base, span.end - base):
            return None
        return span

    def find_copy(self, start: int, end: int) -> Span | None:
        """The same, if it is written as it reads."""
        return self.find(start, end) if self._prose.is_verbatim(start, end) else None

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What the page has before and after ``text[start:end]``, a few characters of each."""
        low, high = self._prose.rendered(start, end)
        html = self._document.page.html
        return html[max(0, low - 4) : low], html[high : high + 5]

    def may_become(self, what: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` can be made a link or picture without harm to another."""
        at = self._prose.rendered(start, end)[0]
        return what != "link" or not inside_link(self._document.page.html, at)

    def follows(self, at: int, before: re.Pattern[str]) -> bool:
        """Whether the page has *before* right before the character at *at*."""
        low = self._prose.rendered(at, at + 1)[0]
        return before.search(self._document.page.html, max(0, low - 40), low) is not None

    def markup(self, start: int, end: int) -> str:
        """The rendered page from the first of these characters to the last."""
        low, high = self._prose.rendered(start, end)
        return self._document.page.html[low:high]
