"""The report for a person at a terminal: grouped by file, excerpts underlined, repeats folded."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.kept import Kept
from contentlint.located import pick
from contentlint.reports import Format, ReportContext
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.cells import cells, take_start, wrap
from contentlint.reports.parts.excerpts import fit_window
from contentlint.reports.parts.folding import Group, fold, list_places
from contentlint.reports.parts.notes import FIX_NOTES
from contentlint.reports.parts.summary import summary_lines
from contentlint.reports.parts.tables import statistics_lines
from contentlint.reports.parts.visible import visible
from contentlint.totals import Totals

__all__ = ["Writer"]

_NARROWEST = 40
_MOST_LINES = 6
_MOST_ROOMS = 8


class Writer(Format):
    """Formats one file at a time, its places in one column."""

    live = True

    def __init__(self, context: ReportContext) -> None:
        super().__init__(context)
        self.paint = Paint(context.color)
        self.width = max(context.width, _NARROWEST)
        self.column = 0
        self.indent = ""
        self.room = 0
        # the lines of messages by the room for them: files have much to say that others had
        self._wrapped: dict[int, Kept[list[str]]] = {}

    def format_file(self, path: str, findings: Sequence[Finding]) -> str:
        """What is wrong with excerpts, then what is advice."""
        return "\n".join(self._lines(path, findings)) + "\n\n"

    def tail(self, totals: Totals) -> str:
        """The statistics, and the counts."""
        text = ""
        if self.context.statistics and totals.found:
            text = "\n".join(statistics_lines(totals, self.paint)) + "\n\n"
        if not self.context.quiet:
            text += "\n".join(summary_lines(totals, self.paint)) + "\n"
        return text

    def _lines(self, path: str, findings: Sequence[Finding]) -> list[str]:
        groups = fold(findings, info_by_rule=True)
        self.column = max(len(_place(group)) for group in groups) + 2
        self.indent = " " * (self.column + 2)
        self.room = max(self.width - self.column - 11, _NARROWEST // 2)
        lines = [self.paint("path", visible(path))]
        faults = [group for group in groups if group.said[1] != "info"]
        firsts = pick(findings, [group.indices[0] for group in faults])
        for group, first in zip(faults, firsts, strict=True):
            lines += ["", *self._format_group(group, first)]
        advice = []
        for group in groups:
            if group.said[1] == "info":
                advice += self._format_head(group, _count_rest(group.places))
        return [*lines, "", *advice] if advice else lines

    def _format_group(self, group: Group, first: Finding) -> list[str]:
        lines = self._format_head(group, "")
        lines += self._format_excerpt(first)
        for message, start, _ in first.related:
            lines += self._format_aside(f"{start.line}:{start.column} {visible(message)}")
        places = group.places
        if len(places) > 1:
            lines += self._format_aside(f"and {len(places) - 1:,} more: {list_places(places)}")
        return lines

    def _format_head(self, group: Group, rest: str) -> list[str]:
        """Place, severity and message, wrapped; then, dimmed, the rule and how it is mended."""
        rule, severity, message, safety = group.said
        room = self.room
        first, *others = self._wrap_for(room)[message]
        if len(others) >= _MOST_LINES:
            last = take_start(others[_MOST_LINES - 2], room - 1)[0] + "…"
            others[_MOST_LINES - 2 :] = [last]
        note = rule + rest + FIX_NOTES[safety]
        lead = f"{_place(group):>{self.column}}  {self.paint(severity, f'{severity:<7}')}  "
        if not others and cells(first) + 2 + len(note) <= room:
            return [f"{lead}{first}  {self.paint('dim', note)}"]
        blank = f"{self.indent}{'':9}"
        notes = [note] if len(note) <= room else wrap(note, room)
        return [
            lead + first,
            *(blank + line for line in others),
            *(blank + self.paint("dim", line) for line in notes),
        ]

    def _wrap_for(self, room: int) -> Kept[list[str]]:
        """The lines of each message, of *room* cells."""
        wrapped = self._wrapped.get(room)
        if wrapped is None:
            if len(self._wrapped) >= _MOST_ROOMS:
                self._wrapped.clear()
            wrapped = Kept(lambda message: wrap(visible(message).strip(), room))
            self._wrapped[room] = wrapped
        return wrapped

    def _format_excerpt(self, finding: Finding) -> list[str]:
        if not finding.excerpt.text.strip():
            return []
        paint = self.paint
        gutter = self.indent + paint("dim", "│ ")
        before, marked, after, left, length = fit_window(finding, self.width - self.column - 4)
        underline = paint(finding.severity, "^" * (length or 1))
        note = paint("dim", _reach_note(finding))
        shown = marked if after.strip() else marked.rstrip()  # no blanks at the end, painted or not
        return [
            f"{gutter}{before}{paint('bold', shown)}{after}".rstrip(),
            f"{gutter}{'':{left}}{underline}{note}",
        ]

    def _format_aside(self, text: str) -> list[str]:
        lines = wrap(text, self.width - len(self.indent))
        return [self.indent + self.paint("dim", line) for line in lines]


def _place(group: Group) -> str:
    line, column = group.places[0]
    return f"{line}:{column}"


def _reach_note(finding: Finding) -> str:
    """Where a span ends that goes on over further lines."""
    start, end = finding.start, finding.end
    if end.line == start.line or (end.line == start.line + 1 and end.column == 1):
        return ""
    return f" to {end.line}:{end.column}"


def _count_rest(places: Sequence[tuple[int, int]]) -> str:
    return f" (and {len(places) - 1:,} more: {list_places(places, 4)})" if len(places) > 1 else ""
