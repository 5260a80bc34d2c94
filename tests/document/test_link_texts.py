"""What the text of a page tells of its links, held to what its elements tell."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.document.link_texts import read_links
from contentlint.source import Source

PARTS = st.sampled_from(
    [
        "<a href=x>", "</a>", '<a href="x">one</a>', "<a name=y>two</a>", "<A HREF=x>three</A>",
        "<a\nhref='>'>", "<abbr>", "</abbr>", "<p>", "</p>", "<b>", "</b>", "x", " ", "\n",
        "\u3000", "&nbsp;", "&amp;", "<!-- c -->", "<a>", "</a >", '<img src="a" alt="<a href=z>">',
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=10).map("".join))
@example('<a href="x">one</a><!-- c --><a href="x">one</a>')
def test_tells_the_texts_of_links_and_which_may_stand_side_by_side(html: str) -> None:
    page = Document(Source.from_text(html, "post.html")).page
    links = read_links(page)
    elements = page.select("a[href]")
    assert {element.text for element in elements} <= set(links.texts)
    for element in elements:
        after = element.next_sibling
        while after is not None and not hasattr(after, "tag") and not after.text.strip():
            after = after.next_sibling
        if getattr(after, "tag", "") == "a" and "href" in after.attrs:
            assert links.near


def test_a_plain_page_is_read_without_its_elements() -> None:
    html = '<p><a href="x">one</a> and <a class="b" href="y">two</a>\n</p>'
    links = read_links(Document(Source.from_text(html, "post.html")).page)
    assert (links.texts, links.near) == (["one", "two"], False)
