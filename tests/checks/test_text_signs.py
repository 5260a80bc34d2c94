"""A rule that waits for a sign in the text finds the same without waiting."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contentlint.checks.markdown_signs import MARKDOWN_SIGNS
from contentlint.checks.text_signs import SIGNS
from contentlint.document import Document
from contentlint.facts import find_facts
from contentlint.linter import Linter
from contentlint.rules.registry import RuleSet
from contentlint.rules.rule import Rule
from contentlint.rules.triggers import bits_of
from contentlint.source import Source
from tests.checks.family import all_specs

# one of these is no sign, but found out as simply
SIMPLE = SIGNS | MARKDOWN_SIGNS | bits_of(("byte-order-mark", "not-utf-8", "open-last-line"))
WAITING = sorted(
    name
    for name, entry in all_specs().items()
    if bits_of(entry.spec["match"].get("given") or ()) & SIMPLE
)
ODD = "\x00\x07\x0b\x1b\x7f\x80\x9f\xa0\xad\u061c\u180e\u200b\u200f\u2010\u2028\u202e\u202f\u205f"
ODD += "\u2060\u2064\u2065\u206f\u3164\ufeff\uffa0\ufff9\ufffc\ufffd\ufe0f\U000e0001\U000e0041😀"
PIECES = (
    *(" ", "\n", "\n\n", "\n- ", "> ", "a", "Ä", "é", "ÃŸ", "题", "题目", "标题", "“", "”", "…"),
    *("...", "。", "。。", "。。。", "read ", "more", "全文", "全", "文", "[...]", "</a>"),
    *("a long text that goes on and on", "很长的文字写在这里不停地写下去", "Article", "x" * 500),
    *("&nbsp;", "&#160;", "&#8203;", "&#123;", "&lt;", "&", "&#82", "30;", "&hellip;", "&amp;"),
    *("<p>", "</p>", "<b>", "</b>", "<br>", "<div>", "</div>", '<p title="a>b">', "<p a=x>"),
    *("<code>", "</code>", "<pre>", "</pre>", "<script>", "</script>", "<!--", "-->", "<kbd>"),
    *("</kbd>", '<img alt="a>全文">', '<a href="b">', "<plaintext>", "<svg>", "</svg>", "`"),
    *("```\n", "```", "    ", "**", "*", "\\", "[", "]", "[[", "]]", "[toc]", "[TOC]"),
    *("[/caption]", "{:"),
    *("[caption a=b]", "[gallery a=b]", "[vıdeo a=b]", "[ſourcecode a=b]", "[WPVideo a=b]"),
    *("{: .a}", "{::comment}", "[audıo a=b]", "[playlıſt a=b]", "[embed a=b]",),
    *(":::", ":", "::: tip", "!!!", "!!! note"),
    *("{% if a %}", "{% post_url b %}", "{{< a >}}", "[b]: c", "[^b]: c", "\n[b]", "(c)", "ipsum"),
    *("Lorem ", "Lorem ipsum", "LOREM IPSUM", "TODO", "TODO: ", "待", "待补充"),
    *("（待完善）", "coming soon", "ghp_", "A" * 8, "b1C2d3E4", "f5G6h7I8", "AKIA", "sk_live_"),
    *("/webhook/send?key=", "-----BEGIN ", "锟斤拷", "锛\ufffd", "鍙戝竷", "鐨\ufffd",),
    *("**题：**", "**“题”**", "**Note:**", "##", "](https://a.example", "）", "（", "](", "[题]"),
    *("|\n|", "| a | b |", "|---|", "&nbsp ", "&copy"),
    *('<a href="b', '<img src="a"alt=b>', "<a href=“b”>", "<b title=‘c", "<p class=“d”>"),
    *("｜", "｜甲｜乙｜", "\n|——|——|", "甲|乙", "\n--|——", "__", "~~", "***", "（甲）", "甲"),
    *("\n1、甲", "\n2、甲", "\n•甲", "\n• 甲", "[甲]:(/b)", "]: (", "\n[b]:(/c)", "注：", "是"),
    *("https://a.example/b", '"http://a.example/b，', "<https://a.example", "]: https://a.example。"),
    *("â€™", "Â", "Ã©", "_", "|", "#", "# ", "1. "),
    *ODD,
)  # fmt: skip
TITLES = st.sampled_from(
    ("", "题目", "Article", "a", "ßa", "12", "[]", "true", "“题”", " 题目...", "ŉx")
)
FRONT = st.builds(
    "---\ntitle: {0}\nb: [c]{1}\n---\n".format, TITLES, st.sampled_from((*ODD[20:], ""))
)
TEXTS = st.builds(
    "{0}{1}".format,
    st.one_of(st.just(""), FRONT),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)


@cache
def linter(*, waits: bool) -> Linter:
    """All rules that wait for a sign; or the same, which do not wait."""
    made = []
    for name in WAITING:
        spec = dict(all_specs()[name].spec)
        if not waits:
            spec["match"] = {key: value for key, value in spec["match"].items() if key != "given"}
        made.append(Rule(spec, {"ellipsis-from": 0} if name == "text/truncated" else None))
    return Linter(RuleSet(made))


def findings(text: str, path: str, *, waits: bool) -> list[object]:
    document = Document(Source.from_text(text, path))
    raws, errors, _ = linter(waits=waits).find(document)
    return [*errors, *((raw.rule.id, raw.span, raw.hit.message, raw.hit.values) for raw in raws)]


@given(TEXTS, st.sampled_from(("post.md", "post.html", "post.mdx")))
@example("<p>全<b></b>文</p>", "post.html")
@example('<p>全<img alt="a>b">文</p>', "post.html")
@example("x" * 500 + '全<img alt="a>b">文', "post.html")
@example('---\ntitle: 题目\n---\n<p title="a>b">题目</p>\n', "post.html")
@example("<p>" + "x" * 500 + "<script>很长的文字写在这里</p>\n", "post.html")
@example("x" * 400 + "……\n\n```\n很长的文字写在这里不停地写下去\n```\n", "post.md")
@example("x" * 400 + "全`a`文\n", "post.md")
@example('key="http://a.example/b，\n', "post.md")
@example("key='http://a.example/b，\n", "post.md")
@example("a](http://a.example/b，\n", "post.md")
@example("| a | b |</svg>| a | b |", "post.md")
def test_a_rule_that_waits_for_a_sign_finds_the_same(text: str, path: str) -> None:
    assert findings(text, path, waits=True) == findings(text, path, waits=False)


@pytest.mark.parametrize("path", ["post.md", "post.html"])
def test_no_example_of_any_rule_tells_the_difference(path: str) -> None:
    for entry in all_specs().values():
        for case in entry.spec["examples"]:
            text = case.get("bad") or case.get("good") or ""
            text = text.encode("utf-8", "replace").decode()
            assert findings(text, path, waits=True) == findings(text, path, waits=False)


def test_most_rules_about_text_wait() -> None:
    text = "---\ntitle: 标题\n---\n" + "今天的文字，写得很长。" * 60 + "\n"
    document = Document(Source.from_text(text, "post.md"))
    assert len(WAITING) > 12
    rules = linter(waits=True).rules
    (facts,) = find_facts([document], rules.facts)
    assert rules.for_page(document.page, facts) == []
