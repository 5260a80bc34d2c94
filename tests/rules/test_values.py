"""A rule that is left out because of the values of a post would have found nothing."""

from __future__ import annotations

import threading
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentlint.document import Document, SiteSettings
from contentlint.document.html import Page
from contentlint.linter import Linter
from contentlint.rules.choice import RuleChoice
from contentlint.rules.registry import choose, load_specs
from contentlint.rules.values import VALUES, Judge, Values, _judge_all
from contentlint.source import Source

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
    st.sampled_from(["", " /", ' referrerpolicy="no-referrer"', " class=keylink"])
    | st.builds(
        " {0}{1}{2}{3}{2}".format,
        st.sampled_from(["class", "CLASS", "data-class"]),
        st.sampled_from(["=", " = "]),
        st.sampled_from(['"', "'"]),
        st.sampled_from(["lead", "a MsoNormal", "x_MSO1\tb", "&#77;soB", "gmail_x", "", " "]),
    ),
)
_markdown = st.builds(
    "{0}[词]({1}{2}) 文\n\n".format,
    st.sampled_from(["中", "!"]),
    _addresses | _addresses.map("<{}>".format),
    st.sampled_from(["", ' "title"', " 'src=\"x\"'"]),
)
_WORDS = [
    *["[here](x)", "[a *b*](x)", "[a & b](x)", "[www.example.org](https://a.example/x)", "[](x)"],
    *[" ", ", ", "\n\n", "<https://example.com/x>", "[![a](b)](c)", "[a[^1]](x)", "[^1]: b\n\n"],
    *[
        '<a href="x"> </a>',
        "<a href=x>more</a >",
        "&nbsp;",
        "<a href=y><b>here</b></A>",
        "<a>b</a>",
    ],
    *[
        "[read more\n](https://www.example.com/a)",
        f"[http://example.com/{'a' * 60}](x)",
        "[a`b`](x)",
    ],
]
_HEADINGS = [
    *["## Part\n\n", "## *pa*rt\n\n", "##\n\n", "## &amp;\n\n", "# &\n\n", "### ![](x)\n\n"],
    *["<h2>part</h2>\n\n", "<h2> </h2>\n\n", "## \u200b\n\n", "<svg><h2>Part</h2></svg>\n\n"],
]
_FOUND = frozenset(("adjacent-links", "repeated-headings", "empty-headings"))
_posts = st.lists(_html | _markdown | st.sampled_from([*_WORDS, *_HEADINGS]), max_size=6).map(
    "".join
)


@cache
def _linters() -> tuple[Linter, Linter]:
    """Two with the rules that values decide about: one as they are, one that leaves none out."""
    judged = [
        name
        for name, entry in load_specs().items()
        if any(entry.spec["match"].get(value) for value in VALUES)
        or not _FOUND.isdisjoint(entry.spec["match"].get("given") or ())
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
        ('<a href="https://example.com/x">a page</a>', set()),
        ('<a href="https://t.co/x">a page</a>', {"links/redirect-wrapper"}),
        ('<a href="#x">a page</a>', {"links/fragment-missing"}),
        ('<a href="https://example.com/x">here</a>', {"links/vague-text"}),
        ('<a href="https://example.com/x">www.example.org</a>', {"links/misleading-text"}),
        (
            '<a href="https://example.com/x"><b></b></a>',
            {"links/empty", "links/undescribed-picture"},
        ),
        ('<img srcset="https://t.co/x">', set()),
        ('<img src="a.png">', {"images/missing-file"}),
        ('<p class="lead">', set()),
        ('<p class="lead msonormal">', {"style/leftover-class"}),
        ("<p class='lead'>", {"style/leftover-class"}),
        ('<p class="&#77;so">', {"style/leftover-class"}),
    ],
)
def test_asks_the_rules_that_a_value_may_concern(html: str, asked: set[str]) -> None:
    rules = _linters()[0].rules.rules
    values = Values([rule.matcher.trigger.judges for rule in rules])
    bits = values.rules_for(_page(html))
    assert {rule.id for index, rule in enumerate(rules) if bits >> index & 1} == asked


@pytest.mark.parametrize("html", ["<a href=https://example.com>", "<a href='x'>", "<svg>"])
def test_asks_every_rule_where_an_address_is_not_plain(html: str) -> None:
    values = Values([{"href": lambda: lambda address: False}, {}])
    assert values.rules_for(_page(html)) == 1


def test_asks_a_rule_whose_judge_fails() -> None:
    values = Values([{"text": lambda: lambda text: text == 1 / 0}])
    assert values.rules_for(_page('<a href="x">y</a>')) == 1


def _page(html: str) -> Page:
    return Document(Source.from_text(html, "post.html"), SiteSettings()).page


@given(st.lists(st.sampled_from(_WORDS), max_size=8).map("".join))
def test_reads_the_texts_of_links_as_the_page_has_them(text: str) -> None:
    page = Document(Source.from_text(text, "post.md"), SiteSettings()).page
    assert set(page.links.texts) >= {link.text for link in page.select("a[href]")}


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("[a](b)[c](d)", True),
        ("[a](b) \n[c](d)", True),
        ("[a](b) and [c](d)", False),
        ("[a](b)&nbsp;[c](d) e", True),
        ("<a href=b>c</a >&nbsp;&#32<A href=d>e</a>", True),
        ("<a href=b>c</A> <a href=d>e</a>", True),
        ("<a href=b>c</a x='>'> <a href=d>e</a>", True),
        ("<a href=b>c</a>, <a href=d>e</a> f", False),
    ],
)
def test_tells_links_that_may_stand_side_by_side(text: str, near: bool) -> None:
    path = "post.html" if "<a" in text else "post.md"
    page = Document(Source.from_text(text + "\n", path), SiteSettings()).page
    assert page.links.near is near


def test_another_thread_asks_all_judges_while_they_are_made() -> None:
    told: list[int] = []

    def made_late() -> Judge:
        if not told:  # while the second judge is made, another thread asks
            told.append(0)
            thread = threading.Thread(target=lambda: told.append(bits_of("x")))
            thread.start()
            thread.join()
        return lambda value: True

    bits_of = _judge_all([(1, lambda: lambda value: True), (2, made_late)])
    assert bits_of("x") == 3
    assert told == [0, 3]
