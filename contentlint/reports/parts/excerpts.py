"""The source line of a finding, parted at the span and cut to a window around it."""

from __future__ import annotations

from contentlint.findings import Finding
from contentlint.named import NamedTuple
from contentlint.reports.parts.cells import cells, take_end, take_start
from contentlint.reports.parts.visible import show_all, visible

__all__ = ["Marked", "Window", "fit_window", "part_excerpt", "show_span"]


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
    """Visible text that fits a width: where cut, the outer parts end in ``…``.

    *indent* and *length* are the widths of *before* and *marked* in cells.
    """

    before: str
    marked: str
    after: str
    indent: int
    length: int


def part_excerpt(finding: Finding, reach: int) -> Marked:
    """Part a finding's excerpt at its span, with at most *reach* code points in each part."""
    text, skipped, cut = finding.excerpt
    (first, column, _), (last, end_column, _) = finding.start, finding.end
    size = len(text)
    shift = 1 + skipped
    at = _clamp(column - shift, 0, size)
    to = size if last > first else _clamp(end_column - shift, at, size)
    low = at - reach if at > reach else 0
    before, cut_before = text[low:at], bool(low or skipped)
    if to - at > reach:
        return Marked(before, text[at : at + reach], "", cut_before, True, True)
    after, cut_after = text[to : to + reach], cut or to + reach < size
    return Marked(before, text[at:to], after, cut_before, cut_after, last > first)


def _clamp(value: int, low: int, high: int) -> int:
    return low if value < low else high if value > high else value


def fit_window(finding: Finding, width: int) -> Window:
    """Cut a finding's excerpt to *width* cells, the span as near the middle as there is text."""
    raw = part_excerpt(finding, width)
    marked, after = show_span(raw.marked), visible(raw.after)
    middle = cells(marked)
    room = max(width - middle, width // 4)
    half = room // 2
    # the left gets half, and what the right has no use for
    right = half if len(after) >= half else min(half, cells(after) + raw.cut_after)
    before, indent = _cut_before(visible(raw.before), room - right, raw.cut_before)
    rest = width - indent - middle
    if rest < 0 or (rest == 0 and (after or raw.cut_after)):
        marked, middle = take_start(marked, width - indent - 1)
        return Window(before, marked, "…", indent, middle)
    return Window(before, marked, _cut_after(after, rest, raw.cut_after), indent, middle)


def _cut_before(text: str, room: int, cut: bool) -> tuple[str, int]:
    if not cut and len(text) <= room:
        width = cells(text)
        if width <= room:
            return text, width
    end, width = take_end(text, room - 1)
    return "…" + end, width + 1


def _cut_after(text: str, room: int, cut: bool) -> str:
    if not cut and (len(text) * 2 <= room or (len(text) <= room and cells(text) <= room)):
        return text
    return take_start(text, room - 1)[0] + "…"


def show_span(text: str) -> str:
    """The text of a span made visible, also where it is nothing but joiners."""
    shown = visible(text)
    return show_all(text) if text and not shown.strip("\u200c\u200d") else shown
