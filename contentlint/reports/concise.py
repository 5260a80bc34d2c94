"""One line for each finding, in the form editors and ``grep`` know: path, place, words."""

from __future__ import annotations

from typing import TextIO

from contentlint.findings import Finding
from contentlint.report import Report
from contentlint.reports import ReportContext
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.tables import statistics_lines
from contentlint.reports.parts.visible import visible

__all__ = ["write"]

_FIX_NOTES = {"safe": " [fixable]", "unsafe": " [fixable, unsafe]"}


def write(report: Report, out: TextIO, context: ReportContext) -> None:
    """Write a line for each finding and nothing else, unless statistics are asked for."""
    paint = Paint(context.color)
    out.writelines(_format(finding, paint) for finding in report.findings)
    if context.statistics and report.findings:
        out.write("\n" + "\n".join(statistics_lines(report, paint)) + "\n")


def _format(finding: Finding, paint: Paint) -> str:
    rule, severity, message, path, start = finding[:5]
    fix = finding.fix
    note = _FIX_NOTES[fix.safety] if fix is not None else ""
    return (
        f"{visible(path)}:{start.line}:{start.column}: {paint(severity, severity)}: "
        f"{visible(message)} {paint('dim', f'({rule}){note}')}\n"
    )
