"""The report of a run: findings, errors and counts, and the JSON contract they serialise to."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from contentlint.findings import Edit, Finding, Fix, Related
from contentlint.kept import Kept
from contentlint.located import Located, Raw, locate_fix, locate_related
from contentlint.patterns import pattern
from contentlint.source import Position, Source
from contentlint.totals import FileError, Totals, count, tally_file

__all__ = [
    "FileError",
    "Report",
    "by_file",
    "encode_finding",
    "encode_findings",
    "encode_json",
    "finding_to_dict",
    "json_head",
    "json_tail",
]

_LONGEST_KEPT = 400
_MOST_KEPT = 2000
_HEADS: dict[tuple[str, str, str], str] = {}
_path_of = itemgetter(Finding._fields.index("path"))


def by_file(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Group *findings*, which are ordered by path, by file."""
    for path, group in groupby(findings, key=_path_of):
        yield path, list(group)


class Report:
    """What a run found.

    *findings* are ordered by path, start and rule. *fixed* counts the findings that were repaired,
    *baselined* those held back by a baseline, *suppressed* those held back by a comment or a
    per-path ignore; none of the three is among *findings*.
    """

    __slots__ = ("baselined", "errors", "files_checked", "findings", "fixed", "suppressed")

    def __init__(
        self,
        findings: list[Finding] | None = None,
        errors: list[FileError] | None = None,
        files_checked: int = 0,
        fixed: int = 0,
        baselined: int = 0,
        suppressed: int = 0,
    ) -> None:
        self.findings: list[Finding] = [] if findings is None else findings
        self.errors: list[FileError] = [] if errors is None else errors
        self.files_checked = files_checked
        self.fixed = fixed
        self.baselined = baselined
        self.suppressed = suppressed

    def __repr__(self) -> str:
        return (
            f"Report({len(self.findings)} findings, {len(self.errors)} errors, "
            f"files_checked={self.files_checked})"
        )

    def totals(self) -> Totals:
        """The counts of the report."""
        totals = Totals(self.errors, self.files_checked)
        totals.fixed = self.fixed
        totals.baselined = self.baselined
        totals.suppressed = self.suppressed
        for path, findings in by_file(self.findings):
            totals.add(path, count(findings), tally_file(findings))
        return totals

    def summary(self) -> dict[str, int]:
        """Count the findings: by severity, by safety of their fix, and the repaired ones."""
        return self.totals().summary()

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON contract has it."""
        return {
            **self.head(),
            "errors": [error._asdict() for error in self.errors],
            "findings": [finding_to_dict(finding) for finding in self.findings],
            "summary": self.summary(),
        }

    def iter_json(self) -> Iterator[str]:
        """The report as JSON text in pieces, one finding a line, so that it can be streamed."""
        totals = self.totals()
        yield json_head(totals)
        yield from _separated(map(encode_finding, self.findings))
        yield json_tail(totals)

    def to_json(self) -> str:
        """The report as JSON text."""
        return "".join(self.iter_json())

    def head(self) -> dict[str, Any]:
        """The first keys of the JSON contract: its version, the tool, and the number of files."""
        return self.totals().head()


def json_head(totals: Totals) -> str:
    """The JSON report up to its first finding."""
    errors = ",\n".join(encode_json(error._asdict()) for error in totals.errors)
    errors = f"\n{errors}\n" if errors else ""
    head = encode_json(totals.head())[:-1]
    return f'{head},\n"errors": [{errors}],\n"findings": [' + "\n" * bool(totals.found)


def json_tail(totals: Totals) -> str:
    """The JSON report from its last finding on."""
    end = "\n" * bool(totals.found)
    return f'{end}],\n"summary": {encode_json(totals.summary())}}}\n'


def _separated(lines: Iterable[str]) -> Iterator[str]:
    separator = ""
    for line in lines:
        yield separator + line
        separator = ",\n"


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """One finding as the JSON contract has it."""
    rule, severity, message, path, start, end, related, data, fix, _ = finding
    return {
        "rule": rule,
        "severity": severity,
        "message": message,
        "path": path,
        "start": _position(start),
        "end": _position(end),
        "related": [_related(place) for place in related] if related else [],
        "data": data,
        "fix": None if fix is None else _fix(fix),
    }


def _position(position: Position) -> dict[str, int]:
    line, column, offset = position
    return {"line": line, "column": column, "offset": offset}


def _related(place: Related) -> dict[str, Any]:
    message, start, end = place
    return {"message": message, "start": _position(start), "end": _position(end)}


def _fix(fix: Fix) -> dict[str, Any]:
    safety, title, edits = fix
    return {
        "safety": safety,
        "title": title,
        "edits": [{"start": start, "end": end, "text": text} for start, end, text in edits],
    }


def encode_finding(finding: Finding) -> str:
    """Encode one finding as `finding_to_dict` and `encode_json` would, in a tenth of the time.

    A run over a neglected repository writes tens of thousands of these, most of which say what
    others have said, at another place.
    """
    rule, severity, message, path, start, end, related, data, fix, _ = finding
    said = (rule, severity, message)
    more = _encode_more(related, data) if related or data else _NOTHING_MORE
    head = (_HEADS.get(said) or _encode_head(said)) + _QUOTED[path]
    return _encode_rest(head, *start, *end, more, "null" if fix is None else _encode_fix(fix))


def _encode_rest(
    head: str, line: int, column: int, at: int, last: int, until: int, end: int, more: str, fix: str
) -> str:
    """A finding of which *head* is written, between two places: line, column, offset of each."""
    return (
        f'{head}, "start": {{"line": {line}, "column": {column}, "offset": {at}}}, '
        f'"end": {{"line": {last}, "column": {until}, "offset": {end}}}, {more}, "fix": {fix}}}'
    )


def encode_findings(findings: Sequence[Finding]) -> list[str]:
    """Encode each of *findings* as `encode_finding` does, without making those not made yet."""
    if isinstance(findings, Located) and not findings.are_made:
        return _encode_raws(findings.raws, findings.source)
    return [encode_finding(finding) for finding in findings]


def _encode_raws(raws: Sequence[Raw], source: Source) -> list[str]:
    """Encode raw findings, in order; a line is looked up once for all that stand on it."""
    encoded: list[str] = []
    path, position = _QUOTED[source.path], source.position
    is_raw = source.raw is source.text
    line, low, high = 0, 0, -1
    for (start, end), rule, hit, fix in raws:
        _, _, _, _, _, severity, related, data = hit
        said = (rule.id, severity or rule.severity, rule.say(hit))
        head = (_HEADS.get(said) or _encode_head(said)) + path
        more, edits = _NOTHING_MORE, "null"
        if related or data:
            more = _encode_more(locate_related(hit, source), data or {})
        if fix is not None:
            edits = _encode_fix(fix if is_raw else locate_fix(fix, source))
        if not low <= start <= high:
            line, low, high = source.line_at(start)
        if is_raw and start <= end <= high:
            column, until = start - low + 1, end - low + 1
            text = _encode_rest(head, line, column, start, line, until, end, more, edits)
        else:
            text = _encode_rest(head, *position(start), *position(end), more, edits)
        encoded.append(text)
    return encoded


def _encode_head(said: tuple[str, str, str]) -> str:
    """A finding up to its path."""
    rule, severity, message = said
    head = (
        f'{{"rule": {_QUOTED[rule]}, "severity": "{severity}", "message": {_QUOTED[message]}, '
        '"path": '
    )
    if len(message) <= _LONGEST_KEPT:
        if len(_HEADS) >= _MOST_KEPT:
            _HEADS.clear()
        _HEADS[said] = head
    return head


def _encode_more(related: tuple[Related, ...], data: dict[str, Any]) -> str:
    places = ", ".join(map(_encode_related, related))
    return f'"related": [{places}], "data": {encode_json(data) if data else "{}"}'


_NOTHING_MORE = '"related": [], "data": {}'


def _encode_related(place: Related) -> str:
    message, start, end = place
    return (
        f'{{"message": {_QUOTED[message]}, '
        f'"start": {{"line": {start[0]}, "column": {start[1]}, "offset": {start[2]}}}, '
        f'"end": {{"line": {end[0]}, "column": {end[1]}, "offset": {end[2]}}}}}'
    )


def _encode_fix(fix: Fix) -> str:
    safety, title, edits = fix
    head = f'{{"safety": "{safety}", "title": {_QUOTED[title]}, "edits": ['
    if len(edits) == 1:  # most have one, and are written at one stroke
        ((start, end, text),) = edits
        return f'{head}{{"start": {start}, "end": {end}, "text": {_QUOTED[text]}}}]}}'
    return f"{head}{', '.join(map(_encode_edit, edits))}]}}"


def _encode_edit(edit: Edit) -> str:
    start, end, text = edit
    return f'{{"start": {start}, "end": {end}, "text": {_QUOTED[text]}}}'


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str).encode
_UNSAFE = pattern(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def encode_json(value: Any) -> str:
    """Encode *value* as JSON on one line, readable and harmless wherever it is shown.

    Letters stand as they are. Control and direction characters and lone surrogates, which a
    terminal would obey or an encoder refuse, are escaped; so are the line separators that
    JavaScript once took for line ends. A value JSON has no form for is written as its string.
    """
    try:
        text = _encode(value)
    except ValueError:
        text = _encode(_finite(value))
    return _make_harmless(text)


def _make_harmless(text: str) -> str:
    if text.isprintable():  # nothing of what is not safe is
        return text
    return _UNSAFE.sub(_escape, text)


_QUOTED = Kept(lambda text: _make_harmless(encode_basestring(text)))
"""Texts as JSON: titles of fixes, for one, come again and again."""


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _finite(value: Any) -> Any:
    """Copy *value* with the floats that JSON cannot write (infinities, NaN) as strings."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
