"""Judges tables: data without headers, and tables that only put things side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import Hit

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["for_layout", "without_header"]

_NO_DATA = ("presentation", "none")
_CODE = "pre, code, samp"


def without_header(
    document: Document, options: Mapping[str, Any], tables: Sequence[Any]
) -> Iterator[Hit]:
    """Tables of data in which no cell is a header."""
    for table in tables:
        if _is_presentation(table) or _layout_reason(table) or table.select_one(_CODE):
            continue
        rows = table.select("tr")
        widths = [len(row.select("td")) for row in rows]
        if len(rows) < options["rows"] or min(widths, default=0) < options["columns"]:
            continue
        place = document.page.start_tag(table)
        if place is not None:
            yield Hit(place.span, {"rows": len(rows), "columns": max(widths)}, element=table)


def for_layout(
    document: Document, options: Mapping[str, Any], tables: Sequence[Any]
) -> Iterator[Hit]:
    """Tables that hold no data: one cell around everything, or tables in tables."""
    for table in tables:
        if _is_presentation(table) or table.closest("td") is not None:
            continue
        reason = _layout_reason(table)
        place = document.page.start_tag(table) if reason else None
        if place is not None:
            yield Hit(place.span, {}, message=reason, element=table)


def _is_presentation(table: Any) -> bool:
    return (table.attr("role") or "").strip().lower() in _NO_DATA


def _layout_reason(table: Any) -> str:
    if table.select_one("td table") is not None:
        return "nested"
    cells = table.select("td, th")
    if len(cells) == 1 and table.select_one(_CODE) is None:
        return "single"
    return ""
