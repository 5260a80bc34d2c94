"""JSON that does not parse as a whole: its readable members, and what stops the rest."""

from __future__ import annotations

import re
from typing import Any

from contentlint.document.frontmatter.json_causes import REASONS, TITLES, JsonCause, cause_at
from contentlint.document.frontmatter.json_reader import (
    JsonFault,
    decode_object,
    json_places,
)
from contentlint.document.frontmatter.model import Place, Places, Problem, Reading, plain_reason
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["recover_json"]

MAX_MEMBERS = 1_000
MAX_LENGTH = 20_000
MOST_FAULTS = 20
_GOES_ON = pattern(r"[\w.:+-]")
_MEMBER = pattern(r"""^[ \t{,]*("(?:[^"\\\n]|\\.)*")[ \t]*:[ \t]*""", re.MULTILINE)


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
        if _GOES_ON.match(content, end):
            continue  # only the beginning of what is no value
        values[key] = value
        _place(content, match, end, base, places)
        at = end
    problems = _explain_all(content, base, fault)
    return Reading(values, lambda: places, problems, broken=frozenset(names - set(values)))


def _place(content: str, match: re.Match[str], end: int, base: int, places: Places) -> None:
    key = match.group(1)[1:-1]
    key_span = Span(base + match.start(1), base + match.end(1))
    places[(key,)] = Place(key_span, Span(base + match.end(), base + end))
    for path, place in json_places(content, match.end(), base).items():
        places[(key, *path)] = place


def _explain_all(content: str, base: int, fault: JsonFault) -> list[Problem]:
    """*fault*, and those that show when it and each further one are mended."""
    problems: list[Problem] = []
    start, grown, done = len(content) - len(content.lstrip()), 0, 0
    while len(problems) < MOST_FAULTS:
        problem = _explain(content, base - grown, fault)
        at = problem.span.start - base + grown
        if problems and at < done:
            break  # it may come of the repair
        problems.append(problem)
        if problem.fix is None or problem.fix.safety != "safe":
            break
        first, last, new = problem.fix.edits[0]
        low, high = first - base + grown, last - base + grown
        content = content[:low] + new + content[high:]
        done, grown = low + len(new), grown + len(new) - (high - low)
        try:
            decode_object(content, start)
        except JsonFault as further:
            fault = further
        else:
            break
    return problems


def _explain(content: str, base: int, fault: JsonFault) -> Problem:
    at = min(fault.offset, max(len(content) - 1, 0))
    if at == fault.offset:
        cause, start, end, text, safety = cause_at(content, at, fault.cause)
    else:  # something is missing at the end
        cause, start, end, text, safety = _unclosed(content, fault.cause)
    span = Span(base + start, base + max(end, start))
    fix = None
    if text is not None:
        repaired = content[:start] + text + content[end:]
        further = safety == "safe" and _reads_further(repaired, fault.offset)
        edits = (Edit(span.start, span.end, text),)
        fix = Fix("safe" if further else "unsafe", TITLES[cause], edits)
    if span.end == span.start:
        span = Span(span.start, min(span.start + 1, base + len(content)))
    character = content[start if end > start else at :][:1]
    words = {"reason": plain_reason(fault.cause, REASONS), "field": "", "character": character}
    code = "too-deep" if fault.cause == "too-deep" else "syntax"
    return Problem(code, span, cause, {**words, "limit": 64}, (), fix)


def _unclosed(content: str, reason: str) -> JsonCause:
    end = len(content.rstrip())
    name = "json-unclosed" if "delimiter" in reason or "property" in reason else "other"
    return JsonCause(name, max(end - 1, 0), end)


def _reads_further(repaired: str, offset: int) -> bool:
    start = len(repaired) - len(repaired.lstrip())
    try:
        decode_object(repaired, start)
    except JsonFault as fault:
        return fault.offset > offset
    return True
