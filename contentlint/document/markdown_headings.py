"""Places the headings of a Markdown post by counting, without a map.

A heading of level *n* is written with a run of exactly *n* number signs before white space (or the
end), or it is underlined.  So there are at least as many such runs in the text as there are
headings; if the page has as many and nothing is underlined, each run is a heading, in the same
order.  The page must hold no heading that was written as HTML.
"""

from __future__ import annotations

import re
from typing import Final

from contentlint.patterns import pattern

__all__ = ["heading_places"]

_TAG: Final = pattern("<h([1-6])>")
# the sign comes first, so that the search leaps from one to the next
_RUN: Final = pattern(r"#(?<!##)#{0,5}+(?=\s|\Z)")
# in a list an underline is indented, in a quotation it has its mark
_UNDERLINE: Final = pattern(r"\n(?:[^\S\n]|>)*+(?:(=)=*+|--*+)[^\S\n]*+(?=\n|\Z)")
_LINE_END: Final = re.compile("\n|\\Z")


def heading_places(text: str, html: str) -> dict[int, tuple[int, int]]:
    """Where in *html* start tags of headings begin, each with the range of the heading in *text*.

    *html* is what `contentlint.document.markdown.render` makes of *text*, which holds no raw HTML.
    Levels of which more is written than the page has are left out.
    """
    tags: dict[int, list[int]] = {}
    for tag in _TAG.finditer(html):
        tags.setdefault(int(tag[1]), []).append(tag.start())
    runs: dict[int, list[int]] = {}
    for run in _RUN.finditer(text):
        runs.setdefault(run.end() - run.start(), []).append(run.start())
    for level in _underlined(text):
        tags.pop(level, None)
    return {
        at: _range(text, start)
        for level, places in tags.items()
        if len(runs.get(level, ())) == len(places)
        for at, start in zip(places, runs[level], strict=True)
    }


def _underlined(text: str) -> set[int]:
    """The levels of which a heading may be underlined: what follows an empty line is none."""
    levels = set()
    for line in _UNDERLINE.finditer(text):
        at = line.start()
        if text[text.rfind("\n", 0, at) + 1 : at].strip(" \t"):
            levels.add(1 if line[1] else 2)
    return levels


def _range(text: str, start: int) -> tuple[int, int]:
    end = text.find("\n", start)
    return start, start + len(text[start : end if end >= 0 else len(text)].rstrip(" \t"))
