"""Finds paragraphs that a row of dashes right below them turned into a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_zones import Zones
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.markdown_outline import Heading

__all__ = ["is_underlined_text", "underlined"]

_KEY: Final = "underlined-texts"
_UNDERLINE: Final = pattern(r"\n[ \t>]*+--+[ \t]*(?=\n|\Z)")
# front matter that was meant: some programs read its language beside the first dashes
_FENCE: Final = pattern(r"[^\w\n]{0,9}---[ \t]*(?:[#a-z]|\n)")
_PICTURE: Final = pattern(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])")
# the end of a box, below which dashes draw a line
_BOX_END: Final = pattern(r"(?:.*\n)?[ \t>]*:{3,}[ \t]*\Z", re.DOTALL)
_SENTENCE_ENDS: Final = tuple("。．；，、…")
_FULL_STOP: Final = pattern(r"[a-z\u00e0-\u024f\u0430-\u044f)\"”]\.\Z")
_BELOW_SHORTCODE: Final = pattern(r">\}\}[ \t]*\n[ ]{0,3}--+[ \t]*(?=\n|\Z)")
_WIDEST_MARGIN: Final = 3
_FEWEST: Final = 3
_LONGEST: Final = 60
_LONGEST_ASCII: Final = 120


def underlined(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Headings made by ``---`` that read as a paragraph: a line was meant between two parts."""
    if document.kind != "markdown" or not _may_underline(document):
        return
    text = document.body
    base = document.body_start
    boxes = "container" in document.settings.understood and ":::" in text
    fenced = base == 0 and _FENCE.match(text) is not None
    shortcodes = {span.end: span for span in _shortcodes(document)}
    alone = {span.start for span in shortcodes.values()}
    for heading in document.page.source_map.headings:
        if fenced and not text[: heading.content.start].strip():
            continue
        if boxes and _BOX_END.match(text[heading.content.start : heading.content.end]):
            continue
        if heading.style != "setext" or heading.content.start in alone:
            continue
        reason = _reason(heading, text)
        if reason is not None:
            last = shortcodes.pop(heading.content.end, None)
            start, end = base + heading.content.start, base + heading.content.end
            values = {"text": " ".join(heading.text.split())}
            # a shortcode below text is read otherwise where no dashes follow
            fix = _part(document, end) if last is None else None
            yield Hit(Span(start, end), values, message=reason, fix=fix)
    for start, end in shortcodes.values():
        # over several lines, it is read as text where no dashes follow
        fix = None if "\n" in text[start:end] else _part(document, base + end)
        yield Hit(Span(base + start, base + end), message="shortcode", fix=fix)


def _may_underline(document: Document) -> bool:
    """Whether two or more dashes stand below a line that is not empty."""
    plain, fences = document.latin, document.front_matter.format == "yaml"
    if plain.count("\n--") <= fences and "> --" not in plain and "  --" not in plain:
        return False
    text = document.body
    return any(text[line.start() - 1] not in "\n>" for line in _UNDERLINE.finditer(text, 1))


def is_underlined_text(document: Document, at: int) -> bool:
    """Whether the character *at* stands in a heading that `underlined` tells of."""
    zones: Zones | None = document.page.cache.get(_KEY)
    if zones is None:
        zones = document.page.cache[_KEY] = Zones([hit.span for hit in underlined(document, {})])
    return zones.touch(at, at + 1)


def _reason(heading: Heading, text: str) -> str | None:
    """What tells that no heading was meant, if anything does."""
    words = heading.text.strip()
    content = text[heading.content.start : heading.content.end].strip()
    if heading.level != 2:
        return None
    if not words or _PICTURE.fullmatch(content):
        return "picture" if _PICTURE.search(content) else None
    if "\n" in content:
        return "lines"
    is_long = len(words) > (_LONGEST_ASCII if words.isascii() else _LONGEST)
    if is_long or words.endswith(_SENTENCE_ENDS) or _is_sentence(words):
        return "sentence"
    return None


def _shortcodes(document: Document) -> Iterator[Span]:
    """The shortcodes, or ends of a pair, that stand alone above dashes.

    While Hugo reads the Markdown, it has a word in place of each. What stands in a pair is left
    out: the pair's own shortcode says what becomes of it.
    """
    body = document.body
    if not _BELOW_SHORTCODE.search(body):
        return
    from contentlint.checks.templates_blocks import paired_blocks

    blocks, source_map = paired_blocks(document), document.page.source_map
    spans = [each.span for each in (*source_map.code_blocks, *source_map.html_blocks)]
    # a tag alone on its line is masked as a block of HTML
    code = Zones(sorted(Span(start + 1, end) for start, end in spans if end > start + 1))
    for start, end, kind, _ in document.templates.tags:
        if kind != "shortcode" or not body.startswith("{{<", start):
            continue
        margin = body[body.rfind("\n", 0, start) + 1 : start]
        if len(margin) > _WIDEST_MARGIN or margin.strip(" "):
            continue
        is_outside = blocks.holder(end) < 0 and not code.touch(start, start + 1)
        if is_outside and _BELOW_SHORTCODE.match(body, end - 3):
            yield Span(start, end)


def _is_sentence(words: str) -> bool:
    return len(words.split()) > 4 and _FULL_STOP.search(words) is not None


def _part(document: Document, end: int) -> Fix | None:
    """Insert an empty line before the dashes, and what they lack to be a line on the page."""
    newline = document.source.text.find("\n", end)
    if newline < 0:
        return None
    text = document.source.text
    dashes = text.find("-", newline)
    prefix = text[newline + 1 : dashes]
    edits = [Edit(newline, newline, f"\n{prefix.rstrip()}")]
    count = next(count for count in (3, 2, 1) if text.startswith("-" * count, dashes))
    if count < _FEWEST:
        edits.append(Edit(dashes, dashes, "-" * (_FEWEST - count)))
    return Fix("unsafe", "Insert an empty line before the dashes", tuple(edits))
