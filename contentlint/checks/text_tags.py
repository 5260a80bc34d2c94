"""Tags that read as text: ``Array<Object>``, "remove the <select> tag"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.source import Span

__all__ = ["as_text", "reads_as_text"]

_BARE: Final = pattern(r"<[a-z][a-z0-9]*>", re.IGNORECASE)
# a type as programmers write it, behind the name of another, or a sign: Array<Object>, #<Object>
_TYPE: Final = pattern(r"<[A-Z][a-z]+>")
_SPOKEN_OF: Final = pattern(
    r"[ \u3000]?(?:(?:tags?|elements?|fields?|box(?:es)?|attributes?)\b"
    r"|标签|標籤|标记|標記|元素|タグ|要素)",
    re.IGNORECASE,
)


def reads_as_text(document: Document, span: Span) -> bool:
    """Whether the start tag at *span*, whose element is never closed, was to be read."""
    text = document.source.text
    if not _BARE.fullmatch(text, *span):
        return False
    before = text[span.start - 1 : span.start]
    if _TYPE.fullmatch(text, *span) and before.isascii() and not before.isspace() and before != ">":
        return True
    return _SPOKEN_OF.match(text, span.end) is not None


def as_text(document: Document, span: Span) -> tuple[str, Fix]:
    """How the tag at *span* is written as text, for a person, and the fix that does it."""
    tag = document.source.slice(span)
    escaped = f"&lt;{tag[1:]}"
    written = escaped if document.kind == "html" else f"`{tag}`"
    fix = Fix("unsafe", "Write the tag as text", (Edit(*span, escaped),))
    return written, fix
