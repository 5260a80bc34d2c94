"""Links, definitions, headings, code and HTML blocks stand where the map says."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings

from contentlint.document.markdown import build_map
from contentlint.document.markdown_outline import Link
from contentlint.document.source_map import SourceMap
from contentlint.source import Span
from tests.document.markdown_samples import SAMPLES
from tests.document.test_markdown import MARKDOWN, ON_REQUEST


def cut(built: SourceMap, span: Span | None) -> str | None:
    return None if span is None else built.text[span.start : span.end]


def only_link(text: str) -> tuple[SourceMap, Link]:
    built = build_map(text)
    (link,) = built.links
    return built, link


@pytest.mark.parametrize(
    ("text", "whole", "inner", "destination", "title"),
    [
        ("见[甲](/a)。", "[甲](/a)", "甲", "/a", None),
        ('[甲 *乙*](</a b> "丙")', '[甲 *乙*](</a b> "丙")', "甲 *乙*", "/a b", "丙"),
        ("[a](/u 'x \"y\" z' )", "[a](/u 'x \"y\" z' )", "a", "/u", 'x "y" z'),
        ("[a](/u (t\\)))", "[a](/u (t\\)))", "a", "/u", "t\\)"),
        ("[a](  /u(1)\n  )", "[a](  /u(1)\n  )", "a", "/u(1)", None),
        ("[](/u)", "[](/u)", "", "/u", None),
        ("[a]()", "[a]()", "a", "", None),
        ("[a](<>)", "[a](<>)", "a", "", None),
        ("[a\\](b](/u)", "[a\\](b](/u)", "a\\](b", "/u", None),
        ("[`](x)`](/u)", "[`](x)`](/u)", "`](x)`", "/u", None),
        ("![甲](/i.png '乙')", "![甲](/i.png '乙')", "甲", "/i.png", "乙"),
        ("> [a\n> b](\n> /u\n> 'c')", "[a\n> b](\n> /u\n> 'c')", "a\n> b", "/u", "c"),
        ("<https://例子.example/x>", "<https://例子.example/x>", "https://例子.example/x",
         "https://例子.example/x", None),
        ("<me@example.com>", "<me@example.com>", "me@example.com", "me@example.com", None),
    ],
)  # fmt: skip
def test_parts_of_a_link(
    text: str, whole: str, inner: str, destination: str, title: str | None
) -> None:
    built, link = only_link(text)
    assert cut(built, link.span) == whole
    assert cut(built, link.text) == inner
    assert cut(built, link.destination) == destination
    assert cut(built, link.title) == title
    assert built.html[link.rendered] == "<"


@pytest.mark.parametrize(
    ("text", "syntax", "whole", "inner"),
    [
        ("见 [甲][r]\n\n[r]: /u", "reference", "[甲][r]", "甲"),
        ("见 [R][]\n\n[r]: /u", "collapsed", "[R][]", "R"),
        ("见 [r] [x]\n\n[r]: /u", "shortcut", "[r]", "r"),
    ],
)
def test_reference_links(text: str, syntax: str, whole: str, inner: str) -> None:
    built, link = only_link(text)
    assert (link.syntax, link.url, link.destination) == (syntax, "/u", None)
    assert link.reference is not None
    assert link.reference.lower() == "r"
    assert cut(built, link.span) == whole
    assert cut(built, link.text) == inner


def test_an_image_in_a_link_gives_both() -> None:
    built = build_map("[![a *b*](/i.png)](/u)")
    outer, image = built.links
    assert (outer.kind, image.kind) == ("link", "image")
    assert cut(built, outer.text) == "![a *b*](/i.png)"
    assert cut(built, outer.destination) == "/u"
    assert cut(built, image.destination) == "/i.png"
    assert built.html[image.rendered :].startswith('<img src="/i.png"')


def test_definitions_know_whether_they_are_used() -> None:
    text = (
        "[甲][One] ![x][two]\n\n[one]: </a b> 'T'\n[TWO]:\n  /two\n"
        "> [in quote]: /q\n\n[three]: /3\n[three]: /again\n"
    )
    built = build_map(text)
    parts = [
        (
            cut(built, d.label),
            cut(built, d.destination),
            d.url,
            d.name.casefold() in built.labels_used,
        )
        for d in built.definitions
    ]
    assert parts == [
        ("one", "/a b", "/a b", True),
        ("TWO", "/two", "/two", True),
        ("in quote", "/q", "/q", False),
        ("three", "/3", "/3", False),
    ]
    assert cut(built, built.definitions[1].span) == "[TWO]:\n  /two"


def test_undefined_references() -> None:
    built = build_map("见 [甲][nope], [乙][] and [丙]; [ok], `[no]`, [t](/u) [ ]\n\n[ok]: /u\n")
    found = [(cut(built, r.span), r.reference, r.syntax) for r in built.undefined_references]
    assert found == [
        ("[甲][nope]", "nope", "reference"),
        ("[乙][]", "乙", "collapsed"),
        ("[丙]", "丙", "shortcut"),
    ]


def test_headings() -> None:
    built = build_map("# 题 *目* #\n\n甲\n乙\n===\n\n> ## `c` & d\n\n#\n\n#tag\n---\n")
    found = [
        (h.level, h.style, h.text, cut(built, h.span), cut(built, h.content))
        for h in built.headings
    ]
    assert found == [
        (1, "atx", "题 目", "# 题 *目* #", "题 *目*"),
        (1, "setext", "甲 乙", "甲\n乙\n===", "甲\n乙"),
        (2, "atx", "c & d", "## `c` & d", "`c` & d"),
        (1, "atx", "", "#", ""),
        (2, "setext", "#tag", "#tag\n---", "#tag"),
    ]
    for heading in built.headings:
        assert built.html.startswith(f"<h{heading.level}>", heading.rendered)


def test_blocks_and_code_spans() -> None:
    text = "    甲\n    乙\n\n```py title\nx\n```\n\ntext `` a`b ``\n\n<div>\n文\n</div>\n\n- y\n"
    built = build_map(text)
    blocks = [(b.kind, b.info, cut(built, b.span)) for b in built.code_blocks]
    assert blocks == [
        ("indented", "", "甲\n    乙"),
        ("fenced", "py title", "```py title\nx\n```"),
    ]
    for block in built.code_blocks:
        assert built.html.startswith("<pre>", block.rendered)
    (span,) = built.code_spans
    assert (cut(built, span.span), cut(built, span.content)) == ("`` a`b ``", " a`b ")
    (html,) = built.html_blocks
    assert cut(built, html.span) == "<div>\n文\n</div>"
    assert built.html.startswith("<div>", html.rendered)


def test_footnotes_know_whether_they_are_used() -> None:
    built = build_map("甲[^1] and\n\n[^1]: Note\n    more\n\n[^旧]: Old\n\n")
    found = [(f.name, cut(built, f.label), cut(built, f.span), f.used) for f in built.footnotes]
    assert found == [
        ("1", "1", "[^1]: Note\n    more", True),
        ("旧", "旧", "[^旧]: Old", False),
    ]


def check_outline(text: str) -> None:
    built = build_map(text)
    size = len(text)
    for link in built.links:
        assert built.html[link.rendered] == "<"
        parts = [link.text, link.destination, link.title]
        for part in parts:
            if part is not None:
                assert link.span.start <= part.start <= part.end <= link.span.end
        if link.destination is not None and link.title is not None:
            assert link.text.end <= link.destination.start
            assert link.destination.end <= link.title.start
        if link.destination is not None and "\\" not in text and "&" not in text:
            assert cut(built, link.destination) == link.url
    for definition in built.definitions:
        assert definition.span.start <= definition.label.start <= definition.label.end
        assert definition.label.end <= definition.destination.start
        assert definition.destination.end <= definition.span.end
    for reference in built.undefined_references:
        assert text[reference.span.start] in "[!"
        assert text[reference.span.end - 1] == "]"
    for heading in built.headings:
        assert heading.span.start <= heading.content.start <= heading.content.end <= size
    for code in built.code_spans:
        assert text[code.span.start] == text[code.span.end - 1] == "`"


@pytest.mark.parametrize("text", SAMPLES)
def test_parts_lie_inside_their_construct(text: str) -> None:
    if "\ud800" not in text:
        check_outline(text)


@settings(max_examples=400, deadline=None)
@given(MARKDOWN.filter(lambda text: "\ud800" not in text and "\r" not in text))
@example("# `x\\|y`\x0b")
def test_parts_lie_inside_their_construct_in_arbitrary_text(text: str) -> None:
    check_outline(text)


@pytest.mark.slow
@ON_REQUEST
@settings(max_examples=50_000, deadline=None)
@given(MARKDOWN.filter(lambda text: "\ud800" not in text and "\r" not in text))
def test_parts_lie_inside_their_construct_at_length(text: str) -> None:
    check_outline(text)
