"""How many cells the rows of a page's tables have, read from its tags.

Where it is known what the tags open and end, and a table holds no other, each row goes from its own
tag to that of the next one, and all cells between the two are in it: a cell must stand in a row,
and no tag is hidden in a comment, a script or a value.  What a parser makes anew after a fault that
the walk over the tags knows is formatting, never a part of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from contentlint.document.spellings import read_inside
from contentlint.kept import Kept

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["Widths", "read_tables"]

Widths = list[int]
"""How many cells each row of a table has."""

_MARKS: Final = {"table": "T", "/table": "t", "tr": "r", "td": "d"}


def read_tables(page: Page) -> Sequence[Widths] | None:
    """The tables of a page without header cells, in order; ``None`` where the tags do not tell."""
    walked = page.survey.walk
    if walked is None or "th" in page.tags:
        return None
    starts = {
        source
        for source in page.survey.sources
        if source[:1] in "tT" and source[:5].lower() == "table"
    }
    sources = walked.sources
    tables = []
    for number in walked.numbers_of(starts):
        if _marks[sources[number]] != "T":
            continue
        try:
            inside = sources[number + 1 : sources.index("/table", number)]
        except ValueError:
            return None
        text = "".join(map(_marks.__getitem__, inside))
        if "T" in text or "t" in text:  # one in the other, or an end tag spelt otherwise
            return None
        tables.append([row.count("d") for row in text.split("r")[1:]])
    return tables


def _mark_of(source: str) -> str:
    spelling = read_inside(source)
    if spelling is None:
        return ""
    name, kind = spelling[:2]
    return _MARKS.get(name if kind >= 0 else f"/{name}", "")


_marks: Final = Kept(_mark_of)
"""The marks of tags as they are spelt."""
