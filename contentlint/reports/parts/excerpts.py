"""The source line of a finding, parted at the span and cut to a window around it."""

from __future__ import annotations

from typing import NamedTuple

from contentlint.findings import Finding
from contentlint.reports.parts.cells import cells, cut_end, cut_start
from contentlint.reports.parts.visible import show_all, visible

__all__ = ["Marked", "Window", "fit_window", "part_excerpt"]


class Marked(NamedTuple):
    """The line before, inside and after the span, and whether more stood at either end.

    *continues* says that the span goes on after the line.
    """

    before: str
    marked: str
    after: str
    cut_before: bool
    cut_after: bool
    continues: bool


class Window(NamedTuple):
    """Visible text that fits a width: where cut, the outer parts end in ``…``."""

    before: str
    marked: str
    after: str


def part_excerpt(finding: Finding, reach: int) -> Marked:
    """Part a finding's excerpt at its span, with at most *reach* code points in each part."""
    text, skipped, cut = finding.excerpt
    start, end = finding.start, finding.end
    size = len(text)
    at = min(max(start.column - 1 - skipped, 0), size)
    continues = end.line > start.line
    to = size if continues else min(max(end.column - 1 - skipped, at), size)
    low, high = max(at - reach, 0), min(to + reach, size)
    if to - at > reach:
        return Marked(text[low:at], text[at : at + reach], "", bool(low or skipped), True, True)
    cut_before, cut_after = bool(low or skipped), bool(cut or high < size)
    return Marked(text[low:at], text[at:to], text[to:high], cut_before, cut_after, continues)


def fit_window(finding: Finding, width: int) -> Window:
    """Cut a finding's excerpt to *width* cells, the span as near the middle as there is text."""
    raw = part_excerpt(finding, width)
    before, marked, after = visible(raw.before), _show_span(raw.marked), visible(raw.after)
    left, middle, right = cells(before), cells(marked), cells(after)
    if left + middle + right + raw.cut_before + raw.cut_after <= width:
        more = "…" if raw.cut_after else ""
        return Window(("…" if raw.cut_before else "") + before, marked, after + more)
    room = max(width - middle, width // 4)
    give_left = min(left + 1, max(room // 2, room - right - 1))
    if raw.cut_before or left > give_left:
        before = "…" + cut_start(before, give_left - 1)
    rest = width - cells(before)
    if middle > rest - 1 and (middle > rest or after or raw.cut_after):
        return Window(before, cut_end(marked, rest - 1), "…")
    return Window(before, marked, _end(after, rest - middle, raw.cut_after))


def _end(after: str, room: int, cut: bool) -> str:
    if not cut and cells(after) <= room:
        return after
    return cut_end(after, room - 1) + "…"


def _show_span(text: str) -> str:
    shown = visible(text)
    return show_all(text) if text and not shown.strip("\u200c\u200d") else shown
