"""Checks of how the file's bytes stand for characters: byte order mark, UTF-8, declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["byte_order_mark", "declared_mismatch", "not_utf8"]

# the labels of UTF-8 in the Encoding Standard, section 4.2
_UTF8_LABELS = frozenset(
    ("unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf-8", "utf8", "x-unicode20utf8")
)
_CHARSET = pattern(r"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
_VALUE_END = pattern(r"[\s\"'>]*\Z")


def byte_order_mark(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """A byte order mark before the first character; it has no place in ``Source.text``."""
    return (Hit(Span(0, 0)),) if document.source.bom else ()


def not_utf8(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """The first byte that is not UTF-8; the finding stands where decoding stopped."""
    source = document.source
    fault = source.fault
    if fault is None:
        return ()
    end = len(source.text)
    values = {
        "byte": f"0x{fault.byte:02X}",
        "offset": fault.byte_offset,
        "guess": fault.guess or "",
    }
    data = {"byte_offset": fault.byte_offset, "byte": fault.byte, "guess": fault.guess}
    message = None if fault.kind == "unknown" else fault.kind
    return (Hit(Span(end, end), values, message=message, data=data),)


def declared_mismatch(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterable[Hit]:
    """A whole page that tells browsers another encoding than the UTF-8 it is written in."""
    if not document.page.whole or document.source.fault is not None:
        return ()
    return _mismatches(document, elements)


def _mismatches(document: Document, elements: Sequence[Any]) -> Iterator[Hit]:
    for element in elements:
        name = "charset" if element.attr("charset") is not None else "content"
        value = element.attr(name) or ""
        found = _CHARSET.search(value) if name == "content" else None
        label = (found.group(1) if found else "" if name == "content" else value).strip()
        place = document.page.attribute(element, name)
        if not label or label.lower() in _UTF8_LABELS or place is None or not place.verbatim:
            continue
        base = document.body_start
        if document.templates.overlap(place.span.start - base, place.span.end - base):
            continue
        message = "plain" if document.source.text.isascii() else None
        fix = _utf8_instead(document, place.span, label)
        yield Hit(place.span, {"label": label}, message=message, fix=fix)


def _utf8_instead(document: Document, span: Span, label: str) -> Fix | None:
    """Replace the label, which stands at the end of the attribute's value."""
    written = document.source.slice(span)
    at = written.rfind(label)
    if at < 0 or not _VALUE_END.match(written, at + len(label)):
        return None
    start = span.start + at
    return Fix("safe", "Declare UTF-8", (Edit(start, start + len(label), "utf-8"),))
