"""What is said of a single tag: the faults that need no knowledge of what comes later."""

from __future__ import annotations

from collections.abc import Sequence, Set

from contentlint.document.nesting import LISTS
from contentlint.document.pieces import START, Piece
from contentlint.document.tree_errors_faults import Edit, Fault
from contentlint.document.tree_errors_marks import OMISSIBLE, TABLE_PARTS, Mark
from contentlint.document.tree_errors_nodes import Node
from contentlint.document.tree_errors_open import OpenElements

__all__ = ["TagFaults"]

_NO_TEXT = TABLE_PARTS - {"caption", "td", "th"} | {"table"}
"""Elements that hold no text but blanks: it would be moved before the table."""


class TagFaults(OpenElements):
    """The faults told so far, and those that depend on what becomes of an element."""

    def __init__(self, html: str, pieces: Sequence[Piece], generated: Set[Piece]) -> None:
        super().__init__(pieces, generated)
        self.html = html
        self.faults: list[Fault] = []
        self.meant: dict[Mark, Fault] = {}  # what a stray end tag may have been meant for
        self.listless: list[tuple[Mark | None, Fault]] = []
        self._run: object = None  # the place whose thrown-out content has been reported
        self._strays: dict[Piece, Fault] = {}
        self._images: dict[Piece, Fault] = {}  # tags that browsers take for <img>

    def _report_run(
        self, piece: Piece, message: str, place: object, related: tuple[tuple[str, Piece], ...]
    ) -> None:
        """Report *piece*, unless what stood just before it was reported for the same reason."""
        if self._run is not place or place is None:
            self._run = place
            self._misplace(piece, message, related)

    def _report_listless(self, piece: Piece, parent: Node) -> None:
        known = [mark for mark, _fault in self.listless[-1:]]
        owner = self._mark_of(parent)
        if known and known[0] is owner:
            return
        if parent.parent is not None and parent.parent.name in LISTS:
            return  # what stands between the list and its item is told of itself
        values = {"name": "li", "parent": parent.name}
        fault = Fault("misplaced", "list-item", piece, values)
        self.listless.append((owner, fault))

    def _misplace(self, piece: Piece, message: str, related: tuple[tuple[str, Piece], ...]) -> None:
        values = {"name": piece.name or "!doctype"}
        self.faults.append(Fault("misplaced", message, piece, values, related))

    def _report_nested(self, piece: Piece, outer: Piece) -> None:
        values = {"name": piece.name, "outer": outer.name}
        related = (("inside this one", outer),)
        message = "form" if piece.name == "form" else None
        self.faults.append(Fault("nested-interactive", message, piece, values, related))

    def _report_stray(self, piece: Piece, message: str | None, safe: bool) -> None:
        if piece in self.generated:
            return  # the start tag that Markdown wrote was swallowed
        values = {"name": piece.name}
        fault = Fault("stray-end-tag", message, piece, values, (), self._removal(piece), safe)
        self._strays[piece] = fault
        if message is None:
            self._guess_meant(fault)
        self.faults.append(fault)

    def _guess_meant(self, fault: Fault) -> None:
        """Where the innermost element stays unclosed, the stray tag was meant to end it."""
        for node in reversed(self.stack):
            mark = self._mark_of(node)
            if mark is None or mark.piece in self.generated:
                return
            if mark.piece.name not in OMISSIBLE:
                if '"' not in mark.piece.name and "'" not in mark.piece.name:  # else it is torn
                    self.meant.setdefault(mark, fault)
                return

    def _report_image(self, piece: Piece) -> None:
        """A start tag that the parser renames (HTML, 13.2.6.4.7)."""
        edits = (Edit(piece, "name", "img"),)
        fault = Fault("image-element", None, piece, {"name": piece.name}, (), edits, True)
        self._images[piece] = fault
        self.faults.append(fault)

    def _report_void(self, piece: Piece) -> None:
        """``</br>`` makes a line break; any other end tag of a void element makes nothing."""
        values = {"name": piece.name}
        before = self._before()
        if piece.name != "br":
            fault = Fault("void-end-tag", None, piece, values, (), self._removal(piece), True)
        elif before is not None and before.kind == START and before.name == "br":
            fault = Fault("void-end-tag", "second-break", piece, values, (), self._removal(piece))
        else:
            edits = (Edit(piece, "replace", "<br>"),)
            # a <br> inside SVG or MathML, or between the cells of a table, would be out of place
            around = self.stack[-1]
            in_html = (around.namespace or "").endswith("xhtml")
            safe = in_html and around.name not in _NO_TEXT
            fault = Fault("void-end-tag", "break", piece, values, (), edits, safe)
        self.faults.append(fault)

    def _report_heading(self, piece: Piece, target: Mark) -> None:
        opener = target.piece
        values = {"name": piece.name, "opener": opener.name}
        related = (("opened here", opener),)
        edits = (Edit(piece, "replace", f"</{opener.name}>"),)
        fault = Fault("mismatched-heading", None, piece, values, related, edits, True)
        self.faults.append(fault)

    def _removal(self, piece: Piece) -> tuple[Edit, ...]:
        """The edit that removes *piece*; none where a tag could arise from what stands around."""
        if self.html.endswith("<", 0, piece.start):
            return ()
        return (Edit(piece, "replace", ""),)
