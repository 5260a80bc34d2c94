"""What holds for every check about Markdown and templates, whatever the post."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.checks import (
    links_references,
    markdown,
    markdown_cut,
    markdown_raw,
    templates,
    templates_escaped,
    templates_leftover,
)
from contentlint.document import Document, SiteSettings
from contentlint.findings import Hit
from contentlint.source import Source
from tests.document.test_markdown import MARKDOWN

OPTIONS: dict[str, Any] = {"allow": [], "root": ""}
CHECKS: dict[str, Callable[[Document], Iterable[Hit]]] = {
    "html-as-code": lambda document: markdown.html_as_code(document, OPTIONS, []),
    "html-block-cut": lambda document: markdown_cut.cut_blocks(document, OPTIONS),
    "unparsed-markup": lambda document: markdown_raw.unparsed_markup(document, OPTIONS),
    "reference-undefined": lambda document: links_references.undefined(document, OPTIONS),
    "reference-unused": lambda document: links_references.unused(document, OPTIONS),
    "unescaped-braces": lambda document: templates.unescaped_braces(document, OPTIONS),
    "unclosed-tag": lambda document: templates.unclosed_tag(document, OPTIONS),
    "escaped-braces": lambda document: templates_escaped.escaped_braces(document, OPTIONS),
    "leftover": lambda document: templates_leftover.leftover_directives(document, OPTIONS),
}
FRONT = "---\ntitle: 题\n---\n"


def read(body: str, presets: tuple[str, ...] = ("hexo", "jekyll", "hugo")) -> Document:
    return Document(Source.from_text(FRONT + body, "post.md"), SiteSettings(presets))


def check_hits(body: str) -> None:
    for presets in (("plain",), ("hexo",), ("jekyll", "hugo")):
        document = read(body, presets)
        text = document.source.text
        for check in CHECKS.values():
            for hit in check(document):
                assert document.body_start <= hit.span.start <= hit.span.end <= len(text)
                for _, span in hit.related:
                    assert document.body_start <= span.start <= span.end <= len(text)
                done = document.body_start
                for start, end, _ in sorted(hit.fix[2]) if hit.fix else ():
                    assert done <= start <= end <= len(text)
                    done = end


PARTS = st.sampled_from(
    ["<div>\n", "</div>\n", "<p>", "</p>", "<table>", "<td>", "</td>", "\n\n", "\n\n    ", "    ",
     "**a**", "[a](/b)", "![a](b.png)", "## x\n", "`c`", "```\n", "[a][b]", "[a][]", "[^1]",
     "[^1]: n\n", "[b]: /u\n", "{{ x }}", "{% raw %}", "{% endraw %}", "{% if a %}", "{% endif %}",
     "{{", "{%", "{#", "{{< a >}}", "{{< /a >}}", "{{< highlight go >}}", "&#123;", "&rcub;",
     "<style>", "</style>", "[TOC]\n", "@[toc](x)", "{:.a}", ":::tip\n", "!!! note\n", "文", "> ",
     "- ", "[caption id=a]"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS | st.text(max_size=2), max_size=30).map("".join) | MARKDOWN)
def test_findings_and_edits_stay_inside_the_body(body: str) -> None:
    if "\r" not in body and "\ud800" not in body:
        check_hits(body)


HOSTILE = {
    "code in open elements": "<div>\n\n    <p>x</p>\n\n" * 4000,
    "open elements": "<div>" * 30_000 + "\n\n    <p>x</p>\n",
    "cut paragraphs": "<p>a\n\nb</p>\n\n" * 4000,
    "stars": "<div>\n" + "**a " * 30_000,
    "brackets": "<div>\n" + "[a](" * 30_000,
    "references": "[a][b] " * 8000,
    "footnotes": "[^1] " * 8000,
    "blocks": "{% note %}" * 8000 + "{% endnote %}" * 8000,
    "strays": "{% endnote %} " * 8000,
    "open tags": "{% a " * 20_000,
    "styles": "<style>&#123;</style>\n" * 4000,
    "marks": "{:.a " * 20_000,
    "shortcodes": "{{< a " * 20_000,
    "shown shortcodes": "{{</* a " * 10_000,
    "quoted values": '{{< a b="' * 10_000,
    "raw values": "{{< a `" * 10_000 + "`",
    "values": "{{< a" + " b=c" * 20_000,
    "branches": "{% if a %}<p>{% endif %}" * 4000 + "<b>",
    "open branches": "{% if a %}" * 8000 + "<p" * 20_000,
    "comments": "<!--" * 30_000 + "\n\n    <p>x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_posts_take_linear_time(name: str) -> None:
    document = read(HOSTILE[name])
    started = time.process_time()
    for check in CHECKS.values():
        for _ in check(document):
            pass
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    ("body", "is_accident"),
    [
        ("<ul>\n\n    <li>a</li>\n</ul>\n", True),
        ("<div>\n\n    text only\n\n</div>\n", False),
        ("<div>\n\n    昨天，下雨了。\n\n</div>\n", True),
        ("<div>\n\n    This is a sentence that somebody wrote.\n</div>\n", True),
        ("<div>\n\n    x = call(1);\n</div>\n", False),
        ("<p>\n\n    <b>a</b>\n</p>\n", True),
        ("<p>one\n<p>two\n\n    <b>a</b>\n", False),
        ("<div></div>\n\n    <p>a</p>\n", False),
        ("`<div>` is code\n\n    <p>a</p>\n", False),
        ("<!-- <div> -->\n\n    <p>a</p>\n", False),
        ("<div>\n\nSo it is *done*:\n\n    <p>a</p>\n\n</div>\n", False),
        ("<div>\n\nPlain words\n\n    <p>a</p>\n\n</div>\n", True),
        ("<div>\n\nPlain words\n\n    a</div>\n", True),
        ("    <div>\n\nText\n\n    </div>\n", False),
    ],
)
def test_what_is_code_by_accident(body: str, is_accident: bool) -> None:
    assert bool(list(CHECKS["html-as-code"](read(body)))) is is_accident


def test_only_its_own_generator_is_spoken_of() -> None:
    body = "{{ x }}\n"
    assert list(CHECKS["unescaped-braces"](read(body, ("hexo",))))
    assert not list(CHECKS["unescaped-braces"](read(body, ("jekyll",))))
    assert not list(CHECKS["unclosed-tag"](read("{% if x %}\n", ("plain",))))
    assert list(CHECKS["unclosed-tag"](read("{% if x %}\n", ("jekyll",))))
    fenced = "```\n{% if x %}\n```\n"
    assert list(CHECKS["unclosed-tag"](read(fenced, ("jekyll",))))
    assert not list(CHECKS["unclosed-tag"](read(fenced, ("hexo",))))


def find(check: str, body: str) -> list[str]:
    document = read(body)
    return [document.source.slice(hit.span) for hit in CHECKS[check](document)]


def test_marks_are_found_in_whichever_line_they_stand() -> None:
    lines = ["**a** 甲", "plain", "", "[b](/b) and `c`", "## d", "text ## no heading", "**e**"]
    marks = ["**a**", "[b](/b)", "`c`", "## d", "**e**"]
    for ends in ("\n", "\n \t", "\n\n<div>\n"):
        body = "<div>\n" + ends.join(line for line in lines if line) + "\n</div>\n"
        assert find("unparsed-markup", body) == marks


@given(st.lists(PARTS | st.text("#*~`](\\\t &;\n", max_size=3), max_size=9).map("".join) | MARKDOWN)
def test_a_page_has_no_marks_of_which_its_source_has_no_character(body: str) -> None:
    document = read(body)
    html = document.page.html
    expected = any(mark in html for mark in ("**", "](", "# ", "~~~", "`"))
    assert markdown_raw._may_hold_marks(html, document.latin) == expected


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("as [a][1] and [b][2, 3] say", []),
        ("as [a][1] and [the words][label] say", ["[the words][label]"]),
        ("as [the words]\\[label] say", ["[the words]\\[label]"]),
        ("[a]: /u\n\nsee [the words][]", ["[the words][]"]),
        ("> as [the words][the\n> label] say", ["[the words][the\n> label]"]),
    ],
)
def test_labels_that_are_numbers_are_no_references(body: str, missing: list[str]) -> None:
    assert find("reference-undefined", body) == missing


def test_fenced_code_and_blanks_alone_are_no_code_by_accident() -> None:
    fenced = "<div>\n\n```\n    <p>text</p>\n```\n\n</div>\n"
    assert find("html-as-code", fenced) == []
    assert find("html-as-code", "<div>\n\n\t<p>text</p>\n\n</div>\n") == ["<p>text</p>"]
    assert find("html-as-code", "> <div>\n>\n>     <p>text</p>\n>\n> </div>\n") == ["<p>text</p>"]
