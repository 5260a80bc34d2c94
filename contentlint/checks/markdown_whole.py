"""Finds the elements that kramdown (Jekyll) takes as they stand, whatever empty lines they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from contentlint.checks.markdown_open import BLOCKS
from contentlint.checks.markdown_raw import reads_elements
from contentlint.checks.text_zones import Zones
from contentlint.document.nesting import survey
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["whole_elements"]

_KEY: Final = "whole-elements"
_START: Final = pattern(
    r"(?:\A|(?<=\n))(?:[ ]{0,3}(?:>|[-*+][ ]|\d{1,9}\.[ ]))*+[ ]{0,3}"
    r"<(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>"
)
_TAG: Final = pattern(r"<(?P<ends>/?)(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>")
_BLOCKS: Final = BLOCKS | {"pre"}


def whole_elements(document: Document) -> Zones:
    """Where elements stand in the body that kramdown takes whole, and in which all tags nest well.

    There are none on other sites, nor where Markdown is read in elements.
    """
    if "jekyll" not in document.settings.generators or document.kind != "markdown":
        return Zones([])
    zones: Zones | None = document.page.cache.get(_KEY)
    if zones is None:
        found = [] if reads_elements(document) else list(_find(document))
        zones = document.page.cache[_KEY] = Zones(found)
    return zones


def _find(document: Document) -> Iterator[Span]:
    text = document.templates.text
    blocks = document.page.source_map.code_blocks
    fenced = Zones([block.span for block in blocks if block.kind == "fenced"])
    ends = _ends_of(text)
    done = 0
    while start := _START.search(text, done):
        done = start.end()
        begin = start.start("name") - 1
        end = ends.get(begin)
        if start["name"].lower() not in _BLOCKS or end is None:
            continue
        if fenced.touch(begin, done) or "markdown=" in start[0]:
            continue
        done = end
        if survey(text[begin:end], False).clean:
            yield Span(begin, end)


def _ends_of(text: str) -> dict[int, int]:
    """Where each element ends, by its start: at the end tag with which its like are balanced."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        stack = opened.setdefault(tag["name"].lower(), [])
        if not tag["ends"]:
            stack.append(tag.start())
        elif stack:
            ends[stack.pop()] = tag.end()
    return ends
