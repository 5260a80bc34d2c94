"""A rule that is left out because of the addresses of a post would have found nothing."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentlint.document.nesting import survey
from contentlint.linter import Linter
from contentlint.rules.addresses import Addresses
from contentlint.rules.choice import RuleChoice
from contentlint.rules.registry import choose, load_specs

_ADDRESSES = [
    "https://example.com/a",
    "HTTP://Example.com",
    "http://img.example.com/a.png?b=1&amp;c=2",
    "https://link.zhihu.com/?target=https%3A//example.com/a",
    "https://LINK.csdn.net:443?target=https%3A//example.com",
    "//t.co/x",
    "a//t.co/x",
    "&#104;ttps://t.co/x",
    "https://u@t.co",
    "https://t.co",
    "https:\\\\t.co",
    "https://undefined/x",
    "https://todo",
    "undefined",
    "[object Object]",
    "#",
    "# ",
    "#part",
    "",
    " ",
    "javascript:void(0)",
    "JAVA\tscript:;",
    " javascript:x()",
    "a.png",
    "/b c.png",
    "@/a.png",
    "data:image/gif;base64,AAAA",
    "https://images.weserv.nl/?url=example.com/a.png",
    "https://cors.example.org/https://example.com/a.png",
    "https://mmbiz.qpic.cn/a.png",
    "https://tva1.sinaimg.cn/a.png",
    "https://quote.eastmoney.com/unify/r/1",
    "http://money.163.com/keywords/a/1.html",
    "https://www.zhihu.com/search?q=a&search_source=Entity",
    "https://a.kontera.com/x",
    "https://stock.example.com/600000.html",
]
_addresses = st.sampled_from(_ADDRESSES) | st.text("htps:/.#a?\"'\\& \t", max_size=12)
_html = st.builds(
    "中<{0}{1}{2}={3}{4}{3}{5}>词</a>文\n".format,
    st.sampled_from(["a ", "A\n", "area ", "img ", 'a title="x"', "a class=href ", "svg "]),
    st.sampled_from(["", "title='href=' ", "data-src=/", 'alt="src=" ', "rel ", "src/"]),
    st.sampled_from(["href", "HREF", "src", "src ", "href\n"]),
    st.sampled_from(['"', '"', "'", ""]),
    _addresses,
    st.sampled_from(["", " /", ' referrerpolicy="no-referrer"', " class=keylink"]),
)
_markdown = st.builds(
    "{0}[词]({1}{2}) 文\n\n".format,
    st.sampled_from(["中", "!"]),
    _addresses | _addresses.map("<{}>".format),
    st.sampled_from(["", ' "title"', " 'src=\"x\"'"]),
)
_posts = st.lists(_html | _markdown | st.just("## Part\n\n"), max_size=4).map("".join)


@cache
def _linters() -> tuple[Linter, Linter]:
    """Two with the rules that addresses concern: one as they are, one that leaves none out."""
    judged = [
        name
        for name, entry in load_specs().items()
        if entry.spec["match"].get("href") or entry.spec["match"].get("src")
    ]
    sets = [choose(load_specs(), RuleChoice(select=tuple(judged))) for _ in range(2)]
    for rule in sets[1].rules:
        rule.matcher.trigger.judges, rule.matcher.trigger.given = {}, 0
    return Linter(sets[0]), Linter(sets[1])


@settings(max_examples=500, deadline=None)
@given(_posts, st.sampled_from(["post.md", "post.html"]))
@example("[a](https://link.zhihu.com/?target=https%3A//example.com/a)\n", "post.md")
def test_leaves_out_no_rule_that_finds_something(text: str, path: str) -> None:
    some, every = _linters()
    assert some.lint_text(text, path) == every.lint_text(text, path)


@pytest.mark.parametrize(
    ("html", "asked"),
    [
        ('<a href="https://example.com/x">', set()),
        ('<a href="https://t.co/x">', {"links/redirect-wrapper"}),
        ('<a href="#x">', {"links/fragment-missing"}),
        ('<img srcset="https://t.co/x">', set()),
        ('<img src="a.png">', {"images/missing-file"}),
    ],
)
def test_asks_the_rules_that_an_address_may_concern(html: str, asked: set[str]) -> None:
    rules = _linters()[0].rules.rules
    addresses = Addresses([rule.matcher.trigger.judges for rule in rules])
    bits = addresses.rules_for(survey(html, False))
    assert {rule.id for index, rule in enumerate(rules) if bits >> index & 1} == asked


@pytest.mark.parametrize("html", ["<a href=https://example.com>", "<a href='x'>", "<svg>"])
def test_asks_every_rule_where_an_address_is_not_plain(html: str) -> None:
    addresses = Addresses([{"href": lambda: lambda address: False}, {}])
    assert addresses.rules_for(survey(html, False)) == 1
