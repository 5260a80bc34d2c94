"""What kramdown takes whole: lines are joined there alone, and nothing is moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.document.markdown_whole import find_whole, join_whole

LINES = st.sampled_from(
    [
        "",
        "  ",
        "<div>",
        "    <div>",
        "    </div>",
        "</div>",
        "\t<p>One</p>",
        "    Two",
        "Three",
        "> <table>",
        "```",
        '<div markdown="1">',
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_only_line_ends_become_blanks(text: str) -> None:
    joined = join_whole(text)
    assert len(joined) == len(text)
    assert all(
        old == new or (old in "\n\t" and new == " ") for old, new in zip(text, joined, strict=True)
    )
    assert join_whole(joined) == joined


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<div>\n<div>a</div>\n</div> b", ["<div>\n<div>a</div>\n</div>"]),
        ("- <div>a</div>\n\n> <p>b\n> c</p>", ["<div>a</div>", "<p>b\n> c</p>"]),
        ("```\n<div>a</div>\n```\n<b>c</b>\n<div>d", []),
    ],
)
def test_elements_that_begin_a_line_are_found(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_whole(text)] == found


def test_places_are_those_of_the_post() -> None:
    text = '<div>\n    <p>One</p>\n\n    <p align="left">Two</p>\n\n    <img src="a.png">\n</div>\n'
    found = lint_text(f"---\ntitle: A\n---\n{text}", "a.md", presets=["jekyll"]).findings
    places = {each.rule: (each.start.line, each.start.column) for each in found}
    assert places["html/obsolete-attribute"] == (7, 8)
    assert places["images/missing-alt"] == (9, 5)
