"""Long runs of blanks: shortened without moving anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.fixes import fix_source
from contentlint.proof import reader_text
from contentlint.source import Source
from tests.checks.family import fixed, found, make_linter

SPACES, NBSP = "text/space-run", "text/nbsp-run"
PIECES = st.sampled_from(
    ["a", "中", " " * 35, " " * 90, "\t" * 40, "\n", "\n\n", "<p>", "</p>", "<div>", "</div>",
     "- ", "> ", "`", "```\n", "|", "<pre>", "</pre>", '<b title="', '">', "&nbsp;", "\xa0"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=16).map("".join), st.sampled_from(["post.md", "post.html"]))
def test_shortening_keeps_the_page(text: str, path: str) -> None:
    linter = make_linter([SPACES])
    source = Source.from_text(text, path)
    outcome = fix_source(linter, source, lambda rule, fix: True)
    before, after = Document(source), Document(outcome.source)
    assert outcome.errors == []
    assert reader_text(before) == reader_text(after)
    assert [e.text for e in before.page.dom.select("pre")] == [
        e.text for e in after.page.dom.select("pre")
    ]
    again = fix_source(linter, outcome.source, lambda rule, fix: True)
    assert again.source.raw == outcome.source.raw


def test_blanks_at_line_ends_belong_to_another_rule() -> None:
    text = f"<p>a</p>{' ' * 40}\n{' ' * 50}\n<p>b{' ' * 40}c</p>\n"
    rules = [rule for rule, _ in found(text, SPACES, "text/trailing-whitespace")]
    assert rules == ["text/trailing-whitespace"] * 2 + [SPACES]


def test_indentation_in_a_page_of_its_own_is_left_alone() -> None:
    page = f"<!doctype html>\n<html><body>\n{' ' * 40}<p>a</p></body></html>\n"
    assert found(page, SPACES, path="post.html") == []


def test_runs_of_non_breaking_blanks_become_one_blank() -> None:
    assert fixed("a&nbsp;&#160;\xa0b\n", NBSP) == "a b\n"
    assert found("a&nbsp;b\n", NBSP) == []
    assert found("<td>&nbsp;&nbsp;</td>\n", NBSP) == []
    assert found('<a title="a&nbsp;&nbsp;b">c</a>\n', NBSP) == []
    assert len(found("<p>a&nbsp;&nbsp;<b>b</b></p>\n", NBSP)) == 1
