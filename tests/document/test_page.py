"""Places of elements, attributes and text: from the parser, exact, never out of range."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.source import Source, Span

PIECES = [
    "<p>", "</p>", '<p class="a" style=\'x:y\'>', "<b>", "</b>", "<i data-x=1>", "</i>", "<br/>",
    '<a href="https://example.com/?a=1&amp;b=2">', "</a>", '<img src=x alt="图">', "<div>",
    "</div>", "<!-- c -->", "文字", "😀", "e\u0301", "word ", "\n", "\n\n", "\r\n", "    ", "> ",
    "- ", "1. ", "# ", "**b**", "*i*", "`code <b>`", "```\n<p>\n```\n", "![a](i.png)",
    "[t](https://example.com/中)", "<https://example.com/>", "&amp;", "&nosuch;", "\\<", "\ufeff",
    "| a | b |\n| - | - |\n| <b>1</b> | 2 |\n", "{{ x }}", "{% y %}", "\t", "~~s~~", "- [x] ",
    "[^1]", "\n[^1]: note\n",
]  # fmt: skip
BODIES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
NAMES = st.sampled_from(["post.md", "post.html"])


def document(text: str, name: str = "post.md") -> Document:
    return Document(Source.from_text(text, name))


def in_range(span: Span, doc: Document) -> bool:
    return doc.body_start <= span.start <= span.end <= len(doc.source.text)


def masked(span: Span, doc: Document) -> str:
    """What the parser read there: template tags are masked."""
    base = doc.body_start
    return doc.templates.text[span.start - base : span.end - base]


@settings(max_examples=300, deadline=None)
@given(BODIES, NAMES)
def test_every_place_is_in_range_and_verbatim_ones_are_exact(body: str, name: str) -> None:
    doc = document("---\ntitle: 标题\n---\n" + body, name)
    page = doc.page
    for element in page.dom.iter_elements():
        start, end, whole = page.start_tag(element), page.end_tag(element), page.element(element)
        if start is None:
            continue
        assert in_range(start.span, doc)
        if start.verbatim:
            written = masked(start.span, doc)
            assert written.startswith("<")
            assert written[1 : 1 + len(element.tag)].lower() == element.tag
        if end is not None:
            assert in_range(end.span, doc)
            assert whole is not None
            assert whole.span.start <= start.span.start
            assert whole.span.end >= start.span.end
            if end.verbatim:
                assert masked(end.span, doc).startswith("</")
        for attribute in element.source_location.attrs:
            place = page.attribute(element, attribute)
            assert place is not None
            assert in_range(place.span, doc)
            if place.verbatim and start.verbatim:
                assert start.span.start < place.span.start <= place.span.end < start.span.end
                assert masked(place.span, doc).lower().startswith(attribute)


@settings(max_examples=300, deadline=None)
@given(BODIES, NAMES)
def test_prose_maps_back_to_the_source(body: str, name: str) -> None:
    doc = document(body, name)
    prose = doc.page.prose
    for at, character in enumerate(prose.text):
        span = prose.locate(at, at + 1)
        assert in_range(span, doc)
        if prose.is_verbatim(at, at + 1):
            masked = doc.templates.text[span.start - doc.body_start : span.end - doc.body_start]
            assert masked == character
    if prose.text:
        whole = prose.locate(0, len(prose.text))
        assert in_range(whole, doc)


@pytest.mark.parametrize(
    ("body", "selector", "written"),
    [
        ("x <b>中</b>\n", "b", "<b>"),
        ("a [链接](https://example.com) b\n", "a", "[链接](https://example.com)"),
        ("**粗**\n", "strong", "**粗**"),
        ("## 标题\n\ntext\n", "h2", "## 标题"),
        ("![图](i.png)\n", "img", "![图](i.png)"),
        ("- one\n- two <i>x</i>\n", "i", "<i>"),
        ("> quote <u>x</u>\n", "u", "<u>"),
    ],
)
def test_what_a_start_tag_maps_to(body: str, selector: str, written: str) -> None:
    doc = document("---\r\ntitle: x\r\n---\r\n" + body)
    (element,) = doc.page.dom.select(selector)
    place = doc.page.start_tag(element)
    assert place is not None
    assert doc.source.slice(place.span).strip() == written


def test_code_is_text() -> None:
    doc = document("`<b style='x'>` and\n\n```html\n<p style='y'>\n```\n\n    <i style='z'>\n")
    assert not doc.page.dom.select("[style]")
    assert "style" not in doc.page.prose.text


def test_a_whole_page_is_read_as_one() -> None:
    doc = document("<!doctype html>\n<html lang=en><title>t</title><p>x</p></html>", "a.html")
    assert doc.page.whole
    (element,) = doc.page.dom.select("p")
    place = doc.page.start_tag(element)
    assert place is not None
    assert doc.source.slice(place.span) == "<p>"


@pytest.mark.parametrize("name", ["SCRIPT", "Style", "PRE", "TextArea"])
def test_an_end_tag_in_capitals_ends_its_block(name: str) -> None:
    text = f"<{name}>\none\n\ntwo\n</{name}>\n\n*three*\n"
    page = document(text).page
    (words,) = page.select("em")
    assert page.element(words).span == Span(text.index("*three"), text.index("three*") + 6)
