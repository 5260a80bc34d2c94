"""What is open, what was cut and by what: the memory of the search for structural faults."""

from __future__ import annotations

from collections.abc import Sequence, Set

from contentlint.document.pieces import START, Piece
from contentlint.document.tree_errors_marks import TABLE_PARTS, VOID, Mark
from contentlint.document.tree_errors_nodes import Node

__all__ = ["OpenElements"]


class OpenElements:
    """The elements of a page, each with what became of it, by what is open and what was cut."""

    def __init__(self, pieces: Sequence[Piece], generated: Set[Piece]) -> None:
        self.pieces = pieces
        self.index = 0
        self.current: Piece | None = None
        self.stack: list[Node] = []
        self.marks: dict[Piece, Mark] = {}
        self.partners: dict[Piece, Piece] = {}  # Markdown's end tags and their start tags
        self.generated = generated
        self._cut_by: dict[Piece, list[Mark]] = {}
        self._cuts: dict[str, list[Mark]] = {}
        if generated:
            self._pair_generated()

    def _pair_generated(self) -> None:
        """Pair the tags that Markdown wrote, which are always well nested among themselves."""
        opened: list[Piece] = []
        for piece in self.pieces:
            if piece not in self.generated:
                continue
            if piece.kind == START:
                if piece.name not in VOID:
                    opened.append(piece)
            elif opened and opened[-1].name == piece.name:
                self.partners[piece] = opened.pop()

    def _mark_of(self, node: Node) -> Mark | None:
        """What became of *node*; ``None`` where the parser supplied it."""
        return self.marks.get(node.piece) if node.piece is not None else None

    def _open_mark(self, name: str) -> Mark | None:
        for node in reversed(self.stack):
            mark = self._mark_of(node)
            if mark is not None and mark.piece.name == name and mark.closed is None:
                return mark
        return None

    def _last_cut(self, name: str) -> Mark | None:
        cuts = self._cuts.get(name)
        return cuts[-1] if cuts else None

    def _cut(self, mark: Mark, piece: Piece) -> None:
        if mark.cut is None and mark.closed is None:
            mark.cut = piece
            if mark.thrown and piece.kind == START and piece.name in TABLE_PARTS:
                mark.excused = True  # that it stands in the table is told
            self._cuts.setdefault(mark.piece.name, []).append(mark)
            self._cut_by.setdefault(piece, []).append(mark)

    def _related(self, node: Node | None, words: str) -> tuple[tuple[str, Piece], ...]:
        return ((words, node.piece),) if node is not None and node.piece is not None else ()

    def cut_by(self, piece: Piece, name: str) -> Mark | None:
        """The element called *name* that *piece* has ended, though it is not its end tag."""
        cut = self._cut_by.get(piece, ())
        return next((mark for mark in cut if mark.piece.name == name), None)

    def _near(self, mark: Mark) -> bool:
        """Whether the end tag now would stand where *mark*'s element stood, or just outside."""
        if mark.excused:
            return True
        top = self.stack[-1]
        parent = mark.parent
        if top is parent or parent is None:
            return True
        owner = self._mark_of(parent)
        return owner is not None and owner.parent is top

    def _before(self) -> Piece | None:
        """What stands before the current piece, apart from whitespace."""
        for index in range(self.index - 1, -1, -1):
            if not self.pieces[index].blank:
                return self.pieces[index]
        return None
