"""Lines that were meant as fences and are none: other dashes, too few, indented, in a code block.

Programs make one long dash of hyphens, and chat programs hand front matter over as code.  What
stands between such lines is believed to be front matter only if every line can be one of a
mapping and one begins with a field name that every site knows.
"""

from __future__ import annotations

import re
from textwrap import dedent

from contentlint.document.frontmatter.fences import (
    DASHES,
    Block,
    after_line,
    holds_known_key,
    is_mapped,
)
from contentlint.document.frontmatter.model import Problem
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["almost_block", "almost_closed", "almost_problem"]

_FENCE = "---"
_MOST_LINES = 100
# what nobody sees behind a fence, and what keeps it from being one
_UNSEEN = "\0-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff"
# two hyphens, one longer dash, or three hyphens that are indented or escaped
_ALMOST = pattern(
    rf"(?P<indent>[ ]{{0,3}})(?P<mark>\\?(?:[{DASHES}]{{2,20}}|[{DASHES[1:]}]))"
    rf"(?P<unseen>[^\S\n]*+(?:[{_UNSEEN}]++[^\S\n]*+)*+)(?=\n|\Z)"
)
_BEHIND = pattern(rf"[ ]{{0,3}}---[^\S\n]*([{_UNSEEN}])")
_CODE = pattern(
    r"(?P<marks>`{3,}|~{3,})[ ]{0,4}(?:ya?ml|toml|markdown|md|text)?[^\S\n]*\n", re.IGNORECASE
)
# the first field, or a comment, on the line of the hyphens
_JOINED = pattern(r"---[ ]{0,3}(?=[A-Za-z][\w-]{0,40}:[ \t]|#)")
_INNER_FENCE = pattern(r"-{3,}[^\S\n]*\n")


def almost_block(text: str, start: int) -> Block | None:
    """Front matter whose first line, at *start*, is almost a fence."""
    code = _CODE.match(text, start)
    if code is not None:
        return _in_code(text, code)
    joined = _JOINED.match(text, start)
    if joined is not None:
        return _closed(text, Span(start, joined.end()), joined.end())
    opening = _ALMOST.match(text, start)
    if opening is None:
        return None
    fence = Span(start, opening.end())
    return _closed(text, fence, after_line(text, opening.end()))


def almost_closed(text: str, block: Block) -> Block | None:
    """*block*, whose opening fence is one, with the line that was meant to close it."""
    closed = _closed(text, block.open_fence, block.content.start)
    if closed is None or closed.close_fence == block.close_fence:
        return None
    return closed


def _closed(text: str, fence: Span, start: int) -> Block | None:
    at = start
    for _ in range(_MOST_LINES):
        closing = _ALMOST.match(text, at)
        if closing is not None and not _goes_on(text, after_line(text, at)):
            break
        at = after_line(text, at)
        if at >= len(text) or text[at] == "\n":
            return None
    else:
        return None
    fields = dedent(text[start : max(at - 1, start)])  # all may be indented, like the first line
    if not is_mapped(fields, 0, len(fields)):
        return None
    closed = Span(at, closing.end())
    return Block("yaml", "almost", fence, Span(start, at), closed, after_line(text, closing.end()))


def _goes_on(text: str, at: int) -> bool:
    """Whether the line at *at* belongs to fields, so that the one before it closes nothing."""
    indented = text.startswith((" ", "\t"), at) and not text[at : after_line(text, at)].isspace()
    return indented or holds_known_key(text, at, after_line(text, at))


def _in_code(text: str, code: re.Match[str]) -> Block | None:
    """Fields in a code block at the top of a post, with text below it."""
    start = code.end()
    inner = _INNER_FENCE.match(text, start)
    if inner is not None:
        start = inner.end()
    end = text.find("\n" + code["marks"], start - 1) + 1
    if not end or text[start:end].count("\n") > _MOST_LINES:
        return None
    line_end = after_line(text, end)
    if text[end:line_end].strip() != code["marks"] or not text[line_end:].strip():
        return None
    content, closing = text[start:end], end
    if inner is not None:
        closing = start + content.rfind("\n---") + 1
        if text[closing:end].rstrip() != _FENCE:
            return None
    # a title alone is what examples of configuration have
    if not is_mapped(text, start, closing - 1) or not _has_title(text, start, closing):
        return None
    closed = Span(closing, end + len(text[end:line_end].rstrip("\n")))
    return Block(
        "yaml", "almost", Span(code.start(), start - 1), Span(start, closing), closed, line_end
    )


def _has_title(text: str, start: int, end: int) -> bool:
    others = [line for line in text[start:end].split("\n") if not line.startswith("title")]
    named = "\n".join(others)
    return len(others) < text.count("\n", start, end) + 1 and holds_known_key(named, 0, len(named))


def almost_problem(text: str, block: Block) -> Problem:
    """What is wrong with the fences of *block*, and the lines that they should be."""
    assert block.close_fence is not None
    if block.content.start == block.open_fence.end:
        return _joined_problem(text, block)
    wrong = [
        fence
        for fence in (block.open_fence, block.close_fence)
        if text[fence.start : fence.end] != _FENCE
    ]
    first = wrong[0]
    written = text[first.start : first.end].rstrip()
    unseen = None
    if written[0] in "`~":
        cause = "code"
    elif written[0] == ";":
        cause = "semicolons"
    elif (unseen := _BEHIND.match(written)) is not None:
        cause = "unseen"
    elif written.strip(" -") == "" and len(written.strip()) >= len(_FENCE):
        cause = "indented"
    else:
        cause = "dashes"
    edits = tuple(Edit(*fence, _FENCE) for fence in wrong)
    title = "Take the front matter out of the code block" if cause == "code" else f"Write {_FENCE}"
    # code may be meant to be seen
    fix = Fix("unsafe" if cause == "code" else "safe", title, edits)
    words = {"written": written.strip(), "marks": written[:3]}
    if unseen is not None:
        words["unseen"] = unseen[1]
    related = tuple(("and here", fence) for fence in wrong[1:])
    return Problem("fence", first, cause, words, related, fix)


def _joined_problem(text: str, block: Block) -> Problem:
    fence = block.open_fence
    fix = Fix("safe", "Begin a new line after the hyphens", (Edit(*fence, f"{_FENCE}\n"),))
    cause = "comment" if text.startswith("#", fence.end) else "joined"
    return Problem("fence", fence, cause, fix=fix)
