"""Faults after which the tree construction goes on as if they were not there.

A page with an end tag too many is mostly in order, and so is one where two end tags are swapped.
The walk over the tags need not give such a page up: it notes the fault and walks on.  What
`contentlint.document.tree_errors_known` makes of it is all that html5lib would tell of the page;
property tests hold the two equal.
"""

from __future__ import annotations

from typing import Final

from contentlint.document.spellings import INLINE, VOID, names_of

__all__ = [
    "CROSSED",
    "CUT",
    "FORMATTING",
    "NO_FLAW",
    "PAST",
    "STRAY",
    "WARNED",
    "is_tame",
    "overlook",
]

NO_FLAW, PAST, STRAY, CROSSED, CUT = range(5)
"""Nothing is wrong; there was a fault before; the tag ends nothing; it ends an element in which
another is still open, whose end tag must be next; it begins a paragraph, which cuts off what is
open in the one before."""

WARNED: Final = frozenset(("",))
"""A stray end tag stood where an inline element was open: if that is cut off, it was meant."""

_Stack = tuple[str, ...]

_PLAIN: Final = names_of("abbr bdi bdo cite data dfn ins kbd q samp span sub sup time var")
"""Elements of no special meaning to the tree construction."""
FORMATTING: Final = names_of("b big code em font i s small strike strong tt u")
"""Elements that go on after what cuts them off; links and <nobr> have rules of their own."""
_CUTTABLE: Final = _PLAIN | FORMATTING
_OMISSIBLE: Final = names_of("dd dt li p tbody td tfoot th thead tr caption colgroup rp rt")
# what may follow after formatting was cut off: it goes on in all of it, and nothing is said of that
_TAME: Final = _CUTTABLE | names_of(
    "p div section h1 h2 h3 h4 h5 h6 ul ol li blockquote table tbody tr td th a img br hr"
)


def overlook(
    stack: _Stack, name: str, kind: int, cut: frozenset[str]
) -> tuple[_Stack, int, frozenset[str]] | None:
    """What is open after a tag that is out of order, the fault, and the names that were cut off.

    *cut* are those cut off before.  ``None`` where only html5lib knows what comes of it.
    """
    if kind >= 0:
        return _cut(stack) if name == "p" and not cut else None
    if name in _PLAIN and name not in stack:
        # "any other end tag" (HTML, 13.2.6.4.7): a parse error, and the token is ignored
        inner = next((open_ for open_ in reversed(stack) if open_ not in _OMISSIBLE), "")
        if cut - WARNED:
            return None
        return stack, STRAY, WARNED if inner in INLINE else cut
    return _cross(stack, name, cut)


def _cross(
    stack: _Stack, name: str, cut: frozenset[str]
) -> tuple[_Stack, int, frozenset[str]] | None:
    """``<b><i></b></i>``: the parser ends both at the first end tag, and ignores the second."""
    *around, outer, inner = ("", "", *stack)
    if outer != name or name not in FORMATTING or inner not in FORMATTING or name == inner:
        return None
    if name in around or inner in around or name in cut or inner in cut:
        return None
    return (*stack[:-2], inner), CROSSED, cut


def _cut(stack: _Stack) -> tuple[_Stack, int, frozenset[str]] | None:
    """``<p><b>x<p>``: the new paragraph ends the old one, and formatting goes on in it."""
    at = len(stack) - 1 - stack[::-1].index("p") if "p" in stack else len(stack)
    inside = stack[at + 1 :]
    names = frozenset(inside)
    if not inside or not names <= _CUTTABLE or len(names) < len(inside):
        return None
    if not names.isdisjoint(stack[:at]):
        return None
    return stack[: at + 1], CUT, names


def is_tame(before: _Stack, after: _Stack, name: str, kind: int, cut: frozenset[str]) -> bool:
    """Whether a tag in order says nothing new of the elements *cut* off, which are open again.

    Each element must have its own end tag, and none be four times in itself.
    """
    if kind < 0:
        return after == before[:-1]
    if name not in _TAME or (name in cut and name in before):
        return False
    return after == before if kind == VOID else after == (*before, name)
