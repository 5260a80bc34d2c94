"""Chinese typography: judged in running text and titles only, repaired without losing a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.checks.cjk_variants import PAIRS
from contentlint.fixes import fix_source
from contentlint.source import Source
from tests.checks.family import findings, fixed, found, make_linter

SPACING, WIDTH, QUOTES = "cjk/spacing", "cjk/punctuation-width", "cjk/quote-style"
REPEATED, DOTS, VARIANTS = "cjk/repeated-punctuation", "cjk/ellipsis", "cjk/mixed-variants"
RULES = (SPACING, WIDTH, QUOTES, REPEATED, DOTS, VARIANTS)

PIECES = st.sampled_from(
    ["中", "文", "国", "國", "a", "B", "1", " ", ",", "，", "。", "...", "…", "！", "?", '"', "“",
     "”", "「", "」", "\n", "\n\n", "`", "<b>", "</b>", '<a href="中a">', "</a>", "https://a.b/中c",
     "{{ 中a }}", "ＡＢ", "# ", "**"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=20).map("".join)


@given(TEXTS)
def test_fixes_come_to_an_end_and_keep_letters(text: str) -> None:
    linter = make_linter(RULES)
    outcome = fix_source(linter, Source.from_text(text, "post.md"), lambda rule, fix: True)
    assert outcome.errors == []
    again = fix_source(linter, outcome.source, lambda rule, fix: True)
    assert again.source.raw == outcome.source.raw
    kept = [c for c in text if c in "中文国a1"]
    assert [c for c in outcome.source.raw if c in "中文国a1"] == kept
    assert outcome.source.raw.count("{{ 中a }}") == text.count("{{ 中a }}")
    assert outcome.source.raw.count("https://a.b/") == text.count("https://a.b/")


@given(TEXTS)
def test_every_fix_is_one_to_ask_for(text: str) -> None:
    for finding in findings(text, *RULES):
        assert finding.fix is not None
        assert finding.fix.safety == "unsafe"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "text",
    [
        '```\n中a,,文..."中"\n```\n',
        "`中a，，文...「中」`\n",
        "<a href='中a，，文...「中」' title='中a'>好</a>\n",
        "![中a，，文](/图b.png '中c')\n",
        "见 https://example.com/中a...b 和 me@example.com。\n",
        "<script>'中a，，文...'</script>\n",
        "{{ 中a，，文 }} {% x 中a %}\n",
        "---\ndescription: 中a，，文\n---\n",
        'Latin only... a,,b "x"\n',
    ],
)
def test_code_addresses_and_attributes_are_left_alone(rule: str, text: str) -> None:
    assert found(text, rule) == []


def test_titles_are_judged_and_repaired_as_written() -> None:
    text = "---\ntitle: '用Python写脚本，，好。。。吗'\n---\n"
    repaired = "---\ntitle: '用 Python 写脚本，好……吗'\n---\n"
    assert fixed(text, SPACING, REPEATED, DOTS) == repaired
    assert found('---\ntitle: "用\\u0050ython"\n---\n', SPACING) == []


def test_both_styles_of_spacing_undo_each_other() -> None:
    spaced = fixed("推进G60科创走廊的A股和B站", SPACING)
    assert spaced == "推进 G60 科创走廊的A股和B站"
    assert fixed(spaced, SPACING, options={"style": "tight"}) == "推进G60科创走廊的A股和B站"
    assert fixed("第3届", SPACING, options={"digits": False}) == "第3届"
    assert fixed("用A股", SPACING, options={"words": []}) == "用 A 股"


def test_what_is_not_written_side_by_side_is_left_alone() -> None:
    assert found("中<b>a</b> 中**a** 中{{ a }}中\n", SPACING) == []


@pytest.mark.parametrize("rule", [SPACING, QUOTES])
def test_an_unknown_style_is_an_error_that_names_the_known(rule: str) -> None:
    linter = make_linter([rule], options={"style": "loose"})
    (error,) = linter.lint_text("中a", "post.md").errors
    assert rule in error
    assert "not 'loose'" in error


def test_quotes_of_any_style_become_those_of_the_site() -> None:
    text = '“一” 「二」 "三"\n'
    assert fixed(text, QUOTES) == "“一” “二” “三”\n"
    assert fixed(text, QUOTES, options={"style": "corner"}) == "「一」 「二」 「三」\n"
    assert fixed(text, QUOTES, options={"style": "straight"}) == '"一" "二" "三"\n'


def test_the_cut_title_of_a_feed_is_no_ellipsis() -> None:
    assert found("---\ntitle: 九城市共赴进博...\n---\n", DOTS) == []
    assert found("---\ntitle: 九城市...共赴进博\n---\n", DOTS) == [(DOTS, "...")]


def test_pairs_of_variants_are_pairs() -> None:
    simplified, traditional = PAIRS[::2], PAIRS[1::2]
    assert len(simplified) == len(traditional) > 400
    assert len(set(PAIRS)) == len(PAIRS)


def test_a_post_in_both_variants_is_meant() -> None:
    simplified, traditional = PAIRS[:60:2], PAIRS[1:60:2]
    assert found(f"{simplified}\n\n{traditional}\n", VARIANTS) == []
    assert found(f"{simplified}\n\n{traditional[0]}\n", VARIANTS) == [(VARIANTS, traditional[0])]
    assert (
        fixed(f"{traditional}，{simplified[0]}\n", VARIANTS) == f"{traditional}，{traditional[0]}\n"
    )
    assert found(f"{simplified}\n\n{traditional[0]}のです\n", VARIANTS) == []
