"""From a fault of the page's structure to its place in the source and the edits that repair it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from contentlint.checks.structure_written import is_written
from contentlint.findings import Edit, Fix, Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.pieces import Piece
    from contentlint.document.tree_errors_faults import Fault

__all__ = ["hit_of_fault", "place_of"]

# How many signs Markdown uses for what it turns into these tags.
_SIGNS: Final = {"em": 1, "strong": 2, "del": 2}
_TITLES: Final = {
    "image-element": "Write <img>",
    "mismatched-heading": "Name the heading that was opened",
    "misnested": "Put the end tags in order",
    "self-closing": "End the element with an end tag",
    "stray-end-tag": "Remove the end tag",
    "unclosed-element": "Add the end tag",
    "void-end-tag": "Remove the end tag",
}
_OTHER_TITLES: Final = {
    "cut-off": "Add the end tags",
    "image-element": "Write <img>",
    "slash-last": "Make it an end tag",
    "unslashed": "Make it an end tag",
    "wrong-name": "Name the element that is open",
}


def hit_of_fault(doc: Document, fault: Fault) -> Hit:
    """What to say of *fault*, with its places in the source."""
    related = tuple((words, place_of(doc, piece)) for words, piece in fault.related)
    return Hit(
        place_of(doc, fault.piece),
        fault.values,
        message=fault.message,
        related=related,
        fix=_fix(doc, fault),
    )


def place_of(doc: Document, piece: Piece | None) -> Span:
    """Where *piece* stands in the source; for what Markdown made, the signs it made it of."""
    if piece is None:
        end = doc.body_start + len(doc.body.rstrip())
        return Span(end, end)
    place = doc.page.place(piece.start, piece.end)
    if place.verbatim or is_written(doc, piece):
        return place.span
    from contentlint.document.pieces import END

    start, end = place.span
    end -= len(doc.source.slice(place.span)) - len(doc.source.slice(place.span).rstrip())
    if piece.kind == END and end > start:
        return Span(max(start, end - _SIGNS.get(piece.name, 1)), end)
    return Span(start, max(start, end))


def _fix(doc: Document, fault: Fault) -> Fix | None:
    if not fault.edits or fault.message == "too-many":
        return None
    edits: list[Edit] = []
    for piece, where, text in fault.edits:
        edit = _edit(doc, piece, where, text)
        if edit is None:
            return None
        edits.append(edit)
    title = _OTHER_TITLES.get(fault.message or "", _TITLES[fault.rule])
    return Fix("safe" if fault.safe else "unsafe", title, tuple(_ordered(edits)))


def _ordered(edits: Sequence[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: edit.start)


def _edit(doc: Document, piece: Piece, where: str, text: str) -> Edit | None:
    """One edit of the source, or ``None`` where the source does not show the place."""
    if where == "end":
        if doc.kind != "html" or _ends_inside(doc):
            return None
        end = doc.body_start + len(doc.body.rstrip())
        return Edit(end, end, text)
    place = doc.page.place(piece.start, piece.end)
    if not place.verbatim:
        return _edit_before_block(doc, piece, where, text)
    start, end = place.span
    if where == "before":
        return Edit(start, start, text)
    if where == "after":
        return Edit(end, end, text)
    if where == "unslash":
        slash = doc.source.text.rindex("/", start, end)
        while doc.source.text[slash - 1] in " \t\n":
            slash -= 1
        return Edit(slash, end - 1, text)
    if where == "name":
        return Edit(start + 1, start + 1 + len(piece.name), text)
    return Edit(start, end, text) if text else _removal(doc, start, end)


def _removal(doc: Document, start: int, end: int) -> Edit | None:
    """Remove ``[start, end)``, or all of its line if nothing else stands there.

    An empty line would end the HTML block around it in Markdown; and where the tag begins such a
    block, text after it would become a paragraph.
    """
    text = doc.source.text
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    rest = text[end : last if last >= 0 else len(text)].strip()
    if text[first:start].strip("> \t" if doc.kind == "markdown" else None):
        return Edit(start, end, "")
    if rest:
        return Edit(start, end, "") if doc.kind == "html" or rest[0] == "<" else None
    return Edit(first, last + 1, "") if last >= 0 else Edit(start, end, "")


def _ends_inside(doc: Document) -> bool:
    """Whether the page ends in the middle of a tag, a comment or a script: nothing can follow."""
    from contentlint.document.pieces import START, TEXT
    from contentlint.document.tokenizer import RAW, pieces_of

    if any(error.code.startswith("eof-") for error in doc.page.errors):
        return True
    pieces = pieces_of(doc.page)
    last = len(pieces) - (2 if pieces and pieces[-1].kind == TEXT else 1)
    return last >= 0 and pieces[last].kind == START and pieces[last].name in RAW


def _edit_before_block(doc: Document, piece: Piece, where: str, text: str) -> Edit | None:
    """An end tag goes to the end of a Markdown paragraph."""
    if where != "before" or piece.name != "p" or not text.startswith("</"):
        return None
    end = place_of(doc, piece).end
    return Edit(end, end, text)
