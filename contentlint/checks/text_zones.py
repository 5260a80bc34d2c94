"""Where blanks count: code, preformatted text, scripts, block scalars, template tags.

Rules about white space leave these alone, because what stands there is shown or run as written.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.style_defaults import read_style
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "Zones",
    "code_span_zones",
    "has_block_scalars",
    "inside_link",
    "inside_markup",
    "is_commented",
    "verbatim_zones",
]

_VERBATIM: Final = ("pre", "textarea", "script", "style", "listing", "xmp", "plaintext")
_LONGEST_TAG: Final = 20_000
_LONGEST_LINK: Final = 4000
_LONGEST_COMMENT: Final = 10_000
_KEEPING: Final = "white-space"
_SELECTOR: Final = ", ".join(_VERBATIM)
# how text of several lines begins in front matter
_MARKS: Final = {"yaml": ("|", ">"), "toml": ('"""', "'''")}
_NAMES: Final = frozenset(_VERBATIM)


class Zones:
    """Ranges of ``Source.text``, asked by offset."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: list[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` shares a character with any of the ranges."""
        index = bisect_right(self._ends, start)
        return index < len(self._starts) and self._starts[index] < end

    def hold(self, start: int, end: int) -> bool:
        """Whether all of ``[start, end)`` stands in a single one of the ranges."""
        index = bisect_right(self._ends, start)
        return index < len(self._starts) and self._starts[index] <= start < end <= self._ends[index]


_NONE = Zones([])


def verbatim_zones(document: Document) -> Zones:
    """The ranges of *document* in which blanks must stay as they are."""
    cache = document.page.cache
    zones: Zones | None = cache.get("verbatim-zones")
    if zones is None:
        zones = cache["verbatim-zones"] = _find_zones(document)
    return zones


def code_span_zones(document: Document) -> Zones:
    """The code spans of Markdown, with their backticks."""
    cache = document.page.cache
    zones: Zones | None = cache.get("code-span-zones")
    if zones is None:
        zones = _NONE
        if document.kind == "markdown" and "code" in document.page.tags:
            base = document.body_start
            spans = [code.span for code in document.page.source_map.code_spans]
            zones = Zones([Span(base + span.start, base + span.end) for span in spans])
        cache["code-span-zones"] = zones
    return zones


def _find_zones(document: Document) -> Zones:
    page, base = document.page, document.body_start
    spans = _block_scalars(document)
    if not _NAMES.isdisjoint(page.tags):
        end = len(document.source.text)
        spans += [_element_span(page, element, end) for element in page.select(_SELECTOR)]
    if "style" in page.attributes and _KEEPING in page.html:
        end = len(document.source.text)
        styled = page.select(f'[style*="{_KEEPING}"]')
        spans += [_element_span(page, element, end) for element in styled if _keeps_blanks(element)]
    spans += [Span(base + tag.start, base + tag.end) for tag in document.templates.tags]
    return Zones([span for span in spans if span.end > span.start]) if spans else _NONE


def _keeps_blanks(element: Any) -> bool:
    declarations = read_style(element.attr("style") or "").declarations
    return any(
        name == _KEEPING and value.startswith(("pre", "break-spaces"))
        for name, value in declarations
    )


def _element_span(page: Any, element: Any, end_of_text: int) -> Span:
    place = page.element(element)
    if place is None:
        return Span(0, 0)
    span: Span = place.span
    if place.verbatim and element.source_location.end_tag is None:
        # never closed: everything after it belongs to it
        return Span(span.start, end_of_text)
    return span


def has_block_scalars(document: Document) -> bool:
    """Whether text of several lines, in which blanks count, may stand in the front matter."""
    front = document.front_matter
    if front.format not in _MARKS:
        return False
    first, second = _MARKS[front.format]
    text, (start, end) = document.source.text, front.content
    return text.find(first, start, end) >= 0 or text.find(second, start, end) >= 0


def _block_scalars(document: Document) -> list[Span]:
    if not has_block_scalars(document):
        return []
    front = document.front_matter
    marks = _MARKS[front.format or "yaml"]
    if front.problems:
        return [front.content]
    text = document.source.text
    spans = [place.value for place in front.places.values()]
    return [span for span in spans if text.startswith(marks, span.start)]


def inside_link(html: str, at: int) -> bool:
    """Whether *at* of a page stands in a link, in which a second one would end the first."""
    before = html[max(0, at - _LONGEST_LINK) : at].lower()
    return max(before.rfind("<a "), before.rfind("<a\n")) > before.rfind("</a")


def is_commented(text: str, at: int) -> bool:
    """Whether *at* stands in a comment of HTML, where readers see nothing anyway."""
    opened = text.rfind("<!--", max(0, at - _LONGEST_COMMENT), at)
    return opened >= 0 and text.find("-->", opened, at) < 0


def inside_markup(text: str, at: int) -> bool:
    """Whether *at* seems to stand inside a tag: a ``<`` before it has no ``>`` yet."""
    opened = text.rfind("<", max(0, at - _LONGEST_TAG), at)
    if opened < 0 or text.find(">", opened, at) >= 0:
        return False
    following = text[opened + 1 : opened + 2]
    return following.isalpha() or following in "/!?"
