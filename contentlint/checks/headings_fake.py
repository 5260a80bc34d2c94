"""The check for paragraphs that only look like headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.nesting import HEADINGS, names_of
from contentlint.document.tag_places import start_offset
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["fake_heading"]

_ENDINGS: Final = tuple("。.!！?？…,，;；:：、)）”\"'」』》>")
_LABEL: Final = pattern(
    r"[:：]|^(?:[—–―-]|图|表|▲|△|■|注|文/|by\b|figure\b|table\b|fig\."
    r"|(?:[図圖]|グラフ|그림|표|abb(?:ildung|\.)|tabelle|tableau|tabla|figura|рис(?:унок|\.)|таблица)"
    r"\s*\d)",
    re.IGNORECASE,
)
_NUMBER_ONLY: Final = pattern(r"[\W\d_]*")
_OTHER_CONTENT: Final = "a, img, br, code, input, svg, picture, video, button"
# a paragraph that holds nothing but bold text, as it is written
_BOLD_PARAGRAPH: Final = pattern(
    r"<(p)(?:\s[^<>]*)?>\s*(?:<span(?:\s[^<>]*)?>\s*)?(<(strong|b)(?:\s[^<>]*)?>)"
    r"[^<>]*(?:<(?!/?p\b)[^<>]*>[^<>]*)*?(</\3\s*>)\s*(?:</span\s*>\s*)?</(p)\s*>",
    re.IGNORECASE,
)
_OTHER_TAGS: Final = frozenset(_OTHER_CONTENT.split(", "))
_LONGEST: Final = 2000
_FOLLOWERS: Final = names_of(
    "p ul ol dl pre table figure blockquote div section details video iframe"
)
_CONTAINERS: Final = names_of("body div section article main html")


def fake_heading(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Short paragraphs that are bold from end to end, with a text below them."""
    page = document.page
    levels: list[tuple[int, int]] | None = None
    for bold in elements:
        parent = bold.parent
        paragraph = parent if parent.tag == "p" else parent.parent
        text = _heading_text(paragraph, bold, options["max-width"])
        if text is None or not _stands_as_heading(paragraph):
            continue
        start = start_offset(page, paragraph)
        if start is None:
            continue
        levels = _heading_levels(page) if levels is None else levels
        level = _fitting_level(start, levels)
        written = _BOLD_PARAGRAPH.match(page.html, start, start + _LONGEST)
        if written is None:
            place = page.element(paragraph)
            if place is not None:
                yield Hit(place.span, {"text": text, "level": level})
            continue
        span, fix = _make_heading(document, written, level)
        yield Hit(span, {"text": text, "level": level}, fix=fix)


def _heading_text(paragraph: Any, bold: Any, widest: int) -> str | None:
    """The text of the paragraph if it is all bold, short, and no sentence, label or caption."""
    inner: str = bold.text.strip()
    if not inner or len(inner) > widest or inner.endswith(_ENDINGS):
        return None
    if "\n" in inner or inner != paragraph.text.strip():
        return None
    # a Chinese character has three bytes and is two wide
    width = (len(inner) + len(inner.encode("utf-8", "replace"))) // 2
    if width < 4 or width > widest:
        return None
    if _LABEL.search(inner) or _NUMBER_ONLY.fullmatch(inner):
        return None
    if len(bold.children) > 1 and paragraph.select_one(_OTHER_CONTENT) is not None:
        return None
    return inner if getattr(bold.children[0], "tag", None) not in _OTHER_TAGS else None


def _stands_as_heading(paragraph: Any) -> bool:
    """Whether text comes before it and a block of text after it, as with a heading."""
    parent = paragraph.parent
    if parent is None or parent.tag not in _CONTAINERS:
        return False
    before = _neighbour(paragraph, -1)
    if before is None or before.tag in HEADINGS:
        return False
    after = _neighbour(paragraph, 1)
    if after is None or after.tag not in _FOLLOWERS or not after.text.strip():
        return False
    if _is_bold_line(after):
        return False
    return bool(before.text.strip()) or not _is_picture(before)


def _is_picture(element: Any) -> bool:
    return element.tag in ("figure", "img") or element.select_one("img") is not None


def _neighbour(element: Any, step: int) -> Any:
    """The element before or after, if only blanks stand between."""
    sibling = element
    while True:
        sibling = sibling.next_sibling if step > 0 else sibling.previous_sibling
        if sibling is None:
            return None
        if getattr(sibling, "tag", None) is not None:
            return sibling
        if type(sibling).__name__ == "Text" and sibling.data.strip():
            return None


def _is_bold_line(element: Any) -> bool:
    children = element.children
    if element.tag != "p" or not children or getattr(children[0], "tag", None) is None:
        return False
    bold = element.select_one("strong, b")
    return bold is not None and bold.text.strip() == element.text.strip()


def _heading_levels(page: Page) -> list[tuple[int, int]]:
    """Where each heading begins, and its level."""
    if HEADINGS.isdisjoint(page.tags):
        return []
    headings = page.select("h1, h2, h3, h4, h5, h6")
    return [(start_offset(page, heading) or 0, int(heading.tag[1])) for heading in headings]


def _fitting_level(start: int, levels: list[tuple[int, int]]) -> int:
    """The level of the last heading before it, or the first below the post's title."""
    index = bisect_left(levels, (start, 0))
    return max(2, levels[index - 1][1]) if index else 2


def _make_heading(
    document: Document, written: re.Match[str], level: int
) -> tuple[Span, Fix | None]:
    """The place of the paragraph, and the edits that make it a heading."""
    place = document.page.place(*written.span())
    title = f"Make it a heading of level {level}"
    if place.verbatim:
        shift = place.span.start - written.start()
        name = f"h{level}"
        between = written.string[written.end(1) : written.start(2)]
        behind = written.string[written.end(4) : written.start(5)]
        edits = (
            Edit(written.start(1) + shift, written.end(2) + shift, name + between),
            Edit(written.start(4) + shift, written.end(5) + shift, behind + name),
        )
        return place.span, Fix("unsafe", title, edits)
    text = document.source.text
    low, high = place.span
    while high > low and text[high - 1] in "\n ":
        high -= 1
    mark = text[low : low + 2]
    alone = text[low - 1 : low] in ("", "\n") and text[high : high + 1] in ("", "\n")
    if not alone or mark not in ("**", "__") or text[high - 2 : high] != mark:
        return Span(low, high), None
    marks = (Edit(low, low + 2, "#" * level + " "), Edit(high - 2, high, ""))
    return Span(low, high), Fix("unsafe", title, marks)
