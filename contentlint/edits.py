"""Edits on tags and attributes: exact, and only where the source holds the tag as written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contentlint.document.tag_places import attribute_ranges
from contentlint.findings import Edit, EditRow, Range
from contentlint.removals import BLANK, BLOCKS, MARGIN, remove_span, removed_range
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Found, Place

__all__ = [
    "AttributeParts",
    "Edits",
    "add_attribute",
    "encode_attribute",
    "is_parted",
    "removal",
    "remove_attribute",
    "remove_block",
    "remove_element",
    "rename_attribute",
    "set_attribute",
    "split_attribute",
    "unwrap",
    "unwrap_from",
]

Edits = tuple[EditRow, ...]
_SHOWN = "img, video, audio, iframe, embed, object, svg, canvas, input, button, hr"
_MOST_BESIDE = 20
# what may stand behind an attribute
_ENDS = BLANK + ">"


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
    name = written[:equals].rstrip(BLANK)
    start = equals + 1
    while start < len(written) and written[start] in BLANK:
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


def remove_block(document: Document, element: Any, place: Place) -> Edits | None:
    """Remove the block at *place*, be it one of tags or one that Markdown made.

    The line of the latter stays, so that what is around it does not become one paragraph.
    """
    if place.verbatim:
        return remove_element(document, element)
    return (Edit(*removed_range(document, place.span), ""),)


def _has_text(block: Any, step: str) -> bool:
    """Whether what stands beside a *block*, in the direction of *step*, would share its line.

    Blocks that show nothing do not count: they may be removed, too.
    """
    if block.tag not in BLOCKS:
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
        return type(node).__name__ == "Text" and bool(node.data.strip(BLANK))
    if node.tag not in BLOCKS or node.tag == "hr" or node.text.strip(BLANK):
        return True
    return node.select_one(_SHOWN) is not None


def _is_in_line(node: Any, step: str) -> bool:
    tag = getattr(node, "tag", None)
    if tag not in BLOCKS:
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
    if text[start - 1] not in BLANK or text[end : end + 1] not in _ENDS:  # or the text ends
        return (start, end, "")
    low = start - 1
    line = low
    while text[line] != "\n" and text[line] in MARGIN:
        line -= 1
    if text[line] != "\n":
        return (low, end, "")
    while text[line - 1] in BLANK:
        line -= 1
    return (line, end, "")


def is_parted(text: str, start: int, end: int) -> bool:
    """Whether `removal` takes just the one blank before, as it does nearly always."""
    return (
        text[start - 1] == " "
        and text[start - 2] not in MARGIN
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
    while text[at - 1] in BLANK:
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
