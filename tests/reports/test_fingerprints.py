"""A finding keeps its identity when the file changes elsewhere."""

from __future__ import annotations

from hypothesis import given

from contentlint.findings import Finding
from contentlint.reports.parts.fingerprints import with_fingerprints
from contentlint.source import Position

from .sample import make_report
from .strategies import few, finding_lists


def prints(findings: list[Finding]) -> list[str]:
    return [fingerprint for _, fingerprint in with_fingerprints(findings)]


def move(position: Position, lines: int) -> Position:
    return Position(position.line + lines, position.column, position.offset + 10 * lines)


@few
@given(finding_lists)
def test_all_of_one_report_are_different(findings: list[Finding]) -> None:
    assert len(set(prints(findings))) == len(findings)


@few
@given(finding_lists)
def test_lines_inserted_before_change_none(findings: list[Finding]) -> None:
    moved = [f._replace(start=move(f.start, 3), end=move(f.end, 3)) for f in findings]
    assert prints(moved) == prints(findings)


def test_path_rule_and_marked_text_each_make_a_difference() -> None:
    first = make_report().findings[1]
    others = [
        first._replace(path="other.md"),
        first._replace(rule="style/other"),
        first._replace(excerpt=first.excerpt._replace(text="<p class='x'> something else <p>")),
    ]
    alone = [prints([finding])[0] for finding in (first, *others)]
    assert len(set(alone)) == 4
    assert all(len(text) == 32 and int(text, 16) >= 0 for text in alone)
