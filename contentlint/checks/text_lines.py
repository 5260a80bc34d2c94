"""Checks of lines: blanks at their ends, how they end, and how the last one ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.text_zones import has_block_scalars, inside_markup, verbatim_zones
from contentlint.findings import Edit, HitRow, Range, fix_of, hit_of
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["final_newline", "mixed_newlines", "trailing_whitespace"]

_BLANKS = " \t"
_MARK_ENDS = "-*+."
_MARK = pattern(r"[ \t>]*(?:[-*+]|\d{1,9}\.)")
_NEWLINE = pattern(r"\r\n?|\n")
_NEWLINE_NAMES = {"\r\n": "CRLF (Windows)", "\n": "LF (Unix)", "\r": "CR (old Macintosh)"}


def trailing_whitespace(document: Document, options: Mapping[str, Any]) -> Iterable[HitRow]:
    """Blanks at the ends of lines, but for hard breaks and wherever blanks count."""
    text = document.source.text
    ends = _blank_ends(text)
    return _trailing(document, text, ends) if ends else ()


def _trailing(document: Document, text: str, ends: list[int]) -> Iterator[HitRow]:
    zones = verbatim_zones(document) if _may_matter(document, ends) else None
    front_end = document.body_start
    pending: list[Range] = []
    for end in ends:
        line = text.rfind("\n", 0, end) + 1
        start = line + len(text[line:end].rstrip(_BLANKS))
        if pending and (start > line or text[pending[-1][1] : line].strip("\n")):
            yield _blank_lines_hit(text, pending)
            pending = []
        if (zones is not None and zones.touch(start, end)) or _in_attribute(text, start):
            continue
        if start == line:
            pending.append((start, end))
        elif (
            (start < front_end and _is_fence(document, start))
            or _is_break(document, text, start, end)
            or (
                start > front_end
                and text[start - 1] in _MARK_ENDS
                and _is_item(document, line, start)
            )
        ):
            continue
        else:
            yield _line_hit(document, text, start, end)
    if pending:
        yield _blank_lines_hit(text, pending)


def _may_matter(document: Document, ends: list[int]) -> bool:
    """Whether there may be anything in which blanks count, where the lines that *ends* ends are."""
    return ends[-1] > document.body_start or has_block_scalars(document)


def _is_item(document: Document, line: int, start: int) -> bool:
    """Whether a line is the mark of an item alone, which is text to kramdown without a blank."""
    if "jekyll" not in document.settings.generators or document.kind != "markdown":
        return False
    return _MARK.fullmatch(document.source.text, line, start) is not None


def _line_hit(document: Document, text: str, start: int, end: int) -> HitRow:
    message = "end" if end == len(text) else None
    fix = None
    if text[start - 1] != "\\" or document.kind == "html":
        # after a backslash the blank keeps the line from being broken there
        fix = fix_of("safe", "Remove the blanks", ((start, end, ""),))
    return hit_of((start, end), {"count": end - start}, message, fix)


def _blank_lines_hit(text: str, ranges: list[Range]) -> HitRow:
    """One finding for lines of nothing but blanks that follow each other."""
    start, end = ranges[0][0], ranges[-1][1]
    message = "end" if end == len(text) and len(ranges) == 1 else "lines"
    edits = tuple([(low, high, "") for low, high in ranges])
    fix = fix_of("safe", "Remove the blanks", edits)
    return hit_of((start, end), {"count": end - start}, message=message, fix=fix)


def _blank_ends(text: str) -> list[int]:
    """Where lines that end in a blank end, in order."""
    find = text.find
    ends: list[int] = []
    at = find(" \n")
    while at >= 0:
        ends.append(at + 1)
        at = find(" \n", at + 1)
    if "\t" in text:
        at = find("\t\n")
        while at >= 0:
            ends.append(at + 1)
            at = find("\t\n", at + 1)
        ends.sort()
    if text[-1:] in (" ", "\t"):
        ends.append(len(text))
    return ends


def _is_fence(document: Document, at: int) -> bool:
    """Whether the blanks at *at* follow a fence of the front matter: another rule's subject."""
    front, text = document.front_matter, document.source.text
    for fence in (front.open_fence, front.close_fence):
        if fence is not None and fence[0] <= at <= fence[1]:
            start, end = fence
            if start + len(text[start:end].rstrip()) == at:
                return True
    return False


def _is_break(document: Document, text: str, start: int, end: int) -> bool:
    """Whether the blanks break a line in Markdown."""
    return _could_break(text, start, end) and end in _hard_breaks(document)


def _could_break(text: str, start: int, end: int) -> bool:
    return end - start >= 2 and text[end - 2 : end] == "  " and end < len(text)


def _hard_breaks(document: Document) -> frozenset[int]:
    """Where in the source lines end that Markdown breaks."""
    cache = document.page.cache
    ends: frozenset[int] | None = cache.get("hard-breaks")
    if ends is None:
        ends = cache["hard-breaks"] = _find_hard_breaks(document)
    return ends


def _find_hard_breaks(document: Document) -> frozenset[int]:
    page = document.page
    if document.kind == "html" or "br" not in page.tags or "<br />\n" not in page.html:
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
    if text[at - 1 : at] == ">" or not inside_markup(text, at):
        return False
    written = text[text.rfind("<", 0, at) : at]
    return written.count('"') % 2 == 1 or written.count("'") % 2 == 1


def final_newline(document: Document, options: Mapping[str, Any]) -> Iterable[HitRow]:
    """A last line without a line end; one of nothing but blanks is left to another rule."""
    text = document.source.text
    if not text or text[-1] == "\n":
        return ()
    if not text[text.rfind("\n") + 1 :].strip(_BLANKS):
        return ()
    end = len(text)
    fix = fix_of("safe", "End the last line", (Edit(end, end, "\n"),))
    return (hit_of(Span(end, end), fix=fix),)


def mixed_newlines(document: Document, options: Mapping[str, Any]) -> Iterable[HitRow]:
    """Lines that end otherwise than most lines of the file."""
    source = document.source
    if source.raw is source.text:
        return ()
    return _odd_newlines(document)


def _odd_newlines(document: Document) -> Iterator[HitRow]:
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
    fix = fix_of("safe", f"End every line with {_NEWLINE_NAMES[usual]}", edits)
    yield hit_of(Span(odd[0], odd[0] + 1), values, fix=fix)
