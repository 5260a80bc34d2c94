"""Counts only: findings by rule, by family and by folder."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.reports import Format, ReportContext
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.summary import summary_lines
from contentlint.reports.parts.tables import statistics_lines
from contentlint.totals import Totals

__all__ = ["Writer"]


class Writer(Format):
    """Three tables and the closing counts."""

    live = True
    tallied = True

    def __init__(self, context: ReportContext) -> None:
        super().__init__(context)
        self._paint = Paint(context.color)

    def format_file(self, _path: str, _findings: Sequence[Finding]) -> str:
        """Nothing: the counts are enough."""
        return ""

    def tail(self, totals: Totals) -> str:
        """The tables and the counts."""
        text = ""
        if totals.found:
            text = "\n".join(statistics_lines(totals, self._paint)) + "\n\n"
        if not self.context.quiet:
            text += "\n".join(summary_lines(totals, self._paint)) + "\n"
        return text
