"""The tree that html5lib builds while structure is checked: a stack of open elements, no more.

Limits stand here too.  html5lib can loop for ever, work in quadratic time and recurse without
end; a page that exceeds a limit raises `CutShortError`.
"""

from __future__ import annotations

from typing import Any, Final, Protocol

from contentlint.document.html5 import base, namespaces, tableInsertModeElements
from contentlint.document.nesting import names_of
from contentlint.document.pieces import Piece

__all__ = ["Attributes", "CutShortError", "Listener", "Node", "Tree"]

_DEEPEST: Final = 512  # as deep as browsers nest
# Units of work: roughly one for each microsecond.
_MOST_WORK: Final = 5_000_000
_WORK_PER_PIECE: Final = 60
_SPARE_WORK: Final = 100_000
_HTML: Final = namespaces["html"]
_IMPLIED: Final = names_of("dd dt li option optgroup p rb rp rt rtc")


class CutShortError(Exception):
    """The page is too deep or too tangled to be followed to its end."""


class Listener(Protocol):
    """Who is told what the tree construction does, while it does it."""

    current: Piece | None
    index: int
    stack: list[Node]

    def fault(self, code: str, details: dict[str, Any]) -> None:
        """html5lib found a parse error at the current piece."""

    def inserted(self, node: Node) -> None:
        """*node* was put on the stack of open elements."""

    def popped(self, node: Node) -> None:
        """*node* left the stack of open elements."""

    def after(self, piece: Piece) -> None:
        """*piece* has been processed."""

    def passed_table(self) -> None:
        """A well-formed table was leapt over."""

    def is_settled(self, node: Node) -> bool:
        """Whether nothing new is learnt when *node* is opened again and cut by a block's end."""

    def is_listless(self, node: Node) -> bool:
        """Whether nothing new is learnt when a ``<li>`` stands in *node*."""

    def ended(self, stack: list[Node]) -> None:
        """The page ends with *stack* open."""


class Attributes(dict[str, str]):
    """A start tag's attributes, which lead back from every copy of its element to the tag."""

    __slots__ = ("piece",)

    def __init__(self, piece: Piece) -> None:
        super().__init__(piece.attributes)
        self.piece = piece


class Node:
    """An element on the stack; *piece* is its start tag, ``None`` where the parser supplied it."""

    __slots__ = ("attributes", "name", "nameTuple", "namespace", "parent", "piece")

    def __init__(self, name: str, namespace: str | None, attributes: Any = None) -> None:
        self.name = name
        self.namespace = namespace
        self.nameTuple = (namespace or _HTML, name)
        self.attributes = {} if attributes is None else attributes
        self.piece: Piece | None = getattr(attributes, "piece", None)
        self.parent: Node | None = None

    def appendChild(self, node: Any) -> None:  # noqa: N802
        """Take *node* as a child."""
        node.parent = self

    def insertBefore(self, node: Any, _before: Any) -> None:  # noqa: N802
        """Take *node* as a child."""
        node.parent = self

    def removeChild(self, node: Any) -> None:  # noqa: N802
        """Let the child *node* go."""
        node.parent = None

    def reparentChildren(self, parent: Any) -> None:  # noqa: N802
        """Children are not kept."""

    def cloneNode(self) -> Node:  # noqa: N802
        """A copy that leads back to the same start tag."""
        return Node(self.name, self.namespace, self.attributes)

    def hasContent(self) -> bool:  # noqa: N802
        """Whether there is content: what html5lib asks of ``<pre>`` does not matter here."""
        return True


class _Stack(list[Any]):
    """The stack of open elements; it reports what leaves it."""

    __slots__ = ("listener",)

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.listener = listener

    def pop(self, index: Any = -1) -> Any:
        node = super().pop(index)
        self.listener.popped(node)
        return node

    def remove(self, node: Any) -> None:
        super().remove(node)
        self.listener.popped(node)


class Tree(base.TreeBuilder):
    """html5lib's tree builder without the tree."""

    documentClass = staticmethod(lambda: Node("#document", None))  # noqa: N815
    elementClass = Node  # noqa: N815
    listener: Listener
    work = _MOST_WORK

    def allow_work(self, pieces: int) -> None:
        """Limit the work to what a page of so many *pieces* may cost."""
        self.work = min(_SPARE_WORK + _WORK_PER_PIECE * pieces, _MOST_WORK)

    def reset(self) -> None:
        """Begin anew, with nothing open."""
        super().reset()
        if hasattr(self, "listener"):
            self.openElements = _Stack(self.listener)

    def insertElementNormal(self, token: Any) -> Any:  # noqa: N802
        """Open an element in the current one."""
        node = self.createElement(token)
        self.openElements[-1].appendChild(node)
        self.openElements.append(node)
        self._inserted(node)
        return node

    def insertElementTable(self, token: Any) -> Any:  # noqa: N802
        """Open an element, which a table may throw out."""
        normal = self.openElements[-1].name not in tableInsertModeElements
        node = super().insertElementTable(token)  # type: ignore[no-untyped-call]
        if not normal:
            self._inserted(node)
        return node

    def createElement(self, token: Any) -> Any:  # noqa: N802
        """Make an element without opening it."""
        return Node(token["name"], token.get("namespace", self.defaultNamespace), token["data"])

    def insertText(self, data: Any, parent: Any = None) -> None:  # noqa: N802
        """Text is not kept."""

    def insertComment(self, token: Any, parent: Any = None) -> None:  # noqa: N802
        """Comments are not kept."""

    def insertDoctype(self, token: Any) -> None:  # noqa: N802
        """Doctypes are not kept."""

    def generateImpliedEndTags(self, exclude: Any = None) -> None:  # noqa: N802
        """End what may end by itself (HTML standard, 13.2.6.3), without recursion."""
        stack = self.openElements
        while stack[-1].name in _IMPLIED and stack[-1].name != exclude:
            stack.pop()

    def spend(self, amount: int) -> None:
        """Count work done, in rough units; raise `CutShortError` when there was too much."""
        self.work -= amount
        if self.work < 0:
            raise CutShortError

    def _inserted(self, node: Node) -> None:
        depth = len(self.openElements)
        if depth > _DEEPEST:
            raise CutShortError
        self.spend(10 + depth)
        self.listener.inserted(node)
