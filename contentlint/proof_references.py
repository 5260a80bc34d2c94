"""Proof that a fix which has references of Markdown read takes no more than their marks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from contentlint.references import unescape

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["marks_read", "references_read"]


def references_read(before: Document, after: Document) -> Counter[tuple[str, str]]:
    """The references that were text and are none any more, as written, with their syntax."""
    return _undefined(before) - _undefined(after)


def _undefined(document: Document) -> Counter[tuple[str, str]]:
    if document.kind != "markdown":
        return Counter()
    body = document.body
    return Counter(
        (body[start - (body[start - 1 : start] == "!") : end], syntax)
        for (start, end), _, syntax in document.page.source_map.undefined_references
    )


def marks_read(before: Document, after: Document) -> Counter[str]:
    """The characters that readers no longer see of these: brackets, labels, words of pictures."""
    marks: Counter[str] = Counter()
    for (written, syntax), count in references_read(before, after).items():
        lost = "[]"
        if written.startswith("!"):
            lost = written
        elif syntax != "shortcut":
            lost += written[written.rfind("][") + 1 :]
        for character, number in (Counter(lost) | Counter(unescape(lost))).items():
            marks[character] += number * count
    return marks
