"""Annotations for GitHub Actions: one workflow command for each finding."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding, last_line
from contentlint.reports import Format
from contentlint.reports.parts.visible import visible
from contentlint.totals import FileError, Totals

__all__ = ["Writer"]

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


class Writer(Format):
    """A command for each error of the run and each finding.

    GitHub shows ten annotations of each kind for a step; the rest stand in the log.
    """

    in_repository = True

    def head(self, totals: Totals) -> str:
        """The errors of the run."""
        return "".join(map(_format_error, self.named_errors(totals)))

    def format_file(self, _path: str, findings: Sequence[Finding]) -> str:
        """The commands of one file."""
        return "".join(map(_format_finding, self.named(findings)))


def _format_error(error: FileError) -> str:
    return f"::error file={_property(error.path)}::{_data(error.message)}\n"


def _format_finding(finding: Finding) -> str:
    start, end = finding.start, finding.end
    place = f"line={start.line},endLine={last_line(start, end)},col={start.column}"
    if end.line == start.line:
        place += f",endColumn={end.column}"
    return (
        f"::{_COMMANDS[finding.severity]} file={_property(finding.path)},{place},"
        f"title={_property(finding.rule)}::{_data(finding.message)}\n"
    )


def _data(text: str) -> str:
    return _escape(text, _DATA)


def _property(text: str) -> str:
    return _escape(text, _PROPERTY)


def _escape(text: str, codes: tuple[tuple[str, str], ...]) -> str:
    text = visible(text)
    for char, code in codes:
        text = text.replace(char, code)
    return text
