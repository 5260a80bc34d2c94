"""Finds rows of a table that Markdown leaves as text: readers see the bars.

By GFM, a table is a head, right below it a row of hyphens with as many cells, and then its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_left import Text
from contentlint.checks.markdown_signs import DASHES
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unparsed_table"]

_ROW: Final = pattern(r"\|[^\n]*\|[ \t]*")
_BLOCK: Final = pattern(r"<(?:/?(?:p|li|td|th|div|h[1-6]|blockquote|[ou]l|table)|br)\b")
_CELL: Final = rf"[ \t]*+[:：]?[{DASHES}]++[:：]?[ \t]*+"
_RULED: Final = pattern(
    rf"^\|?{_CELL}(?:\|{_CELL})++\|?[ \t]*+$|^\|{_CELL}\|[ \t]*+$", re.MULTILINE
)
_HYPHENS: Final = pattern(r"[-:| \t]+")
_BETWEEN: Final = pattern(r"</p>\n<p>")
_AFTER_TABLE: Final = pattern(r"</table>\n<p>\Z")
_WIDE_ROW: Final = pattern(r"<td[^<>]*>(?P<row>｜[^<>\n]*｜)\s*</td>")
_BAR: Final = pattern(r"(?<!\\)[|｜]")
_LONGEST_ROW: Final = 2000
# kramdown asks for no row of dashes, and for no number of cells
_IN_KRAMDOWN: Final = frozenset(("wide", "row", "dashes", "blank", "apart"))
_KRAMDOWN: Final = {"dashes": "kramdown-dashes", "blank": "kramdown-blank"}
_FEWEST_WIDE: Final = 3


def unparsed_table(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Rows of cells without a row of hyphens right below the first, or with another than it needs.

    Wide bars are taken for what was meant by them.
    """
    if document.kind != "markdown":
        return
    found = _unparsed(document)
    if "jekyll" in document.settings.generators:
        found = (
            hit._replace(message=_KRAMDOWN.get(hit.message, hit.message))
            for hit in found
            if hit.message in _IN_KRAMDOWN
        )
    yield from found


def _unparsed(document: Document) -> Iterator[Hit]:
    text = Text(document)
    content = text.text.replace("｜", "|")
    ruled = set()
    for found in _RULED.finditer(content):
        ruled.add(found.start())
        hit = _judge_ruled(document, text, content, found)
        if hit is not None:
            yield hit
    yield from _unruled(text, content, ruled)
    yield from _wide_rows(document)


def _judge_ruled(document: Document, text: Text, content: str, found: re.Match[str]) -> Hit | None:
    """Why a row of dashes makes no table of the line above it, if that was to be its head."""
    start, end = found.span()
    near = max(0, start - _LONGEST_ROW)
    high = near + len(content[near:start].rstrip("\n"))
    low = content.rfind("\n", near, high) + 1
    head = content[low:high]
    if not _has_words(head):
        return None
    between = text.markup(low, start + 1)
    if _BLOCK.search(_BETWEEN.sub("", between)):
        return None
    first, row = text.find(low, high), text.find(start, end)
    if first is None or row is None:
        return None
    head, dashes = _line(document, first), _line(document, row)
    cells, others = _cells(head), _cells(dashes)
    if cells < 2:
        return None
    if _BETWEEN.search(between):
        return Hit(row, {"text": dashes}, message="blank") if cells == others else None
    written = "|" + " --- |" * cells
    if "｜" in head or "｜" in dashes:
        return Hit(first, {"text": head}, message="wide")
    if not _HYPHENS.fullmatch(dashes):
        return Hit(row, {"text": dashes, "row": written}, message="dashes")
    if cells == others:
        return None
    return Hit(row, {"cells": cells, "dashes": others}, message="cells")


def _line(document: Document, span: Span) -> str:
    """The line of the source from where *span* begins."""
    text = document.source.text
    end = text.find("\n", span.start)
    return text[span.start : end if end >= 0 else len(text)].rstrip()


def _cells(line: str) -> int:
    """How many cells *line* has to Markdown; bars end them even in code."""
    inner = line.strip(" \t").removeprefix("|").removeprefix("｜")
    bars = [found.start() for found in _BAR.finditer(inner)]
    return len(bars) + (not bars or bars[-1] != len(inner) - 1)


def _unruled(text: Text, content: str, ruled: set[int]) -> Iterator[Hit]:
    """Rows below each other, the second of which is no row of dashes."""
    done = 0
    while (at := content.find("|\n|", done)) >= 0:
        start = content.rfind("\n", 0, at) + 1
        done = _end_of_rows(content, at + 2)
        if start in ruled or at + 2 in ruled:
            continue
        lines = content[start:done].split("\n")
        if _ROW.fullmatch(lines[0]) and not _BLOCK.search(text.markup(start, done)):
            hit = _judge_rows(text, lines, start)
            if hit is not None:
                yield hit


def _end_of_rows(content: str, at: int) -> int:
    """Where the rows end of which one begins at *at*."""
    while True:
        end = content.find("\n", at)
        if end < 0:
            return len(content)
        if content[end + 1 : end + 2] != "|":
            return end
        at = end + 1


def _judge_rows(text: Text, lines: list[str], start: int) -> Hit | None:
    cells = [line.count("|") - 1 for line in lines]
    span = text.find(start, start + len(lines[0]))
    if span is None or cells[0] < 2 or cells[1] != cells[0]:
        return None
    if not (_has_words(lines[0]) and _has_words(lines[1])):
        return None
    if text.follows(start, _AFTER_TABLE):
        return Hit(span, {"text": lines[0]}, message="apart")
    if "｜" in text.text[start : start + len(lines[0])]:
        # a row of links may be set off by such bars
        is_table = len(lines) >= _FEWEST_WIDE and len(set(cells)) == 1
        return Hit(span, {"text": lines[0]}, message="wide") if is_table else None
    return Hit(span, {"row": "|" + " --- |" * cells[0], "text": lines[0]})


def _wide_rows(document: Document) -> Iterator[Hit]:
    """Rows in wide bars below rows in others: all of such a row is in its first cell."""
    html = document.page.html
    if "｜" not in html:
        return
    for found in _WIDE_ROW.finditer(html):
        place = document.page.place(*found.span("row"))
        if place.verbatim and _cells(found["row"]) > 1 and "|" not in found["row"]:
            yield Hit(place.span, {"text": found["row"]}, message="row")


def _has_words(line: str) -> bool:
    """Whether at least two cells hold a letter or digit."""
    return sum(any(map(str.isalnum, cell)) for cell in line.split("|")) > 1
