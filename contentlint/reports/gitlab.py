"""GitLab's Code Quality report: a JSON array of issues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contentlint.findings import Finding, last_line
from contentlint.json_text import encode_json
from contentlint.reports import Format
from contentlint.reports.parts.fingerprints import fingerprint_text, with_fingerprints
from contentlint.reports.parts.visible import visible
from contentlint.totals import FileError, Totals

__all__ = ["Writer"]

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


class Writer(Format):
    """An array with one issue for each error of the run and each finding."""

    between = ",\n"
    in_repository = True

    def head(self, totals: Totals) -> str:
        """The beginning of the array, with the errors of the run."""
        described = map(_describe_error, self.named_errors(totals))
        errors = ",\n".join(map(encode_json, described))
        return "[\n" + errors + ",\n" * bool(errors and totals.found)

    def format_file(self, _path: str, findings: Sequence[Finding]) -> str:
        """The issues of one file."""
        return ",\n".join(
            encode_json(_describe_finding(finding, fingerprint))
            for finding, fingerprint in with_fingerprints(self.named(findings))
        )

    def tail(self, totals: Totals) -> str:
        """The end of the array."""
        return "\n]\n" if totals.found or totals.errors else "]\n"


def _describe_error(error: FileError) -> dict[str, Any]:
    return {
        "description": visible(error.message),
        "check_name": f"contentlint/{error.undone.replace(' ', '-')}",
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
            "lines": {
                "begin": finding.start.line,
                "end": last_line(finding.start, finding.end),
            },
        },
    }
