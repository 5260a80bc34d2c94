"""Checks of headings: their order, their number, their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint import edits
from contentlint.checks.headings_underlined import is_underlined_text
from contentlint.findings import Edit, FixRow, Hit, fix_of, here_too
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page, Place

__all__ = [
    "duplicate",
    "empty",
    "h1_in_body",
    "level_skipped",
    "read_headings",
    "trailing_punctuation",
]

_TAG: Final = pattern("<h[1-6]>")
_CHANGES: Final = pattern(r"(?i)(?:changelog|changes|history|releases?|release[-_]notes)\.")
_TITLE_TAG: Final = pattern(r"\s*\{\{-?\s*(?:\w+\.)?title\b[^{}]*\}\}\s*")
_HEADINGS: Final = "h1, h2, h3, h4, h5, h6"
_TAG_SIZE: Final = len("<h1>")
# what a named tuple's own constructor calls
_new = tuple.__new__
# what a reader perceives without text
_SHOWN: Final = "img, picture, svg, video, audio, iframe, object, embed, canvas, input, math"
_INVISIBLE: Final = str.maketrans(dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad")))
_TAGS_AT_END: Final = pattern(r"(?:\s|</?[a-zA-Z][^<>]*>)*\Z")
_ANY_TAG: Final = pattern(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_EMOJI = pattern(r":[a-z0-9_+-]+:\Z")
_ABBREVIATION: Final = pattern(
    # single letters, of no Chinese or Japanese; English, German, Spanish, Polish; Russian
    r"\b(?:(?:[^\W\d_\u2e80-\uffff]\.)+"
    r"|(?:etc|inc|ltd|co|corp|jr|sr|vs|no|st|dr|approx|al|usw|usf|bzw|nr|bd|jh|chr|ggf|str|mio|mrd"
    r"|ej|cía|ltda|núm|pág|itd|itp|prof|др|пр|гг|вв|руб|тыс|млн|млрд|стр)\.)\Z",
    re.IGNORECASE,
)
_NUMERAL: Final = pattern(r"\b[IVXLC]+\.\Z")
# a day or a year, whose stop some languages write: 15. ožujka 2024., 2024. március 15.
_DATE: Final = pattern(r"\d\.\s[^.]{0,20}\b\d{1,4}\.\Z|^\d{1,2}\.\s?\d{1,2}\.\Z")
_GREEK: Final = pattern("[\u0370-\u03ff\u1f00-\u1fff]")
# a list or a quotation, which an empty line does not end, or code
_CONTINUES: Final = pattern(r"[ \t]*(?:[-*+>]|\d+[.)])|[ \t]{2}")
_NEAR: Final = 2000
_CODE: Final = frozenset(("code", "kbd", "samp", "var", "tt"))


class Heading(NamedTuple):
    """A heading of the page; *text* without blanks and invisible characters around it.

    *number* counts the headings.
    """

    number: int
    level: int
    text: str


def read_headings(page: Page) -> list[Heading]:
    """All headings of the page, read once."""
    headings: list[Heading] | None = page.cache.get("headings")
    if headings is None:
        made = page.survey.made
        read = made.headings if made is not None else _read_elements(page)
        headings = page.cache["headings"] = [
            _new(Heading, (number, level, _fold(text))) for number, (level, text) in enumerate(read)
        ]
    return headings


def _read_elements(page: Page) -> list[tuple[int, str]]:
    return [(int(element.tag[1]), element.text) for element in page.select(_HEADINGS)]


def _fold(text: str) -> str:
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(text.translate(_INVISIBLE).split())


def _element_of(page: Page, heading: Heading) -> Any:
    return page.select(_HEADINGS)[heading.number]


def _is_empty(document: Document, heading: Heading) -> bool:
    """Whether there is nothing to read and nothing to see in it."""
    if heading.text:
        return False
    element = _element_of(document.page, heading)
    return element.select_one(_SHOWN) is None and not document.hides_template(element)


def _start_tag(page: Page, heading: Heading) -> Place | None:
    if page.survey.made is None:
        return page.start_tag(_element_of(page, heading))
    starts: list[int] | None = page.cache.get("heading-starts")
    if starts is None:
        starts = page.cache["heading-starts"] = [tag.start() for tag in _TAG.finditer(page.html)]
    start = starts[heading.number]
    return page.place(start, start + _TAG_SIZE)


class _Skip(NamedTuple):
    """A heading too far below the one before it, if there is one, whose level is *above*."""

    heading: Heading
    before: Heading | None
    above: int


def level_skipped(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A heading more than one level below the one before it.

    Levels that a post never uses are left out for one reason: that is one finding.
    """
    page = document.page
    skips = _skips(document, options["first"])
    if not skips or document.has_unread_markdown:
        return
    used = {heading.level for heading in read_headings(page)}
    groups: dict[tuple[int, int] | Heading, list[_Skip]] = {}
    for skip in skips:
        level = skip.heading.level
        unused = used.isdisjoint(range(skip.above + 1, level))
        groups.setdefault((skip.above, level) if unused else skip.heading, []).append(skip)
    for group in groups.values():
        yield from _skip_hit(page, group)


def _skips(document: Document, first: int) -> list[_Skip]:
    skips = []
    before: Heading | None = None
    above = first - 1
    for heading in read_headings(document.page):
        if _is_empty(document, heading):
            continue
        if 0 <= above < heading.level - 1:
            skips.append(_Skip(heading, before, above))
        before, above = heading, heading.level
    return skips


def _skip_hit(page: Page, group: list[_Skip]) -> Iterator[Hit]:
    """What is to be said of skips that have the same reason, at the first of them."""
    placed = [(skip, place) for skip in group if (place := _start_tag(page, skip.heading))]
    if not placed:
        return
    ((heading, before, above), place), *others = placed
    values = {"level": heading.level, "above": above, "wanted": above + 1, "places": len(placed)}
    upper = _start_tag(page, before) if before is not None else None
    related = here_too([other.span for _, other in others])
    if upper is not None:
        related = (("the heading before it", upper.span), *related)
    message = "always" if others else "first" if before is None else None
    yield Hit(place.span, values, message=message, related=related)


def h1_in_body(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """First-level headings in a post whose title the site's layout shows as one."""
    title = document.front_matter.values.get("title")
    if document.page.whole or title is None or not str(title).strip():
        return ()
    if not document.may_show_title or not (hits := [*_first_levels(document)]):
        return ()
    from contentlint.checks.layouts import shows_title

    return hits if shows_title(document) else ()


def _first_levels(document: Document) -> Iterator[Hit]:
    page = document.page
    for heading in read_headings(page):
        if heading.level == 1 and not _is_empty(document, heading):
            if document.has_template_tags and _TITLE_TAG.fullmatch(
                document.templates.unmask(heading.text, document.body)
            ):
                return  # the layout leaves it to the post to show the title
            place = _start_tag(page, heading)
            if place is not None:
                yield Hit(place.span, {"text": heading.text})


def empty(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Headings without text or picture."""
    page = document.page
    for heading in read_headings(page):
        if not _is_empty(document, heading):
            continue
        element = _element_of(page, heading)
        place = page.element(element)
        if place is not None:
            fix = _remove_empty(document, element)
            yield Hit(place.span, {"tag": element.tag}, fix=fix)


def _remove_empty(document: Document, element: Any) -> FixRow | None:
    if element.select_one("[id], [name]") is not None or element.attr("id") is not None:
        # a place that links may lead to
        return None
    place = document.page.element(element)
    written = "" if place is None else document.source.slice(place.span)
    if place is None or "<!--" in written or _has_words(written):
        return None
    if document.kind == "markdown":
        parts = _stands_in_html if place.verbatim else _parts_paragraphs
        # the fence of the front matter is no line of the text
        start, end = (at - document.body_start for at in place.span)
        if not parts(document.body, Span(start, end)):
            return None
    made = edits.remove_block(document, element, place)
    return fix_of("safe", "Remove the empty heading", made) if made else None


def _has_words(written: str) -> bool:
    """Whether words stand behind the first tags: in a heading that another one ended."""
    return any(map(str.isalnum, _ANY_TAG.sub("", unescape(written))))


def _lines_around(text: str, span: Span) -> tuple[str, str]:
    """The lines before and after those that *span* stands on."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end) + 1 or len(text)
    before = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    return before, text[end : text.find("\n", end) + 1 or len(text)]


def _parts_paragraphs(text: str, span: Span) -> bool:
    """Whether an empty line parts what is around *span* as well as a heading does."""
    before = text[max(0, span.start - _NEAR) : span.start].rstrip()
    after = text[span.end : span.end + _NEAR].lstrip("\n")
    lines = before[before.rfind("\n") + 1 :], after[: after.find("\n") + 1 or len(after)]
    return not any(_CONTINUES.match(line) for line in lines)


def _stands_in_html(text: str, span: Span) -> bool:
    """Whether what is around *span* stays HTML without it: it need not open the HTML block."""
    start = text.rfind("\n", 0, span.start) + 1
    if text[start : span.start].lstrip().startswith("<"):
        return True
    end = text.find("\n", span.end)
    if text[span.end : end if end >= 0 else len(text)].strip():
        return False
    before, after = (line.strip() for line in _lines_around(text, span))
    return (not before or before.startswith("</")) and (not after or after.startswith("<"))


def duplicate(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Headings that repeat one of the same level in the same section.

    In a list of releases they do so on purpose, often at the level of the releases themselves.
    """
    if _CHANGES.match(document.source.path.rpartition("/")[2]):
        return
    page = document.page
    siblings = options["siblings-only"]
    seen: list[dict[str, Heading]] = [{} for _ in range(7)]
    deepest = 0
    for heading in read_headings(page):
        if not heading.text:
            continue
        level = heading.level if siblings else 0
        while deepest > level:
            seen[deepest].clear()
            deepest -= 1
        deepest = level
        first = seen[level].setdefault(heading.text.casefold(), heading)
        place = None if first is heading else _start_tag(page, heading)
        if place is not None:
            earlier = _start_tag(page, first)
            related = (("the first one", earlier.span),) if earlier is not None else ()
            yield Hit(place.span, {"text": heading.text}, related=related)


def trailing_punctuation(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Headings that end like a sentence."""
    marks = options["marks"]
    page = document.page
    told: Span | None = None
    for heading in read_headings(page):
        text = heading.text
        # a Chinese word has two characters
        if len(text) < (4 if text.isascii() else 3) or text[-1] not in marks:
            continue
        element = _element_of(page, heading)
        if _is_meant(element, text):
            continue
        span = _last_character(document, element, text[-1])
        if span is None or span == told:  # of a heading in a heading, where both end
            continue
        told = span
        if not is_underlined_text(document, span.start):
            fix = None
            if document.source.text[span.start - 1] != "#":  # else that would end the heading
                fix = fix_of("unsafe", f"Remove the {text[-1]}", (Edit(*span, ""),))
            yield Hit(span, {"mark": text[-1], "text": text}, fix=fix)


def _is_meant(element: Any, text: str) -> bool:
    if text.endswith(("...", "…", "。。", "::")) or _ABBREVIATION.search(text):
        return True
    if text[-1] == ":" and _EMOJI.search(text):
        return True
    if text[-1] == "." and (_NUMERAL.search(text) or _DATE.search(text)):
        return True
    if text[-1] == ";" and _GREEK.search(text):
        return True  # the question mark of Greek
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
