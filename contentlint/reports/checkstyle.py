"""Checkstyle XML: a ``file`` element for each post, an ``error`` element for each finding."""

from __future__ import annotations

from typing import TextIO

from contentlint.findings import Finding
from contentlint.report import Report
from contentlint.reports import ReportContext
from contentlint.reports.parts.folding import by_file
from contentlint.reports.parts.xml import attributes

__all__ = ["write"]


def write(report: Report, out: TextIO, _context: ReportContext) -> None:
    """Stream the document; an error of the run is an ``error`` at line 1 of its file."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n')
    for path, message in report.errors:
        source = "contentlint.not-checked"
        found = attributes(line=1, severity="error", message=message, source=source)
        out.write(f"  <file{attributes(name=path)}>\n    <error{found}/>\n  </file>\n")
    for path, findings in by_file(report.findings):
        out.write(f"  <file{attributes(name=path)}>\n")
        out.writelines(map(_format, findings))
        out.write("  </file>\n")
    out.write("</checkstyle>\n")


def _format(finding: Finding) -> str:
    found = attributes(
        line=finding.start.line,
        column=finding.start.column,
        severity=finding.severity,
        message=finding.message,
        source=f"contentlint.{finding.rule.replace('/', '.')}",
    )
    return f"    <error{found}/>\n"
