"""What of a page the author wrote: not the tags that Markdown made, nor text made of templates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.pieces import Piece

__all__ = ["generated_tags", "is_template", "is_written"]


def generated_tags(doc: Document, pieces: Sequence[Piece]) -> Set[Piece]:
    """The tags that Markdown made of the author's signs."""
    from contentlint.document.pieces import END, START, starts_of

    generated: set[Piece] = set()
    if doc.kind == "html":
        return generated
    starts, base = starts_of(pieces), doc.body_start
    at = 0
    for _start, end, low, high, verbatim in doc.page.source_map.segments:
        stop = bisect_left(starts, end, at)
        if verbatim and stop > at:
            at = stop if pieces[stop - 1].end <= end else stop - 1  # all before was copied
        for piece in pieces[at:stop]:
            if piece.kind not in (START, END):
                continue
            if verbatim or piece.end > end:
                by_author = is_written(doc, piece)
            else:
                by_author = _is_spelt(doc, piece, base + low, base + high)
            if not by_author:
                generated.add(piece)
        at = stop
    return generated


def is_written(doc: Document, piece: Piece) -> bool:
    """Whether the author wrote the tag *piece*, rather than signs that Markdown made it of."""
    place = doc.page.place(piece.start, piece.end)
    return place.verbatim or _is_spelt(doc, piece, *place.span)


def _is_spelt(doc: Document, piece: Piece, start: int, end: int) -> bool:
    """Whether the source has the tag *piece* at *start*, though not as it is in the page.

    A tag over several lines of a block quote is not copied as it is.
    """
    begins = doc.page.html[piece.start : piece.start + 2 + len(piece.name)].rstrip().rstrip(">")
    return doc.source.text[start : min(end, start + len(begins))].lower() == begins.lower()


def is_template(doc: Document, piece: Piece) -> bool:
    """Whether the text *piece* is nothing but template tags and blanks."""
    span = doc.page.place(piece.start, piece.end).span
    base = doc.body_start
    at = span.start - base
    for tag in doc.templates.tags:
        if tag.end > at and tag.start < span.end - base:
            if doc.body[at : max(at, tag.start)].strip():
                return False
            at = tag.end
    return not doc.body[at : span.end - base].strip()
