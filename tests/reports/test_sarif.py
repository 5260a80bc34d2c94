"""SARIF logs satisfy the standard's schema and mean what the report means."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from pydantic import ValidationError

from contentlint.findings import Finding
from contentlint.report import Report

from .conftest import Render, write_text
from .sample import make_report
from .sarif_model import SarifLog
from .strategies import few, finding_lists


def read_run(report: Report) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(write_text("sarif", report))["runs"][0]
    return run


def unescape(message: str) -> str:
    """What a viewer shows for a message string (sections 3.11.5 and 3.11.6)."""
    if "](" in message or "\\" in message:
        message = re.sub(r"\\([\[\]\\])", r"\1", message)
    return message.replace("{{", "{").replace("}}", "}")


def test_the_log_satisfies_the_schema(render: Render) -> None:
    SarifLog.model_validate_json(render("sarif", make_report()))
    SarifLog.model_validate_json(render("sarif", Report(files_checked=3)))


@few
@given(finding_lists)
def test_any_log_satisfies_the_schema(found: list[Finding]) -> None:
    SarifLog.model_validate_json(write_text("sarif", Report(found)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("runs", 0, "results", 0, "level"), "info"),
        (("runs", 0, "results", 0, "colour"), "red"),
        (("runs", 0, "results", 0, "message"), {}),
        (("runs", 0, "columnKind"), "bytes"),
    ],
)
def test_the_schema_refuses_what_is_no_sarif(path: tuple[Any, ...], value: object) -> None:
    log = json.loads(write_text("sarif", make_report()))
    place = log
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(ValidationError):
        SarifLog.model_validate(log)


def test_each_result_points_at_its_finding_and_its_rule() -> None:
    report = make_report()
    run = read_run(report)
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(report.findings)
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        assert unescape(result["message"]["text"]) == finding.message
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == finding.path
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) == finding.start[:2]
        assert (region["endLine"], region["endColumn"]) == finding.end[:2]
        assert region["charOffset"] + region["charLength"] == finding.end.offset


def test_a_snippet_is_the_marked_text_where_the_excerpt_holds_it_all() -> None:
    snippets = [
        result["locations"][0]["physicalLocation"]["region"].get("snippet", {}).get("text")
        for result in read_run(make_report())["results"]
    ]
    assert snippets.count('style="text-align: left;"') == 9
    assert "\u202egnp.exe\u202c" in snippets
    assert snippets[-1] is None  # the element that is never closed goes on over the line's end


def test_rules_carry_help_level_and_link() -> None:
    rules = {rule["id"]: rule for rule in read_run(make_report())["tool"]["driver"]["rules"]}
    hotword = rules["links/hotword"]
    assert hotword["helpUri"] == "https://example.com/rules/links/hotword"
    assert hotword["defaultConfiguration"] == {"level": "warning"}
    assert hotword["properties"] == {"tags": ["scraped", "links"], "fixable": True}
    assert "Readers did not ask for it." in unescape(hotword["help"]["text"])


def test_fixes_and_related_places_are_those_of_the_finding() -> None:
    report = make_report()
    results = read_run(report)["results"]
    index = next(i for i, f in enumerate(report.findings) if f.rule == "links/hotword")
    (fix,) = results[index]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    start, end = report.findings[index].start, report.findings[index].end
    assert replacement["deletedRegion"]["charOffset"] == start.offset
    assert replacement["deletedRegion"]["charLength"] == end.offset - start.offset
    assert replacement["deletedRegion"]["startColumn"] == start.column
    assert replacement["insertedContent"] == {"text": ""}
    assert fix["properties"] == {"safety": "unsafe"}
    (related,) = results[index]["relatedLocations"]
    assert related["message"]["text"] == "closed here"


def test_what_could_not_be_checked_is_a_notification() -> None:
    (invocation,) = read_run(make_report())["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["level"] == "error"
    assert "Permission denied" in notification["message"]["text"]


def test_absolute_paths_become_file_uris(tmp_path: Any) -> None:
    finding = make_report().findings[0]._replace(path=str(tmp_path / "ä b.md"))
    (result,) = read_run(Report([finding]))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": (tmp_path / "ä b.md").as_uri()}
