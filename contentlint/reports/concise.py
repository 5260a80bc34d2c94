"""One line for each finding, in the form editors and ``grep`` know: path, place, words."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.reports import Format, ReportContext
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.tables import statistics_lines
from contentlint.reports.parts.visible import visible
from contentlint.totals import Totals

__all__ = ["Writer"]

_FIX_NOTES = {"safe": " [fixable]", "unsafe": " [fixable, unsafe]"}


class Writer(Format):
    """A line for each finding and nothing else, unless statistics are asked for."""

    live = True

    def __init__(self, context: ReportContext) -> None:
        super().__init__(context)
        self._paint = Paint(context.color)

    def format_file(self, _path: str, findings: Sequence[Finding]) -> str:
        """The lines of one file."""
        return "".join([_format(finding, self._paint) for finding in findings])

    def tail(self, totals: Totals) -> str:
        """The statistics."""
        if not (self.context.statistics and totals.found):
            return ""
        return "\n" + "\n".join(statistics_lines(totals, self._paint)) + "\n"


def _format(finding: Finding, paint: Paint) -> str:
    rule, severity, message, path, start = finding[:5]
    fix = finding.fix
    note = _FIX_NOTES[fix.safety] if fix is not None else ""
    return (
        f"{visible(path)}:{start.line}:{start.column}: {paint(severity, severity)}: "
        f"{visible(message)} {paint('dim', f'({rule}){note}')}\n"
    )
