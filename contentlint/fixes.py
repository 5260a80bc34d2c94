"""Repair a document: apply fixes round by round, prove each round harmless, end at a fixpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from contentlint.document import Document
from contentlint.findings import Edit, Fix, apply_edits
from contentlint.linter import Linter, Raw
from contentlint.named import NamedTuple
from contentlint.proof import find_harm, find_new, reveals
from contentlint.refusals import Refusals
from contentlint.source import Source

__all__ = ["FixOutcome", "fix_source"]

_ROUNDS = 25
# a fix that is offered again for what it made could double the text in every round
_MOST_GROWTH = 4
_ROOM = 10_000

Allowed = Callable[[str, Fix], bool]
"""``allowed(rule, fix)``: whether this fix of this rule may be applied."""


class FixOutcome(NamedTuple):
    """What fixing gave: the new source, how often each rule fixed, and what was refused."""

    source: Source
    applied: Counter[str]
    errors: list[str]


def fix_source(linter: Linter, source: Source, allowed: Allowed) -> FixOutcome:
    """Apply every allowed fix of *linter*'s rules to *source*, to a fixpoint.

    Overlapping fixes wait for the next round.  A round is kept only if reading its result again
    shows no harm (`contentlint.proof`); fixes that do harm are found (`contentlint.refusals`), left
    out, and named in an error.  Rules that undo each other are found, named, and left out, too.
    """
    state = _State(linter, source, allowed)
    most = _MOST_GROWTH * len(source.raw) + _ROOM
    for _ in range(_ROUNDS):
        if not state.round():
            return state.outcome()
        if len(state.source.raw) > most:
            break
    state.errors.append(
        f"the fixes of {', '.join(sorted(state.last_rules))} do not come to an end; "
        "this file is left as it was"
    )
    return FixOutcome(source, Counter(), state.errors)


class _State:
    """One file on its way to the fixpoint."""

    def __init__(self, linter: Linter, source: Source, allowed: Allowed) -> None:
        self.linter = linter
        self.source = source
        self.original = source
        self.allowed = allowed
        self.applied: Counter[str] = Counter()
        self.errors: list[str] = []
        self.refused: set[str] = set()
        self.refusals = Refusals(source.text)
        self.seen = {source.raw: 0}
        self.history: list[set[str]] = []
        self.last_rules: set[str] = set()
        self._document = Document(source, linter.settings)
        self._raws = linter.find(self._document)[0]
        self._first = self._raws
        self._revealed = False

    def outcome(self) -> FixOutcome:
        """What was reached; the file as it was, if the whole of it brought a new finding."""
        harm = None if self._revealed else find_new(self._first, self._raws)
        # what is refused is told once, of the text as it is at the end
        self.errors += self.refusals.errors(self.source if harm is None else None)
        if harm is None:
            return FixOutcome(self.source, self.applied, self.errors)
        names = " and ".join(sorted(self.applied))
        self.errors.append(f"the fixes of {names} were not applied: {harm}")
        return FixOutcome(self.original, Counter(), self.errors)

    def round(self) -> bool:
        """Apply one round; whether anything changed."""
        chosen = self._choose(self._raws)
        while chosen:
            after, raws, harm = self._try(chosen)
            if harm is None:
                return self._accept(chosen, after, raws)
            # without what is refused, fixes of the next kind have their turn
            chosen = self.refusals.sift(chosen, harm, self._harm) or self._choose(self._raws)
        return False

    def _choose(self, raws: list[Raw]) -> list[Raw]:
        """The fixes of this round: allowed, of the first kind there is, none overlapping."""
        wanted = [raw for raw in raws if self._is_wanted(raw) and not self.refusals.hold(raw)]
        for first in (reveals, _is_safe):
            # what makes text readable goes first and alone: it is judged by other measures
            if any(map(first, wanted)):
                wanted = [raw for raw in wanted if first(raw)]
        taken = _Taken()
        return [raw for raw in wanted if raw.fix is not None and taken.take(raw.fix.edits)]

    def _try(self, chosen: Sequence[Raw]) -> tuple[Document, list[Raw], str | None]:
        after = self._edit(chosen)
        raws = self.linter.find(after)[0]
        harm = find_harm(
            self._document, after, self._raws, raws, chosen, self._edit, self._is_mendable
        )
        return after, raws, harm

    def _harm(self, chosen: Sequence[Raw]) -> str | None:
        return self._try(chosen)[2]

    def _edit(self, chosen: Sequence[Raw]) -> Document:
        edited = _edited(self.source, chosen, self.original.newline)
        return Document(edited, self.linter.settings)

    def _is_wanted(self, raw: Raw) -> bool:
        return (
            raw.fix is not None
            and raw.rule.id not in self.refused
            and self.allowed(raw.rule.id, raw.fix)
        )

    def _is_mendable(self, raw: Raw) -> bool:
        """Whether a finding of the text to come will be mended; unsure where one was refused."""
        return self._is_wanted(raw) and not self.refusals.concern(raw)

    def _accept(self, chosen: list[Raw], after: Document, raws: list[Raw]) -> bool:
        rules = {raw.rule.id for raw in chosen}
        self.last_rules = rules
        earlier = self.seen.get(after.source.raw)
        if earlier is not None:
            fighting = set().union(rules, *self.history[earlier:])
            self.refused.update(fighting)
            self.errors.append(_endless(sorted(fighting)))
            self._restart()
            return True
        self.history.append(rules)
        self.seen[after.source.raw] = len(self.history)
        self.applied.update(raw.rule.id for raw in chosen)
        self._revealed |= any(reveals(raw) for raw in chosen)
        self.source, self._document, self._raws = after.source, after, raws
        self.refusals = Refusals(self.source.text)
        return True

    def _restart(self) -> None:
        """Begin again from the file as it was, without the refused rules."""
        self.source = self.original
        self.refusals = Refusals(self.source.text)
        self._revealed = False
        self.applied.clear()
        self.history.clear()
        self.seen = {self.source.raw: 0}
        self._document = Document(self.source, self.linter.settings)
        self._raws = self.linter.find(self._document)[0]


class _Taken:
    """The ranges already edited in a round."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []

    def take(self, edits: Sequence[Edit]) -> bool:
        """Reserve all of *edits*, or none if one touches a range that is taken."""
        from bisect import bisect_left, insort

        for start, end, _ in edits:
            index = bisect_left(self._ranges, (start, end))
            for low, high in self._ranges[max(0, index - 1) : index + 1]:
                if start < high and low < end:
                    return False
                if (start == end or low == high) and start <= high and low <= end:
                    return False
        for start, end, _ in edits:
            insort(self._ranges, (start, end))
        return True


def _is_safe(raw: Raw) -> bool:
    return raw.fix is not None and raw.fix.safety == "safe"


def _edited(source: Source, chosen: Sequence[Raw], usual: str) -> Source:
    """The source after the edits, in its own newlines; in the *usual* ones if it has none left."""
    edits = []
    newline = source.newline if "\n" in source.text else usual
    for raw in chosen:
        if raw.fix is None:
            continue
        for start, end, text in raw.fix.edits:
            edits.append(
                Edit(
                    source.raw_offset(start),
                    source.raw_offset(end),
                    text if newline == "\n" else text.replace("\n", newline),
                )
            )
    return Source(apply_edits(source.raw, edits), source.path, bom=source.bom)


def _endless(rules: list[str]) -> str:
    """Why the fixes of *rules* are left out: they led back to a text that was there before."""
    if len(rules) == 1:
        return (
            f"the fix of {rules[0]} leaves what the rule finds, so it would never end; it was not"
            " applied: write it so that the rule is content with the result"
        )
    return f"the fixes of {' and '.join(rules)} undo each other; switch one of these rules off"
