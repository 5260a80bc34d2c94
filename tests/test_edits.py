"""Edits on tags: what an attribute leaves behind when it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.config import CommandChoice
from contentlint.document import Document
from contentlint.document.tag_places import attribute_ranges
from contentlint.edits import removal, remove_attribute, set_attribute
from contentlint.findings import apply_edits
from contentlint.project import Project
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


RULE = """\
id: test/edit
summary: A rule for the tests of edits
severity: warning
why: |
  It is here so that there is an attribute to edit, and nothing else matters about it.
match: {select: "[a], img"}
message: "Found it in the text."
fix: %s
examples:
  - bad: '<b a="1">x</b>'
    finds: ['<b a="1">']
    fixed: '<b a="1">x</b>'
  - good: "nothing"
"""


def edited(folder: Path, text: str, fix: str) -> str:
    (folder / "test").mkdir()
    (folder / "test" / "edit.yaml").write_text(RULE % fix, encoding="utf-8")
    project = Project(CommandChoice(select=("test",)), isolated=True, rule_folders=(folder,))
    # once is enough: the rule finds the attribute again
    linter = project.linter_for("post.md")
    report = linter.lint_text(text)
    assert report.errors == []
    made = [edit for each in report.findings if each.fix is not None for edit in each.fix.edits]
    return apply_edits(text, made)


@pytest.mark.parametrize(
    ("tag", "value", "after"),
    [
        ("<b a = 'p&q'>", "1&2", "<b a = '1&2'>"),
        ('<b a="p&amp;q" c>', "1&2", '<b a="1&amp;2" c>'),
        ("<b a=\n'p'>", "it''s", "<b a=\n'it&#39;s'>"),
        ("<b a='p'>", 'so \\"x\\"', "<b a='so \"x\"'>"),
        ("<b a=p c>", "1 2", '<b a="1 2" c>'),
        ("<b a=p c>", "", '<b a="" c>'),
        ("<b a=p c>", "12", "<b a=12 c>"),
        ("<b a c>", "1", '<b a="1" c>'),
    ],
)
def test_an_attribute_keeps_the_quotes_it_has(
    tmp_path: Path, tag: str, value: str, after: str
) -> None:
    value = f'"{value}"' if "\\" in value else f"'{value}'"
    fix = f"{{do: set-attribute, attribute: a, value: {value}, safety: unsafe}}"
    assert edited(tmp_path, f"{tag}x</b>\n", fix) == f"{after}x</b>\n"


@pytest.mark.parametrize(
    ("fix", "after"),
    [
        ("{do: remove, safety: unsafe}", "so "),
        ("{do: unwrap, safety: unsafe}", "so x"),
        ("{do: remove-attribute, attribute: a, safety: unsafe}", "so <b>x</b>"),
        ("{do: replace, value: '<i title={a}>', safety: unsafe}", "so <i title=1>x</b>"),
        ("{do: insert-before, value: '({tag} {a}) ', safety: unsafe}", 'so (b 1) <b a="1">x</b>'),
        ("{do: insert-after, value: '({tag} {a}) ', safety: unsafe}", 'so <b a="1">(b 1) x</b>'),
    ],
)
def test_each_action_does_what_it_is_called(tmp_path: Path, fix: str, after: str) -> None:
    assert edited(tmp_path, 'so <b a="1">x</b>\n', fix) == f"{after}\n"


def test_an_attribute_takes_no_name_that_is_there(tmp_path: Path) -> None:
    text = '<b a="1">x</b> <b a="1" c>x</b> ![x](/a.png)\n'
    fix = "{do: rename-attribute, attribute: a, value: c, safety: unsafe}"
    assert edited(tmp_path, text, fix) == text.replace("a=", "c=", 1)


def test_a_start_tag_takes_the_place_of_one_that_is_written(tmp_path: Path) -> None:
    text = 'so <b a="1">x</b> ![x](/a.png)\n'
    fix = "{do: replace, value: '<i>', safety: unsafe}"
    assert edited(tmp_path, text, fix) == "so <i>x</b> ![x](/a.png)\n"
