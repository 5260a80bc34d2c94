"""Where front matter begins and ends: fences, and text that merely looks like them.

What counts follows what site generators do: three or more dashes or pluses alone on a line, a
JSON object from the first character, Hexo's ``;;;`` and its form without an opening fence.
Whether a block of the right shape *is* front matter is decided by `reader`, which tries it.
"""

from __future__ import annotations

import re
from typing import Literal

from contentlint.document.frontmatter.model import Format
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = [
    "ALMOST_FIRST",
    "AT_TOP",
    "DASHES",
    "KNOWN_KEYS",
    "Block",
    "after_line",
    "closing_fence",
    "find_block",
    "holds_known_key",
    "is_mapped",
    "looks_mapped",
]

KNOWN_KEYS = frozenset(
    """
    aliases author authors categories category comments cover date description draft excerpt
    expiryDate extra headimg id image images keywords lang lastmod layout linkTitle menu permalink
    photos pubDate publishDate published sidebar_label sidebar_position slug summary tags taxonomies
    template thumbnail title toc type updated updatedDate url weight
    """.split()  # noqa: SIM905 - a list of fifty literals is harder to read
)
"""Field names that tell front matter from prose that happens to hold a colon."""

# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__
AT_TOP = Span(0, 3)
"""This very object is the opening fence of a block between two lines of three dashes at the top."""
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d"
"""The hyphen, and what programs and keyboards write instead of it."""
ALMOST_FIRST = frozenset([*DASHES, *" \\`~"])
"""First characters of lines that were meant as a fence and are none."""
_LEADING = pattern(r"(?:[^\S\n]*\n)*")
_INVISIBLE = pattern("[\ufeff\u200b\u200c\u200d\u2060]*")
_FENCE_LINE = pattern(r"(-{3,}|\+{3,}|;{3,})[^\S\n]*(?:\n|\Z)")
_USUAL_FENCE = pattern(r"\n*(-{3,}|\+{3,})\n")
_KEY_LINE = pattern(r"""("[^"\n]+"|'[^'\n]+'|[^\s\-#'"\[\]{},:?&*!|>%@`][^\n:]*):(?=\s|\Z)""")
_MAPPING_LINE = pattern(r"""[ \t]+\S|-\s|\#|[\w.-]+[ \t]*[:\uff1a]|"[^"\n]+"[ \t]*:""")
_JSON_START = pattern(r"\{\s*(?:\"|\}|')")
_BARE_START = pattern(r"\{[ \t]*\n[ \t]*(?P<name>[A-Za-z_]+)[ \t]*:[ \t]*[\"'\[\d]")
_INTRO_LINES = 10
_INTRO_LENGTH = 2_000
_CODE_OPENER = pattern(r"^ {0,3}(?:```|~~~)|<pre\b|^\{%", re.MULTILINE)

Style = Literal["fenced", "unopened", "unclosed", "intro", "dots", "almost"]


class Block(NamedTuple):
    """A candidate: its format, where its fences and its text stand, and how it was found."""

    format: Format
    style: Style
    open_fence: Span
    content: Span
    close_fence: Span | None
    end: int
    braces: bool = True


def find_block(text: str) -> Block | None:
    """The candidate block nearest to the top of *text*, or ``None``."""
    if text.startswith("---\n"):
        # what nearly all posts have: three dashes, and three again on the first line of dashes
        at = text.find("\n---", 3) + 1
        if at and text.startswith("\n", at + 3):
            content, closing = _new(Span, (4, at)), _new(Span, (at, at + 3))
            return _new(Block, ("yaml", "fenced", AT_TOP, content, closing, at + 4, True))
    match = _USUAL_FENCE.match(text)
    if match is not None:
        return _fenced(text, match)
    start = _first_text(text)
    match = _FENCE_LINE.match(text, start)
    if match is not None:
        return _fenced(text, match)
    if text.startswith("{", start):
        return _object(text, start)
    if text[start : start + 1] in ALMOST_FIRST:
        from contentlint.document.frontmatter.almost_fences import almost_block

        almost = almost_block(text, start)
        if almost is not None:
            return almost
    return _unopened(text, start) or _after_intro(text, start)


def _first_text(text: str) -> int:
    match = _LEADING.match(text)
    start = match.end() if match else 0
    match = _INVISIBLE.match(text, start)
    return match.end() if match else start


def _fenced(text: str, match: re.Match[str], style: Style = "fenced") -> Block:
    fence = match.group(1)
    format: Format = {"-": "yaml", "+": "toml", ";": "json"}[fence[0]]  # type: ignore[assignment]
    opening = Span(match.start(1), match.end(1))
    start = match.end()
    closing = closing_fence(text, start, fence[0])
    if closing is None and format == "yaml":
        dots = re.compile(r"^\.\.\.[^\S\n]*$", re.MULTILINE).search(text, start)
        if dots:
            closing = Span(dots.start(), dots.start() + 3)
            style = "dots"
    if closing is None:
        return Block(format, "unclosed", opening, Span(start, len(text)), None, len(text))
    end = after_line(text, closing.end)
    return Block(
        format, style, opening, Span(start, closing.start), closing, end, braces=fence[0] != ";"
    )


def closing_fence(text: str, start: int, mark: str) -> Span | None:
    """The first line from *start* (a line's start) that holds three or more *mark* alone."""
    line = "\n" + mark * 3
    at = start if text.startswith(line[1:], start) else text.find(line, max(start - 1, 0)) + 1
    while at > 0:
        match = _FENCE_LINE.match(text, at)
        if match is not None:
            return Span(at, match.end(1))
        at = text.find(line, at) + 1
    return None


def after_line(text: str, at: int) -> int:
    """Where the line after the one that holds *at* begins."""
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline + 1


def _object(text: str, start: int) -> Block | None:
    if _JSON_START.match(text, start) is None:
        bare = _BARE_START.match(text, start)
        if bare is None or bare["name"] not in KNOWN_KEYS:
            return None
    fence = Span(start, start + 1)
    return Block("json", "fenced", fence, Span(start, len(text)), None, len(text))


def _unopened(text: str, start: int) -> Block | None:
    """Hexo's short form: mapping lines from the top, then a closing fence."""
    match = _KEY_LINE.match(text, start)
    if match is None or _name(match) not in KNOWN_KEYS:
        return None
    if text[start] == '"' and (semicolons := closing_fence(text, start, ";")) is not None:
        end = after_line(text, semicolons.end)
        opening, content = Span(start, start), Span(start, semicolons.start)
        return Block("json", "unopened", opening, content, semicolons, end, braces=False)
    closing = closing_fence(text, start, "-")
    if closing is None or "\n\n" in text[start : closing.start].strip("\n"):
        return None
    end = after_line(text, closing.end)
    opening = Span(start, start)
    return Block("yaml", "unopened", opening, Span(start, closing.start), closing, end)


def _after_intro(text: str, start: int) -> Block | None:
    """A fenced block a few lines down, with text before it."""
    window = text[start : start + _INTRO_LENGTH]
    at = 0
    for mark in ("\n---", "\n+++"):
        at = window.find(mark)
        if at >= 0 and window.count("\n", 0, at) < _INTRO_LINES:
            break
    else:
        return None
    if _CODE_OPENER.search(window, 0, at):
        return None
    match = _FENCE_LINE.match(text, start + at + 1)
    if match is None:
        return None
    block = _fenced(text, match, "intro")
    return block if block.style == "intro" else None


def _name(match: re.Match[str]) -> str:
    return match.group(1).strip().strip("\"'")


def holds_known_key(text: str, start: int, end: int) -> bool:
    """Whether a line of ``text[start:end]`` begins with a field name every site knows."""
    return any(
        _name(match) in KNOWN_KEYS
        for line in text[start:end].split("\n")
        if (match := _KEY_LINE.match(line.replace("\uff1a", ": ")))
    )


def is_mapped(text: str, start: int, end: int) -> bool:
    """Whether each line of ``text[start:end]`` may be one of a mapping, and a name is known."""
    lines = text[start:end].split("\n")
    return all(map(_MAPPING_LINE.match, lines)) and holds_known_key(text, start, end)


def looks_mapped(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, which does not parse, was meant as a mapping."""
    if holds_known_key(text, start, end):
        return True
    lines = [line for line in text[start:end].split("\n") if line.strip()]
    mapped = sum(1 for line in lines if _MAPPING_LINE.match(line))
    keys = sum(1 for line in lines if _KEY_LINE.match(line))
    return keys > 0 and mapped * 2 > len(lines)
