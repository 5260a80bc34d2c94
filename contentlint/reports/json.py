"""The report as the JSON contract has it, one finding a line."""

from __future__ import annotations

from typing import TextIO

from contentlint.report import Report
from contentlint.reports import ReportContext

__all__ = ["write"]


def write(report: Report, out: TextIO, _context: ReportContext) -> None:
    """Stream the JSON of *report*; its schema is ``contentlint schema report``."""
    out.writelines(report.iter_json())
