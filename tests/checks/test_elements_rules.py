"""Elements that hold or arrange nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.source import Source
from tests.checks.family import all_specs, findings, fixed, found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<p>a</p>\n<p></p>\n<p>b</p>\n", "<p>a</p>\n<p>b</p>\n"),
        ("<p>a<b><i> </i></b>c</p>\n", "<p>a c</p>\n"),
        ("<p>a<b></b>c</p>\n", "<p>ac</p>\n"),
        ("<div>\n<p>\n</p>\n<p>a</p>\n</div>\n", "<div>\n<p>a</p>\n</div>\n"),
        ("<section><div><p><strong></strong></p></div></section>x\n", "x\n"),
    ],
)
def test_empty_elements_go_and_nothing_else(text: str, wanted: str) -> None:
    assert fixed(text, "elements/empty", unsafe=False) == wanted


def test_an_empty_element_with_attributes_goes_only_when_asked() -> None:
    text = '<p>a</p><p class="x"></p>\n'
    assert fixed(text, "elements/empty", unsafe=False) == text
    assert fixed(text, "elements/empty") == "<p>a</p>\n"


def test_nested_empties_are_one_finding() -> None:
    text = "<div><p><b></b></p><p></p></div>\n"
    assert found(text, "elements/empty") == [("elements/empty", "<div>")]


def test_a_list_of_elements_may_be_chosen() -> None:
    text = "<p></p><div></div>\n"
    assert found(text, "elements/empty", options={"elements": ["div"]}) == [
        ("elements/empty", "<div>")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<p>&nbsp;</p>",
        "<p>\u3000</p>",
        "<p><br></p>",
        "<p> <b>&#8203;</b></p>",
        "<p><br/> <br/></p>",
    ],
)
def test_a_blank_paragraph_is_one_of_two_kinds_never_both(text: str) -> None:
    rules = ("elements/empty", "elements/whitespace-only-paragraph")
    assert found(text + "\n", *rules) == [("elements/whitespace-only-paragraph", "<p>")]
    assert found("<p> </p>\n", *rules) == [("elements/empty", "<p>")]


@settings(deadline=None)
@given(st.integers(1, 7), st.sampled_from(["", "\n", "\n  "]), st.text("a 词<&", max_size=5))
def test_wrappers_are_reported_once_and_removed_to_one(depth: int, gap: str, inner: str) -> None:
    inner = inner.replace("<", "&lt;").replace("&", "&amp;") or "x"
    opening = "".join(f"<div>{gap}" for _ in range(depth))
    text = f"{opening}<p>{inner}</p>" + f"{gap}</div>" * depth + "\n"
    rule = "elements/nested-wrapper"
    assert len(found(text, rule, path="post.html")) == (depth >= 3)
    if depth >= 3 and not gap:
        assert fixed(text, rule, unsafe=False) == f"<div><p>{inner}</p></div>\n"


def test_a_run_of_line_breaks_is_cut_to_what_is_allowed() -> None:
    text = "<p>a<br>\n<br> <br/>\u3000<br>b<br><br>c</p>\n"
    rule = "elements/br-run"
    assert found(text, rule) == [(rule, "<br>\n<br> <br/>\u3000<br>")]
    assert fixed(text, rule) == "<p>a<br>\n<br>b<br><br>c</p>\n"
    assert fixed(text, rule, options={"longest": 1}) == "<p>a<br>b<br>c</p>\n"


def test_hard_breaks_of_markdown_are_no_run() -> None:
    assert found("a  \nb  \nc  \nd  \ne\n", "elements/br-run") == []


def test_a_block_in_an_inline_element_is_named_with_both_ends() -> None:
    text = "<div><b><i><p>a</p><p>b</p></i></b></div>\n"
    (finding,) = findings(text, "elements/block-in-inline")
    assert finding.start.offset == text.index("<p>")
    assert finding.related[0].start.offset == text.index("<b>")
    rules = ("elements/block-in-inline", "html/invalid-nesting")
    assert "elements/block-in-inline" not in [rule for rule, _ in found(text, *rules)]


@pytest.mark.parametrize(
    ("cells", "found_by"),
    [
        ("<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>", "table-without-header"),
        ("<tr><th>1</th><td>2</td></tr><tr><td>3</td><td>4</td></tr>", ""),
        ("<tr><td>1</td></tr><tr><td>2</td></tr>", ""),
        ("<tr><td><p>a</p></td></tr>", "table-for-layout"),
        ("<tr><td><table><tr><td>1</td><td>2</td></tr></table></td></tr>", "table-for-layout"),
        ("<tr><td><pre>1</pre></td><td><pre>a</pre></td></tr><tr><td>x</td><td>y</td></tr>", ""),
    ],
)
def test_tables_are_data_or_layout(cells: str, found_by: str) -> None:
    rules = ("elements/table-without-header", "elements/table-for-layout")
    hits = found(f"<table>{cells}</table>\n", *rules)
    assert hits == ([(f"elements/{found_by}", "<table>")] if found_by else [])


@pytest.mark.parametrize(
    ("text", "is_layout"),
    [
        ("| a |\n| --- |\n", True),
        ("| a |\n| - |\n| b |\n", False),
        ("| a | b |\n| - | - |\n", False),
    ],
)
def test_a_markdown_table_with_one_cell_is_layout(text: str, is_layout: bool) -> None:
    assert bool(found(text, "elements/table-for-layout")) is is_layout


def _count_cells(row: Any) -> int:
    return sum(getattr(child, "tag", "") == "td" for child in row.children)


TABLES = st.lists(
    st.sampled_from(
        [
            "<table>", "</table>", "<tbody>", "</tbody>", "<thead>", "<tr>", "</tr>", "<td>",
            "</td>", "<tR>", "<TD>", "<TABLE>", "<th>", "<track>", "<p>", "</p>", "x", "\n",
            "<!-- td -->", '<td title="<tr>">', "<script>", "</script>", "<pre>", "</pre>",
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
            "<table><tbody><tr><td>1<td>2<tr><td>3<td>4</table>", "<table><tr><td>",
            "<tr><td>5</td><td>6</td></tr>", "<table><tr></tr></table>", "</td></tr></table>",
            "<b>", "<i>", "</b>", "</i>", "</span>", "<b><i></b></i>", "<p><b>x<p>",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(TABLES)
def test_tables_hold_as_many_cells_as_their_text_tells(text: str) -> None:
    page = Document(Source.from_text(text, "post.html")).page
    if page.tables is not None:
        assert not page.select("th")
        assert not page.select("table table")
        rows = [table.select("tr") for table in page.select("table")]
        assert page.tables == [[_count_cells(row) for row in some] for some in rows]
        assert sum(map(sum, page.tables)) == len(page.select("td"))


def test_players_are_advice_in_copied_posts_only() -> None:
    text = '<iframe src="//player.bilibili.com/player.html?aid=1"></iframe>\n'
    assert found(text, "elements/iframe") == []
    (finding,) = findings(text, "elements/iframe", presets=["hexo", "news"])
    assert finding.severity == "info"
    assert found(text, "elements/iframe", options={"players": []}) == [
        ("elements/iframe", text[: text.index(">") + 1])
    ]


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<div>", "</div>", "<div>\n", "\n</div>\n", "<b>", "</b>", "<br>", " ",
            "&nbsp;", "词", "\n\n", "<ul><li></li></ul>", "<table><tr><td>", "</table>", "    ",
            '<span class="x">', "</span>", "<a href=x>", "</a>", "{% x %}", "> ", "- ", "😀",
            "<iframe src='https://a.example'></iframe>", "\u3000",
        ]
    ),
    max_size=16,
).map("".join)  # fmt: skip
ALL = sorted(name for name in all_specs() if name.startswith("elements/"))


@settings(deadline=None, max_examples=200)
@given(MARKUP, st.sampled_from(["post.md", "post.html"]))
def test_places_lie_in_the_text_and_edits_do_not_overlap(text: str, path: str) -> None:
    for finding in findings(text, *ALL, path=path, presets=["news"]):
        assert 0 <= finding.start.offset <= finding.end.offset <= len(text)
        done = 0
        for edit in sorted(finding.fix.edits) if finding.fix else ():
            assert done <= edit.start <= edit.end <= len(text)
            done = edit.end
