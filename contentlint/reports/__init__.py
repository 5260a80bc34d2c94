"""The report formats by name: one module each, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple, Protocol, TextIO

from contentlint.errors import ConfigError, suggest
from contentlint.findings import Severity
from contentlint.report import Report

__all__ = ["FORMATS", "ReportContext", "Reporter", "RuleInfo", "get"]

FORMATS: Mapping[str, str] = {
    "text": "for a person at a terminal",
    "concise": "one line for each finding",
    "json": "the whole report as one JSON object",
    "jsonl": "one JSON object a line, for streaming",
    "sarif": "SARIF 2.1.0, for code scanning",
    "junit": "JUnit XML, for test dashboards",
    "github": "annotations of GitHub Actions",
    "gitlab": "Code Quality of GitLab",
    "checkstyle": "Checkstyle XML",
    "markdown": "a summary for a job page or a pull request",
    "html": "one page to open in a browser",
    "statistics": "counts by rule, family and folder",
}
"""Format name → what it is for. The module of the same name in this package writes it."""


class RuleInfo(NamedTuple):
    """What a report tells about a rule; *url* is its documentation page, if it has one."""

    summary: str
    why: str
    severity: Severity
    url: str | None = None
    tags: tuple[str, ...] = ()
    fixable: bool = False


class ReportContext(NamedTuple):
    """How to write: *width* in terminal cells; *rules* by id, as many as are known.

    *quiet* leaves out the closing summary, *statistics* adds the counts by rule, family and
    folder, where the format is one for people.
    """

    color: bool = False
    width: int = 100
    quiet: bool = False
    statistics: bool = False
    rules: Mapping[str, RuleInfo] = {}


class Reporter(Protocol):
    """What every format module offers."""

    def write(self, report: Report, out: TextIO, context: ReportContext) -> None:
        """Write *report* to *out*."""


def get(name: str) -> Reporter:
    """The reporter called *name*; `ConfigError` with the nearest name when there is none."""
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise ConfigError(
            f"unknown output format '{name}'{suggest(name, tuple(FORMATS))}; there are {known}"
        )
    return import_module(f"{__name__}.{name}")
