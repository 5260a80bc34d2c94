"""Finds backticks that begin or end no code: readers see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_left import Text
from contentlint.findings import Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unparsed_code"]

_NEAR: Final = 500
_SIGNS: Final = frozenset("$^*+?|~,.;:，。、；：")
_NEXT_PARAGRAPH: Final = "</p>\n<p>"
_BACKTICKS: Final = pattern(r"`+")
# old quotation marks (`a', ``a''), and letters of some languages
_QUOTED: Final = pattern(r"(`{1,2})(?:[^`'\n´‘’]{1,200}(?:'|´|’))")


class _Ticks(NamedTuple):
    """Backticks that readers see: where they stand in the text, and in the source."""

    start: int
    end: int
    span: Span


def unparsed_code(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Backticks that have no other half in their paragraph; the first of each line."""
    if document.kind != "markdown":
        return
    text = Text(document)
    begun: _Ticks | None = None
    for ticks in _lone_backticks(document, text):
        if begun is not None and _is_other_half(text, begun, ticks):
            yield _ticks_hit(text, begun, ticks)
            begun = None
            continue
        if begun is not None:
            yield _ticks_hit(text, begun)
        begun = ticks
    if begun is not None:
        yield _ticks_hit(text, begun)


def _lone_backticks(document: Document, text: Text) -> Iterator[_Ticks]:
    content, done = text.text, 0
    for found in _BACKTICKS.finditer(content):
        start, end = found.span()
        if start < done or not _begins_or_ends_code(content, start, end):
            continue
        span = text.find_copy(start, end)
        if span is not None and not _is_torn_cell(document.source.text, span):
            line_end = content.find("\n", end)
            done = len(content) if line_end < 0 else line_end
            yield _Ticks(start, end, span)


def _is_other_half(text: Text, first: _Ticks, second: _Ticks) -> bool:
    """Whether *first* begins code that *second* ends, but for an empty line in between."""
    content = text.text
    if first.end - first.start != second.end - second.start or second.start - first.end > _NEAR:
        return False
    before, after = content[second.start - 1], content[second.end : second.end + 1]
    if content[first.end].isspace() or before.isspace() or (after.isascii() and after.isalnum()):
        return False
    between = text.markup(first.start, second.end)
    return between.count("\n<") == 1 and _NEXT_PARAGRAPH in between


def _ticks_hit(text: Text, first: _Ticks, second: _Ticks | None = None) -> Hit:
    values = {"text": text.text[first.start : first.end]}
    if second is None:
        return Hit(first.span, values)
    return Hit(first.span, values, message="cut", related=(("it was to end here", second.span),))


def _begins_or_ends_code(content: str, start: int, end: int) -> bool:
    """Whether words touch the backticks on one side only, and they are no quotation marks."""
    before, after = content[start - 1 : start], content[end : end + 1]
    if not before.strip() and (not after.strip() or after in _SIGNS):
        return False  # talk about the sign itself
    if before.isalpha() and after.isalpha() and (before + after).isascii():
        return False
    near = max(0, start - _NEAR)
    low = max(content.rfind("\n", near, start) + 1, near)
    if "$" in content[low:start] or _QUOTED.match(content, start):
        return False
    return end - start < 3 or bool(content[low:start].strip())


def _is_torn_cell(text: str, span: Span) -> bool:
    """Whether a bar in the code ended the cell that it stands in, of which another rule tells."""
    low, high = max(0, span.start - _NEAR), span.end + _NEAR
    end = text.find("\n", span.end, high)
    line = text[max(low, text.rfind("\n", low, span.start) + 1) : end if end >= 0 else high]
    return "|" in line and line.count("`") % 2 == 0
