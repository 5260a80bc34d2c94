"""How many cells the rows of a page's tables have, read from its tags.

Where it is known what the tags open and end, and a table holds no other, each row goes from its own
tag to that of the next one, and all cells between the two are in it: a cell must stand in a row,
and no tag is hidden in a comment, a script or a value.  What a parser makes anew after a fault that
the walk over the tags knows is formatting, never a part of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from operator import methodcaller
from typing import TYPE_CHECKING, Final

from contentlint.document.spellings import read_inside

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["Widths", "read_tables"]

Widths = list[int]
"""How many cells each row of a table has."""

_MARKS: Final = {"table": "T", "/table": "t", "tr": "r", "td": "d"}
_BEGINS: Final = methodcaller("startswith", ("t", "T", "/t", "/T"))


def read_tables(page: Page) -> Sequence[Widths] | None:
    """The tables of a page without header cells, in order; ``None`` where the tags do not tell."""
    walked = page.survey.walk
    if walked is None or "th" in page.tags:
        return None
    marks = {source: _mark_of(source) for source in page.survey.sources if _BEGINS(source)}
    tables = []
    # a doctype is no tag, and marks nothing
    for text in "".join(map(marks.get, walked.sources, repeat(""))).split("T")[1:]:
        inside, end, after = text.partition("t")
        # one in the other has its end in the text of the inner or of the next one
        if not end or "t" in after:
            return None
        tables.append([row.count("d") for row in inside.split("r")[1:]])
    return tables


def _mark_of(source: str) -> str:
    mark = _MARKS.get(source)
    if mark is None:
        spelling = read_inside(source)
        if spelling is None:
            return ""
        mark = _MARKS.get(spelling[0] if spelling[1] >= 0 else f"/{spelling[0]}", "")
    return mark
