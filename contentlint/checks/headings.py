"""Checks of headings: their order, their number, their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint import edits
from contentlint.findings import Edit, Fix, Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["duplicate", "empty", "h1_in_body", "level_skipped", "trailing_punctuation"]

# what a reader perceives without text
_SHOWN: Final = "img, picture, svg, video, audio, iframe, object, embed, canvas, input, math"
_INVISIBLE: Final = str.maketrans(dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad")))
_TAGS_AT_END: Final = re.compile(r"(?:\s|</?[a-zA-Z][^<>]*>)*\Z")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:[A-Za-z]\.)+|\b(?:etc|inc|ltd|co|corp|jr|sr|vs|no|st|dr|approx|al)\.)\Z",
    re.IGNORECASE,
)
_CODE: Final = frozenset(("code", "kbd", "samp", "var", "tt"))


def _level(element: Any) -> int:
    return int(element.tag[1])


def _text(element: Any) -> str:
    return " ".join(element.text.translate(_INVISIBLE).split())


def _is_empty(element: Any) -> bool:
    return not _text(element) and not element.select(_SHOWN)


def level_skipped(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """A heading more than one level below the one before it."""
    page = document.page
    before: Any = None
    for element in elements:
        if _is_empty(element):
            continue
        level = _level(element)
        above = _level(before) if before is not None else options["first"] - 1
        if above >= 0 and level > above + 1:
            place = page.start_tag(element)
            if place is not None:
                values = {"level": level, "above": above, "wanted": above + 1}
                yield _skip_hit(page, place.span, values, before)
        before = element


def _skip_hit(page: Page, span: Span, values: dict[str, Any], before: Any) -> Hit:
    if before is None:
        return Hit(span, values, message="first")
    place = page.start_tag(before)
    related = (("the heading before it", place.span),) if place is not None else ()
    return Hit(span, values, related=related)


def h1_in_body(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterable[Hit]:
    """First-level headings in a post whose title the site's layout shows as one."""
    title = document.front_matter.values.get("title")
    if document.page.whole or title is None or not str(title).strip():
        return ()
    return _first_levels(document, elements)


def _first_levels(document: Document, elements: Sequence[Any]) -> Iterator[Hit]:
    for element in elements:
        if not _is_empty(element):
            place = document.page.start_tag(element)
            if place is not None:
                yield Hit(place.span, {"text": _text(element)})


def empty(document: Document, options: Mapping[str, Any], elements: Sequence[Any]) -> Iterator[Hit]:
    """Headings without text or picture."""
    for element in elements:
        place = document.page.element(element)
        if place is not None and _is_empty(element):
            yield Hit(place.span, {"tag": element.tag}, fix=_remove_empty(document, element))


def _remove_empty(document: Document, element: Any) -> Fix | None:
    if element.select_one("[id], [name]") is not None or element.attr("id") is not None:
        # a place that links may lead to
        return None
    place = document.page.element(element)
    if place is None:
        return None
    # the line of a Markdown heading stays, so that what is around it does not become one paragraph
    blank = (Edit(*place.span, ""),)
    made = edits.remove_element(document, element) if place.verbatim else blank
    return Fix("safe", "Remove the empty heading", made) if made else None


def duplicate(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Headings that repeat one of the same level in the same section."""
    page = document.page
    seen: list[dict[str, Any]] = [{} for _ in range(7)]
    for element in elements:
        text = _text(element)
        if not text:
            continue
        level = _level(element)
        if options["siblings-only"]:
            for deeper in range(level + 1, 7):
                seen[deeper].clear()
        known = seen[level if options["siblings-only"] else 0]
        first = known.setdefault(text.casefold(), element)
        if first is element:
            continue
        place, earlier = page.start_tag(element), page.start_tag(first)
        if place is not None:
            related = (("the first one", earlier.span),) if earlier is not None else ()
            yield Hit(place.span, {"text": text}, related=related)


def trailing_punctuation(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Headings that end like a sentence."""
    marks = options["marks"]
    for element in elements:
        text = _text(element)
        if len(text) < 4 or text[-1] not in marks or _is_meant(element, text):
            continue
        span = _last_character(document, element, text[-1])
        if span is not None:
            fix = Fix("unsafe", f"Remove the {text[-1]}", (Edit(*span, ""),))
            yield Hit(span, {"mark": text[-1], "text": text}, fix=fix)


def _is_meant(element: Any, text: str) -> bool:
    if text.endswith(("...", "…", "。。", "::")) or _ABBREVIATION.search(text):
        return True
    last = element.children[-1] if element.children else None
    return getattr(last, "tag", None) in _CODE


def _last_character(document: Document, element: Any, mark: str) -> Span | None:
    """Where the last character of the heading's text stands, if it is written as such."""
    location = element.source_location
    if location is None or location.end_tag is None:
        return None
    page = document.page
    inside = page.html[
        location.start_tag.end_offset - page.prefix : location.end_tag.start_offset - page.prefix
    ]
    tail = _TAGS_AT_END.search(inside)
    at = (tail.start() if tail else len(inside)) - 1
    if at < 0 or inside[at] != mark:
        return None
    at += location.start_tag.end_offset - page.prefix
    place = page.place(at, at + 1)
    is_plain = place.verbatim and document.source.slice(place.span) == mark
    return place.span if is_plain else None
