"""Finds what kramdown (Jekyll) reads otherwise than GitHub: tables, and Markdown in elements.

To kramdown a table is a block by itself, every line of which has a bar: with text, a heading or a
list right above or below there is none, and a paragraph with a bar in its only line is one. Of an
element it reads nothing but its end tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.content_model_report import short
from contentlint.checks.markdown import accidental_code
from contentlint.checks.markdown_raw import reads_elements
from contentlint.checks.markdown_whole import whole_spans
from contentlint.checks.text_zones import Zones
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["misread_tables", "unread_elements"]

_PREFIX: Final = pattern(r"[ \t>]*")
_ITEM: Final = pattern(r"(?:[-*+]|\d{1,9}\.)[ \t]+")
_ROW: Final = pattern(r"\|.*\|[ \t]*\Z")
_DASHES: Final = pattern(
    r"\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)+\|?[ \t]*\Z|\|[ \t]*-+[ \t]*\|"
)
_CODE: Final = pattern(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_BAR: Final = pattern(r"(?<!\\)\|")
# an attribute list, a tag of Liquid, a caption, or what begins no paragraph
_NO_TEXT: Final = pattern(r"\{[:%{]")
_NO_LINE: Final = pattern(r"\{[:%{]|[|:#]")
_TAG: Final = pattern(r"<[A-Za-z/!]")
_LONGEST: Final = 2000
_UNREAD: Final = frozenset(
    {
        "details",
        "div",
        "section",
        "article",
        "aside",
        "figure",
        "center",
        "main",
        "header",
        "footer",
    }
)
_PROGRAM: Final = pattern(r"[{}=;\\`$]")
# what Markdown makes of its marks
_MADE: Final = "strong, em, a, img, code, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, table"


class _Line:
    """A line of the body: where its own text begins and ends, and what it is."""

    __slots__ = ("end", "has_bar", "indent", "is_blank", "is_item", "start", "text")

    def __init__(self, body: str, begin: int, end: int) -> None:
        prefix = _PREFIX.match(body, begin, end)
        start = prefix.end() if prefix else begin
        item = _ITEM.match(body, start, end)
        self.indent = start - begin
        self.is_item = item is not None
        self.start = item.end() if item else start
        self.end = end
        self.text = body[self.start : end]
        self.is_blank = not self.text.strip()
        self.has_bar = bool("|" in self.text and _BAR.search(_without_code(self.text)))


def _without_code(text: str) -> str:
    return _CODE.sub(lambda code: "`" * len(code[0]), text[:_LONGEST])


def misread_tables(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Rows that something touches, and single lines of text with a bar in them."""
    if document.kind != "markdown" or "|" not in document.latin:
        return
    body, at = document.templates.text, 0
    unread: Zones | None = None
    while (bar := body.find("|", at)) >= 0:
        begin = body.rfind("\n", 0, bar) + 1
        lines = _bar_lines(body, begin)
        last = lines[-1] if lines else _line(body, begin)
        at = last.end
        if not lines:
            continue
        above = _line(body, body.rfind("\n", 0, begin - 1) + 1) if begin else None
        below = _line(body, last.end + 1) if last.end < len(body) else None
        hit = _judge(document, lines, above, below)
        if hit is None:
            continue
        unread = unread or _unread_places(document)
        # code that is indented begins behind its blanks
        if not unread.touch(begin, lines[0].start + 1):
            yield hit


def _unread_places(document: Document) -> Zones:
    """Code, HTML, and the elements of which kramdown reads nothing; places in the body."""
    page, base = document.page, document.body_start
    spans = [block.span for block in page.source_map.code_blocks]
    spans += [block.span for block in page.source_map.html_blocks]
    if not _UNREAD.isdisjoint(page.tags) and not reads_elements(document):
        for element in page.select(f":is({','.join(sorted(_UNREAD))}):not([markdown])"):
            tag, end = page.start_tag(element), page.end_tag(element)
            if tag is not None and tag.verbatim and end is not None:
                spans.append(Span(tag.span.start - base, end.span.end - base))
    return Zones(spans)


def _line(body: str, begin: int) -> _Line:
    end = body.find("\n", begin)
    return _Line(body, begin, end if end >= 0 else len(body))


def _bar_lines(body: str, begin: int) -> list[_Line]:
    """The lines with bars from *begin* on; a list item begins anew."""
    lines: list[_Line] = []
    while begin < len(body):
        line = _line(body, begin)
        if not line.has_bar or (lines and line.is_item):
            break
        lines.append(line)
        begin = line.end + 1
    return lines


def _judge(
    document: Document, lines: list[_Line], above: _Line | None, below: _Line | None
) -> Hit | None:
    first, last, base = lines[0], lines[-1], document.body_start
    touches_above = not first.is_item and above is not None and _is_text(document, above)
    touches_below = below is not None and not (last.is_item and below.is_item)
    touches_below = touches_below and below is not None and _is_text(document, below)
    span = Span(base + first.start, base + first.start + len(first.text.rstrip()))
    values = {"text": first.text.strip()}
    if len(lines) > 1:
        if not _is_table(lines) or not (touches_above or touches_below):
            return None
        message = "both" if touches_above and touches_below else None
        message = "below" if not touches_above else message
        return Hit(span, values, message=message, fix=_part(document, first, message))
    # an item ends this one's, unless it is a list below a paragraph
    is_end = below is not None and below.is_item and below.indent < first.indent
    if (
        touches_above
        or (touches_below and not is_end)
        or _NO_LINE.match(first.text)
        or _TAG.search(first.text)
    ):
        return None
    if _NO_TEXT.match(document.body, first.start):
        return None
    is_formula = "$" in first.text
    return Hit(span, values, message="formula" if is_formula else "line", fix=None)


def _is_text(document: Document, line: _Line) -> bool:
    """Whether *line* ends or begins no block of its own for a table beside it."""
    return not line.is_blank and _NO_TEXT.match(document.body, line.start) is None


def _is_table(lines: list[_Line]) -> bool:
    """Whether these lines were meant for a table."""
    if any(_DASHES.match(line.text) for line in lines[:2]):
        return True
    return all(_ROW.match(line.text) for line in lines)


def _part(document: Document, first: _Line, message: str | None) -> Fix | None:
    """An empty line above the table; below it, a program that reads GFM would read another text."""
    text, base = document.source.text, document.body_start
    begin = text.rfind("\n", 0, base + first.start) + 1
    prefix = text[begin : base + first.start]
    if message is not None or prefix.strip(" \t>"):
        return None
    new = prefix.rstrip() + "\n"
    return Fix("safe", "Put an empty line above the table", (Edit(begin, begin, new),))


def unread_elements(
    document: Document, _options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Block elements that hold Markdown, of which kramdown reads none; the outermost ones."""
    hits = list(_unread(document, elements)) if document.kind == "markdown" else ()
    if hits and not reads_elements(document):
        yield from hits


def _unread(document: Document, elements: Sequence[Any]) -> Iterator[Hit]:
    page, text, done = document.page, document.source.text, -1
    # which is no code to kramdown, but what the element holds
    held = {block.span.end for block, _ in accidental_code(document)}
    ends = dict(whole_spans(document))
    base = document.body_start
    for element in elements:
        tag, end = page.start_tag(element), page.end_tag(element)
        if tag is None or not tag.verbatim or tag.span.start < done:
            continue
        # where other programs take the end tag for code, it is looked for as kramdown does
        done = end.span.end if end is not None else len(text)
        done = min(done, base + ends.get(tag.span.start - base, done))
        line = text.rfind("\n", 0, tag.span.start) + 1
        if text[line : tag.span.start].strip() or element.attr("markdown") is not None:
            continue
        for inner in element.select(_MADE):
            made = page.start_tag(inner)
            if made is not None and not made.verbatim and made.span.start < done:
                span = made.span
                if inner.tag == "code" and (
                    _ends_at(document, span, held) or _is_mere_text(text[span.start : span.end])
                ):
                    continue
                first = text[span.start : span.end].strip().partition("\n")[0]
                values = {"tag": element.tag, "text": short(first)}
                related = ((f"<{element.tag}> begins here", tag.span),)
                at = tag.span.start + 1 + len(element.tag)
                fix = Fix("unsafe", 'Add markdown="1"', (Edit(at, at, ' markdown="1"'),))
                yield Hit(span, values, related=related, fix=fix)
                break


def _is_mere_text(code: str) -> bool:
    """Whether *code* has no fence and no sign of a program: a text indented as the tags are."""
    return not code.lstrip(" \t>").startswith(("`", "~")) and _PROGRAM.search(code) is None


def _ends_at(document: Document, span: Span, ends: Set[int]) -> bool:
    """Whether the code at *span* is a block that ends at one of *ends* in the body."""
    return span.end - document.body_start in ends
