"""What Python-Markdown, and so MkDocs, reads otherwise than CommonMark: blanks and empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_places import fenced_code
from contentlint.checks.text_zones import is_commented
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.site_settings import settings_text
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["joined_blocks", "shallow_indents"]

_LISTS: Final = pattern(r"<(?P<end>/?)[ou]l\b[^<>]*+>")
_LINE: Final = pattern(r"(?P<indent>[ ]*+)(?P<mark>(?:[-*+]|\d{1,9}[.])[ ]++(?=\S))?+(?P<text>\S?)")
_JOINED: Final = pattern(r"</p>\n<(?P<what>ol|ul|table)\b")
_BOX: Final = pattern(
    r"^(?P<box>(?:!!!|\?\?\?\+?)[ ]?[\w-]++(?:[ \t]*+[^ \t\n]++)*+)[ \t]*+\n"
    r"(?P<indent>[ ]{0,3})(?=\S)",
    re.MULTILINE,
)
_BOX_LINE: Final = pattern(
    r"^(?:!!!|\?\?\?\+?)[ ]+(?P<words>[\w-]++[ ](?:[ \t]*+[^ \t\n]++)++)[ \t]*+$", re.MULTILINE
)
# words of other letters beside the kind are a title, where none stands between quotation marks
_BOX_WORDS: Final = pattern(
    r"[\w-]+(?:[ ]+[A-Za-z][A-Za-z0-9_-]*)*|[\w-]+(?:[ ]+[\w-]+)*[ ]+\"[^\n]*\""
)
# of a note or a link, at most with its title
_DEFINITION: Final = pattern(
    r"\[\^[^\[\]\n]++\]:|\[[^\[\]\n]++\]:[ \t]*+[^ \t\n]*+[ \t]*+(?:[\"'(][^\n]*)?$", re.MULTILINE
)
# the first line of a box of PyMdown's, which is no text
_BLOCK: Final = pattern(r"[ \t]*+/{3,}[ \t]*+[\w-]")
_COMMENT: Final = pattern(r"#[^\n]*")
_TAB: Final = 4
# settings and extensions with which fewer blanks, or no empty line, will do
_OTHERWISE: Final = pattern(r"tab_length|sane_lists|breakless|zensical|gfm|commonmark", re.I)


def shallow_indents(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """What stands below an item or a box, by fewer than four blanks."""
    if document.kind != "markdown":
        return
    hits = [*_shallow_items(document), *_shallow_boxes(document)]
    if hits and not _is_otherwise(document):
        yield from hits


def _shallow_items(document: Document) -> Iterator[Hit]:
    html = document.page.html
    depth = 0
    for found in _LISTS.finditer(html):
        depth += -1 if found["end"] else 1
        if depth == 1 and not found["end"]:
            place = document.page.place(*found.span())
            if not place.verbatim:
                yield from _shallow_item(document.source.text, place.span)


def _shallow_item(text: str, span: Span) -> Iterator[Hit]:
    """The first line of a list that is indented by too little to belong to its item."""
    if span.start and text[span.start - 1] != "\n":
        return  # in a quote, or indented itself
    wanted, was_blank, at = _TAB, False, span.start
    while at < span.end:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end
        line = _LINE.match(text, at, end)
        if line is not None and line["text"]:
            indent = len(line["indent"])
            if indent == 0 and line["mark"]:
                wanted = len(line["mark"])
            elif was_blank and _DEFINITION.match(text, at + indent, end):
                at = end + 1
                continue  # it shows nothing, wherever it stands
            elif wanted <= indent < _TAB and (line["mark"] or was_blank):
                values = {"text": text[at + indent : end], "blanks": indent}
                message = None if line["mark"] else "part"
                yield Hit(Span(at + indent, end), values, message=message, fix=_deepen(text, span))
                return
        was_blank = line is None or not line["text"]
        at = end + 1


def _deepen(text: str, span: Span) -> Fix | None:
    """Indent all that is in a list by four blanks a level; not what may be code."""
    stop = span.start + len(text[span.start : span.end].rstrip())
    lines = text[span.start : stop].split("\n")
    if any("```" in line or "~~~" in line or "\t" in line for line in lines):
        return None
    levels, new = [0], []
    is_part = was_blank = False
    for line in lines:
        found = _LINE.match(line)
        if found is None or not found["text"]:
            new.append(line)
            is_part, was_blank = False, True
            continue
        if found["mark"] and is_part:
            new.append("")  # right below a second paragraph, an item would belong to it
        is_part, was_blank = not found["mark"] and (is_part or was_blank), False
        indent = len(found["indent"])
        while len(levels) > 1 and indent < levels[-1]:
            levels.pop()
        new.append(" " * (_TAB * (len(levels) - 1)) + line[indent:])
        if found["mark"]:
            levels.append(indent + len(found["mark"]))
    edit = Edit(span.start, stop, "\n".join(new))
    return Fix("unsafe", "Indent by four blanks", (edit,))


def _shallow_boxes(document: Document) -> Iterator[Hit]:
    base, code = document.body_start, fenced_code(document)
    for found in _BOX.finditer(document.body):
        if not code.touch(*found.span("box")) and not is_commented(document.body, found.start()):
            span = Span(base + found.start("box"), base + found.end("box"))
            yield Hit(span, {"text": found["box"], "blanks": len(found["indent"])}, message="box")
    for found in _BOX_LINE.finditer(document.body):
        if _BOX_WORDS.fullmatch(found["words"]) or code.touch(*found.span()):
            continue
        if is_commented(document.body, found.start()):
            continue
        span = Span(base + found.start(), base + found.end("words"))
        yield Hit(span, {"text": document.source.slice(span)}, message="title")


def joined_blocks(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Lists and tables right below a paragraph."""
    hits = list(_joined_blocks(document)) if document.kind == "markdown" else ()
    if hits and not _is_otherwise(document):
        yield from hits


def _joined_blocks(document: Document) -> Iterator[Hit]:
    text = document.source.text
    for found in _JOINED.finditer(document.page.html):
        start = found.end() - len(found["what"]) - 1
        place = document.page.place(start, start + len(found["what"]) + 2)
        at = place.span.start
        above = text.rfind("\n", 0, max(at - 1, 0)) + 1
        if place.verbatim or text[at - 1 : at] != "\n" or not text[above : at - 1].strip():
            continue
        # a heading needs no blank after its number signs there
        if text[above] == "#" or _BLOCK.match(text, above, at):
            continue
        end = text.find("\n", at)
        span = Span(at, len(text) if end < 0 else end)
        fix = Fix("unsafe", "Insert an empty line", (Edit(at, at, "\n"),))
        message = "table" if found["what"] == "table" else None
        yield Hit(span, {"text": document.source.slice(span)}, message=message, fix=fix)


def _is_otherwise(document: Document) -> bool:
    """Whether the site has its Markdown read in another way."""
    root = document.look_outside()
    if root is None:
        return False
    return _OTHERWISE.search(_COMMENT.sub("", settings_text(root, "mkdocs"))) is not None
