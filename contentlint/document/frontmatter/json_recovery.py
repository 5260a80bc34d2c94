"""JSON that does not parse as a whole: its readable members, and what stops the rest."""

from __future__ import annotations

import re
from typing import Any

from contentlint.document.frontmatter.json_reader import (
    JsonFault,
    decode_object,
    json_places,
)
from contentlint.document.frontmatter.model import Place, Places, Problem, Reading
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["recover_json"]

MAX_MEMBERS = 1_000
MAX_LENGTH = 20_000
_MEMBER = pattern(r"""^[ \t{,]*("(?:[^"\\\n]|\\.)*")[ \t]*:[ \t]*""", re.MULTILINE)
_SINGLE = pattern(r"'((?:[^'\\\n\"]|\\.)*)'")
_BARE_KEY = pattern(r"[A-Za-z_][\w-]*(?=\s*:)")
_COMMENT = pattern(r"//[^\n]*|/\*.*?\*/|#[^\n]*", re.DOTALL)


def recover_json(content: str, base: int, fault: JsonFault) -> Reading:
    """The reading of *content*, at offset *base*, which failed as a whole with *fault*."""
    values: dict[str, Any] = {}
    places: Places = {}
    names: set[str] = set()
    at = 0
    while len(names) < MAX_MEMBERS and (match := _MEMBER.search(content, at)) is not None:
        key = match.group(1)[1:-1]
        names.add(key)
        at = match.end()
        try:
            value, length, _ = decode_object(content[at : at + MAX_LENGTH], 0)
        except JsonFault:
            continue
        end = at + length
        values[key] = value
        _place(content, match, end, base, places)
        at = end
    problems = [_explain(content, base, fault)]
    return Reading(values, lambda: places, problems, broken=frozenset(names - set(values)))


def _place(content: str, match: re.Match[str], end: int, base: int, places: Places) -> None:
    key = match.group(1)[1:-1]
    key_span = Span(base + match.start(1), base + match.end(1))
    places[(key,)] = Place(key_span, Span(base + match.end(), base + end))
    for path, place in json_places(content, match.end(), base).items():
        places[(key, *path)] = place


def _explain(content: str, base: int, fault: JsonFault) -> Problem:
    at = min(fault.offset, max(len(content) - 1, 0))
    cause, start, end, text = "other", at, len(content), None
    if at == fault.offset:  # else something is missing at the end
        cause, start, end, text = _cause(content, at, fault.cause)
    span = Span(base + start, base + max(end, start))
    fix = None
    if text is not None:
        repaired = content[:start] + text + content[end:]
        fix = Fix(
            "safe" if _reads_further(repaired, fault.offset) else "unsafe",
            _TITLES[cause],
            (Edit(span.start, span.end, text),),
        )
    if span.end == span.start:
        span = Span(span.start, min(span.start + 1, base + len(content)))
    words = {"reason": fault.cause, "field": "", "character": content[at : at + 1]}
    code = "too-deep" if fault.cause == "too-deep" else "syntax"
    return Problem(code, span, cause, {**words, "limit": 64}, (), fix)


_TITLES = {
    "json-trailing-comma": "Remove the comma",
    "json-missing-comma": "Add the comma",
    "json-single-quotes": "Use double quotes",
    "json-bare-key": "Put the name in double quotes",
    "json-comment": "Remove the comment",
}


def _cause(content: str, at: int, reason: str) -> tuple[str, int, int, str | None]:
    """The cause at offset *at*, and the range with the text that would repair it."""
    before = len(content[:at].rstrip())
    if content[at : at + 1] == ",":
        after = content[at + 1 :].lstrip()[:1]
        if after in ("}", "]"):
            return "json-trailing-comma", at, at + 1, ""
    if content[at : at + 1] in ("}", "]") and content[:before].endswith(","):
        return "json-trailing-comma", before - 1, before, ""
    if "',' delimiter" in reason and content[at : at + 1] == '"':
        return "json-missing-comma", before, before, ","
    match = _COMMENT.match(content, at)
    if match:
        return "json-comment", at, match.end(), ""
    match = _SINGLE.match(content, at)
    if match:
        return "json-single-quotes", at, match.end(), f'"{match.group(1)}"'
    match = _BARE_KEY.match(content, at)
    if match:
        return "json-bare-key", at, match.end(), f'"{match.group()}"'
    line_end = content.find("\n", at)
    return "other", at, len(content) if line_end < 0 else line_end, None


def _reads_further(repaired: str, offset: int) -> bool:
    start = len(repaired) - len(repaired.lstrip())
    try:
        decode_object(repaired, start)
    except JsonFault as fault:
        return fault.offset > offset
    return True
