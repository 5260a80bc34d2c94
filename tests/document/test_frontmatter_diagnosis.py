"""Syntax errors: the cause in a word, the place, and a fix that says what was meant."""

from __future__ import annotations

from datetime import UTC, datetime

import frontmatter
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contentlint.document.frontmatter import Problem, read
from contentlint.document.frontmatter.quoting import meant_text, quoted


def repaired(text: str, problems: list[Problem]) -> str:
    """*text* with the fixes of *problems* applied."""
    edits = sorted(edit for problem in problems if problem.fix for edit in problem.fix.edits)
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(
    ("value", "cause", "culprit", "meant"),
    [
        ("Rome: a walk", "colon", 4, "Rome: a walk"),
        ("Rome:", "colon", 4, "Rome:"),
        ("a: b: c", "colon", 1, "a: b: c"),
        ("“Rome”: 😀", "colon", 6, "“Rome”: 😀"),
        ("'It's late'", "apostrophe", 3, "It's late"),
        ("'It''s Bob's'", "apostrophe", 3, "It's Bob's"),
        ('"She said "go""', "inner-quote", 10, 'She said "go"'),
        ('"Rome" by night', "inner-quote", 5, '"Rome" by night'),
        ("'Rome' by night", "apostrophe", 5, "'Rome' by night"),
        ('"""""""""\'A walk\'"""""""""', "many-quotes", 1, "A walk"),
        ('""A walk""', "many-quotes", 1, "A walk"),
        ('""Rome" and "Athens""', "many-quotes", 1, '"Rome" and "Athens"'),
        ('"A walk', "unclosed-quote", 0, "A walk"),
        ("'A walk", "unclosed-quote", 0, "A walk"),
        ('"C:\\Users\\ann"', "backslash", 3, "C:\\Users\\ann"),
        ("[x] y", "bracket", 0, "[x] y"),
        ("【x】: y", "colon", 3, "【x】: y"),
        ("[x", "bracket", 0, "[x"),
        ("] x", "bracket", 0, "] x"),
        (", x", "bracket", 0, ", x"),
        ("{x} y", "brace", 0, "{x} y"),
        ('"Rome: a walk”', "curly-quotes", 0, "Rome: a walk"),
        ("“Rome: a walk'", "colon", 5, "“Rome: a walk'"),
        ("“Rome”: “a walk”", "colon", 6, "“Rome”: “a walk”"),
        ("‘It’s’: a walk’", "colon", 6, "‘It’s’: a walk’"),
        ("{{ x }} y", "template", 0, "{{ x }} y"),
        ("@ann writes", "at", 0, "@ann writes"),
        ("`x` is y", "backtick", 0, "`x` is y"),
        ("%x", "percent", 0, "%x"),
        ("*bold* text", "asterisk", 0, "*bold* text"),
        ("& more", "ampersand", 0, "& more"),
        ("| x", "block-mark", 0, "| x"),
        ("> x", "block-mark", 0, "> x"),
        ("- x", "dash", 0, "- x"),
        ("? x", "dash", 0, "? x"),
    ],
)
def test_a_title_that_does_not_parse_is_explained_and_quoted_as_meant(
    value: str, cause: str, culprit: int, meant: str
) -> None:
    text = f"---\ntitle: {value}\ndate: 2021-11-08\ntags: [rome]\n---\nText\n"
    matter = read(text)
    (problem,) = matter.problems
    assert (problem.code, problem.cause) == ("syntax", cause)
    assert text[slice(*problem.span)] == value
    assert problem.related[0][1].start == text.index(value) + culprit
    assert problem.fix is not None
    assert problem.fix.safety == "safe"
    assert matter.broken == {"title"}
    assert set(matter.values) == {"date", "tags"}
    post = frontmatter.loads(repaired(text, matter.problems))
    assert post["title"] == meant
    assert post["tags"] == ["rome"]


@pytest.mark.parametrize(
    ("content", "cause", "place", "expected"),
    [
        ("title: x\ntags:\n\t- a\n\t- b\n", "tab", "\t", {"title": "x", "tags": ["a", "b"]}),
        ("title: x\n date: y\n", "indent", " date: y", {"title": "x", "date": "y"}),
        ("tags:\n  - a\n - b\n", "indent", " - b", {"tags": ["a", "b"]}),
        ("title:Rome\ndate: y\n", "no-space", ":", {"title": "Rome", "date": "y"}),
        ("title：Rome\ndate: y\n", "full-width-colon", "：", {"title": "Rome", "date": "y"}),
        ("tags: [a, b\ndate: y\n", "unclosed-list", "[a, b", {"tags": ["a", "b"], "date": "y"}),
        ("tags:\n  - @a\n  - b\n", "at", "@a", {"tags": ["@a", "b"]}),
        ("tags:\n  - 'a's'\n  - b\n", "apostrophe", "'a's'", {"tags": ["a's", "b"]}),
        ("a:\n  b: c: d\n  e: f\n", "colon", "c: d", {"a": {"b": "c: d", "e": "f"}}),
        ("tags:\n-a\n- b\n", "dash-blank", "-", {"tags": ["a", "b"]}),
        ("tags:\n  * a\n  * b\n", "list-mark", "*", {"tags": ["a", "b"]}),
        ("tags: ['a' 'b']\n", "missing-comma", "['a' 'b']", {"tags": ["a", "b"]}),
        ("tags: ['a'，b]\n", "wide-comma", "['a'，b]", {"tags": ["a", "b"]}),
        ('tags: ["a”, b]\n', "curly-entry", '["a”, b]', {"tags": ["a", "b"]}),
        ("tags: [`a` b, c]\n", "bare-entry", "[`a` b, c]", {"tags": ["`a` b", "c"]}),
        ("date: x\n\ttitle: y\n", "tab", "\t", {"date": "x", "title": "y"}),
        ("title:\u3000x\n", "wide-blank", ":", {"title": "x"}),
        ('title = "x"\ndate: y\n', "equals-sign", "=", {"title": "x", "date": "y"}),
        ("title: =\nid: 1\n", "equals", "=", {"title": "=", "id": 1}),
        ("title => x\nid: 1\n", "equals-sign", "=", {"title": "x", "id": 1}),
        ("title :x\nid: 1\n", "no-space", ":", {"title": "x", "id": 1}),
        ("tags: [a: b: c]\n", "entry-colon", "[a: b: c]", {"tags": ["a: b: c"]}),
        ('title: "it\\\'s"\n', "backslash", '"it\\\'s"', {"title": "it's"}),
        ("title: 'it\\'s'\n", "apostrophe", "'it\\'s'", {"title": "it's"}),
    ],
)
def test_other_faults_are_repaired_too(
    content: str, cause: str, place: str, expected: dict[str, object]
) -> None:
    text = f"---\n{content}---\nText\n"
    (problem,) = read(text).problems
    assert problem.cause == cause
    assert text[slice(*problem.span)] == place
    assert frontmatter.loads(repaired(text, [problem])).metadata == expected


def test_every_broken_entry_has_its_own_problem() -> None:
    text = "---\ntitle: a: b\nauthor: @x\ntags:\n  - [y] z\n  - 'it's'\ndate: 2021-11-08\n---\n"
    matter = read(text)
    assert [problem.cause for problem in matter.problems] == [
        "colon",
        "at",
        "bracket",
        "apostrophe",
    ]
    assert list(matter.values) == ["date"]
    assert matter.broken >= {"title", "author", "tags"}
    assert frontmatter.loads(repaired(text, matter.problems)).metadata["tags"] == ["[y] z", "it's"]


def test_a_line_that_belongs_to_no_field_is_named_and_not_changed() -> None:
    text = "---\ntitle: A walk\nand more of it\ndate: 2021-11-08\n---\n"
    matter = read(text)
    (problem,) = matter.problems
    assert problem.cause == "no-key"
    assert text[slice(*problem.span)] == "and more of it"
    assert problem.fix is None
    assert set(matter.values) == {"title", "date"}


@pytest.mark.parametrize("value", ["'A walk'", '"A walk"', "A walk # long", '"A\n  walk"'])
def test_a_line_after_the_end_of_a_value_is_named_and_not_changed(value: str) -> None:
    text = f"---\ntitle: {value}\n  and more of it\n---\n"
    (problem,) = read(text).problems
    assert problem.cause == "ended-value"
    assert text[slice(*problem.span)] == "and more of it"
    assert problem.fix is None


def test_fields_that_are_read_as_text_are_mended_together_or_not_at_all() -> None:
    for mark, cause in ((":", "no-space"), (" = ", "equals-sign")):
        matter = read(f"---\ntitle{mark}A\ndate{mark}B\n---\n")
        assert [problem.cause for problem in matter.problems] == [cause, cause]
        assert all(problem.fix is not None for problem in matter.problems)
    assert read("---\nThe sum\na = b\n---\n").format is None
    matter = read("---\na:\u00a0\ndate:B\n---\n")
    assert [problem.cause for problem in matter.problems] == ["no-key", "no-space"]
    assert [problem.fix for problem in matter.problems] == [None, None]


def test_typographic_quotes_on_both_sides_may_be_meant_for_readers() -> None:
    (problem,) = read("---\ntitle: “Rome: a walk”\n---\n").problems
    assert problem.cause == "curly-quotes"
    assert problem.fix is not None
    assert problem.fix.safety == "unsafe"


@pytest.mark.parametrize("line", ["描述：标题", "mood:good"])
def test_a_colon_after_a_word_that_nobody_knows_is_not_mended_unasked(line: str) -> None:
    (problem,) = read(f"---\ntitle: A walk\n{line}\n---\n").problems
    assert problem.cause in ("full-width-colon", "no-space")
    assert problem.fix is not None
    assert problem.fix.safety == "unsafe"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("tags: [a,, b]\n", "an entry is missing between two signs of a list"),
        ("tags: [[a], b\n", "a comma or the closing bracket of a list is missing"),
        ("mood: x\n\tplace: y\n", "a tab stands where blanks belong"),
        ("@mood: x\n", "no line or value may begin with this sign"),
    ],
)
def test_what_the_parser_says_is_put_in_plain_words(content: str, reason: str) -> None:
    (problem,) = read(f"---\ntitle: A walk\n{content}---\n").problems
    assert (problem.cause, problem.words["reason"]) == ("other", reason)
    assert problem.fix is None


def test_a_comment_after_a_broken_value_makes_its_fix_unsafe() -> None:
    (problem,) = read("---\ntitle: a: b # why\n---\n").problems
    assert problem.fix is not None
    assert problem.fix.safety == "unsafe"


@pytest.mark.parametrize(
    ("content", "cause", "expected"),
    [
        ("title = A walk\n", "toml-unquoted", {"title": "A walk"}),
        ("title: 'A walk'\n", "toml-colon", {"title": "A walk"}),
        ("title: A walk\n", "toml-colon", {"title": "A walk"}),
        ("draft = True\n", "toml-boolean", {"draft": True}),
        ("draft = no\n", "toml-boolean", {"draft": False}),
        ("title =\n", "toml-empty", {"title": ""}),
        ('title = "She said "go""\n', "inner-quote", {"title": 'She said "go"'}),
        ('title = "A walk\n', "unclosed-quote", {"title": "A walk"}),
        ("title = “A walk”\n", "curly-quotes", {"title": "A walk"}),
        ("title = ‘A walk’\n", "curly-quotes", {"title": "A walk"}),
        ("title = 'It's late'\n", "toml-apostrophe", {"title": "It's late"}),
        ('title = "C:\\Users"\n', "backslash", {"title": "C:\\Users"}),
        ('title == "A walk"\n', "toml-equals", {"title": "A walk"}),
        ("title := 'A walk'\n", "toml-equals", {"title": "A walk"}),
        ("title＝“A walk”\n", "toml-wide-equals", {"title": "A walk"}),
        ("title： A walk\n", "toml-colon", {"title": "A walk"}),
        ('title = "A walk";\n', "toml-end", {"title": "A walk"}),
        ('title = "A walk" // why\n', "toml-comment", {"title": "A walk"}),
        ("我的 标题 = 'x'\n", "toml-name", {"我的 标题": "x"}),
        ("tags = ['a' 'b']\n", "missing-comma", {"tags": ["a", "b"]}),
        ("tags = ['a'，“b”]\n", "wide-comma", {"tags": ["a", "b"]}),
        ("tags = [a, 3]\n", "toml-entry", {"tags": ["a", 3]}),
        ("tags = [\n  'a'\n  'b',\n]\n", "missing-comma", {"tags": ["a", "b"]}),
        ("tags = ('a', 'b')\n", "toml-brackets", {"tags": ["a", "b"]}),
        ("ratio = -.5\n", "toml-point", {"ratio": -0.5}),
        ("ratio = 5.\n", "toml-point", {"ratio": 5.0}),
        ("// why\n", "toml-comment", {}),
        ('title = "it\\\'s"\n', "toml-backslash", {"title": "it's"}),
    ],
)
def test_toml_faults(content: str, cause: str, expected: dict[str, object]) -> None:
    text = f"+++\n{content}weight = 1\n+++\nText\n"
    matter = read(text)
    (problem,) = matter.problems
    assert problem.cause == cause
    assert matter.values == {"weight": 1}
    assert read(repaired(text, [problem])).values == {**expected, "weight": 1}


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("[params\nx = 1\n", "toml-header"),
        ("date = 2021-11\n", "toml-month"),
        ("weight = 05\n", "toml-zero"),
        ("title = null\n", "toml-nothing"),
        ("weight = " + "1" * 5000 + "\n", "toml-long-number"),
        ("weight = 0x" + "f" * 5000 + "\n", "toml-long-number"),
        ("author = {born = 0x" + "f" * 5000 + "}\n", "toml-table"),
        ("title = 'a\nb'\n", "toml-lines"),
        ("author = {name: 'Ann'}\n", "toml-table"),
        ("author = {\n  name = 'Ann',\n  born = {year = 1980}\n}\nmood = 1\n", "toml-table"),
        ("tags = ['a', [b]\n", "toml-list"),
        ("title 'A walk'\n", "toml-no-equals"),
        ("A walk\n", "toml-line"),
    ],
)
def test_toml_faults_that_a_person_mends(content: str, cause: str) -> None:
    (problem,) = read(f"+++\nlayout = 'x'\n{content}+++\n").problems
    assert problem.cause == cause
    assert problem.fix is None


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("[x]\ny = 1\n[x]\nz = 2\n", "[x]", "the same table is begun a second time"),
        ("x = {y = '标'}\nx.z = 1\n", "x.z = 1", "cannot go on below"),
        ("[[x]]\ny = 1\n[x]\n", "[x]", "the same table is begun a second time"),
    ],
)
def test_what_toml_forbids_between_statements_is_told_of_the_later(
    content: str, line: str, reason: str
) -> None:
    text = f"+++\ntitle = '标题'\n{content}+++\nText\n"
    (problem,) = read(text).problems
    assert problem.cause == "other"
    assert reason in problem.words["reason"]
    assert problem.span == (text.rindex(line), text.rindex(line) + len(line))


def test_dots_in_a_long_text_are_no_deep_key() -> None:
    text = "一.二." * 200
    assert read(f"+++\ntitle = '{text}'\n+++\n").values == {"title": text}


def test_what_stands_before_a_line_that_is_no_toml_is_read() -> None:
    matter = read("+++\ntitle = 'A walk'\n\n# why\nno field\n[params]\nmood = 1\n+++\n")
    (problem,) = matter.problems
    assert matter.text[slice(*problem.span)] == "no field"
    assert matter.values == {"title": "A walk", "params": {"mood": 1}}


def test_toml_dates() -> None:
    text = "+++\ndate = Mon, 08 Nov 2021 20:24:00 GMT\ntitle = 'x'\n+++\n"
    (problem,) = read(text).problems
    assert problem.cause == "toml-date"
    fixed = read(repaired(text, [problem]))
    assert fixed.values["date"] == datetime(2021, 11, 8, 20, 24, tzinfo=UTC)
    (problem,) = read("+++\ndate = 2018-15-30\n+++\n").problems
    assert (problem.code, problem.words["value"]) == ("value", "2018-15-30")


def test_toml_tables_are_read_beside_broken_statements() -> None:
    text = (
        '+++\ntitle = A walk\n[params]\nmood = "good"\nplace = Rome\n'
        '[[people]]\nname = "Ann"\n[[people]]\nname = "Bo"\nname = "Bob"\n+++\n'
    )
    matter = read(text)
    assert [(p.code, p.words["field"]) for p in matter.problems] == [
        ("syntax", "title"),
        ("syntax", "place"),
        ("duplicate-key", "name"),
    ]
    assert matter.values == {
        "params": {"mood": "good"},
        "people": [{"name": "Ann"}, {"name": "Bob"}],
    }
    span = matter.value(("people", 1, "name"))
    assert span is not None
    assert text[slice(*span)] == '"Bob"'
    assert text[slice(*matter.problems[2].related[0][1])] == "name"
    assert matter.problems[2].related[0][1].start == text.index('name = "Bo"')


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('{\n"title": "A",\n"id": 1,\n}\nText', "json-trailing-comma"),
        ('{\n"title": "A",\n"tags": [1,],\n"id": 1\n}\nText', "json-trailing-comma"),
        ('{\n"title": "A"\n"id": 1\n}\nText', "json-missing-comma"),
        ('{\n"title": \'A\',\n"id": 1\n}\nText', "json-single-quotes"),
        ('{\n"title": "A",\nid: 1\n}\nText', "json-bare-key"),
        ('{\n"title": "A", // why\n"id": 1\n}\nText', "json-comment"),
        ('{\ntitle: "A",\n"id": 1\n}\nText', "json-bare-key"),
        ('{\n"title": “A”,\n"id": 1\n}\nText', "json-curly"),
        ('{\n"title": A,\n"id": 1\n}\nText', "json-bare-value"),
        ('{\n"title": "A",\n"date": 2021-11-08,\n"id": 1\n}\nText', "json-bare-value"),
        ('{\n"title": "A",\n"draft": False,\n"id": 1\n}\nText', "json-word"),
        ('{\n"title": "A",,\n"id": 1\n}\nText', "json-extra-comma"),
        ('{\n"title": "A"，\n"id": 1\n}\nText', "json-comma-form"),
        ('{\n"title"："A",\n"id": 1\n}\nText', "json-colon"),
        ('{\n"title" "A",\n"id": 1\n}\nText', "json-colon"),
        ('{\n"title": "A",\n"mood": ,\n"id": 1\n}\nText', "json-empty"),
        ('{\n"title": "A",\n"x": "a "b" c",\n"id": 1\n}\nText', "json-inner-quote"),
        ('{\n"title": "A",\n"x": "a\tb",\n"id": 1\n}\nText', "json-tab"),
        ('{\n"title": "A",\n"x": "C:\\Users",\n"id": 1\n}\nText', "json-backslash"),
        ('{\n"title": "A",\n"id": 1,\n"tags": ["a"\n}\nText', "json-unclosed-list"),
    ],
)
def test_json_faults(text: str, cause: str) -> None:
    matter = read(text)
    (problem,) = matter.problems
    assert problem.cause == cause
    assert text[matter.block.end :] == "Text"
    fixed = read(repaired(text, [problem]))
    assert fixed.problems == []
    assert fixed.values["title"] == "A"
    assert fixed.values["id"] == 1


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('{\n"title": "A,\n"id": 1\n}\n', "json-unclosed-quote"),
        ('{\n"title": "A",\n"id": 01\n}\n', "json-number"),
        ('{\n"title": "A",\n"id": .5\n}\n', "json-number"),
        ('{\n"title": "A"\n\nText', "json-unclosed"),
        ('{\n"tags": ["a",\n"title": "x"\n}\n', "json-unclosed-list"),
    ],
)
def test_json_faults_that_a_person_mends(text: str, cause: str) -> None:
    matter = read(text)
    (problem,) = matter.problems
    assert problem.cause == cause
    assert problem.fix is None
    assert "id" not in matter.values or cause == "json-unclosed-quote"


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_json_knows_no_nan(constant: str) -> None:
    (problem,) = read(f'{{"title": "x", "id": {constant}}}\n').problems
    assert problem.code == "syntax"


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")))
def test_quoting_keeps_every_text(text: str) -> None:
    assert frontmatter.loads(f"---\nk: {quoted(text)}\n---\n")["k"] == text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab \"':[]{}@%`*&!|>-?,#\\"), min_size=1, max_size=14))
@example(": # :")
def test_a_repaired_title_reads_as_the_text_that_was_meant(value: str) -> None:
    text = f"---\ntitle: {value}\nid: 1\n---\n"
    matter = read(text)
    syntax = [problem for problem in matter.problems if problem.code == "syntax" and problem.fix]
    if (
        len(syntax) != len(matter.problems)
        or not syntax
        or syntax[0].cause in ("tag", "unclosed-list")
    ):
        return
    after = read(repaired(text, syntax))
    assert after.problems == []
    if "title" in matter.broken:
        # what looks like a comment stays one
        readings = (value.strip(), value.partition(" #")[0].strip())
        assert after.values["title"] in (*readings, *map(meant_text, readings))
