"""Places the headings of a Markdown post by counting, without a map.

A heading of level *n* is written with a run of exactly *n* number signs before white space or the
end, or it is underlined.  So the text has at least as many such runs as headings that are not
underlined; if the page has just as many, and nothing is underlined, then each run is a heading,
and the headings stand in the order of the runs.  It holds for pages without raw HTML.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from contentlint.patterns import pattern

__all__ = ["Headings"]

# the first sign stands first, so that the search leaps from one to the next
_RUNS: Final = {level: pattern(rf"#(?<!##)#{{{level - 1}}}(?=\s|\Z)") for level in range(1, 7)}
_LINE_ENDS: Final = {1: pattern(r"=(?=[^\S\n]*+(?:\n|\Z))"), 2: pattern(r"-(?=[^\S\n]*+(?:\n|\Z))")}
# in a list an underline is indented, in a quotation it has its mark
_UNDERLINES: Final = {
    1: pattern(r"[^\S\n]*+(?:>[^\S\n]*+)*+=+"),
    2: pattern(r"[^\S\n]*+(?:>[^\S\n]*+)*+-+"),
}


class Headings:
    """The headings of *html*, which `contentlint.document.markdown.render` makes of *text*."""

    def __init__(self, text: str, html: str) -> None:
        self._text = text
        self._html = html
        self._known: dict[str, dict[int, int]] = {}

    def place(self, at: int) -> tuple[int, int] | None:
        """The range in the text of the heading whose start tag is ``html[at : at + 4]``.

        ``None`` where that does not follow from their number.
        """
        tag = self._html[at : at + 4]
        starts = self._known.get(tag)
        if starts is None:
            starts = self._known[tag] = self._find(tag)
        start = starts.get(at)
        if start is None:
            return None
        end = self._text.find("\n", start)
        line = self._text[start : end if end >= 0 else len(self._text)]
        return start, start + len(line.rstrip(" \t"))

    def _find(self, tag: str) -> dict[int, int]:
        """Where the headings with *tag* begin, in the page and in the text; none if in doubt."""
        level = int(tag[2])
        runs = [run.start() for run in _RUNS[level].finditer(self._text)]
        pieces = self._html.split(tag)
        if len(runs) != len(pieces) - 1 or "\r" in self._text or _may_underline(self._text, level):
            return {}
        ends = accumulate([len(piece) + len(tag) for piece in pieces[:-1]])
        return {end - len(tag): run for end, run in zip(ends, runs, strict=True)}


def _may_underline(text: str, level: int) -> bool:
    """Whether a heading of *level* may be underlined; after an empty line there is none."""
    if level not in _UNDERLINES:
        return False
    underline = _UNDERLINES[level]
    for last in _LINE_ENDS[level].finditer(text):
        start = text.rfind("\n", 0, last.start()) + 1
        if start and underline.fullmatch(text, start, last.end()):
            before = text[text.rfind("\n", 0, start - 1) + 1 : start - 1]
            if before.strip(" \t"):
                return True
    return False
