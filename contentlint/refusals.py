"""Which fixes of a round do harm: found in a bounded number of readings, told by their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from contentlint.findings import Edit
from contentlint.located import Raw
from contentlint.source import Source

__all__ = ["Judge", "Refusals"]

# so often a text is read to find the guilty fixes, and a long one less often
_MOST_READINGS = 64
_MOST_CHARACTERS = 8_000_000
_SHOWN = 3

Judge = Callable[[Sequence[Raw]], str | None]
"""``judge(fixes)``: what harm these fixes do together, or ``None``."""

_Parts = Sequence[Sequence[Raw]]
_Blame = Callable[[list[Raw], Sequence[Raw], str], list[Raw]]


class _SpentError(Exception):
    """The fixes of this text were judged as often as they may be."""


class Refusals:
    """The fixes that are left out of one text, and why.

    What is kept was judged as a whole.  If too many fixes of a rule do harm for each to be found,
    all of that rule are left out.
    """

    def __init__(self, text: str) -> None:
        self._left = min(_MOST_READINGS, _MOST_CHARACTERS // (len(text) + 1))
        self._fixes: dict[tuple[str, tuple[Edit, ...]], tuple[int, str]] = {}
        self._rules: dict[str, str] = {}
        self._concerned: set[str] = set()

    def hold(self, raw: Raw) -> bool:
        """Whether the fix of *raw* is left out."""
        return raw.rule.id in self._rules or _key(raw) in self._fixes

    def concern(self, raw: Raw) -> bool:
        """Whether any fix of the rule of *raw* is left out."""
        return raw.rule.id in self._concerned

    def sift(self, chosen: Sequence[Raw], harm: str, judge: Judge) -> list[Raw]:
        """Those of *chosen*, which together do *harm*, that do none; the others are left out."""
        rules: dict[str, list[Raw]] = {}
        for raw in chosen:
            rules.setdefault(raw.rule.id, []).append(raw)

        def judge_rules(fixes: Sequence[Raw]) -> str | None:
            self._left -= 1
            return judge(fixes)

        def judge_fixes(fixes: Sequence[Raw]) -> str | None:
            if self._left <= 0:
                raise _SpentError
            return judge_rules(fixes)

        def blame_rule(kept: list[Raw], fixes: Sequence[Raw], harm: str) -> list[Raw]:
            try:
                if self._left > 0:
                    return _search(judge_fixes, kept, [[raw] for raw in fixes], harm, blame_fix)
            except _SpentError:
                pass
            self._rules[fixes[0].rule.id] = harm
            self._concerned.add(fixes[0].rule.id)
            return kept

        def blame_fix(kept: list[Raw], fixes: Sequence[Raw], harm: str) -> list[Raw]:
            (raw,) = fixes
            self._fixes[_key(raw)] = raw.span.start, harm
            self._concerned.add(raw.rule.id)
            return kept

        self._left -= 1
        return _search(judge_rules, [], [rules[name] for name in sorted(rules)], harm, blame_rule)

    def errors(self, source: Source | None) -> list[str]:
        """An error for each rule; it names places of *source*, or none."""
        told = []
        places: dict[str, list[tuple[int, str]]] = {}
        for (rule, _), place in self._fixes.items():
            if rule not in self._rules:
                places.setdefault(rule, []).append(place)
        for rule in sorted(self._concerned):
            if rule in self._rules:
                told.append(
                    f"the fixes of {rule} were not applied, as too many of them do harm (the first:"
                    f" {self._rules[rule]}); please repair them by hand"
                )
            else:
                told.append(_left_out(rule, sorted(places[rule]), source))
        return told


def _search(judge: Judge, kept: list[Raw], parts: _Parts, harm: str, blame: _Blame) -> list[Raw]:
    """*kept* and those fixes of *parts* that do no harm to it, where all of them do *harm*.

    Halves are judged until a part is alone, for which *blame* answers.
    """
    if len(parts) == 1:
        return blame(kept, parts[0], harm)
    half = len(parts) // 2
    first = [*kept, *chain.from_iterable(parts[:half])]
    told = judge(first)
    if told is None:
        return _search(judge, first, parts[half:], harm, blame)
    kept = _search(judge, kept, parts[:half], told, blame)
    both = [*kept, *chain.from_iterable(parts[half:])]
    told = judge(both)
    return both if told is None else _search(judge, kept, parts[half:], told, blame)


def _key(raw: Raw) -> tuple[str, tuple[Edit, ...]]:
    return raw.rule.id, () if raw.fix is None else raw.fix.edits


def _left_out(rule: str, places: list[tuple[int, str]], source: Source | None) -> str:
    """Why the fixes of *rule* at *places* are left out: the harm that the first would do."""
    where, harm = "", places[0][1]
    if source is not None:
        positions = [source.position(start) for start, _ in places[:_SHOWN]]
        where = " at " + _enumerate(
            [f"{position.line}:{position.column}" for position in positions],
            len(places) - len(positions),
        )
    if len(places) == 1:
        return f"the fix of {rule}{where} was not applied: {harm}; please repair it by hand"
    return (
        f"the fixes of {rule}{where} were not applied (the first: {harm}); please repair them by"
        " hand"
    )


def _enumerate(names: list[str], more: int) -> str:
    if more:
        names = [*names, f"{more} more place{'s' if more > 1 else ''}"]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
