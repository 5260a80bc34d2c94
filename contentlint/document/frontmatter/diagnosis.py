"""Why a piece of YAML does not parse, in an editor's words, and the edit that repairs it.

A diagnosis is a proposal that was tried: a line is changed the way its writer meant it (quoted,
its tab replaced, its indent corrected) and the entry parsed again.  Only a change after which the
parser gets further is offered.
"""

from __future__ import annotations

from typing import Any

from yaml import MarkedYAMLError, ScalarNode, YAMLError

from contentlint.document.frontmatter.model import Problem
from contentlint.document.frontmatter.yaml_changes import (
    FIELD_OR_ENTRY,
    LINE,
    Change,
    applied,
    changes_of,
)
from contentlint.document.frontmatter.yaml_values import Fault, compose
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["diagnose_entry", "general_problem"]

MAX_ROUNDS = 20
MAX_LENGTH = 20_000
MAX_LINES_TRIED = 6
_DASHED = pattern(r"[ ]*(?P<dash>-(?=[^\s-])|[*\u2022\u2013\u2014\xb7][ ]*(?=\S))")
_ENTRY = pattern(r"[ ]*-[ ]")
_EMPTY_FIELD = pattern(r"[^\s:][^:]*:[ \t]*\Z")


def diagnose_entry(text: str, offset: int) -> list[Problem]:
    """The problems of *text*, one top-level entry that stands at *offset* and does not parse."""
    lines = text[:MAX_LENGTH].split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    problems: list[Problem] = []
    changed: set[int] = set()
    dashes = _dash_problem(lines, starts, offset)
    if dashes is not None:
        return [dashes]
    for _ in range(MAX_ROUNDS):
        error = _error(lines)
        if error is None:
            return problems
        found = _repair(lines, error, changed)
        if found is None:
            return problems or [_unrepaired(lines, starts, error, offset)]
        number, change = found
        problem = _problem(lines[number], change, offset + starts[number])
        if change.cause == "tab" and problems and problems[-1].cause == "tab":
            problems[-1] = _joined(problems[-1], problem)
        else:
            problems.append(problem)
        last = _last_line(lines, number, change)
        if last > number:
            rows, end = range(number, last + 1), offset + starts[last] + len(lines[last].rstrip())
            problems[-1] = _over_lines(problem, change, lines, rows, end)
            changed.update(rows)
        else:
            lines[number] = applied(lines[number], change)
        changed.add(number)
    return problems


def _last_line(lines: list[str], number: int, change: Change) -> int:
    """The line on which the value ends that *change* quotes: further ones may go on with it."""
    if change.text[-1:] != "'" or change.end != len(lines[number].rstrip()):
        return number
    last = number
    for line in lines[number + 1 :]:
        if not line.startswith(" ") or not line.strip() or FIELD_OR_ENTRY.match(line):
            break
        last += 1
    return last


def _over_lines(
    problem: Problem, change: Change, lines: list[str], rows: range, at: int
) -> Problem:
    """*problem* with a fix that quotes the value over all its *rows*, which end at *at*.

    *lines* are changed in that way, if it helps; else no fix is offered, as a quoted first line
    would leave the others behind it.
    """
    number, last = rows[0], rows[-1]
    trial = [*lines]
    trial[number] = lines[number][: change.start] + change.text[:-1]
    trial[last] = lines[last].rstrip() + "'"
    inner = [change.text.partition("'")[2][:-1], *lines[number + 1 : last + 1]]
    after = _error(trial)
    if any("'" in line or " #" in line for line in inner) or not (
        after is None or _error_line(after)[0] > last
    ):
        lines[number] = applied(lines[number], change)
        return problem._replace(fix=None)
    lines[:] = trial
    if problem.fix is None:
        return problem
    first = problem.fix.edits[0]._replace(text=change.text[:-1])
    return problem._replace(fix=problem.fix._replace(edits=(first, Edit(at, at, "'"))))


def _dash_problem(lines: list[str], starts: list[int], offset: int) -> Problem | None:
    """A list with other marks than a dash and a blank before its entries."""
    if not _EMPTY_FIELD.match(lines[0]):
        return None
    trial, edits, marks = [lines[0]], [], []
    for number, line in enumerate(lines[1:], 1):
        found = _DASHED.match(line)
        if found is None:
            if line.strip() and not _ENTRY.match(line) and line.lstrip()[0] != "#":
                return None
            trial.append(line)
            continue
        start, end = found.span("dash")
        at = offset + starts[number]
        edits.append(Edit(at + start, at + end, "- "))
        marks.append(found["dash"].strip())
        trial.append(line[:start] + "- " + line[end:])
    if not edits or _error(trial) is not None:
        return None
    first = Span(edits[0].start, edits[0].start + 1)
    cause = "dash-blank" if marks[0] == "-" else "list-mark"
    words = {"field": lines[0].rstrip(": "), "character": marks[0]}
    fix = Fix("safe", "Begin the entries with a dash and a blank", tuple(edits))
    return Problem("syntax", first, cause, words, (("here", first),), fix)


def general_problem(content: str, base: int, error: Exception) -> Problem:
    """What the parser itself says, where no better explanation was found."""
    at = min(_error_index(error), len(content))
    line_end = content.find("\n", at)
    end = len(content) if line_end < 0 else line_end
    span = Span(base + at, base + max(end, at))
    words = {"reason": _plain_reason(error) or "it is not YAML"}
    return Problem("syntax", span, "other", words, (("here", Span(base + at, base + at + 1)),))


def _error(lines: list[str]) -> Exception | None:
    """Why *lines* are no mapping (``None`` when they are, or hold nothing)."""
    try:
        root = compose("\n".join(lines))
    except (YAMLError, Fault) as error:
        return error
    if root is not None and type(root) is ScalarNode:
        return _NoMapping(0)
    if root is not None and root.start_mark.column:
        return _NoMapping(0)
    return None


class _NoMapping(Exception):
    """The entry parses, but as bare text or at an indent of its own."""

    def __init__(self, line: int) -> None:
        super().__init__("no mapping")
        self.line = line


def _error_line(error: Exception) -> tuple[int, int]:
    """The lines an error names: where it shows, and where the construct began."""
    if isinstance(error, MarkedYAMLError):
        shown = error.problem_mark.line if error.problem_mark else 0
        began = error.context_mark.line if error.context_mark else shown
        return shown, began
    return 0, 0


def _error_index(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.index if mark is not None else 0


def _repair(lines: list[str], error: Exception, changed: set[int]) -> tuple[int, Change] | None:
    """The first change of a line after which the parser gets further."""
    for number in _suspects(lines, error):
        if number in changed:
            continue
        for change in changes_of(lines, number):
            trial = [*lines]
            trial[number] = applied(lines[number], change)
            after = _error(trial)
            if after is None or _further(error, after):
                return number, change
    return None


def _further(before: Exception, after: Exception) -> bool:
    if isinstance(after, _NoMapping) or isinstance(before, _NoMapping):
        return False
    return _error_line(after)[0] > _error_line(before)[0]


def _suspects(lines: list[str], error: Exception) -> list[int]:
    shown, began = _error_line(error)
    order = [shown, began, shown - 1, shown - 2, 0]
    fresh = []
    for number in order:
        if 0 <= number < len(lines) and lines[number].strip() and number not in fresh:
            fresh.append(number)
    return fresh[:MAX_LINES_TRIED]


_TITLES = {
    "tab": "Replace the tab with spaces",
    "indent": "Correct the indent",
    "no-space": "Put a space after the colon",
    "full-width-colon": "Put a colon and a space",
    "unclosed-list": "Close the list",
    "equals-sign": "Put a colon and a space",
    "wide-blank": "Put a colon and a space",
    "curly-quotes": "Put straight quotes",
    "curly-entry": "Put straight quotes",
    "missing-comma": "Put the comma",
    "wide-comma": "Put a comma",
    "bare-entry": "Quote the entry",
    "entry-colon": "Quote the entry",
}


_COLON_CAUSES = ("no-space", "full-width-colon", "wide-blank", "equals-sign")


def _problem(line: str, change: Change, offset: int) -> Problem:
    edit = Edit(offset + change.start, offset + change.end, change.text)
    title = _TITLES.get(change.cause, "Quote the value")
    culprit = Span(offset + change.culprit, offset + change.culprit + 1)
    match = LINE.match(line)
    words: dict[str, Any] = {
        "field": (match.group("key") or "") if match else "",
        "character": line[change.culprit : change.culprit + 1],
        "repaired": change.text,
    }
    if change.cause in ("tab", *_COLON_CAUSES):
        span = culprit
    elif change.cause == "indent":
        span = Span(offset, offset + len(line.rstrip()))
    else:
        span = Span(offset + change.start, offset + max(change.end, change.start + 1))
    if change.cause in _COLON_CAUSES:
        words["field"] = line[: change.start].strip()
    fix = Fix(change.safety, title, (edit,))
    return Problem("syntax", span, change.cause, words, (("here", culprit),), fix)


def _joined(first: Problem, more: Problem) -> Problem:
    """Tabs on several lines of one entry are one fault with one fix."""
    if first.fix is None or more.fix is None:
        return first
    return first._replace(fix=first.fix._replace(edits=(*first.fix.edits, *more.fix.edits)))


def _unrepaired(lines: list[str], starts: list[int], error: Exception, offset: int) -> Problem:
    number = min(_error_line(error)[0], len(lines) - 1)
    while number and not lines[number].strip():
        number -= 1
    line = lines[number]
    width = len(line) - len(line.lstrip())
    at = offset + starts[number]
    span = Span(at + width, at + max(len(line.rstrip()), width))
    reason = _plain_reason(error) or "a field name and a colon are missing"
    cause = "no-key" if isinstance(error, _NoMapping) or _keyless(line) else "other"
    if line.lstrip().startswith("- ") and number and _has_value(lines[number - 1]):
        cause = "list-after-value"
    elif cause == "other" and ":" not in line and number and _has_ended_value(lines[number - 1]):
        cause = "ended-value"
    words = {"reason": reason, "text": line.strip(), "field": "", "character": line[width:][:1]}
    return Problem("syntax", span, cause, words, (("here", Span(span.start, span.start + 1)),))


def _has_value(line: str) -> bool:
    match = LINE.match(line)
    return match is not None and match["key"] is not None and bool(match["value"].strip())


def _has_ended_value(line: str) -> bool:
    match = LINE.match(line)
    value = match["value"].rstrip() if match else ""
    return value.endswith(("'", '"')) or " #" in value


_REASONS = {
    "block sequence entries are not allowed in this context": "no list entry may stand here",
    "could not find expected ':'": "a colon and a blank are missing after a field name",
    "did not find expected ',' or ']'": "a comma or the closing bracket of a list is missing",
    "did not find expected ',' or '}'": "a comma or a closing brace is missing",
    "did not find expected <document start>": "something stands after the end of a value",
    "did not find expected key": "this line does not fit the fields around it",
    "did not find expected node content": "an entry is missing between two signs of a list",
    "did not find expected '-' indicator": "this line does not fit the list above it",
    "found a tab character that violates indentation": "a tab stands where blanks belong",
    "found character that cannot start any token": "no line or value may begin with this sign",
    "found unexpected ':'": "a colon stands where none may stand",
    "found unexpected document indicator": "dashes end a quoted value too early",
    "found unexpected end of stream": "a quotation mark is opened and never closed",
    "found unexpected non-alphabetical character": "no line may begin with %",
    "mapping values are not allowed in this context": "a colon stands where none may stand",
}
"""What the parser says, in an editor's words."""


def _plain_reason(error: Exception) -> str | None:
    said = getattr(error, "problem", None)
    return _REASONS.get(said, said) if said else None


def _keyless(line: str) -> bool:
    return ":" not in line and not line[:1].isspace()
