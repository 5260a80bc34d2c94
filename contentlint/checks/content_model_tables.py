"""The table model: cells that overlap, rows and columns in which no cell begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.document.nesting import ROW_GROUPS
from contentlint.document.turbo import Element as Node

if TYPE_CHECKING:
    from contentlint.checks.content_model_report import Report
    from contentlint.document.html import Page

__all__ = ["are_plain", "judge_table"]

_WIDEST = 1000
_LONGEST = 65534
_MOST_SLOTS = 200_000
"""A table with more slots is not judged: its spans would cost more than they tell."""

_SPANS = frozenset({"colspan", "rowspan", "span"})
_COLUMNS = frozenset({"col", "colgroup"})
_EMPTY_ROW = "tr:not(:has(> td, > th))"


def are_plain(page: Page) -> bool:
    """Whether it is certain, without a look at each, that the page's tables fit together.

    Without spans only a row without a cell is wrong, and only on a page that is well nested.
    """
    if not _SPANS.isdisjoint(page.attributes) or not _COLUMNS.isdisjoint(page.tags):
        return False
    if not page.clean:
        return True
    known = page.tables
    if known is not None:
        return all(map(all, known))
    return page.dom.select_one(_EMPTY_ROW) is None


def judge_table(report: Report, table: Any, *, clean: bool = True) -> None:
    """Report what is wrong with the shape of one table.

    On a page that is not *clean* a row may be empty because its content was thrown out.
    """
    columns = _Columns()
    groups, declared = _parts(table)
    for rows in groups:
        if not _place_group(report, rows, columns, clean):
            return
    if not columns.begun:
        return
    width = columns.width
    if declared > width:
        report.add("broken-table", table, "columns", declared=declared, width=width)
    _empty_columns(report, columns)


class _Columns:
    """Which columns of the table have a cell that begins in them, and which cell made them."""

    def __init__(self) -> None:
        self.begun: set[int] = set()
        self.makers: dict[int, Any] = {}
        self.width = 0
        self.slots = 0


def _parts(table: Any) -> tuple[list[list[Any]], int]:
    """The rows of each group, and how many columns the column elements declare."""
    groups: list[list[Any]] = []
    loose: list[Any] = []
    declared = 0
    for child in table.children:
        if type(child) is not Node:
            continue
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in ROW_GROUPS:
            if loose:
                groups.append(loose)
                loose = []
            groups.append([row for row in child.children if type(row) is Node and row.tag == "tr"])
        elif child.tag == "colgroup":
            declared += _declared(child)
    if loose:
        groups.append(loose)
    return groups, declared


def _declared(group: Any) -> int:
    columns = [child for child in group.children if type(child) is Node and child.tag == "col"]
    if not columns:
        return _span(group, "span", _WIDEST)
    return sum(_span(column, "span", _WIDEST) for column in columns)


def _span(node: Any, name: str, most: int) -> int:
    value = node.attr(name)
    if value is None or not (value.isascii() and value.isdigit()):
        return 1
    return min(int(value[:6]), most)


def _place_group(report: Report, rows: list[Any], columns: _Columns, clean: bool) -> bool:
    """Place the cells of one row group; false where the table is too large to judge."""
    taken: dict[int, list[tuple[int, int, Any]]] = {}
    for index, row in enumerate(rows):
        cells = [cell for cell in row.children if type(cell) is Node and cell.tag in ("td", "th")]
        if not cells:
            if clean:
                report.add("broken-table", row, "row")
            continue
        occupied = {}
        for start, end, cell in taken.pop(index, ()):
            for column in range(start, end):
                occupied[column] = cell
        at = 0
        for cell in cells:
            while at in occupied:
                at += 1
            at = _place_cell(report, cell, at, index, rows, taken, occupied, columns)
            if columns.slots > _MOST_SLOTS:
                return False
    return True


def _place_cell(
    report: Report,
    cell: Any,
    at: int,
    index: int,
    rows: list[Any],
    taken: dict[int, list[tuple[int, int, Any]]],
    occupied: dict[int, Any],
    columns: _Columns,
) -> int:
    """Put *cell* at column *at*; return the column after it."""
    wide = max(1, _span(cell, "colspan", _WIDEST))
    high = _span(cell, "rowspan", _LONGEST)
    end = at + wide
    columns.begun.add(at)
    for column in range(max(at, columns.width), end):
        columns.makers[column] = cell
    columns.width = max(columns.width, end)
    clash = next((occupied[column] for column in range(at, end) if column in occupied), None)
    if clash is not None:
        related = (("the other cell", clash),)
        report.add("broken-table", cell, None, related=related)
    rest = len(rows) - index
    if high > rest:
        report.add("broken-table", cell, "rowspan", high=high, rest=rest)
    last = index + (rest if high == 0 else min(high, rest))
    columns.slots += wide * (last - index)
    if columns.slots <= _MOST_SLOTS:
        for later in range(index + 1, last):
            taken.setdefault(later, []).append((at, end, cell))
    return end


def _empty_columns(report: Report, columns: _Columns) -> None:
    """Report the cells whose span makes columns in which no cell ever begins."""
    reported: list[Any] = []
    for column in range(columns.width):
        if column in columns.begun:
            continue
        cell = columns.makers[column]
        if cell not in reported[-1:]:
            report.add("broken-table", cell, "column")
            reported.append(cell)
