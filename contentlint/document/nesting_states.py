"""The walk over a page's tags as a machine whose states are made when they are first reached.

The tags of posts are few and spelt alike, so a walk is one look-up for each: from a state (the open
elements, and what else the proof keeps) by the spelling of the next tag to the next state.  The
proof itself (`contentlint.document.nesting_proof`) works out each step once.

What stands from a ``<`` to the next ``>``, with no other ``<`` between, is a tag if turbohtml takes
it for one whole tag, because the tokenizer of the standard reads a tag the same way wherever one
can begin (HTML, 13.2.5.6 to 13.2.5.40).  Inside raw text, where none can, only the end tag of the
element is taken.  Everything else is left to the walk over all tokens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import accumulate, compress, count, repeat
from operator import attrgetter, contains, getitem
from typing import Final

from contentlint.document.nesting_flaws import (
    CROSSED,
    CUT,
    NO_FLAW,
    PAST,
    WARNED,
    is_tame,
    overlook,
)
from contentlint.document.nesting_proof import HEADINGS, SPACE, Proof
from contentlint.document.spellings import (
    BLOCK,
    INLINE,
    ITEM,
    RULE,
    TABLE,
    TERM,
    Spelling,
    names_of,
    read_inside,
)

__all__ = ["TextPiece", "Unproven", "Walk", "walk"]

TextPiece = tuple[int, int, bool]
"""``(start, end, fresh)``: ``html[start:end]`` is a run of text, its references not decoded.

*fresh* says that a block began or ended since the piece before, so that the two do not belong to
one sentence.
"""

_RAW: Final = names_of("iframe noembed noframes noscript script style textarea title xmp")
_NONE: Final[frozenset[str]] = frozenset()
_DEEPEST: Final = 40
# so many spellings are searched for one by one
_FEW: Final = 2
_MOST_STEPS: Final = 20_000
_MOST_STATES: Final = 4_000
_LONGEST_KEPT: Final = 80


class Unproven(Exception):
    """The machine has no step here: only the tokenizer knows what comes next."""


class _State(dict[str, "_State"]):
    """Where a walk stands; the items are the steps taken from here so far, by spelling."""

    __slots__ = (
        "bare",
        "breaks",
        "ended",
        "flaw",
        "key",
        "muted",
        "nested",
        "out_of_order",
        "raw",
        "steps",
    )
    # a state is itself, whatever steps it keeps; these are the plain functions, not calls of Python
    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__
    __ne__ = object.__ne__

    def __init__(self, key: _Key) -> None:
        self.key = key
        stack, self.bare, _, _, self.muted, self.breaks, self.raw, self.flaw, _, nested, _ = key
        self.nested = nested
        self.ended = bool(stack) and _proof_at(key).ended("")
        self.out_of_order = self.flaw > PAST
        self.steps: dict[tuple[str, int, bool, int], _State] = {}

    def __missing__(self, source: str) -> _State:
        spelling = read_inside(source)
        if spelling is None:
            return self._take_doctype(source)
        step = spelling[:4]
        state = self.steps.get(step)
        if state is None:
            state = self.steps[step] = _step(self, spelling)
        if len(source) <= _LONGEST_KEPT:
            _MACHINE.steps += 1
            self[source] = state
        return state

    def _take_doctype(self, source: str) -> _State:
        """Begin a whole page; `Walk` sees to it that its doctype is the first of all."""
        if self.key != _BEGINNING or source.lower() != _DOCTYPE:
            raise Unproven
        proof = Proof()
        proof.doctype(f"<{source}>", True)
        proven = tuple(proof.stack), proof.bare, proof.paragraph, _NONE
        return _MACHINE.at((*proven, 0, False, "", NO_FLAW, _NONE, False, proof.frame))


_Proven = tuple[tuple[str, ...], bool, bool, frozenset[str]]
# the stack (empty on a page that is not well nested), bare, paragraph, single; the depth of muted
# elements; whether the last tag broke the text; the raw text element that is open; what was wrong
# with the last tag or with any, and the names of elements that were cut off; whether any block
# stands in an element for words; which of html, head and body may still come
_Key = tuple[
    tuple[str, ...], bool, bool, frozenset[str], int, bool, str, int, frozenset[str], bool, int
]


class _Machine:
    """All states reached so far, and how many steps they keep."""

    def __init__(self) -> None:
        self.states: dict[_Key, _State] = {}
        self.steps = 0

    def start(self) -> _State:
        """The state in which a page begins."""
        if self.steps > _MOST_STEPS or len(self.states) > _MOST_STATES:
            self.states.clear()
            self.steps = 0
        return self.at(_BEGINNING)

    def at(self, key: _Key) -> _State:
        """The state for *key*."""
        state = self.states.get(key)
        if state is None:
            if len(self.states) > _MOST_STATES:
                raise Unproven
            state = self.states[key] = _State(key)
        return state


_ANY_FRAME: Final = Proof().frame
_BEGINNING: Final[_Key] = (
    *(("",), False, False, _NONE, 0, True, ""),
    *(NO_FLAW, _NONE, False, _ANY_FRAME),
)
_DOCTYPE: Final = "!doctype html"
_MACHINE: Final = _Machine()


def _proof_at(key: _Key) -> Proof:
    proof = Proof()
    stack, proof.bare, proof.paragraph, single, *_, proof.frame = key
    proof.stack, proof.single = list(stack), set(single)
    return proof


def _step(state: _State, spelling: Spelling) -> _State:
    name, kind, breaks, mutes, _ = spelling
    if state.raw and (kind >= 0 or name != state.raw):
        raise Unproven
    key = state.key
    if not name:  # a comment
        if state.flaw == CROSSED:
            return _MACHINE.at(
                (*_FAILED, state.muted, False, "", NO_FLAW, _NONE, False, _ANY_FRAME)
            )
        return _MACHINE.at((*key[:5], False, "", PAST if state.flaw else NO_FLAW, *key[8:]))
    raw = name if kind >= 0 and name in _RAW else ""
    if name == "plaintext" or (raw and mutes != 1):
        raise Unproven
    muted = max(state.muted + mutes, 0)
    proven, flaw, cut, frame = _prove(key, name, kind) if key[0] else _GIVEN_UP
    if len(proven[0]) > _DEEPEST:
        raise Unproven
    nested = state.nested or (kind in _BLOCK_KINDS and _is_narrow(proven[0], kind))
    return _MACHINE.at((*proven, muted, breaks, raw, flaw, cut, nested, frame))


_BLOCK_KINDS: Final = frozenset((BLOCK, RULE, ITEM, TERM, TABLE))
_NARROW: Final = INLINE | HEADINGS | names_of("pre th")


def _is_narrow(stack: tuple[str, ...], kind: int) -> bool:
    """Whether the block that has just begun stands in an element that is no place for any block."""
    return not _NARROW.isdisjoint(stack if kind == RULE else stack[:-1])


_FAILED: Final[_Proven] = (), False, False, _NONE
_GIVEN_UP: Final = _FAILED, NO_FLAW, _NONE, _ANY_FRAME


def _prove(key: _Key, name: str, kind: int) -> tuple[_Proven, int, frozenset[str], int]:
    """What is open after a tag, what is wrong with it, what was cut off by it or before.

    And which of html, head and body may still come.
    """
    stack, bare, paragraph, single, *_, flaw, cut, _, frame = key
    if flaw == CROSSED and (kind >= 0 or name != stack[-1]):
        return _GIVEN_UP
    proof = _proof_at(key)
    if proof.open(name, kind) if kind >= 0 else proof.close(name):
        after = tuple(proof.stack)
        if cut - WARNED and not is_tame(stack, after, name, kind, cut):
            return _GIVEN_UP
        proven = after, proof.bare, proof.paragraph, frozenset(proof.single)
        return proven, PAST if flaw else NO_FLAW, cut, proof.frame
    found = None if bare else overlook(stack, name, kind, cut)
    if found is None:
        return _GIVEN_UP
    stack, flaw, cut = found
    return (stack, False, paragraph, single), flaw, cut, frame


_IS_OUT_OF_ORDER: Final = attrgetter("out_of_order")
_IS_BARE: Final = attrgetter("bare")


class Walk:
    """A walk over the tags of a body: is it clean, which tags are there, where is text.

    *sources* are the tags in order, each without its brackets.  Where text stands is worked out
    when it is asked for: most posts are asked for their first and their last words only.
    """

    __slots__ = (
        "_size",
        "_states",
        "_texts",
        "clean",
        "flawed",
        "has_doctype",
        "nested",
        "sources",
    )

    def __init__(self, sources: list[str], texts: list[str], size: int) -> None:
        """*texts* are what stands before the tags *sources*, and after the last of them.

        *size* is that of the whole body.

        Raises:
            Unproven: as `walk` does.
        """
        self.sources, self._texts, self._size = sources, texts, size
        # one look-up a tag, and no step of the interpreter
        self._states = states = list(accumulate(self.sources, getitem, initial=_MACHINE.start()))
        if states[-1].raw:
            raise Unproven
        last = states[-1]
        self.has_doctype = bool(sources) and states[1].key[-1] != _ANY_FRAME
        """Whether the first of the *sources* is a doctype."""
        if self.has_doctype and texts[0].strip(SPACE):
            raise Unproven
        in_order = last.ended and last.flaw != CROSSED and not self._has_bare_text()
        if last.key[-1] != _ANY_FRAME:  # a doctype must be the first of all
            in_order = in_order and self.has_doctype
        self.clean = in_order and not last.flaw
        self.flawed = in_order and last.flaw > NO_FLAW and last.key[-1] == _ANY_FRAME
        """Whether all that is wrong with the page is known: see `flaws`."""
        self.nested = last.nested
        """Whether a block stands in an inline element, heading or such, as far as tags tell."""

    def numbers_of(self, spellings: Collection[str]) -> list[int]:
        """The numbers of the tags that are spelt as any of *spellings*, without their brackets."""
        sources = self.sources
        if len(spellings) > _FEW:
            return list(compress(count(), map(spellings.__contains__, sources)))
        numbers = []
        for spelling in spellings:  # a search is far faster than as many questions
            number = -1
            with suppress(ValueError):
                while True:
                    number = sources.index(spelling, number + 1)
                    numbers.append(number)
        numbers.sort()
        return numbers

    def text_after(self, number: int) -> str:
        """What stands between a tag and the next one."""
        return self._texts[number + 1]

    def flaws(self) -> list[tuple[int, int]]:
        """The numbers of the tags that are out of order, with what is wrong, if it is *flawed*."""
        states = self._states
        numbers = compress(range(1, len(states)), map(_IS_OUT_OF_ORDER, states[1:]))
        return [(number - 1, states[number].flaw) for number in numbers]

    def is_copied_from(self) -> bool:
        """Whether a parser makes copies of elements, if the page is *flawed*.

        It opens formatting again that was cut off, or of which two end tags are swapped, if text
        stands between them.
        """
        for number, flaw in self.flaws():
            if flaw == CUT or (flaw == CROSSED and self._texts[number + 1]):
                return True
        return False

    def tag(self, number: int) -> tuple[int, str]:
        """Where a tag stands, and how it is spelt."""
        before = sum(map(len, self._texts[: number + 1])) + sum(map(len, self.sources[:number]))
        return before + 2 * number, f"<{self.sources[number]}>"

    def open_before(self, number: int) -> tuple[str, ...]:
        """The names of the elements that are open before a tag, after a first that is empty."""
        return self._states[number].key[0]

    def opener(self, number: int, place: int) -> int:
        """The number of the start tag of the element at *place* among those open before a tag."""
        for before in range(number - 1, -1, -1):
            if len(self._states[before].key[0]) <= place:
                return before
        return -1

    def _has_bare_text(self) -> bool:
        """Whether text stands where it is out of place, as between the rows of a table."""
        return bool("".join(compress(self._texts, map(_IS_BARE, self._states))).strip(SPACE))

    def texts(self) -> Iterator[TextPiece]:
        """The runs of text that are no code, from the first to the last."""
        fresh = True
        start = 0
        for text, source, state in zip(self._texts, [*self.sources, ""], self._states, strict=True):
            if state.breaks:
                fresh = True
            end = start + len(text)
            if text and not state.muted:
                yield start, end, fresh
                fresh = False
            start = end + len(source) + 2

    def texts_from_end(self) -> Iterator[TextPiece]:
        """The same from the last to the first."""
        found: tuple[int, int] | None = None  # a piece of which it is not yet known if it is fresh
        fresh = False
        end = self._size
        for text, source, state in zip(
            reversed(self._texts), [*self.sources[::-1], ""], reversed(self._states), strict=True
        ):
            start = end - len(text)
            if text and not state.muted:
                if found is not None:
                    yield *found, fresh
                found, fresh = (start, end), False
            fresh = fresh or state.breaks
            end = start - len(source) - 2
        if found is not None:
            yield *found, fresh


_NO_MARKS: Final = bytes(set(range(256)).difference(b"<>\0"))


def walk(html: str) -> Walk:
    """Walk over the tags of a body.

    Raises:
        Unproven: it is not simple enough to tell what is a tag.
    """
    return Walk(*_split(html), len(html))


def _split(html: str) -> tuple[list[str], list[str]]:
    """The tags without their brackets, and the texts before, between and after them."""
    marks = html.encode("ascii", "ignore").translate(None, _NO_MARKS)
    if marks == b"<>" * (len(marks) // 2):  # every bracket is one of a tag
        runs = html.replace(">", "<").split("<")
        return runs[1::2], runs[::2]
    if 0 in marks:
        raise Unproven
    first, *pieces = html.split("<")
    if not all(map(contains, pieces, repeat(">"))):
        raise Unproven
    parts = [piece.partition(">") for piece in pieces]
    return [part[0] for part in parts], [first, *[part[2] for part in parts]]
