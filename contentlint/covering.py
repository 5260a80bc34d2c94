"""One cause, one finding: what a fix takes away anyway needs no finding of its own.

A keyword link that a machine inserted is to be removed; that its tag has an unknown attribute, a
style, and no ``rel`` goes with it.  A rule says with ``covers`` which of its fixes are so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import Hit
from contentlint.located import Raw

if TYPE_CHECKING:
    from contentlint.rules.rule import Rule

__all__ = ["covered_elements", "drop_covered"]


def covered_elements(found: Mapping[Rule, Sequence[Hit]]) -> frozenset[Any]:
    """The elements whose start tags go with the fixes of hits that were *found* by rule.

    Checks may leave them out: whatever they find in such a tag, `drop_covered` would drop.
    """
    elements = []
    for rule, hits in found.items():
        for span, _, _, fix, element, *_ in hits:
            if element is not None and fix is not None and fix[0] in rule.covers:
                start, end = span
                if any(low <= start < high and end <= high for low, high, _ in fix[2]):
                    elements.append(element)
    return frozenset(elements)


def drop_covered(raws: list[Raw]) -> list[Raw]:
    """*raws* without those that stand where a covering one is, or in what its fix removes."""
    covering = [
        raw for raw in raws if raw[1].covers and raw[3] is not None and raw[3][0] in raw[1].covers
    ]
    if not covering:
        return raws
    lows, highs = _join([edit[:2] for raw in covering for edit in raw[3][2]])  # type: ignore[index]
    places = {raw[0] for raw in covering}
    kept = []
    for raw in raws:
        start, end = span = raw[0]
        at = bisect_right(lows, start)
        if (at and start < highs[at - 1] and end <= highs[at - 1]) or span in places:
            rule, fix = raw[1], raw[3]
            if fix is None or fix[0] not in rule.covers:
                continue
        kept.append(raw)
    return kept


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
