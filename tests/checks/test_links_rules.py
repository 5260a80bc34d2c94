"""Links as a reader meets them: their words, their parts, their neighbours."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document import SiteSettings
from tests.checks.family import findings, fixed, found

# heading, and the ids that GitHub, Hexo, Hugo, Jekyll, Docusaurus and VuePress give to it
SLUGS = [
    ("What is C++?", ["what-is-c", "What-is-C", "what-is-c-1"]),
    ("Node.js 入门", ["nodejs-入门", "Node-js-入门", "nodejs-", "node-js-入门"]),
    ("一、安装", ["一安装", "一、安装", "section", "%E4%B8%80%E5%AE%89%E8%A3%85"]),
    ("1. Install & run", ["1-install--run", "install--run", "1-Install-run", "_1-install-run"]),
    ("Résumé", ["résumé", "resume", "r%C3%A9sum%C3%A9"]),
    ("🚀 Start", ["-start", "start", "🚀-start"]),
    ("snake_case and `code`", ["snake_case-and-code", "snake-case-and-code"]),
    ("Ünïcode Straße", ["unicode-strasse", "ünïcode-straße"]),
    ("Own {#mine}", ["mine", "own"]),
]


@pytest.mark.parametrize(("heading", "fragments"), SLUGS)
def test_every_way_to_name_a_heading_is_known(heading: str, fragments: list[str]) -> None:
    links = " ".join(f"[x](#{fragment})" for fragment in fragments)
    assert found(f"{links}\n\n## {heading}\n", "links/fragment-missing") == []


WORDS = st.text("aB1é中文ß .,:!?、（）·'&+_-", min_size=1, max_size=20).filter(
    lambda text: any(character.isalnum() for character in text)
)


@settings(deadline=None)
@given(WORDS, st.sampled_from(["", "-1"]), st.booleans())
def test_the_slug_of_any_heading_is_found(heading: str, number: str, lower: bool) -> None:
    text = heading.lower() if lower else heading
    slug = "".join(c for c in text if c.isalnum() or c in " -_").replace(" ", "-")
    page = f'<h2>{escape(heading)}</h2>\n<a href="#{slug}{number}">x</a>\n'
    assert found(page, "links/fragment-missing") == []


def test_missing_parts_are_found_with_the_link_that_asks_for_them() -> None:
    text = '[a](#nothing) <a href="#also%20nothing">b</a> [c](#there)\n\n## There\n'
    assert found(text, "links/fragment-missing") == [
        ("links/fragment-missing", "[a](#nothing)"),
        ("links/fragment-missing", 'href="#also%20nothing"'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[a](#x)\n\n{% include parts.md %}\n",
        "[a](#x)\n\n{{< readfile file=parts.md >}}\n",
        "[a](#x) <span id=X></span>\n",
        "[a](#user-content-x)\n\n## X\n",
        "[a](#fn1) <sup id=fn1>1</sup>\n",
        "[a](#x:~:text=boat)\n\n# x\n",
        "Text[^n].\n\n[^n]: Note.\n",
        "`[a](#x)`\n",
    ],
)
def test_what_cannot_be_known_is_not_reported(text: str) -> None:
    assert found(text, "links/fragment-missing") == []


def test_components_may_bring_parts() -> None:
    text = "import Parts from './parts'\n\n[a](#x)\n\n<Parts />\n"
    assert found(text, "links/fragment-missing", path="post.mdx") == []


def test_zola_romanises_headings() -> None:
    text = "[a](#zhong-guo)\n\n## 中国\n"
    assert found(text, "links/fragment-missing", presets=["zola"]) == []
    assert len(found(text, "links/fragment-missing", presets=["hexo"])) == 1


def test_a_redirect_page_is_one_finding_though_it_is_not_encrypted() -> None:
    text = "[x](http://link.zhihu.com/?target=https%3A//example.com)\n"
    rules = ("links/insecure", "links/redirect-wrapper", "links/misleading-text")
    assert [rule for rule, _ in found(text, *rules)] == ["links/redirect-wrapper"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("[https://www.example.com/a](https://example.com/b)", 0),
        ("[https://example.co.uk](https://other.co.uk)", 1),
        ("[http://example.com](https://www.example.com)", 0),
        ("[www.example.com](mailto:a@example.org)", 0),
        ("[https://192.168.0.1/](https://example.com)", 0),
        ("[https://example.com](https://example.com.evil.example)", 1),
        ("[https://example.com，](https://example.org)", 0),
    ],
)
def test_misleading_text_compares_sites_not_spellings(text: str, count: int) -> None:
    assert len(found(text + "\n", "links/misleading-text")) == count


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/x"><svg></svg></a>',
        '<a href="/x"><i class="icon"></i></a>',
        '<a href="/x" title="Home"></a>',
        '<a href="#x" id="x"></a>',
        '<a href="/x"><img src="a.png" alt=""></a>',
        '<a href="/x">\u00a0x</a>',
    ],
)
def test_a_link_with_something_to_click_or_to_land_on_is_not_empty(link: str) -> None:
    assert found(f"<p>a {link} b</p>\n", "links/empty") == []


def test_an_empty_link_goes_and_the_blank_in_it_stays() -> None:
    text = '<p>one<a href="#x"> </a>two<a href="/y"></a></p>\n<p><a href="/y">three</a></p>\n'
    assert fixed(text, "links/empty", unsafe=False) == (
        '<p>one two</p>\n<p><a href="/y">three</a></p>\n'
    )


def test_an_address_that_stands_nowhere_else_is_not_removed_unasked() -> None:
    text = '<p>The report is here: <a href="https://example.com/report.pdf"></a>.</p>\n'
    assert fixed(text, "links/empty", unsafe=False) == text
    assert fixed(text, "links/empty", unsafe=True) == "<p>The report is here: .</p>\n"


def test_an_anchor_is_found_but_not_removed() -> None:
    (finding,) = findings('<p>x<a href="/x" name="part"></a></p>\n', "links/empty")
    assert finding.fix is None


def test_adjacent_links_become_one_only_if_they_are_alike() -> None:
    alike = '<p><a href="/a" class="x">one </a>\n<a href="/a" class="x">two</a></p>\n'
    rule = "links/duplicate-adjacent"
    assert fixed(alike, rule, unsafe=False) == '<p><a href="/a" class="x">one \ntwo</a></p>\n'
    other = '<p><a href="/a" class="x">one </a><a href="/a">two</a></p>\n'
    (finding,) = findings(other, rule)
    assert finding.fix is None
    assert finding.related[0].start.offset == 3


def test_three_links_in_a_row_are_made_one() -> None:
    text = "<p>" + '<a href="/a">x</a>' * 3 + "</p>\n"
    assert fixed(text, "links/duplicate-adjacent", unsafe=False) == '<p><a href="/a">xxx</a></p>\n'


def test_relative_links_of_feed_posts_that_are_pages_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "source/_posts").mkdir(parents=True)
    (tmp_path / "source/about.md").write_text("x")
    (tmp_path / "source/a.png").write_bytes(b"x")
    post = tmp_path / "source/_posts/post.md"
    text = "[a](/about/) [b](/news/1.html) ![c](/a.png) ![d](/b.png) [e](./post.md)\n"
    post.write_text(text)
    linter = {"settings": SiteSettings(("news",), root=tmp_path)}
    rules = ("links/relative-without-base", "images/missing-file")
    assert found(text, *rules, path=str(post), **linter) == [
        ("links/relative-without-base", "[b](/news/1.html)"),
        ("links/relative-without-base", "![d](/b.png)"),
    ]


@pytest.mark.parametrize(
    "url",
    ["javascript:;", " JavaScript:void(0)", "java\nscript:void 0", "javascript:alert('x')"],
)
def test_script_addresses_however_they_are_spelled(url: str) -> None:
    text = f'<p><a href="{url}">more</a></p>\n'
    assert found(text, "links/javascript-url") == [("links/javascript-url", f'href="{url}"')]
    assert fixed(text, "links/javascript-url") == "<p>more</p>\n"


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("http://example.com:8080/a", 1),
        ("HTTP://EXAMPLE.COM", 1),
        ("http://8.8.8.8/", 1),
        ("http://172.20.0.1/", 0),
        ("http://172.32.0.1/", 1),
        ("http://printer.local/", 0),
        ("http://intranet/", 0),
        ("http://[::1]/", 0),
        ("http:///a", 0),
        ("https://example.com/http://example.org", 0),
    ],
)
def test_open_http_is_about_the_open_web(url: str, count: int) -> None:
    assert len(found(f'<a href="{url}">x</a>\n', "links/insecure")) == count


MARKUP = st.lists(
    st.sampled_from(
        [
            '<a href="#">', "<a href=''>", '<a class=trsHotWords href="http://a.example/?utm_x=1">',
            "</a>", "<p>", "</p>", "词", " ", "[x](http://a.example)", "[](b)", "\n\n", "- ",
            "[y][1]", "\n\n[1]: <http://c.example/?spm=1> 'T'\n\n", "<a href=x><a href=x>",
            "# 题\n",
            "<https://t.co/x>", "{{ x }}", '<a href="https://link.zhihu.com/?target=http%3A//d.example">',
            "<div>", "</div>", "    ", "> ", "😀", "&amp;", "<b>", "</b>", "[z](#题)",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip
ALL = (
    "links/hotword", "links/insecure", "links/noopener", "links/redirect-wrapper",
    "links/tracking-parameters", "links/empty", "links/javascript-url", "links/placeholder",
    "links/text-is-url", "links/vague-text", "links/duplicate-adjacent", "links/fragment-missing",
    "links/relative-without-base", "links/misleading-text",
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(MARKUP, st.sampled_from(["post.md", "post.html"]))
def test_places_lie_in_the_text_and_edits_do_not_overlap(text: str, path: str) -> None:
    for finding in findings(text, *ALL, path=path):
        assert 0 <= finding.start.offset <= finding.end.offset <= len(text)
        done = 0
        for edit in sorted(finding.fix.edits) if finding.fix else ():
            assert done <= edit.start <= edit.end <= len(text)
            done = edit.end


def test_a_script_behind_a_link_in_a_drawing_is_one_finding() -> None:
    text = '<svg><a href="javascript:a()"><text>x</text></a></svg> <a href="javascript:a()">y</a>\n'
    assert found(text, "links/javascript-url", "security/svg-script") == [
        ("security/svg-script", 'href="javascript:a()"'),
        ("links/javascript-url", 'href="javascript:a()"'),
    ]


def test_an_address_on_the_own_computer_is_one_finding() -> None:
    text = '<img src="E:\\a.png" alt="x"> <a href="E:\\b">y</a> <a href="a\\b">z</a>\n'
    assert found(text, "links/local-address", "html/invalid-url") == [
        ("links/local-address", 'src="E:\\a.png"'),
        ("links/local-address", 'href="E:\\b"'),
        ("html/invalid-url", 'href="a\\b"'),
    ]


def test_of_ids_that_differ_in_capitals_the_same_is_named_in_every_run() -> None:
    text = '<p id="FOO">a</p><p id="foO">b</p><p id="Foo">c</p> <a href="#fOO">d</a>\n'
    (finding,) = findings(text, "links/fragment-missing")
    assert "“foO”" in finding.message
