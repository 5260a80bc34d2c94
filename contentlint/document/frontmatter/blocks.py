"""The block of a file that may be front matter: by its fences, or by what merely looks like them.

Also a JSON object from the first character, and Hexo's form without an opening fence.  Whether a
block of the right shape *is* front matter is decided by `reader`, which tries it.
"""

from __future__ import annotations

import re

from contentlint.document.frontmatter.fences import (
    DASHES,
    FENCE_LINE,
    KNOWN_KEYS,
    Block,
    Style,
    after_line,
    closing_fence,
    names_field,
)
from contentlint.document.frontmatter.model import Format
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["AT_TOP", "find_block"]

# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__
AT_TOP = Span(0, 3)
"""This very object is the opening fence of a block between two lines of three dashes at the top."""
_ALMOST_FIRST = frozenset([*DASHES, *" \\`~"])
"""First characters of lines that were meant as a fence and are none."""
_LEADING = pattern(r"(?:[^\S\n]*\n)*")
_INVISIBLE = pattern("[\ufeff\u200b\u200c\u200d\u2060]*")
_USUAL_FENCE = pattern(r"\n*(-{3,}|\+{3,})\n")
_JSON_START = pattern(r"\{\s*(?:(?://|#)[^\n]*\n\s*|/\*[^*\n]*\*/\s*)?(?:\"|\}|')")
_BARE_START = pattern(r"\{[ \t]*\n[ \t]*(?P<name>[A-Za-z_]+)\"?[ \t]*:[ \t]*[\"'\[\d]")
_ENDS_IN_COMMA = pattern(r"[^\n]*,[ \t]*\n")
_INTRO_LINES = 10
_INTRO_LENGTH = 2_000
_CODE_OPENER = pattern(r"^ {0,3}(?:```|~~~)|<pre\b|^\{%", re.MULTILINE)


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
    match = FENCE_LINE.match(text, start)
    if match is not None:
        return _fenced(text, match)
    if text.startswith("{", start):
        return _object(text, start)
    if text[start : start + 1] in _ALMOST_FIRST:
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
        content, braces = Span(start, len(text)), fence[0] != ";"
        return Block(format, "unclosed", opening, content, None, len(text), braces)
    end = after_line(text, closing.end)
    return Block(
        format, style, opening, Span(start, closing.start), closing, end, braces=fence[0] != ";"
    )


def _object(text: str, start: int) -> Block | None:
    if _JSON_START.match(text, start) is None:
        bare = _BARE_START.match(text, start)
        if bare is None or bare["name"] not in KNOWN_KEYS:
            return None
    fence = Span(start, start + 1)
    return Block("json", "fenced", fence, Span(start, len(text)), None, len(text))


def _unopened(text: str, start: int) -> Block | None:
    """Hexo's short form: mapping lines from the top, then a closing fence."""
    if not names_field(text, start):
        return None
    opening = Span(start, start)
    semicolons = closing_fence(text, start, ";")
    if semicolons is not None and (text[start] == '"' or _is_one_piece(text, start, semicolons)):
        end, content = after_line(text, semicolons.end), Span(start, semicolons.start)
        return Block("json", "unopened", opening, content, semicolons, end, braces=False)
    closing = closing_fence(text, start, "-")
    if closing is None or not _is_one_piece(text, start, closing):
        return None
    end, content = after_line(text, closing.end), Span(start, closing.start)
    if text[start] in "\"'" and _ENDS_IN_COMMA.match(text, start):  # which YAML has no use for
        return Block("json", "unopened", opening, content, closing, end, braces=False)
    return Block("yaml", "unopened", opening, content, closing, end)


def _is_one_piece(text: str, start: int, closing: Span) -> bool:
    """Whether no empty line and no other fence stands before *closing*."""
    content = text[start : closing.start].strip("\n")
    return "\n\n" not in content and "\n---" not in content


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
    match = FENCE_LINE.match(text, start + at + 1)
    if match is None:
        return None
    block = _fenced(text, match, "intro")
    return block if block.style == "intro" else None
