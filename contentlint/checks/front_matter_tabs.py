"""Finds tabs in YAML's texts that Hugo stops at or leaves out, though YAML allows them.

Since version 0.152 Hugo reads YAML with goccy/go-yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.front_matter_shared import field_name, is_readable
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["tabs"]

# one right before the last quotation mark does no harm
_IN_QUOTES: Final = pattern(r"\t(?!\"\Z)")
_BETWEEN: Final = pattern(r"(?<=[^ \t])(\t++)(?=[^ \t#])")
_NOT_PLAIN: Final = ("'", "|", ">", "&", "*", "!", "[", "{")


def tabs(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Texts in double quotes, or in none, that hold a tab."""
    matter, text = document.front_matter, document.source.text
    if matter.format != "yaml" or text.find("\t", *matter.content) < 0:
        return
    if not is_readable(document):
        return
    for path in _texts_with_tabs(matter.values):
        span = matter.value(path)
        spelled = "" if span is None else document.source.slice(span)
        if span is None or "\n" in spelled:
            continue
        hit = _hit(span, spelled, text[span.end : span.end + 1])
        if hit is not None:
            yield hit._replace(values={"field": field_name(path), "text": spelled})


def _texts_with_tabs(values: Mapping[Any, Any]) -> Iterator[tuple[Any, ...]]:
    stack: list[tuple[tuple[Any, ...], Any]] = [((), values)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(((*path, name), each) for name, each in value.items())
        elif isinstance(value, list):
            stack.extend(((*path, index), each) for index, each in enumerate(value))
        elif isinstance(value, str) and "\t" in value:
            yield path


def _hit(span: Span, spelled: str, after: str) -> Hit | None:
    if spelled.startswith('"'):
        # where a blank follows, it reads them after all
        if after in (" ", "\t") or not _IN_QUOTES.search(spelled):
            return None
        fix = None
        if "\\\t" not in spelled:
            new = spelled.replace("\t", "\\t")
            fix = Fix("safe", "Write \\t", (Edit(span.start, span.end, new),))
        return Hit(span, fix=fix)
    if spelled.startswith(_NOT_PLAIN):
        return None
    edits = tuple(
        Edit(span.start + found.start(), span.start + found.end(), " ")
        for found in _BETWEEN.finditer(spelled)
    )
    if not edits:
        return None
    return Hit(span, message="plain", severity="warning", fix=Fix("unsafe", "Type a blank", edits))
