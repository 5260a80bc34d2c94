"""One cause, one finding: what a fix takes away anyway needs no finding of its own.

A keyword link that a machine inserted is to be removed; that its tag has an unknown attribute, a
style, and no ``rel`` goes with it.  A rule says with ``covers`` which of its fixes are so.  What
only a person can settle, such as a conflict of git, covers all it holds by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import maxsize
from typing import TYPE_CHECKING, Any

from contentlint.findings import HitRow
from contentlint.located import Row

if TYPE_CHECKING:
    from contentlint.rules.rule import Rule

__all__ = ["covered_elements", "drop_covered", "drop_touching"]


def covered_elements(found: Mapping[Rule, Sequence[HitRow]]) -> frozenset[Any]:
    """The elements whose start tags go with the fixes of hits that were *found* by rule.

    Checks may leave them out: whatever they find in such a tag, `drop_covered` would drop.
    """
    elements = []
    for rule, hits in found.items():
        for (start, end), _, _, fix, element, _, _, _ in hits:
            if element is not None and fix is not None and fix[0] in rule.covers:
                for low, high, _ in fix[2]:
                    if low <= start < high and end <= high:
                        elements.append(element)
                        break
    return frozenset(elements)


def drop_covered(raws: list[Row]) -> list[Row]:
    """*raws*, in order, without what stands where a covering one is, or in what its fix removes."""
    places = [
        index
        for index, (_, rule, _, fix) in enumerate(raws)
        if rule.covers and fix is not None and fix[0] in rule.covers
    ]
    if all(_is_alone(raws, index) for index in places):
        return raws
    return _drop(raws, [raws[index] for index in places])


def drop_touching(raws: list[Row]) -> list[Row]:
    """*raws*, in order, without what shares a character with one that covers by itself."""
    kept: list[Row] = []
    covering = [raw[0] for raw in raws if "itself" in raw[1].covers]
    for raw in raws:
        (start, end), rule, _, _ = raw
        while covering and covering[0][1] <= start:
            del covering[0]
        if not covering or end <= covering[0][0] or "itself" in rule.covers:
            kept.append(raw)
    return kept


def _is_alone(raws: Sequence[Row], index: int) -> bool:
    """Whether no other of *raws* begins in what the fix of one changes, or right where it does."""
    (start, _), _, _, fix = raws[index]
    low, high = start, start + 1
    for first, last, _ in fix[2] if fix is not None else ():
        low = first if first < low else low
        high = last if last > high else high
    if index and raws[index - 1][0][0] >= low:
        return False
    return index + 1 == len(raws) or raws[index + 1][0][0] >= high


def _drop(raws: Sequence[Row], covering: Sequence[Row]) -> list[Row]:
    ranges = _join([edit[:2] for raw in covering for edit in raw[3][2]])  # type: ignore[index]
    spans = {raw[0] for raw in covering}
    starts = {start for start, _ in spans}
    kept = []
    low, high = next(ranges)
    for raw in raws:
        span, rule, _, fix = raw
        start, end = span
        while high <= start:
            low, high = next(ranges)
        is_covered = (low <= start and end <= high) or (start in starts and span in spans)
        if not is_covered or (fix is not None and fix[0] in rule.covers):
            kept.append(raw)
    return kept


def _join(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The *ranges* in order; those that overlap or touch are one, and one after all ends them."""
    low, high = -1, -1
    for start, end in sorted(ranges):
        if start > high:
            if low < high:
                yield low, high
            low, high = start, end
        elif end > high:
            high = end
    if low < high:
        yield low, high
    yield maxsize, maxsize
