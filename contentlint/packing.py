"""Results as bytes: what worker processes send and the cache keeps, and back, at little cost.

No pickle and no marshal: a cache file may come from a stranger's repository, and reading it must
never run or crash anything.  All numbers are one array, all strings one text.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import chain, islice, repeat
from struct import Struct, error, pack, unpack_from
from sys import intern

from contentlint.errors import PackError
from contentlint.findings import (
    FORMAT,
    SAFETIES,
    SEVERITIES,
    Edit,
    Excerpt,
    FileResult,
    Finding,
    Fix,
    Related,
)
from contentlint.source import Position

__all__ = ["pack_result", "unpack_result"]

_HEAD = Struct("<BBIIIIIII")
_SEVERITY_NUMBERS = {name: number for number, name in enumerate(SEVERITIES)}
_COLUMNS = 11
_JOINED, _LISTED = 0, 1

# A named tuple's own constructor is a Python function; this one is not.
_make_position: partial[Position] = partial(tuple.__new__, Position)
_make_excerpt: partial[Excerpt] = partial(tuple.__new__, Excerpt)
_make_edit: partial[Edit] = partial(tuple.__new__, Edit)
_make_fix: partial[Fix] = partial(tuple.__new__, Fix)
_make_finding: partial[Finding] = partial(tuple.__new__, Finding)


def pack_result(result: FileResult) -> bytes:
    """Pack all of *result* but its path."""
    findings = result.findings
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    edits = [edit for fix in fixes for edit in fix.edits]
    related = [place for finding in findings for place in finding.related]
    numbers = [
        *chain.from_iterable(zip(*map(_numbers_of, findings), strict=True)),
        *[SAFETIES.index(fix.safety) for fix in fixes],
        *[edit.start for edit in edits],
        *[edit.end for edit in edits],
        *chain.from_iterable((*place.start, *place.end) for place in related),
    ]
    strings = [
        *[finding.rule for finding in findings],
        *[finding.message for finding in findings],
        *[finding.excerpt.text for finding in findings],
        *[json.dumps(each.data, default=str) if each.data else "" for each in findings],
        *[fix.title for fix in fixes],
        *[edit.text for edit in edits],
        *[place.message for place in related],
        *result.errors,
        *result.unfixed,
        result.diff,
    ]
    form, text = _join(strings)
    counts = (len(findings), len(fixes), len(edits), len(related), len(result.unfixed))
    head = _HEAD.pack(FORMAT, form, result.suppressed, result.fixed, *counts)
    return head + pack(f"<{len(numbers)}I", *numbers) + text.encode("utf-8", "surrogatepass")


def _numbers_of(finding: Finding) -> tuple[int, ...]:
    fix = finding.fix
    return (
        _SEVERITY_NUMBERS[finding.severity],
        *finding.start,
        *finding.end,
        finding.excerpt.skipped,
        finding.excerpt.cut,
        len(finding.related),
        0 if fix is None else len(fix.edits) + 1,
    )


def unpack_result(data: bytes, path: str) -> FileResult:
    """Make the result of the file at *path* again.

    Raises:
        PackError: *data* was not made by this version of `pack_result`.
    """
    try:
        return _unpack(data, path)
    except (error, ValueError, LookupError, TypeError, StopIteration, RecursionError) as fault:
        raise PackError(f"not a packed result: {fault}") from fault


def _unpack(data: bytes, path: str) -> FileResult:
    version, form, suppressed, fixed, *counts = _HEAD.unpack_from(data)
    count, fixes, edits, related, left = counts
    if version != FORMAT:
        raise PackError(f"format {version}, not {FORMAT}")
    length = _COLUMNS * count + fixes + 2 * edits + 6 * related
    numbers = unpack_from(f"<{length}I", data, _HEAD.size)
    text = data[_HEAD.size + 4 * length :].decode("utf-8", "surrogatepass")
    strings = _split(form, text)
    column = [numbers[count * at : count * (at + 1)] for at in range(_COLUMNS)]
    rules, messages, excerpts, values = (strings[count * at : count * (at + 1)] for at in range(4))
    at = _COLUMNS * count
    repairs = _unpack_fixes(column[10], numbers[at:], strings[4 * count :], fixes, edits)
    at, text_at = at + fixes + 2 * edits, 4 * count + fixes + edits
    places = _unpack_related(column[9], numbers[at:], strings[text_at:]) if related else repeat(())
    fields = zip(
        map(intern, rules),
        map(SEVERITIES.__getitem__, column[0]),
        messages,
        repeat(path),
        map(_make_position, zip(*column[1:4], strict=True)),
        map(_make_position, zip(*column[4:7], strict=True)),
        places,
        [json.loads(value) if value else {} for value in values],
        repairs,
        map(_make_excerpt, zip(excerpts, column[7], map(bool, column[8]), strict=True)),
        strict=False,
    )
    findings = list(map(_make_finding, fields))
    if len(findings) != count:
        raise PackError("findings are missing")
    *errors, diff = strings[text_at + related :]
    at = len(errors) - left
    return FileResult(
        path, findings, errors[:at], suppressed, fixed, diff, unfixed=tuple(errors[at:])
    )


def _unpack_fixes(
    counts: tuple[int, ...], numbers: tuple[int, ...], strings: list[str], fixes: int, edits: int
) -> list[Fix | None]:
    """The fix of each finding; *counts* is one more than its edits, or 0 where there is none."""
    starts = numbers[fixes : fixes + edits]
    ends = numbers[fixes + edits : fixes + 2 * edits]
    made = map(_make_edit, zip(starts, ends, strings[fixes : fixes + edits], strict=True))
    heads = zip(map(SAFETIES.__getitem__, numbers[:fixes]), strings, strict=False)
    return [
        _make_fix((*next(heads), tuple(islice(made, count - 1)))) if count else None
        for count in counts
    ]


def _unpack_related(
    counts: tuple[int, ...], numbers: tuple[int, ...], strings: list[str]
) -> list[tuple[Related, ...]]:
    positions = map(_make_position, zip(*[iter(numbers)] * 3, strict=True))
    made = map(Related, strings, positions, positions)
    return [tuple(islice(made, count)) if count else () for count in counts]


def _join(strings: list[str]) -> tuple[int, str]:
    joined = "\0".join(strings)
    if joined.count("\0") == len(strings) - 1:
        return _JOINED, joined
    return _LISTED, json.dumps(strings)


def _split(form: int, text: str) -> list[str]:
    if form == _JOINED:
        return text.split("\0")
    strings = json.loads(text)
    if not isinstance(strings, list) or not all(isinstance(item, str) for item in strings):
        raise PackError("the strings are not strings")
    return strings
