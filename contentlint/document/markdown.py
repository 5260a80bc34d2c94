"""Markdown to HTML, and the map from every character of the HTML back to the source.

`render` is the fast path and all that a page without findings pays for; `build_map` chooses the
cheapest map of the same HTML (`contentlint.document.source_map`, and the two that make do with
less).  CommonMark 0.31 with the tables, strikethrough and task lists of GitHub Flavored Markdown,
and footnotes.
"""

from __future__ import annotations

from contentlint.document.markdown_copied import find_copied
from contentlint.document.markdown_parts import SHORTEST, SHORTEST_INSIDE, split
from contentlint.document.source_map import MARKDOWN, SURROGATE, SourceMap
from contentlint.document.source_map_later import CopiedMap, PartedMap

__all__ = ["build_map", "render"]

# in how many parts a text must fall, so that the map of one is worth looking for
_FEWEST_PARTS = 3


def render(text: str) -> str:
    """Render *text* to HTML.

    Two things keep offsets exact: a carriage return, which only a reference such as ``&#13;`` can
    bring in, becomes a space, and a lone surrogate U+FFFD.
    """
    try:
        html = MARKDOWN.html(text)
    except UnicodeEncodeError:
        html = MARKDOWN.html(SURROGATE.sub("\ufffd", text))
    return html.replace("\r", " ") if "\r" in html else html


def build_map(text: str, html: str | None = None) -> SourceMap:
    """The place of everything in *html*, which `render` made of *text*, or makes of it now."""
    html = render(text) if html is None else html
    copied = find_copied(text, html)
    if copied:
        return CopiedMap(text, copied)
    starts = split(text, SHORTEST)
    if len(starts) < _FEWEST_PARTS:
        return SourceMap(text)
    return PartedMap(text, html, starts, render, _map_of_part)


def _map_of_part(text: str, html: str) -> SourceMap:
    """The map of a part, which may fall in still shorter ones."""
    starts = split(text, SHORTEST_INSIDE)
    if len(starts) == 1:
        return SourceMap(text)
    return PartedMap(text, html, starts, render, lambda text, _html: SourceMap(text))
