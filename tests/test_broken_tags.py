"""Posts with a tag that is written wrongly: one finding names the cause, and that is all."""

from __future__ import annotations

import pytest

from contentlint import lint_text
from tests.checks.family import fixed

FRONT = "---\ntitle: A post\ndate: 2024-01-02T08:00:00Z\n---\n\n"
SHOWN, PARSE = "markdown/broken-tag", "html/parse-error"
CURLY, SLIP = "html/typographic-quotes", "html/misspelt-attribute"
CASES = {
    'See <a href="https://example.com/page>the page</a> for more.\n': (SHOWN, "<a"),
    "See <a href=https://example.com/a?b=1>the page</a> for more.\n": (SHOWN, "<a"),
    'See <strong class="a>this <em>page</em></strong> for more.\n': (SHOWN, "<strong"),
    '<img src="https://example.com/a.png alt="A cat">\n': (SHOWN, "<img"),
    '<img src="https://example.com/a.png"alt="A cat">\n': (SHOWN, "<img"),
    "<p>if a<b and c falls then <strong>go</strong></p>\n": (PARSE, "<"),
    "<p>if a<b and c < d then <strong>go</strong></p>\n": (PARSE, "<"),
    "<div>if a<b and c falls</div>\n\nAnd so on.\n": (PARSE, "<"),
    "<p>for (i=0; i<n; i++) do</p>\n\n<p>And so on</p>\n": (PARSE, "<"),
    '<p>See <a href="/fair" <b>the fair</b></a></p>\n': (PARSE, "<a"),
    "<a href=“https://example.com”>一个链接</a>\n": (CURLY, "href=“https://example.com”"),
    "<p class=“note of mine”>x</p>\n": (CURLY, "class=“note of mine”"),
    '<p>a <img src="https://example.com/a.png" alt="A" width=“50”></p>\n': (CURLY, "width=“50”"),
    '<a herf="https://example.com/page" target="_self">the page</a>\n': (
        SLIP,
        'herf="https://example.com/page"',
    ),
}


@pytest.mark.parametrize(("body", "expected"), CASES.items())
def test_one_cause_is_one_finding(body: str, expected: tuple[str, str]) -> None:
    text = FRONT + body
    found = lint_text(text, ignore=["text/too-short"]).findings
    assert [finding.rule for finding in found] == [expected[0]]
    assert text[found[0].start.offset : found[0].end.offset] == expected[1]


def test_no_fix_takes_the_end_tag_of_a_tag_that_readers_see() -> None:
    text = 'See <a href="https://example.com/page>the page</a> for more.\n'
    assert fixed(text, SHOWN, "html/stray-end-tag") == text
    text = '<button @click="go">Go</button> and <a herf="b?c>d</a>\n'
    assert fixed(text, "html/stray-end-tag") == text
    text = "`<a href=b` &lt;a href=b> \\<a href=b>{}\n"
    assert fixed(text.format("</a>"), SHOWN, "html/stray-end-tag") == text.format("")
    assert fixed("A </a> b.\n", SHOWN, "html/stray-end-tag") == "A  b.\n"


def test_words_after_a_sign_stay() -> None:
    text = "<p>if a<b and c < d falls then <strong>go</strong></p>\n"
    rules = (PARSE, "html/unknown-attribute", "html/stray-end-tag", "html/unclosed-element")
    said = "<p>if a&lt;b and c &lt; d falls then <strong>go</strong></p>\n"
    assert fixed(text, *rules) == said
    assert fixed(text, *rules, unsafe=False) == text


def test_a_link_that_leads_somewhere_again_may_have_faults_of_its_own() -> None:
    rules = (CURLY, SLIP, "links/insecure")
    text = "<a href=“http://example.com/a”>b</a> <a herf='/c'>d</a>\n"
    assert fixed(text, *rules) == "<a href=\"https://example.com/a\">b</a> <a href='/c'>d</a>\n"


def test_many_signs_take_no_time() -> None:
    body = "a <b and c <a href=d?e=f> " * 5000 + '<img src="a>b"c ' * 5000
    assert len(lint_text(FRONT + body + "\n", select=[SHOWN]).findings) == 50
    assert lint_text(f"{FRONT}<p>{body}</p>\n", select=[PARSE]).findings
