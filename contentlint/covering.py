"""One cause, one finding: what a fix takes away anyway needs no finding of its own.

A keyword link that a machine inserted is to be removed; that its tag has an unknown attribute, a
style, and no ``rel`` goes with it.  A rule says with ``covers`` which of its fixes are so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import Fix, Hit
from contentlint.located import Raw
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.rules.rule import Rule

__all__ = ["covered_elements", "drop_covered"]


def covered_elements(found: Mapping[Rule, Sequence[Hit]]) -> frozenset[Any]:
    """The elements whose start tags go with the fixes of hits that were *found* by rule.

    Checks may leave them out: whatever they find in such a tag, `drop_covered` would drop.
    """
    return frozenset(
        [
            hit.element
            for rule, hits in found.items()
            for hit in hits
            if hit.element is not None
            and _covers(rule, hit.fix)
            and any(_lies_in(hit.span, edit[0], edit[1]) for edit in hit.fix.edits)  # type: ignore[union-attr]
        ]
    )


def drop_covered(raws: list[Raw]) -> list[Raw]:
    """*raws* without those that stand where a covering one is, or in what its fix removes."""
    covering = [raw for raw in raws if _covers(raw[1], raw[3])]
    if not covering:
        return raws
    lows, highs = _join(edit[:2] for raw in covering for edit in raw[3][2])  # type: ignore[index]
    places = {raw[0] for raw in covering}
    kept = []
    for raw in raws:
        span, rule, _, fix = raw
        if not _covers(rule, fix):
            at = bisect_right(lows, span[0]) - 1
            if span in places or (at >= 0 and _lies_in(span, lows[at], highs[at])):
                continue
        kept.append(raw)
    return kept


def _covers(rule: Rule, fix: Fix | None) -> bool:
    return fix is not None and fix[0] in rule.covers


def _lies_in(span: Span, low: int, high: int) -> bool:
    start, end = span
    return low <= start < high and end <= high


def _join(ranges: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where the *ranges* begin and end, in order; those that overlap or touch are one."""
    lows: list[int] = []
    highs: list[int] = []
    for low, high in sorted(ranges):
        if highs and low <= highs[-1]:
            highs[-1] = max(highs[-1], high)
        elif low < high:
            lows.append(low)
            highs.append(high)
    return lows, highs
