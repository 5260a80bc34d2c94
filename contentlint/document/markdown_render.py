"""Renders Markdown events to HTML exactly as pulldown-cmark does, with a place for every piece.

Equality to the byte is what makes it sound to take the HTML from the fast path and its places
from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from contentlint.document.markdown_pieces import (
    ATTRIBUTE_SPECIAL,
    Mark,
    Pieces,
    Rendering,
    escape_attribute,
    escape_href,
)

__all__ = ["Event", "Range", "Table", "code_point_table", "render_events"]

Event = Any
Range = Any
Table = Mapping[int, int] | range

_SPECIAL = re.compile("[&<>\r]")
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))
_INLINE_TAGS = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "del"}
_BLOCK_ENDS = {
    "Paragraph": "</p>\n",
    "HtmlBlock": "",
    "Item": "</li>\n",
    "CodeBlock": "</code></pre>\n",
    "Table": "</tbody></table>\n",
    "TableHead": "</tr></thead><tbody>\n",
    "TableRow": "</tr>\n",
    "FootnoteDefinition": "</div>\n",
}


def code_point_table(text: str, ranges: Iterable[Range]) -> Table:
    """Map the UTF-8 byte offsets of all *ranges* to code point offsets in *text*."""
    data = text.encode("utf-8")
    if len(data) == len(text):
        return range(len(text) + 1)
    offsets = {offset for span in ranges for offset in span.values()}
    table = {}
    before = count = 0
    for offset in sorted(offsets):
        count += len(data[before:offset].translate(None, _CONTINUATION_BYTES))
        table[offset] = count
        before = offset
    return table


def render_events(text: str, events: Sequence[tuple[Event, Range]], table: Table) -> Rendering:
    """Render *events* of *text* (byte ranges, text not merged), placed by *table*."""
    writer = _Writer(text)
    handlers = writer.handlers()
    put, is_special = writer.pieces.put, _SPECIAL.search
    for index, (event, span) in enumerate(events):
        start, end = table[span["start"]], table[span["end"]]
        if event.__class__ is str:
            writer.write_break(event, start, end)
            continue
        ((name, payload),) = event.items()
        if writer.in_image:
            writer.write_alt(name, payload, start, end)
        elif name == "Text" and text[start:end] == payload and payload and not is_special(payload):
            put(payload, start, end, True)  # by far the most frequent event
        else:
            handlers[name](payload, start, end, index)
    return writer.pieces.finish()


def _title_attribute(data: Mapping[str, str]) -> str:
    title = data["title"]
    return f' title="{escape_attribute(title)}"' if title else ""


class _Writer:
    """One handler per kind of event; each takes its payload, source range and event index."""

    def __init__(self, text: str) -> None:
        self.pieces = Pieces(text)
        self.in_image = 0
        self._image_tail: tuple[str, int, int] = ("", 0, 0)
        self._link_end = 0
        self._numbers: dict[str, int] = {}
        self._alignments: Sequence[str] = ()
        self._cell = 0
        self._in_head = True

    def handlers(self) -> dict[str, Callable[[Any, int, int, int], None]]:
        return {
            "Text": self._write_text,
            "Start": self._write_start,
            "End": self._write_end,
            "Code": self._write_code,
            "Html": self._write_html,
            "InlineHtml": self._write_html,
            "FootnoteReference": self._write_footnote_reference,
            "TaskListMarker": self._write_task_marker,
        }

    def write_break(self, event: str, start: int, end: int) -> None:
        """A soft or hard line break, or a thematic break."""
        pieces = self.pieces
        if self.in_image:
            pieces.put(" ", start, end)
        elif event == "SoftBreak":
            exact = end > start and pieces.text[end - 1] == "\n"
            pieces.put("\n", end - 1 if exact else start, end, exact)
        elif event == "HardBreak":
            pieces.put("<br />\n", start, end)
        else:
            pieces.put_block("<hr />\n", start, end)

    def write_alt(self, name: str, payload: Any, start: int, end: int) -> None:
        """Anything inside an image: only its text is kept, as the value of ``alt``."""
        pieces = self.pieces
        if name == "Start":
            self.in_image += 1
        elif name == "End":
            self.in_image -= 1
            if not self.in_image:
                pieces.put(*self._image_tail)
        elif name == "Code":
            pieces.put_code(payload, start, end, ATTRIBUTE_SPECIAL)
        elif name in ("Text", "InlineHtml"):
            pieces.put_escaped(payload, start, end, ATTRIBUTE_SPECIAL)
        elif name == "FootnoteReference":
            pieces.put(f"[{self._number_of(payload)}]", start, end)
        elif name == "TaskListMarker":
            pieces.put("[x]" if payload else "[ ]", start, end)

    def _mark(self, index: int, *, block: bool = False) -> None:
        pieces = self.pieces
        newline = block and not pieces.end_newline
        pieces.marks.append(Mark(index, pieces.position + newline))

    def _number_of(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def _write_text(self, value: str, start: int, end: int, _index: int) -> None:
        if value:
            self.pieces.put_escaped(value, start, end)
        else:
            self.pieces.put_nothing()

    def _write_code(self, value: str, start: int, end: int, index: int) -> None:
        self._mark(index)
        self.pieces.put("<code>", start, end)
        self.pieces.put_code(value, start, end)
        self.pieces.put("</code>", start, end)

    def _write_html(self, value: str, start: int, end: int, _index: int) -> None:
        self.pieces.put_html(value, start, end)

    def _write_footnote_reference(self, name: str, start: int, end: int, _index: int) -> None:
        label, number = escape_attribute(name), self._number_of(name)
        piece = f'<sup class="footnote-reference"><a href="#{label}">{number}</a></sup>'
        self.pieces.put(piece, start, end)

    def _write_task_marker(self, checked: bool, start: int, end: int, _index: int) -> None:
        state = ' checked=""' if checked else ""
        self.pieces.put(f'<input disabled="" type="checkbox"{state}/>\n', start, end)

    def _write_start(self, tag: Any, start: int, end: int, index: int) -> None:
        if tag.__class__ is str:
            self._write_plain_start(tag, start, end, index)
            return
        ((name, data),) = tag.items()
        if name == "Link":
            self._write_link(data, start, end, index)
        elif name == "Image":
            self._write_image(data, start, end, index)
        elif name == "Heading":
            self._mark(index, block=True)
            self.pieces.put_block(f"<{data['level'].lower()}>", start, end)
        elif name == "List":
            self._write_list(data, start, end)
        elif name == "CodeBlock":
            self._write_code_block(data, start, end, index)
        elif name == "Table":
            self._alignments = data
            self.pieces.put("<table>", start, self.pieces.trim(start, end))
        elif name == "BlockQuote":
            self.pieces.put_block("<blockquote>\n", start, end)
        else:
            self._write_footnote(data, start, end)

    def _write_plain_start(self, tag: str, start: int, end: int, index: int) -> None:
        pieces = self.pieces
        if tag in _INLINE_TAGS:
            pieces.put(f"<{_INLINE_TAGS[tag]}>", start, end)
        elif tag == "Paragraph":
            pieces.put_block("<p>", start, end)
        elif tag == "Item":
            pieces.put_block("<li>", start, end)
        elif tag == "HtmlBlock":
            self._mark(index)
        elif tag == "TableHead":
            self._in_head, self._cell = True, 0
            pieces.put("<thead><tr>", start, pieces.trim(start, end))
        elif tag == "TableRow":
            self._cell = 0
            pieces.put("<tr>", start, pieces.trim(start, end))
        else:
            self._write_cell(start, end)

    def _write_cell(self, start: int, end: int) -> None:
        name = "th" if self._in_head else "td"
        side = self._alignments[self._cell] if self._cell < len(self._alignments) else "None"
        style = "" if side == "None" else f' style="text-align: {side.lower()}"'
        self.pieces.put(f"<{name}{style}>", start, end)

    def _whole_reference(self, data: Mapping[str, str], end: int) -> int:
        """The range of a collapsed reference stops before its ``[]``."""
        collapsed = data["link_type"] == "Collapsed" and self.pieces.text.startswith("[]", end)
        return end + 2 if collapsed else end

    def _write_link(self, data: Mapping[str, str], start: int, end: int, index: int) -> None:
        self._link_end = end = self._whole_reference(data, end)
        self._mark(index)
        scheme = "mailto:" if data["link_type"] == "Email" else ""
        piece = f'<a href="{scheme}{escape_href(data["dest_url"])}"{_title_attribute(data)}>'
        self.pieces.put(piece, start, end)

    def _write_image(self, data: Mapping[str, str], start: int, end: int, index: int) -> None:
        end = self._whole_reference(data, end)
        self._mark(index)
        self.pieces.put(f'<img src="{escape_href(data["dest_url"])}" alt="', start, end)
        self.in_image = 1
        self._image_tail = (f'"{_title_attribute(data)} />', start, end)

    def _write_list(self, first: int | None, start: int, end: int) -> None:
        attribute = "" if first in (None, 1) else f' start="{first}"'
        name = "ul" if first is None else "ol"
        self.pieces.put_block(f"<{name}{attribute}>\n", start, end)

    def _write_code_block(self, kind: Any, start: int, end: int, index: int) -> None:
        self._mark(index, block=True)
        language = "" if kind == "Indented" else kind["Fenced"].split(" ", 1)[0]
        attribute = f' class="language-{escape_attribute(language)}"' if language else ""
        self.pieces.put_block(f"<pre><code{attribute}>", start, end)

    def _write_footnote(self, name: str, start: int, end: int) -> None:
        label, number = escape_attribute(name), self._number_of(name)
        piece = (
            f'<div class="footnote-definition" id="{label}">'
            f'<sup class="footnote-definition-label">{number}</sup>'
        )
        self.pieces.put_block(piece, start, end)

    def _write_end(self, tag: Any, start: int, end: int, _index: int) -> None:
        pieces = self.pieces
        if tag.__class__ is not str:
            ((name, data),) = tag.items()
            if name == "Heading":
                piece = f"</{data.lower()}>\n"
            elif name == "List":
                piece = "</ol>\n" if data else "</ul>\n"
            else:
                piece = "</blockquote>\n"
            pieces.put(piece, start, pieces.trim(start, end))
        elif tag in _INLINE_TAGS:
            pieces.put(f"</{_INLINE_TAGS[tag]}>", start, end)
        elif tag == "TableCell":
            pieces.put("</th>" if self._in_head else "</td>", start, end)
            self._cell += 1
        elif tag == "Link":
            pieces.put("</a>", start, self._link_end)
        else:
            pieces.put(_BLOCK_ENDS[tag], start, pieces.trim(start, end))
            self._in_head = self._in_head and tag != "TableHead"
