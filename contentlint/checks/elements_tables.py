"""Judges tables: data without headers, and tables that only put things side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import HitRow, hit_of

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["for_layout", "without_header"]

_NO_DATA = ("presentation", "none")
_CODE = "pre, code, samp"
# how Markdown makes a table that has a head alone
_NO_ROWS = "<tbody>\n</tbody>"
_SECOND_CELL = "td + td"


def without_header(
    document: Document, options: Mapping[str, Any], tables: Sequence[Any]
) -> Iterator[HitRow]:
    """Tables of data in which no cell is a header."""
    page = document.page
    known = page.tables  # all are without header cells
    for index, table in enumerate(tables):
        widths = _widths(page, table) if known is None else known[index]
        if len(widths) < options["rows"] or min(widths, default=0) < options["columns"]:
            continue
        if _is_presentation(table) or _holds_code(page, table):
            continue
        if (known is None or sum(widths) < 2) and _layout_reason(page, table):
            continue
        if "img" in page.tags and _is_gallery(table):
            continue
        place = page.find_start_tag(table)
        if place is not None:
            yield hit_of(place[0], {"rows": len(widths), "columns": max(widths)}, element=table)


def _widths(page: Page, table: Any) -> list[int]:
    rows = table.select("tr")
    if page.select("td table"):
        return [len(row.select("td")) for row in rows]
    widths = dict.fromkeys(rows, 0)
    for cell in table.select("td"):
        if cell.parent in widths:
            widths[cell.parent] += 1
    return list(widths.values())


def for_layout(document: Document, options: Mapping[str, Any]) -> Iterator[HitRow]:
    """Tables that hold no data: one cell around everything, or tables in tables."""
    page = document.page
    if page.made and _NO_ROWS not in page.html:  # a cell of the head and one below are two
        return
    known = page.tables
    if known is not None and 1 not in map(sum, known):
        return
    for table in page.select("table"):
        reason = _layout_reason(page, table)
        if not reason or _is_presentation(table) or table.closest("td") is not None:
            continue
        place = page.start_tag(table)
        if place is not None:
            yield hit_of(place.span, {}, message=reason, element=table)


def _is_presentation(table: Any) -> bool:
    return (table.attr("role") or "").strip().lower() in _NO_DATA


def _holds_code(page: Page, table: Any) -> bool:
    return bool(page.select(_CODE)) and table.select_one(_CODE) is not None


def _is_gallery(table: Any) -> bool:
    """Whether each cell that holds anything holds a picture: rows and columns mean nothing."""
    if table.select_one("td img") is None:
        return False
    cells = [cell for cell in table.select("td") if cell.inner_html.strip()]
    return all(cell.select_one("img") is not None for cell in cells)


def _layout_reason(page: Page, table: Any) -> str:
    if page.select("td table") and table.select_one("td table") is not None:
        return "nested"
    # two cells side by side, which most tables have, are soon found
    if table.select_one(_SECOND_CELL) is not None:
        return ""
    cells = table.select("td, th")
    return "single" if len(cells) == 1 and not _holds_code(page, table) else ""
