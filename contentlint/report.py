"""The report of a run: findings, errors and counts, and the JSON contract they serialise to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from contentlint.finding_json import encode_finding
from contentlint.findings import Finding, Fix, Related
from contentlint.json_text import encode_json
from contentlint.source import Position
from contentlint.totals import FileError, Totals, count, origin, tally_file

__all__ = ["FileError", "Report", "by_file", "finding_to_dict", "json_head", "json_tail"]

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
            **origin(),
            "findings": [finding_to_dict(finding) for finding in self.findings],
            "errors": [error._asdict() for error in self.errors],
            "files_checked": self.files_checked,
            "summary": self.summary(),
        }

    def iter_json(self) -> Iterator[str]:
        """The report as JSON text in pieces, one finding a line, so that it can be streamed."""
        totals = self.totals()
        yield json_head()
        yield from _separated(map(encode_finding, self.findings))
        yield json_tail(totals)

    def to_json(self) -> str:
        """The report as JSON text."""
        return "".join(self.iter_json())


def json_head() -> str:
    """The JSON report up to its first finding: what is known before any file was checked."""
    return f'{encode_json(origin())[:-1]},\n"findings": [\n'


def json_tail(totals: Totals) -> str:
    """The JSON report from its last finding on."""
    errors = ",\n".join(encode_json(error._asdict()) for error in totals.errors)
    errors = f"\n{errors}\n" if errors else ""
    end = "\n" * bool(totals.found)
    return (
        f'{end}],\n"errors": [{errors}],\n"files_checked": {totals.files_checked},\n'
        f'"summary": {encode_json(totals.summary())}}}\n'
    )


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
