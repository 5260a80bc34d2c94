"""What the search for structural faults finds: a cause, and the steps that repair it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contentlint.document.pieces import Piece
from contentlint.named import NamedTuple

__all__ = ["Edit", "Fault"]


class Edit(NamedTuple):
    """One step of a repair.

    *where* the *text* goes: ``before``, ``after`` or in place of (``replace``) the *piece*, for its
    ``name``, at the ``end`` of the page, or for the slash at the end of a tag (``unslash``).
    """

    piece: Piece
    where: str
    text: str


class Fault:
    """One cause: the *rule* it falls under, and the piece of the page that it is about.

    *message* names one of the rule's messages and *values* fill it.  *related* are further
    pieces (``None``: the end of the page) with a few words each.  *edits* repair it; they are
    *safe* where the browser's tree stays as it is.
    """

    __slots__ = ("edits", "message", "piece", "related", "rule", "safe", "values")

    def __init__(
        self,
        rule: str,
        message: str | None,
        piece: Piece,
        values: dict[str, Any],
        related: Iterable[tuple[str, Piece | None]] = (),
        edits: tuple[Edit, ...] = (),
        safe: bool = False,
    ) -> None:
        self.rule = rule
        self.message = message
        self.piece = piece
        self.values = values
        self.related = tuple(related)
        self.edits = edits
        self.safe = safe
