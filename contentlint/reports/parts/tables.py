"""The counts by rule, family and folder as aligned columns."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.cells import cells, pad
from contentlint.reports.parts.tally import Row
from contentlint.reports.parts.visible import visible
from contentlint.totals import Totals

__all__ = ["statistics_lines"]

_TITLES = ("error", "warning", "info", "total", "fixable", "unsafe")


def statistics_lines(totals: Totals, paint: Paint) -> Iterator[str]:
    """Three tables, the largest numbers first."""
    tallies = totals.tallies()
    names = ("Rule", "Family", "Folder")
    width = max((cells(visible(row.name)) for rows in tallies for row in rows), default=0)
    for name, rows in zip(names, tallies, strict=True):
        if name != names[0]:
            yield ""
        yield from _table(name, rows, max(width, len("Family")), paint)


def _table(title: str, rows: list[Row], width: int, paint: Paint) -> Iterator[str]:
    heads = "".join(f"{name:>9}" for name in _TITLES)
    yield paint("bold", pad(title, width) + heads)
    for row in rows:
        numbers = (row.error, row.warning, row.info, row.total, row.safe, row.unsafe)
        figures = "".join(f"{number:>9,}" if number else f"{'·':>9}" for number in numbers)
        yield paint(row.worst, pad(visible(row.name), width)) + figures
