"""Findings that are made at first use: what is written without them is what they would say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contentlint.finding_json import encode_finding, encode_findings
from contentlint.located import Located
from contentlint.project import Project
from contentlint.reports import FORMATS, ReportContext, get
from contentlint.rules.registry import load_specs
from contentlint.totals import count, tally_file

SEEDS = sorted(
    path for path in (Path(__file__).parent.parent / "seeds").rglob("*") if path.is_file()
)


def _examples() -> Iterator[str]:
    for entry in load_specs().values():
        for example in entry.spec["examples"]:
            for kind in ("bad", "good"):
                if isinstance(example.get(kind), str):
                    yield example[kind]


@pytest.fixture(scope="module")
def posts() -> list[bytes]:
    texts = [path.read_bytes() for path in SEEDS]
    texts += [text.encode("utf-8", "replace") for text in _examples()]
    ends = [text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for text in texts]
    return texts + ends


@pytest.fixture(scope="module")
def located(posts: list[bytes]) -> list[Located]:
    project = Project(isolated=True)
    found = [project.lint_bytes(data, "post.md").findings for data in posts]
    unmade = [each for each in found if isinstance(each, Located) and len(each) > 1]
    assert len(unmade) > 100
    return unmade


@pytest.mark.parametrize("name", ["post.md", "page.html"])
def test_reports_and_counts_need_no_findings(posts: list[bytes], name: str) -> None:
    project = Project(isolated=True)
    several = 0
    for data in posts:
        unmade = project.lint_bytes(data, name).findings
        written, counts, tally = encode_findings(unmade), count(unmade), tally_file(unmade)
        assert not (isinstance(unmade, Located) and unmade.are_made)
        findings = list(unmade)
        assert len(unmade) == len(findings)
        assert written == [encode_finding(finding).encode() for finding in findings]
        assert encode_findings(findings) == encode_findings(unmade) == written
        assert counts == count(findings)
        assert tally == tally_file(findings)
        several += len(findings) > 1
    assert several > 100


@pytest.mark.parametrize("name", [*FORMATS])
def test_a_report_is_the_same_whether_findings_are_made_or_not(
    name: str, located: list[Located]
) -> None:
    from_unmade, from_made = (get(name)(ReportContext()) for _ in range(2))
    for each in located:
        unmade = Located(each.raws, each.source)
        text = from_unmade.encode_file("post.md", unmade)
        if name in ("concise", "json", "jsonl", "markdown", "text"):
            assert not unmade.are_made
        assert text == from_made.encode_file("post.md", list(unmade))


def test_findings_made_late_are_a_sequence_like_any_other() -> None:
    text = (
        b"---\ntitle: A fair\n---\n<p style='color: red'>One</p>\n<p style='color: red'>Two</p>\n"
    )
    project = Project(isolated=True)
    once, again = (project.lint_bytes(text, "post.md").findings for _ in range(2))
    assert isinstance(once, Located)
    assert once == again == list(again)
    assert once[0] == again[0]
    assert once[1:] == list(again)[1:]
    assert once != project.lint_bytes(text, "other.md").findings
    assert repr(once) == repr(list(again))
    assert once[0] in once
