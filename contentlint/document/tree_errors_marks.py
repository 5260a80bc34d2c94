"""What the structure check knows of one start tag, and which elements are special to it."""

from __future__ import annotations

from typing import Final

from contentlint.document.nesting import names_of
from contentlint.document.tokenizer import Piece
from contentlint.document.tree_errors_nodes import Node

__all__ = ["OMISSIBLE", "VOID", "Mark"]

VOID: Final = names_of(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param "
    "source track wbr"
)
OMISSIBLE: Final = names_of(
    "body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th "
    "thead tr"
)
"""Elements whose end tag the standard lets an author leave out (13.1.2.4)."""


class Mark:
    """What became of one start tag's element.

    *closed* is its own end tag, *cut* what ended it before that, or *cut_short* the end of the
    page; *ends_here* says that its end tag could have stood there.  An *excused* element has been
    reported otherwise; the end tag of an *ignored* one was, by the browser; one that *offends*
    stood open where it could not end by itself.
    """

    __slots__ = (
        "closed",
        "cut",
        "cut_short",
        "ends_here",
        "excused",
        "ignored",
        "offends",
        "parent",
        "piece",
    )

    def __init__(self, piece: Piece, parent: Node | None) -> None:
        self.piece = piece
        self.parent = parent
        self.closed: Piece | None = None
        self.cut: Piece | None = None
        self.cut_short = False
        self.ends_here = False
        self.excused = False
        self.ignored = False
        self.offends = False
