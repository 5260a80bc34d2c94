"""GitLab's Code Quality report: a JSON array of issues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from contentlint.findings import Finding
from contentlint.report import FileError, Report, encode_json
from contentlint.reports import ReportContext
from contentlint.reports.parts.fingerprints import fingerprint_text, with_fingerprints
from contentlint.reports.parts.visible import visible

__all__ = ["write"]

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report, out: TextIO, _context: ReportContext) -> None:
    """Stream an array with one issue for each error of the run and each finding."""
    out.write("[")
    separator = "\n"
    for issue in _issues(report):
        out.write(separator + encode_json(issue))
        separator = ",\n"
    out.write("\n]\n")


def _issues(report: Report) -> Iterator[dict[str, Any]]:
    for error in report.errors:
        yield _describe_error(error)
    for finding, fingerprint in with_fingerprints(report.findings):
        yield _describe_finding(finding, fingerprint)


def _describe_error(error: FileError) -> dict[str, Any]:
    return {
        "description": visible(error.message),
        "check_name": "contentlint/not-checked",
        "fingerprint": fingerprint_text(f"{error.path}\0{error.message}"),
        "severity": "critical",
        "location": {"path": error.path, "lines": {"begin": 1}},
    }


def _describe_finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": visible(finding.message),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": finding.path,
            "lines": {"begin": finding.start.line, "end": finding.end.line},
        },
    }
