"""Styles and attributes: what is said of them, and that removing them keeps the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.checks.style import _Context
from contentlint.checks.style_defaults import PLAIN, changes_nothing, read_style
from contentlint.document import Document
from contentlint.fixes import fix_source
from contentlint.proof import reader_text
from contentlint.source import Source
from tests.checks.family import findings, fixed, found, make_linter

INLINE, JUNK, LEFTOVER = "style/inline-style", "style/data-junk", "style/leftover-class"
EMPTY, PRESENTATIONAL = "style/empty-class", "style/presentational"

TAGS = st.sampled_from(["p", "div", "span", "b", "td", "img", "font", "center", "h2"])
ATTRIBUTES = st.lists(
    st.sampled_from(
        [
            'style="text-align: left"', "style='color:red'", "style", 'style=""', 'align="left"',
            'class=""', 'class="MsoNormal a"', "class=graf", 'data-pid="1"', "data-v-1",
            "bgcolor=red", "x>", "data-id=2", '"',
        ]
    ),
    max_size=3,
).map(" ".join)  # fmt: skip
PAGES = st.lists(
    st.one_of(
        st.tuples(TAGS, ATTRIBUTES).map(lambda tag: f"<{tag[0]} {tag[1]}>"),
        TAGS.map(lambda tag: f"</{tag}>"),
        st.sampled_from(["text", "中", "\n", "\n\n", "**b**", "`c`", "> ", "- "]),
    ),
    max_size=12,
).map("".join)


@given(PAGES, st.sampled_from(["post.md", "post.html"]))
def test_fixes_keep_the_text_and_come_to_an_end(text: str, path: str) -> None:
    linter = make_linter([INLINE, JUNK, LEFTOVER, EMPTY])
    source = Source.from_text(text, path)
    outcome = fix_source(linter, source, lambda rule, fix: True)
    assert outcome.errors == []
    assert reader_text(Document(source)) == reader_text(Document(outcome.source))
    again = fix_source(linter, outcome.source, lambda rule, fix: True)
    assert again.source.raw == outcome.source.raw


@given(PAGES, st.sampled_from(["post.md", "post.html"]))
def test_unwrapping_comes_to_an_end(text: str, path: str) -> None:
    linter = make_linter([PRESENTATIONAL])
    outcome = fix_source(linter, Source.from_text(text, path), lambda rule, fix: True)
    again = fix_source(linter, outcome.source, lambda rule, fix: True)
    assert again.source.raw == outcome.source.raw


@given(PAGES)
def test_every_inline_style_is_found_where_it_stands(text: str) -> None:
    for _, written in found(text, INLINE):
        assert written.startswith("style")
    page = Document(Source.from_text(text, "post.html")).page
    tags = {element.source_line and element.position for element in page.dom.select("[style]")}
    assert len(found(text, INLINE, path="post.html")) == len(tags)


def is_idle(text: str) -> list[bool]:
    return [
        finding.fix is not None and finding.fix.safety == "safe"
        for finding in findings(text, INLINE)
    ]


def test_a_default_is_safe_to_remove_only_where_it_is_one() -> None:
    left = 'style="text-align: left"'
    assert is_idle(f"<p {left}>x</p>") == [True]
    assert is_idle(f"<div><section><p {left}>x</p></section></div>") == [True]
    assert is_idle(f"<table><tr><th {left}>x</th></tr></table>") == [False]
    assert is_idle(f"<h3 {left}>x</h3>") == [True]
    assert is_idle('<h3 style="font-weight: normal">x</h3>') == [False]
    assert is_idle(f"<center><p {left}>x</p></center>") == [False]
    assert is_idle(f"<div align=center><p {left}>x</p></div>") == [False]
    assert is_idle(f"<p {left} dir=rtl>x</p>") == [False]
    assert is_idle(f"<p {left}>سلام</p>") == [False]
    assert is_idle(f'<div style="text-align: right"><p {left}>x</p></div>') == [False, False]
    assert is_idle(f"<div {left}><p {left}>x</p></div>") == [True, True]


@pytest.mark.parametrize(
    ("style", "idle", "void"),
    [
        ("text-align: left", True, False),
        ("TEXT-ALIGN:LEFT;", True, False),
        ("text-align: left; color: red", False, False),
        ("color:null; background-color: undefined", True, True),
        ("orphans: 2; text-indent: 0px; white-space: normal; widows: 2;", True, False),
        ("font-weight: 400", True, False),
        ("font-weight: 700", False, False),
        ("", True, True),
        ("nonsense", False, False),
        ("background: url('a;b:c')", False, False),
    ],
)
def test_what_a_style_says(style: str, idle: bool, void: bool) -> None:
    read = read_style(style)
    assert (read.idle, read.void) == (idle, void)


def test_many_styles_are_found_one_by_one() -> None:
    text = (
        '<div>\n<p style="text-align: left;">one</p><p style="text-align: left;">two</p>\n</div>\n'
    )
    first, second = findings(text, INLINE)
    assert (first.start.line, first.start.column, first.end.column) == (2, 4, 29)
    assert (second.start.line, second.start.column) == (2, 40)
    assert first.message == second.message
    assert fixed(text, INLINE, unsafe=False) == "<div>\n<p>one</p><p>two</p>\n</div>\n"


def test_a_style_with_a_template_in_it_is_left_alone() -> None:
    assert found('<p style="width: {{ page.width }}">x</p>', INLINE) == []
    assert len(found('<p style="width: 1em">{{ page.width }}</p>', INLINE)) == 1


def test_other_styles_need_leave() -> None:
    text = '<p style="color: red">x</p>'
    assert fixed(text, INLINE, unsafe=False) == text
    assert fixed(text, INLINE) == "<p>x</p>"


def test_presentational_markup_yields_to_the_standard() -> None:
    rules = (PRESENTATIONAL, "html/obsolete-element", "html/obsolete-attribute")
    text = '<center><p align="left">x</p></center>'
    assert {rule for rule, _ in found(text, *rules)} == set(rules[1:])
    assert found(text, PRESENTATIONAL) == [
        (PRESENTATIONAL, "<center>"),
        (PRESENTATIONAL, 'align="left"'),
    ]


def test_an_embed_is_one_finding_for_all_that_only_says_how_it_looks() -> None:
    tag = '<iframe src="/a" title="b" scrolling="no" border="0" align="left"></iframe>'
    said = findings(f"{tag}\n", PRESENTATIONAL, "html/obsolete-attribute", "html/unknown-attribute")
    assert [(finding.rule, finding.severity) for finding in said] == [
        ("html/obsolete-attribute", "warning")
    ]
    assert "(scrolling, border, align)" in said[0].message


def test_junk_of_one_element_is_one_finding() -> None:
    text = '<p data-pid="1" class="a" data-v-12ab data-theme="x">x</p>'
    (finding,) = findings(text, JUNK)
    assert finding.message.startswith("The attributes data-pid, data-v-12ab do")
    assert fixed(text, JUNK) == '<p class="a" data-theme="x">x</p>'


def test_a_thousand_nested_styles_take_no_time() -> None:
    text = '<div style="text-align: left">' * 3000
    assert len(found(text, INLINE, path="post.html")) == 3000


STYLED = st.lists(
    st.sampled_from(
        [
            "<p style='text-align:left'>", "<div>", "<div style='color:red'>", "</div>", "</p>",
            "<div style='float:none'>", "<li align=left style='float:none'>", "<ul>", "</ul>",
            "<blockquote>", "<section dir=rtl>", "</section>", "<b>", "</b>", "<center>",
            "</center>", "x", "<h2 style='text-align:left'>", "</h2>", "<ul style='color:red'>",
        ]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(STYLED)
def test_what_stands_around_a_style_is_the_same_in_whatever_order_it_is_asked(html: str) -> None:
    page = Document(Source.from_text(html, "post.html")).page
    elements = list(page.dom.select("[style]"))
    alone = [_Context(page).changes_nothing(element) for element in elements]
    forwards, backwards = _Context(page), _Context(page)
    assert [forwards.changes_nothing(element) for element in elements] == alone
    assert [backwards.changes_nothing(element) for element in elements[::-1]] == alone[::-1]
    for element, verdict in zip(elements, alone, strict=True):
        around = element.parent
        is_plain = element.attr("align") is None
        while getattr(around, "tag", None) is not None:
            names = ("style", "align", "dir")
            is_plain &= around.tag in PLAIN and not any(map(around.attr, names))
            around = around.parent
        assert verdict == (is_plain or changes_nothing(element))


@pytest.mark.parametrize("filling", [" ", "\t", "-", "_", "a "])
def test_long_styles_cost_no_more_than_their_length(filling: str) -> None:
    style = "x" + filling * 20_000 + "x"
    begun = time.process_time()
    lint_text(f'---\ntitle: A\n---\n\n<p style="{style}">x</p>\n', "a.md")
    assert time.process_time() - begun < 4  # by the square, ten seconds
