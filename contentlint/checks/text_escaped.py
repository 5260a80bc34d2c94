"""Text that was escaped once too often: readers see ``&nbsp;`` or ``<p>`` where others saw none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.front_matter_shared import is_readable
from contentlint.document.frontmatter.quoting import quoted
from contentlint.findings import Edit, FixRow, Hit, fix_of
from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["double_reference", "escaped_markup", "reference_in_field"]

_NAMES: Final = r"#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30}"
# as it stands in the HTML of a page on which readers see a reference
_DOUBLE: Final = pattern(rf"(?:&amp;(?:{_NAMES});)+")
_REFERENCE: Final = pattern(rf"&(?:{_NAMES});")
# marks that writers of Chinese put between letters; a blank or a sign is what they write about
_MARKS: Final = pattern(r"(?:&(?:[lr][sd]quo|quot|apos|hellip|[mn]dash|middot|#[0-9]+);)+")
_TAG: Final = pattern(
    r"&lt;/?(?:p|div|span|a|strong|em|b|i|u|br|img|[uo]l|li|h[1-6]|table|t[rdh]|blockquote|font"
    r"|section|figure)(?:\s[^<>]{0,400}?)?/?\s*&gt;",
    re.IGNORECASE,
)
_FIELDS: Final = (
    *("title", "subtitle", "description", "summary", "excerpt"),
    *("author", "category", "categories", "tags"),
)
_Path = tuple[str | int, ...]


def double_reference(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """References whose ``&`` was escaped again, where a writer would hardly show them."""
    page = document.page
    html = page.html
    if "&amp;" not in html:
        return
    for start, end, _ in page.survey.texts_in_turn():
        for found in _DOUBLE.finditer(html, start, end):
            shown = found.group().replace("&amp;", "&")
            low, high = found.span()
            before, after = html[max(start, low - 1) : low], html[high : min(end, high + 1)]
            if not _is_slip(shown, before, after):
                continue
            place = page.place(low, high)
            if place.verbatim and document.source.slice(place.span) == found.group():
                fix = fix_of("unsafe", "Escape it once", (Edit(*place.span, shown),))
                yield Hit(place.span, {"shown": shown}, fix=fix)


def _is_slip(shown: str, before: str, after: str) -> bool:
    """Whether the references *shown* stand where words or marks do, not where one is spoken of."""
    if any(unescape(each) == each for each in _REFERENCE.findall(shown)):
        return False
    if shown.count("&") > 1:
        return True
    around = [each for each in (before, after) if each.isalnum()]
    return any(map(str.isascii, around)) or (bool(around) and _MARKS.fullmatch(shown) is not None)


def escaped_markup(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Blocks of text that are nothing but markup which was escaped; one finding for all."""
    page = document.page
    html = page.html
    if "&lt;" not in html:
        return
    first: Span | None = None
    count = 0
    for start, end, _ in page.survey.texts_in_turn():
        tags = [*_TAG.finditer(html, start, end)] if "&lt;" in html[start:end] else []
        if len(tags) < 2 or not _are_all(html, start, end, tags):
            continue
        place = page.place(*tags[0].span())
        if first is None and document.source.slice(place.span).startswith("&lt;"):
            first = place.span
        if first is not None:
            count += len(tags)
    if first is not None:
        tag = unescape(document.source.slice(first))
        yield Hit(first, {"tag": tag, "count": count})


def _are_all(html: str, start: int, end: int, tags: list[re.Match[str]]) -> bool:
    """Whether the text begins and ends with *tags*, and has words between them."""
    if html[start : tags[0].start()].strip() or html[tags[-1].end() : end].strip():
        return False
    words = _TAG.sub("", html[start:end]).strip()
    return len(words) > 1 and tags[-1].group().startswith("&lt;/")


def reference_in_field(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Fields of plain text that hold references of HTML."""
    if not is_readable(document):
        return
    for path, value in _texts(document.front_matter.values):
        if "&" not in value or ";" not in value:
            continue
        meant = _REFERENCE.sub(lambda found: unescape(found.group()), value)
        if meant == value:
            continue
        reference = next(each for each in _REFERENCE.findall(value) if unescape(each) != each)
        span = document.front_matter.nearest(path)
        values = {"field": str(path[0]), "reference": reference, "meant": meant}
        yield Hit(span, values, fix=_decoded(document, span, meant))


def _texts(values: Mapping[str, Any]) -> Iterator[tuple[_Path, str]]:
    for name in _FIELDS:
        value = values.get(name)
        if type(value) is str:
            yield (name,), value
        elif type(value) is list:
            for index, entry in enumerate(value):
                if type(entry) is str:
                    yield (name, index), entry


def _decoded(document: Document, span: Span, meant: str) -> FixRow | None:
    spelled = document.source.slice(span)
    if document.front_matter.format != "yaml" or "\n" in spelled or "&" not in spelled:
        return None
    return fix_of("unsafe", "Write the characters themselves", (Edit(*span, quoted(meant)),))
