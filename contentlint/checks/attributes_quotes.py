"""Finds attributes whose value stands in typographic quotation marks, which HTML takes for text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.pieces import START
from contentlint.document.tokenizer import pieces_of
from contentlint.document.tokenizer_errors import Attribute, read_attributes
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.findings import Safety

__all__ = ["typographic_quotes"]

_PAIRS: Final = {"“": '“”"', "”": '”"', "„": '“”"', "‘": "‘’'", "’": "’'", "＂": '＂"', "＇": "＇'"}
"""What may end a value that begins with one of these."""
_AFTER_VALUE: Final = frozenset(" \t\n\f/>")
_OPENS: Final = pattern("[ \t\n\f]*=[ \t\n\f]*([“”„‘’＂＇])")
# they say how the page looks, so that something may be hidden as soon as they mean anything
_LOOKS: Final = frozenset(("class", "hidden", "id", "style"))


def typographic_quotes(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes whose value begins with a typographic quotation mark and stands in no other."""
    html = doc.page.html
    for piece in pieces_of(doc.page):
        if piece.kind != START or _OPENS.search(html, piece.start, piece.end) is None:
            continue
        done = piece.start
        for attribute in read_attributes(html, piece.start, piece.end):
            opened = _OPENS.match(html, attribute.name_end, attribute.end)
            if opened is not None and attribute.start >= done:
                done = _end_of(html, attribute, opened.start(1), piece.end - 1)
                yield _hit(doc, attribute, opened.start(1), done)


def _end_of(html: str, attribute: Attribute, start: int, limit: int) -> int:
    """Where the value that begins at *start* ends: after a mark before the next attribute."""
    for at in range(start + 1, limit):
        if html[at] in _PAIRS[html[start]] and html[at + 1] in _AFTER_VALUE:
            return at + 1
        if html[at] in "=\"'<":
            break  # the next attribute has begun
    return attribute.end


def _hit(doc: Document, attribute: Attribute, start: int, end: int) -> Hit:
    html = doc.page.html
    name = html[attribute.start : attribute.name_end].lower()
    place = doc.page.place(attribute.start, end)
    value = html[start:end]
    closed = value[-1] in _PAIRS[value[0]] and len(value) > 1
    fix = None
    if closed and place.verbatim:
        first, last = place.span.end - len(value), place.span.end
        written = doc.source.text[first + 1 : last - 1].replace('"', "&quot;")
        safety: Safety = "unsafe" if name in _LOOKS else "safe"
        fix = Fix(safety, 'Write "', (Edit(first, last, f'"{written}"'),))
    values = {"name": name, "value": value, "first": value[0]}
    return Hit(place.span, values, None if closed else "open", fix=fix)
