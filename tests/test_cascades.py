"""One cause, one finding: what follows from a fault that is told already is not told again."""

from __future__ import annotations

from collections import Counter

import pytest

from contentlint import lint_text
from contentlint.project import Fixing, Project

FRONT = "---\ntitle: A post\ndate: 2024-01-02\n---\n\n"


def _found(body: str) -> list[tuple[int, str]]:
    findings = lint_text(FRONT + body, "post.md").findings
    return [(each.start.line - 5, each.rule) for each in findings if each.severity == "error"]


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("This is <b>bold and never closed.\n\nThe next.\n", [(1, "html/unclosed-element")]),
        ("- item <em>one\n- item two</em>\n", [(2, "html/misnested")]),
        (
            "<details>\n<summary>Open</summary>\n<pre><code>\na: 1\n\nb: 2\n\nc: 3\n"
            "</code></pre>\n</details>\n",
            [(9, "markdown/html-block-cut")],
        ),
        ("Some <div>words\n\nmore</div>\n", [(1, "markdown/html-block-cut")]),
        ("Some <pre>code\n\nmore</pre>\n", [(1, "markdown/html-block-cut")]),
        (
            "A <b>bold.\n\nNext <i>italic.\n\nThird </b> on.\n\n<span>Red text\n\nLast.\n",
            [(3, "html/unclosed-element"), (5, "html/misnested"), (7, "html/unclosed-element")],
        ),
        ("* one\n  * two </ul>\n\nText.\n", [(2, "html/stray-end-tag")]),
        ("* one\n  1. two\n     * three\n       1. four </ul>\n", [(4, "html/stray-end-tag")]),
        ("> one\n> > two </blockquote>\n", [(2, "html/stray-end-tag")]),
        ("- names {Array<Object>}\n  - key\n- rest\n", [(1, "html/unclosed-element")]),
        (
            "<details>\n<summary>A</summary>\n\nText.\n\n- One\n\n  <details>\n  "
            "<summary>B</summary>\n\n  More.\n\nOn.\n\n</details>\n",
            [(8, "markdown/html-block-cut")],
        ),
        (
            "- <b>one\n- <i>two</b> three</i>\n",
            [(2, "html/misnested"), (2, "html/misnested")],
        ),
        ("<ul>\n<li>One</li>\n</p>\n</ul>\n", [(3, "html/stray-end-tag")]),
        ("#### One </p> two\n", [(1, "html/stray-end-tag")]),
        ("One <li>two</li> three\n", [(1, "html/misplaced")]),
    ],
)
def test_what_markdown_made_of_a_cut_element_is_no_second_fault(body, findings):
    assert _found(body) == findings


def test_a_block_in_an_element_that_is_closed_is_told_beside_one_that_is_not():
    body = "<div>\n<span><div>One</div></span>\n</div>\n\nA <b>two\n\nthree\n"
    assert _found(body) == [(2, "html/invalid-nesting"), (5, "html/unclosed-element")]


def test_a_fix_that_is_offered_for_one_of_several_cut_elements_can_be_made():
    body = "A <b>bold.\n\nNext <i>italic.\n\nThird </b> on.\n"
    project = Project(isolated=True)
    fixed, result = project.fix_bytes((FRONT + body).encode(), "post.md", Fixing(unsafe=True))
    assert result.errors == []
    assert "Next <i>italic.</i>\n" in fixed.decode()


def test_no_end_tag_is_named_after_a_tag_that_lacks_a_space():
    text = b'<p><img"x""></v>\n'
    fixed, result = Project(isolated=True).fix_bytes(text, "post.mdx", Fixing(unsafe=True))
    assert (fixed, result.errors) == (b'<p><img"x"">\n', [])


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("<p>A <b>bold<b> word.</p>\n<p>Next.</p>\n", [(1, "html/unclosed-element")]),
        ("<h2>One<h2>\n<p>Text</p>\n", [(1, "html/unclosed-element")]),
        ("<p>One.<p/>\n", [(1, "html/unclosed-element")]),
        ("<p><i>a<i/> b</p>\n", [(1, "html/unclosed-element")]),
        ("<p><i>a<i> b <i>c<i> d</p>\n", [(1, "html/unclosed-element")] * 2),
        ("<p><i class='x'/>a</p>\n", [(1, "html/self-closing")]),
        ("<b><b>two</b>\n", [(1, "html/unclosed-element")]),
    ],
)
def test_an_end_tag_without_its_slash_is_one_fault(body, findings):
    assert _found(body) == findings


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("<span>note<div>a</div><p>b</p>\n", [(1, "html/unclosed-element")]),
        ("A <select> box is nice.\n\nMore.\n", [(1, "html/unclosed-element")]),
        ("<ol>\n<li>One</li>\n</ul>\n\nTwo.\n\nThree.\n", [(3, "html/stray-end-tag")]),
        ("<dl><dt>One</dt><dd>Two</dd></ul>\n\nThree.\n", [(1, "html/stray-end-tag")]),
        ("<div><ul><p>x</p></ul>\n", [(1, "html/unclosed-element"), (1, "html/invalid-nesting")]),
    ],
)
def test_what_stands_in_an_unclosed_element_is_not_blamed_for_it(body, findings):
    assert sorted(_found(body)) == sorted(findings)


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ('<p><a href="/a>one</a> and <a href="/b">two</a></p>\n', [(1, "html/parse-error")]),
        ('<p><img src="/a.png alt="A pier"> and "more" text</p>\n', [(1, "html/parse-error")]),
        ('<div class="a" "b">x</div>\n', [(1, "html/parse-error")]),
        ("<p>A <b>bold</ b> word.</p>\n", [(1, "html/parse-error")]),
        ("If a<b and b>c then so.\n", [(1, "html/unclosed-element")]),
        ("<img src='https://a.example/a' alt=A pier at sea>\n", [(1, "html/unknown-attribute")]),
        ("<textarea>one\n\ntwo\n", [(1, "html/unclosed-element")]),
        ("<textarea/>\n\ntwo\n", [(1, "html/self-closing")]),
        ("<!-- a note\n\ntwo\n", [(1, "html/parse-error")]),
        ("<section>\n\nOne:\n\n```js\nlet a\n\n</section>\n", [(5, "markdown/unclosed-fence")]),
        ("<div>\n\n```js\n<b>\n```\n\nOne\n", [(1, "html/unclosed-element")]),
        ("<div>\n<iframe src='/a' title='Map'/>\n<p>One</p>\n</div>\n", [(2, "html/self-closing")]),
    ],
)
def test_a_slip_in_a_tag_is_one_fault(body, findings):
    told = [(each.start.line - 5, each.rule) for each in lint_text(FRONT + body, "a.md").findings]
    assert [(line, rule) for line, rule in told if rule != "images/missing-file"] == findings


@pytest.mark.parametrize(("top", "rest"), [("<!doctype html>\n", "<body>"), ("", "")])
def test_a_whole_page_in_a_post_is_one_fault(top, rest):
    head = '<head>\n<meta charset="utf-8">\n<title>Fair</title>\n</head>\n'
    assert _found(f"{top}{head}{rest}\n<p>One</p>\n") == [(1, "html/misplaced")]
    assert (3, "html/invalid-nesting") in _found("<p>One</p>\n\n<title>Fair</title>\n")


def test_what_a_paragraph_has_left_of_a_drawing_is_told_once():
    body = "<svg><g><p>one</p><p>two</p></g><path d='M0 0'/><text>x</text></svg>\n"
    assert _found(body) == [(1, "html/misplaced")]
    assert _found(f"{body}<path/>\n")[1:] == [(2, "html/self-closing"), (2, "html/unknown-element")]


@pytest.mark.parametrize(
    "body",
    [
        "<div><section><p>One</p>\n<p>two <span>wor",
        "<div><p>One</p><p class='a' class=",
        "<div><table>\n<",
        "<div><table>\n<tr><td>One</td></tr>\n<\n",
        "<div><p>One</p></\n",
        "<div><table><tr><td>One</td",
        "<main><div><section>\n\n## Two <b>wor",
        "<main><article><div>\n\nOne paragraph.\n",
        "<div><p>One <textarea>two</p></div>\n",
    ],
)
def test_a_post_that_breaks_off_is_one_fault(body):
    assert [rule for _line, rule in _found(body)] == ["html/unclosed-element"]


@pytest.mark.parametrize(
    ("name", "rule"), [("a.mdx", "template/mdx-syntax"), ("a.md", "template/vue-unclosed")]
)
def test_where_a_post_breaks_off_its_generator_stops_once(name, rule):
    body = "<div>\n<ul>\n<li>One\n<li>two <b>wor"
    both = lint_text(body, name, select=["html", rule]).findings
    assert [each.rule for each in both] == ["html/unclosed-element"]
    assert [each.rule for each in lint_text(body, name, select=[rule]).findings] == [rule]


def test_end_tags_that_are_missing_one_by_one_are_told_one_by_one():
    body = "<div>\n<p>One</p>\n<div>\n<p>Two</p>\n"
    assert _found(body) == [(1, "html/unclosed-element"), (3, "html/unclosed-element")]
    words = lint_text("Use <b> and <i> to mark words", "page.html", select=["html"]).findings
    assert [each.rule for each in words] == ["html/unclosed-element"] * 2


def test_blocks_in_an_inline_element_that_is_not_closed_are_not_told_as_well():
    body = "An Array<Object> of words and <b> here.\n\nSome words after it.\n"
    told = lint_text(FRONT + body, "a.md", select=["html", "elements"]).findings
    assert [each.rule for each in told] == ["html/unclosed-element"] * 2


def test_what_is_open_where_a_post_breaks_off_is_named_and_shown():
    body = "<div><section><p>One</p><p>two <span>wor"
    (finding,) = lint_text(body, "page.html", select=["html"]).findings
    assert "<div>, <section> and <span> are still open" in finding.message
    assert [each.start.column for each in finding.related] == [1, 6, len(body) + 1]
    assert finding.fix is None


def test_what_is_obsolete_is_called_so_however_often_it_stands_there():
    cells = '<td valign="top"><tt>a</tt></td>' * 300
    report = lint_text(f"<table><tr>{cells}</tr></table>\n", "page.html")
    counts = Counter(finding.rule for finding in report.findings)
    assert counts["html/obsolete-attribute"] == counts["html/obsolete-element"] == 300
    assert counts["style/presentational"] == 0


def test_each_slash_that_ends_no_element_is_told_as_such():
    page = "".join(f'<h3><a name="{name}"/>On {name}</h3>\n<p>Words.</p>\n' for name in "abc")
    report = lint_text(page, "page.html", select=["html"], ignore=["html/obsolete-attribute"])
    assert [finding.rule for finding in report.findings] == ["html/self-closing"] * 3


@pytest.mark.parametrize("select", [None, ["html"]])
def test_a_row_of_control_codes_is_one_fault(select):
    for row in ("\0\0\0", "\b\0\b"):
        assert len(lint_text(f"one{row}two\n", "post.md", select=select).findings) == 1
