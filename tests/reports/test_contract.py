"""The report object and the JSON that programs rely on."""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import contentlint
from contentlint import finding_json as encoder
from contentlint import json_text
from contentlint.finding_json import encode_finding
from contentlint.findings import Edit, Excerpt, Finding, Fix
from contentlint.json_text import encode_json
from contentlint.report import FileError, Report, finding_to_dict
from contentlint.reports.schema import ReportModel, report_schema
from contentlint.source import Position

from .conftest import Render
from .sample import make_report, news_findings
from .strategies import few, finding_lists, findings, many

VALIDATOR = Draft202012Validator(report_schema())


def test_the_keys_are_those_of_the_contract() -> None:
    hotword = next(f for f in news_findings() if f.rule == "links/hotword")
    report = Report([hotword], [FileError("a.md", "no")], files_checked=1)
    assert report.to_dict() == {
        "version": 1,
        "tool": {"name": "contentlint", "version": contentlint.__version__},
        "files_checked": 1,
        "errors": [{"path": "a.md", "message": "no"}],
        "findings": [
            {
                "rule": "links/hotword",
                "severity": "warning",
                "message": "Keyword link to example.com: readers did not ask for it.",
                "path": "posts/2021/news.md",
                "start": {"line": 6, "column": 461, "offset": 523},
                "end": {"line": 6, "column": 526, "offset": 588},
                "related": [
                    {
                        "message": "closed here",
                        "start": {"line": 6, "column": 529, "offset": 591},
                        "end": {"line": 6, "column": 533, "offset": 595},
                    }
                ],
                "data": {"host": "example.com", "score": 0.5},
                "fix": {
                    "safety": "unsafe",
                    "title": "Unwrap the link",
                    "edits": [{"start": 523, "end": 588, "text": ""}],
                },
            }
        ],
        "summary": {
            "error": 0,
            "warning": 1,
            "info": 0,
            "fixable_safe": 0,
            "fixable_unsafe": 1,
            "fixed": 0,
        },
    }


def test_the_schema_itself_is_valid_and_closed() -> None:
    schema = report_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == set(schema["properties"])


def test_the_sample_and_a_clean_report_satisfy_the_schema() -> None:
    for report in (make_report(), Report(files_checked=3)):
        VALIDATOR.validate(json.loads(report.to_json()))
        ReportModel.model_validate_json(report.to_json())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("extra",), 1),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "start", "line"), 0),
    ],
)
def test_the_schema_refuses_what_is_not_the_contract(path: tuple[Any, ...], value: object) -> None:
    document = json.loads(make_report().to_json())
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(document)


@few
@given(finding_lists)
def test_any_report_satisfies_the_schema(found: list[Finding]) -> None:
    VALIDATOR.validate(json.loads(Report(found).to_json()))


@many
@given(findings())
def test_the_fast_encoder_writes_what_the_slow_one_does(finding: Finding) -> None:
    assert encode_finding(finding) == encode_json(finding_to_dict(finding))


def test_what_the_encoder_keeps_is_bounded() -> None:
    place = Position(1, 1, 0)
    for number in range(2500):
        fix = Fix("safe", f"title {number}", (Edit(0, 1, f"text {number}"), Edit(2, 2, "")))
        said = "x" * number, f"message {number}"
        for message in said:
            finding = Finding(
                "a/b", "info", message, "p.md", place, place, (), {}, fix, Excerpt("", 0, False)
            )
            assert encode_finding(finding) == encode_json(finding_to_dict(finding))
    for kept in (encoder._HEADS, encoder._WRITTEN, encoder._ONLY_TEXT):
        assert len(kept) <= 2000
        assert all(len(text) < 1000 for text in kept.values())


@few
@given(finding_lists)
def test_json_text_holds_the_same_as_the_dictionary(found: list[Finding]) -> None:
    finite = [finding._replace(data={}) for finding in found]
    report = Report(finite, files_checked=2, fixed=1)
    text = report.to_json()
    assert json.loads(text) == report.to_dict()
    assert text.count("\n") == 6 + len(found)


@many
@given(findings())
def test_json_shows_no_character_that_a_terminal_obeys(finding: Finding) -> None:
    text = encode_finding(finding)
    assert not {char for char in text if char < " " or "\x7f" <= char <= "\x9f"}
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    text.encode("utf-8")


def test_what_would_harm_is_not_printable() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    harmful = [char for char in every if json_text._UNSAFE.search(char)]
    assert len(harmful) > 2048
    assert not [char for char in harmful if char.isprintable()]


def test_values_without_a_form_in_json_become_strings() -> None:
    data = {"at": datetime.date(2021, 11, 8), "ratio": float("nan"), "list": [float("inf")]}
    assert json.loads(encode_json(data)) == {"at": "2021-11-08", "ratio": "nan", "list": ["inf"]}


def test_jsonl_says_of_each_line_what_it_is(render: Render) -> None:
    report = make_report()
    lines = [json.loads(line) for line in render("jsonl", report).splitlines()]
    types = [line.pop("type") for line in lines]
    assert types == ["report", *["finding"] * len(report.findings), "error", "summary"]
    whole = report.to_dict()
    assert lines[1:-2] == whole["findings"]
    assert lines[-2:-1] == whole["errors"]
    assert lines[-1] == {"files_checked": whole["files_checked"], **whole["summary"]}
    assert lines[0] == {key: whole[key] for key in ("version", "tool")}
