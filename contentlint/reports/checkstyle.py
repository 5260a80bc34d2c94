"""Checkstyle XML: a ``file`` element for each post, an ``error`` element for each finding."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.reports import Format
from contentlint.reports.parts.xml import attributes
from contentlint.totals import Totals

__all__ = ["Writer"]


class Writer(Format):
    """An error of the run is an ``error`` at line 1 of its file."""

    def head(self, totals: Totals) -> str:
        """The declaration, and the errors of the run."""
        lines = ['<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n']
        for error in totals.errors:
            path, message = error
            source = f"contentlint.{error.undone.replace(' ', '-')}"
            found = attributes(line=1, severity="error", message=message, source=source)
            lines.append(f"  <file{attributes(name=path)}>\n    <error{found}/>\n  </file>\n")
        return "".join(lines)

    def format_file(self, path: str, findings: Sequence[Finding]) -> str:
        """One ``file`` element."""
        return f"  <file{attributes(name=path)}>\n{''.join(map(_format, findings))}  </file>\n"

    def tail(self, _totals: Totals) -> str:
        """The closing tag."""
        return "</checkstyle>\n"


def _format(finding: Finding) -> str:
    found = attributes(
        line=finding.start.line,
        column=finding.start.column,
        severity=finding.severity,
        message=finding.message,
        source=f"contentlint.{finding.rule.replace('/', '.')}",
    )
    return f"    <error{found}/>\n"
