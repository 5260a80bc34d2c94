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
_START: Final = pattern(
    r"(?:\A|(?<=\n))(?:[ ]{0,3}(?:>|[-*+][ ]|\d{1,9}\.[ ]))*+[ ]{0,3}"
    r"<(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>"
)
_TAG: Final = pattern(r"<(?P<ends>/?)(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>")
_FENCE: Final = pattern(r"(?:\A|(?<=\n))[ >]*+(?P<fence>```|~~~)")
# empty lines, and the indentation of the line below
_GAP: Final = pattern(r"(?<=\n)(?:[ \t]*+\n)++(?=(?:[ ]{4}|[ ]{0,3}\t)[ \t]*+(?P<tag><)?)")


def join_whole(text: str) -> str:
    """*text* with blanks for the empty lines that would tear an element of kramdown's."""
    if _GAP.search(text) is None:
        return text
    spans = [span for span in find_whole(text) if "markdown=" not in text[slice(*span)]]
    starts = [start for start, _ in spans]

    def join(gap: re.Match[str]) -> str:
        at = bisect_right(starts, gap.start()) - 1
        if at < 0 or gap.end() > spans[at][1]:
            return gap[0]
        above = text.rfind("\n", 0, gap.start() - 1) + 1
        return " " * len(gap[0]) if gap["tag"] or text[above] in " \t" else gap[0]

    return _GAP.sub(join, text)


def find_whole(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost elements begin and end that begin a line, with their end tags."""
    ends = _ends_of(text)
    fences = [fence.start() for fence in _FENCE.finditer(text)]
    done = 0
    while start := _START.search(text, done):
        done = start.end()
        begin = start.start("name") - 1
        end = ends.get(begin)
        # after an odd number of fences stands code
        is_code = bisect_right(fences, begin) % 2 == 1
        if start["name"].lower() in _BLOCKS and end is not None and not is_code:
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
