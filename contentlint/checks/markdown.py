"""Finds what Markdown makes of HTML that its writer did not mean: code, cut blocks, raw marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.checks.markdown_open import Element, find_enclosing
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.markdown_outline import CodeBlock
    from contentlint.document.source_map import SourceMap

__all__ = ["accidental_code", "dedent", "html_as_code", "is_prose"]

_MARKUP = pattern(r"</?[a-zA-Z][^<>]*>|<!--")
_CODE_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>")
_KEEPS_BLANKS = pattern(r"<(?:pre|textarea|script|listing|xmp)\b", re.IGNORECASE)
_CHINESE_SENTENCE = pattern(r"[\u3040-\u9fff][^\n]*[，。！？；]")
_SENTENCE = pattern(r"^[A-Z\u00c0-\u024f\u0400-\u042f\"“«][^{}=;|\\<>$`]*[.!?…][\"”»)]?$")
# the marks of a block quote may stand between
_COLON = pattern(r"[:：][\s>]*\Z")


def html_as_code(
    document: Document, _options: Mapping[str, Any], _elements: Sequence[Any]
) -> Iterator[Hit]:
    """Indented code that is really the content of an HTML element around it."""
    for block, element in accidental_code(document):
        text = document.page.source_map.text
        yield _describe(text, block, element, document.body_start)


def accidental_code(document: Document) -> Iterator[tuple[CodeBlock, Element]]:
    """The blocks of indented code that nobody meant, each with the element around it."""
    if document.kind != "markdown" or document.is_mdx or "<" not in document.body:
        return
    text = document.templates.text
    if "<pre><code>" not in document.page.html or ("    " not in text and "\t" not in text):
        return
    source_map: SourceMap = document.page.source_map
    blocks = [block for block in source_map.code_blocks if block.kind == "indented"]
    if not blocks:
        return
    page = _Page(source_map)
    around = find_enclosing(source_map, [block.span.start for block in blocks])
    for block, element in zip(blocks, around, strict=True):
        if element is not None and page.is_accident(block, element):
            yield block, element


def _describe(text: str, block: CodeBlock, around: Element, base: int) -> Hit:
    start = block.span.start
    while text[start] in " \t":
        start += 1
    opened = Span(base + around.start.start, base + around.start.end)
    return Hit(
        Span(base + start, base + block.span.end),
        {"tag": around.name},
        message=None if _MARKUP.search(text, start, block.span.end) else "text",
        related=((f"<{around.name}> is still open here", opened),),
        fix=dedent(text, block.span, base),
    )


class _Page:
    """What tells an accident from code that is shown on purpose."""

    def __init__(self, source_map: SourceMap) -> None:
        self._text = source_map.text
        self._html_ends = [block.span.end for block in source_map.html_blocks]
        self._written = sorted(
            item.span.start
            for items in (source_map.links, source_map.headings, source_map.code_spans)
            for item in items
        )

    def is_accident(self, block: CodeBlock, around: Element) -> bool:
        """Whether *block* reads as the content of *around*."""
        content = self._text[block.span.start : block.span.end]
        if _crosses(content):
            return True
        follows_html = self._follows_html(block.span.start)
        if not _MARKUP.search(content):
            return follows_html and all(is_prose(line) for line in content.split("\n"))
        if around.name in ("details", "summary"):
            return False
        return follows_html or (around.end is not None and not self._is_shown(block, around))

    def _follows_html(self, start: int) -> bool:
        """Whether nothing but blanks stands between the block and an HTML block before it."""
        index = bisect_right(self._html_ends, start) - 1
        return index >= 0 and self._text[self._html_ends[index] : start].isspace()

    def _is_shown(self, block: CodeBlock, around: Element) -> bool:
        """Whether a colon announces the block, or its writer used Markdown's marks before it."""
        start, end = around.start.end, block.span.start
        if _COLON.search(self._text[max(start, end - 200) : end]):
            return True
        index = bisect_right(self._written, start - 1)
        return index < len(self._written) and self._written[index] < end


def _crosses(content: str) -> bool:
    """Whether *content* closes an element that it did not open."""
    depth: dict[str, int] = {}
    for tag in _CODE_TAG.finditer(content):
        name = tag.group(2).lower()
        depth[name] = depth.get(name, 0) + (-1 if tag.group(1) else 1)
        if depth[name] < 0:
            return True
    return False


def is_prose(line: str) -> bool:
    """Whether *line* is a sentence, Chinese or of six words and more; an empty one is, too."""
    line = line.strip()
    if not line:
        return True
    if _CHINESE_SENTENCE.search(line):
        return True
    return len(line.split()) >= 6 and _SENTENCE.match(line) is not None


def dedent(text: str, span: Span, base: int) -> Fix | None:
    """Take away the indentation that made code of the lines; the lines of a list keep the list's.

    None where a block quote's marks stand in it, or where blanks inside count.
    """
    line_start = text.rfind("\n", 0, span.start) + 1
    prefix = text[line_start : span.start]
    if prefix.strip(" \t") or _KEEPS_BLANKS.search(text, span.start, span.end):
        return None
    kept = " " * max(0, len(prefix.expandtabs(4)) - 4)
    edits = []
    at = line_start
    for line in text[line_start : span.end].split("\n"):
        indent = len(line) - len(line.lstrip(" \t"))
        if indent < len(line) and line[:indent] != kept:
            edits.append(Edit(base + at, base + at + indent, kept))
        at += len(line) + 1
    return Fix("safe", "Remove the indentation", tuple(edits)) if edits else None
