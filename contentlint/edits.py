"""Edits on tags and attributes: exact, and only where the source holds the tag as written."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from contentlint.document.spellings import names_of
from contentlint.document.tag_places import attribute_ranges
from contentlint.findings import Edit, EditRow, Range
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Found, Place

__all__ = [
    "AttributeParts",
    "Edits",
    "add_attribute",
    "begins_item",
    "block_at",
    "encode_attribute",
    "is_parted",
    "removal",
    "remove_attribute",
    "remove_element",
    "remove_span",
    "removed_range",
    "rename_attribute",
    "set_attribute",
    "split_attribute",
    "unwrap",
    "unwrap_from",
]

Edits = tuple[EditRow, ...]
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
_BLOCKS = names_of(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p section "
    "summary table tbody td tfoot th thead tr ul"
)
_SHOWN = "img, video, audio, iframe, embed, object, svg, canvas, input, button, hr"
_MOST_BESIDE = 20
# with it, Markdown ends a paragraph without an empty line
_ENDING = pattern(
    r"[ \t]*+(?:[-*+][ \t]+\S|#{1,6}(?=[ \t]|\Z)|```|~~~|<!--"
    r"|</?(?P<tag>[a-zA-Z]+[1-6]?)(?=[\s/>]))"
)
_BLANK = " \t\n\f"
_ENDS = _BLANK + ">"
# blanks, and the marks of a quote in Markdown, which a tag may go on behind
_MARGIN = _ENDS


class AttributeParts:
    """An attribute's name, its value as written, and the quote around it (``""``: unquoted)."""

    __slots__ = ("name", "quote", "value", "value_span")

    def __init__(self, name: str, value: str | None, quote: str, value_span: Span | None) -> None:
        self.name = name
        self.value = value
        self.quote = quote
        self.value_span = value_span


def split_attribute(text: str, span: Span) -> AttributeParts:
    """Take apart the attribute that *span* of *text* covers, name to end of value."""
    written = text[span.start : span.end]
    equals = written.find("=", 1)
    if equals < 0:
        return AttributeParts(written, None, "", None)
    name = written[:equals].rstrip(_BLANK)
    start = equals + 1
    while start < len(written) and written[start] in _BLANK:
        start += 1
    quote = written[start : start + 1]
    end = len(written)
    if quote in ('"', "'"):
        start += 1
        end -= 1 if written.endswith(quote) and end > start else 0
    else:
        quote = ""
    value_span = Span(span.start + start, span.start + end)
    return AttributeParts(name, written[start:end], quote, value_span)


def encode_attribute(value: str, quote: str, *, like: str = "") -> str:
    """Write *value* for an attribute in *quote*s; a bare ``&`` stays bare if *like* has some."""
    if value.isalnum():
        return value
    bare = "&" in like and "&amp;" not in like
    if not bare:
        value = value.replace("&", "&amp;")
    if quote == "'":
        return value.replace("'", "&#39;")
    return value.replace('"', "&quot;")


def remove_span(document: Document, span: Range) -> Edits:
    """Remove *span*; if nothing else stands on its lines, the lines go with it.

    One stays, and is empty, where the text above and below would become one paragraph.
    """
    text = document.source.text
    start, end = removed_range(document, span)
    line_start = text.rfind("\n", 0, start) + 1
    if start < end and text[end - 1] == "\n":  # the end of its line is among it
        return (Edit(start if text[line_start:start].strip(_BLANK) else line_start, end, ""),)
    line_end = text.find("\n", end)
    if line_end < 0:
        line_end = len(text)
    before, after = text[line_start:start], text[end:line_end]
    if not before.strip(_MARGIN) and not after.strip(_BLANK):
        kept = before.rstrip(_BLANK)
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
    if not above.strip(_MARGIN) or not below.strip(_MARGIN) or line_start <= document.body_start:
        return False
    if _ends_paragraph(above, below):
        return False
    block = block_at(document, line_start)
    return block is not None and block[0] >= line_start - document.body_start


def _ends_paragraph(above: str, below: str) -> bool:
    """Whether the line *below* cannot go on with the paragraph that the one *above* it is of."""
    found = _ENDING.match(below)
    if found is None or ((tag := found["tag"]) and tag.lower() not in _BLOCKS):
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


def remove_element(document: Document, element: Any) -> Edits | None:
    """Remove the element with all it holds; ``None`` where its source is not its markup.

    ``None``, too, where it is all that keeps the texts around it on lines of their own.
    """
    place = document.page.element(element)
    if place is None or not place.verbatim:
        return None
    if _has_text(element, "previous_sibling") and _has_text(element, "next_sibling"):
        return None
    if element.source_location.end_tag is None and len(element.children):
        return None
    return remove_span(document, place.span)


def _has_text(block: Any, step: str) -> bool:
    """Whether what stands beside a *block*, in the direction of *step*, would share its line.

    Blocks that show nothing do not count: they may be removed, too.
    """
    if block.tag not in _BLOCKS:
        return False
    node = getattr(block, step)
    for _ in range(_MOST_BESIDE):
        if node is None:
            break
        if _is_shown(node):
            return _is_in_line(node, step)
        node = getattr(node, step)
    return False


def _is_shown(node: Any) -> bool:
    if not hasattr(node, "tag"):
        return type(node).__name__ == "Text" and bool(node.data.strip(_BLANK))
    if node.tag not in _BLOCKS or node.tag == "hr" or node.text.strip(_BLANK):
        return True
    return node.select_one(_SHOWN) is not None


def _is_in_line(node: Any, step: str) -> bool:
    tag = getattr(node, "tag", None)
    if tag not in _BLOCKS:
        return True
    # a paragraph ends where a block begins
    location = node.source_location if step == "previous_sibling" and tag == "p" else None
    return location is not None and location.end_tag is None


def unwrap(document: Document, element: Any) -> Edits | None:
    """Remove the element's tags and keep what is between them, byte for byte.

    ``None`` where that is on lines of its own for the element alone.
    """
    if _has_text(element, "previous_sibling") or _has_text(element, "next_sibling"):
        return None
    start = document.page.find_start_tag(element)
    return None if start is None else unwrap_from(document, element, start)


def unwrap_from(document: Document, element: Any, start: Found) -> Edits | None:
    """The same for whoever has the place of the start tag already."""
    end = document.page.find_end_tag(element)
    if end is None or not (start[1] and end[1]):
        return None
    return (*start[0], ""), (*end[0], "")


def remove_attribute(document: Document, element: Any, name: str) -> Edits | None:
    """Remove an attribute together with the one blank before it."""
    place = _attribute(document, element, name)
    return None if place is None else (removal(document.source.text, *place),)


def removal(text: str, start: int, end: int) -> EditRow:
    """The edit that removes the attribute at a range of *text* together with the blank before it.

    The blank stays where it parts what stands before from a slash or another attribute. What stood
    first on its line leaves no empty one behind, which would end the tag in Markdown.
    """
    if is_parted(text, start, end):
        return (start - 1, end, "")
    if text[start - 1] not in _BLANK or text[end : end + 1] not in _ENDS:  # or the text ends
        return (start, end, "")
    low = start - 1
    line = low
    while text[line] != "\n" and text[line] in _MARGIN:
        line -= 1
    if text[line] != "\n":
        return (low, end, "")
    while text[line - 1] in _BLANK:
        line -= 1
    return (line, end, "")


def is_parted(text: str, start: int, end: int) -> bool:
    """Whether `removal` takes just the one blank before, as it does nearly always."""
    return (
        text[start - 1] == " "
        and text[start - 2] not in _MARGIN
        and text[end : end + 1] in _ENDS  # or the text ends
    )


def set_attribute(document: Document, element: Any, name: str, value: str) -> Edits | None:
    """Give an attribute a value, in the quotes it has; add it as the last one if it is missing."""
    text = document.source.text
    place = _attribute(document, element, name)
    if place is None:
        tag = document.page.start_tag(element)
        return None if tag is None else add_attribute(document, tag, name, value)
    start, end = place
    parts = split_attribute(text, Span(start, end))
    if parts.value_span is None:
        return (Edit(end, end, f'="{encode_attribute(value, chr(34))}"'),)
    written = encode_attribute(value, parts.quote or '"', like=parts.value or "")
    if not parts.quote and (not written or any(c in "\"'=<>`" or c.isspace() for c in written)):
        written = f'"{written}"'
    return (Edit(*parts.value_span, written),)


def add_attribute(document: Document, tag: Place, name: str, value: str) -> Edits | None:
    """Add an attribute as the last one of the start tag at *tag*, which must not have it."""
    if not tag.verbatim:
        return None
    text = document.source.text
    start, end = tag.span
    at = end - 1
    # a slash may be the end of a value without quotes
    base = document.body_start
    ends = [high for _, high in attribute_ranges(document.templates.text, start - base).values()]
    if text[at - 1] == "/" and at - start not in ends:
        at -= 1
    while text[at - 1] in _BLANK:
        at -= 1
    return ((at, at, f' {name}="{encode_attribute(value, chr(34))}"'),)


def rename_attribute(document: Document, element: Any, name: str, new: str) -> Edits | None:
    """Rename an attribute; its value stays as written."""
    place = _attribute(document, element, name)
    if place is None or element.attr(new) is not None:
        return None
    return (Edit(place[0], place[0] + len(name), new),)


def _attribute(document: Document, element: Any, name: str) -> Range | None:
    """Where the source holds an attribute as it is."""
    page = document.page
    tag = page.tag(element)
    span = None if tag is None else page.attribute_range(tag[0], name)
    if tag is None or span is None:
        return None
    low, high = span
    return page.find_copy(tag[0] + low, tag[0] + high)
