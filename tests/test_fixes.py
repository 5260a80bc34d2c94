"""Fixing through the public surface: fixpoint, proof, refusal, and rules that fight."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contentlint.config import CommandChoice
from contentlint.document import Document
from contentlint.findings import Edit, Fix
from contentlint.fixes import fix_source
from contentlint.linter import Linter
from contentlint.project import Fixing, Project
from contentlint.source import Source
from tests.conftest import EXECUTABLE

RULE = """\
id: test/{name}
summary: A rule for the tests of fixing
severity: warning
why: |
  It is here so that the fixer has something to do, and nothing else matters about it.
match: {match}
message: "Found {{match}} in the text."
fix: {{do: replace, value: "{value}", safety: {safety}}}
examples:
  - bad: "{bad}"
    finds: ["{finds}"]
    fixed: "{fixed}"
  - good: "nothing"
"""


def write_rule(
    folder: Path, name: str, word: str, value: str, safety: str = "unsafe", place: str = "body"
) -> None:
    (folder / "test").mkdir(exist_ok=True)
    (folder / "test" / f"{name}.yaml").write_text(
        RULE.format(
            name=name,
            match=f'{{pattern: "{word}", in: {place}}}',
            value=value,
            safety=safety,
            bad=word,
            finds=word,
            fixed=value,
        ),
        encoding="utf-8",
    )


def project(folder: Path, *rules: str) -> Project:
    return Project(CommandChoice(select=rules), isolated=True, rule_folders=(folder,))


def fix(text: str, made: Project, *, unsafe: bool = True) -> tuple[str, list[str], int]:
    fixed, result = made.fix_bytes(text.encode(), "post.md", Fixing(unsafe=unsafe))
    assert not result.errors
    return fixed.decode(), list(result.unfixed), result.fixed


def test_fixes_run_to_a_fixpoint(tmp_path: Path) -> None:
    write_rule(tmp_path, "first", "one", "two")
    write_rule(tmp_path, "second", "two", "three")
    assert fix("one one", project(tmp_path, "test")) == ("three three", [], 4)


def test_rules_that_undo_each_other_are_both_named(tmp_path: Path) -> None:
    write_rule(tmp_path, "first", "one", "two")
    write_rule(tmp_path, "second", "two", "one")
    text, errors, count = fix("one\n", project(tmp_path, "test"))
    assert (text, count) == ("one\n", 0)
    assert len(errors) == 1
    assert "test/first" in errors[0]
    assert "test/second" in errors[0]
    assert "undo each other" in errors[0]


def test_fixes_that_look_harmful_only_side_by_side_are_made_in_turn(tmp_path: Path) -> None:
    write_rule(tmp_path, "mail", "e-mail", "email")
    write_rule(tmp_path, "old", "old", "a very new thing of our own")
    write_rule(tmp_path, "gone", "<p>gone</p>", "")
    text, errors, count = fix("An e-mail and old.\n\n<p>gone</p>\n", project(tmp_path, "test"))
    assert text.rstrip() == "An email and a very new thing of our own."
    assert (errors, count) == ([], 3)


def test_a_fix_that_its_own_rule_finds_again_is_told_as_such(tmp_path: Path) -> None:
    write_rule(tmp_path, "only", "[Oo]ne", "one")
    text, errors, count = fix("One\n", project(tmp_path, "test"))
    assert (text, count) == ("One\n", 0)
    (error,) = errors
    assert error.startswith("the fix of test/only leaves what the rule finds")


@pytest.mark.parametrize(("reveals", "is_fixed"), [("rest", True), ("true", False)])
def test_a_fix_shows_the_rest_of_a_post_only_where_its_rule_says_so(
    tmp_path: Path, reveals: str, is_fixed: bool
) -> None:
    (tmp_path / "test").mkdir()
    rule = RULE.format(
        name="cut",
        match='{pattern: "<!-- cut >", in: source}',
        value="<!-- cut -->",
        safety=f"unsafe, reveals: {reveals}",
        bad="<!-- cut >",
        finds="<!-- cut >",
        fixed="<!-- cut -->",
    )
    (tmp_path / "test" / "cut.yaml").write_text(rule, encoding="utf-8")
    before = "shown\n\n<!-- cut >\n\nhidden\n"
    text, errors, _ = fix(before, project(tmp_path, "test"))
    assert text == (before.replace("cut >", "cut -->") if is_fixed else before)
    assert bool(errors) is not is_fixed


def test_a_fix_that_feeds_itself_comes_to_an_end(tmp_path: Path) -> None:
    write_rule(tmp_path, "grow", "x", "xx")
    text, errors, _ = fix("x", project(tmp_path, "test"))
    assert text == "x"
    assert "test/grow" in errors[0]


@pytest.mark.parametrize(
    ("word", "value"),
    [("seen", "gone"), ("seen", ""), ("seen", "<!-- seen"), ("seen", "<script>seen</script>")],
)
def test_a_safe_fix_that_changes_the_readers_text_is_refused(
    tmp_path: Path, word: str, value: str
) -> None:
    write_rule(tmp_path, "liar", word, value, "safe")
    before = "---\ntitle: A\n---\nwhat is seen here\n"
    text, errors, count = fix(before, project(tmp_path, "test"), unsafe=False)
    assert (text, count) == (before, 0)
    assert "test/liar" in errors[0]
    assert "reader sees" in errors[0]


@pytest.mark.parametrize(
    ("before", "harm"),
    [
        ("It is **bold <i>gone</i>** here.\n", "reader sees"),
        ("A line.\n<i>gone</i>---\n", "<h2>"),
        ("- <i>gone</i>\n\n    More words\n", "<pre>"),
    ],
)
def test_an_unsafe_removal_that_gives_what_stays_another_meaning_is_refused(
    tmp_path: Path, before: str, harm: str
) -> None:
    write_rule(tmp_path, "liar", "<i>gone</i>", "", "unsafe")
    text, errors, count = fix(before, project(tmp_path, "test"))
    assert (text, count) == (before, 0)
    assert harm in errors[0]


@pytest.mark.parametrize("safety", ["safe", "unsafe"])
@pytest.mark.parametrize(
    ("before", "word", "value", "harm"),
    [
        ("One\n\n<!-- cut -->\nTwo\n", "\\n<!-- cut -->\\n", "", "“One” would be joined"),
        ("One <!-- cut -->two\n", " <!-- cut -->two", "<p></p> two", "parted"),
        ("One<br>two\n", "<br>", " ", "a line would end elsewhere"),
        ("- one\n<!-- cut -->\n- two\n", "<!-- cut -->", "", "“one” would stand in <ul><li><p>"),
        ("- one\n\n- two\n", "\\n\\n", "\\n", "“one” would stand in <ul><li> instead"),
        ("## One\n", "## ", "### ", "“One” would stand in <h3> instead of in <h2>"),
        ("> one\n\n<!-- cut -->\n\n> two\n", "\\n\\n<.*>\\n\\n", "\\n>\\n", "at “two”"),
        ("<table><tr><td>a</td><td></td><td>b</td></tr></table>\n", "<td></td>", "", "“”"),
        ("A ![pier](a.png) b\n", "!.*. ", "", "a picture, a field or a frame"),
    ],
)
def test_a_fix_that_makes_other_paragraphs_lines_or_items_is_refused(
    tmp_path: Path, before: str, word: str, value: str, harm: str, safety: str
) -> None:
    write_rule(tmp_path, "liar", word, value, safety, place="source")
    text, errors, count = fix(before, project(tmp_path, "test"))
    assert (text, count) == (before, 0)
    assert harm in errors[0]


def test_a_safe_fix_keeps_the_blanks_between_words(tmp_path: Path) -> None:
    write_rule(tmp_path, "liar", "two words", "twowords", "safe")
    assert fix("two words\n", project(tmp_path, "test"))[2] == 0


@pytest.mark.parametrize(
    ("reshapes", "safety", "is_fixed"),
    [
        ("true", "safe", True),
        ("true", "unsafe", True),
        ("unsafe", "unsafe", True),
        ("unsafe", "safe", False),
        ("false", "unsafe", False),
    ],
)
def test_a_fix_makes_other_lines_only_where_its_rule_says_so(
    tmp_path: Path, reshapes: str, safety: str, is_fixed: bool
) -> None:
    write_rule(tmp_path, "line", "<br>", " ", f"{safety}, reshapes: {reshapes}")
    text, errors, _ = fix("One<br>two\n", project(tmp_path, "test"))
    assert text == ("One two\n" if is_fixed else "One<br>two\n")
    assert bool(errors) is not is_fixed


def test_what_one_rule_may_do_excuses_no_other(tmp_path: Path) -> None:
    write_rule(tmp_path, "line", "<br>", " ", "unsafe, reshapes: true")
    write_rule(tmp_path, "liar", "## ", "### ", "unsafe", place="source")
    text, errors, _ = fix("## One<br>two\n", project(tmp_path, "test"))
    assert text == "## One two\n"
    assert len(errors) == 1
    assert "test/liar" in errors[0]


def test_an_unsafe_fix_may_take_texts_away_as_a_whole(tmp_path: Path) -> None:
    write_rule(tmp_path, "cut", "[*]Advertisement[*]\\n\\n", "", "unsafe")
    before = "- One\n\n  *Advertisement*\n\n  Two\n- Three\n"
    assert fix(before, project(tmp_path, "test"))[1] == []


def test_a_harmless_fix_goes_on_without_the_harmful_one(tmp_path: Path) -> None:
    write_rule(tmp_path, "liar", "seen", "lost", "safe")
    write_rule(tmp_path, "honest", "<i></i>", "", "safe")
    text, errors, _ = fix("a<i></i> seen", project(tmp_path, "test"), unsafe=False)
    assert text == "a seen"
    assert len(errors) == 1
    assert "test/liar" in errors[0]


GONE = "A <i>gone</i> word\n\n"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (GONE * 20 + "a **<i>gone</i>** b\n", None, "fix of test/cut at 41:5 was not applied: the"),
        (
            "a **<i>gone</i>** b\n\n" + GONE * 20,
            None,
            "fix of test/cut at 1:5 was not applied: the",
        ),
        (("a **<i>gone</i>** b\n\n" + GONE * 9) * 2, None, "test/cut at 1:5 and 21:5 were not"),
        (("a **<i>gone</i>** b\n\n" + GONE) * 3, None, "at 1:5, 5:5 and 9:5 were not applied (the"),
        (("a **<i>gone</i>** b\n\n" + GONE) * 4, None, "at 1:5, 5:5, 9:5 and 1 more place were"),
        (("a **<i>gone</i>** b\n\n" + GONE) * 9, None, "at 1:5, 5:5, 9:5 and 6 more places were"),
        # too many to find each
        ("a **<i>gone</i>** b\n\n" * 90 + GONE, "", "as too many of them do harm (the first: the"),
    ],
)
def test_one_fix_that_does_harm_keeps_no_other_of_its_rule(
    tmp_path: Path, before: str, after: str | None, told: str
) -> None:
    write_rule(tmp_path, "cut", "<i>gone</i>", "", "unsafe")
    made = project(tmp_path, "test")
    text, errors, _ = fix(before, made)
    assert text == (before.replace("A <i>gone</i>", "A ") if after is None else before)
    assert len(errors) == 1
    assert told in errors[0]
    assert "the text that a reader sees would change" in errors[0]
    assert fix(text, made) == (text, errors, 0)


def test_two_fixes_that_do_harm_only_together_are_told_apart(tmp_path: Path) -> None:
    write_rule(tmp_path, "cut", "<i>gone</i>", "", "unsafe")
    # one of the two empty lines may go: without both, two paragraphs are one
    before = GONE + "One\n<i>gone</i>\n<i>gone</i>\nTwo\n\n" + GONE
    text, _, count = fix(before, project(tmp_path, "test"))
    assert count >= 2
    assert fix(text, project(tmp_path, "test"))[0] == text


@pytest.mark.parametrize("count", [1, 30, 1000])
def test_fixes_that_all_do_harm_cost_a_bounded_number_of_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    for name in ("one", "two", "three"):
        write_rule(tmp_path, name, f"<i>{name}</i>", "", "unsafe")
    text = "a **<i>one</i>** b **<i>two</i>** c **<i>three</i>** d\n\n" * count
    read: list[str] = []
    find = Linter.find

    def find_and_count(linter: Linter, document: Document) -> Any:
        read.append(document.source.text)
        return find(linter, document)

    monkeypatch.setattr(Linter, "find", find_and_count)
    fixed, errors, _ = fix(text, project(tmp_path, "test"))
    assert (fixed, len(errors)) == (text, 3)
    assert len(read) < 100


def test_fixes_that_stand_in_each_other_and_all_do_harm_cost_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rule(tmp_path, "liar", "seen", "lost", "safe")
    linter = project(tmp_path, "test").linter_for("post.md")
    find, readings = linter.find, 0

    def find_nested(document: Document) -> Any:
        nonlocal readings
        readings += 1
        raws, *rest = find(document)
        edits = [(Edit(low, 400 - low, "lost"),) for low in range(190)]
        nested = [
            raw._replace(fix=Fix("safe", "Replace it", edit)) for raw in raws for edit in edits
        ]
        return nested, *rest

    monkeypatch.setattr(linter, "find", find_nested)
    source = Source.from_text("text " * 39 + "seen " + "text " * 40)
    outcome = fix_source(linter, source, lambda rule, fix: True)
    assert outcome.source.raw == source.raw
    assert readings < 100


def test_an_unsafe_fix_goes_on_without_the_safe_one_that_is_refused(tmp_path: Path) -> None:
    write_rule(tmp_path, "good", "one", "two")
    write_rule(tmp_path, "bad", "seen", "gone", safety="safe")
    text, errors, _ = fix("one seen\n", project(tmp_path, "test"))
    assert text == "two seen\n"
    assert "test/bad" in errors[0]


def test_what_a_safe_fix_settles_needs_no_unsafe_one(tmp_path: Path) -> None:
    write_rule(tmp_path, "all", "word<i></i>", "other")
    write_rule(tmp_path, "tidy", "<i></i>", "", safety="safe")
    assert fix("word<i></i>\n", project(tmp_path, "test")) == ("word\n", [], 1)


def test_a_finding_that_a_fix_brings_and_no_fix_mends_takes_it_back(tmp_path: Path) -> None:
    write_rule(tmp_path, "good", "one", "two")
    write_rule(tmp_path, "bad", "two", "three", safety="safe")
    text, errors, count = fix("one\n", project(tmp_path, "test"))
    assert (text, count) == ("one\n", 0)
    assert errors[-1].startswith("the fixes of test/good were not applied: it would bring a new")


def test_a_fix_may_not_continue_the_field_above(tmp_path: Path) -> None:
    write_rule(tmp_path, "more", "# note", " more", place="source")
    before = "---\ntitle: A\n# note\nday: 1\n---\ntext\n"
    text, errors, count = fix(before, project(tmp_path, "test"))
    assert (text, count) == (before, 0)
    assert "'title' would change" in errors[0]


def test_a_safe_fix_that_puts_letters_in_another_order_is_refused(tmp_path: Path) -> None:
    write_rule(tmp_path, "turn", "was", "saw", safety="safe")
    text, errors, _ = fix("It was\n", project(tmp_path, "test"))
    assert text == "It was\n"
    assert "the text that a reader sees" in errors[0]


@pytest.mark.parametrize(
    "use",
    ["[the guide][g]", "[g]", "[g][]", "![the *old* pier][g]", "[a &amp; b][g]", "[![pier][g]][G]"],
)
def test_a_definition_that_is_read_takes_the_marks_of_all_that_asks_for_it(use: str) -> None:
    before = "Words\n\n" + f"See {use} here.\n" * 90 + "\nMore\n[g]: https://example.com/g\n"
    made = Project(CommandChoice(select=("markdown/unparsed-link",)), isolated=True)
    after = before.replace("More\n", "More\n\n")
    assert fix(before, made) == (after, [], 1)


def test_a_definition_that_is_read_takes_no_other_text(tmp_path: Path) -> None:
    write_rule(tmp_path, "liar", "More", "[g]:", place="source")
    before = "See [a][g].\n\nMore\na-longer-word-that-readers-see\n"
    text, errors, count = fix(before, project(tmp_path, "test"))
    assert (text, count) == (before, 0)
    assert "reader sees" in errors[0]


def test_an_unsafe_fix_that_swallows_the_page_is_refused(tmp_path: Path) -> None:
    write_rule(tmp_path, "open", "hr", "<!--")
    before = "first\n\nhr b\n" + "a long text that must stay readable for the reader. " * 3
    text, errors, _ = fix(before, project(tmp_path, "test"))
    assert text == before
    assert errors


def test_carriage_returns_and_the_mark_stay(tmp_path: Path) -> None:
    write_rule(tmp_path, "first", "one", "two")
    data = b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n\r\none\r\nb"
    fixed, _ = project(tmp_path, "test").fix_bytes(data, "post.md", Fixing(unsafe=True))
    assert fixed == data.replace(b"one", b"two")


def test_the_files_line_ending_is_known_when_none_is_left(tmp_path: Path) -> None:
    write_rule(tmp_path, "join", "one\\n", "two")
    write_rule(tmp_path, "end", "two", "three\\n")
    made = project(tmp_path, "test")
    assert fix("one\r\n", made) == ("three\r\n", [], 2)


def test_a_field_that_is_given_twice_keeps_its_value(tmp_path: Path) -> None:
    write_rule(tmp_path, "blank", "\\u200b", "", "safe", place="source")
    text = "---\ntags: \u200b\ntags: \u200b\n---\ntext\n"
    fixed, errors, _ = fix(text, project(tmp_path, "test"), unsafe=False)
    # the second is the one that counts
    assert fixed == text.replace("\u200b", "", 1)
    assert errors[0].startswith("the fix of test/blank at 3:7 was not applied: ")
    assert "'tags'" in errors[0]


def test_what_cannot_be_removed_keeps_no_other_of_its_rule() -> None:
    text = "---\nauthor: \u200b\n---\none\u200btwo\n"
    made = Project(CommandChoice(select=("text/invisible-character",)), isolated=True)
    assert fix(text, made, unsafe=False)[:2] == (text.replace("e\u200bt", "et"), [])


def test_a_front_matter_value_may_not_change_by_the_way(tmp_path: Path) -> None:
    write_rule(tmp_path, "title", "Old", "New", "safe", place="source")
    before = "---\ntitle: Old\n---\ntext\n"
    text, errors, _ = fix(before, project(tmp_path, "test"), unsafe=False)
    assert text == before
    assert "'title'" in errors[0]


@pytest.mark.parametrize(
    ("front", "fixed"),
    [
        ("tags: [on\u200be, two]", "tags: [one, two]"),
        ("author:\n  name: on\u200be\n  see: [{by: t\u200bwo}]", None),
        ("author:\n  name: yes\n  age: 012", "author:\n  name: 'yes'\n  age: '012'"),
        ("tags: [a, 12:30]", "tags: [a, '12:30']"),
    ],
)
def test_what_stands_in_lists_and_tables_is_mended_as_any_value(
    front: str, fixed: str | None
) -> None:
    made = Project(
        CommandChoice(select=("text/invisible-character", "front-matter/ambiguous-scalar")),
        isolated=True,
    )
    after = front.replace("\u200b", "") if fixed is None else fixed
    text, errors, _ = fix(f"---\n{front}\n---\ntext\n", made, unsafe=False)
    assert (text, errors) == (f"---\n{after}\n---\ntext\n", [])


@pytest.mark.parametrize(
    ("front", "word", "value", "harm"),
    [
        ("tags: [apple, pear]", "apple", "app", "'tags'"),
        ("tags: [apple, pear]", "apple, pear", "pear, apple", "'tags'"),
        ("tags: [apple, pear]", "apple", "pear", "'tags'"),
        ("tags: [apple, pear]", ", pear", "", "'tags'"),
        ("author: {name: A, age: 3}", "age", "agee", "'author'"),
        ("author: {name: A, age: 3}", "3", "4", "'author'"),
        ("day: 2024-05-01", "05-01", "05-02", "'day'"),
        ("day: 2024-05-01T00:00:00+00:00", "[+]00:00", "+01:00", "'day'"),
        ("title: A\n# note\nday: 1", "# note", "draft: true", "gain 'draft'"),
        ("title: A\n# note", "# note", "[", "could not be read"),
        ("title: A", "---\\ntitle", "title", "could not be read"),
        ("title: A", "---\\n", "", "could not be read"),
    ],
)
def test_a_safe_fix_keeps_every_value_of_the_front_matter(
    tmp_path: Path, front: str, word: str, value: str, harm: str
) -> None:
    write_rule(tmp_path, "liar", word, value, "safe", place="source")
    before = f"---\n{front}\n---\ntext\n"
    text, errors, count = fix(before, project(tmp_path, "test"), unsafe=False)
    assert (text, count) == (before, 0)
    assert harm in errors[0]


@pytest.mark.parametrize(
    ("front", "word", "value", "fixed"),
    [
        ("day: 2024-05-01", "1\\n", "1T00:00:00Z\\n", "day: 2024-05-01T00:00:00Z"),
        (
            "day: 2024-05-01T08:00:00Z",
            "T08.*Z",
            "T16:00:00+08:00",
            "day: 2024-05-01T16:00:00+08:00",
        ),
        ("days: [2024-05-01]", "s: .2.*]", "s: ['2024-05-01']", "days: ['2024-05-01']"),
        ("a: .nan\nday: 2024-05-01", "1\\n", "1 00:00Z\\n", "a: .nan\nday: 2024-05-01 00:00Z"),
    ],
)
def test_a_safe_fix_may_write_a_value_otherwise(
    tmp_path: Path, front: str, word: str, value: str, fixed: str
) -> None:
    write_rule(tmp_path, "other", word, value, "safe", place="source")
    text, errors, _ = fix(f"---\n{front}\n---\ntext\n", project(tmp_path, "test"), unsafe=False)
    assert (text, errors) == (f"---\n{fixed}\n---\ntext\n", [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # the words stay, but the class and the address are inside a title
        ('\n<p class="k">A</p>', 'class="k" of <p>'),
        ('\n\n<p>A <a href="/b/" id="c">b</a></p>', 'href="/b/" of <a>'),
    ],
)
def test_a_fix_that_damages_the_attributes_of_others_is_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    write_rule(tmp_path, "swallow", "<!-- one -->", "<div title='")
    body = f"<div>\n<!-- one -->{text}\n<i title='x'>c</i>\n</div>\n"
    fixed, errors, count = fix(body, project(tmp_path, "test"))
    assert (fixed, count) == (body, 0)
    assert len(errors) == 1
    assert f"the attribute {told} would change" in errors[0]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ('<p title="one">A <b class="k">b</b></p>\n', '<p title="two">A <b class="k">b</b></p>\n'),
        ("A [b][c].\n\n[c]: /one/\n", "A [b][c].\n\n[c]: /two/\n"),
        ("<p>A</p>\n\n![b](/one/ 'c') [d](/one/)\n", "<p>A</p>\n\n![b](/two/ 'c') [d](/two/)\n"),
    ],
)
def test_a_fix_may_change_the_attributes_it_stands_in(
    tmp_path: Path, text: str, fixed: str
) -> None:
    write_rule(tmp_path, "other", "one", "two")
    assert fix(text, project(tmp_path, "test"))[:2] == (fixed, [])


@pytest.mark.parametrize("tool", [("git", "apply"), ("patch", "-p1", "--quiet")])
@pytest.mark.parametrize(
    "name",
    [
        b"plain.md",
        b"with blanks.md",
        b" at both ends .md",
        b"tab\tand\nnewline.md",
        b'"quotes" and \\.md',
        b"\x1b[31m.md",
        b"bytes \xff\xfe.md",
        "übung 中.md".encode(),
        b"folder/./a 1999-12-31 23:59:59.md",
    ],
)
def test_a_diff_is_a_patch(tmp_path: Path, tool: tuple[str, ...], name: bytes) -> None:
    if os.name != "posix" or shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed, or such names cannot be")
    for ending in (b"\n", b""):
        for content in (b"\xef\xbb\xbfOne  \r\n\r\nTwo\r\nThree  ", b"One  \n\nTwo\n\n\nThree  "):
            _apply_diff(tmp_path, tool, os.fsdecode(name), content + ending)


def _apply_diff(folder: Path, tool: tuple[str, ...], name: str, content: bytes) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    command = [EXECUTABLE, "check", "--isolated", "--select", "text/trailing-whitespace"]
    shown = subprocess.run([*command, "--diff", name], cwd=folder, capture_output=True, check=False)
    assert (shown.returncode, shown.stderr) == (1, b"")
    done = subprocess.run(tool, cwd=folder, input=shown.stdout, capture_output=True, check=False)
    assert done.returncode == 0, done
    patched = file.read_bytes()
    file.write_bytes(content)
    fixed = subprocess.run([*command, "--fix", name], cwd=folder, capture_output=True, check=False)
    assert fixed.stderr == b""
    assert patched == file.read_bytes() != content


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<!-- contentlint-disable links/insecure images -->Text\n",
            "<!-- contentlint-disable links/insecure, images -->Text\n",
        ),
        ("<h2></h2>\n<p>Text</p>\n", "<p>Text</p>\n"),
    ],
)
def test_what_a_fix_only_lets_be_told_is_no_harm(before: str, after: str) -> None:
    made = Project(CommandChoice(presets=("hexo",)), isolated=True)
    assert fix(before, made, unsafe=False)[:2] == (after, [])


def test_a_file_that_turns_out_to_be_a_post_without_a_day_in_its_name_is_no_harm() -> None:
    made = Project(CommandChoice(presets=("jekyll",)), isolated=True)
    before = b"<h2></h2>\n<p>Text</p>\n"
    fixed, result = made.fix_bytes(before, "_posts/fair.md", Fixing())
    assert (fixed, result.errors) == (b"<p>Text</p>\n", [])
