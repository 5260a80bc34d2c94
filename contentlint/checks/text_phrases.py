"""Checks for phrases that do not belong into a finished post: promotion, stand-ins for text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_blocks import Block, first_blocks, last_blocks, place_block
from contentlint.checks.text_signs import SHORT_BODY, holds_awaited
from contentlint.findings import Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["boilerplate", "placeholder_text"]

# promotion stands at the beginning or the end of a post
_FIRST_BLOCKS: Final = 3
_LAST_BLOCKS: Final = 8
_LONGEST_GAP: Final = 40
_NEAR: Final = 1000
_STAND_IN: Final = pattern(
    # by its own name it is only spoken of
    r"\b(?:[Ll]orem ipsum|LOREM IPSUM)[,.]? (?=[Dd]olor\b|DOLOR\b|[Ss]it\b|SIT\b)"
    r"|(?m:^[ \t]*(?:[Ll]orem ipsum|LOREM IPSUM)(?=[ \t.…]*$))"
    r"|(?m:^[^\S\n]*TODO\s*(?:[:：-]|$))"
    r"|[（(【\[][^\s（(【\[）)】\]]{0,6}待(?:补充|完善|续写|填写)[^\s）)】\]]{0,2}[）)】\]]"
    r"|(?m:^(?:内容|正文|本文|此处)?待(?:补充|完善|续写|填写)[。.…]*$)"
)
_HEADING_TAG: Final = pattern(r"<[hH][1-6](?:\s[^<>]*)?>[^<>]*(?:<[a-zA-Z][^<>]*>[^<>]*)*\Z")
_LATIN_HINTS: Final = ("ipsum", "IPSUM", "TODO")
_ALONE: Final = pattern(
    r"(?:(?:this (?:page|site|post) is )?under construction|coming soon|建设中|敬请期待"
    r"|to be (?:written|done|added)"
    r"|(?:your|insert|enter|type) (?:your )?(?:text|content)(?: goes)? here)[.!。！…]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=32)
def _compile(phrases: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """Of each phrase the part that must be there, and a pattern; ``*`` is any few characters."""
    compiled = []
    for phrase in phrases:
        parts = phrase.lower().split("*")
        gap = f"[^\\n]{{0,{_LONGEST_GAP}}}?"
        pattern = re.compile(gap.join(re.escape(part) for part in parts))
        compiled.append((max(parts, key=len), pattern))
    return compiled


def boilerplate(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Blocks at either end of the text that hold one of the phrases."""
    page = document.page
    blocks = first_blocks(page, _FIRST_BLOCKS)
    seen = {block.start for block in blocks}
    blocks += [block for block in last_blocks(page, _LAST_BLOCKS) if block.start not in seen]
    phrases = _compile(tuple(options["phrases"]))
    for block in blocks:
        found = _find_phrase(block, phrases, options["longest"])
        if found is not None:
            yield Hit(place_block(document, block), {"phrase": found})


def _find_phrase(
    block: Block, phrases: list[tuple[str, re.Pattern[str]]], longest: int
) -> str | None:
    if len(block.text) > longest:
        return None
    text = block.text.lower()
    for needed, phrase in phrases:
        if needed in text:
            found = phrase.search(text)
            if found is not None:
                return block.text[found.start() : found.end()]
    return None


def placeholder_text(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Words that hold the place of a text that was never written."""
    text = document.source.text
    if len(text) - document.body_start <= SHORT_BODY:
        return _stand_ins(document)
    return _stand_ins(document) if _may_stand_in(text) else ()


def _may_stand_in(text: str) -> bool:
    for word in _LATIN_HINTS:
        if word in text:
            return True
    return holds_awaited(text)


def _stand_ins(document: Document) -> Iterator[Hit]:
    prose = document.page.prose
    if not prose.text.strip():
        return
    if len(prose.text) <= SHORT_BODY:
        blocks = first_blocks(document.page, 2)
        if len(blocks) == 1 and _ALONE.fullmatch(blocks[0].text):
            yield Hit(place_block(document, blocks[0]), {"text": blocks[0].text})
            return
    is_told = False
    for found in _STAND_IN.finditer(prose.text):
        matched = found.group()
        if matched.strip().casefold().startswith("lorem"):
            if is_told:
                continue  # as much as it may be, it is one text that is missing
            is_told = True
        start = found.start() + len(matched) - len(matched.lstrip())
        end = found.end() - (len(matched) - len(matched.rstrip()))
        span = prose.locate(start, end)
        # as a heading it names a list of things to do
        if matched.strip() != "TODO" or not _in_heading(document.source.text, span.start):
            yield Hit(span, {"text": matched.strip()})


def _in_heading(text: str, at: int) -> bool:
    before = text[max(0, at - _NEAR) : at].rstrip()
    line = before.rpartition("\n")[2]
    return line.lstrip("> \t-*+").startswith("#") or (
        before.endswith((">", "*")) and _HEADING_TAG.search(before) is not None
    )
