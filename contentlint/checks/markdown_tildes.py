"""Finds ranges such as 1~3 that a site strikes out, because it takes two single ~ for that sign.

Ours leaves a single ~ between letters alone, so what stands in the text is what nobody meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.hexo_site import is_rendered_otherwise
from contentlint.checks.markdown_raw import in_raw_block
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unmeant_strike"]

# a letter or digit stands before the first ~, and inside of both; what follows is no matter
_PAIR: Final = pattern(r"(?<=[^\W_])~(?=[^\W_])[^~\n]{1,300}(?<=[^\W_])~(?!~)")


def unmeant_strike(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Two single ~ in a line, each beside a letter or digit."""
    if document.kind != "markdown" or _PAIR.search(document.page.prose.text) is None:
        return
    if "hexo" in document.settings.generators and is_rendered_otherwise(
        document, options["packages"]
    ):
        return
    prose, html, source = document.page.prose, document.page.html, document.source
    base = document.body_start
    stop, is_formula = -1, False
    for found in _PAIR.finditer(prose.text):
        low, high = prose.rendered(*found.span())
        if found.end() > stop:
            stop, is_formula = _line_of(prose.text, *found.span())
        if "<" in html[low:high] or is_formula:
            continue
        if not prose.is_verbatim(*found.span()):
            continue
        start, end = prose.locate(*found.span())
        if "\\" in source.text[start - 1 : end] or "://" in source.text[start:end]:
            continue
        if in_raw_block(document, start) or document.templates.overlap(start - base, end - base):
            continue
        words = {"text": found.group()[1:-1]}
        if _is_subscript(prose.text[found.start() - 1], words["text"]):
            yield Hit(Span(start, end), words, message="subscript")
            continue
        edits = (Edit(start, start + 1, "\\~"), Edit(end - 1, end, "\\~"))
        fix = Fix("unsafe", "Write \\~ for both", edits)
        yield Hit(Span(start, end), words, fix=fix)


def _is_subscript(before: str, text: str) -> bool:
    """Whether it may be one as some programs write it: ``H~2~O``."""
    return before.isascii() and before.isalpha() and text.isalnum() and len(text) <= 4


def _line_of(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the line with ``text[start:end]`` ends, and whether there may be formulas in it."""
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    stop = stop if stop >= 0 else len(text)
    return stop, text.count("$", begin, stop) > 1
