"""Places read from a tag's text agree with those turbohtml computes, whatever the tags."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.document.html import Page
from contentlint.document.tag_places import (
    attribute_ranges,
    read_tag,
    start_offset,
    written_tags,
)
from contentlint.source import Source
from tests.document.markup_samples import flawed

TOKENS = st.sampled_from(
    [
        "<p", "<b", "<DIV", "<svg", "<table", "<td", "<a ", "</p>", "</b>", " ", "\n", "\t", "\f",
        "/", ">", "=", '"', "'", "a", "b", "style", " Class", "x=1", 'y="2"', "z='3'", "中", "😀",
        "<", "&amp;", "é", "É=1", "A", "data-x", "`", " viewBox=1", "\0", "<p a", ' a="b=\'c"',
        ' a="">',
    ]
)  # fmt: skip
PAGES = st.lists(TOKENS, min_size=2, max_size=40).map("".join)
# whole tags that a parser moves, copies, closes or supplies
TAGS = st.sampled_from(
    [
        "<p>", "<p\n  b\n=\n'>'\n>", "</p>", "<b x=1>", "</b>", "<a href=x>", "</a>", "</A >",
        "<a href=x a=2 href=3>", "<i>", "</i>", "<nobr>", "<u>", "<font size=1>", "</font>",
        "<table>", "<tr>", "<td>", "<col>", "<caption>", "</table>", "<div y='>'>", "</div>",
        "<li>", "<dd>", "</br>", "<br/>", "<img src=a/>", "<image src=b>", "<h1>", "</h2>",
        "<html q=2>", "<head>", "</head>", "<body z=1>", "</body>", "<frameset>", "<form>",
        "</form>", "<select>", "<option>", "<button>", "<svg viewBox=1>", "</svg>", "<desc>",
        "<foreignObject>", "<math>", "<mi>", "<template>", "</template>", "<script>", "</script>",
        "<textarea>", "</textarea>", "<title>", "<ruby>", "<rt>", "<applet>", "<plaintext>",
        "<!doctype html>", "<!-- < -->", "x", "< ", "&lt;", " ", "\n", "{{ x }}",
    ]
)  # fmt: skip
NESTED = st.lists(TAGS, min_size=1, max_size=30).map("".join)


def page_of(text: str, path: str = "post.html") -> Page:
    return Document(Source.from_text(text, path)).page


def told_by_parser(page: Page, element: Any) -> Any:
    """The parser's account of an element, ``None`` for one that is not of the post's own text."""
    location = element.source_location
    if location is None or location.start_tag.start_offset < page.prefix:
        return None
    return location


def offsets(page: Page, span: Any) -> tuple[int, int]:
    return span.start_offset - page.prefix, span.end_offset - page.prefix


@given(PAGES)
def test_places_agree_with_the_parser(text: str) -> None:
    page = page_of(text)
    for element in page.dom.select("*"):
        location = told_by_parser(page, element)
        if location is None:
            continue
        start, end = offsets(page, location.start_tag)
        assert start_offset(page, element) == start
        expected = {
            name: (low - start, high - start)
            for name, span in location.attrs.items()
            for low, high in [offsets(page, span)]
        }
        assert attribute_ranges(page.html, start) == expected
        assert read_tag(page.html, start) == (expected, end - start)


@settings(max_examples=400, deadline=None)
@example("<svg></p><image style=x></svg><image style=x>")
@given(st.one_of(NESTED, PAGES, flawed))
def test_tags_are_those_the_parser_knows(text: str) -> None:
    page = page_of(text)
    base = page.place(0, 0).span.start
    for element in page.dom.select("*"):
        location = told_by_parser(page, element)
        tag, end_tag = page.tag(element), page.end_tag(element)
        if location is None:
            assert tag is None
            assert page.start_tag(element) is page.attribute(element, "x") is end_tag is None
            continue
        assert tag is not None
        assert tag[:2] == offsets(page, location.start_tag)
        place = page.start_tag(element)
        assert place is not None
        assert tuple(place.span) == tuple(base + offset for offset in tag[:2])
        for name, span in location.attrs.items():
            place = page.attribute(element, name)
            assert place is not None
            assert page.has_attribute(element, name)
            assert tuple(place.span) == tuple(base + offset for offset in offsets(page, span))
        assert not page.has_attribute(element, "no-such")
        if location.end_tag is None:
            assert end_tag is None
        else:
            assert end_tag is not None
            expected = offsets(page, location.end_tag)
            assert tuple(end_tag.span) == tuple(base + offset for offset in expected)


@given(PAGES, st.sampled_from(["post.html", "post.md"]))
def test_spans_hold_what_the_page_holds(text: str, path: str) -> None:
    document = Document(Source.from_text(text, path))
    page = document.page
    for _, start, spelling in written_tags(page, page.dom.select("*")):
        span = page.find_copy(start, start + len(spelling))
        if span is not None:
            assert document.templates.text[slice(*span)] == spelling


@settings(deadline=None)
@given(
    st.lists(st.one_of(TAGS, st.sampled_from(["> ", "- ", "\n\n", "**b**", "[a](b)", "中"]))).map(
        "".join
    ),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2),
)
def test_places_do_not_depend_on_what_was_asked_before(
    text: str, ranges: list[tuple[int, int]]
) -> None:
    page = page_of(text, "post.md")
    for at, length in ranges:
        start = min(at, len(page.html))
        end = min(start + length, len(page.html))
        place = page.place(start, end)
        assert place == page_of(text, "post.md").place(start, end)
        assert page.find_copy(start, end) == (place.span if place.verbatim else None)
        low, high, verbatim = page.source_map.place(start, end)
        assert place == ((low, high), verbatim)


def test_markdown_gives_no_place_to_what_it_makes() -> None:
    document = Document(Source.from_text("| a |\n|--:|\n| b |\n\n<p style='x'>a</p>\n", "post.md"))
    page = document.page
    spans = [
        page.find_copy(start + low, start + high)
        for _, start, _ in written_tags(page, page.dom.select("[style]"))
        for low, high in [attribute_ranges(page.html, start)["style"]]
    ]
    text = document.source.text
    assert [span and text[slice(*span)] for span in spans] == [None, None, "style='x'"]


def test_a_whole_page_has_no_prefix() -> None:
    page = page_of("<!doctype html>\n<p a=1>")
    (paragraph,) = page.dom.select("p")
    assert page.html[start_offset(page, paragraph) :] == "<p a=1>"
    assert start_offset(page, page.dom.select("body")[0]) is None
