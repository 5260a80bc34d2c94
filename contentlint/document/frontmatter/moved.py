"""A reading of text from which characters were left out, moved to where that text stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from contentlint.document.frontmatter.model import Place, Places, Problem, Reading
from contentlint.findings import Edit, Fix
from contentlint.source import Span

__all__ = ["Moved", "without"]


def without(characters: re.Pattern[str], text: str, base: int) -> tuple[str, Moved]:
    """*text*, at offset *base*, without all *characters*, and the way back to its offsets."""
    kept: list[str] = []
    cuts: list[int] = []
    shifts = [base]
    length = at = 0
    for match in characters.finditer(text):
        kept.append(text[at : match.start()])
        length += match.start() - at
        at = match.end()
        cuts.append(length)
        shifts.append(base + at - length)
    kept.append(text[at:])
    return "".join(kept), Moved(cuts, shifts)


class Moved:
    """Where offsets of the shortened text stand: from each of *cuts* on they shift further."""

    def __init__(self, cuts: list[int], shifts: list[int]) -> None:
        self._cuts = cuts
        self._shifts = shifts

    def reading(self, reading: Reading) -> Reading:
        """*reading* with its places and problems where they stand."""
        problems = [self._problem(problem) for problem in reading.problems]
        return reading._replace(places=self._places(reading.places), problems=problems)

    def _places(self, places: Callable[[], Places]) -> Callable[[], Places]:
        return lambda: {path: self._place(place) for path, place in places().items()}

    def _place(self, place: Place) -> Place:
        return Place(place.key and self._span(place.key), self._span(place.value))

    def _problem(self, problem: Problem) -> Problem:
        return problem._replace(
            span=self._span(problem.span),
            related=tuple((words, self._span(span)) for words, span in problem.related),
            fix=problem.fix and self._fix(problem.fix),
        )

    def _fix(self, fix: Fix) -> Fix:
        edits = (Edit(*self._span(Span(start, end)), text) for start, end, text in fix.edits)
        return fix._replace(edits=tuple(edits))

    def _span(self, span: Span) -> Span:
        """The span in the whole text, without what was left out at either end of it."""
        start = span.start + self._shifts[bisect_right(self._cuts, span.start)]
        end = span.end + self._shifts[bisect_left(self._cuts, span.end)]
        return Span(start, max(start, end))
