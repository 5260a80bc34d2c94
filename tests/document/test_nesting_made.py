"""A page that Markdown made: what is read from two letters a tag equals what the walk finds."""

from __future__ import annotations

import re
from html.entities import html5

from hypothesis import given
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.document.markdown import render
from contentlint.document.nesting import survey
from contentlint.document.nesting_made import read_made
from contentlint.source import Source

BLOCKS = (
    "# one *two*",
    'one [two](https://example.com/?a=1&b=2 "three") four',
    "![one](two.png)",
    "![one `two` [three](four)](five.png 'six')",
    "- one\n- two\n\n  three\n  1. four\n  2. `five`",
    "3. one\n4. two\n   > three",
    "> one\n>\n> ```py\n> two < three > four\n> ```",
    "| one | two |\n|:---|---:|\n| `three` | ~~four~~ |\n| five |",
    "- [ ] one\n- [x] two",
    "one[^1] two\n\n[^1]: three\n\n    four",
    "    one & two",
    "one  \ntwo\\\nthree\n***",
    "**one _two_** &lt;three> &copy; &#1; < four",
    "one\n===",
    "[one]: two 'three'\n\n[one] <",
    "one \\<two> `<three` ",
    "\u3000one\u00a0two",
    "## [one *two* &amp; &lt;three>](four) `five` ![six](seven.png)",
    "### &amp;lt; & 'two' \"three\"",
    "[![one](two.png)](three) [](four) [five  \nsix](seven) [eight](nine)\u00a0[ten](eleven)",
    "[one](two) [three](four)",
    "[one *two*](three)[four](five)",
    '[one](#two&"three") ![ &quot;one& ](two.png?a=1&b=2 "three &gt; \\"four\\"")',
    "| [one](two) |\n|---|",
    "[one[^1]](two) ![three[^1]](four.png)\n\n[^1]: five",
)


def _page(text: str):
    return Document(Source.from_text(text, "post.md")).page


@given(st.lists(st.sampled_from(BLOCKS), max_size=8), st.sampled_from(("\n\n", "\n")))
def test_knows_what_the_walk_finds(blocks, joint):
    page = _page(joint.join(blocks))
    html = page.html
    quick, thorough = survey(html, False, made=True), survey(html, False)
    assert thorough.clean
    assert quick.clean
    assert quick.tags == thorough.tags
    assert quick.attributes >= thorough.attributes
    assert {name for name, _ in quick.shapes} == {name for name, _ in thorough.shapes}
    assert list(quick.texts) == list(thorough.texts)


@given(st.lists(st.sampled_from(BLOCKS), max_size=8))
def test_tells_the_same_texts_from_either_end(blocks):
    html = render("\n\n".join(blocks))
    for found in (survey(html, False, made=True), survey(html, False)):
        forward = list(found.texts_in_turn())
        assert list(found.texts_from_end()) == forward[::-1]
        assert list(found.texts) == forward


@given(st.lists(st.sampled_from(BLOCKS), max_size=8), st.sampled_from(("\n\n", "\n")))
def test_reads_what_the_elements_say(blocks, joint):
    page = _page(joint.join(blocks))
    made, dom = read_made(page.html), page.dom
    assert made is not None
    texts, near = made.read_links()
    assert sorted(texts) == sorted(link.text for link in dom.select("a"))
    assert near == (re.search(r"</a>\s*<a", page.html) is not None)
    assert made.headings == [(int(h.tag[1]), h.text) for h in dom.select("h1, h2, h3, h4, h5, h6")]
    pictures = {
        (node.attr("src"), node.attr("alt"), node.attr("title") or "") for node in dom.select("img")
    }
    assert set(made.pictures) == pictures
    urls = [node.attr("href" if node.tag == "a" else "src") for node in dom.select("a, img")]
    assert set(made.urls) == set(urls)


ODD = "\0\x01\x08\t\n\x0b\x0c\x1b\x7f\x80\x9f\xa0\ud800\ufdcf\ufdd0\ufdef\ufdf0\ufffd\ufffe\uffff"
ODD_ENDS = "\U0001f600\U0001fffd\U0001fffe\U0001ffff\U000ffffe\U0010fffd\U0010ffff"
REFERENCES = ("&#1;", "&#x80;", "&#xFFFE;", "&#0;", "&amp;#1;", "&nbsp;", "&Tab;", "&", "#1;", "&#")


@given(st.lists(st.one_of(st.sampled_from(ODD + ODD_ENDS), st.sampled_from(BLOCKS + REFERENCES))))
def test_only_characters_are_errors_where_markdown_made_the_tags(parts):
    page = _page("".join(parts))
    assert [error.code for error in page.errors] == [error.code for error in page.dom.errors]


def test_no_named_reference_stands_for_a_character_that_is_an_error():
    for name in html5:
        if name.endswith(";"):
            page = _page(f"&{name}")
            assert not page.dom.errors, name


def test_a_post_with_raw_html_is_not_made_by_markdown():
    assert _page("one < two").made
    assert _page("`a <b` and <https://example.com/>").made is False
    assert _page("one <b>two</b>").made is False
    assert _page("one <!-- two -->").made is False
    assert Document(Source.from_text("one", "page.html")).page.made is False


def test_a_tag_that_is_not_known_leaves_the_page_to_the_walk():
    found = survey("<p>one <u>two</u></p>", False, made=True)
    assert found.tags == {"p", "u"}
