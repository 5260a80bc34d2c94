"""Finds braces written as character references where nothing turns them back into braces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.markdown import accidental_code
from contentlint.checks.templates_places import span_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["escaped_braces"]

_BRACE = pattern(
    r"&(?:#0*(?P<decimal>12[35]);|#[xX]0*(?P<hex>7[bBdD]);|(?P<name>lbrace|lcub|rbrace|rcub);)"
)
_OPENING = frozenset(("123", "7b", "lbrace", "lcub"))
_TEMPLATE = pattern(r"\{[{%#]")
_WORD = pattern(r"[^\W_]")


def escaped_braces(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """``&#123;`` and its kin in a style, a script, or Markdown's code."""
    if "&" not in document.body or not _BRACE.search(document.body):
        return
    for kind, span in sorted(_places(document), key=lambda place: place[1]):
        found = list(_BRACE.finditer(document.source.text, span.start, span.end))
        if not found:
            continue
        first = found[0]
        written = document.source.slice(span)
        if kind == "code" and not _WORD.search(_BRACE.sub("", written)):
            continue  # the reference itself is what the text speaks of
        yield Hit(
            Span(first.start(), first.end()),
            {"count": len(found), "text": first.group(), "place": kind},
            message="code" if kind == "code" else None,
            severity="warning" if kind == "code" else None,
            fix=_fix(found, written, kind),
        )


def _places(document: Document) -> Iterator[tuple[str, Span]]:
    page = document.page
    for tag in ("style", "script"):
        if tag in page.tags:
            for element in page.select(tag):
                place = page.element(element)
                if place is not None and element.source_location.end_tag is not None:
                    yield f"<{tag}>", place.span
    if document.kind == "markdown":
        # what is code by mistake is told of, and will be a style or a script again
        mistaken = {block.span for block, _ in accidental_code(document)}
        for block in page.source_map.code_blocks:
            if block.span not in mistaken:
                yield "code", span_of(document, *block.span)
        for code in page.source_map.code_spans:
            yield "code", span_of(document, *code.span)


def _fix(found: list[re.Match[str]], written: str, kind: str) -> Fix | None:
    """Write the braces; not where a template engine would take them for its own."""
    if _TEMPLATE.search(_BRACE.sub(_brace, written)):
        return None
    edits = tuple(Edit(match.start(), match.end(), _brace(match)) for match in found)
    return Fix("unsafe" if kind == "code" else "safe", "Write the braces", edits)


def _brace(match: re.Match[str]) -> str:
    code = match["decimal"] or (match["hex"] or "").lower() or match["name"]
    return "{" if code in _OPENING else "}"
