"""Finds start tags that Markdown takes for text, because something in them is written wrongly.

CommonMark is stricter than browsers are (6.6): attributes have blanks between them, values without
quotation marks hold none of ``"'=<>`` and no backtick, and the tag has its end in the paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.findings import Edit, Fix, Hit
from contentlint.html_standard.attribute_names import is_known_name
from contentlint.html_standard.elements import ELEMENTS
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    import re

    from contentlint.document import Document
    from contentlint.document.nesting_states import TextPiece

__all__ = ["broken_tag", "shown_names"]

_KEY: Final = "shown-tags"
_LONGEST: Final = 4000
_MOST: Final = 100
_NONE: Final[Set[str]] = frozenset()
_HEAD: Final = pattern(r"&lt;([a-zA-Z][a-zA-Z0-9]*)\s+(?:([a-zA-Z][a-zA-Z-]*)\s*=)?")
_PARAGRAPH_END: Final = pattern(r"\n[ \t>]*(?:\n|\Z)")
_QUOTE_MARKS: Final = pattern(r"\n[ \t]*>[ \t>]*")
_BLANK: Final = pattern(r"\s+")
_TAG_END: Final = pattern(r"\s*/?>")
_NAME: Final = pattern(r"[a-zA-Z_:][a-zA-Z0-9_.:-]*")
_EQUALS: Final = pattern(r"\s*=\s*")
_BARE_VALUE: Final = pattern(r"[^\s\"'=<>`]+")
_ATTRIBUTE: Final = pattern(r"[a-zA-Z_:][a-zA-Z0-9_.:-]*(?:\s*=|\s*/?>)")
# a value that holds what should stand after it has lost the mark at its end
_SWALLOWED: Final = pattern(r">|\s[a-zA-Z-]+\s*=\s*(?:[\"']|\Z)")
_TEMPLATE: Final = pattern(r"\{[{%#]|<%")
_OPEN: Final = frozenset(("end", "quote"))
_CURLY: Final = "“”„‘’＂＇"


# a picture whose first sign was deleted
_UNBEGUN: Final = pattern(
    r"(?<![\w<&/.\\-])img[ ]src=\"[^\"<>\n]{1,500}\""
    r"(?:[ ]{1,4}[a-zA-Z-]{1,30}=\"[^\"<>\n]{0,500}\"){0,20}[ ]?/?>"
)


class _Shown(NamedTuple):
    """A start tag that readers see: where it begins, its name, and that of its first attribute."""

    at: int
    name: str
    attribute: str


def broken_tag(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Start tags of HTML that are not read as tags."""
    if doc.is_mdx:
        return
    for at, name, attribute in _shown_tags(doc):
        if not is_known_name(name, attribute):
            continue
        rest, is_whole = _rest_of_paragraph(doc.source.text, at)
        if _TEMPLATE.search(rest):
            continue  # who knows what it will be
        fault = _fault_in(rest, 1 + len(name))
        if fault is None or (not is_whole and fault[0] in _OPEN):
            continue
        # one that is never ended may be no more than talk about tags
        if ">" in rest or (fault[0] == "end" and '"' in rest):
            values = {"tag": name, "name": fault[1]}
            yield Hit(Span(at, at + 1 + len(name)), values, message=fault[0])
    if doc.kind == "markdown" and '"&gt;' in doc.page.html:
        yield from _unbegun(doc)


def _unbegun(doc: Document) -> Iterator[Hit]:
    """Pictures whose < is missing, in text that is no code."""
    prose, source = doc.page.prose, doc.source
    for found in _UNBEGUN.finditer(prose.text):
        span = prose.locate(*found.span())
        if source.slice(span) == found.group() and not in_raw_block(doc, span.start):
            fix = Fix("unsafe", "Write <", (Edit(*span, "<" + found.group()),))
            yield Hit(span, {"tag": "img", "name": "src"}, message="unbegun", fix=fix)


def shown_names(doc: Document) -> Set[str]:
    """The names of the start tags that readers see: what ends them ends nothing."""
    if doc.kind != "markdown" or "&lt;" not in doc.page.html:
        return _NONE
    return frozenset(name for _, name, _ in _shown_tags(doc))


def _shown_tags(doc: Document) -> Sequence[_Shown]:
    found: list[_Shown] | None = doc.page.cache.get(_KEY)
    if found is None:
        found = doc.page.cache[_KEY] = list(islice(_find(doc), _MOST))
    return found


def _find(doc: Document) -> Iterator[_Shown]:
    """What begins like a tag of HTML in the text of the page that is no code."""
    page, text = doc.page, doc.source.text
    texts: Sequence[TextPiece] = ()
    starts: list[int] = []
    for head in _heads_outside_code(page.html):
        name = head[1].lower()
        if name not in ELEMENTS and name not in OBSOLETE_ELEMENTS:
            continue
        if not starts:
            texts = page.survey.texts
            starts = [start for start, _, _ in texts]
        index = bisect_right(starts, head.start()) - 1
        if index < 0 or head.start() >= texts[index][1]:
            continue
        at = page.place(head.start(), head.start() + len("&lt;")).span.start
        # who wrote &lt; or a backslash wants readers to see it
        if text.startswith("<", at) and text[at - 1 : at] != "\\":
            yield _Shown(at, name, (head[2] or "").lower())


def _heads_outside_code(html: str) -> Iterator[re.Match[str]]:
    """What begins like a tag, but most of what stands in code, where most of them are."""
    start, end = html.find("<code"), 0
    for head in _HEAD.finditer(html):
        at = head.start()
        while 0 <= start < at and end < at:
            end = html.find("</code", start)
            if end < 0:
                start = -1
            elif end < at:
                start = html.find("<code", end)
        if not 0 <= start < at:
            yield head


def _rest_of_paragraph(text: str, at: int) -> tuple[str, bool]:
    """The text from *at* to the end of its paragraph, without the marks of quotes around it.

    And whether that is all of it: no more is looked at than a tag may have.
    """
    rest = text[at : at + _LONGEST]
    end = _PARAGRAPH_END.search(rest)
    is_whole = end is not None or len(rest) < _LONGEST
    return _QUOTE_MARKS.sub("\n", rest if end is None else rest[: end.start()]), is_whole


def _fault_in(text: str, at: int) -> tuple[str, str] | None:
    """What is wrong in the tag that goes on at *at*, after its name, and in which attribute.

    ``None`` if nothing is, or something that HTML does not know.
    """
    attribute = torn = mark = ""
    while _TAG_END.match(text, at) is None:
        blank = _BLANK.match(text, at)
        name = _NAME.match(text, blank.end()) if blank else None
        if name is None:
            fault = "quote" if torn else _fault_between(text, at, blank is not None, mark)
            return (fault, torn or attribute) if fault else None
        equals = _EQUALS.match(text, name.end())
        if equals is None:
            at, mark = name.end(), ""
            continue
        attribute, at = name[0], equals.end()
        mark = text[at : at + 1]
        if mark == "{":
            return None
        if mark and mark in "\"'":
            end = text.find(mark, at + 1)
            if end < 0:
                return "quote", attribute
            if not torn and _SWALLOWED.search(text, at + 1, end):
                torn = attribute
            at = end + 1
            continue
        bare = _BARE_VALUE.match(text, at)
        fault = _fault_after_bare(text, at, bare.end() if bare else at)
        if fault is not None or bare is None:
            return fault or "value", attribute
        at = bare.end()
    return None


def _fault_between(text: str, at: int, is_apart: bool, mark: str) -> str | None:
    """What is wrong where the next attribute, or the end of the tag, should come.

    *mark* is what the last value began with, if there was one.
    """
    rest = text[at:].lstrip()
    if not rest or rest[0] == "<":
        return "end"
    if rest[0] in _CURLY:
        return "curly"
    if rest[0] == "{":
        return None
    if is_apart:
        return "stray" if rest[0] in "\"'" else None
    if mark not in ('"', "'"):
        return None
    return "blank" if _ATTRIBUTE.match(rest) else "inner"


def _fault_after_bare(text: str, start: int, end: int) -> str | None:
    """What is wrong with the value without quotation marks ``text[start:end]``."""
    after = text[end : end + 1]
    if not after or after == "<":
        return "end"
    if after.isspace() or after == ">":
        return None
    if text[start] in _CURLY:
        return "curly"
    return "unopened" if after in "\"'" and end > start else "bare"
