"""JUnit and Checkstyle reports as their readers take them in."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given

from contentlint.findings import Finding
from contentlint.report import Report

from .conftest import Render, write_text
from .sample import HOSTILE_PATH, make_context, make_report
from .strategies import findings, many

SUITE_NUMBERS = ("tests", "failures", "errors", "skipped")


def test_junit_counts_agree_with_its_cases(render: Render) -> None:
    root = ElementTree.fromstring(render("junit", make_report()))
    assert root.tag == "testsuites"
    suites = root.findall("testsuite")
    for holder, cases in [(root, root.findall(".//testcase"))] + [
        (suite, suite.findall("testcase")) for suite in suites
    ]:
        counted = {
            "tests": len(cases),
            "failures": sum(case.find("failure") is not None for case in cases),
            "errors": sum(case.find("error") is not None for case in cases),
            "skipped": sum(case.find("skipped") is not None for case in cases),
        }
        told = {name: int(holder.attrib.get(name, 0)) for name in SUITE_NUMBERS}
        assert told == counted
        assert float(holder.attrib["time"]) == 0


def test_junit_cases_name_rule_place_and_file(render: Render) -> None:
    report = make_report()
    root = ElementTree.fromstring(render("junit", report))
    cases = root.findall(".//testcase")[1:]
    assert len({(case.attrib["classname"], case.attrib["name"]) for case in cases}) == len(cases)
    for case, finding in zip(cases, report.findings, strict=True):
        assert (
            case.attrib["name"] == f"{finding.rule} at {finding.start.line}:{finding.start.column}"
        )
        (outcome,) = case
        assert outcome.tag == ("system-out" if finding.severity == "info" else "failure")
        if outcome.tag == "failure":
            assert outcome.attrib["type"] == finding.severity


ALLOWED = {
    "testsuites": "name time tests failures errors",
    "testsuite": "name tests failures errors time skipped timestamp hostname id package",
    "testcase": "name time classname",
    "failure": "type message",
    "error": "type message",
    "system-out": "",
}
"""The attributes that two schemas of Jenkins' xUnit plug-in have, junit-4.xsd and junit-10.xsd."""


@pytest.mark.parametrize("report", [make_report(), Report(files_checked=3)])
def test_junit_has_no_attribute_that_a_strict_schema_refuses(
    render: Render, report: Report
) -> None:
    for element in ElementTree.fromstring(render("junit", report)).iter():
        assert set(element.attrib) <= set(ALLOWED[element.tag].split()), element.tag


def test_junit_of_a_clean_run_has_one_case_that_passed(render: Render) -> None:
    root = ElementTree.fromstring(render("junit", Report(files_checked=3)))
    assert root.attrib["tests"] == "1"
    (case,) = root.findall(".//testcase")
    assert list(case) == []


def test_checkstyle_lists_every_finding_under_its_file(render: Render) -> None:
    report = make_report()
    root = ElementTree.fromstring(render("checkstyle", report))
    assert root.tag == "checkstyle"
    errors = [error for file in root.findall("file") for error in file.findall("error")]
    assert len(errors) == len(report.findings) + len(report.errors)
    for error, finding in zip(errors[1:], report.findings, strict=True):
        assert (int(error.attrib["line"]), int(error.attrib["column"])) == finding.start[:2]
        assert error.attrib["severity"] == finding.severity
        assert error.attrib["source"] == "contentlint." + finding.rule.replace("/", ".")
    assert root.findall("file")[-1].attrib["name"] == HOSTILE_PATH.replace("\x1b", "␛")


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
@many
@given(finding=findings(path="a.md"))
def test_any_finding_gives_well_formed_xml(name: str, finding: Finding) -> None:
    text = write_text(name, Report([finding]), make_context())
    ElementTree.fromstring(text.encode("utf-8"))
