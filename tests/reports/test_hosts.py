"""GitHub's annotations and GitLab's Code Quality report, read as their hosts read them."""

from __future__ import annotations

import json
import re

from hypothesis import given

from contentlint.findings import Finding
from contentlint.report import Report
from contentlint.reports.parts.visible import visible

from .conftest import Render, write_text
from .sample import make_context, make_report
from .strategies import few, finding_lists

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
KINDS = {"error": "error", "warning": "warning", "info": "notice"}
GITLAB_SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def decode(text: str) -> str:
    """As the runner does: the percent sign last."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def last_of(finding: Finding) -> int:
    """The last line with something of *finding* on it."""
    ends_before_line = finding.end.column == 1 and finding.end.line > finding.start.line
    return finding.end.line - 1 if ends_before_line else finding.end.line


def read_commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    commands = []
    for line in text.split("\n")[:-1]:
        found = COMMAND.fullmatch(line)
        assert found, line
        pairs = (pair.split("=", 1) for pair in found[2].split(","))
        commands.append((found[1], {key: decode(value) for key, value in pairs}, decode(found[3])))
    return commands


@few
@given(finding_lists)
def test_github_reads_one_annotation_for_each_finding(found: list[Finding]) -> None:
    text = write_text("github", Report(found), make_context())
    commands = read_commands(text)
    assert len(commands) == len(found)
    for (kind, properties, message), finding in zip(commands, found, strict=True):
        assert kind == KINDS[finding.severity]
        assert message == visible(finding.message)
        assert properties["file"] == finding.path
        assert properties["title"] == finding.rule
        assert (int(properties["line"]), int(properties["col"])) == finding.start[:2]
        assert int(properties["endLine"]) == last_of(finding)
        assert ("endColumn" in properties) == (finding.start.line == finding.end.line)


def test_github_is_told_what_could_not_be_checked(render: Render) -> None:
    kind, properties, message = read_commands(render("github", make_report()))[0]
    assert kind == "error"
    assert properties == {"file": "locked/secret & <b>.md"}
    assert message == "Permission denied: ]]> ␛[0m|"


@few
@given(finding_lists)
def test_gitlab_issues_have_the_documented_keys(found: list[Finding]) -> None:
    text = write_text("gitlab", Report(found), make_context())
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(found)
    for issue, finding in zip(issues, found, strict=True):
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["check_name"] == finding.rule
        assert issue["severity"] in GITLAB_SEVERITIES
        assert issue["location"] == {
            "path": finding.path,
            "lines": {"begin": finding.start.line, "end": last_of(finding)},
        }
