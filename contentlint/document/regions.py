"""Stretches of a page that the tree construction of the HTML standard takes exactly as written.

Most of a broken page is in order.  `find_regions` marks text and elements whose tags are all
written out and well nested, and that hold nothing but their like.  Where such a region stands
decides whether it leaves the state of the tree construction as it found it: each has *needs*,
bits of what must not be the case around it.  Whoever follows the construction can then leap over
it.  What is not understood (foreign content, ``<select>``, end tags left out) makes no region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final

from contentlint.document.nesting import HEADINGS, LISTS, ROW_GROUPS, names_of
from contentlint.document.pieces import COMMENT, END, START, TEXT, Piece, tags_of
from contentlint.document.spellings import VOID_NAMES
from contentlint.named import NamedTuple

__all__ = [
    "ALWAYS",
    "BLOCK",
    "BUTTON",
    "CELL",
    "FLOW",
    "FORM",
    "FORMATTING",
    "HEADING",
    "INLINE",
    "ITEM",
    "LINK",
    "LIST",
    "PART",
    "ROW",
    "SPACE",
    "TABLE",
    "TERM",
    "Regions",
    "find_regions",
]

BLOCK, TABLE, BUTTON, FORM, LIST = 1, 2, 4, 8, 16
"""It holds something that ends a paragraph; a table; a button; a form; an item of a list."""
FLOW, INLINE, SPACE = 32, 64, 128
"""It may stand where text may; it opens formatting elements again; it is a blank in a table."""
HEADING, ITEM, TERM, ROW, CELL, PART = 256, 512, 1024, 2048, 4096, 8192
"""It is a heading, ``<li>``, ``<dd>`` or ``<dt>``, ``<tr>``, ``<td>`` or ``<th>``, another part."""
_FORMATTING: Final = names_of("a b big code em font i s small strike strong tt u")
FORMATTING: Final = {name: 16384 << place for place, name in enumerate(sorted(_FORMATTING))}
"""The bit of each formatting element."""
LINK: Final = FORMATTING["a"]
ALWAYS: Final = -1
"""Whatever is asked for: nothing may be leapt over."""

# Elements of which a region holds no second one inside the first.
_SINGLE: Final = {"button": BUTTON, "form": FORM, **FORMATTING}
_BARE: Final = names_of("colgroup table tbody tfoot thead tr")
_RAW: Final = names_of("iframe noembed noframes script style title xmp")
_TABLE: Final = frozenset(("table",))
_PARENTS: Final[dict[str, Set[str]]] = {
    "caption": _TABLE,
    "col": frozenset(("colgroup",)),
    "colgroup": _TABLE,
    "dd": frozenset(("dl",)),
    "dt": frozenset(("dl",)),
    "li": LISTS,
    "rp": frozenset(("ruby",)),
    "rt": frozenset(("ruby",)),
    "tbody": _TABLE,
    "td": frozenset(("tr",)),
    "tfoot": _TABLE,
    "th": frozenset(("tr",)),
    "thead": _TABLE,
    "tr": ROW_GROUPS | _TABLE,
}
# Elements that these start tags end, if they are innermost; and a paragraph ends at any block.
_ENDS: Final[dict[str, Set[str]]] = {
    "dd": frozenset(("dd", "dt", "p")),
    "dt": frozenset(("dd", "dt", "p")),
    "li": frozenset(("li", "p")),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
}
_PARAGRAPH: Final = frozenset(("p",))
_CHOOSY: Final = _BARE | _RAW | HEADINGS  # that do not hold just any element
_FARTHEST: Final = 50  # how far up an element is looked for that an end tag may mean

# How a start tag is taken.
_ELEMENT, _VOID, _HARD = range(3)


# What a start tag of some name is: its kind, what it adds to its region (inner), what it needs
# besides as the outermost element of one (outer), the parents it may have, what it must not hold
# (clash), and which innermost element it ends.
_Role = tuple[int, int, int, Set[str] | None, int, Set[str]]


def _roles() -> dict[str, _Role]:
    blocks = names_of(
        "address article aside blockquote center details dialog dir div dl fieldset figcaption "
        "figure footer form header hgroup listing main menu nav ol p pre search section summary "
        "table ul xmp li dd dt hr"
    )
    hard = names_of(
        "basefont bgsound body command frame frameset head html image isindex keygen math menuitem "
        "nextid nobr noscript optgroup option plaintext rb rtc select svg template textarea"
    )
    outer = {"li": ITEM | FLOW, "dd": TERM | FLOW, "dt": TERM | FLOW, "tr": ROW}
    outer |= {"td": CELL, "th": CELL, "xmp": INLINE | FLOW}
    outer |= dict.fromkeys(HEADINGS, HEADING | FLOW)
    roles: dict[str, _Role] = dict.fromkeys(hard, (_HARD, 0, 0, None, 0, frozenset()))
    for name in blocks | HEADINGS | VOID_NAMES | _SINGLE.keys() | _PARENTS.keys():
        inner = _SINGLE.get(name, 0)
        clash = BLOCK if name == "p" else inner
        if name in blocks or name in HEADINGS:
            inner |= BLOCK
        if name == "table":
            inner |= TABLE
        elif name in ("li", "dd", "dt"):
            inner |= LIST
        ends = _ENDS.get(name, _PARAGRAPH if inner & BLOCK else frozenset())
        kind = _VOID if name in VOID_NAMES else _ELEMENT
        flow = FLOW if inner & BLOCK else FLOW | INLINE
        around = outer.get(name, PART if name in _PARENTS else flow)
        roles[name] = kind, inner, around, _PARENTS.get(name), clash, ends
    return roles


_ROLES: Final = _roles()
_ORDINARY: Final[_Role] = _ELEMENT, 0, FLOW | INLINE, None, 0, frozenset()
# Of an element that may hold text and nothing else: what it adds to its region, what it needs, the
# parents it may have, which innermost element it ends.
_Leaf = tuple[int, int, Set[str] | None, Set[str]]


def _leaf(name: str, role: _Role) -> _Leaf | None:
    kind, inner, outer, parents, _clash, ends = role
    return (inner, inner | outer, parents, ends) if kind == _ELEMENT and name not in _BARE else None


_LEAVES: Final = {name: _leaf(name, role) for name, role in _ROLES.items()}
_ORDINARY_LEAF: Final = _leaf("", _ORDINARY)
_BAD: Final = 1 << 40  # what holds something that is not understood


class Regions(NamedTuple):
    """For every piece where the region ends that begins with it, and what that needs.

    ``ends[i]`` is the index after the region's last piece, 0 where none begins.  No region is
    nested deeper than *deepest*.
    """

    ends: Sequence[int]
    needs: Sequence[int]
    deepest: int


def find_regions(
    pieces: Sequence[Piece],
    generated: Set[Piece] = frozenset(),
    partners: Mapping[Piece, Piece] | None = None,
) -> Regions:
    """Find the regions of *pieces*, none of which is of a ``<template>``.

    *generated* are the tags that Markdown wrote, *partners* the start tags of its end tags: only
    a pair of one origin makes a region.  Linear in the number of pieces.
    """
    return _Finder(pieces, generated, partners or {}).find()


class _Finder:
    """The open elements while regions are looked for, and the regions found so far.

    Of each open element it keeps the index of its start tag, what it holds, and its role.
    """

    __slots__ = (
        "_deepest",
        "_ends",
        "_generated",
        "_holds",
        "_names",
        "_needs",
        "_partners",
        "_pieces",
        "_roles",
        "_starts",
        "_tags",
    )

    def __init__(
        self,
        pieces: Sequence[Piece],
        generated: Set[Piece],
        partners: Mapping[Piece, Piece],
    ) -> None:
        self._pieces = pieces
        self._tags = tags_of(pieces)
        self._generated = generated
        self._partners = partners
        self._ends = [0] * len(pieces)
        self._needs = [0] * len(pieces)
        self._names = [""]
        self._starts = [-1]
        self._holds = [0]
        self._roles = [_ORDINARY]
        self._deepest = 0

    def find(self) -> Regions:
        """Read all pieces."""
        ends, needs, names = self._ends, self._needs, self._names
        tags = self._tags
        count = len(tags)
        last = -1 if self._generated else count - 3
        index = 0
        while index < count:
            kind, name, written = tags[index]
            if kind == TEXT:
                ends[index] = index + 1
                needs[index] = FLOW | INLINE if names[-1] not in _BARE else self._in_table(index)
            elif kind == START:
                # a slash at the end may also be that of an address without quotes
                slash = written.endswith("/>") and self._pieces[index].self_closing
                if index <= last and not slash and self._pass_leaf(index, name):
                    index += 3
                    continue
                self._open(index, name, slash)
            elif kind == END:
                if name == names[-1]:
                    self._close(index)
                else:
                    self._recover(name)
            elif kind == COMMENT:
                ends[index] = index + 1
            else:
                self._holds[-1] |= _BAD
            index += 1
        return Regions(ends, needs, self._deepest)

    def _pass_leaf(self, index: int, name: str) -> bool:
        """Take the three pieces of an element *name* that holds only text, if that is simple.

        Most elements are such: what `_open` and `_close` would do with it comes to little.
        """
        tags = self._tags
        end = tags[index + 2]
        if end[1] != name or end[0] != END or tags[index + 1][0] != TEXT:
            return False
        leaf = _LEAVES.get(name, _ORDINARY_LEAF)
        if leaf is None:
            return False
        inner, needed, parents, ended = leaf
        names = self._names
        parent = names[-1]
        if parent in ended or (parent in _CHOOSY if parents is None else parent not in parents):
            return False
        ends, needs = self._ends, self._needs
        ends[index], needs[index] = index + 3, needed
        ends[index + 1], needs[index + 1] = index + 2, FLOW | INLINE
        self._holds[-1] |= inner
        if len(names) >= self._deepest:
            self._deepest = len(names) + 1
        return True

    def _in_table(self, index: int) -> int:
        if self._pieces[index].blank:
            return SPACE
        self._holds[-1] |= _BAD
        return FLOW | INLINE

    def _open(self, index: int, name: str, slash: bool) -> None:
        kind, inner, outer, parents, _clash, ended = role = _ROLES.get(name, _ORDINARY)
        names, holds = self._names, self._holds
        if names[-1] in ended:
            self._leave(len(names) - 1)
        parent = names[-1]
        if parents is not None:
            if parent not in parents:
                holds[-1] |= _BAD
        elif parent in _CHOOSY and (outer & HEADING or parent not in HEADINGS):
            holds[-1] |= _BAD
        if kind == _VOID:
            self._ends[index] = index + 1
            self._needs[index] = inner | outer
            holds[-1] |= inner
        elif slash:
            holds[-1] |= _BAD
        else:
            names.append(name)
            self._starts.append(index)
            holds.append(_BAD if kind == _HARD else 0)
            self._roles.append(role)
            self._deepest = max(self._deepest, len(names))

    def _close(self, index: int) -> None:
        """The end tag at *index* is the innermost element's."""
        self._names.pop()
        start = self._starts.pop()
        held = self._holds.pop()
        _kind, inner, outer, _parents, clash, _ended = self._roles.pop()
        if held & (clash | _BAD) or (self._generated and not self._of_one_origin(start, index)):
            self._holds[-1] |= _BAD
        else:
            held |= inner
            self._ends[start] = index + 1
            self._needs[start] = held | outer
            self._holds[-1] |= held

    def _of_one_origin(self, start: int, place: int) -> bool:
        end = self._pieces[place]
        if end in self._generated:
            return self._partners.get(end) is self._pieces[start]
        return self._pieces[start] not in self._generated

    def _recover(self, name: str) -> None:
        """Take the end tag *name*, which is not the innermost element's."""
        names = self._names
        for up in range(len(names) - 1, max(0, len(names) - _FARTHEST), -1):
            if names[up] == name or (names[up] in HEADINGS and name in HEADINGS):
                self._leave(up)
                return
        self._holds[-1] |= _BAD

    def _leave(self, place: int) -> None:
        """The open elements from *place* on have ended, though not as they should."""
        for stack in (self._names, self._starts, self._holds, self._roles):
            del stack[place:]
        self._holds[-1] |= _BAD
