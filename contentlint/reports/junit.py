"""JUnit XML for test dashboards: a suite for each post, a case for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.reports import Format
from contentlint.reports.parts.xml import attributes, escape
from contentlint.totals import FileError, Totals

__all__ = ["Writer"]


class Writer(Format):
    """Errors and warnings are failures, advice is a case that passed with output.

    An error of the run is an error. A clean run is one case that passed, since dashboards refuse
    an empty file.  Attributes are those alone that all schemas of Jenkins' plug-ins have, which
    refuse a report with any other, such as ``file`` and ``line``: a suite's name is its file.
    """

    def head(self, totals: Totals) -> str:
        """The counts, and the errors of the run."""
        counts = totals.summary()
        failures = counts["error"] + counts["warning"]
        tests = totals.found + len(totals.errors)
        count = len(totals.errors)
        head = attributes(
            name="contentlint", tests=tests or 1, failures=failures, errors=count, time="0"
        )
        lines = ['<?xml version="1.0" encoding="UTF-8"?>\n', f"<testsuites{head}>\n"]
        return "".join([*lines, *map(_format_error, totals.errors)])

    def format_file(self, path: str, findings: Sequence[Finding]) -> str:
        """One suite."""
        severities = Counter(finding.severity for finding in findings)
        failures = severities["error"] + severities["warning"]
        head = f"  <testsuite{_counts(path, len(findings), failures, 0)}>\n"
        return head + "".join(map(_format_case, findings)) + "  </testsuite>\n"

    def tail(self, totals: Totals) -> str:
        """The closing tag; before it, where nothing was found, a case that says so."""
        if totals.found or totals.errors:
            return "</testsuites>\n"
        case = attributes(name="nothing found", classname="contentlint", time="0")
        suite = _counts("contentlint", 1, 0, 0)
        passed = f"  <testsuite{suite}>\n    <testcase{case}/>\n  </testsuite>\n"
        return passed + "</testsuites>\n"


def _counts(name: str, tests: int, failures: int, errors: int) -> str:
    return attributes(name=name, tests=tests, failures=failures, errors=errors, skipped=0, time="0")


def _format_case(finding: Finding) -> str:
    rule, severity, message, path, start = finding[:5]
    place = f"{start.line}:{start.column}"
    case = attributes(name=f"{rule} at {place}", classname=path, time="0")
    body = escape(f"{path}:{place}: {message}")
    if severity == "info":
        inside = f"<system-out>{body}</system-out>"
    else:
        failure = attributes(message=message, type=severity)
        inside = f"<failure{failure}>{body}</failure>"
    return f"    <testcase{case}>\n      {inside}\n    </testcase>\n"


def _format_error(error: FileError) -> str:
    path, message = error
    undone = error.undone
    case = attributes(name=undone, classname=path, time="0")
    about = attributes(message=message, type=undone.replace(" ", "-"))
    inside = f"<error{about}>{escape(message)}</error>"
    return (
        f"  <testsuite{_counts(path, 1, 0, 1)}>\n    <testcase{case}>\n      {inside}\n"
        "    </testcase>\n  </testsuite>\n"
    )
