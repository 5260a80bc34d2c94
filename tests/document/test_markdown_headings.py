"""A heading that is placed by counting is placed where the map places it."""

from __future__ import annotations

import re
import time

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from contentlint.document.markdown import render
from contentlint.document.markdown_headings import Headings
from contentlint.document.source_map import SourceMap

_RAW = re.compile("<[a-zA-Z/!?]")
_PIECES = st.sampled_from(
    [
        *["# A", "## B", "## C ##", "  ### D  ", "#", "##", "#\tA", "####### x", "> ## Q *w*"],
        *["- ### L", "1. # x", "- [ ] # t", "\\# A", "Setext\n---", "Setext\n===", "> a\n> ---"],
        *["> a\n---", "- a\n  ===", "a\n-", "a\n =\x0b", "a\n---\x0c", "\\\n---", "***", "---"],
        *[
            "-\n---",
            "```\n# A\n```",
            "~~~\n## B",
            "    # code",
            "a # b",
            "C# is",
            "`# A",
            "&#35; A",
        ],
        *["para\n## B", "\x0c# A", "#\x0b", "[^1]: # foot", "[^1]", "[x]: /u '# A\n'", "![## ](x)"],
        *["\ud800 # A", "## \ud800 B"],
    ]
)
_BREAKS = st.sampled_from(["\n", "\n\n", "\n \n", "", "\n> ", "\n- ", "\n\n    ", "\n\n  "])


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(_PIECES, _BREAKS), max_size=9))
@example([("![## ](x)", "\n- "), ("\r# A", "\n")])
@example([("## B", "\n\n"), ("```\n# A\n```", "\n\n"), ("## B", "\n")])
def test_places_as_the_map_does(blocks: list[tuple[str, str]]) -> None:
    text = "".join(block + after for block, after in blocks)
    assume(not _RAW.search(text))
    html, source_map = render(text), SourceMap(text)
    headings = Headings(text, html)
    for tag in re.finditer("<h[1-6]>", html):
        place = headings.place(tag.start())
        assert place is None or (*place, False) == source_map.place(*tag.span())


def _placed(text: str) -> list[str | None]:
    html = render(text)
    headings = Headings(text, html)
    places = [headings.place(tag.start()) for tag in re.finditer("<h[1-6]>", html)]
    return [None if place is None else text[place[0] : place[1]] for place in places]


def test_places_what_is_certain() -> None:
    assert _placed("# A\n\n---\n\n## B  \n> ## B\n") == ["# A", "## B", "## B"]
    assert _placed("```\n# no heading\n```\n\n# A\n\n### B") == [None, "### B"]
    assert _placed("A\n---\n\n## B\n\n### C ##\n") == [None, None, "### C ##"]


def test_takes_linear_time() -> None:
    headings = "## A\n" * 20_000
    for text in (
        headings,
        "#" * 200_000,
        "-" * 200_000,
        "> " * 100_000 + "-",
        "a\n- - -\n" * 30_000,
    ):
        html = render(headings)
        start = time.perf_counter()
        looked = Headings(text, html)
        for tag in re.finditer("<h2>", html):
            looked.place(tag.start())
        assert time.perf_counter() - start < 2
