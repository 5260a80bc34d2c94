"""Counts only: findings by rule, by family and by folder."""

from __future__ import annotations

from typing import TextIO

from contentlint.report import Report
from contentlint.reports import ReportContext
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.summary import summary_lines
from contentlint.reports.parts.tables import statistics_lines

__all__ = ["write"]


def write(report: Report, out: TextIO, context: ReportContext) -> None:
    """Write three tables and the closing counts."""
    paint = Paint(context.color)
    if report.findings:
        out.write("\n".join(statistics_lines(report, paint)) + "\n\n")
    if not context.quiet:
        out.write("\n".join(summary_lines(report, paint)) + "\n")
