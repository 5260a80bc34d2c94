"""Finds cells of Markdown's tables that readers never see, because the head has fewer columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_places import raw_ranges, unread_blocks
from contentlint.findings import Edit, Fix, Hit, here_too
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.checks.text_zones import Zones
    from contentlint.document import Document

__all__ = ["look_at_bars", "lost_cells"]

_BARRED: Final = pattern(r"\n\|(?=[ :]*-)[-:| \t]*(?=\n|\Z)")
_DASHES: Final = pattern(
    r"\n[ \t>]*+(?:\|[ \t]*+:?+-++:?+|:?+-++:?+[ \t]*+\|)[ \t]*+"
    r"(?:\|?[ \t]*+:?+-++:?+[ \t]*+)*+\|?[ \t]*+(?=\n|\Z)"
)
_PREFIX: Final = pattern(r"[ \t>]*")
# a table may begin an item of a list
_HEAD_PREFIX: Final = pattern(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++[ \t>]*+)*+(?=\|)|[ \t>]*")
_BAR: Final = pattern(r"(?<!\\)\|")
_CODE: Final = pattern(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_UNSEEN: Final = pattern(r"(?:\s|&nbsp;|&\#160;|<br\s*/?>|<!--(?:(?!-->).)*-->)*")
_MDX_COMMENT: Final = pattern(r"\{/\*(?:(?!\*/).)*\*/\}")
_LONGEST_ROW: Final = 2000
_BARS: Final = "bars of rows"
_NEXT_BLOCK: Final = pattern(r"[ \t]{0,3}(?:\#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|<)")


class _Row(NamedTuple):
    """A row of a table in the text: where it begins, after indentation, its end, and its bars."""

    start: int
    end: int
    bars: list[int]

    @property
    def cells(self) -> list[tuple[int, int]]:
        """Where each cell begins and ends."""
        edges = [self.start - 1, *self.bars, self.end]
        if self.bars and self.bars[0] == self.start:
            edges = edges[1:]
        if self.bars and self.bars[-1] == self.end - 1:
            edges = edges[:-1]
        return [(first + 1, second) for first, second in pairwise(edges)]


def lost_cells(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Cells that stand in a column which the head of their table does not have; once a table."""
    if document.kind != "markdown" or not look_at_bars(document)[0]:
        return
    text, base = _read_text(document), document.body_start
    unread: Zones | None = None
    for rows, columns in _long_rows(text, document.page.html.count("<table>")):
        unread = unread or unread_blocks(document)
        plain = []
        for row in rows:
            lost = [text[start:end] for start, end in row.cells[columns:]]
            if document.is_mdx:
                body = document.body
                lost = [_MDX_COMMENT.sub("", body[slice(*cell)]) for cell in row.cells[columns:]]
            if all(map(_UNSEEN.fullmatch, lost)) or unread.touch(row.start, row.start + 1):
                continue
            code = _code_hit(document.body, row, columns, base)
            if code is not None:
                yield code
            else:
                plain.append(row)
        if plain:
            yield _hit(text, plain, columns, base)


def _read_text(document: Document) -> str:
    """The body without the bars of template tags, and of what Hexo keeps from Markdown."""
    text = document.templates.text
    if "hexo" not in document.settings.generators:
        return text
    parts, done = [], 0
    for start, end in raw_ranges(document):
        parts += [text[done:start], text[start:end].replace("|", "x")]
        done = end
    return "".join([*parts, text[done:]])


def look_at_bars(document: Document) -> tuple[bool, bool]:
    """Whether a row may have more cells than its table, and whether text may stand right below one.

    No row has where every line with bars ends with one, and lines that follow each other have
    equally many of them.
    """
    cache = document.page.cache
    if _BARS not in cache:
        cache[_BARS] = _look_at_bars(document.body) if "|" in document.latin else (False, False)
    looks: tuple[bool, bool] = cache[_BARS]
    return looks


def _look_at_bars(text: str) -> tuple[bool, bool]:
    at, end, bars, is_followed = text.find("|"), -1, 0, False
    next_end = text.find("\n", at)
    while at >= 0:
        follows = end >= 0 and text.find("\n", end + 1, at) < 0
        if not follows and end >= 0 and text[end + 1] != "\n":
            is_followed = True
        end = next_end if next_end >= 0 else len(text)
        count = text.count("|", at, end)
        if text[end - 1] != "|" or (follows and count != bars):
            return True, True
        bars = count
        at = text.find("|", end)
        next_end = text.find("\n", at)
    return False, is_followed or text[end + 1 : end + 2] not in ("", "\n")


def _long_rows(text: str, tables: int) -> Iterator[tuple[list[_Row], int]]:
    """The rows of each table with more cells than its head, and how many that has."""
    found = list(_barred(text))
    if len(found) < tables:
        found = list(_DASHES.finditer(text))
    last = -1  # where the last row of dashes ends
    for dashes in found:
        starts = _many_bars(text, dashes)
        if not starts:
            continue
        start = dashes.start()
        if last >= 0 and (start == last or _goes_on(text[last + 1 : start])):
            last = dashes.end()
            continue  # it is a row like others of the table above
        columns = len(_read_row(text, dashes.start() + 1).cells)
        head = text.rfind("\n", 0, dashes.start()) + 1
        if len(_read_row(text, head, _HEAD_PREFIX).cells) == columns:
            last = dashes.end()
            rows = [row for row in _rows_at(text, starts, last) if len(row.cells) > columns]
            if rows:
                yield rows, columns


def _rows_at(text: str, starts: list[int], at: int) -> Iterator[_Row]:
    """The rows at *starts*, up to the end of the table whose row of dashes ends at *at*."""
    for start in starts:
        row = _read_row(text, start)
        if not _goes_on(text[at + 1 : row.end + 1]):
            return
        yield row
        at = row.end


def _barred(text: str) -> Iterator[re.Match[str]]:
    """The rows of dashes that begin with a bar, as nearly all do: two signs are found fast."""
    at = text.find("\n|")
    while at >= 0:
        match = _BARRED.match(text, at)
        if match is not None:
            yield match
        at = text.find("\n|", at + 1)


def _many_bars(text: str, dashes: re.Match[str]) -> list[int]:
    """Where the rows below *dashes* begin that may have more cells; most have none."""
    low, row = dashes.end() + 1, dashes.group().rstrip()
    high = text.find("\n\n", low - 1)
    rows = text[low : high if high >= 0 else len(text)].rstrip("\n")
    lines = rows.split("\n")
    most, tail = row.count("|"), row[-1]
    found = []
    for line in lines:
        bars, last = line.count("|"), line.rstrip()[-1:]
        if bars > most or (bars == most and last != tail and bars):
            found.append(low)
        low += len(line) + 1
    return found


def _goes_on(rows: str) -> bool:
    """Whether nothing in *rows* ends the table that they begin."""
    return all("|" in row and not _NEXT_BLOCK.match(row) for row in rows.rstrip("\n").split("\n"))


def _read_row(text: str, line: int, marks: re.Pattern[str] = _PREFIX) -> _Row:
    prefix = marks.match(text, line)
    start = prefix.end() if prefix else line
    newline = text.find("\n", line)
    end = newline if newline >= 0 else len(text)
    end = max(start, start + len(text[start:end].rstrip()))
    return _Row(start, end, [bar.start() for bar in _BAR.finditer(text, start, end)])


def _code_hit(text: str, row: _Row, columns: int, base: int) -> Hit | None:
    """What to say if the bars in the row's code are all that is too much."""
    if row.end - row.start > _LONGEST_ROW:
        return None
    codes = [code for code in _CODE.finditer(text, row.start, row.end) if _BAR.search(code[2])]
    inside = [bar for bar in row.bars if any(c.start() < bar < c.end() for c in codes)]
    if not inside or len(row.cells) - len(inside) > columns:
        return None
    edges = [row.start, *inside, row.end]
    new = "\\".join(text[first:last] for first, last in pairwise(edges))
    span = Span(base + codes[0].start(), base + codes[0].end())
    values = {"text": codes[0].group(), "columns": columns}
    fix = Fix("unsafe", "Write \\| in the code", (Edit(base + row.start, base + row.end, new),))
    return Hit(span, values, message="code", fix=fix)


def _hit(text: str, rows: list[_Row], columns: int, base: int) -> Hit:
    row, *others = rows
    lost = row.cells[columns:]
    words = text[lost[0][0] : lost[-1][1]]
    start = lost[0][0] + len(words) - len(words.lstrip())
    end = lost[-1][1] - (len(words) - len(words.rstrip()))
    values = {
        "text": text[start:end],
        "columns": f"{columns} column{'s' * (columns > 1)}",
        "cells": len(row.cells),
        "rows": len(rows),
    }
    related = here_too([Span(base + each.start, base + each.end) for each in others])
    message = "rows" if others else None
    return Hit(Span(base + start, base + end), values, message=message, related=related)
