"""The first and the last blocks of running text of a page, read without reading all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contentlint.document.nesting import names_of
from contentlint.named import NamedTuple
from contentlint.references import unescape
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["Block", "first_blocks", "holds_media", "last_blocks", "letters", "place_block"]

_MEDIA = names_of(
    "img picture svg video audio iframe object embed canvas script pre code math form input "
    "template noscript select button"
)


class Block(NamedTuple):
    """One block of text, its references decoded; *start* and *end* are rendered offsets."""

    text: str
    start: int
    end: int


def first_blocks(page: Page, count: int) -> list[Block]:
    """The first *count* blocks that hold text."""
    blocks: list[Block] = []
    pieces: list[tuple[int, int]] = []
    for start, end, fresh in page.survey.texts_in_turn():
        if fresh and pieces:
            _add_block(blocks, page.html, pieces)
            if len(blocks) == count:
                return blocks
            pieces = []
        pieces.append((start, end))
    _add_block(blocks, page.html, pieces)
    return blocks


def last_blocks(page: Page, count: int) -> list[Block]:
    """The last *count* blocks that hold text, in the order of the page."""
    blocks: list[Block] = []
    pieces: list[tuple[int, int]] = []
    for start, end, fresh in page.survey.texts_from_end():
        pieces.append((start, end))
        if fresh:
            _add_block(blocks, page.html, pieces[::-1])
            if len(blocks) == count:
                return blocks[::-1]
            pieces = []
    _add_block(blocks, page.html, pieces[::-1])
    return blocks[::-1]


def _add_block(blocks: list[Block], html: str, pieces: list[tuple[int, int]]) -> None:
    if len(pieces) == 1 and html[pieces[0][0] : pieces[0][1]].isspace():
        return
    block = _make_block(html, pieces)
    if block is not None:
        blocks.append(block)


def _make_block(html: str, pieces: Iterable[tuple[int, int]]) -> Block | None:
    text = ""
    first = last = 0
    for start, end in pieces:
        piece = html[start:end]
        stripped = piece.strip()
        if stripped:
            if not text.strip():
                first = start + piece.find(stripped[0])
            last = start + len(piece.rstrip())
        text += piece
    text = text.strip()
    if not text:
        return None
    if "&" in text:
        text = unescape(text).strip()
        if not text:
            return None
    return Block(text, first, last)


def place_block(document: Document, block: Block) -> Span:
    """Where the text of *block* stands in ``Source.text``."""
    return document.page.place(block.start, block.end).span


def letters(text: str) -> str:
    """The letters and digits of *text*, in one case: what remains when a title was cleaned."""
    return "".join(filter(str.isalnum, text.casefold()))


def holds_media(document: Document) -> bool:
    """Whether the body shows something other than running text: pictures, code, embeds, tags."""
    return bool(document.templates.tags) or not _MEDIA.isdisjoint(document.page.tags)
