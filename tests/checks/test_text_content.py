"""What a post says: nothing, too little, its title again, another site's small print."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.checks import text_length
from contentlint.checks.text_blocks import first_blocks, last_blocks, letters
from contentlint.checks.text_length import truncated
from contentlint.checks.text_phrases import _may_stand_in
from contentlint.document import Document
from contentlint.source import Source, Span
from tests.checks.family import findings, fixed, found

TITLE, EMPTY, SHORT = "text/repeats-title", "text/empty-body", "text/too-short"
CUT, BOILERPLATE, STAND_IN = "text/truncated", "text/boilerplate", "text/placeholder-text"
LENGTHS = (TITLE, EMPTY, SHORT, STAND_IN)

PIECES = st.sampled_from(
    ["a", "中", " ", "\n", "\n\n", "<p>", "</p>", "<b>", "</b>", "<br>", "&amp;", "&nbsp;", "# ",
     "`c`", "<pre>x</pre>", "<!-- c -->", "**", "- "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join), st.integers(1, 5))
def test_blocks_from_either_end_are_the_same(text: str, count: int) -> None:
    page = Document(Source.from_text(text, "post.html")).page
    every = first_blocks(page, 10_000)
    assert every == last_blocks(page, 10_000)
    assert first_blocks(page, count) == every[:count]
    assert last_blocks(page, count) == every[-count:]
    assert letters("".join(block.text for block in every)) == letters(page.prose.text)
    for block in every:
        assert block.text == block.text.strip() != ""
        assert not page.html[block.start].isspace()
        assert not page.html[block.end - 1].isspace()


def post(title: str, body: str) -> str:
    return f"---\ntitle: '{title}'\n---\n{body}"


@pytest.mark.parametrize(
    ("title", "body", "finds"),
    [
        ("One day", "One day\n", "One day"),
        ("One day", "## ONE DAY!\n\ntext\n", "## ONE DAY!"),
        ("One day", "<div><h2>One <b>day</b></h2><p>text</p></div>\n", "<h2>One <b>day</b></h2>"),
        ("One_ day_", "**One: “day”**\n\ntext\n", "**One: “day”**"),
        ("One day in the wild...", "One day in the wilderness of Spain.\n", "One day in the wild"),
        ("One day in the wild…", "<p>One day in the wilderness</p>\n", "One day in the wild"),
        ("一天的事情很多", "【一天的事情很多】今天下雨。\n", "【一天的事情很多】"),
    ],
)
def test_the_title_is_found_again(title: str, body: str, finds: str) -> None:
    assert found(post(title, body), TITLE) == [(TITLE, finds)]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("One day", "One day we set out.\n"),
        ("One day", "One\n\nday\n"),
        ("One...", "One two three.\n"),
        ("!!", "!!\n"),
        ("One day", "text\n\nOne day\n"),
        ("One day", "`One day`\n"),
        ("【一天】", "【一天的事】今天下雨。\n"),
    ],
)
def test_a_text_that_only_begins_alike_is_left_alone(title: str, body: str) -> None:
    assert found(post(title, body), TITLE) == []


def test_titles_of_other_types_are_compared_as_text() -> None:
    assert found("---\ntitle: 2018\n---\n2018\n", TITLE) == [(TITLE, "2018")]
    assert found("---\ntitle: [a]\n---\na\n", TITLE) == []
    assert found("---\ntitle:\n---\nnull\n", TITLE) == []


def test_only_a_repeated_block_can_be_removed() -> None:
    assert fixed(post("One", "<h1>One</h1>\n<p>text</p>\n"), TITLE) == post("One", "<p>text</p>\n")
    only = post("One", "<p>One</p>\n")
    assert fixed(only, TITLE) == only
    (finding,) = findings(only, TITLE)
    assert "no text but the title" in finding.message


def test_a_heading_that_repeats_the_title_is_one_finding() -> None:
    text = post("One day", "# One day\n\n# Another\n")
    rules = (TITLE, "headings/h1-in-body")
    assert [rule for rule, _ in found(text, *rules)] == [TITLE, "headings/h1-in-body"]


def test_a_post_without_enough_text_has_one_finding() -> None:
    assert [rule for rule, _ in found(post("One", ""), *LENGTHS)] == [EMPTY]
    assert [rule for rule, _ in found(post("One", "One\n"), *LENGTHS)] == [TITLE]
    assert [rule for rule, _ in found(post("One", "Two\n"), *LENGTHS)] == [SHORT]
    assert [rule for rule, _ in found(post("One", "Coming soon.\n"), *LENGTHS)] == [STAND_IN]
    assert found(post("One", "Two words here. " * 5), *LENGTHS) == []


@pytest.mark.parametrize(
    "text",
    [
        post("a", "<img src=/a.png>"),
        post("a", "```\ncode\n```\n"),
        post("a", "{% include x.html %}\n"),
        post("a", "<iframe src=/a></iframe>"),
        "---\ntitle: a\nlayout: about\n---\n",
        "---\ntitle: a\ntype: tags\n---\n",
        "---\ntitle: a\nredirect_to: /b\n---\n",
        "+++\ntitle = 'a'\nexternalUrl = '/b'\n+++\n",
    ],
)
def test_a_body_that_shows_something_is_not_empty(text: str) -> None:
    assert found(text, EMPTY, SHORT) == []


@pytest.mark.parametrize("body", ["", "\n\n", "<p>&nbsp;</p>\n", "<!-- text -->\n", "<div></div>"])
def test_a_body_that_shows_nothing_is_empty(body: str) -> None:
    assert found(post("a", body), EMPTY) == [(EMPTY, "---")]


@pytest.mark.parametrize("path", ["_index.md", "index.md", "README.md"])
def test_lists_and_folders_have_no_body_of_their_own(path: str) -> None:
    assert found(post("a", ""), EMPTY, path=path) == []


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("We went on […]\n", "[…]"),
        ("We went on [...]\n", "[...]"),
        ("<p>We went on</p><p><a href=/x>Read more »</a></p>", "Read more »"),
        ("我们继续走 点击阅读全文\n", "点击阅读全文"),
        ("We went on\n\n[Read the full story](/x)\n", "[Read the full story](/x)"),
        ("And then " * 10 + "we...\n", "..."),
        ("我们继续走，" * 12 + "然后…\n", "…"),
    ],
)
def test_a_cut_text_is_found_by_its_mark(text: str, finds: str) -> None:
    (finding,) = found(text, CUT)
    assert finding[1] in finds or finds in finding[1]


@pytest.mark.parametrize(
    "text",
    ["We went on.\n", "我们继续走……\n", "And so on...\n", "Read more books. They help.\n", "\n",
     "我们继续走，" * 12 + "然后……\n", "Some more\n", "`[...]`\n"],
)  # fmt: skip
def test_a_text_that_ends_is_left_alone(text: str) -> None:
    assert found(text, CUT) == []


def test_small_print_is_sought_at_both_ends() -> None:
    middle = "<p>Long text here.</p>\n" * 30
    print_ = "<p>转载请注明，未经授权不得转载</p>\n"
    assert [text for _, text in found(print_ + middle + print_, BOILERPLATE)] == [
        "转载请注明，未经授权不得转载"
    ] * 2
    assert found(middle + print_ + middle, BOILERPLATE) == []


def test_phrases_are_data() -> None:
    options = {"phrases": ["buy * now"]}
    text = "Good day.\n\nBuy our boots NOW!\n"
    assert found(text, BOILERPLATE, options=options) == [(BOILERPLATE, "Buy our boots NOW!")]
    assert found("Buy\n\nnow\n", BOILERPLATE, options=options) == []
    assert found("Buy (.) now\n", BOILERPLATE, options={"phrases": ["(.)"]}) != []
    assert found("Buy it now\n", BOILERPLATE, options={"phrases": ["(.)"]}) == []


def test_stand_ins_are_found_in_text_only() -> None:
    text = "a\n\nTODO: write\n\n`TODO: x`\n\n<!-- TODO: y -->\n\nLorem ipsum\n"
    assert found(text, STAND_IN) == [(STAND_IN, "TODO:"), (STAND_IN, "Lorem ipsum")]


ENDS = st.sampled_from(
    (
        *("<p>", "</p>", "<b>", "</b>", "<br>", "…", "...", "read more", "全文", "&hellip;"),
        *("&#82", "30;", "&nbsp;", "]", "[", "\n", " ", "Article"),
        "a long text that goes on and on, and then ends",
    )
)


@given(st.lists(ENDS, max_size=9).map("".join))
def test_the_last_text_alone_tells_of_every_text_that_is_cut(text: str) -> None:
    document = Document(Source.from_text(text, "post.html"))

    def spans() -> list[Span]:
        return [hit.span for hit in truncated(document, {"ellipsis-from": 0})]

    screened = spans()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_length, "_may_be_cut", lambda page: True)
        assert spans() == screened


@given(st.text("待补充完善续写填a[] ", max_size=12))
def test_what_is_awaited_is_seen_without_a_search_for_each_word(text: str) -> None:
    words = ("待补充", "待完善", "待续写", "待填写")
    assert _may_stand_in(text) == any(word in text for word in words)


@pytest.mark.parametrize("filling", ["...", "…", " ", "\t", "…...", "ab"])
def test_long_titles_cost_no_more_than_their_length(filling: str) -> None:
    title = "A" + filling * 30_000 + " x"
    begun = time.process_time()
    lint_text(f'---\ntitle: "{title}"\n---\n\n{title}\n', "a.md")
    assert time.process_time() - begun < 5  # by the square, a minute
