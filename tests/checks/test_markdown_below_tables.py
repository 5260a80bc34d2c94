"""What is told to be a row stands in a cell of the page, and parting it is proven."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.document.markdown import render

RULE = "markdown/text-as-row"
LINES = st.sampled_from(
    [
        "",
        "Word",
        "  Word",
        "    Word",
        "*Word*",
        "# Word",
        "- Word",
        "> Word",
        "\\| Word",
        "| Word |",
    ]
)


def told(text: str) -> list[str]:
    found = lint_text(text, "post.md", select=[RULE]).findings
    return [text[each.start.offset : each.end.offset] for each in found]


@given(st.lists(LINES, max_size=6), st.sampled_from(["", "> ", "  "]))
def test_what_is_told_stands_in_cells(below: list[str], margin: str) -> None:
    table = ["| a | b |", "|---|---|", "| 1 | 2 |"]
    lines = [*table, *(line.replace("Word", f"Word{at}") for at, line in enumerate(below))]
    text = "\n".join(margin + line for line in lines) + "\n"
    cells = " ".join(re.findall(r"<td>(.*?)</td>", render(text)))
    for part in told(text):
        for word in re.findall(r"Word\d", part):
            assert re.search(rf"{word}\b", cells)


@pytest.mark.parametrize("end", ["", "\n", "  \n", "\n\n\n"])
def test_the_span_ends_with_the_text(end: str) -> None:
    assert told(f"| a |\n|---|\n| 1 |\nText{end}") == ["Text"]
