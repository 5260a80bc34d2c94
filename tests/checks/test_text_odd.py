"""Characters nobody types: all of them seen in one look, removed where nobody misses them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contentlint.api import lint_text
from contentlint.checks.text_invisible import _REFERENCE, _REFERENCE_STARTS
from contentlint.checks.text_odd import character_name, odd_characters
from contentlint.document import Document
from contentlint.fixes import fix_source
from contentlint.proof import reader_text
from contentlint.source import Source
from tests.checks.family import findings, fixed, found, make_linter

INVISIBLE, CONTROL = "text/invisible-character", "text/control-character"
REPLACED = "text/replacement-character"
SPECIAL = "\x00\x07\x0b\x0c\x1b\x7f\x80\x85\xa0\xad\u061c\u200b\u200c\u200d\u200e\u202a\u202c\u202e"
SPECIAL += "\u2028\u2060\u2066\u2069\u3000\u3164\ufe0f\ufeff\ufffc\ufffd\U000e0041\U000e007f"
TEXTS = st.text("a b\t\n中é👩😀*<p>&;" + SPECIAL, max_size=30)


def document_of(text: str) -> Document:
    return Document(Source.from_text("x" + text, "post.md"))


@given(TEXTS)
def test_one_look_sees_every_odd_character(text: str) -> None:
    odd = odd_characters(document_of(text))
    for character in set(text) & set(SPECIAL) - set("\xad\u3000\ufe0f"):
        assert character in odd
    assert odd.isdisjoint("a b\t\n中é👩😀\u3000")


@given(TEXTS)
@example("\n\x1b\n;")
@example("\n\u2060\x1b\n;")
@example(" \x0c\n;")
@example("  \u2060\n;")
@example(" \u2060 \U000e0041\n;")
def test_safe_fixes_keep_the_reader_s_text(text: str) -> None:
    linter = make_linter([INVISIBLE, CONTROL, REPLACED])
    source = Source.from_text("x" + text, "post.md")
    outcome = fix_source(linter, source, lambda rule, fix: fix.safety == "safe")
    assert outcome.errors == []
    before, after = reader_text(Document(source)), reader_text(Document(outcome.source))
    assert before.replace(" ", "") == after.replace(" ", "")
    again = fix_source(linter, outcome.source, lambda rule, fix: fix.safety == "safe")
    assert again.source.raw == outcome.source.raw


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("> one\n> \x1b\n> two\n", "> one\n> two\n"),
        ("> one\n>\x1b\n> two\n", "> one\n> two\n"),
        ("> > one\n> > \x1b\n> > two\n", "> > one\n> > two\n"),
        ("one\n> \x1b\n> two\n", "one\n> two\n"),
        ("> \x1b\n> two\n", "> \n> two\n"),
        ("> one\n> \x1b\n\ntwo\n", "> one\n> \n\ntwo\n"),
        ("<p>\n> \x1b\n> one\n", "<p>\n> \n> one\n"),
        # what follows would leave the quote, or the heading would be a line
        ("> one\n> \x1b\ntwo\n", None),
        ("> one\n> > \x1b\n> two\n", None),
        ("> \x1b\n> ---\n", None),
        ("> ---\n\x1b\n> - one\n", None),
    ],
)
def test_a_line_of_a_quote_goes_with_its_mark(text: str, after: str | None) -> None:
    linter = make_linter([INVISIBLE, CONTROL])
    outcome = fix_source(linter, Source.from_text(text, "post.md"), lambda rule, fix: True)
    assert (outcome.source.raw, outcome.errors) == (text if after is None else after, [])


@pytest.mark.parametrize(
    ("text", "rule", "where"),
    [
        ("---\x1b\ntitle: A walk\n---\ntext\n", "front-matter/fence-form", "1:1"),
        ("---\ntitle: A walk\n---\x1b\ntext\n", "front-matter/fence-form", "3:1"),
        ("---\ntitle: A walk\n--- \u2060\ntext\n", "front-matter/fence-form", "3:1"),
        ("One\n\n```py\x1b\ncode\n```\n\ntwo\n", "text/control-character", "3:6"),
        ("One\n\n```py\ncode\n```\x1b\n\ntwo\n", "markdown/unclosed-fence", "5:4"),
        ("One\n\n```py\ncode\n``` \u2060\n\ntwo\n", "markdown/unclosed-fence", "5:5"),
        ("[one](b.png 'x\x08')\n", "text/control-character", "1:15"),
    ],
)
def test_what_stands_behind_a_fence_is_told_once(text: str, rule: str, where: str) -> None:
    (finding,) = lint_text(text, "post.md").findings
    assert finding.rule == rule
    assert f"{finding.start.line}:{finding.start.column}" == where


@given(TEXTS)
def test_findings_hold_nothing_that_is_seen(text: str) -> None:
    for rule, written in found("x" + text, INVISIBLE, CONTROL):
        kinds = {unicodedata.category(character) for character in written}
        assert kinds <= {"Cf", "Zl", "Zp", "Lo"} if rule == INVISIBLE else {"Cc"} <= kinds


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 👩🏽\u200d🚀 🏴\u200d☠\ufe0f",
        "می\u200cخواهم کتاب\u200cها",
        "क्\u200dष ന്\u200d",
        "ภาษา\u200bไทย",
        "שלום\u200f, עולם (\u2067abc\u2069)",
        "\u202bعربي\u202c abc",
        "葛\U000e0100城市",
        "ᠮᠣᠩᠭᠣᠯ\u180e",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "**重点。**\u200b后文",
        "Schiff\xadfahrt",
    ],
)
def test_what_scripts_and_emoji_need_is_left_alone(text: str) -> None:
    assert found(text, INVISIBLE) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\u200db", "U+200D"),
        ("a\u200cb", "U+200C"),
        ("😀\u200dabc", "U+200D"),
        ("abc\u200e", "U+200E"),
        ("a\u202eb", "turns the direction"),
        ("עברית\u202e", "turns the direction"),
        ("`if x\u2066`", "turns the direction"),
        ("ok\U000e0020\U000e0068\U000e0069", "'hi'"),
        ("a&#8203;b", "U+200B"),
        ("a&ZeroWidthSpace;b", "U+200B"),
        ("a&#xFEFF;b", "U+FEFF"),
    ],
)
def test_what_nothing_needs_is_found(text: str, message: str) -> None:
    (finding,) = findings(text, INVISIBLE)
    assert message in finding.message


def test_characters_may_be_allowed() -> None:
    options = {"allow": ["U+200B"]}
    assert found("a\u200bb&#8203;", INVISIBLE, options=options) == []
    assert found("a\u200bb\ufeff", INVISIBLE, options=options) == [(INVISIBLE, "\ufeff")]


def test_a_line_separator_leaves_a_blank_between_words() -> None:
    assert fixed("one\u2028two \u2028three", INVISIBLE) == "one two three"


def test_titles_lose_invisible_characters_safely() -> None:
    text = "---\ntitle: 'One\u200b two'\ntags: [a]\n---\ntext\n"
    assert fixed(text, INVISIBLE, unsafe=False) == text.replace("\u200b", "")


def test_control_codes_in_unreadable_front_matter_are_named_once() -> None:
    text = "---\ntitle: a\x07b\n---\nc\x07d\n"
    assert found(text, CONTROL) == [(CONTROL, "\x07")]
    assert findings(text, CONTROL)[0].start.line == 4


def test_half_a_misread_character_is_no_control_code() -> None:
    assert found("caf\xc3\x89 \xe2\x80\x99", CONTROL) == []
    assert found("a\x85b", CONTROL) == [(CONTROL, "\x85")]


def test_a_colour_code_goes_as_a_whole() -> None:
    text = "```\n\x1b[1;32mok\x1b[0m\n```\n"
    assert found(text, CONTROL) == [(CONTROL, "\x1b[1;32m"), (CONTROL, "\x1b[0m")]
    assert fixed(text, CONTROL, unsafe=False) == text
    assert fixed(text, CONTROL) == "```\nok\n```\n"


def test_lost_characters_are_counted_in_runs() -> None:
    assert found("a\ufffd\ufffdb\ufffd", REPLACED) == [
        (REPLACED, "\ufffd\ufffd"),
        (REPLACED, "\ufffd"),
    ]
    assert found("U+FFFD is \ufffd", REPLACED) == []


def test_names_are_those_of_unicode() -> None:
    assert character_name("\u200b") == "U+200B, zero width space"
    assert character_name("\x08") == "U+0008, backspace"


REFERENCES = [
    "#8203",
    "#8288",
    "#65279",
    "#x200b",
    "#X200B",
    "#x2060",
    "#xfeff",
    "#08203",
    "#x0feff",
]
REFERENCES += ["ZeroWidthSpace", "NegativeThinSpace", "NegativeVeryThinSpace", "NoBreak"]


@pytest.mark.parametrize("written", REFERENCES)
def test_a_reference_is_seen_by_how_it_begins(written: str) -> None:
    assert _REFERENCE.fullmatch(f"&{written};")
    assert written.startswith(_REFERENCE_STARTS)


@pytest.mark.parametrize(
    "text", ["a\x08\x08b\n", "```\n\x1b[31mred\x1b[0m\n```\n", "a\x7fb\x9fc\n"]
)
@pytest.mark.parametrize("name", ["post.md", "page.html"])
def test_control_codes_are_told_of_once_by_the_rule_that_mends_them(text: str, name: str) -> None:
    report = lint_text(text, name, select=["text", "html"])
    assert {finding.rule for finding in report.findings} == {CONTROL}
    assert all(finding.fix is not None for finding in report.findings)
    places = [finding.start.offset for finding in report.findings]
    assert places == sorted(set(places))
