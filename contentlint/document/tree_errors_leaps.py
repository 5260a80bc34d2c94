"""Where a region of a page may be leapt over, because the tree construction stays as it is.

`contentlint.document.regions` finds out what is in order by itself.  Here is looked at what is
open around it: a paragraph that its blocks would end, a link that its links would end.
"""

from __future__ import annotations

from typing import Any, Final

from contentlint.document.html5 import Marker, namespaces
from contentlint.document.nesting import HEADINGS, LISTS, ROW_GROUPS
from contentlint.document.regions import (
    ALWAYS,
    BLOCK,
    BUTTON,
    CELL,
    FLOW,
    FORM,
    FORMATTING,
    HEADING,
    INLINE,
    ITEM,
    LINK,
    LIST,
    PART,
    ROW,
    SPACE,
    TABLE,
    TERM,
)
from contentlint.document.tree_errors_nodes import Listener

__all__ = ["MODES", "Bars"]

MODES: Final = {
    "body": "inBody",
    "caption": "inCaption",
    "colgroup": "inColumnGroup",
    "table": "inTable",
    "tbody": "inTableBody",
    "td": "inCell",
    "tfoot": "inTableBody",
    "th": "inCell",
    "thead": "inTableBody",
    "tr": "inRow",
}
_HTML: Final = namespaces["html"]
_DEEPEST: Final = 500  # of 512
_CELLS: Final = frozenset(("td", "th"))


class Bars:
    """What a region must not need, to leave the construction's state as it is if it came next."""

    def __init__(self, parser: Any, listener: Listener, deepest: int) -> None:
        self._parser = parser
        self._listener = listener
        self._most = _DEEPEST - 2 * deepest
        phases = parser.phases
        self._body, self._cell = phases["inBody"], phases["inCell"]
        self._row, self._section = phases["inRow"], phases["inTableBody"]

    def now(self) -> int:
        """The bits; `ALWAYS`: no region would."""
        parser = self._parser
        tree = parser.tree
        stack, active, phase = tree.openElements, tree.activeFormattingElements, parser.phase
        if len(stack) + len(active) > self._most:
            return ALWAYS
        if not stack:
            return ALWAYS
        bars = FORM if tree.formPointer is not None else 0
        top = stack[-1].name
        if phase is self._row:
            return bars | FLOW | ROW | PART if top == "tr" else ALWAYS
        if phase is self._section:
            return bars | FLOW | CELL | PART if top in ROW_GROUPS else ALWAYS
        if phase is not self._body and phase is not self._cell:
            return ALWAYS
        if top in HEADINGS:
            bars |= HEADING
        if top not in LISTS and not self._is_known_listless(stack):
            bars |= ITEM
        if top != "dl":
            bars |= TERM
        if active:
            bars |= self._of_formatting(active, stack)
        return bars | CELL | ROW | PART | self._of_open(stack)

    def _of_open(self, stack: list[Any]) -> int:
        bars = 0
        mode = None
        for node in reversed(stack):
            name = node.name
            if node.namespace != _HTML or name == "select":
                return ALWAYS
            if mode is None:
                mode = MODES.get(name)
            if name in _CELLS:
                break
            if name == "p":
                bars |= BLOCK
            elif name == "button":
                bars |= BUTTON
        if mode is None or self._parser.phases[mode] is not self._parser.phase:
            bars |= TABLE  # its end would not lead back
        return bars

    def _of_formatting(self, active: list[Any], stack: list[Any]) -> int:
        """No region holds two elements alike one in the other, and of four the first is dropped.

        Elements that are not open any more are opened again where text comes, and cut by the end
        of the block around it: once that is settled, any block of text leaves things as they are.
        """
        once = twice = bars = 0
        closed = True
        for node in reversed(active):
            if node is Marker:
                break
            closed = closed and node not in stack
            if closed:
                if not self._listener.is_settled(node):
                    return ALWAYS
                bars |= INLINE | SPACE | LIST | FORM
            bit = FORMATTING.get(node.name, 0)
            bars |= twice & bit
            twice |= once & bit
            once |= bit
        return bars | (once & LINK)

    def _is_known_listless(self, stack: list[Any]) -> bool:
        """Whether a list's formatting elements are open, and have been found to hold its items."""
        if stack[-1].name not in FORMATTING or not self._listener.is_listless(stack[-1]):
            return False
        around = next(node.name for node in reversed(stack) if node.name not in FORMATTING)
        return around in LISTS
