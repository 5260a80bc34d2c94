"""Tags that read as text: ``Array<Object>``, "remove the <select> tag"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contentlint.checks.word_attributes import are_all_words
from contentlint.findings import Edit, Fix, Hit
from contentlint.html_standard.elements import ELEMENTS
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.source import Span

__all__ = ["text_hit"]

_BARE: Final = pattern(r"<[a-z][a-z0-9]*>", re.IGNORECASE)
# a type as programmers write it, behind the name of another, or a sign: Array<Object>, #<Object>
_TYPE: Final = pattern(r"<[A-Z][a-z]+>")
_SPOKEN_OF: Final = pattern(
    r"[ \u3000]?(?:(?:tags?|elements?|fields?|box(?:es)?|attributes?)\b"
    r"|标签|標籤|标记|標記|元素|タグ|要素)",
    re.IGNORECASE,
)


def _is_spoken_of(document: Document, span: Span) -> bool:
    """Whether the start tag at *span*, whose element is never closed, was to be read."""
    text = document.source.text
    if not _BARE.fullmatch(text, *span):
        return False
    before = text[span.start - 1 : span.start]
    if _TYPE.fullmatch(text, *span) and before.isascii() and not before.isspace() and before != ">":
        return True
    if "vue" in document.settings.understood and _names_nothing(
        text[span.start + 1 : span.end - 1]
    ):
        return True
    return _SPOKEN_OF.match(text, span.end) is not None


def _names_nothing(name: str) -> bool:
    """Whether *name* is no element's, nor written as those of components are."""
    return name.islower() and name not in ELEMENTS and name not in OBSOLETE_ELEMENTS


def text_hit(document: Document, span: Span) -> Hit | None:
    """What to say of the tag at *span*, whose element is never closed, if it reads as text."""
    tag = document.source.slice(span)
    escaped = f"&lt;{tag[1:]}"
    if _is_spoken_of(document, span):
        written = escaped if document.kind == "html" else f"`{tag}`"
        message, title = "text", "Write the tag as text"
    elif are_all_words(document.source.text, *span):
        written, message, title = "&lt;", "sign", "Write &lt;"
    else:
        return None
    fix = Fix("unsafe", title, (Edit(*span, escaped),))
    return Hit(span, {"tag": tag, "written": written}, message=message, fix=fix)
