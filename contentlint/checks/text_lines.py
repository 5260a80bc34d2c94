"""Checks of lines: blanks at their ends, how they end, and how the last one ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from contentlint.checks.text_zones import inside_markup, verbatim_zones
from contentlint.findings import Edit, Fix, Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["final_newline", "mixed_newlines", "trailing_whitespace"]

_BLANKS = " \t"
_NEWLINE = re.compile(r"\r\n?|\n")
_NEWLINE_NAMES = {"\r\n": "CRLF (Windows)", "\n": "LF (Unix)", "\r": "CR (old Macintosh)"}


class _Run(NamedTuple):
    """Blanks before the ends of lines; several ranges where whole lines hold only blanks."""

    ranges: list[Span]
    blank_lines: bool

    @property
    def span(self) -> Span:
        return Span(self.ranges[0].start, self.ranges[-1].end)


def trailing_whitespace(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Blanks at the ends of lines, but for hard breaks and wherever blanks count."""
    text = document.source.text
    if " \n" not in text and "\t\n" not in text and text[-1:] not in (" ", "\t"):
        return ()
    return _trailing(document, text)


def _trailing(document: Document, text: str) -> Iterator[Hit]:
    zones = verbatim_zones(document)
    fences = _fence_lines(document)
    breaks: frozenset[int] | None = None
    for run in _group(text, _runs(text)):
        start, end = run.span
        if zones.touch(start, end) or (start in fences) or _in_attribute(text, start):
            continue
        if not run.blank_lines and _could_break(text, start, end):
            breaks = _hard_breaks(document) if breaks is None else breaks
            if end in breaks:
                continue
        yield _trailing_hit(document, text, run)


def _trailing_hit(document: Document, text: str, run: _Run) -> Hit:
    start, end = run.span
    message = "lines" if run.blank_lines else None
    if end == len(text):
        message = "end"
    fix = None
    if run.blank_lines or text[start - 1 : start] != "\\" or document.kind == "html":
        # after a backslash the blank keeps the line from being broken there
        edits = tuple(Edit(low, high, "") for low, high in run.ranges)
        fix = Fix("safe", "Remove the blanks", edits)
    return Hit(run.span, {"count": end - start}, message=message, fix=fix)


def _runs(text: str) -> Iterator[tuple[Span, bool]]:
    """Every range of blanks that ends a line, and whether it is all that the line holds."""
    for end in _blank_ends(text):
        line = text.rfind("\n", 0, end) + 1
        start = line + len(text[line:end].rstrip(_BLANKS))
        yield Span(start, end), start == line


def _blank_ends(text: str) -> Iterator[int]:
    """Where lines that end in a blank end, in order."""
    find = text.find
    never = len(text) + 1
    space = find(" \n")
    tab = find("\t\n")
    while space >= 0 or tab >= 0:
        if 0 <= space < (tab if tab >= 0 else never):
            yield space + 1
            space = find(" \n", space + 1)
        else:
            yield tab + 1
            tab = find("\t\n", tab + 1)
    if text[-1:] in (" ", "\t"):
        yield len(text)


def _group(text: str, runs: Iterable[tuple[Span, bool]]) -> Iterator[_Run]:
    """Join lines of nothing but blanks that follow each other, empty lines between included."""
    pending: list[Span] = []
    for span, is_whole in runs:
        if pending and not (is_whole and not text[pending[-1].end : span.start].strip("\n")):
            yield _Run(pending, True)
            pending = []
        if is_whole:
            pending.append(span)
        else:
            yield _Run([span], False)
    if pending:
        yield _Run(pending, True)


def _fence_lines(document: Document) -> frozenset[int]:
    """Where blanks after the front matter's fences begin: another rule speaks of them."""
    front = document.front_matter
    if front.format is None:
        return frozenset()
    text = document.source.text
    fences = (front.open_fence, front.close_fence)
    return frozenset(
        fence.start + len(text[fence.start : fence.end].rstrip()) for fence in fences if fence
    )


def _could_break(text: str, start: int, end: int) -> bool:
    return end - start >= 2 and text[end - 2 : end] == "  " and end < len(text)


def _hard_breaks(document: Document) -> frozenset[int]:
    """Where in the source lines end that Markdown breaks."""
    page = document.page
    if document.kind == "html" or "<br />\n" not in page.html:
        return frozenset()
    html, base = page.html, document.body_start
    text = document.source.text
    return frozenset(
        text.find("\n", base + source_start, base + source_end)
        for start, end, source_start, source_end, verbatim in page.source_map.segments
        if not verbatim and html[start:end] == "<br />\n"
    )


def _in_attribute(text: str, at: int) -> bool:
    """Whether *at* stands inside a quoted attribute value that goes on over lines."""
    if not inside_markup(text, at):
        return False
    written = text[text.rfind("<", 0, at) : at]
    return written.count('"') % 2 == 1 or written.count("'") % 2 == 1


def final_newline(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """A last line without a line end; one of nothing but blanks is left to another rule."""
    text = document.source.text
    if not text or text[-1] == "\n":
        return ()
    if not text[text.rfind("\n") + 1 :].strip(_BLANKS):
        return ()
    end = len(text)
    fix = Fix("safe", "End the last line", (Edit(end, end, "\n"),))
    return (Hit(Span(end, end), fix=fix),)


def mixed_newlines(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Lines that end otherwise than most lines of the file."""
    source = document.source
    if source.raw is source.text:
        return ()
    return _odd_newlines(document)


def _odd_newlines(document: Document) -> Iterator[Hit]:
    source = document.source
    usual = source.newline
    odd: list[int] = []
    found = ""
    at = -1
    for newline in _NEWLINE.finditer(source.raw):
        at = source.text.find("\n", at + 1)
        if newline.group() != usual:
            odd.append(at)
            found = found or newline.group()
    if not odd:
        return
    edits = tuple(Edit(place, place + 1, "\n") for place in odd)
    values = {
        "usual": _NEWLINE_NAMES[usual],
        "odd": _NEWLINE_NAMES[found],
        "count": len(odd),
        "lines": "line ends" if len(odd) == 1 else "lines end",
    }
    fix = Fix("safe", f"End every line with {_NEWLINE_NAMES[usual]}", edits)
    yield Hit(Span(odd[0], odd[0] + 1), values, fix=fix)
