"""What the walk over the tags tells of a fault is all that html5lib has to tell of the page."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentlint.document.nesting import names_of, survey
from contentlint.document.tree_errors import Fault, tree_errors
from contentlint.document.tree_errors_known import known_faults
from contentlint.document.turbo import parse
from tests.document.markup_samples import INPUTS, markup

SOUND = [
    "<p>a</p>",
    "<p>",
    "<p><b>x</b></p>",
    "<p><strong>x</strong> y</p>",
    "<strong>x</strong>",
    "<div><h2>x</h2>\n<p>y</p></div>",
    "<ul>\n<li>a</li><li>b</li></ul>",
    "<ul><li>a<li>b</ul>",
    "<table><tbody>\n<tr><td>a</td></tr></tbody></table>",
    "<table><tr><td><p>a</table>",
    "<a href=x><img src=y></a>",
    "<blockquote>a<p>b</p></blockquote>",
    "<form><button>x</button></form>",
    "<span>x</span>",
    "<br>",
    "<hr>",
    "<!-- x -->",
    "<object><p>x</p></object>",
    "text",
    "\n",
]
OPEN = sorted(
    names_of(
        "<div> <p> <b> <i> <span> <strong> <ul> <li> <td> <h2> <a> <button> <table> <tr> <pre> "
        "<blockquote> <object> <dl> <dd> <sub>"
    )
)
CLOSED = [tag.replace("<", "</") for tag in OPEN]
FLAWS = [
    "</span>",
    "<b><i>x</b></i>",
    "<strong><em>x</strong></em>",
    "<b><i>x</b>y</i>",
    "<i><b>x</i></b>",
    "<p><span><strong>x<p>",
    "<p><b>x<p>y",
    "<p><span>x<p>y</p>",
    "</sub>",
]
_parts = st.one_of(
    st.sampled_from(FLAWS), st.sampled_from(SOUND), st.sampled_from(SOUND), st.sampled_from(OPEN)
)
_wrapped = st.recursive(
    st.lists(st.one_of(st.sampled_from(FLAWS), st.sampled_from(SOUND)), max_size=4).map("".join),
    lambda inner: st.builds(
        lambda tag, held: f"{tag}{''.join(held)}{tag.replace('<', '</')}",
        st.sampled_from(OPEN),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
flawed = st.one_of(
    st.lists(_wrapped, max_size=4).map("".join),
    st.lists(_parts | st.sampled_from(CLOSED), max_size=12).map("".join),
)


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
