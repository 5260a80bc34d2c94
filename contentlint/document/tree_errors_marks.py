"""What the structure check knows of one start tag; the elements and errors special to it."""

from __future__ import annotations

from typing import Final

from contentlint.document.nesting import names_of
from contentlint.document.pieces import Piece
from contentlint.document.tree_errors_nodes import Node

__all__ = [
    "AFTER_BODY",
    "ENDS_MARKDOWN",
    "NESTED",
    "NO_FAULT",
    "OMISSIBLE",
    "TABLE_PARTS",
    "THROWN_OUT",
    "VOID",
    "Mark",
]

VOID: Final = names_of(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param "
    "source track wbr"
)
OMISSIBLE: Final = names_of(
    "body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th "
    "thead tr"
)
"""Elements whose end tag the standard lets an author leave out (13.1.2.4)."""

TABLE_PARTS: Final = names_of("caption col colgroup tbody td tfoot th thead tr")
NO_FAULT: Final = frozenset(
    (
        "deprecated-tag",
        "expected-doctype-but-got-chars",
        "expected-doctype-but-got-end-tag",
        "expected-doctype-but-got-eof",
        "expected-doctype-but-got-start-tag",
        "misplaced-ruby-part",  # the content model says more of it
        "unexpected-start-tag-treated-as",
        "unknown-doctype",
    )
)
THROWN_OUT: Final = frozenset(
    (
        "text-in-table",
        "unexpected-form-in-table",
        "unexpected-hidden-input-in-table",
        "unexpected-start-tag-implies-table-voodoo",
    )
)
AFTER_BODY: Final = frozenset(
    (
        "expected-eof-but-got-char",
        "expected-eof-but-got-start-tag",
        "unexpected-char-after-body",
        "unexpected-start-tag-after-body",
    )
)
ENDS_MARKDOWN: Final = "ends-markdown"
"""The message of an author's end tag that ended what Markdown had begun."""

NESTED: Final = frozenset(("select-in-select", "input-in-select"))


class Mark:
    """What became of one start tag's element.

    *closed* is its own end tag, *cut* what ended it before that, or *cut_short* the end of the
    page; *ends_here* says that its end tag could have stood there.  An *excused* element has been
    reported otherwise; the end tag of an *ignored* one was, by the browser; one that *offends*
    stood open where it could not end by itself; one that was *thrown* out of a table shows above.
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
        "thrown",
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
        self.thrown = False
