"""The report for people: what is under the line stands under the span, and nothing is obeyed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contentlint.findings import Excerpt, Finding
from contentlint.report import Report
from contentlint.reports.parts.cells import cells
from contentlint.reports.parts.excerpts import fit_window, part_excerpt
from contentlint.reports.parts.folding import fold, list_places
from contentlint.reports.parts.visible import visible
from contentlint.source import Position
from contentlint.totals import FileError, FixError

from .conftest import write_text
from .sample import make_context, make_report
from .strategies import few, finding_lists, findings, many, texts

ANSI = re.compile(r"\x1b\[[\d;]*m")


def write(found: list[Finding], name: str = "text", **changes: object) -> str:
    return write_text(name, Report(found, files_checked=1), make_context(**changes))


def make(line: str, start: int, end: int, **changes: object) -> Finding:
    """A finding on the characters *start* to *end* of a one-line file."""
    places = Position(1, start + 1, start), Position(1, end + 1, end)
    finding = Finding(
        "a/b", "error", "Wrong.", "a.md", *places, (), {}, None, Excerpt(line, 0, False)
    )
    return finding._replace(**changes)  # type: ignore[arg-type]


def marked_lines(text: str) -> list[tuple[str, str]]:
    """Each excerpt with the line under it, without the gutter."""
    lines = [line.split("│ ", 1)[1] for line in text.split("\n") if "│ " in line]
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize(
    ("end", "note"), [((2, 1), ""), ((2, 2), " to 2:2"), ((3, 1), " to 3:1"), ((1, 4), "")]
)
def test_where_a_span_over_several_lines_ends_is_told(end: tuple[int, int], note: str) -> None:
    text = write([make("abc", 0, 3)._replace(end=Position(*end, 9))])
    assert marked_lines(text) == [("abc", f"^^^{note}")]


@pytest.mark.parametrize(("families", "told"), [(12, False), (13, True)])
def test_a_chart_says_how_many_bars_it_leaves_out(families: int, told: bool) -> None:
    found = [make("abc", 0, 3, rule=f"{letter}/a") for letter in "abcdefghijklm"[:families]]
    text = write(found, "html")
    assert ("and 1 more</p>" in text) is told
    assert "and 0 more" not in text


@pytest.mark.parametrize("name", ["text", "concise", "statistics", "github", "markdown"])
@few
@given(found=finding_lists)
def test_nothing_that_a_terminal_obeys_is_written(name: str, found: list[Finding]) -> None:
    text = write(found, name)
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", text) is None


@few
@given(finding_lists)
@example([make("中中\t", 0, 3)])
@example([make("a   ", 2, 4)])
def test_colours_are_all_that_colour_adds(found: list[Finding]) -> None:
    assert ANSI.sub("", write(found, color=True)) == write(found, color=False)


@many
@given(findings(), st.integers(40, 100))
def test_the_window_fits_and_shows_the_span(finding: Finding, width: int) -> None:
    window = fit_window(finding, width)
    assert cells(window.before) == window.indent
    assert cells(window.marked) == window.length
    assert window.indent + window.length + cells(window.after) <= width
    parts = part_excerpt(finding, width)
    assert not visible(parts.marked) or window.marked


def test_the_underline_stands_under_the_span() -> None:
    line = "中文\t<b>é e\u0301 👩‍👩‍👧 开</b> tail"
    for part in ("<b>", "é", "👩‍👩‍👧", "开", "tail", "中"):
        at = line.index(part)
        ((shown, under),) = marked_lines(write([make(line, at, at + len(part))]))
        before = shown[: shown.index(part)]
        assert under == " " * cells(before) + "^" * cells(part)


def test_an_empty_span_is_one_caret() -> None:
    ((_, under),) = marked_lines(write([make("abc", 1, 1)]))
    assert under == " ^"


def test_an_invisible_character_is_named() -> None:
    for char, name in (("\u200b", "<U+200B>"), ("\u200d", "<U+200D>"), ("\x1b", "␛")):
        ((shown, under),) = marked_lines(write([make(f"a{char}b", 1, 2)]))
        assert shown == f"a{name}b"
        assert under == " " + "^" * len(name)


@pytest.mark.parametrize("at", [0, 30, 700, 1400, 1490])
def test_a_long_line_is_cut_to_a_window_around_the_span(at: int) -> None:
    line = "创新研发投入" * 250
    ((shown, under),) = marked_lines(write([make(line, at, at + 5)], width=80))
    assert cells(shown) <= 80
    assert shown.startswith("…") == (at > 20)
    assert shown.endswith("…") == (at + 5 < 1480)
    prefix = shown[: len(shown)]
    inside = under.rstrip()
    assert inside.count("^") == 10
    cut = 0
    while cells(prefix[:cut]) < inside.index("^"):
        cut += 1
    assert prefix[cut : cut + 5] == line[at : at + 5]


def test_a_span_longer_than_the_line_is_cut() -> None:
    ((shown, under),) = marked_lines(write([make("x" * 500, 10, 490)], width=60))
    assert shown.endswith("x…")
    assert len(shown) <= 60
    assert under.strip().count("^") >= 30


def test_a_span_over_several_lines_says_where_it_ends() -> None:
    finding = make("<div>", 0, 5)._replace(end=Position(9, 3, 90))
    ((_, under),) = marked_lines(write([finding]))
    assert under == "^^^^^ to 9:3"


def test_repeats_are_folded_with_their_lines_or_columns() -> None:
    assert list_places([(3, 1), (4, 1), (5, 9), (6, 2), (9, 1)]) == "lines 4–6, 9"
    assert list_places([(3, 1), (7, 1)]) == "line 7"
    assert list_places([(3, 1), (7, 1), (8, 1)]) == "lines 7, 8"
    assert list_places([(16, 4), (16, 119), (17, 1)]) == "16:119, 17:1"
    assert list_places([(line, 1) for line in range(1, 60, 2)], 3) == "lines 3, 5, 7, …"
    one = make("abc", 1, 2)
    places = [Position(line, 1, 0) for line in range(12, 25)]
    text = write([one._replace(start=place, end=place) for place in places])
    assert "and 12 more: lines 13–24" in text
    assert text.count("Wrong.") == 1


def test_what_differs_is_not_folded_but_advice_is_by_rule() -> None:
    found = [make("abc", at, at + 1, message=f"Wrong {at}.") for at in range(3)]
    assert len(fold(found)) == 3
    advice = [finding._replace(severity="info") for finding in found]
    assert len(fold(advice)) == 3
    assert len(fold(advice, info_by_rule=True)) == 1
    text = write(advice)
    assert text.splitlines()[2] == "  1:1  info     Wrong 0.  a/b (and 2 more: 1:2, 1:3)"
    assert "│" not in text


@few
@given(finding_lists)
def test_folding_loses_no_finding(found: list[Finding]) -> None:
    groups = fold(found, info_by_rule=True)
    numbers = [index for group in groups for index in group.indices]
    assert sorted(numbers) == list(range(len(found)))
    for group in groups:
        starts = [found[index].start for index in group.indices]
        assert group.places == [(start.line, start.column) for start in starts]
        assert {found[index].rule for index in group.indices} == {group.said[0]}


@many
@given(texts)
def test_an_overlong_message_is_cut_after_six_lines(message: str) -> None:
    text = write([make("", 0, 0, message=message * 40)], quiet=True)
    assert len(text.splitlines()) <= 2 + 6 + 1 + 1


def test_the_summary_says_what_there_is_to_know() -> None:
    lines = write_report(make_report()).splitlines()[-5:]
    assert lines == [
        "1 file could not be checked",
        "7 files checked: 3 errors, 14 warnings, 9 infos in 2 files",
        "2 findings repaired",
        "11 fixable with --fix, 1 more with --fix --unsafe-fixes",
        "12 earlier findings held back by the baseline",
    ]
    assert write_report(Report(files_checked=1)) == "1 file checked: nothing found\n"


def test_quiet_leaves_the_summary_out() -> None:
    assert write_report(Report(files_checked=1), quiet=True) == ""
    assert "checked" not in write_report(Report(make_report().findings), quiet=True)


def test_concise_is_a_line_for_each_finding() -> None:
    found = make_report().findings
    lines = write(found, "concise").splitlines()
    assert len(lines) == len(found)
    for line, finding in zip(lines, found, strict=True):
        place = f"{visible(finding.path)}:{finding.start.line}:{finding.start.column}"
        assert line.startswith(f"{place}: {finding.severity}: ")
        assert f"({finding.rule})" in line


def test_statistics_count_by_rule_family_and_folder() -> None:
    tables = write(make_report().findings, "statistics").split("\n\n")
    rows = [[line.split() for line in table.splitlines()] for table in tables[:3]]
    assert [row[0][0] for row in rows] == ["Rule", "Family", "Folder"]
    assert rows[0][1] == ["style/inline-style", "·", "9", "·", "9", "9", "·"]
    assert rows[1][1] == ["text", "2", "3", "9", "14", "·", "·"]
    assert rows[2][1] == ["posts/2021", "·", "11", "8", "19", "10", "1"]
    for table in rows:
        assert sum(int(row[4]) for row in table[1:]) == len(make_report().findings)


def write_report(report: Report, **changes: object) -> str:
    return write_text("text", report, make_context(**changes))


def test_a_file_that_was_not_fixed_is_not_called_unchecked() -> None:
    refused = FixError("a.md", "the fix of html/unclosed-element was not applied: it does harm")
    unread = FileError("b.md", "the fix of a reader: cannot read this file")
    lines = write_report(Report([], [refused, unread], files_checked=2)).splitlines()
    assert lines[:2] == ["1 file could not be checked", "1 file could not be fixed wholly"]
    alone = Report([], [refused], files_checked=1)
    assert "could not be checked" not in write_report(alone)
    marks = {"junit": 'name="not fixed"', "checkstyle": ".not-fixed", "gitlab": "/not-fixed"}
    for name, words in {**marks, "markdown": "**Not fixed:**", "html": "fixed wholly<"}.items():
        assert words in write_text(name, alone), name
