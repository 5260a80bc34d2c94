"""From what became of every element to one fault for each cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Final

from contentlint.document.nesting import HEADINGS, INLINE, LISTS
from contentlint.document.pieces import END, START, Piece
from contentlint.document.tag_places import FORMATTING
from contentlint.document.tokenizer import RAW
from contentlint.document.tree_errors_causes import Causes
from contentlint.document.tree_errors_faults import Edit, Fault
from contentlint.document.tree_errors_marks import ENDS_MARKDOWN, OMISSIBLE, Mark
from contentlint.document.tree_errors_unslashed import find_unslashed

__all__ = ["report"]

_ALONE: Final = frozenset(("a", "button", "nobr"))
# What Markdown writes for signs inside a line, whose end an author can see.
_INLINE: Final = frozenset(("a", "del", "em", "strong"))


def report(causes: Causes) -> list[Fault]:
    """The faults behind what *causes* has seen, in no particular order."""
    marks = list(causes.marks.values())
    _shift(marks, causes.generated)
    late: dict[Piece, list[Mark]] = {}
    unclosed: dict[Mark, Fault] = {}
    for mark in marks:
        if mark.excused or (mark.cut is None and not mark.cut_short):
            continue
        if mark.cut is not None and (mark.closed is not None or mark.offends):
            late.setdefault(mark.cut, []).append(mark)
        elif mark.piece.name not in OMISSIBLE and mark.piece not in causes.generated:
            unclosed[mark] = _unclosed(mark, causes)
    for mark, stray in causes.meant.items():
        if mark in unclosed:
            _rename(stray, mark)
            del unclosed[mark]
            late.pop(stray.piece, None)
    ends = {fault.piece: fault for fault in causes.faults if fault.message == ENDS_MARKDOWN}
    for cut, stray in ends.items():
        late.pop(cut, None)  # that Markdown's elements are still open is told with it
        _explain_by_name(stray, unclosed)
    for mark, slash in causes.slashed.items():
        _repair_slash(slash, mark)
    unslashed = find_unslashed(unclosed, causes)
    _keep_innermost(unclosed)
    roots = {mark.cut for mark in unclosed if mark.cut is not None and mark.cut.kind == START}
    roots.update(fault.piece for fault in unslashed)
    _keep_lasting(unclosed, late, causes.generated)
    faults = [*causes.faults, *unclosed.values(), *unslashed]
    placed = {fault.piece for fault in causes.faults if fault.rule == "misplaced"}
    first_end = min((cut.start for cut in ends), default=len(causes.html))
    for cut, group in _untold(late, causes):
        if cut in causes.generated and cut.kind == END and cut.start > first_end:
            continue  # Markdown's own end tag finds closed what it was to end
        if cut.kind == END:
            faults.append(_misnested(cut, group, causes))
        elif cut not in roots and cut not in placed:
            faults.append(_interrupted(cut, group, causes))
    blamed = {*unclosed, *(mark for group in late.values() for mark in group)}
    list_end = min((cut.start for cut in ends if cut.name in LISTS), default=len(causes.html))
    return [*faults, *_listless(causes, blamed, placed, list_end)]


def _listless(
    causes: Causes, blamed: Set[Mark], placed: Set[Piece], list_end: int
) -> Iterator[Fault]:
    """What to say of items outside a list, unless an element is to be *blamed* for that.

    An item that Markdown wrote has lost its list to the element, whatever that one is, or to the
    first end tag, at *list_end*, that ended a list of Markdown's.
    """
    for owner, fault in causes.listless:
        is_made = fault.piece in causes.generated
        if fault.piece in placed or (is_made and fault.piece.start > list_end):
            continue
        if owner not in blamed or not (owner is None or is_made or owner.piece.name in INLINE):
            yield fault


def _shift(marks: list[Mark], generated: Set[Piece]) -> None:
    """Where the outer of two like elements is unclosed, give it the inner one's late end tag.

    ``<ul><li><ul></li></ul>`` lacks the end tag of its inner list: the browser takes the only
    ``</ul>`` for the inner one, the author meant the outer.
    """
    late: dict[str, list[Mark]] = {}
    for mark in reversed(marks):
        name = mark.piece.name
        if mark.excused or mark.piece in generated:
            continue
        if mark.closed is not None:
            if mark.cut is not None:
                late.setdefault(name, []).append(mark)
        elif (mark.cut_short or mark.cut) and name not in OMISSIBLE and late.get(name):
            inner = late[name][-1]
            still = mark.cut is None or name in FORMATTING  # which browsers open again
            if inner.closed and (still or _follows(mark.cut, inner.closed)):
                late[name].pop()
                mark.closed, mark.cut, mark.cut_short = inner.closed, None, False
                inner.closed = None


def _keep_innermost(unclosed: dict[Mark, Fault]) -> None:
    """Of what is open at the end only the innermost element can be given its end tag there."""
    open_at_end = [mark for mark in unclosed if mark.cut is None]
    for mark in open_at_end:
        name = mark.piece.name
        if mark is not open_at_end[-1] or name == "plaintext":
            fault = unclosed[mark]
            fault.edits = tuple(edit for edit in fault.edits if edit.where != "end")


def _keep_lasting(
    unclosed: dict[Mark, Fault], late: Mapping[Piece, list[Mark]], generated: Set[Piece]
) -> None:
    """Drop end tags before a start tag that cuts off more, whose own end tags come later.

    With the last end tag there, the start tag would be told to cut off the others.
    """
    cuts = Counter(mark.cut for mark in unclosed)
    for mark, fault in unclosed.items():
        if mark.cut is not None and mark.cut.kind == START and cuts[mark.cut] == 1:
            others = late.get(mark.cut, ())
            if any(other.piece not in generated for other in others):
                fault.edits = ()


def _follows(later: Piece | None, earlier: Piece) -> bool:
    return later is not None and later.start >= earlier.start


def _unclosed(mark: Mark, causes: Causes) -> Fault:
    name = mark.piece.name
    tag = f"</{name}>"
    cut = mark.cut or causes.end
    safe = name not in FORMATTING
    words = "the page ends here"
    edit = Edit(mark.piece, "end", tag)
    if cut is not None:
        words = f"cut off here by {_words(cut, causes)}"
        edit = Edit(cut, "before", tag)
        safe = safe or (cut.kind == START and cut.name == name)
        # what follows an end tag that ends nothing is inside of the element to a browser
        safe = safe and cut not in causes.ignored
    values = {"name": name}
    edits = (edit,) if mark.ends_here else ()
    message = "raw" if name in RAW else None
    return Fault("unclosed-element", message, mark.piece, values, ((words, cut),), edits, safe)


def _untold(late: Mapping[Piece, list[Mark]], causes: Causes) -> list[tuple[Piece, list[Mark]]]:
    """*late* without the end tags of elements that an end of Markdown's blocks has cut off.

    That such a tag comes while Markdown's next block is open is the same fault again.
    """
    crossing = {group[0].closed for cut, group in late.items() if _is_block_end(cut, causes)}
    return [
        (cut, group)
        for cut, group in late.items()
        if cut not in crossing or not all(mark.piece in causes.generated for mark in group)
    ]


def _is_block_end(cut: Piece, causes: Causes) -> bool:
    """Whether *cut* is an end that no author could see: Markdown's blocks have no end tags."""
    return cut.kind == END and cut in causes.generated and cut.name not in _INLINE


def _rename(stray: Fault, mark: Mark) -> None:
    """The stray end tag has the wrong name: it was meant for the element of *mark*."""
    name = mark.piece.name
    stray.message = "wrong-name"
    stray.values["opener"] = name
    stray.related = (("still open", mark.piece),)
    stray.edits = (Edit(stray.piece, "replace", f"</{name}>"),)
    stray.safe = False


def _explain_by_name(stray: Fault, unclosed: dict[Mark, Fault]) -> None:
    """Where *stray* ended a block of Markdown's, it was meant for the author's block in that."""
    if stray.piece.name == "p" or stray.piece.name in HEADINGS:
        return  # such a tag was written where signs had begun the paragraph or heading
    cut = [mark for mark in unclosed if mark.cut is stray.piece]
    if not cut or cut[-1].piece.name in INLINE:
        return
    *around, block = cut
    _rename(stray, block)
    del unclosed[block]
    for mark in around:
        unclosed[mark].edits = ()  # its end tag would come before that of the inner block


def _repair_slash(slash: Fault, mark: Mark) -> None:
    """The slash goes; where no end tag follows, one comes in its place."""
    if mark.piece.name in RAW:
        slash.message = "raw"
        return  # what it swallowed would come to light
    slash.safe = mark.closed is not None
    slash.edits = (Edit(mark.piece, "unslash", ""),)
    if not slash.safe:
        slash.edits += (Edit(mark.piece, "after", f"</{mark.piece.name}>"),)


def _misnested(cut: Piece, group: list[Mark], causes: Causes) -> Fault:
    """The end tag *cut* comes while the elements of *group*, opened later, are still open."""
    values = {"name": cut.name, "other": group[0].piece.name}
    related = tuple((f"<{mark.piece.name}> is still open", mark.piece) for mark in group)
    last = group[0].closed
    if last is not None and _is_block_end(cut, causes):
        values["name"], values["block"] = last.name, cut.name
        return Fault("misnested", "crosses", last, values, related)
    inner = group[0].piece.name
    safe = cut not in causes.ignored and inner != "p"
    safe = safe and (cut.name not in FORMATTING or inner in INLINE)
    edits: tuple[Edit, ...] = ()
    if len(group) == 1 and last is not None and not causes.html[cut.end : last.start].strip():
        first, second = causes.html[cut.start : cut.end], causes.html[last.start : last.end]
        edits = (Edit(cut, "replace", second), Edit(last, "replace", first))
    return Fault("misnested", None, cut, values, related, edits, safe)


def _interrupted(cut: Piece, group: list[Mark], causes: Causes) -> Fault:
    """The start tag *cut* ended the elements of *group*, whose end tags come later."""
    outer = group[0].piece
    values = {"name": cut.name, "outer": outer.name}
    related = tuple((f"ends this <{mark.piece.name}>", mark.piece) for mark in group)
    if cut in causes.generated:
        related = (("this ends it", cut),)
        values = {"name": outer.name, "outer": outer.name}
        return Fault("misplaced", "markdown-inside", outer, values, related)
    if cut.name in _ALONE and any(mark.piece.name == cut.name for mark in group):
        return Fault("nested-interactive", None, cut, values, related)
    message = "interrupts"
    if outer.name == "p" and outer in causes.generated:
        message = "block-in-markdown"
    elif outer.name == "p":
        message = "block-in-paragraph"
    elif outer.name in HEADINGS:
        message = "in-heading"
    return Fault("misplaced", message, cut, values, related)


def _words(piece: Piece, causes: Causes) -> str:
    if piece in causes.generated:
        return "the end of the Markdown block" if piece.kind == END else "a Markdown block"
    return f"</{piece.name}>" if piece.kind == END else f"<{piece.name}>"
