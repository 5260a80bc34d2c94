"""Renders Markdown events to HTML exactly as pulldown-cmark does, with a place for every piece.

Equality to the byte is what makes it sound to take the HTML from the fast path and its places
from here.  Half of all posts pay for this loop, so it keeps numbers instead of objects, does not
count characters, and lets go of every event that nobody will ask for again: to keep them all
costs as much as to render them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from contentlint.document.markdown_pieces import (
    ATTRIBUTE_SPECIAL,
    Piece,
    cut_code,
    cut_html,
    cut_text,
    escape_attribute,
    escape_href,
)

__all__ = ["Event", "Range", "Rendering", "render_events"]

Event = Any
Range = Any
_Placed = tuple[Event, Range]

# the tags that take no thought
_STARTS = {"Emphasis": "<em>", "Strong": "<strong>", "Strikethrough": "<del>"}
_BLOCK_STARTS = {"Paragraph": "<p>", "Item": "<li>"}
_ENDS = {
    "Emphasis": "</em>",
    "Strong": "</strong>",
    "Strikethrough": "</del>",
    "TableCell": "</td>",
}
_BLOCK_ENDS = {
    "Paragraph": "</p>\n",
    "Item": "</li>\n",
    "CodeBlock": "</code></pre>\n",
    "Table": "</tbody></table>\n",
    "TableRow": "</tr>\n",
    "FootnoteDefinition": "</div>\n",
}
_HEADING_STARTS = {f"H{level}": f"<h{level}>" for level in range(1, 7)}
_HEADING_ENDS = {f"H{level}": f"</h{level}>\n" for level in range(1, 7)}
_LIST_ENDS = {True: "</ol>\n", False: "</ul>\n"}
_ESCAPED = (b"&", b"<", b">", b"\r")
_LINE_END = 10


class Rendering:
    """The rendered HTML as pieces, in four lists of equal length.

    ``starts``: where a piece begins in the HTML, in code points.  ``lows`` and ``highs``: where it
    came from, in bytes of the source; a low below zero is ``~start`` of a copy, a high below zero
    the ``~end`` of a block whose blanks at the end do not count.  ``parts`` are what the pieces
    hold, or the last of them alone where nobody wants the HTML, which is most of the time.

    ``kept`` holds the events worth finding again with all that is inside of them; the other lists
    say at which of these something begins, and where in the HTML.
    """

    __slots__ = (
        "code_blocks",
        "code_spans",
        "footnotes",
        "headings",
        "highs",
        "html_blocks",
        "kept",
        "links",
        "lows",
        "parts",
        "size",
        "starts",
    )

    def __init__(self, *, whole: bool) -> None:
        # the line end at the beginning is none of the page; it spares a question per block
        self.parts: deque[str] = deque(("\n",), None if whole else 1)
        self.starts: list[int] = []
        self.lows: list[int] = []
        self.highs: list[int] = []
        self.size = 0
        self.kept: list[_Placed] = []
        self.links: list[tuple[int, int]] = []
        self.headings: list[tuple[int, int]] = []
        self.code_blocks: list[tuple[int, int]] = []
        self.code_spans: list[tuple[int, int]] = []
        self.html_blocks: list[tuple[int, int]] = []
        self.footnotes: list[int] = []

    @property
    def html(self) -> str:
        """The HTML, if it was to be *whole*."""
        return "".join(self.parts)[1:]


def render_events(data: bytes, events: Iterable[_Placed], *, whole: bool = False) -> Rendering:
    """Render *events* of *data*, a text in UTF-8 (byte ranges, text not merged).

    The HTML is put together only if *whole*.
    """
    renderer = _Renderer(data, iter(events), whole=whole)
    renderer.run()
    return renderer.rendering


class _Renderer:
    """The loop over the events, and a method for each kind of those that are not frequent."""

    def __init__(self, data: bytes, events: Iterator[_Placed], *, whole: bool) -> None:
        self.rendering = Rendering(whole=whole)
        self._data = data
        self._events = events
        self._next_escaped = [-1] * len(_ESCAPED)
        self._looked_from = 0
        self._size = 0  # of the HTML so far, in code points
        self._copied_to = -1  # where the last piece ends in the source, if it was copied
        self._kept_open = 0  # how many constructs are open whose events are all kept
        self._link_end = 0
        self._numbers: dict[str, int] = {}
        self._rows: dict[str, list[str]] = {}
        self._cells: Iterator[str] = repeat("<td>")
        self._ends = dict(_ENDS)

    def run(self) -> None:  # noqa: PLR0912, PLR0915 - a call for each event would cost as much again
        """Render all events: the frequent ones here, without a call."""
        data, ends, made, kept_open = self._data, self._ends, self.rendering, 0
        parts, starts, lows, highs = made.parts, made.starts, made.lows, made.highs
        size, copied_to, clear_from, clear_to, has_returns = 0, -1, 0, -1, b"\r" in data
        for placed in self._events:
            event, span = placed
            low, high = span["start"], span["end"]
            if kept_open:
                made.kept.append(placed)
            piece = None
            if "Text" in event:
                text = event["Text"]
                if high > clear_to or low < clear_from:
                    clear_from, clear_to = low, self._find_escaped(low)
                if high <= clear_to and text.encode() == data[low:high]:
                    piece, low = text, ~low
            elif "End" in event:
                tag = event["End"]
                if tag.__class__ is not str:
                    if "List" in tag:
                        piece, high = _LIST_ENDS[tag["List"]], ~high
                    elif "Heading" in tag:
                        self._kept_open = kept_open = kept_open - 1
                        piece, high = _HEADING_ENDS[tag["Heading"]], ~high
                elif tag in _BLOCK_ENDS:
                    piece, high = _BLOCK_ENDS[tag], ~high
                elif tag in ends:
                    piece = ends[tag]
            elif "Start" in event:
                tag = event["Start"]
                if tag.__class__ is not str:
                    pass
                elif tag == "TableCell":
                    piece = next(self._cells)
                elif tag in _BLOCK_STARTS:
                    piece, high = _BLOCK_STARTS[tag], ~high
                    if parts[-1][-1:] != "\n":
                        piece = "\n" + piece
                elif tag in _STARTS:
                    piece = _STARTS[tag]
            elif "Html" in event or "InlineHtml" in event:
                [text] = event.values()
                if text.encode() == data[low:high] and not has_returns:
                    piece, low = text, ~low
            elif event == "SoftBreak" and data[high - 1] == _LINE_END and low < high:
                piece, low = "\n", ~(high - 1)
            if piece:
                parts.append(piece)
                size_before, size = size, size + len(piece)
                if low >= 0:
                    copied_to = -1
                elif ~low == copied_to:
                    highs[-1] = copied_to = high
                    continue
                else:
                    copied_to = high
                starts.append(size_before)
                lows.append(low)
                highs.append(high)
            else:
                self._size, self._copied_to = size, copied_to
                self._write(placed)
                size, copied_to, kept_open = self._size, self._copied_to, self._kept_open
        made.size = size

    def _find_escaped(self, at: int) -> int:
        """Where the next character stands that HTML escapes; *at* for what is out of order."""
        if at < self._looked_from:
            return at
        self._looked_from = at
        data, following = self._data, self._next_escaped
        for number, character in enumerate(_ESCAPED):
            if following[number] < at:
                found = data.find(character, at)
                following[number] = found if found >= 0 else len(data)
        return min(following)

    def _put(self, piece: str, low: int, high: int) -> None:
        """Append a piece, placed as in `Rendering`; neighbours that were copied join."""
        if not piece:
            return
        made = self.rendering
        made.parts.append(piece)
        if low < 0 and ~low == self._copied_to:
            made.highs[-1] = high
        else:
            made.starts.append(self._size)
            made.lows.append(low)
            made.highs.append(high)
        self._copied_to = high if low < 0 else -1
        self._size += len(piece)

    def _put_all(self, pieces: Iterable[Piece]) -> None:
        for piece, start, end, copied in pieces:
            self._put(piece.decode(), ~start if copied else start, end)

    def _put_block(self, piece: str, span: Range) -> None:
        """A block's start tag: on a line of its own, placed without the blanks after the block."""
        made = self.rendering
        if made.parts[-1][-1:] != "\n":
            piece = "\n" + piece
        made.parts.append(piece)
        made.starts.append(self._size)
        made.lows.append(span["start"])
        made.highs.append(~span["end"])
        self._copied_to = -1
        self._size += len(piece)

    def _on_new_line(self) -> bool:
        return self.rendering.parts[-1][-1:] == "\n"

    def _mark(self, marks: list[tuple[int, int]], placed: _Placed, *, block: bool = False) -> None:
        """Note that something worth finding again begins here."""
        kept = self.rendering.kept
        if not self._kept_open:
            kept.append(placed)
        marks.append((len(kept) - 1, self._size + (block and not self._on_new_line())))

    def _number_of(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def _write(self, placed: _Placed) -> None:
        event, span = placed
        if event.__class__ is str:
            self._write_break(event, span)
        elif "End" in event:
            self._write_end(event["End"], span)
        elif "Start" not in event:
            [name] = event
            _LEAVES[name](self, event[name], placed)
        elif event["Start"].__class__ is str:
            _PLAIN_STARTS[event["Start"]](self, placed)
        else:
            [name] = tag = event["Start"]
            _TAGS[name](self, tag[name], placed)

    def _write_break(self, event: str, span: Range) -> None:
        """A soft or hard line break, or a thematic break."""
        start, end = span["start"], span["end"]
        if event == "HardBreak":
            self._put("<br />\n", start, end)
        elif event == "Rule":
            self._put_block("<hr />\n", span)
        else:
            self._put("\n", start, end)

    def _write_text(self, value: str, placed: _Placed) -> None:
        if not value:
            # it writes nothing, and yet the next block begins with a line end
            self.rendering.parts.append("")
            return
        start, end = placed[1]["start"], placed[1]["end"]
        self._put_all(cut_text(value.encode(), self._data[start:end], start))

    def _write_code(self, value: str, placed: _Placed) -> None:
        start, end = placed[1]["start"], placed[1]["end"]
        self._mark(self.rendering.code_spans, placed)
        self._put("<code>", start, end)
        written, source = value.encode(), self._data[start:end]
        if source == b"`%b`" % written and self._find_escaped(start) >= end:
            self._put(value, ~(start + 1), end - 1)
        else:
            self._put_all(cut_code(written, source, start))
        self._put("</code>", start, end)

    def _write_html(self, value: str, placed: _Placed) -> None:
        start, end = placed[1]["start"], placed[1]["end"]
        self._put_all(cut_html(value.encode(), self._data[start:end], start))

    def _write_footnote_reference(self, name: str, placed: _Placed) -> None:
        if not self._kept_open:
            self.rendering.kept.append(placed)
        label, number = escape_attribute(name), self._number_of(name)
        piece = f'<sup class="footnote-reference"><a href="#{label}">{number}</a></sup>'
        self._put(piece, placed[1]["start"], placed[1]["end"])

    def _write_task_marker(self, checked: bool, placed: _Placed) -> None:
        state = ' checked=""' if checked else ""
        piece = f'<input disabled="" type="checkbox"{state}/>\n'
        self._put(piece, placed[1]["start"], placed[1]["end"])

    def _start_html_block(self, placed: _Placed) -> None:
        self._mark(self.rendering.html_blocks, placed)

    def _start_head(self, placed: _Placed) -> None:
        self._cells = chain(self._rows["th"], repeat("<th>"))
        self._ends["TableCell"] = "</th>"
        self._put("<thead><tr>", placed[1]["start"], ~placed[1]["end"])

    def _start_row(self, placed: _Placed) -> None:
        self._cells = chain(self._rows["td"], repeat("<td>"))
        self._put("<tr>", placed[1]["start"], ~placed[1]["end"])

    def _whole_reference(self, data: Mapping[str, str], end: int) -> int:
        """The range of a collapsed reference stops before its ``[]``."""
        collapsed = data["link_type"] == "Collapsed" and self._data.startswith(b"[]", end)
        return end + 2 if collapsed else end

    def _start_link(self, data: Mapping[str, str], placed: _Placed) -> None:
        self._mark(self.rendering.links, placed)
        self._kept_open += 1
        self._link_end = end = self._whole_reference(data, placed[1]["end"])
        scheme = "mailto:" if data["link_type"] == "Email" else ""
        piece = f'<a href="{scheme}{escape_href(data["dest_url"])}"{_title_attribute(data)}>'
        self._put(piece, placed[1]["start"], end)

    def _start_image(self, data: Mapping[str, str], placed: _Placed) -> None:
        """An image with everything inside, of which only the text is kept, as its ``alt``."""
        self._mark(self.rendering.links, placed)
        start, end = placed[1]["start"], self._whole_reference(data, placed[1]["end"])
        self._put(f'<img src="{escape_href(data["dest_url"])}" alt="', start, end)
        depth = 1
        for inner in self._events:
            self.rendering.kept.append(inner)
            event, span = inner
            if event.__class__ is str:
                self._put(" ", span["start"], span["end"])
                continue
            ((name, payload),) = event.items()
            depth += (name == "Start") - (name == "End")
            if not depth:
                break
            self._write_alt(name, payload, span)
        self._put(f'"{_title_attribute(data)} />', start, end)

    def _write_alt(self, name: str, payload: Any, span: Range) -> None:
        start, end = span["start"], span["end"]
        if name == "Code":
            source = self._data[start:end]
            self._put_all(cut_code(payload.encode(), source, start, ATTRIBUTE_SPECIAL))
        elif name in ("Text", "InlineHtml"):
            source = self._data[start:end]
            self._put_all(cut_text(payload.encode(), source, start, ATTRIBUTE_SPECIAL))
        elif name == "FootnoteReference":
            self._put(f"[{self._number_of(payload)}]", start, end)
        elif name == "TaskListMarker":
            self._put("[x]" if payload else "[ ]", start, end)

    def _start_heading(self, data: Mapping[str, str], placed: _Placed) -> None:
        self._mark(self.rendering.headings, placed, block=True)
        self._kept_open += 1
        self._put_block(_HEADING_STARTS[data["level"]], placed[1])

    def _start_list(self, first: int | None, placed: _Placed) -> None:
        attribute = "" if first in (None, 1) else f' start="{first}"'
        name = "ul" if first is None else "ol"
        self._put_block(f"<{name}{attribute}>\n", placed[1])

    def _start_code_block(self, kind: Any, placed: _Placed) -> None:
        self._mark(self.rendering.code_blocks, placed, block=True)
        language = "" if kind == "Indented" else kind["Fenced"].split(" ", 1)[0]
        attribute = f' class="language-{escape_attribute(language)}"' if language else ""
        self._put_block(f"<pre><code{attribute}>", placed[1])

    def _start_table(self, columns: Sequence[str], placed: _Placed) -> None:
        sides = [
            "" if side == "None" else f' style="text-align: {side.lower()}"' for side in columns
        ]
        self._rows = {name: [f"<{name}{style}>" for style in sides] for name in ("th", "td")}
        self._put("<table>", placed[1]["start"], ~placed[1]["end"])

    def _start_quote(self, _kind: Any, placed: _Placed) -> None:
        self._put_block("<blockquote>\n", placed[1])

    def _start_footnote(self, name: str, placed: _Placed) -> None:
        self.rendering.footnotes.append(len(self.rendering.kept))
        self.rendering.kept.append(placed)
        label, number = escape_attribute(name), self._number_of(name)
        piece = (
            f'<div class="footnote-definition" id="{label}">'
            f'<sup class="footnote-definition-label">{number}</sup>'
        )
        self._put_block(piece, placed[1])

    def _write_end(self, tag: Any, span: Range) -> None:
        start, end = span["start"], span["end"]
        if tag == "Link":
            self._kept_open -= 1
            self._put("</a>", start, self._link_end)
        elif tag == "TableHead":
            self._ends["TableCell"] = "</td>"
            self._put("</tr></thead><tbody>\n", start, ~end)
        elif tag.__class__ is not str:
            self._put("</blockquote>\n", start, ~end)


def _title_attribute(data: Mapping[str, str]) -> str:
    title = data["title"]
    return f' title="{escape_attribute(title)}"' if title else ""


_LEAVES: dict[str, Callable[[_Renderer, Any, _Placed], None]] = {
    "Text": _Renderer._write_text,
    "Code": _Renderer._write_code,
    "Html": _Renderer._write_html,
    "InlineHtml": _Renderer._write_html,
    "FootnoteReference": _Renderer._write_footnote_reference,
    "TaskListMarker": _Renderer._write_task_marker,
}
_PLAIN_STARTS: dict[str, Callable[[_Renderer, _Placed], None]] = {
    "HtmlBlock": _Renderer._start_html_block,
    "TableHead": _Renderer._start_head,
    "TableRow": _Renderer._start_row,
}
_TAGS: dict[str, Callable[[_Renderer, Any, _Placed], None]] = {
    "Link": _Renderer._start_link,
    "Image": _Renderer._start_image,
    "Heading": _Renderer._start_heading,
    "List": _Renderer._start_list,
    "CodeBlock": _Renderer._start_code_block,
    "Table": _Renderer._start_table,
    "BlockQuote": _Renderer._start_quote,
    "FootnoteDefinition": _Renderer._start_footnote,
}
