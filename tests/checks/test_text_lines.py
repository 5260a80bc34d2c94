"""Blanks at line ends, the last line end, mixed line ends: removed where nobody sees them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.fixes import fix_source
from contentlint.proof import reader_text
from contentlint.source import Source
from tests.checks.family import findings, fixed, found, make_linter

TRAILING, FINAL, MIXED = "text/trailing-whitespace", "text/final-newline", "text/mixed-newlines"

PIECES = st.sampled_from(
    [
        "a", "中", " ", "  ", "   ", "\t", "\n", "\n\n", "\n  \n", "- ", "1. ", "> ", "# ", "    ",
        "```", "~~~", "`", "*", "\\", "|", "<p>", "</p>", "<div>", "</div>", "<pre>", "</pre>",
        "<!--", "-->", '<a title="', '">', "<br>", "{{ x }}", "{% raw %}", "{% endraw %}", "[a]: ",
        "---", "===", "<textarea>", "</textarea>", "<script>", "</script>", "&nbsp;", "&#10;",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def page_of(text: str, path: str) -> Document:
    return Document(Source.from_text(text, path))


def preformatted(document: Document) -> list[str]:
    return [element.text for element in document.page.dom.select("pre, textarea, script")]


@given(TEXTS, st.sampled_from(["post.md", "post.html"]))
@example('<a title="<p>\n  \n{% raw %}', "post.md")
def test_blanks_go_and_the_page_stays(text: str, path: str) -> None:
    linter = make_linter([TRAILING])
    source = Source.from_text(text, path)
    outcome = fix_source(linter, source, lambda rule, fix: fix.safety == "safe")
    before, after = Document(source), Document(outcome.source)
    assert outcome.errors == []
    assert reader_text(before) == reader_text(after)
    assert before.page.html.count("<br") == after.page.html.count("<br")
    assert preformatted(before) == preformatted(after)
    again = fix_source(linter, outcome.source, lambda rule, fix: True)
    assert again.source.raw == outcome.source.raw


@given(TEXTS)
def test_a_finding_is_blanks_before_line_ends_and_nothing_else(text: str) -> None:
    for _, written in found(text, TRAILING):
        assert written
        assert not written.strip(" \t\n")
        assert written[0] in " \t"
        assert written[-1] in " \t"


@given(st.lists(st.sampled_from(["a", "中 ", "", "  b  "]), max_size=12))
def test_in_a_page_of_plain_lines_nothing_is_left(lines: list[str]) -> None:
    text = "".join(f"<p>{line}</p> \n" for line in lines)
    result = fixed(text, TRAILING)
    assert result == "".join(f"<p>{line}</p>\n" for line in lines)


def test_hard_breaks_stay_wherever_they_break() -> None:
    assert found("one  \ntwo\n", TRAILING) == []
    assert found("- one  \n  two\n\n> three  \n> four\n", TRAILING) == []
    assert found("one  \n\ntwo\n", TRAILING) == [(TRAILING, "  ")]
    assert found("<div>\none  \ntwo\n</div>\n", TRAILING) == [(TRAILING, "  ")]
    assert found("one  \ntwo\n", TRAILING, path="post.html") == [(TRAILING, "  ")]
    assert found("# one  \ntwo\n", TRAILING) == [(TRAILING, "  ")]


def test_a_blank_after_a_backslash_keeps_its_line_from_breaking() -> None:
    (finding,) = findings("one\\ \ntwo\n", TRAILING)
    assert finding.fix is None


def test_fences_of_front_matter_belong_to_another_rule() -> None:
    assert found("--- \ntitle: a \n---  \ntext\n", TRAILING) == [(TRAILING, " ")]


@pytest.mark.parametrize(
    "text",
    [
        "---\nlong: |\n  one  \n  two\nfolded: >-\n  a  \n  b\n---\n",
        '+++\nlong = """\none  \ntwo"""\n+++\n',
        "<p title='one  \ntwo'>x</p>\n",
        "{% codeblock %}\none  \n{% endcodeblock %}\n",
        "{{< highlight go >}}\none  \n{{< /highlight >}}\n",
        "<script>\nlet a = `one  \ntwo`;\n</script>\n",
        "<pre>\none  \n",
    ],
)
def test_blanks_that_count_are_left_alone(text: str) -> None:
    assert found(text, TRAILING) == []


def test_the_end_of_a_scraped_post_is_one_finding() -> None:
    text = "<div>\n<p>a</p>  \n</div>\n            "
    assert found(text, TRAILING, FINAL) == [(TRAILING, "  "), (TRAILING, " " * 12)]
    assert fixed(text, TRAILING, FINAL) == "<div>\n<p>a</p>\n</div>\n"
    assert found("text", TRAILING, FINAL) == [(FINAL, "")]
    assert fixed("text", FINAL) == "text\n"


@given(st.lists(st.tuples(st.sampled_from(["a", "中", ""]), st.sampled_from(["\n", "\r\n", "\r"]))))
def test_line_ends_become_the_commonest(lines: list[tuple[str, str]]) -> None:
    raw = "".join(text + end for text, end in lines)
    source = Source.from_text(raw)
    outcome = fix_source(make_linter([MIXED]), source, lambda rule, fix: True)
    assert outcome.errors == []
    assert outcome.source.text == source.text
    ends = set(re.findall(r"\r\n?|\n", outcome.source.raw))
    assert ends <= {source.newline}
    assert len(found(raw, MIXED)) == (len(set(re.findall(r"\r\n?|\n", raw))) > 1)


def test_the_odd_line_end_is_placed_in_the_file_as_it_stands() -> None:
    (finding,) = findings("one\r\ntwo\nthree\r\n", MIXED)
    assert (finding.start.line, finding.start.column, finding.start.offset) == (2, 4, 8)
    assert finding.fix is not None
    assert finding.fix.edits == ((8, 9, "\r\n"),)
