"""Start tags that were meant as end tags: ``<b>bold<b>``, ``<a href="…">link<a/>``, ``<p>x<p/>``.

A slash that is missing or at the wrong end leaves two elements open; that is one slip, and only the
second tag is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from contentlint.document.nesting import HEADINGS, INLINE
from contentlint.document.pieces import Piece
from contentlint.document.tree_errors_causes import Causes
from contentlint.document.tree_errors_faults import Edit, Fault
from contentlint.document.tree_errors_marks import Mark
from contentlint.patterns import pattern

__all__ = ["find_unslashed"]

_BARE: Final = pattern(r"<[a-z][a-z0-9]*[ \t\n]*/?>", re.IGNORECASE)
_TAGS: Final = pattern(r"<[^>]*>")
_NOT_IN_THEMSELVES: Final = INLINE | HEADINGS
"""Elements that authors do not nest in their like; others may be two that both lack an end."""


def find_unslashed(unclosed: dict[Mark, Fault], causes: Causes) -> list[Fault]:
    """The faults of such tags; what was to be said of the two elements is taken back."""
    found = []
    told = set()
    for first, mark in [*_pairs(unclosed, causes)]:
        found.append(_unslashed(first, mark))
        unclosed.pop(first, None)
        unclosed.pop(mark, None)
        if mark in causes.slashed:
            told.add(causes.slashed[mark])
    if told:
        causes.faults = [fault for fault in causes.faults if fault not in told]
    return found


def _pairs(unclosed: dict[Mark, Fault], causes: Causes) -> Iterator[tuple[Mark, Mark]]:
    """The elements that were to end, each with the one that was begun instead."""
    open_: dict[str, Mark] = {}
    ends: set[Mark] = set()
    for mark in sorted({*unclosed, *causes.slashed}, key=lambda mark: mark.piece.start):
        name = mark.piece.name
        first = open_.pop(name, None) or causes.cut_by(mark.piece, name)
        if first is not None and first.piece.self_closing and mark.piece.self_closing:
            continue  # each was to end itself
        if first not in ends and first is not None and _is_end_of(mark.piece, first, causes.html):
            ends.add(mark)
            yield first, mark
        elif mark in unclosed:
            open_[name] = mark


def _is_end_of(piece: Piece, first: Mark, html: str) -> bool:
    """Whether the start tag *piece* was to end the element of *first*."""
    if not _BARE.fullmatch(html, piece.start, piece.end):
        return False
    if first.cut is not None and first.cut.start < piece.start:
        return False
    between = html[first.piece.end : piece.start]
    if piece.name != "a" and not _TAGS.sub("", between).strip():
        return False  # two that begin at the same place; but a second <a> means nothing
    return piece.self_closing or piece.name in _NOT_IN_THEMSELVES or "\n" not in between


def _unslashed(first: Mark, mark: Mark) -> Fault:
    name = mark.piece.name
    message = "slash-last" if mark.piece.self_closing else "unslashed"
    related = ((f"this <{name}> is open", first.piece),)
    edits = (Edit(mark.piece, "replace", f"</{name}>"),)
    return Fault("unclosed-element", message, mark.piece, {"name": name}, related, edits)
