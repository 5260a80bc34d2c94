"""Edits on tags: what an attribute leaves behind when it goes."""

from __future__ import annotations

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.document import Document
from contentlint.document.tag_places import attribute_ranges
from contentlint.edits import removal, remove_attribute, set_attribute
from contentlint.source import Source


def _without(tag: str, name: str) -> str:
    start, end = attribute_ranges(tag, 0)[name]
    low, high, new = removal(tag, start, end)
    return tag[:low] + new + tag[high:]


@pytest.mark.parametrize(
    ("tag", "left"),
    [
        ('<b class=a onclick="x" id=b>', "<b class=a id=b>"),
        ('<img src=/a.png onclick="x"/>', "<img src=/a.png />"),
        ("<img src=/a.png onclick=x />", "<img src=/a.png />"),
        ('<b class=a onclick="x"id=b>', "<b class=a id=b>"),
        ('<b class="a"onclick="x"id=b>', '<b class="a"id=b>'),
        ('<b\n  onclick="x"\n  id=b>', "<b\n  id=b>"),
        ('<b id=b\n\n\tonclick="x">', "<b id=b>"),
        ('<b id=b\n onclick="x" class=a>', "<b id=b class=a>"),
    ],
)
def test_an_attribute_goes_without_a_trace(tag: str, left: str) -> None:
    assert _without(tag, "onclick") == left


_GAPS = st.sampled_from((" ", "  ", "\n", "\n  ", " \n\t", "\f"))
_VALUES = st.sampled_from(("", "=1", '="1"', "='1'", "=/a.png", '="a b"', '="\n>"'))


@given(
    st.lists(st.tuples(_GAPS, _VALUES), min_size=1, max_size=5),
    st.integers(0, 4),
    st.sampled_from((">", "/>", " >", " />", "\n>")),
    st.booleans(),
)
def test_the_other_attributes_stay(
    parts: list[tuple[str, str]], index: int, end: str, joined: bool
) -> None:
    """Whatever goes, no other attribute changes, and no empty line stands in the tag."""
    pieces = [f"{gap}a{number}{value}" for number, (gap, value) in enumerate(parts)]
    index %= len(pieces)
    if joined and index + 1 < len(pieces) and pieces[index][-1] in "\"'":
        pieces[index + 1] = pieces[index + 1].lstrip()  # the two are parted by a quote alone
    tag = f"<b{''.join(pieces)}{end}"
    before = dict(turbohtml.parse(tag).select_one("b").attrs)
    assert f"a{index}" in before
    left = _without(tag, f"a{index}")
    after = dict(turbohtml.parse(left).select_one("b").attrs)
    del before[f"a{index}"]
    assert after == before
    if not any(not line.strip() for line in tag.split("\n")[1:-1]):
        assert not any(not line.strip() for line in left.split("\n")[1:-1])


def test_no_line_of_a_quote_stays_empty_in_a_tag() -> None:
    text = '> - One <b\n>   onclick="x()"\n>   id=a>two</b>\n'
    start = text.index("onclick")
    assert removal(text, start, text.index(")") + 2) == (text.index("\n"), text.index(")") + 2, "")


def test_attributes_of_drawings_are_found_by_the_name_with_capitals() -> None:
    source = Source.from_text('<svg viewBox="0 0 1 1" fill="red"><path d="M0 0"/></svg>\n')
    document = Document(source)
    (drawing,) = document.page.select("svg")
    place = document.page.attribute(drawing, "viewBox")
    assert place is not None
    assert source.slice(place.span) == 'viewBox="0 0 1 1"'
    assert document.page.has_attribute(drawing, "viewBox")
    assert remove_attribute(document, drawing, "viewBox") == ((4, 22, ""),)
    assert set_attribute(document, drawing, "viewBox", "0 0 2 2") == ((14, 21, "0 0 2 2"),)


@pytest.mark.parametrize("text", ["<b a a", '<b a="1" a="2', '<a href="<a href="', "<b a=1 a="])
def test_an_attribute_may_be_the_last_of_the_post(text: str) -> None:
    report = lint_text(text, "post.html", select=["html"])
    assert report.errors == []
    assert report.findings


def test_no_edit_reaches_beyond_the_end() -> None:
    text = "<p>One</p>\n<p></p>"
    (finding,) = lint_text(text, "page.html", select=["elements/empty"]).findings
    assert finding.fix is not None
    assert [tuple(edit) for edit in finding.fix.edits] == [(11, len(text), "")]
