from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.checks.parse_errors import parse_error
from contentlint.document import Document
from contentlint.document.tokenizer_errors import CODES, read_attributes, token_errors
from contentlint.findings import Hit, apply_edits
from contentlint.source import Source
from tests.document.markup_samples import markup

OPTIONS: dict[str, Any] = {"ignore": []}


def _hits(text: str, name: str = "post.html") -> list[Hit]:
    return list(parse_error(Document(Source.from_text(text, name)), OPTIONS))


def _brief(text: str, name: str = "post.html") -> list[tuple[str, str]]:
    source = Source.from_text(text, name)
    found = []
    for hit in _hits(text, name):
        assert hit.data is not None
        found.append((hit.data["code"], source.slice(hit.span)))
    return found


# For every code an input, the construct it is about, and what the fix makes of the input.
CASES: list[tuple[str, str, str, str | None]] = [
    ("abrupt-closing-of-empty-comment", "a<!-->b", "<!-->", "a<!---->b"),
    ("abrupt-closing-of-empty-comment", "a<!--->b", "<!--->", "a<!---->b"),
    ("absence-of-digits-in-numeric-character-reference", "a &# b", "&#", "a &amp;# b"),
    ("absence-of-digits-in-numeric-character-reference", "a &#x; b", "&#x", "a &amp;#x; b"),
    ("cdata-in-html-content", "a<![CDATA[b]]>c", "<![CDATA[b]]>", None),
    ("character-reference-outside-unicode-range", "&#x110000;", "&#x110000;", None),
    ("control-character-in-input-stream", "a\x01b", "\x01", None),
    ("control-character-in-input-stream", "\x01\x02b", "\x01", None),
    ("control-character-in-input-stream", "<p title='\x85'>b", "\x85", None),
    ("control-character-reference", "a&#150;b", "&#150;", "a–b"),
    ("control-character-reference", "<p title='&#x93;b'>", "&#x93;", "<p title='“b'>"),
    ("control-character-reference", "a&#1;b", "&#1;", None),
    ("duplicate-attribute", "<p id=a class=b id='c d'>x", "id='c d'", "<p id=a class=b>x"),
    ("duplicate-attribute", "<p id=a\n  ID>x", "ID", "<p id=a>x"),
    ("end-tag-with-attributes", "<p>a</p class=b>", "</p class=b>", "<p>a</p>"),
    ("end-tag-with-trailing-solidus", "<p>a</p />", "</p />", "<p>a</p>"),
    ("eof-before-tag-name", "a<", "<", "a&lt;"),
    ("eof-before-tag-name", "a</", "</", "a&lt;/"),
    ("eof-in-cdata", "<svg><![CDATA[a", "<![CDATA[a", None),
    ("eof-in-comment", "a<!-- b\n\nc", "<!-- b\n\nc", None),
    ("eof-in-script-html-comment-like-text", "<script>a<!-- b", "<!-- b", None),
    ("eof-in-tag", "a <b>c <a href='/x", "<a href='/x", None),
    ("eof-in-tag", "a &lt; b <a href=/x ", "<a href=/x ", None),
    ("eof-in-tag", "<textarea>a <b </textarea ", "</textarea ", None),
    ("eof-in-tag", "<script>'<a'</script ", "</script ", None),
    ("incorrectly-closed-comment", "a<!-- b --!>c", "<!-- b --!>", "a<!-- b -->c"),
    ("incorrectly-opened-comment", "a<!b>c", "<!b>", "a<!--b-->c"),
    ("incorrectly-opened-comment", "a<!- b ->c", "<!- b ->", None),
    ("invalid-first-character-of-tag-name", "a <3 b", "<", "a &lt;3 b"),
    ("invalid-first-character-of-tag-name", "a</3>b", "</3>", None),
    ("missing-attribute-value", "<p id=>a", "id=", '<p id="">a'),
    ("missing-end-tag-name", "a</>b", "</>", "ab"),
    ("missing-semicolon-after-character-reference", "a &copy b", "&copy", "a &copy; b"),
    ("missing-semicolon-after-character-reference", "<p title='&lt'>", "&lt", "<p title='&lt;'>"),
    ("missing-semicolon-after-character-reference", "&#65b", "&#65", "&#65;b"),
    ("missing-whitespace-between-attributes", "<p id='a'class=b>", "class=b", None),
    ("nested-comment", "<!-- a <!-- b -->c", "<!-- a <!-- b -->", None),
    ("noncharacter-character-reference", "&#xFFFE;", "&#xFFFE;", None),
    ("noncharacter-in-input-stream", "a\ufdd0b", "\ufdd0", None),
    ("null-character-reference", "&#0;", "&#0;", None),
    ("surrogate-character-reference", "&#xD800;", "&#xD800;", None),
    ("surrogate-in-input-stream", "a\ud800b", "\ud800", None),
    ("unexpected-character-in-attribute-name", "<p a'b=c d=e>", "a'b=c", None),
    (
        "unexpected-character-in-unquoted-attribute-value",
        "<a href=x?a=1>b",
        "href=x?a=1",
        '<a href="x?a=1">b',
    ),
    ("unexpected-character-in-unquoted-attribute-value", "<p a=b'>", "a=b'", None),
    ("unexpected-equals-sign-before-attribute-name", "<p =a>", "=a", None),
    ("unexpected-null-character", "a\0b", "\0", "ab"),
    ("unexpected-solidus-in-tag", "<p/id=a>b", "<p/id=a>", "<p id=a>b"),
    ("unexpected-solidus-in-tag", "<br/ >", "<br/ >", "<br >"),
    ("unknown-named-character-reference", "a &nosuch; b", "&nosuch;", "a &amp;nosuch; b"),
    ("abrupt-doctype-public-identifier", "<!doctype html public '>", "", None),
    ("abrupt-doctype-system-identifier", "<!doctype html system '>", "", None),
    ("eof-in-doctype", "<!doctype html", "", None),
    ("invalid-character-sequence-after-doctype-name", "<!doctype html x>", "", None),
    ("missing-doctype-name", "<!doctype>", "", None),
    ("missing-doctype-public-identifier", "<!doctype html public>", "", None),
    ("missing-doctype-system-identifier", "<!doctype html system>", "", None),
    ("missing-quote-before-doctype-public-identifier", "<!doctype html public x>", "", None),
    ("missing-quote-before-doctype-system-identifier", "<!doctype html system x>", "", None),
    ("missing-whitespace-after-doctype-public-keyword", "<!doctype html public'x'>", "", None),
    ("missing-whitespace-after-doctype-system-keyword", "<!doctype html system'x'>", "", None),
    ("missing-whitespace-before-doctype-name", "<!doctypehtml>", "", "<!doctype html>"),
    (
        "missing-whitespace-between-doctype-public-and-system-identifiers",
        "<!doctype html public 'x''y'>",
        "",
        None,
    ),
    (
        "unexpected-character-after-doctype-system-identifier",
        "<!doctype html system 'x' y>",
        "",
        None,
    ),
]
_REST = {
    "<p id='a'class=b>": "<p id='a' class=b>",
}
# Errors of processing instructions, which only the newest standard has.
_NEWEST = frozenset(code for code in CODES if "processing-instruction" in code)


@pytest.mark.parametrize(("code", "text", "construct", "fixed"), CASES)
def test_every_code_with_its_construct_and_fix(code, text, construct, fixed):
    (hit,) = _hits(text)
    assert _brief(text) == [(code, construct or text)]
    fixed = fixed or _REST.get(text)
    assert (hit.fix is not None) == (fixed is not None)
    if hit.fix is not None:
        assert hit.fix.safety == "safe"
        assert apply_edits(text, hit.fix.edits) == fixed
        assert _brief(fixed) == []


def test_no_code_is_left_out():
    assert {case[0] for case in CASES} == CODES - _NEWEST


@pytest.mark.parametrize("name", ["post.html", "post.md"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_shift_nothing(name, newline):
    text = (
        f"---{newline}title: 题{newline}---{newline}{newline}<p>中文{newline}<b a{newline}a>&copy 2"
    )
    text += f"</b></p>{newline}"
    source = Source.from_text(text, name)
    hits = _hits(text, name)
    assert [source.slice(hit.span) for hit in hits] == ["a", "&copy"]
    assert [source.position(hit.span.start)[:2] for hit in hits] == [(7, 1), (7, 3)]


def test_a_null_character_does_not_end_the_reading():
    assert [code for code, _text in _brief("a\0b &nosuch; <p a a>c\0")] == [
        "unexpected-null-character",
        "unknown-named-character-reference",
        "duplicate-attribute",
        "unexpected-null-character",
    ]


def test_errors_are_not_folded_into_one_another():
    assert [text for _code, text in _brief("<p x=1 x=2 X=3>&nosuch;&nosuch;</p y></>")] == [
        "x=2",
        "X=3",
        "&nosuch;",
        "&nosuch;",
        "</p y>",
        "</>",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a & b, AT&T, a &b; c and &amp; &lt;",
        "[x](http://example.com/?a=1&b=2&copy=3) <https://example.com/?a&b>",
        "1 < 2 > 0, <3 and </>, `<b` and `&nosuch;`",
        "```\n<p a a>\n```\n\n    <p a a>\n\n![a&nosuch;](b.png 'c\"d')",
        "{{ '<p a a>' }} and {% set a = '&nosuch;' %} and <p class={{ a }} {{ b }} {{ b }}>x</p>",
    ],
)
def test_text_of_markdown_and_of_templates_has_no_errors(text):
    assert _brief(text, "post.md") == []


def test_html_in_markdown_has_them_at_their_place():
    text = "One &copy two\n\n- <b class=a class=b>three</b>\n\n<div>\nfour &copy five\n</div>\n"
    assert _brief(text, "post.md") == [
        ("duplicate-attribute", "class=b"),
        ("missing-semicolon-after-character-reference", "&copy"),
    ]


def test_a_fix_leaves_template_tags_as_they_are():
    text = "<p class={{ name }}=x id=a id={{ other }}>one</p>\n"
    hits = _hits(text, "post.md")
    edits = [edit for hit in hits if hit.fix for edit in hit.fix.edits]
    assert apply_edits(text, edits) == '<p class="{{ name }}=x" id=a>one</p>\n'


def test_doctypes_are_judged_in_html_files_only():
    assert _brief("<!doctypehtml>\n\nText\n", "post.md") == []
    assert len(_brief("<!doctypehtml>\n\nText\n")) == 1


def test_what_is_no_error_of_the_tokenizer_is_left_to_other_rules():
    assert _brief("<div/>one</div><p>two<!doctype html></p></p>") == []


def test_a_comment_tells_once_of_all_that_stand_in_it_whatever_stands_between():
    comment = "<!--a<!-- \x1b<!-- b-->"
    codes = [code for code, text in _brief(f"<p>{comment}") if text == comment]
    assert codes == ["nested-comment"]


def test_codes_can_be_ignored():
    document = Document(Source.from_text("&nosuch; &copy", "post.html"))
    options = {"ignore": ["unknown-named-character-reference"]}
    (hit,) = parse_error(document, options)
    assert hit.data == {"code": "missing-semicolon-after-character-reference"}


def test_raw_text_is_read_as_the_tree_construction_reads_it():
    assert _brief("<script>if (a < b && c) d('</p x>')</script><textarea>a < b</textarea>") == []
    assert _brief("<noscript><p a a>one</p></noscript>") == [("duplicate-attribute", "a")]
    assert _brief("<svg><style>a &nosuch; <b x x></style></svg>") == [
        ("unknown-named-character-reference", "&nosuch;"),
        ("duplicate-attribute", "x"),
    ]
    assert _brief("<svg><![CDATA[ a > &nosuch; ]]></svg>") == []


@pytest.mark.parametrize("cut", ["<a", "<a href='x' ", "</style", "</a "])
def test_the_tag_that_is_cut_off_in_a_style_sheet_of_a_drawing_is_found(cut):
    assert _brief(f"<a><svg><style>b {cut}")[-1] == ("eof-in-tag", cut)


def test_the_message_of_each_code_is_in_words():
    for code, text, _construct, _fixed in CASES:
        report = lint_text(text, "post.html", select=["html/parse-error"])
        (finding,) = report.findings
        assert finding.data == {"code": code}
        assert code not in finding.message or "doctype" in code


@pytest.mark.parametrize("part", ["<", "&a;", "<p a a>", "<!b>", "&#0;", "</>", "a\0", "<a "])
def test_hostile_pages_take_linear_time_and_few_findings(part):
    text = part * (400_000 // len(part))
    begin = process_time()
    hits = _hits(text)
    assert process_time() - begin < 15
    assert 1 <= len(hits) <= 401
    if part in ("<", "&a;", "&#0;", "</>"):
        assert len(hits) <= 11


def test_a_great_many_attributes():
    text = "<p " + "a " * 50_000 + ">one"
    assert len(_hits(text)) == 200


def test_reads_attributes_like_the_tokenizer():
    tag = "<p a b = c\td='e>f' g=\"\"h =i/j=>"
    found = [tag[item.start : item.end] for item in read_attributes(tag, 0, len(tag))]
    assert found == ["a", "b = c", "d='e>f'", 'g=""', "h =i/j="]


_broken = st.text(alphabet="<>/!-=&;#x'\" \n\tabp中\0", max_size=40)


@given(st.one_of(_broken, markup, st.builds(str.__add__, markup, _broken)))
@example("<a><svg><style><a")
def test_every_finding_is_a_construct_of_the_text(text):
    for name in ("post.html", "post.md"):
        source = Source.from_text(text, name)
        for hit in _hits(text, name):
            assert hit.span.start < hit.span.end <= len(source.text)
            edits = hit.fix.edits if hit.fix else ()
            for edit in edits:
                assert 0 <= edit.start <= edit.end <= len(source.text)


@given(_broken)
def test_fixes_take_their_errors_away(text):
    """One finding may stand for several signs of a tag, of which a fix mends one."""
    text = Source.from_text(text, "post.html").text
    for _ in range(2 * len(text) + 1):
        fixes = [hit.fix for hit in _hits(text) if hit.fix is not None]
        if not fixes:
            return
        fixed = apply_edits(text, fixes[0].edits)
        assert fixed != text
        text = fixed
    raise AssertionError("there is no end of fixes")


ODD_TAGS = [
    "<p",
    "<b",
    " a=1",
    " a='x'",
    ' b="y" b="z"',
    "/",
    ">",
    "</p",
    " =",
    '"',
    "x",
    "\n",
    "<!-- y -->",
    "<style>a</style>",
    "&#0;",
    "&copy",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(ODD_TAGS), max_size=14).map("".join))
def test_on_a_plain_page_the_tag_around_an_error_is_found_without_its_pieces(html: str) -> None:
    page = Document(Source.from_text(html, "post.html")).page
    if page.survey.plain:
        found = token_errors(page.html, page.dom.errors, page.prefix)
        assert token_errors(page.html, page.dom.errors, page.prefix, plain=True) == found
