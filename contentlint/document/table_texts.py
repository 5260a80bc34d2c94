"""How many cells the rows of a page's tables have, read from its text.

Where it is known what the tags open and end, and a table holds no other, each row goes from its own
tag to that of the next one, and all cells between the two are in it: a cell must stand in a row,
and no tag is hidden in a comment, a script or a value.  What a parser makes anew after a fault that
the walk over the tags knows is formatting, never a part of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["Widths", "read_tables"]

Widths = list[int]
"""How many cells each row of a table has."""

_BEGIN: Final = "<table"
_END: Final = "</table"
_ROW: Final = "<tr"
_CELL: Final = "<td"
_READ: Final = frozenset(("table", "tbody", "td", "tfoot", "thead", "tr"))
_ALIKE: Final = ("table", "td", "tr")


def read_tables(page: Page) -> Sequence[Widths] | None:
    """The tables of a page without header cells, in order; ``None`` where the text may not tell.

    A table that is written in capitals is overlooked.
    """
    survey = page.survey
    if not survey.plain or not (page.clean or survey.flawed) or not _are_plain(survey.tags):
        return None
    tables = []
    for text in page.html.split(_BEGIN)[1:]:
        inside, end, after = text.partition(_END)
        # one in the other has its end in the text of the inner or of the next one
        if not end or _END in after:
            return None
        tables.append([row.count(_CELL) for row in inside.lower().split(_ROW)[1:]])
    return tables


@lru_cache(maxsize=500)
def _are_plain(tags: frozenset[str]) -> bool:
    """Whether no name but its own begins as that of a table, row or cell, and no cell is a header."""
    if "th" in tags:
        return False
    return not any(name.startswith(_ALIKE) for name in tags - _READ)
