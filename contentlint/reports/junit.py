"""JUnit XML for test dashboards: a suite for each post, a case for each finding."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from contentlint.findings import Finding
from contentlint.report import FileError, Report
from contentlint.reports import ReportContext
from contentlint.reports.parts.folding import by_file
from contentlint.reports.parts.xml import attributes, escape

__all__ = ["write"]


def write(report: Report, out: TextIO, _context: ReportContext) -> None:
    """Stream the document.

    Errors and warnings are failures, advice is a case that passed with output, an error of the
    run is an error. A clean run is one case that passed, since dashboards refuse an empty file.
    """
    counts = report.summary()
    failures = counts["error"] + counts["warning"]
    tests = failures + counts["info"] + len(report.errors)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    head = _counts("contentlint", tests or 1, failures, len(report.errors))
    out.write(f"<testsuites{head}>\n")
    for error in report.errors:
        out.write(_format_error(error))
    for path, findings in by_file(report.findings):
        _write_suite(path, findings, out)
    if not tests:
        case = attributes(name="nothing found", classname="contentlint", time="0")
        suite = _counts("contentlint", 1, 0, 0)
        out.write(f"  <testsuite{suite}>\n    <testcase{case}/>\n  </testsuite>\n")
    out.write("</testsuites>\n")


def _counts(name: str, tests: int, failures: int, errors: int) -> str:
    return attributes(name=name, tests=tests, failures=failures, errors=errors, skipped=0, time="0")


def _write_suite(path: str, findings: list[Finding], out: TextIO) -> None:
    severities = Counter(finding.severity for finding in findings)
    failures = severities["error"] + severities["warning"]
    out.write(f"  <testsuite{_counts(path, len(findings), failures, 0)}>\n")
    out.writelines(map(_format_case, findings))
    out.write("  </testsuite>\n")


def _format_case(finding: Finding) -> str:
    rule, severity, message, path, start = finding[:5]
    place = f"{start.line}:{start.column}"
    case = attributes(
        name=f"{rule} at {place}", classname=path, file=path, line=start.line, time="0"
    )
    body = escape(f"{path}:{place}: {message}")
    if severity == "info":
        inside = f"<system-out>{body}</system-out>"
    else:
        failure = attributes(message=message, type=severity)
        inside = f"<failure{failure}>{body}</failure>"
    return f"    <testcase{case}>\n      {inside}\n    </testcase>\n"


def _format_error(error: FileError) -> str:
    path, message = error
    case = attributes(name="not checked", classname=path, file=path, time="0")
    inside = f"<error{attributes(message=message, type='not-checked')}>{escape(message)}</error>"
    return (
        f"  <testsuite{_counts(path, 1, 0, 1)}>\n    <testcase{case}>\n      {inside}\n"
        "    </testcase>\n  </testsuite>\n"
    )
