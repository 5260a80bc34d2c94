"""What a Markdown text consists of: links, definitions, headings, code and HTML blocks, placed.

Everything is read from the parser's events; the text is only looked into between two places that
an event gave, to tell a link's destination from its title.  Each kind is read by itself, since
most checks ask for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from contentlint.document.markdown_render import Event, Range, Rendering
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = [
    "CodeBlock",
    "CodeSpan",
    "Definition",
    "Footnote",
    "Heading",
    "HtmlBlock",
    "Link",
    "Outline",
    "Points",
    "UndefinedReference",
    "read_definitions",
    "read_undefined",
]

Syntax = Literal["inline", "reference", "collapsed", "shortcut", "autolink", "email"]

_ATX = pattern(r"#{1,6}(?=[ \t\n]|\Z)")
# white space that may hold one line end, and after that the prefix of block quotes
_GAP = pattern(r"[ \t]*(?:\n[ \t>]*)?")
_ANGLE_DESTINATION = pattern(r"<((?:[^<>\\\n]|\\.)*)>")
_LABEL = pattern(r"\[((?:[^\[\]\\]|\\.)*)\]:", re.DOTALL)


class Points(Protocol):
    """The code point at which a byte offset stands."""

    def __getitem__(self, offset: int, /) -> int: ...


class Link(NamedTuple):
    """A link or an image; *url* is decoded, *rendered* is where its tag begins in the HTML.

    *destination* and *title* are the characters between their brackets or quotes, ``None`` where
    a definition holds them; *reference* is the label looked up.
    """

    kind: Literal["link", "image"]
    syntax: Syntax
    span: Span
    text: Span
    destination: Span | None
    title: Span | None
    url: str
    reference: str | None
    rendered: int


class Definition(NamedTuple):
    """A link reference definition."""

    span: Span
    label: Span
    destination: Span
    name: str
    url: str


class Footnote(NamedTuple):
    """A footnote: its whole definition, its label, and whether anything refers to it."""

    span: Span
    label: Span
    name: str
    used: bool


class UndefinedReference(NamedTuple):
    """A reference to a label that no definition has, which therefore stays plain text."""

    span: Span
    reference: str
    syntax: Syntax


class Heading(NamedTuple):
    """A heading; *span* is the whole construct, *content* what stands in the heading."""

    level: int
    span: Span
    content: Span
    style: Literal["atx", "setext"]
    text: str
    rendered: int


class CodeBlock(NamedTuple):
    """A code block; an indented one begins after the first line's indentation, info is ``""``."""

    kind: Literal["indented", "fenced"]
    span: Span
    info: str
    rendered: int


class CodeSpan(NamedTuple):
    """A code span with its backticks, and what stands between them."""

    span: Span
    content: Span
    rendered: int


class HtmlBlock(NamedTuple):
    """An HTML block, without the blanks after it."""

    span: Span
    rendered: int


class Outline:
    """Reads each kind when it is asked for, in the order of the text."""

    def __init__(self, text: str, rendering: Rendering, points: Points) -> None:
        self._text = text
        self._rendering = rendering
        self._events = rendering.kept
        self._points = points

    def links(self) -> list[Link]:
        """Every link and image."""
        return [self._link(index, at) for index, at in self._rendering.links]

    def headings(self) -> list[Heading]:
        """Every heading."""
        return [self._heading(index, at) for index, at in self._rendering.headings]

    def code_blocks(self) -> list[CodeBlock]:
        """Every fenced or indented code block."""
        return [self._code_block(index, at) for index, at in self._rendering.code_blocks]

    def code_spans(self) -> list[CodeSpan]:
        """Every code span."""
        return [self._code_span(index, at) for index, at in self._rendering.code_spans]

    def html_blocks(self) -> list[HtmlBlock]:
        """Every HTML block."""
        return [HtmlBlock(self._block_span(index), at) for index, at in self._rendering.html_blocks]

    def footnotes(self) -> list[Footnote]:
        """Every footnote that is defined, and whether anything refers to it."""
        events = self._events
        if not self._rendering.footnotes:
            return []
        used = {event["FootnoteReference"] for event, _ in events if "FootnoteReference" in event}
        footnotes = []
        for index in self._rendering.footnotes:
            name = events[index][0]["Start"]["FootnoteDefinition"]
            start, end = self._span(index)
            label = Span(start + 2, max(start + 2, self._text.find("]", start, end)))
            footnotes.append(Footnote(self._block_span(index), label, name, name in used))
        return footnotes

    def _span(self, index: int) -> Span:
        span = self._events[index][1]
        return Span(self._points[span["start"]], self._points[span["end"]])

    def _block_span(self, index: int) -> Span:
        start, end = self._span(index)
        while end > start and self._text[end - 1] in " \t\n":
            end -= 1
        return Span(start, end)

    def _inside(self, index: int) -> Iterator[int]:
        """The indexes of the events between a start tag and its end tag."""
        depth = 1
        while True:
            index += 1
            event = self._events[index][0]
            if event.__class__ is not str:
                depth += ("Start" in event) - ("End" in event)
            if not depth:
                return
            yield index

    def _content(self, index: int) -> Span | None:
        # the mark of a task list comes before its paragraph, even inside a heading
        spans = [
            self._events[inner][1]
            for inner in self._inside(index)
            if "TaskListMarker" not in self._events[inner][0]
        ]
        if not spans:
            return None
        start, end = min(span["start"] for span in spans), max(span["end"] for span in spans)
        return Span(self._points[start], self._points[end])

    def _code_span(self, index: int, rendered: int) -> CodeSpan:
        span = self._span(index)
        source = self._text[span.start : span.end]
        ticks = len(source) - len(source.lstrip("`"))
        # of a heading's last span, the parser's range has odd blanks behind it as well
        end = span.start + source.rfind("`") + 1
        return CodeSpan(Span(span.start, end), Span(span.start + ticks, end - ticks), rendered)

    def _code_block(self, index: int, rendered: int) -> CodeBlock:
        kind = self._events[index][0]["Start"]["CodeBlock"]
        span = self._block_span(index)
        if kind == "Indented":
            return CodeBlock("indented", span, "", rendered)
        return CodeBlock("fenced", span, kind["Fenced"], rendered)

    def _heading(self, index: int, rendered: int) -> Heading:
        level = int(self._events[index][0]["Start"]["Heading"]["level"][1:])
        span = self._block_span(index)
        atx = _ATX.match(self._text, span.start)
        content = self._content(index)
        if content is None:
            at = min(atx.end() if atx else span.start, span.end)
            content = Span(at, at)
        words = []
        for inner in self._inside(index):
            event = self._events[inner][0]
            if event.__class__ is str:
                words.append(" ")
            else:
                words.append(event.get("Text") or event.get("Code") or "")
        style: Literal["atx", "setext"] = "atx" if atx else "setext"
        return Heading(level, span, content, style, "".join(words), rendered)

    def _link(self, index: int, rendered: int) -> Link:
        tag = self._events[index][0]["Start"]
        kind: Literal["link", "image"] = "link" if "Link" in tag else "image"
        data = tag["Link"] if kind == "link" else tag["Image"]
        syntax: Syntax = data["link_type"].lower()
        span = self._span(index)
        url = data["dest_url"]
        if syntax in ("autolink", "email"):
            inner = Span(span.start + 1, span.end - 1)
            return Link(kind, syntax, span, inner, inner, None, url, None, rendered)
        if syntax == "collapsed" and self._text.startswith("[]", span.end):
            span = Span(span.start, span.end + 2)
        start = span.start + (1 if kind == "link" else 2)
        text = Span(start, self._text_end(index, syntax, start, span.end))
        if syntax != "inline":
            return Link(kind, syntax, span, text, None, None, url, data["id"], rendered)
        destination, title = _read_target(self._text, text.end + 2, span.end - 1)
        return Link(kind, syntax, span, text, destination, title, url, None, rendered)

    def _text_end(self, index: int, syntax: Syntax, start: int, end: int) -> int:
        content = self._content(index)
        after = max(start, content.end) if content else start
        closing = {"inline": "](", "reference": "][", "collapsed": "][", "shortcut": "]"}[syntax]
        at = self._text.find(closing, after, end)
        return at if at >= 0 else after


def _read_target(text: str, start: int, end: int) -> tuple[Span, Span | None]:
    """Read ``destination "title"`` between the brackets of an inline link."""
    destination, at = _read_destination(text, start, end)
    at = _skip_gap(text, at, end)
    stop = end
    while stop > at and text[stop - 1] in " \t\n>":
        stop -= 1
    if stop - at >= 2 and text[at] in "\"'(":
        return destination, Span(at + 1, stop - 1)
    return destination, None


def _read_destination(text: str, start: int, end: int) -> tuple[Span, int]:
    """The destination's span, and where it ends, the closing angle bracket included."""
    at = _skip_gap(text, start, end)
    angle = _ANGLE_DESTINATION.match(text, at, end)
    if angle:
        return Span(angle.start(1), angle.end(1)), angle.end()
    stop = at
    while stop < end and text[stop] not in " \t\n":
        stop += 1
    return Span(at, stop), stop


def _skip_gap(text: str, at: int, end: int) -> int:
    match = _GAP.match(text, at, end)
    return match.end() if match else at


def normalise_label(label: str) -> str:
    """Labels match case-insensitively, runs of white space as one space (CommonMark 4.7)."""
    return " ".join(label.split()).casefold()


def move_link(link: Link, shift: int, base: int) -> Link:
    """*link* of a part of a text, that begins *shift* into it, and *base* into the page."""

    def move(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    return link._replace(
        span=move(link.span),
        text=move(link.text),
        destination=None if link.destination is None else move(link.destination),
        title=None if link.title is None else move(link.title),
        rendered=link.rendered + base,
    )


def read_definitions(text: str, found: Mapping[str, Any], points: Points) -> list[Definition]:
    """Place the definitions *found* in *text*."""
    definitions = []
    for name, entry in found.items():
        start, end = points[entry["span"]["start"]], points[entry["span"]["end"]]
        label = _LABEL.match(text, start, end)
        if label:
            destination, _ = _read_destination(text, label.end(), end)
            label_span = Span(label.start(1), label.end(1))
            span = Span(start, end)
            definitions.append(Definition(span, label_span, destination, name, entry["dest"]))
    return definitions


def rename_definitions(text: str, definitions: Sequence[Definition]) -> str:
    """*text* with labels in its *definitions* that nobody uses; all else stays as it is."""
    parts, at = [], 0
    for number, definition in enumerate(sorted(definitions)):
        parts += [text[at : definition.label.start], f"\ue000{number}"]
        at = definition.label.end
    return "".join([*parts, text[at:]])


def read_labels_used(events: Sequence[tuple[Event, Range]]) -> frozenset[str]:
    """The labels that links and images among *events* ask for, normalised."""
    return frozenset(map(normalise_label, _labels_used(events)))


def _labels_used(events: Sequence[tuple[Event, Range]]) -> Iterator[str]:
    for event, _ in events:
        if event.__class__ is not str and "Start" in event:
            tag = event["Start"]
            if tag.__class__ is not str:
                data = tag.get("Link") or tag.get("Image")
                if data and data["id"]:
                    yield data["id"]


def read_undefined(
    text: str, broken: Sequence[Mapping[str, Any]], points: Points
) -> list[UndefinedReference]:
    """Place the *broken* references the parser reported."""
    references = []
    for entry in broken:
        span = Span(points[entry["span"]["start"]], points[entry["span"]["end"]])
        syntax: Syntax = entry["link_type"].lower().removesuffix("unknown")
        if syntax == "collapsed" and text.startswith("[]", span.end):
            span = Span(span.start, span.end + 2)
        references.append(UndefinedReference(span, entry["reference"], syntax))
    return references
