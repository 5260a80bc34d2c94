"""Tells in which parts of a post kramdown (Jekyll) reads nothing but HTML that is in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contentlint.checks.markdown_raw import reads_elements
from contentlint.checks.text_zones import Zones
from contentlint.document.markdown_whole import find_whole
from contentlint.document.nesting import survey
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["whole_elements", "whole_spans"]

_KEY: Final = "whole-elements"
_SPANS: Final = "whole-spans"


def whole_spans(document: Document) -> list[Span]:
    """What `find_whole` finds in the body: it is read once, whoever asks."""
    cache = document.page.cache
    if _SPANS not in cache:
        cache[_SPANS] = [Span(*span) for span in find_whole(document.templates.text)]
    spans: list[Span] = cache[_SPANS]
    return spans


def whole_elements(document: Document) -> Zones:
    """Where elements stand in the body that kramdown takes whole, and in which all tags nest well.

    There are none on other sites, nor where Markdown is read in elements.
    """
    if "jekyll" not in document.settings.generators or document.kind != "markdown":
        return Zones([])
    zones: Zones | None = document.page.cache.get(_KEY)
    if zones is None:
        text = document.templates.text
        found = [span for span in whole_spans(document) if _is_in_order(text[slice(*span)])]
        if found and reads_elements(document):
            found = []
        zones = document.page.cache[_KEY] = Zones(found)
    return zones


def _is_in_order(html: str) -> bool:
    return "markdown=" not in html and bool(survey(html, False).clean)
