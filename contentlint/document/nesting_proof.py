"""The proof of clean nesting: a stack on which every end tag meets its own start tag."""

from __future__ import annotations

from typing import Final

from contentlint.document.spellings import (
    BLOCK,
    FRAME,
    ITEM,
    ORDINARY,
    PART,
    RUBY,
    SINGLE,
    TABLE,
    TERM,
    VOID,
    names_of,
)

__all__ = ["ENDS_IMPLIED", "HEADINGS", "LISTS", "ROW_GROUPS", "SPACE", "Proof"]

HEADINGS: Final = names_of("h1 h2 h3 h4 h5 h6")
LISTS: Final = names_of("ul ol menu dir")
ENDS_IMPLIED: Final = names_of(
    "address applet article aside blockquote body button caption center dd details dialog dir div "
    "dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main "
    "marquee menu nav object ol pre search section summary td th ul"
)
"""End tags before which an open p, li, dd or dt may end by itself."""

_IMPLIED: Final = frozenset(("p", "li", "dd", "dt"))
_OMISSIBLE: Final = names_of("dd dt li p tbody td tfoot th thead tr")
ROW_GROUPS: Final = frozenset(("tbody", "thead", "tfoot"))
_CELLS: Final = frozenset(("td", "th"))
_ROWS: Final = frozenset(("table", "tbody", "tfoot", "thead", "tr"))
# Elements in which text, and all but certain elements, would be out of place.
_BARE: Final = names_of("colgroup head html table tbody tfoot thead tr")
_HEAD_VOID: Final = frozenset(("base", "link", "meta"))
_RAW: Final = frozenset(("script", "style"))
_FRAME_ORDER: Final = ("html", "head", "body")
_DEEPEST: Final = 500  # browsers nest no deeper than 512
SPACE: Final = " \t\n\f\r"
"""What the standard calls ASCII whitespace."""


class Proof:
    """The stack of open elements; every step answers whether the page may still be clean."""

    __slots__ = ("bare", "frame", "paragraph", "single", "stack")

    def __init__(self) -> None:
        self.stack = [""]
        self.bare = False  # text would be out of place here
        self.paragraph = False
        self.single: set[str] = set()  # open elements that must not hold another of their kind
        self.frame = len(_FRAME_ORDER)  # the first of html, head, body that may still come

    def doctype(self, source: str, first: bool) -> bool:
        """Take a doctype, the *first* thing of a whole page."""
        if not first or len(self.stack) > 1 or source.lower() != "<!doctype html>":
            return False
        self.frame = 0
        self.bare = True
        return True

    def open(self, name: str, kind: int) -> bool:
        """Take a start tag of the given kind."""
        stack = self.stack
        if self.bare:
            return self._open_bare(name, kind)
        if kind == ORDINARY:
            stack.append(name)
            return True
        if kind == VOID:
            return True
        if kind >= PART:
            return self._open_odd(name, kind)
        if self.paragraph:
            if stack[-1] != "p":
                return False
            stack.pop()
            self.paragraph = False
        if kind == BLOCK:
            return self._open_block(name)
        if kind == ITEM:
            return self._open_item()
        if kind == TERM:
            return self._open_term(name)
        if kind == TABLE:
            stack.append(name)
            self.bare = True
        return True

    def _open_block(self, name: str) -> bool:
        stack = self.stack
        if name == "p":
            self.paragraph = True
        elif name in HEADINGS:
            if stack[-1] in HEADINGS:
                return False
        elif name == "form":
            if name in self.single:
                return False
            self.single.add(name)
        stack.append(name)
        return True

    def _open_item(self) -> bool:
        stack = self.stack
        if stack[-1] == "li":
            stack.pop()
        stack.append("li")
        return stack[-2] in LISTS

    def _open_term(self, name: str) -> bool:
        stack = self.stack
        if stack[-1] in ("dd", "dt"):
            stack.pop()
        parent = stack[-1]
        stack.append(name)
        return parent == "dl" or (parent == "div" and stack[-3] == "dl")

    def _open_odd(self, name: str, kind: int) -> bool:
        if kind == PART:
            return self._leave_cell() and self._open_part(name)
        if kind == SINGLE:
            if name in self.single:
                return False
            self.single.add(name)
            self.stack.append(name)
            return True
        if kind == RUBY:
            if self.stack[-1] in ("rp", "rt"):
                self.stack.pop()
            self.stack.append(name)
            return self.stack[-2] == "ruby"
        return False

    def _open_bare(self, name: str, kind: int) -> bool:
        top = self.stack[-1]
        if kind == PART:
            return self._open_part(name)
        if kind == FRAME:
            return self._open_frame(name, top)
        if top == "head":
            if name in _HEAD_VOID:
                return True
            if name != "title" and name not in _RAW:
                return False
        elif name not in _RAW or top not in _ROWS:
            return False
        self.stack.append(name)
        self.bare = False
        return True

    def _open_frame(self, name: str, top: str) -> bool:
        place = _FRAME_ORDER.index(name)
        if place < self.frame or top != ("html" if place else ""):
            return False
        self.frame = place + 1
        self.stack.append(name)
        self.bare = name != "body"
        return True

    def _leave_cell(self) -> bool:
        self._end_implied("td")
        if self.stack[-1] not in _CELLS:
            return False
        self.stack.pop()
        return True

    def _open_part(self, name: str) -> bool:
        """Take a part of a table; the top of the stack is a table, section, row or colgroup."""
        stack = self.stack
        if stack[-1] == "colgroup" and name != "col":
            stack.pop()
        if name in _CELLS:
            parents = frozenset(("tr",))
        elif name == "tr":
            if stack[-1] == "tr":
                stack.pop()
            if stack[-1] == "table":
                stack.append("tbody")
            parents = ROW_GROUPS
        else:
            if name in ROW_GROUPS:
                if stack[-1] == "tr":
                    stack.pop()
                if stack[-1] in ROW_GROUPS:
                    stack.pop()
            parents = frozenset(("table",))
            if name == "col":
                name = "colgroup"
                if stack[-1] == name:
                    return True
        stack.append(name)
        self.bare = name in _BARE
        return stack[-2] in parents

    def close(self, name: str) -> bool:
        """Take an end tag."""
        stack = self.stack
        if len(stack) > _DEEPEST:
            return False
        if stack[-1] != name:
            if name in ENDS_IMPLIED:
                self._end_implied(name)
            elif name in _ROWS:
                self._end_rows(name)
            elif name == "ruby" and stack[-1] in ("rp", "rt"):
                stack.pop()
            if stack[-1] != name:
                return False
        stack.pop()
        if name == "p":
            self.paragraph = False
        elif name in self.single:
            self.single.discard(name)
        self.bare = stack[-1] in _BARE or name == "html"
        return True

    def _end_implied(self, name: str) -> None:
        stack = self.stack
        while stack[-1] in _IMPLIED and stack[-1] != name:
            if stack.pop() == "p":
                self.paragraph = False

    def _end_rows(self, name: str) -> None:
        """End what ``</table>``, ``</tbody>`` or ``</tr>`` may end besides their own element."""
        stack = self.stack
        self._end_implied(name)
        if stack[-1] in _CELLS:
            stack.pop()
        if stack[-1] == "tr" and name != "tr":
            stack.pop()
        if name == "table" and (stack[-1] in ROW_GROUPS or stack[-1] == "colgroup"):
            stack.pop()

    def ended(self, rest: str) -> bool:
        """Whether the page may end here, after the text *rest*."""
        if self.bare and rest.strip(SPACE):
            return False
        stack = self.stack
        return len(stack) == 1 or _OMISSIBLE.issuperset(stack[1:])
