"""Definitions of links that stand right below a line of text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.checks.markdown_below import definitions_below
from contentlint.checks.markdown_signs import markdown_signs
from contentlint.document import Document
from contentlint.rules.triggers import FACTS
from contentlint.source import Source
from tests.checks.family import found

RULE = "markdown/unparsed-link"
POST = "See [`Label`] and [text][two].\n\nA line\n[`Label`]: <https://example.com/a>\n[two]: /b\n"
PARTS = st.sampled_from(
    ["[a]: /b\n", "[`c`]: <https://example.com/c>\n", '[d]: /d "t"\n', '"t"\n', "[a]", "[x][d]",
     "[`c`][] ", "a line\n", "\n", "> ", "- ", "  ", "    ", "---\n", "# b\n", "```\n", "<b>\n",
     "| a |\n|---|\n", "{{ x }}", "\\", "&amp;", "文\n"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("preset", "told"),
    [
        ("plain", True),
        ("hexo", True),
        ("hugo", True),
        ("jekyll", True),
        ("zola", True),
        ("astro", True),
        ("docusaurus", True),
        ("vitepress", True),
        ("eleventy", True),
        ("mkdocs", False),
    ],
)
def test_only_python_markdown_reads_them(preset: str, told: bool) -> None:
    rules = (RULE, "links/reference-undefined")
    expected = [(RULE, "[`Label`]: <https://example.com/a>")] if told else []
    assert found(POST, *rules, presets=(preset,)) == expected


@pytest.mark.parametrize(
    ("body", "finds"),
    [
        # who speaks stands in brackets as well
        ("It begins.\n[Tom]: yes\n[Ann]: /help\n[Tom]: not so\n", []),
        ("See [Tom].\n\nIt begins.\n[Tom]: yes\n", []),
        ("See [him][Tom].\n\nIt begins.\n[Tom]: yes\n", ["[Tom]: yes"]),
        # indented like this, it is code below an empty line
        ("See [a].\n\nA line\n        [a]: /a\n", []),
        ("See [a].\n\nA line\n    [a]: /a\nAnother line\n[a]: /a\n", ["[a]: /a"]),
        # what has an address already
        ("See [a].\n\n[a]: /a\n\nA line\n[a]: /b\n[c]: https://example.com/c\n",
         ["[c]: https://example.com/c"]),
        ("See [a].\n\nA line\n[a]: /a\n\nA line\n[a]: /b\n", ["[a]: /a"]),
        # right below what is no paragraph, it is a definition
        ("# A\n[a]: /a\n\n---\n[b]: /b\n\n```\nc\n```\n[c]: /c\n\n[a] [b] [c]\n", []),
        ("`See [a]`\n\n```\nA line\n[a]: https://example.com/a\n```\n", []),
        ("<div>\nA line\n[a]: https://example.com/a\n</div>\n", []),
        ("A line\n\\[a]: https://example.com/a\n[^b]: https://example.com/b\n", []),
    ],
)  # fmt: skip
def test_which_lines_were_to_be_definitions(body: str, finds: list[str]) -> None:
    assert [text for _, text in found(body, RULE)] == finds


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=25).map("".join))
def test_an_empty_line_makes_the_definition(body: str) -> None:
    document = Document(Source.from_text(body, "post.md"))
    for hit in definitions_below(document):
        assert markdown_signs(document) & FACTS["literal-brackets"]
        text = document.source.slice(hit.span)
        label = text[1 : text.index("]:")]
        defined = document.page.source_map.definitions
        assert label not in {each.name for each in defined}
        if hit.fix is not None:
            ((start, end, new),) = hit.fix[2]
            fixed = Document(Source.from_text(body[:start] + new + body[end:], "post.md"))
            assert label in {each.name for each in fixed.page.source_map.definitions}


@pytest.mark.parametrize(
    ("body", "fixable"),
    [
        ("See [a] and [b].\n\nA line\n[a]: /a\n[b]: /b\n", True),
        # the address of the second would vanish from the page
        ("See [a].\n\nA line\n[a]: /a\n[b]: https://example.com/b\n", False),
        # the lines above would be a heading no more
        ("See [a].\n\nA line\n[a]: /a\n---\n", False),
        # the quotation would be the title of the link
        ('See [a].\n\nA line\n[a]: /a\n"Come and stay."\n', False),
    ],
)
def test_a_fix_loses_no_address_heading_or_title(body: str, fixable: bool) -> None:
    (hit,) = definitions_below(Document(Source.from_text(body, "post.md")))
    assert (hit.fix is not None) == fixable


def test_what_has_definitions_below_text_may_lack_others() -> None:
    body = "See [a] and [x][d].\n\nA line\n[a]: /a\n"
    rules = (RULE, "links/reference-undefined")
    assert sorted(text for _, text in found(body, *rules)) == ["[a]: /a", "[x][d]"]
