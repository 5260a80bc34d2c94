"""One JSON object a line: the head, every error, every finding, the summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from contentlint.report import Report, encode_finding, encode_json
from contentlint.reports import ReportContext

__all__ = ["write"]


def write(report: Report, out: TextIO, _context: ReportContext) -> None:
    """Stream the parts of the JSON report; each line's ``type`` says what part it is."""
    out.writelines(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield encode_json({"type": "report", **report.head()}) + "\n"
    for error in report.errors:
        yield encode_json({"type": "error", **error._asdict()}) + "\n"
    for finding in report.findings:
        yield '{"type": "finding", ' + encode_finding(finding)[1:] + "\n"
    yield encode_json({"type": "summary", **report.summary()}) + "\n"
