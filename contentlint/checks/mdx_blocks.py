"""Which tags of MDX stand alone on their line, and what is prose where a program is expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from contentlint.findings import Edit
from contentlint.patterns import pattern

__all__ = ["FaultParts", "find_alone", "find_prose", "join_lines"]

_MARKS: Final = pattern(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+[ \t>]*+)*+")
_NEXT_LINE: Final = pattern(r"[ \t]*\n(?P<text>[ \t]*+[^ \t\n])")
_LONGEST: Final = 1000
_LINE_BREAK: Final = pattern(r"[ \t]*\n[ \t]*")
_QUOTED: Final = pattern(r"\n[ \t]*+>")

FaultParts = tuple[int, int, str, str, tuple[Edit, ...]]
"""Where a fault begins and ends, the message that tells it, a name in it, what would mend it."""


def find_alone(body: str, pieces: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The starts of those *pieces*, tags and expressions, whose lines hold nothing else."""
    begins = []
    done, begun = 0, True
    for start, end in pieces:
        _above, newline, before = body[done:start].rpartition("\n")
        if newline or not done:
            begun = _MARKS.fullmatch(before) is not None
        else:
            begun = begun and not before.strip()
        begins.append(begun)
        done = end
    alone = []
    done, ended = len(body), True
    for (start, end), begun in zip(reversed(pieces), reversed(begins), strict=True):
        after, newline, _ = body[end:done].partition("\n")
        ended = not after.strip() and (bool(newline) or ended)
        if begun and ended:
            alone.append(start)
        done = start
    return frozenset(alone)


def join_lines(body: str, start: int, end: int) -> tuple[Edit, ...]:
    """What puts the text from *start* to *end* on the lines of the tags around it."""
    text = body[start : min(end, start + _LONGEST)]
    if (
        end - start > _LONGEST
        or "\n\n" in text
        or not text.strip()
        or text.count("\n") > 2
        or "`" in text
        or _QUOTED.search(text)
    ):
        return ()
    edits = []
    first = _LINE_BREAK.match(text)
    if first is not None:
        edits.append(Edit(start, start + first.end(), " "))
    last = len(text.rstrip())
    if "\n" in text[last:]:
        edits.append(Edit(start + last, end, " "))
    return tuple(edits)


def find_prose(body: str, start: int, end: int | None) -> FaultParts | None:
    """Where MDX reads words as imports and exports: at *start*, or below those up to *end*.

    *end* is ``None`` for words that only begin like them.
    """
    if body[start + len("import")] != " " or not _begins_block(body, start):
        return None
    if end is None:
        return *_line(body, start), "prose", body[start : start + len("import")], ()
    following = _NEXT_LINE.match(body, end)
    if following is None:
        return None
    at = following.start("text")
    return *_line(body, at), "joined", "", (Edit(at, at, "\n"),)


def _begins_block(body: str, at: int) -> bool:
    line = body.rfind("\n", 0, max(at - 1, 0)) + 1
    return not body[line:at].strip()


def _line(body: str, at: int) -> tuple[int, int]:
    end = body.find("\n", at)
    return at, at + len(body[at : end if end >= 0 else len(body)].rstrip())
