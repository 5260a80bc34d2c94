"""The faults that the walk over the tags has found by itself, as html5lib would tell them.

To follow a broken page with html5lib takes as long as all else about it, and most broken pages are
so in one of a few ways (`contentlint.document.nesting_flaws`).
"""

from __future__ import annotations

from typing import Final

from contentlint.document.nesting_flaws import CROSSED, FORMATTING, STRAY
from contentlint.document.nesting_states import Walk
from contentlint.document.pieces import END, START, Piece
from contentlint.document.spellings import read_inside
from contentlint.document.tree_errors_faults import Edit, Fault

__all__ = ["known_faults"]

_MOST: Final = 12
"""More are left to `tree_errors`, which has limits for faults alike."""


def known_faults(walk: Walk) -> list[Fault] | None:
    """The faults of a page whose *walk* knows them all, in its order; ``None`` for odd ones."""
    flaws = walk.flaws()
    if len(flaws) > _MOST:
        return None
    faults: list[Fault] = []
    for number, flaw in flaws:
        piece = _piece(walk, number)
        if flaw == STRAY:
            edits = (Edit(piece, "replace", ""),)
            faults.append(
                Fault("stray-end-tag", None, piece, {"name": piece.name}, (), edits, True)
            )
        elif flaw == CROSSED:
            late = _piece(walk, number + 1)
            if late.start != piece.end:  # text in between is formatted otherwise than it seems
                return None
            faults.append(_misnested(walk, number, piece, late))
        else:
            faults += _cut_off(walk, number, piece)
    faults.sort(key=lambda fault: (fault.piece.start, fault.rule))
    return faults


def _misnested(walk: Walk, number: int, piece: Piece, late: Piece) -> Fault:
    inner = _piece(walk, walk.opener(number, len(walk.open_before(number)) - 1))
    values = {"name": piece.name, "other": inner.name}
    related = ((f"<{inner.name}> is still open", inner),)
    edits = Edit(piece, "replace", late.token), Edit(late, "replace", piece.token)
    return Fault("misnested", None, piece, values, related, edits, True)


def _cut_off(walk: Walk, number: int, piece: Piece) -> list[Fault]:
    """What was open in the paragraph that *piece*, the beginning of the next one, ended."""
    faults = []
    open_before = walk.open_before(number)
    for place in range(len(walk.open_before(number + 1)), len(open_before)):
        name = open_before[place]
        start = _piece(walk, walk.opener(number, place))
        related = ((f"cut off here by <{piece.name}>", piece),)
        edits = (Edit(piece, "before", f"</{name}>"),)
        safe = name not in FORMATTING
        faults.append(Fault("unclosed-element", None, start, {"name": name}, related, edits, safe))
    return faults


def _piece(walk: Walk, number: int) -> Piece:
    start, source = walk.tag(number)
    spelling = read_inside(source[1:-1])
    name = spelling[0] if spelling is not None else ""
    return Piece(END if source[1] == "/" else START, name, start, start + len(source), source)
