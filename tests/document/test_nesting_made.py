"""A page that Markdown made: what is read from two letters a tag equals what the walk finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.document.markdown import render
from contentlint.document.nesting import survey
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


def test_a_post_with_raw_html_is_not_made_by_markdown():
    assert _page("one < two").made
    assert _page("`a <b` and <https://example.com/>").made is False
    assert _page("one <b>two</b>").made is False
    assert _page("one <!-- two -->").made is False
    assert Document(Source.from_text("one", "page.html")).page.made is False


def test_a_tag_that_is_not_known_leaves_the_page_to_the_walk():
    found = survey("<p>one <u>two</u></p>", False, made=True)
    assert found.tags == {"p", "u"}
