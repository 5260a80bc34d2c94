"""Headings: their order, their text, and paragraphs that pretend to be one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.fixes import fix_source
from contentlint.proof import reader_text
from contentlint.source import Source
from tests.checks.family import findings, fixed, found, make_linter

LEVEL, H1, EMPTY = "headings/level-skipped", "headings/h1-in-body", "headings/empty"
DOUBLE, MARK, FAKE = (
    "headings/duplicate",
    "headings/trailing-punctuation",
    "headings/fake-heading",
)

BLOCKS = st.sampled_from(
    ["## A\n", "### A.\n", "##\n", "# \n", "text\n", "\n", "**Bold words**\n", "- a\n",
     "> ## B\n", "A\n---\n", "<h2></h2>\n", "<h3>C:<br></h3>", "<p>x</p>",
     "<p><b>Bold words</b></p>", "    c\n", "<h2 id=a></h2>", "<div>", "</div>",
     "<p><span><strong>中文标题</strong></span></p>\n"]
)  # fmt: skip
PAGES = st.lists(BLOCKS, max_size=12).map("".join)


@given(PAGES, st.sampled_from(["post.md", "post.html"]))
def test_an_empty_heading_goes_and_nothing_else(text: str, path: str) -> None:
    linter = make_linter([EMPTY])
    source = Source.from_text(text, path)
    outcome = fix_source(linter, source, lambda rule, fix: True)
    before, after = Document(source), Document(outcome.source)
    assert outcome.errors == []
    assert reader_text(before) == reader_text(after)
    for name in ("p", "li", "pre", "h2", "h3"):
        kept = [e.text for e in before.page.dom.select(name) if e.text.strip()]
        assert kept == [e.text for e in after.page.dom.select(name) if e.text.strip()]


@given(PAGES, st.sampled_from(["post.md", "post.html"]))
def test_fixing_headings_comes_to_an_end(text: str, path: str) -> None:
    linter = make_linter([FAKE, MARK])
    outcome = fix_source(linter, Source.from_text(text, path), lambda rule, fix: True)
    assert outcome.errors == []
    again = fix_source(linter, outcome.source, lambda rule, fix: True)
    assert again.source.raw == outcome.source.raw


@given(st.lists(st.integers(1, 6), max_size=10))
def test_levels_may_rise_by_one_and_fall_by_any(levels: list[int]) -> None:
    text = "".join(f"{'#' * level} h{index}\n\n" for index, level in enumerate(levels))
    expected: dict[object, list[str]] = {}
    for index, level in enumerate(levels):
        above = levels[index - 1] if index else 6
        if level > above + 1:
            reason = index if set(levels) & set(range(above + 1, level)) else (above, level)
            expected.setdefault(reason, []).append(f"{'#' * level} h{index}")
    told = findings(text, LEVEL)
    assert [text[finding.start.offset : finding.end.offset] for finding in told] == [
        written for written, *_ in expected.values()
    ]
    for finding, (_, *others) in zip(told, expected.values(), strict=True):
        also = [place for place in finding.related if place.message == "here too"]
        assert [text[place.start.offset : place.end.offset] for place in also] == others[:8]
        assert (f"in {len(others) + 1} places" in finding.message) == bool(others)


def test_a_skipped_level_tells_of_the_heading_before() -> None:
    (finding,) = findings("## A\n\n<h4>B</h4>\n", LEVEL)
    assert finding.related[0].start.line == 1
    assert "make it level 3" in finding.message


def test_first_levels_count_only_where_a_title_is() -> None:
    assert found("# A\n\n# B\n", H1) == []
    text = "---\ntitle: T\n---\n# A\n\n<h1>B</h1>\n"
    assert found(text, H1) == [(H1, "# A"), (H1, "<h1>")]
    page = "---\ntitle: T\n---\n<!doctype html><html><body><h1>T</h1></body></html>\n"
    assert found(page, H1, path="page.html") == []


def test_headings_with_something_to_see_are_not_empty() -> None:
    assert found("<h2><svg></svg></h2>\n", EMPTY) == []
    assert found("## ![a](b)\n", EMPTY) == []
    assert found("## {{ title }}\n", EMPTY) == []
    assert found("<h2> \u200b&nbsp; </h2>", EMPTY) == [(EMPTY, "<h2> \u200b&nbsp; </h2>")]
    assert fixed("a\n\n##\nb\n", EMPTY) == "a\n\n\nb\n"


def test_the_same_text_counts_within_one_section() -> None:
    text = "## A\n### x\n### x\n## B\n### X\n## a\n"
    assert found(text, DOUBLE) == [(DOUBLE, "### x"), (DOUBLE, "## a")]
    all_ = found(text, DOUBLE, options={"siblings-only": False})
    assert [written for _, written in all_] == ["### x", "### X", "## a"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("## Done it.\n", "."),
        ("## 说明：\n\n## 修复内容：\n", "："),
        ("<h2>Note: </h2>", ":"),
        ("Title here.\n===\n", "."),
        ("## It is [linked](/a).\n", "."),
        ("## *All of it.*\n", "."),
    ],
)
def test_a_mark_at_the_end_is_found(text: str, mark: str) -> None:
    assert [written for _, written in found(text, MARK)][-1:] == [mark]


@pytest.mark.parametrize(
    "text",
    ["## Why?\n", "## And so...\n", "## A, b, etc.\n", "## U.S.A.\n", "## C.\n", "## Use `a;`\n",
     "## R &amp;\n", "## std::\n"],
)  # fmt: skip
def test_a_mark_that_is_meant_stays(text: str) -> None:
    assert found(text, MARK) == []


def fake(line: str) -> list[tuple[str, str]]:
    return found(f"Text before.\n\n{line}\n\nText after.\n", FAKE)


@pytest.mark.parametrize(
    "line",
    ["**Two words**", "__Two words__", "<p><strong>Two words</strong></p>",
     "<p class=x> <b>二〇二一年的规划</b> </p>", "<p><span style='a'><b>Two words</b></span></p>"],
)  # fmt: skip
def test_bold_lines_between_texts_are_headings(line: str) -> None:
    assert fake(line) == [(FAKE, line)]


@pytest.mark.parametrize(
    "line",
    ["**Two words.**", "**Note:** text", "**Note: this**", "*Two words*",
     "**" + "long " * 13 + "**", "**图1 走廊**", "**[Two words](/a)**", "**42**",
     "- **Two words**", "> **Two words**",
     "**Two words** more", "**By Ana Example**", "**`code`**", "**Two words**  \nmore"],
)  # fmt: skip
def test_bold_lines_that_are_no_headings_stay(line: str) -> None:
    assert fake(line) == []


def test_a_bold_line_needs_text_on_both_sides() -> None:
    assert found("**Two words**\n\nText.\n", FAKE) == []
    assert found("Text.\n\n**Two words**\n", FAKE) == []
    assert found("Text.\n\n**Two words**\n\n**Three words here**\n\nText.\n", FAKE) == [
        (FAKE, "**Three words here**")
    ]
    assert found("Text.\n\n**Two words**\n\n## Heading\n", FAKE) == []


def test_a_made_heading_takes_the_level_around_it() -> None:
    text = "## A\n\n### B\n\ntext\n\n**Two words**\n\ntext\n"
    assert fixed(text, FAKE) == text.replace("**Two words**", "### Two words")
    html = "<p>a</p><p class=x><b>Two words</b></p><p>c</p>"
    assert fixed(html, FAKE) == "<p>a</p><h2 class=x>Two words</h2><p>c</p>"


WRITTEN = st.sampled_from(
    [
        "# A",
        "## B",
        "## B.",
        "### *B*",
        "### `b`.",
        "##",
        "## ![a](b)",
        "## a & b",
        "B\n---",
        "text",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WRITTEN, max_size=8))
def test_headings_are_read_alike_from_the_text_and_from_the_elements(blocks: list[str]) -> None:
    text = "---\ntitle: T\n---\n" + "\n\n".join([*blocks, "end\n"])
    rules = [f"headings/{name}" for name in ("duplicate", "empty", "h1-in-body", "level-skipped")]
    for rule in (*rules, "headings/trailing-punctuation"):
        # with raw HTML in it, a page is not known to be made of Markdown alone
        assert found(text, rule) == found(text + "\n<!-- x -->\n", rule)
