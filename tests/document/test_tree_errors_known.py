"""What the walk over the tags tells of a fault is all that html5lib has to tell of the page."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings

from contentlint.checks.content_model import problems_in
from contentlint.document import Document
from contentlint.document.nesting import survey
from contentlint.document.tree_errors import tree_errors
from contentlint.document.tree_errors_faults import Fault
from contentlint.document.tree_errors_known import known_faults
from contentlint.document.turbo import parse
from contentlint.source import Source
from tests.document.markup_samples import INPUTS, flawed, markup


def _told(faults: list[Fault]) -> list[object]:
    return [
        (
            fault.rule,
            fault.message,
            fault.piece[:4],
            fault.values,
            [(words, piece and piece[:4]) for words, piece in fault.related],
            [(edit.piece[:4], edit.where, edit.text) for edit in fault.edits],
            fault.safe,
        )
        for fault in faults
    ]


def _known(html: str) -> list[Fault] | None:
    page = parse(f"<!doctype html><body>{html}", source_locations=True)
    walk = survey(html, bool(page.errors)).flawed
    return None if walk is None else known_faults(walk)


def _same(html: str) -> None:
    known = _known(html)
    if known is not None:
        assert _told(known) == _told(tree_errors(html, False))


@settings(max_examples=500, deadline=None)
@given(flawed | markup)
@example("<div><p></span></p></div>")
@example("<p><span>x<p></span>")
@example("<ul>\n<li><p><b>x<p>y</p></li>\n<li>z</li></ul>")
def test_what_is_known_is_what_html5lib_tells(html: str) -> None:
    _same(html)


@pytest.mark.parametrize("html", INPUTS)
def test_inputs_of_the_tree_construction_are_told_alike(html: str) -> None:
    _same(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div><p>a</span></p><p>b</p></div>",
        "<p><b><i>x</b></i></p><ul><li>a</li></ul>",
        "<div><p><span><strong>x<p>y</p><h2>z</h2>\n<ul>\n<li>a</li></ul></div>",
        "<p>a</span></p><p><b><i>x</b></i></p>",
    ],
)
def test_common_faults_are_known(html: str) -> None:
    assert _known(html)
    _same(html)


@settings(max_examples=200, deadline=None)
@given(flawed)
def test_where_faults_move_nothing_the_content_model_says_the_same(html: str) -> None:
    judged = []
    for as_written in (None, False):
        document = Document(Source.from_text(html, "post.html"))
        if as_written is not None:
            document.page.__dict__["as_written"] = as_written
        judged.append(
            {
                rule: [
                    (problem.element.source_line, problem.element.source_col, *problem[1:5])
                    for problem in problems
                ]
                for rule, problems in problems_in(document).items()
            }
        )
    assert judged[0] == judged[1]


_NARROW = "a,abbr,b,cite,code,em,i,q,s,small,span,strong,sub,sup,u,var,h1,h2,h3,pre,th"
_BLOCKS = "p,div,ul,ol,li,dl,dd,dt,table,h1,h2,hr,pre,section,blockquote,form,details,main"


@settings(max_examples=300, deadline=None)
@given(flawed | markup)
def test_a_page_without_nested_blocks_has_none(html: str) -> None:
    for path in ("post.html", "post.md"):
        page = Document(Source.from_text(html, path)).page
        if not page.has_nested_blocks:
            assert not page.dom.select(f":is({_NARROW}) :is({_BLOCKS})")


@pytest.mark.parametrize(
    ("html", "nested"),
    [
        ("<div><p><b>x</b></p></div>", False),
        ("<b><p>x</p></b>", True),
        ("<a href=x><div><hr></div></a>", True),
        ("<table><tbody><tr><th><h2>x</h2></th></tr></tbody></table>", True),
        ("<p>a</span></p>", False),
        ("<p><b>x<p>y", True),
    ],
)
def test_tells_blocks_in_elements_for_words(html: str, nested: bool) -> None:
    assert Document(Source.from_text(html, "post.html")).page.has_nested_blocks is nested
