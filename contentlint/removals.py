"""Takes text out of a post so that the signs of Markdown around it mean the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from contentlint.document.spellings import names_of
from contentlint.findings import Edit, EditRow, Range
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "BLANK",
    "BLOCKS",
    "MARGIN",
    "begins_item",
    "block_at",
    "remove_span",
    "removed_range",
]

BLANK = " \t\n\f"
# blanks, and the marks of a quote in Markdown, which a tag may go on behind
MARGIN = BLANK + ">"
_CODE_INDENT = 4
_MARKS = ("***", "**", "__", "~~", "*", "_")
_NEAR = 4
_OPENING = pattern(r"(?:\A|\s)(?:\*{1,3}|_{1,3}|~~)\Z")
_CLOSING = pattern(r"(?:\*{1,3}|_{1,3}|~~)(?:\s|\Z)")
# what stands before an item's text, and before any line's
_ITEM = pattern(r"(?P<margin>[ \t>]*)(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+")
# those that an item with text may have that interrupts a paragraph
_INTERRUPTING = frozenset(("-", "*", "+", "1.", "1)"))
_MARGIN_OF_LINE = pattern(r"[ \t>]*")
_TO_NEXT_TEXT = pattern(
    r"[ \t]*+(?:\Z|(?:\n(?P<margin>[ \t>]*+))++)(?![-*_][-*_ \t]*$)", re.MULTILINE
)
# what begins a line of its own, and an HTML block of Markdown wherever it begins a line
BLOCKS = names_of(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p section "
    "summary table tbody td tfoot th thead tr ul"
)
# with it, Markdown ends a paragraph without an empty line
_ENDING = pattern(
    r"[ \t]*+(?:[-*+][ \t]+\S|#{1,6}(?=[ \t]|\Z)|```|~~~|<!--"
    r"|</?(?P<tag>[a-zA-Z]+[1-6]?)(?=[\s/>]))"
)


def remove_span(document: Document, span: Range) -> tuple[EditRow, ...]:
    """Remove *span*; if nothing else stands on its lines, the lines go with it.

    One stays, and is empty, where the text above and below would become one paragraph.
    """
    text = document.source.text
    start, end = removed_range(document, span)
    line_start = text.rfind("\n", 0, start) + 1
    if start < end and text[end - 1] == "\n":  # the end of its line is among it
        return (Edit(start if text[line_start:start].strip(BLANK) else line_start, end, ""),)
    line_end = text.find("\n", end)
    if line_end < 0:
        line_end = len(text)
    before, after = text[line_start:start], text[end:line_end]
    if not before.strip(MARGIN) and not after.strip(BLANK):
        kept = before.rstrip(BLANK)
        if kept and not _is_quoted(document, text, line_start, kept.count(">")):
            return (Edit(start, end, ""),)
        if line_end < len(text) and not _parts_paragraphs(document, line_start, line_end):
            return (Edit(line_start, line_end + 1, ""),)
        return (Edit(line_start + len(kept), line_end, ""),)
    return (Edit(start, end, ""),)


def _is_quoted(document: Document, text: str, line_start: int, marks: int) -> bool:
    """Whether the *marks* that the line begins with are those of a quote, and end no tag."""
    if document.kind != "markdown":
        return False
    block = block_at(document, line_start)
    if block is None:
        return True
    first = document.body_start + block[0]
    above = text[text.rfind("\n", 0, first) + 1 : first]
    return above.count(">") == marks


def _parts_paragraphs(document: Document, line_start: int, line_end: int) -> bool:
    """Whether a block of HTML begins with the line(s) right below text, and text follows."""
    text = document.source.text
    above = text[text.rfind("\n", 0, max(0, line_start - 1)) + 1 : line_start]
    next_end = text.find("\n", line_end + 1)
    below = text[line_end + 1 : next_end if next_end >= 0 else len(text)]
    if not above.strip(MARGIN) or not below.strip(MARGIN) or line_start <= document.body_start:
        return False
    if _ends_paragraph(above, below):
        return False
    block = block_at(document, line_start)
    return block is not None and block[0] >= line_start - document.body_start


def _ends_paragraph(above: str, below: str) -> bool:
    """Whether the line *below* cannot go on with the paragraph that the one *above* it is of."""
    found = _ENDING.match(below)
    if found is None or ((tag := found["tag"]) and tag.lower() not in BLOCKS):
        return False
    margins = (len(line) - len(line.lstrip()) for line in map(str.expandtabs, (above, below)))
    return next(margins) + _CODE_INDENT > next(margins)


def block_at(document: Document, at: int) -> Range | None:
    """The block of HTML that the text of the line around *at* is in, as a range of the body."""
    page, text = document.page, document.source.text
    if document.kind != "markdown" or page.made:
        return None
    blocks = page.source_map.html_blocks
    margin = _MARGIN_OF_LINE.match(text, text.rfind("\n", 0, at) + 1)
    first = (at if margin is None else margin.end()) - document.body_start
    index = bisect_right(blocks, first, key=lambda block: block.span.start) - 1
    return blocks[index].span if index >= 0 and first < blocks[index].span.end else None


def removed_range(document: Document, span: Range) -> Range:
    """*span*, with what must go with it so that the signs of Markdown around it mean the same."""
    if document.kind != "markdown":
        return span
    text, (start, end) = document.source.text, span
    for widen in (_with_marks, _with_item):
        low, high = widen(text, start, end)
        if (low, high) != (start, end) and not _is_raw(document, text, start):
            start, end = low, high
    return start, end


def _is_raw(document: Document, text: str, start: int) -> bool:
    """Whether what stands on the line before *start* is in a block of HTML, and means nothing."""
    block = block_at(document, start)
    if block is None:
        return False
    margin = _MARGIN_OF_LINE.match(text, text.rfind("\n", 0, start) + 1)
    return margin is not None and margin.end() < start


def _with_marks(text: str, start: int, end: int) -> Range:
    """Bold marks go if nothing is left between them, and a blank that would stand inside them."""
    for marks in _MARKS:
        if text.startswith(marks, end) and text.endswith(marks, 0, start):
            return start - len(marks), end + len(marks)
    if text[start - 1 : start] == " " and _CLOSING.match(text, end):
        return start - 1, end
    if text[end : end + 1] == " " and _OPENING.search(text[max(0, start - _NEAR) : start]):
        return start, end + 1
    return start, end


def _with_item(text: str, start: int, end: int) -> Range:
    """What goes where ``[start, end)`` is all that an item of a list begins with.

    In Markdown an item that begins with an empty line ends at the next empty one; and an empty item
    right below a paragraph is none: its ``-`` makes a heading of the paragraph, its ``1.`` is text.
    """
    first = text.rfind("\n", 0, start) + 1
    item = _ITEM.fullmatch(text, first, start)
    after = _TO_NEXT_TEXT.match(text, end) if item is not None else None
    if item is None or after is None:
        return start, end
    margin = after["margin"] or ""
    deeper = _width(margin) - _width(item.group())
    if margin.count(">") == item["margin"].count(">") and 0 <= deeper < _CODE_INDENT:
        return (start, after.end()) if after.end() < len(text) else (start, end)
    if item["mark"] in _INTERRUPTING and _is_below_text(text, first, item["margin"]):
        return first, text.find("\n", end) + 1 or len(text)
    return start, end


def begins_item(text: str, start: int) -> bool:
    """Whether nothing but the mark of an item stands on the line before *start*."""
    return _ITEM.fullmatch(text, text.rfind("\n", 0, start) + 1, start) is not None


def _is_below_text(text: str, first: int, margin: str) -> bool:
    """Whether the line that begins at *first* is below one that an item would have to interrupt."""
    above = text[text.rfind("\n", 0, max(0, first - 1)) + 1 : max(0, first - 1)]
    found = _MARGIN_OF_LINE.match(above)
    if found is None or found.end() == len(above):
        return False
    deeper = _width(found.group()) - _width(margin)
    return deeper < 0 or (deeper == 0 and _ITEM.match(above) is None)


def _width(margin: str) -> int:
    return len(margin.expandtabs(_CODE_INDENT))
