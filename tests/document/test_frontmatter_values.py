"""Values equal to those of the parsers everybody uses, and hostile input that ends quickly."""

from __future__ import annotations

import time
from typing import Any

import frontmatter
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document.frontmatter import read
from contentlint.document.frontmatter.handlers import JsonHandler, TomlHandler, YamlHandler

SCALARS = [
    "no Yes ON off true False NULL ~ null",
    "0 1 -1 +1 010 0b101 0x1F 12_00 1_000.5 10:30 10:30:00.5 .5 1e3 1.0e+3 .inf -.INF .NaN 0o17",
    "2021-11-08 2021-1-5 2001-12-14t21:59:43.10-05:00 2002-12-14",
    "= << ! a#b a:b http://x 1: -a ?a",
]


def plain_yaml(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("spelled", [s for line in SCALARS for s in line.split()])
@pytest.mark.parametrize("form", ["k: {}", "k: [a, {}]", "k: '{}'", "k: !!str {}", "{}: v"])
def test_scalars_are_those_of_safe_loader(spelled: str, form: str) -> None:
    content = form.format(spelled) + "\n"
    matter = read(f"---\nid: 1\n{content}---\n")
    try:
        expected = plain_yaml("id: 1\n" + content)
    except (yaml.YAMLError, ValueError):
        assert matter.problems
        return
    assert repr(matter.values) == repr(expected)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab01:_-.+eox[]{},'\"#&*!|>? \n"), max_size=40))
def test_whatever_safe_loader_reads_is_read_alike(content: str) -> None:
    content = f"id: 1\n{content}\n"
    matter = read(f"---\n{content}---\n")
    try:
        expected = plain_yaml(content)
    except (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return
    if isinstance(expected, dict) and matter.format and "\n---" not in content and matter.readable:
        assert repr(matter.values) == repr(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: &x {p: 1}\nb: {<<: *x, q: 2}", {"a": {"p": 1}, "b": {"p": 1, "q": 2}}),
        ("a: &x {p: 1}\nb: {<<: [*x, {p: 3, r: 4}]}", {"a": {"p": 1}, "b": {"p": 1, "r": 4}}),
        ("a: !!set {x, y}", {"a": {"x", "y"}}),
        ("a: !!binary aGk=", {"a": b"hi"}),
        ("a: !!seq [1]\nb: !!map {c: 1}", {"a": [1], "b": {"c": 1}}),
    ],
)
def test_merges_and_standard_tags(content: str, expected: dict[str, Any]) -> None:
    assert plain_yaml(content) == expected
    matter = read(f"---\n{content}\n---\n")
    assert matter.values == expected
    assert matter.problems == []


def problem_codes(text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.cause) for problem in read(text).problems]


def test_billion_laughs_end_within_a_second() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for number in range(1, 12):
        lines.append(f"a{number}: &a{number} [" + ", ".join([f"*a{number - 1}"] * 9) + "]")
    text = "---\ntitle: A walk\n" + "\n".join(lines) + "\n---\n"
    start = time.perf_counter()
    matter = read(text)
    assert time.perf_counter() - start < 1
    assert [problem.code for problem in matter.problems] == ["too-large"]
    assert matter.values["title"] == "A walk"


@pytest.mark.parametrize(
    "content",
    [
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 50_000,
        "- " * 100_000 + "a",
        "? " * 100_000 + "a",
        "a:\n" + "".join(" " * n + f"k{n}:\n" for n in range(1, 600)),
    ],
)
def test_deep_yaml_is_a_problem_and_no_crash(content: str) -> None:
    start = time.perf_counter()
    problems = read(f"---\ntitle: x\n{content}\n---\n").problems
    assert time.perf_counter() - start < 2
    assert {problem.code for problem in problems} & {"too-deep", "syntax"}


def test_deep_toml_and_json_are_problems() -> None:
    deep = "[" * 5_000 + "]" * 5_000
    assert problem_codes(f"+++\na = {deep}\n+++\n") == [("too-deep", "")]
    assert [code for code, _ in problem_codes(f'{{"title": {deep}}}\n')] == ["too-deep"]
    moderately = "[" * 100 + "]" * 100
    assert problem_codes(f"+++\na = {moderately}\n+++\n") == [("too-deep", "")]
    assert problem_codes(f'{{"title": {moderately}}}\n') == [("too-deep", "")]


def test_an_alias_of_itself_is_a_problem_and_the_rest_is_read() -> None:
    for loop in ("&a [*a]", "&a\n  b: 1\n  c: *a", "&a\n- b\n- *a"):
        matter = read(f"---\ntitle: x\nloop: {loop}\n---\n")
        assert [problem.code for problem in matter.problems] == ["recursive"]
        assert matter.values == {"title": "x"}
        assert matter.broken == {"loop"}
        place = matter.value(("loop",))
        assert place is not None
        assert matter.text[slice(*place)] == loop


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [x]", "!ruby/object:X {a: 1}", "!x y"]
)
def test_tags_are_never_constructed(tag: str) -> None:
    matter = read(f"---\ntitle: x\nevil: {tag}\n---\n")
    assert [(p.code, p.cause) for p in matter.problems] == [("syntax", "tag")]
    assert matter.values == {"title": "x"}


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\x9b", "\ud800", "\uffff"])
def test_characters_that_no_parser_takes_are_problems_with_a_fix(character: str) -> None:
    text = f"---\ntitle: a{character}b\n---\n"
    (problem,) = read(text).problems
    assert problem.code == "character"
    assert text[slice(*problem.span)] == character
    assert problem.fix is not None
    assert problem.fix.edits[0] == (*problem.span, "")
    assert read("---\ntitle: ab\n---\n").values == {"title": "ab"}


@pytest.mark.parametrize(
    "content",
    [
        "\ufefftitle: a\x07\ndate: b\n",
        "\x07\ufefftitle: a\ndate: b\n",
        "\x07title: a\n\x07date: b\n",
        "t\x07itle: \x07a\ndate\x07:\x07 b\n",
        "\ufeff\ufefftitle: a\ndate: b\n",
    ],
)
def test_unreadable_characters_are_read_as_if_they_were_gone(content: str) -> None:
    matter = read(f"---\n{content}---\n")
    assert matter.values == {"title": "a", "date": "b"}
    assert {problem.code for problem in matter.problems} == {"character"}
    for name, value in matter.values.items():
        key = matter.key((name,))
        assert key is not None
        assert matter.text[slice(*key)].replace("\x07", "") == name
        assert matter.spelling((name,)) == value


def test_a_fault_beside_an_unreadable_character_is_placed_and_repaired() -> None:
    text = "---\n\x07title: a: \x07b\ndate\x07: c\n---\n"
    matter = read(text)
    assert matter.values == {"date": "c"}
    (problem,) = [problem for problem in matter.problems if problem.code == "syntax"]
    assert text[slice(*problem.span)] == "a: \x07b"
    assert problem.fix is not None
    assert problem.fix.edits == ((*problem.span, "'a: b'"),)


@pytest.mark.parametrize(
    "content",
    [
        "title: " + "9" * 10_000,
        "title: " + "1:" * 100_000 + "1",
        "x: 0b_",
        "x: 2001-99-99",
        "a: !!int x",
    ],
)
def test_numbers_and_dates_that_do_not_exist_raise_nothing(content: str) -> None:
    start = time.perf_counter()
    read(f"---\nid: 1\n{content}\n---\n")
    read(f"+++\nid = 1\nx = {'9' * 10_000}\n+++\n")
    read('{"title": ' + "9" * 10_000 + "}\n")
    assert time.perf_counter() - start < 2


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["---\n", "\n---\n", "+++\n", "{", ";;;\n", "title: x\n", ""]),
    st.text(max_size=80) | st.text(st.sampled_from("title: [x]\n\t-'\"{}=+;#&*!~"), max_size=120),
    st.sampled_from(["\n---\n", "\n+++\n", "\n}\n", "\n;;;\n", ""]),
)
def test_reading_never_raises_and_spans_lie_inside(opening: str, content: str, end: str) -> None:
    text = opening + content + end
    matter = read(text)
    spans = [matter.block, matter.content, matter.open_fence]
    spans += [problem.span for problem in matter.problems]
    for place in matter.places.values():
        spans += [place.value, place.key or place.value]
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text)
    for problem in matter.problems:
        for edit in problem.fix.edits if problem.fix else ():
            assert 0 <= edit.start <= edit.end <= len(text)


def test_our_handlers_work_in_python_frontmatter() -> None:
    text = "---\ntitle: A walk\n---\nText"
    assert frontmatter.loads(text, handler=YamlHandler()).metadata == {"title": "A walk"}
    toml = frontmatter.loads('+++\ntitle = "A walk"\n+++\nText', handler=TomlHandler())
    assert toml.metadata == {"title": "A walk"}
    assert toml.content == "Text"
    json_post = frontmatter.loads('{"title": "A walk"}\nText', handler=JsonHandler())
    assert json_post.metadata == {"title": "A walk"}
    assert json_post.content == "Text"
    with pytest.raises(yaml.YAMLError):
        frontmatter.loads("---\ntitle: a: b\n---\n", handler=YamlHandler())


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + "a: b: c\n" * 60_000 + "---\n",
        "---\ntitle: [\n" + "  - x: y: z\n" * 60_000 + "---\n",
        "---\ntitle: '" + "it's " * 100_000 + "'\n---\n",
        "+++\n" + "a = b\n" * 60_000 + "+++\n",
        "---\n" + "title: x\n" * 20_000 + "---\n",
        '{"title": "x",\n' + '"a": b,\n' * 60_000 + "}\n",
        "---\n" + "\x00" * 500_000 + "\n---\n",
    ],
    ids=["entries", "one entry", "one line", "toml", "duplicates", "json", "characters"],
)
def test_large_broken_front_matter_is_judged_in_seconds(text: str) -> None:
    start = time.perf_counter()
    read(text)
    assert time.perf_counter() - start < 10
