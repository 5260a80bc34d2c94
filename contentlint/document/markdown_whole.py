"""The elements of HTML that kramdown (Jekyll) takes as they stand, whatever lines they hold.

To other programs an empty line ends a block of HTML, and what follows it indented is code. Where it
is plain that this would tear an element, the lines are joined, so that the page is Jekyll's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from contentlint.document.spellings import names_of
from contentlint.patterns import pattern

__all__ = ["find_whole", "join_whole"]

_BLOCKS: Final = names_of(
    "address article aside blockquote body button caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul"
)
_MARGIN: Final = pattern(r"(?:[ ]{0,3}(?:>|[-*+][ ]|\d{1,9}\.[ ]))*+[ ]{0,3}")
_TAG: Final = pattern(r"<(?P<ends>/?)(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>")
# the patterns begin with a sign, as those that do not are tried at each character
_FENCE: Final = pattern(r"\n[ >]*+(?:```|~~~)")
# empty lines, and the indentation of the line below, if it has any: so no run is read twice
_GAP: Final = pattern(
    r"\n(?P<lines>(?:[ \t]*+\n)++)(?:(?=(?P<indent>[ ]{4}|[ ]{0,3}\t)[ \t]*+(?P<tag><)?)|)"
)


def join_whole(text: str) -> str:
    """*text* with blanks for the empty lines that would tear an element of kramdown's."""
    spans = [span for span in find_whole(text) if "markdown=" not in text[slice(*span)]]
    starts = [start for start, _ in spans]

    def join(gap: re.Match[str]) -> str:
        at = bisect_right(starts, gap.start()) - 1
        if gap["indent"] is None or at < 0 or gap.end() > spans[at][1]:
            return gap[0]
        above = text.rfind("\n", 0, gap.start()) + 1
        is_joined = gap["tag"] or text[above] in " \t"
        return "\n" + " " * len(gap["lines"]) if is_joined else gap[0]

    return _GAP.sub(join, text)


def find_whole(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost elements begin and end that begin a line, with their end tags."""
    ends = _ends_of(text)
    fences = [fence.start() for fence in _FENCE.finditer(f"\n{text}")]
    done = above = 0
    for tag in _TAG.finditer(text):
        begin, before = tag.start(), above
        above = tag.end()
        end = ends.get(begin)
        if begin < done or end is None or tag["name"].lower() not in _BLOCKS:
            continue
        # a tag before it on its line is enough to tell that it does not begin the line
        line = text.rfind("\n", before, begin) + 1
        if (before and not line) or not _MARGIN.fullmatch(text, line, begin):
            continue
        # after an odd number of fences stands code
        if bisect_right(fences, begin) % 2 == 0:
            done = end
            yield begin, end


def _ends_of(text: str) -> dict[int, int]:
    """Where each element ends, by its start: at the end tag with which its like are balanced."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        stack = opened.setdefault(tag["name"].lower(), [])
        if not tag["ends"]:
            stack.append(tag.start())
        elif stack:
            ends[stack.pop()] = tag.end()
    return ends
