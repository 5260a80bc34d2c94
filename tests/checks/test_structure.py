from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.checks import structure
from contentlint.document import Document
from contentlint.findings import Hit
from contentlint.source import Source
from tests.document.markup_samples import markup

RULES = {
    "unclosed-element": structure.unclosed_element,
    "stray-end-tag": structure.stray_end_tag,
    "misnested": structure.misnested,
    "misplaced": structure.misplaced,
    "nested-interactive": structure.nested_interactive,
    "self-closing": structure.self_closing,
    "mismatched-heading": structure.mismatched_heading,
    "void-end-tag": structure.void_end_tag,
}
OPTIONS: dict[str, Any] = {}


def _hits(text: str, name: str = "post.md") -> list[tuple[str, Hit]]:
    document = Document(Source.from_text(text, name))
    found = [(rule, hit) for rule, check in RULES.items() for hit in check(document, OPTIONS)]
    return sorted(found, key=lambda item: item[1].span)


def _brief(text: str, name: str = "post.md") -> list[tuple[str, str]]:
    source = Source.from_text(text, name)
    return [(rule, source.slice(hit.span)) for rule, hit in _hits(text, name)]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("One <span>two\n\nthree\n\nfour\n", [("unclosed-element", "<span>")]),
        ("One <b>two\n\nthree **four**\n\n- five\n", [("unclosed-element", "<b>")]),
        ("A **strong <b>word** and** more</b>.\n", [("misnested", "**")]),
        ("A *word <i>and* more</i>.\n", [("misnested", "*")]),
        ("A <b>bold **word</b> and** more.\n", [("misnested", "</b>")]),
        ("A paragraph </p> and more.\n", [("stray-end-tag", "</p>")]),
        ("Text </div> and more.\n", [("stray-end-tag", "</div>")]),
        ("Text <div>block</div> more.\n", [("misplaced", "<div>")]),
        ("- One <span>item\n- two</span>\n", [("misnested", "</span>")]),
        ("> One <b>quote\n\nText.\n", [("unclosed-element", "<b>")]),
        ("| a | b |\n|---|---|\n| <b>1 | 2 |\n", [("unclosed-element", "<b>")]),
        ("# Heading <em>one\n\nText.\n", [("unclosed-element", "<em>")]),
        ("<div>\n\nText.\n\n</div>\n</div>\n", [("stray-end-tag", "</div>")]),
        ("<p>\n\nText.\n\n</p>\n", [("misplaced", "<p>")]),
        ("- <ol><li>a</ul>\n", [("stray-end-tag", "</ul>")]),
        ("- <ol>\n  <li>a</li>\n  </ul>\n- b\n", [("stray-end-tag", "</ul>")]),
        ("- a</ul>\n\n- b\n", [("stray-end-tag", "</ul>")]),
        ("- <div>a</ul></div>\n", [("stray-end-tag", "</ul>")]),
        ("> <div>a</blockquote>\n", [("stray-end-tag", "</blockquote>")]),
        ("- <b>a</li>\n", [("unclosed-element", "<b>"), ("stray-end-tag", "</li>")]),
        ("One line</br>\nand another.\n", [("void-end-tag", "</br>")]),
        ("<h2>One</h3>\n", [("mismatched-heading", "</h3>")]),
        ("[One <b>two](https://example.com) three</b>\n", None),
        ("> <span\n> class=a>one\n\nText.\n", [("unclosed-element", "<span\n> class=a>")]),
        ("<ul>\n<li>One</li>\n\n<li>Two</li>\n</ul>\n", []),
        ("Code `<b>` and\n\n    <div>\n\n```html\n<p></p></p>\n```\n\\<i> &lt;u>\n", []),
        ("<!-- </div> -->\n\nText <br> and <img src=a.png alt=A>.\n", []),
    ],
)
def test_markdown(text, findings):
    found = _brief(text)
    if findings is None:
        assert len(found) == 1
    else:
        assert found == findings


def test_a_block_ended_by_the_end_tag_of_markdowns_list_gets_its_own():
    ((_rule, hit),) = _hits("- <ol><li>a</ul>\n")
    assert hit.message == "wrong-name"
    assert hit.fix is not None
    assert [tuple(edit) for edit in hit.fix.edits] == [(11, 16, "</ol>")]


@pytest.mark.parametrize(
    "text",
    [
        "<table>{% for row in rows %}<tr><td>{{ row }}</td></tr>{% endfor %}</table>\n",
        "<div class={{ name }}>{{ '</div>' }}</div>\n",
        "Text {{ '<b>' }} and {% raw %}<b>{% endraw %}</b>.\n",
    ],
)
def test_template_tags_are_neither_tags_nor_text(text):
    assert _brief(text) == []


def test_front_matter_and_windows_line_ends_shift_nothing():
    text = "---\r\ntitle: One\r\n---\r\n\r\n<div>\r\n<p>Two</b></p>\r\n</div>\r\n"
    source = Source.from_text(text, "post.md")
    ((rule, hit),) = _hits(text)
    assert (rule, source.slice(hit.span)) == ("stray-end-tag", "</b>")
    assert source.position(hit.span.start)[:2] == (6, 7)


def test_the_end_of_the_page_is_the_place_where_what_is_unclosed_was_cut_off():
    text = "<div>\n<p>Text</p>\n\n\n"
    ((_rule, hit),) = _hits(text)
    assert hit.related == (("the page ends here", (17, 17)),)


def test_all_rules_share_one_reading_of_the_page():
    document = Document(Source.from_text("<div><b>x</div>", "post.html"))
    assert len(list(structure.unclosed_element(document, OPTIONS))) == 1
    first = document.page.cache["tree-errors"]
    assert list(structure.misnested(document, OPTIONS)) == []
    assert document.page.cache["tree-errors"] is first


def test_a_page_too_deep_gets_one_finding_that_says_so():
    report = lint_text("<div>" * 3_000, "post.html", select=["html/unclosed-element"])
    (finding,) = report.findings
    assert "the check of the structure stopped here" in finding.message


def test_very_many_mistakes_alike_are_summed_up():
    report = lint_text("</div>" * 1000, "post.html", select=["html/stray-end-tag"])
    assert len(report.findings) == 20
    assert "neither do 981 more" in report.findings[-1].message


def test_structure_findings_carry_no_code():
    report = lint_text("<div><b>x</div>", "post.html", select=["html"])
    assert [finding.data for finding in report.findings] == [{}]


@given(st.one_of(markup, st.lists(markup, max_size=3).map("\n\n".join)))
def test_places_and_edits_stand_in_the_text(text):
    for name in ("post.md", "post.html"):
        for _rule, hit in _hits(text, name):
            assert 0 <= hit.span.start <= hit.span.end <= len(text)
            for _words, span in hit.related:
                assert 0 <= span.start <= span.end <= len(text)
            edits = hit.fix.edits if hit.fix else ()
            for edit, later in pairwise(edits):
                assert edit.end <= later.start
            for edit in edits:
                assert 0 <= edit.start <= edit.end <= len(text)


@given(markup)
@example("<a>< ")
def test_an_html_page_has_every_finding_on_its_tag(text):
    source = Source.from_text(text, "post.html")
    for rule, hit in _hits(text, "post.html"):
        found = source.slice(hit.span)
        if rule != "misplaced":
            assert found.startswith("<")
            # a post that breaks off may do so in a tag, whatever blanks follow
            assert found.endswith(">") or not text[hit.span.end :].strip()
