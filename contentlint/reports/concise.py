"""One line for each finding, in the form editors and ``grep`` know: path, place, words."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.located import Said, brief
from contentlint.reports import Format, ReportContext
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.notes import FIX_NOTES
from contentlint.reports.parts.tables import statistics_lines
from contentlint.reports.parts.visible import visible
from contentlint.totals import Totals

__all__ = ["Writer"]

_MOST_KEPT = 2000


class Writer(Format):
    """A line for each finding and nothing else, unless statistics are asked for."""

    live = True

    def __init__(self, context: ReportContext) -> None:
        super().__init__(context)
        self._paint = Paint(context.color)
        self._tails = _Tails(self._paint)

    def format_file(self, path: str, findings: Sequence[Finding]) -> str:
        """The lines of one file."""
        shown, tails = visible(path), self._tails
        return "".join(
            [f"{shown}:{at}:{column}{tails[said]}" for at, column, said in brief(findings)]
        )

    def tail(self, totals: Totals) -> str:
        """The statistics."""
        if not (self.context.statistics and totals.found):
            return ""
        return "\n" + "\n".join(statistics_lines(totals, self._paint)) + "\n"


class _Tails(dict[Said, str]):
    """What stands behind the place, by what is said: files have much to say that others had."""

    def __init__(self, paint: Paint) -> None:
        self._paint = paint

    def __missing__(self, said: Said) -> str:
        rule, severity, message, safety = said
        paint = self._paint
        note = paint("dim", f"({rule}){FIX_NOTES[safety]}")
        text = f": {paint(severity, severity)}: {visible(message)} {note}\n"
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[said] = text
        return text
