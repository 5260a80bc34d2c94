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

from typing import Final

from contentlint.document.nesting_proof import SPACE, Proof
from contentlint.document.spellings import Spelling, names_of, read_spelling

__all__ = ["TextPiece", "Unproven", "walk"]

TextPiece = tuple[int, int, bool]
"""``(start, end, fresh)``: ``html[start:end]`` is a run of text, its references not decoded.

*fresh* says that a block began or ended since the piece before, so that the two do not belong to
one sentence.
"""

_RAW: Final = names_of("iframe noembed noframes noscript script style textarea title xmp")
_NONE: Final[frozenset[str]] = frozenset()
_DEEPEST: Final = 40
_MOST_STEPS: Final = 20_000
_MOST_STATES: Final = 4_000
_LONGEST_KEPT: Final = 80


class Unproven(Exception):
    """The machine has no step here: only the tokenizer knows what comes next."""


class _State(dict[str, "_State"]):
    """Where a walk stands; the items are the steps taken from here so far, by spelling."""

    __slots__ = ("bare", "breaks", "ended", "key", "muted", "raw", "steps")

    def __init__(self, key: _Key) -> None:
        self.key = key
        stack, self.bare, _, _, self.muted, self.breaks, self.raw = key
        self.ended = bool(stack) and _proof_at(key).ended("")
        self.steps: dict[tuple[str, int, bool, int], _State] = {}

    def __missing__(self, source: str) -> _State:
        spelling = read_spelling(f"<{source}>")
        if spelling is None:
            raise Unproven
        step = spelling[:4]
        state = self.steps.get(step)
        if state is None:
            state = self.steps[step] = _step(self, spelling)
        if len(source) <= _LONGEST_KEPT:
            _MACHINE.steps += 1
            self[source] = state
        return state

    def lost(self) -> _State:
        """This state on a page that is not well nested."""
        return _MACHINE.at(((), False, False, _NONE, *self.key[4:]))


# the stack (empty on a page that is not well nested), bare, paragraph, single; the depth of muted
# elements; whether the last tag broke the text; the raw text element that is open
_Key = tuple[tuple[str, ...], bool, bool, frozenset[str], int, bool, str]


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
        return self.at((("",), False, False, _NONE, 0, True, ""))

    def at(self, key: _Key) -> _State:
        """The state for *key*."""
        state = self.states.get(key)
        if state is None:
            if len(self.states) > _MOST_STATES:
                raise Unproven
            state = self.states[key] = _State(key)
        return state


_MACHINE: Final = _Machine()


def _proof_at(key: _Key) -> Proof:
    proof = Proof()
    stack, proof.bare, proof.paragraph, single, *_ = key
    proof.stack, proof.single = list(stack), set(single)
    return proof


def _step(state: _State, spelling: Spelling) -> _State:
    name, kind, breaks, mutes, _ = spelling
    if state.raw and (kind >= 0 or name != state.raw):
        raise Unproven
    if not name:  # a comment
        return _MACHINE.at((*state.key[:5], False, ""))
    raw = name if kind >= 0 and name in _RAW else ""
    if name == "plaintext" or (raw and mutes != 1):
        raise Unproven
    muted = max(state.muted + mutes, 0)
    proven: tuple[tuple[str, ...], bool, bool, frozenset[str]] = (), False, False, _NONE
    if state.key[0]:
        proof = _proof_at(state.key)
        if proof.open(name, kind) if kind >= 0 else proof.close(name):
            if len(proof.stack) > _DEEPEST:
                raise Unproven
            proven = tuple(proof.stack), proof.bare, proof.paragraph, frozenset(proof.single)
    return _MACHINE.at((*proven, muted, breaks, raw))


def walk(html: str) -> tuple[bool, set[str], list[TextPiece]]:
    """Walk over the tags of a body: is it clean, which tags are in it (as spelt), where is text.

    Raises:
        Unproven: it is not simple enough to tell what is a tag.
    """
    if "\0" in html:
        raise Unproven
    pieces = html.split("<")
    state = _MACHINE.start()
    texts: list[TextPiece] = []
    sources: set[str] = set()
    seen = sources.add
    fresh = True
    text = pieces[0]
    at = 0
    del pieces[0]
    for piece in pieces:
        if text:
            end = at + len(text)
            if not state.muted:
                texts.append((at, end, fresh))
                fresh = False
            if state.bare and text.strip(SPACE):
                state = state.lost()
            at = end
        source, closing, text = piece.partition(">")
        if not closing:
            raise Unproven
        state = state[source]
        seen(source)
        if state.breaks:
            fresh = True
        at += len(source) + 2
    if state.raw:
        raise Unproven
    if text:
        if state.bare and text.strip(SPACE):
            state = state.lost()
        if not state.muted:
            texts.append((at, at + len(text), fresh))
    return state.ended, sources, texts
