"""What the lines of front matter look like: fences, fields, and the block that they make.

What counts follows what site generators do: three or more dashes or pluses alone on a line, or
Hexo's ``;;;``.
"""

from __future__ import annotations

import re
from typing import Literal

from contentlint.document.frontmatter.model import Format
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = [
    "DASHES",
    "FENCE_LINE",
    "KNOWN_KEYS",
    "Block",
    "after_line",
    "closing_fence",
    "holds_field_like",
    "holds_known_key",
    "is_mapped",
    "looks_mapped",
    "names_field",
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

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d"
"""The hyphen, and what programs and keyboards write instead of it."""
FENCE_LINE = pattern(r"(-{3,}|\+{3,}|;{3,})[^\S\n]*(?:\n|\Z)")
_KEY_LINE = pattern(
    r"""("[^"\n]+"[ \t]*|'[^'\n]+'[ \t]*|[^\s\-#'"\[\]{},:?&*!|>%@`][^\n:]*):(?=\s|\Z)"""
)
_FIELD_LIKE = pattern(
    rf"^(?:{'|'.join(sorted(KNOWN_KEYS))})[ \t]*(?:=|:(?=[^\s/]|[\u3000\xa0])|\uff1a)", re.MULTILINE
)
_MAPPING_LINE = pattern(r"""[ \t]+\S|-\s|\#|[\w.-]+[ \t]*[:\uff1a]|"[^"\n]+"[ \t]*:""")

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


def closing_fence(text: str, start: int, mark: str) -> Span | None:
    """The first line from *start* (a line's start) that holds three or more *mark* alone."""
    line = "\n" + mark * 3
    at = start if text.startswith(line[1:], start) else text.find(line, max(start - 1, 0)) + 1
    while at > 0:
        match = FENCE_LINE.match(text, at)
        if match is not None:
            return Span(at, match.end(1))
        at = text.find(line, at) + 1
    return None


def after_line(text: str, at: int) -> int:
    """Where the line after the one that holds *at* begins."""
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline + 1


def _name(match: re.Match[str]) -> str:
    return match.group(1).strip().strip("\"'")


def names_field(text: str, start: int) -> bool:
    """Whether the line that begins at *start* begins with a field name that every site knows."""
    match = _KEY_LINE.match(text, start)
    return match is not None and _name(match) in KNOWN_KEYS


def holds_known_key(text: str, start: int, end: int) -> bool:
    """Whether a line of ``text[start:end]`` begins with a field name every site knows."""
    return any(
        _name(match) in KNOWN_KEYS
        for line in text[start:end].split("\n")
        if (match := _KEY_LINE.match(line.replace("\uff1a", ": ")))
    )


def holds_field_like(content: str) -> bool:
    """Whether *content* has a known field whose colon YAML does not see.

    No plain blank stands after it, it is a full-width one, or an equals sign.
    """
    return _FIELD_LIKE.search(content) is not None


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
