"""Finds code blocks that begin and never end, so that the rest of the post is code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.markdown_signs import CODE_END
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.markdown_outline import CodeBlock

__all__ = ["open_block", "unclosed_fence"]

_FENCE = pattern(r"`{3,}|~{3,}")
_UNSEEN = r"\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff"
# a row of backticks or tildes with something behind it that nobody sees
_HIDDEN = pattern(rf"[ \t>]*(`{{3,}}|~{{3,}})[ \t]*(?P<unseen>[{_UNSEEN}][ \t{_UNSEEN}]*)$")
# a line that looks as if it were to end a block
_CLOSER = pattern(r"[ \t>]*(`{2,}|~{2,}|·{2,}|´{2,}|'{3,}|‘{2,}|’{2,})[ \t]*$")

# the generators whose Markdown makes no code of a block that is not closed
_SHOWN_BY = {"jekyll": "Jekyll", "mkdocs": "MkDocs"}


def unclosed_fence(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """The block that reaches the end of the post since no line ends it.

    In a list or a quote the end of these ends it as well, and it is left alone.
    """
    block, source_map = open_block(document), document.page.source_map
    if block is None:
        return
    blocks, base, text = source_map.code_blocks, document.body_start, source_map.text
    first = text.find("\n", block.span.start, block.span.end)
    first = block.span.end if first < 0 else first
    mark = text[block.span.start]
    length = first - block.span.start - len(text[block.span.start : first].lstrip(mark))
    values = {"fence": mark * length}
    shown_by = next((n for n in _SHOWN_BY if n in document.settings.generators), None)
    values["generator"] = _SHOWN_BY.get(shown_by or "", "")
    first = block.span.start + len(text[block.span.start : first].rstrip())
    span = Span(base + block.span.start, base + first)
    hidden = _find_hidden(text, first + 1, block.span.end, values["fence"])
    if hidden is not None:
        from contentlint.checks.text_odd import character_name

        values["name"] = character_name(text[hidden.start])
        place = Span(base + hidden.start, base + hidden.end)
        yield Hit(place, values, message="unseen", related=(("the block begins here", span),))
        return
    for closer in _closers(text, first + 1, block.span.end):
        place = Span(base + closer.start, base + closer.end)
        values["closer"] = text[closer.start : closer.end]
        related = (("this line does not end it", place),)
        yield Hit(span, values, message="shown" if shown_by else "closer", related=related)
        return
    is_second = not block.info and len(blocks) > 1 and blocks[-2].kind == "fenced"
    message = "shown" if shown_by else ("pair" if is_second else None)
    yield Hit(span, values, message=message)


def open_block(document: Document) -> CodeBlock | None:
    """The fenced block that ends only with the post."""
    page = document.page
    if document.kind != "markdown" or not page.html.endswith(CODE_END) or _is_closed(document):
        return None
    blocks = page.source_map.code_blocks
    return blocks[-1] if blocks and _is_open(document, blocks[-1]) else None


def _is_closed(document: Document) -> bool:
    """Whether the last line is a fence that ends a block; that it is none proves nothing."""
    text = document.body.rstrip()
    line = text[text.rfind("\n") + 1 :].strip()
    if _FENCE.fullmatch(line) is None:
        return False
    # neither a line of the code, nor the beginning of a block without any
    code = document.page.html[: -len(CODE_END)].rstrip()
    return not code.endswith((">", line))


def _is_open(document: Document, block: CodeBlock) -> bool:
    """Whether nothing but the end of the post ends *block*, the last one."""
    source_map, html = document.page.source_map, document.page.html
    text: str = source_map.text
    end = block.span.end
    if block.kind != "fenced" or text[end:].strip():
        return False
    last = len(html) - len(CODE_END)
    if html[last - 1] == ">":  # of the tag: the block is empty
        return "\n" not in text[block.span.start : end]
    _, content_end, _ = source_map.place(last - 1, last)
    return not text[content_end:end].strip()


def _find_hidden(text: str, start: int, end: int, fence: str) -> Span | None:
    """What nobody sees behind the first line that would else end the block of *fence*."""
    at = start
    for line in text[start:end].split("\n"):
        found = None if line.isprintable() else _HIDDEN.match(line)
        if found is not None and found[1].startswith(fence):
            return Span(at + found.start("unseen"), at + len(line))
        at += len(line) + 1
    return None


def _closers(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text[start:end].split("\n"):
        found = _CLOSER.match(line)
        if found is not None:
            yield Span(at + found.start(1), at + found.end(1))
        at += len(line) + 1
