"""The causes behind html5lib's errors: every element is followed to the tag that ended it.

An element ends well when its own end tag meets it.  Otherwise it was *cut*: by the end tag of an
element around it, by a start tag that cannot stand in it, by the end of the page.  If its end
tag still comes later, the two tags are misnested; if none comes, the element is unclosed.

`tree_errors_open` remembers what is open and cut, `tree_errors_told` makes the faults of single
tags; here is decided what each tag means.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import Any

from contentlint.document.nesting import ENDS_IMPLIED, HEADINGS, LISTS
from contentlint.document.pieces import DOCTYPE, END, START, Piece
from contentlint.document.tree_errors_faults import Fault
from contentlint.document.tree_errors_marks import (
    AFTER_BODY,
    ENDS_MARKDOWN,
    NESTED,
    NO_FAULT,
    OMISSIBLE,
    TABLE_PARTS,
    THROWN_OUT,
    VOID,
    Mark,
)
from contentlint.document.tree_errors_nodes import Node
from contentlint.document.tree_errors_told import TagFaults

__all__ = ["Causes"]

_RENAMED = "unexpected-start-tag-treated-as"
_KEPT_IN_TABLE = {
    "unexpected-form-in-table": "form-in-table",
    "unexpected-hidden-input-in-table": "hidden-in-table",
}
"""What browsers leave where it cannot stand, all else being shown above the table."""


class Causes(TagFaults):
    """Listens to the tree construction and tells the causes of what html5lib complains of."""

    def __init__(
        self,
        html: str,
        pieces: Sequence[Piece],
        end: Piece | None,
        generated: Set[Piece],
        is_template: Callable[[Piece], bool],
    ) -> None:
        super().__init__(html, pieces, generated)
        self.end = end
        self.ignored: set[Piece] = set()  # end tags that closed nothing, though they meant to
        self.slashed: dict[Mark, Fault] = {}
        self._is_template = is_template
        self._begin()

    def _begin(self) -> None:
        self._target: Mark | None = None
        self._offenders: list[Mark] | None = None
        self._inserted = False
        self._thrown = False  # the current piece is shown above the table in which it stands
        self._popped = 0
        self._implied = False  # whether an element that may end by itself has been closed
        self._settled = False  # the current piece's faults have been explained
        self._faulty = False

    # -- what the tree construction tells ----------------------------------------------------

    def inserted(self, node: Node) -> None:
        """An element was opened."""
        piece = node.piece
        if piece is None or piece in self.marks:
            return
        parent = self.stack[-2]
        self.marks[piece] = mark = Mark(piece, parent)
        self._inserted = True
        mark.thrown = self._thrown
        if piece.name == "li" and parent.name not in LISTS and "-" not in parent.name:
            self._report_listless(piece, parent)
        if piece.name in TABLE_PARTS or piece.name == "table":
            self._run = None

    def popped(self, node: Node) -> None:
        """An element was closed, by the current piece or for its sake."""
        piece = self.current
        mark = self.marks.get(node.piece) if node.piece is not None else None  # without a call
        if mark is None or piece is None or piece is mark.piece:
            return
        self._popped += 1
        mark.ends_here = not self._implied or mark.piece.name in ENDS_IMPLIED
        self._implied |= mark.piece.name in OMISSIBLE
        if piece.kind == END and self._ends(piece, mark):
            self._close(mark, piece)
        else:
            self._cut(mark, piece)

    def _ends(self, piece: Piece, mark: Mark) -> bool:
        """Whether the end tag *piece* ends *mark*: any of headings ends one of Markdown's."""
        if piece.name == mark.piece.name or mark is self._target:
            return True
        both = piece.name in HEADINGS and mark.piece.name in HEADINGS
        return both and mark.piece in self.generated and piece not in self.generated

    def fault(self, code: str, details: dict[str, Any]) -> None:
        """html5lib complains of the current piece."""
        piece = self.current
        if code == _RENAMED and piece is not None and piece.name == "image":
            self._report_image(piece)
        if piece is None or code in NO_FAULT or self._settled:
            return
        self._faulty = True
        if piece.kind == END:
            if self._offenders is None:
                self._look_above(piece)
        elif code in THROWN_OUT:
            self._throw_out(piece, code)
        elif code in AFTER_BODY:
            self._report_run(piece, "after-body", "after-body", ())
        elif piece.kind == START:
            self._start_fault(piece, code, details)
        elif piece.kind == DOCTYPE:
            self._misplace(piece, "page", ())

    def after(self, piece: Piece) -> None:
        """The current piece has been dealt with."""
        if piece.kind == END:
            if self._faulty:
                self._explain_end(piece)
        elif piece.kind == START and not self._inserted:
            self._remember_ignored(piece)
        elif piece.kind == START and self._settled and piece.name == "form":
            # in a table a form ends where it begins, and its end tag later
            mark = self.marks[piece]
            if mark.closed is None and not any(node.piece is piece for node in self.stack):
                mark.excused = True
                self._cuts.setdefault("form", []).append(mark)
        self._begin()

    def passed_table(self) -> None:
        """A well-formed table was leapt over."""
        self._run = None

    def is_settled(self, node: Node) -> bool:
        """Whether nothing new is learnt when *node* is opened again and cut by a block's end."""
        mark = self._mark_of(node)
        return mark is not None and mark.ends_here and (mark.cut or mark.closed) is not None

    def is_listless(self, node: Node) -> bool:
        """Whether nothing new is learnt when a ``<li>`` stands in *node*."""
        mark = self._mark_of(node)
        return mark is not None and bool(self.listless) and self.listless[-1][0] is mark

    def ended(self, stack: list[Node]) -> None:
        """The page ends: what is still open is unclosed."""
        for node in stack:
            mark = self._mark_of(node)
            if mark and mark.closed is None and mark.cut is None:
                mark.cut_short = True
                implied = mark.piece.name in ENDS_IMPLIED or mark.piece.name == "table"
                mark.ends_here = implied or node is stack[-1]

    # -- start tags ---------------------------------------------------------------------------

    def _start_fault(self, piece: Piece, code: str, details: dict[str, Any]) -> None:
        if code == "non-void-element-with-trailing-solidus":
            if not self._inserted or piece in self._images:
                return
            mark = self.marks[piece]
            mark.excused = True
            fault = Fault("self-closing", None, piece, {"name": piece.name})
            self.slashed[mark] = fault
            self.faults.append(fault)
        elif code == "unexpected-start-tag-implies-end-tag":
            self._nest(details["endName"], piece)
        elif code in NESTED:
            outer = self._open_mark("select")
            if outer is not None:
                outer.excused = True
                self._report_nested(piece, outer.piece)
        elif code == "unexpected-cell-in-table-body":
            self._misplace(piece, "cell", self._related(self.stack[-1], "in this part of a table"))
        elif code == "unexpected-html-element-in-foreign-content":
            self._break_out(piece)
        elif code in ("unexpected-start-tag-out-of-my-head", "unexpected-inhead-noscript-tag"):
            self._report_run(piece, "head", "head", ())

    def _nest(self, name: str, piece: Piece) -> None:
        """*piece* ends an element of its own kind, as the two must not nest."""
        mark = self._open_mark(name) or self._last_cut(name)
        if mark is not None:
            self._cut(mark, piece)
            mark.ends_here = self.stack[-1].piece is mark.piece
        # where a slash was to end that one, nothing is said yet of the slash of this one
        self._settled = mark not in self.slashed

    def _break_out(self, piece: Piece) -> None:
        outer: Piece | None = None
        for node in reversed(self.stack):
            mark = self._mark_of(node)
            if mark is None or node.name in ("foreignObject", "desc", "title"):
                break
            if node.namespace is not None and node.namespace.endswith("xhtml"):
                break
            mark.excused = True
            outer = mark.piece
        related = (("inside this", outer),) if outer else ()
        self._misplace(piece, "foreign", related)

    def _throw_out(self, piece: Piece, code: str) -> None:
        if piece.kind != START and self._is_template(piece):
            return
        table = next((node for node in reversed(self.stack) if node.name == "table"), None)
        message = "in-table" if piece.kind == START else "text-in-table"
        if code in _KEPT_IN_TABLE:
            self._settled = True
            outer = self._open_mark("form") if piece.name == "form" else None
            if outer is not None:
                self._report_nested(piece, outer.piece)
                return
            message = _KEPT_IN_TABLE[code]
        self._report_run(piece, message, table, self._related(table, "in this table"))
        self._settled = True
        self._thrown = code not in _KEPT_IN_TABLE

    def _remember_ignored(self, piece: Piece) -> None:
        """The browser drops the start tag *piece*; its end tag will be dropped too."""
        mark = Mark(piece, self.stack[-1] if self.stack else None)
        mark.excused = True
        self.marks[piece] = mark
        if not piece.self_closing and piece.name not in VOID:
            self._cuts.setdefault(piece.name, []).append(mark)
        if not self._faulty or self._settled:
            return
        if piece.name == "form":
            outer = self._open_mark("form")
            if outer is not None and outer.cut is None:
                self._report_nested(piece, outer.piece)
        elif piece.name in TABLE_PARTS:
            self._report_run(piece, "table-part", self.stack[-1], ())
        elif piece.name not in ("select",):
            self._misplace(piece, "page", ())

    # -- end tags -----------------------------------------------------------------------------

    def _look_above(self, piece: Piece) -> None:
        """Note the element that the end tag *piece* is meant for, and what is still open in it."""
        self._offenders = []
        partner = self.partners.get(piece)
        above: list[Mark] = []
        for node in reversed(self.stack):
            mark = self._mark_of(node)
            if mark is None:
                continue
            if self._meant(piece, partner, mark):
                self._target = mark
                break
            above.append(mark)
        else:
            return
        wrong = [mark for mark in above if mark.piece.name not in OMISSIBLE]
        for mark in above if not wrong and piece.name not in TABLE_PARTS else ():
            mark.offends = piece.name != "table"
        self._offenders = wrong or [mark for mark in above if mark.offends]

    def _meant(self, piece: Piece, partner: Piece | None, mark: Mark) -> bool:
        if partner is not None:
            return mark.piece is partner
        if mark.closed is not None or mark.piece in self.generated:
            return False
        name = mark.piece.name
        return name == piece.name or (name in HEADINGS and piece.name in HEADINGS)

    def _explain_end(self, piece: Piece) -> None:
        name = piece.name
        target = self._target
        if name == "image" and target is None and self._images:
            # what it was to end is an <img> now, which has no end tag
            *_, fault = self._images.values()
            fault.edits += self._removal(piece)
        elif name in VOID and target is None:  # in SVG and MathML such an element may be open
            self._report_void(piece)
        elif target is not None:
            if target.piece.name != name:
                self._report_heading(piece, target)
            if target.closed is None:
                target.closed = piece
                target.ignored = True
                self.ignored.add(piece)
            for mark in self._offenders or ():
                self._cut(mark, piece)
        elif piece in self.partners:
            partner = self.marks.get(self.partners[piece])
            if partner is not None and partner.closed is None:
                partner.closed = piece
        elif self._popped == 0:
            self._close_late(piece)

    def _close(self, mark: Mark, piece: Piece) -> None:
        """The end tag *piece* meets an element of its name."""
        partner = self.partners.get(piece)
        if partner is not None and partner is not mark.piece:
            # Markdown's own end tag closes an element that the author left open
            self._cut(mark, piece)
            owner = self.marks.get(partner)
            if owner is not None and owner.closed is None:
                owner.closed = piece
            return
        if partner is None and mark.piece in self.generated:
            if mark.closed is None:
                mark.closed = piece
                self._report_stray(piece, ENDS_MARKDOWN, False)
            return
        if mark.closed is not None and mark.closed is not piece:
            self._retract(mark.closed, mark)
        if mark.closed is None or mark.ignored:
            mark.closed = piece
            mark.ignored = False

    def _retract(self, early: Piece, mark: Mark) -> None:
        """*mark* is closed after all, so the end tag *early*, which was ignored, was stray."""
        if not mark.ignored or early in self._strays:
            return
        for other in self._cut_by.pop(early, ()):
            other.cut = None
            other.offends = False
        self._report_stray(early, None, True)

    def _close_late(self, piece: Piece) -> None:
        """No element waits for the end tag *piece*: one that was cut before may be meant."""
        cuts = self._cuts.get(piece.name, [])
        for place in range(len(cuts) - 1, -1, -1):
            mark = cuts[place]
            if (mark.closed is None and mark.cut is not None) or mark.excused:
                if piece.name in OMISSIBLE and not self._near(mark):
                    break
                mark.closed = piece
                del cuts[place:]
                return
            del cuts[place:]
        self._report_stray(piece, "paragraph" if piece.name == "p" else None, piece.name != "p")
