"""The check for paragraphs that only look like headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.nesting import HEADINGS, names_of
from contentlint.findings import Edit, Fix, Hit

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["fake_heading"]

_ENDINGS: Final = tuple("。.!！?？…,，;；:：、)）”\"'」』》>")
_LABEL: Final = re.compile(
    r"[:：]|^(?:图|表|▲|△|■|注|文/|by\b|figure\b|table\b|fig\.)", re.IGNORECASE
)
_NUMBER_ONLY: Final = re.compile(r"[\W\d_]*")
_OTHER_CONTENT: Final = "a, img, br, code, input, svg, picture, video, button"
_FOLLOWERS: Final = names_of(
    "p ul ol dl pre table figure blockquote div section details video iframe"
)
_CONTAINERS: Final = names_of("body div section article main html")
_WIDE: Final = "\u1100"


def fake_heading(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Short paragraphs that are bold from end to end, with a text below them."""
    page = document.page
    levels: list[tuple[int, int]] | None = None
    for bold in elements:
        paragraph = bold.parent if bold.parent.tag == "p" else bold.parent.parent
        text = _heading_text(paragraph, bold, options["max-width"])
        if text is None or not _stands_as_heading(paragraph):
            continue
        place = page.element(paragraph)
        if place is not None:
            levels = _heading_levels(page) if levels is None else levels
            level = _fitting_level(paragraph, levels)
            fix = _make_heading(document, paragraph, bold, level)
            yield Hit(place.span, {"text": text, "level": level}, fix=fix)


def _heading_text(paragraph: Any, bold: Any, widest: int) -> str | None:
    """The text of the paragraph if it is all bold, short, and no sentence, label or caption."""
    inner: str = bold.text.strip()
    if not inner or len(inner) > widest or inner != paragraph.text.strip():
        return None
    width = sum(2 if character >= _WIDE else 1 for character in inner)
    if width < 4 or width > widest or inner.endswith(_ENDINGS) or "\n" in inner:
        return None
    if _LABEL.search(inner) or _NUMBER_ONLY.fullmatch(inner):
        return None
    if paragraph.select(_OTHER_CONTENT):
        return None
    return inner


def _stands_as_heading(paragraph: Any) -> bool:
    """Whether text comes before it and a block of text after it, as with a heading."""
    if paragraph.parent is None or paragraph.parent.tag not in _CONTAINERS:
        return False
    before, after = _neighbour(paragraph, -1), _neighbour(paragraph, 1)
    if before is None or after is None:
        return False
    if after.tag not in _FOLLOWERS or _is_bold_line(after) or not after.text.strip():
        return False
    has_picture = before.tag in ("figure", "img") or before.select_one("img") is not None
    return not (has_picture and not before.text.strip()) and before.tag not in HEADINGS


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
    if element.tag != "p":
        return False
    bold = element.select_one("strong, b")
    return bold is not None and bold.text.strip() == element.text.strip()


def _heading_levels(page: Page) -> list[tuple[int, int]]:
    """Where each heading begins, and its level."""
    return [
        (heading.source_location.start_tag.start_offset, int(heading.tag[1]))
        for heading in page.dom.select("h1, h2, h3, h4, h5, h6")
        if heading.source_location is not None
    ]


def _fitting_level(paragraph: Any, levels: list[tuple[int, int]]) -> int:
    """The level of the last heading before it, or the first below the post's title."""
    index = bisect_left(levels, (paragraph.source_location.start_tag.start_offset, 0))
    return max(2, levels[index - 1][1]) if index else 2


def _make_heading(document: Document, paragraph: Any, bold: Any, level: int) -> Fix | None:
    page = document.page
    title = f"Make it a heading of level {level}"
    place = page.element(paragraph)
    start, end = page.start_tag(bold), page.end_tag(bold)
    if place is None or start is None or end is None:
        return None
    if place.verbatim:
        opening, closing = page.start_tag(paragraph), page.end_tag(paragraph)
        if opening is None or closing is None:
            return None
        name = f"h{level}"
        changes = (
            Edit(opening.span.start + 1, opening.span.start + 2, name),
            Edit(*start.span, ""),
            Edit(*end.span, ""),
            Edit(closing.span.start + 2, closing.span.start + 3, name),
        )
        return Fix("unsafe", title, changes)
    text = document.source.text
    written = text[start.span.start : start.span.end].rstrip("\n")
    low = start.span.start
    alone = text[low - 1 : low] in ("", "\n") and text[low + len(written) :][:1] in ("", "\n")
    if not alone or written[:2] not in ("**", "__") or not written.endswith(written[:2]):
        return None
    high = low + len(written)
    marks = (Edit(low, low + 2, "#" * level + " "), Edit(high - 2, high, ""))
    return Fix("unsafe", title, marks)
