"""The report for a person at a terminal: grouped by file, excerpts underlined, repeats folded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from contentlint.findings import Finding
from contentlint.report import Report
from contentlint.reports import ReportContext
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.cells import cells, cut_end, wrap
from contentlint.reports.parts.excerpts import fit_window
from contentlint.reports.parts.folding import by_file, fold, list_places
from contentlint.reports.parts.summary import summary_lines
from contentlint.reports.parts.tables import statistics_lines
from contentlint.reports.parts.visible import visible

__all__ = ["write"]

_NARROWEST = 40
_MOST_LINES = 6


def write(report: Report, out: TextIO, context: ReportContext) -> None:
    """Write *report* file by file, then the counts."""
    writer = _FileWriter(Paint(context.color), max(context.width, _NARROWEST))
    for path, findings in by_file(report.findings):
        out.write("\n".join(writer.format_file(path, findings)) + "\n\n")
    if context.statistics and report.findings:
        out.write("\n".join(statistics_lines(report, writer.paint)) + "\n\n")
    if not context.quiet:
        out.write("\n".join(summary_lines(report, writer.paint)) + "\n")


class _FileWriter:
    """Formats one file at a time, its places in one column."""

    __slots__ = ("column", "paint", "width")

    def __init__(self, paint: Paint, width: int) -> None:
        self.paint = paint
        self.width = width
        self.column = 0

    def format_file(self, path: str, findings: list[Finding]) -> Iterator[str]:
        """The lines of one file: what is wrong with excerpts, then what is advice."""
        groups = fold(findings, info_by_rule=True)
        self.column = max(len(_place(group[0])) for group in groups) + 2
        yield self.paint("path", visible(path))
        for group in groups:
            if group[0].severity != "info":
                yield ""
                yield from self._format_group(group)
        advice = [group for group in groups if group[0].severity == "info"]
        if advice:
            yield ""
        for group in advice:
            yield from self._format_head(group[0], _count_rest(group))

    def _format_group(self, group: list[Finding]) -> Iterator[str]:
        first = group[0]
        yield from self._format_head(first, "")
        yield from self._format_excerpt(first)
        for message, start, _ in first.related:
            yield from self._format_aside(f"{start.line}:{start.column} {visible(message)}")
        if len(group) > 1:
            yield from self._format_aside(f"and {len(group) - 1:,} more: {list_places(group)}")

    def _format_head(self, finding: Finding, rest: str) -> Iterator[str]:
        """Place, severity and message, wrapped; then, dimmed, the rule and how it is mended."""
        severity = f"{finding.severity:<7}"
        indent = self.column + len(severity) + 4
        room = max(self.width - indent, _NARROWEST // 2)
        lines = _shorten(wrap(visible(finding.message), room))
        note = finding.rule + rest + _fix_note(finding)
        if cells(lines[-1]) + 2 + cells(note) <= room:
            lines[-1] += "  " + self.paint("dim", note)
        else:
            lines += [self.paint("dim", line) for line in wrap(note, room)]
        lead = f"{_place(finding):>{self.column}}  "
        yield f"{lead}{self.paint(finding.severity, severity)}  {lines[0]}"
        for line in lines[1:]:
            yield " " * indent + line

    def _format_excerpt(self, finding: Finding) -> Iterator[str]:
        if not finding.excerpt.text.strip():
            return
        indent = " " * (self.column + 2)
        gutter = indent + self.paint("dim", "│ ")
        before, marked, after = fit_window(finding, self.width - len(indent) - 2)
        yield f"{gutter}{before}{self.paint('bold', marked)}{after}".rstrip()
        underline = self.paint(finding.severity, "^" * max(cells(marked), 1))
        yield gutter + " " * cells(before) + underline + self.paint("dim", _reach_note(finding))

    def _format_aside(self, text: str) -> Iterator[str]:
        indent = " " * (self.column + 2)
        for line in wrap(text, self.width - len(indent)):
            yield indent + self.paint("dim", line)


def _place(finding: Finding) -> str:
    return f"{finding.start.line}:{finding.start.column}"


def _shorten(lines: list[str]) -> list[str]:
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 1], cut_end(lines[_MOST_LINES - 1], cells(lines[0]) - 1) + "…"]


def _reach_note(finding: Finding) -> str:
    """Where a span ends that goes on over further lines."""
    start, end = finding.start, finding.end
    if end.line == start.line or (end.line == start.line + 1 and end.column == 1):
        return ""
    return f" to {end.line}:{end.column}"


def _count_rest(group: list[Finding]) -> str:
    return f" (and {len(group) - 1:,} more: {list_places(group, 4)})" if len(group) > 1 else ""


def _fix_note(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    return " [fixable]" if finding.fix.safety == "safe" else " [fixable, unsafe]"
