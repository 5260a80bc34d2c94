"""Lines of a finding, for platforms that know no end that is exclusive."""

from __future__ import annotations

from contentlint.findings import Finding

__all__ = ["last_line"]


def last_line(finding: Finding) -> int:
    """The last line that something of *finding* is on: not one at whose beginning it ends."""
    start, end = finding.start, finding.end
    return end.line - (end.column == 1 and end.line > start.line)
