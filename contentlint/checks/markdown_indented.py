"""Finds paragraphs that their indentation turned into code, outside of any HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown import accidental_code, dedent, is_prose
from contentlint.findings import Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.markdown_outline import CodeBlock

__all__ = ["prose_as_code"]

_CODE: Final = pattern(r"<pre><code>([^<]*)</code></pre>")
# what stands in programs, data and logs, and no sentence begins with
_PROGRAM: Final = pattern(
    r"[{}=;|\\<>$`()_@&]|\w:[ \"\w]|(?:^|\n)[ \t]*(?:[^\w\s“‘《「『【（(\"]|\d)"
)
_LEAST: Final = 12
_NEAR: Final = 200
# a definition, an admonition or a tab of other programs, whose text is indented
_HOLDER: Final = pattern(r"[ ]{0,3}(?::[ \t]|!!!|\?\?\?|===[ ]|\[\^)")
_COLON: Final = pattern(r"[:：]\**\s*\Z")


def prose_as_code(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Indented code whose every line is a sentence, or a part of one."""
    plain = document.latin
    if document.kind != "markdown" or document.is_mdx:
        return
    if "\n\n    " not in plain and "\n\n\t" not in plain:
        return
    html = document.page.html
    if "<pre><code>" not in html:
        return
    if not any(_reads_as_prose(code[1]) for code in _CODE.finditer(html)):
        return
    text, base = document.page.source_map.text, document.body_start
    known = {block.span.start for block, _ in accidental_code(document)}
    for block in document.page.source_map.code_blocks:
        if block.span.start in known or not _is_accident(text, block):
            continue
        start = block.span.start
        start += len(text[start : block.span.end]) - len(text[start : block.span.end].lstrip())
        end = start + len(text[start : block.span.end].rstrip())
        fix = dedent(text, block.span, base)
        mended = None if fix is None else Fix("unsafe", fix.title, fix.edits)
        yield Hit(Span(base + start, base + end), fix=mended)


def _is_accident(text: str, block: CodeBlock) -> bool:
    start, end = block.span
    if block.kind != "indented" or not _reads_as_prose(text[start:end]):
        return False
    if _HOLDER.match(_line_above(text, start)):
        return False
    return _COLON.search(text[max(0, start - _NEAR) : start]) is None


def _line_above(text: str, at: int) -> str:
    """The nearest line above *at* that is neither empty nor indented as code is."""
    end = text.rfind("\n", 0, at)
    while end > 0:
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end]
        if line.strip() and not line.startswith(("    ", "\t")):
            return line
        end = begin - 1
    return ""


def _reads_as_prose(content: str) -> bool:
    """Whether *content* is one sentence to a line, or one that goes on over its lines."""
    lines = [line.strip() for line in content.split("\n") if line.strip()]
    if len(content) < _LEAST or not lines:
        return False
    if _PROGRAM.search(content):
        return False
    return all(map(is_prose, lines)) or is_prose(" ".join(lines))
