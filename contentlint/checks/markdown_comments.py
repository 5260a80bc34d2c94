"""Finds comments that readers see, and marks for the excerpt that Hexo does not take for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.checks.templates_places import shown_code, span_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["lost_excerpt", "unended_comment", "unread_comment"]

_DASH: Final = r"[-–—―－]"
# the mark for the excerpt, with any of its signs wrong
_MORE: Final = pattern(
    rf"[<‹《＜«]?[ ]?[!！]?[ ]?(?:{_DASH}[ ]?){{1,4}}more[ ]?(?:{_DASH}[ ]?){{1,4}}[>›》＞»]"
    rf"|[<‹《＜«][ ]?[!！][ ]?more[ ]?{_DASH}{{1,3}}[>›》＞»]",
    re.IGNORECASE,
)
# any comment: its first sign is not followed by two hyphens, or the last does not follow two
_COMMENT: Final = pattern(
    rf"<[ ]?[!！][ ]?(?:{_DASH}[ ]?){{1,3}}(?P<words>[^<>\n]{{1,300}}?)(?:{_DASH}[ ]?){{1,3}}>"
)
# a comment whose end is almost one, at the end of its line
_ALMOST: Final = pattern(
    rf"<!--(?P<words>[^<>\n]{{0,300}}?)[ ]?(?:{_DASH}[ ]?){{1,3}}[>›》＞»](?=[ \t]*(?:\n|\Z))"
)
_READ_MORE: Final = pattern(r"<!--(?P<words>[-\s]*more[-\s]*)-->", re.IGNORECASE)
_AS_HEXO: Final = pattern(r" ?more ?", re.IGNORECASE)


def unread_comment(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """What was meant as a comment, in the text that readers see."""
    if document.kind != "markdown" or document.is_mdx:
        return
    prose = document.page.prose
    done = -1
    for form, wanted in ((_MORE, "more"), (_COMMENT, "")):
        for found in form.finditer(prose.text):
            if found.start() < done:
                continue
            span = prose.locate(*found.span())
            if not _is_as_written(document, span, found.group()):
                continue
            done = found.end() if wanted else done
            if not wanted and _MORE.fullmatch(found.group()):
                continue
            right = f"<!-- {wanted or found['words'].strip()} -->"
            if found.group() == right:
                continue
            values = {"text": document.source.slice(span), "right": right}
            fix = Fix("unsafe", f"Write {right}", (Edit(span.start, span.end, right),))
            yield Hit(span, values, message=wanted or None, fix=fix)


def unended_comment(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A comment that hides the rest of the page, as one sign at the end of its line is wrong."""
    if document.kind != "markdown" or document.is_mdx:
        return
    error = next((each for each in document.page.errors if each.code == "eof-in-comment"), None)
    html = document.page.html
    start = html.rfind("<!--") if error is not None else -1
    found = _ALMOST.match(html, start) if start >= 0 else None
    if found is None or "-->" in found.group():
        return
    place = document.page.place(*found.span())
    if place.verbatim:
        words = found["words"].strip()
        right = f"<!-- {words} -->"
        fix = Fix("unsafe", f"Write {right}", (Edit(*place.span, right),))
        yield Hit(place.span, {"text": found.group(), "right": right}, fix=fix)


def _is_as_written(document: Document, span: Span, shown: str) -> bool:
    """Whether nothing in the place says that readers are to see the signs."""
    text = document.source.text
    if document.source.slice(span) != shown or text[span.start - 1 : span.start] == "\\":
        return False
    return not in_raw_block(document, span.start)


def lost_excerpt(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """``<!--more--->`` and the like, which are comments, but no mark to Hexo."""
    body = document.body
    if document.kind != "markdown" or document.is_mdx or "<!--" not in body:
        return
    code = None
    for found in _READ_MORE.finditer(body):
        if _AS_HEXO.fullmatch(found["words"]):
            return  # there is a mark, and what follows is nothing
        if code is None:
            code = shown_code(document)
        if not code.touch(*found.span()):
            span = span_of(document, *found.span())
            fix = Fix("safe", "Write <!-- more -->", (Edit(span.start, span.end, "<!-- more -->"),))
            yield Hit(span, {"text": document.source.slice(span)}, fix=fix)
