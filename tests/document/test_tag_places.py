"""Places read from a tag's text agree with those turbohtml computes, whatever the tags."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.document.tag_places import TagPlaces, attribute_ranges, start_offset
from contentlint.source import Source

TOKENS = st.sampled_from(
    [
        "<p", "<b", "<DIV", "<svg", "<table", "<td", "<a ", "</p>", "</b>", " ", "\n", "\t", "\f",
        "/", ">", "=", '"', "'", "a", "b", "style", " Class", "x=1", 'y="2"', "z='3'", "中", "😀",
        "<", "&amp;", "é", "A", "data-x", "`",
    ]
)  # fmt: skip
PAGES = st.lists(TOKENS, min_size=2, max_size=40).map("".join)


@given(PAGES)
def test_places_agree_with_the_parser(text: str) -> None:
    page = Document(Source.from_text(text, "post.html")).page
    for element in page.dom.select("*"):
        location = element.source_location
        if location is None or location.start_tag.start_offset < page.prefix:
            continue
        start = location.start_tag.start_offset - page.prefix
        assert start_offset(page, element) == start
        expected = {
            name: (span.start_offset - page.prefix - start, span.end_offset - page.prefix - start)
            for name, span in location.attrs.items()
        }
        assert attribute_ranges(page.html, start) == expected


@given(PAGES, st.sampled_from(["post.html", "post.md"]))
def test_spans_hold_what_the_page_holds(text: str, path: str) -> None:
    document = Document(Source.from_text(text, path))
    page = document.page
    places = TagPlaces(page, page.dom.select("*"))
    for _, start, spelling in places:
        span = places.span(start, start + len(spelling))
        if span is not None:
            assert document.source.slice(span) == spelling
            assert document.templates.text == document.body


def test_markdown_gives_no_place_to_what_it_makes() -> None:
    document = Document(Source.from_text("| a |\n|--:|\n| b |\n\n<p style='x'>a</p>\n", "post.md"))
    page = document.page
    elements = page.dom.select("[style]")
    places = TagPlaces(page, elements)
    spans = [
        places.span(start + low, start + high)
        for _, start, _ in places
        for low, high in [attribute_ranges(page.html, start)["style"]]
    ]
    assert [span and document.source.slice(span) for span in spans] == [None, None, "style='x'"]


def test_a_whole_page_has_no_prefix() -> None:
    page = Document(Source.from_text("<!doctype html>\n<p a=1>", "post.html")).page
    (paragraph,) = page.dom.select("p")
    assert page.html[start_offset(page, paragraph) :] == "<p a=1>"
    assert start_offset(page, page.dom.select("body")[0]) is None
