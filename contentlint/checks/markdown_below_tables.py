"""Finds text right below a table of Markdown, which becomes rows of that table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.content_model_report import short
from contentlint.checks.markdown_tables import look_at_bars
from contentlint.checks.templates_places import unread_blocks
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["text_rows"]

# the head and the dashes of a table whose lines begin with a bar
_TABLE: Final = pattern(
    r"\n(?P<prefix>[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++[ \t>]*+)*+)"
    r"(?P<head>\|(?![ \t|:-]*\n)[^\n]*)\n(?P<margin>[ \t>]*+)"
    r"(?P<dashes>\|[ \t]*+:?+-++:?+[ \t]*+(?:\|[ \t]*+:?+-++:?+[ \t]*+)*+\|?[ \t]*+)\n"
)
_BAR: Final = pattern(r"(?<!\\)\|")
_MARK: Final = pattern(r"[^ \t>]")
_PREFIX: Final = pattern(r"[ \t>]*+")
# what ends a table, and what other programs read below one: attributes, captions, boxes, labels
_NO_TEXT: Final = pattern(
    r"\#{1,6}(?:[ \t]|\Z)|[-*+](?:[ \t]|\Z)|\d{1,9}[.)](?:[ \t]|\Z)|```|~~~|[<{:^]|!!!|\?\?\?|%%"
    r"|\[[^\]\n]*\](?::|\s*\Z)|([-*_=])[ \t]*(?:\1[ \t]*)*\Z"
)
_LONGEST: Final = 5000


def text_rows(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Lines without any bar at the end of a table, which no empty line parts from it."""
    if document.kind != "markdown" or not look_at_bars(document)[1]:
        return
    # a line end in front, so that every table stands behind one
    text, base = f"\n{document.templates.text}", document.body_start - 1
    unread = None
    done = 0
    while table := _TABLE.search(text, done):
        first, last, done = _below(text, table)
        if first == last:
            continue
        unread = unread or unread_blocks(document)
        if unread.touch(table.start(), table.end()):
            continue
        start = first + len(table["margin"])
        fix = _part(document, Span(base + first, base + last), table["margin"])
        span = Span(base + start, base + last)
        yield Hit(span, {"text": short(text[start:last].split("\n", maxsplit=1)[0])}, fix=fix)


def _below(text: str, table: re.Match[str]) -> tuple[int, int, int]:
    """Where the lines of text begin that end the table, where they end, and where its lines do."""
    margin = table["margin"]
    if margin != _MARK.sub(" ", table["prefix"]) or _cells(table["head"]) != _cells(
        table["dashes"]
    ):
        return 0, 0, table.end() - 1
    at, first = table.end(), -1
    while at < len(text):
        newline = text.find("\n", at)
        end = newline if newline >= 0 else len(text)
        prefix = _PREFIX.match(text, at, end)
        start = prefix.end() if prefix else at
        line = text[start:end].rstrip()
        if not line or end - at > _LONGEST or not _is_inside(text[at:start], margin):
            break
        if _NO_TEXT.match(line):
            break
        if _BAR.search(line):
            first = -1
        elif first < 0:
            first = at
        at = end + 1
    if first < 0:
        return 0, 0, at - 1
    return first, len(text[first : at - 1].rstrip()) + first, at - 1


def _cells(row: str) -> int:
    """How many cells a row has that begins with a bar."""
    return len(_BAR.findall(row)) - row.rstrip().endswith("|")


def _is_inside(prefix: str, margin: str) -> bool:
    """Whether a line that begins with *prefix* may go on in a table with this *margin*."""
    return prefix == margin or (not margin.strip(" ") and len(margin) < 2 and prefix in ("", " "))


def _part(document: Document, lines: Span, margin: str) -> Fix:
    """Write an empty line and the *lines* anew: all of them stood in cells, and leave them."""
    end = min(lines.end + 1, len(document.source.text))
    written = document.source.text[lines.start : end]
    edit = Edit(lines.start, end, f"{margin.rstrip()}\n{written}")
    return Fix("unsafe", "Insert an empty line", (edit,))
