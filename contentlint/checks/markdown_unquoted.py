"""Finds tags that Jekyll shows as text, because a value in them has no quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.spellings import VOID_NAMES
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unquoted_values"]

_TAG: Final = pattern(r"<(?P<name>[a-zA-Z][\w:-]*)\s(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>")
_PART: Final = pattern(
    r"\"[^\"]*+\"|'[^']*+'|(?P<name>[^\s\"'<>/=]++)\s*+=\s*+(?P<value>[^\s\"'<>=`]++)"
)
# kramdown/parser/html.rb, HTML_TAG_RE
_WORD: Final = pattern(r"\w+/?")


def unquoted_values(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Start tags with a bare value that is more than letters and digits."""
    if document.kind != "markdown":
        return
    body = document.body
    found: dict[int, list[tuple[str, int, int]]] = {}
    for tag in _TAG.finditer(body):
        bare = [
            (part["name"], *part.span("value"))
            for part in _PART.finditer(body, tag.start(), tag.end() - 1)
            if part["value"] and not _WORD.fullmatch(part["value"])
        ]
        if bare and not any(document.templates.overlap(start, end) for _, start, end in bare):
            found[document.body_start + tag.start()] = bare
    if not found:
        return
    for element in document.page.select("*"):
        place = document.page.start_tag(element)
        if place is not None and place.verbatim and place.span.start in found:
            yield _hit(document, element.tag, place.span, found.pop(place.span.start))


def _hit(document: Document, tag: str, span: Span, bare: list[tuple[str, int, int]]) -> Hit:
    name, start, end = bare[0]
    base = document.body_start
    edits = []
    for _, low, high in bare:
        value = document.body[low:high]
        # behind any other name, as in <a href=/docs/>, the slash is a part of the value
        if base + high == span.end - 1 and tag in VOID_NAMES and value != "/":
            value = value.removesuffix("/")
        edits.append(Edit(base + low, base + low + len(value), f'"{value}"'))
    fix = Fix("safe", "Write quotation marks", tuple(edits))
    values = {"tag": tag, "name": name, "value": document.body[start:end]}
    return Hit(span, values, fix=fix)
