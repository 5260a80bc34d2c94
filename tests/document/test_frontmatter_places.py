"""Every value's place, in three formats: what stands there parses back to the value."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document import Document, SiteSettings
from contentlint.document.frontmatter import FrontMatter, read
from contentlint.source import Source
from tests.document.frontmatter_samples import (
    as_json,
    as_toml,
    as_yaml,
    json_values,
    toml_values,
    yaml_values,
)


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    """Every path inside *value* with the value there."""
    found = [(path, value)] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += paths_of(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += paths_of(item, (*path, index))
    return found


def same(first: Any, second: Any) -> bool:
    return type(first) is type(second) and first == second


def text_at(matter: FrontMatter, path: tuple[Any, ...]) -> str:
    span = matter.value(path)
    assert span is not None, path
    return matter.text[span.start : span.end]


def column_of(matter: FrontMatter, path: tuple[Any, ...]) -> int:
    span = matter.value(path)
    assert span is not None
    return span.start - matter.text.rfind("\n", 0, span.start) - 1


def parses_to(spelled: str, column: int, value: Any) -> bool:
    """Whether *spelled* alone, or with the indent its first line had, reads as *value*."""
    for text in (spelled, textwrap.dedent(" " * column + spelled)):
        try:
            if same(yaml.load(text, Loader=yaml.CSafeLoader), value):
                return True
        except yaml.YAMLError:
            continue
    return False


@settings(max_examples=250, deadline=None)
@given(
    yaml_values(),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from([20, 80, 1000]),
)
def test_yaml_text_at_each_span_parses_back(
    values: dict[str, Any], flow: bool | None, style: str | None, width: int
) -> None:
    content = as_yaml(values, flow, style, width)
    try:
        expected = yaml.load(content, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return  # PyYAML does not read everything it writes
    matter = read(f"\n---\n{content}---\nbody\n")
    if not isinstance(expected, dict) or content.startswith("---"):
        return
    assert same(matter.values, expected)
    assert not [p for p in matter.problems if p.code != "leading"]
    for path, value in paths_of(expected):
        spelled = text_at(matter, path)
        if re.match(r"(?:!\S+ )?[|>][-+]?[1-9]", spelled):
            continue  # an indent given as a number counts from the parent's
        assert parses_to(spelled, column_of(matter, path), value), path
    for key in expected:
        spelled_key = matter.text[slice(*matter.key((key,)))]
        assert same(yaml.load(spelled_key, Loader=yaml.CSafeLoader), key)


@settings(max_examples=250, deadline=None)
@given(toml_values())
def test_toml_text_at_each_span_parses_back(values: dict[str, Any]) -> None:
    content = as_toml(values)
    try:
        expected = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return  # a line of pluses inside a long string, or the like
    matter = read(f"+++\n{content}\n+++\nbody\n")
    assert same(matter.values, expected)
    assert matter.problems == []
    for path, value in paths_of(expected):
        spelled = text_at(matter, path)
        if isinstance(value, dict) and spelled.startswith("["):
            continue  # a table: its header stands for it
        if isinstance(value, list) and spelled.startswith("[["):
            continue
        assert same(tomllib.loads(f"k = {spelled}")["k"], value), path


@settings(max_examples=250, deadline=None)
@given(json_values(), st.sampled_from([None, 0, 2]), st.booleans())
def test_json_text_at_each_span_parses_back(
    values: dict[str, Any], indent: int | None, plain: bool
) -> None:
    matter = read(as_json(values, indent, plain) + "\nbody\n")
    assert same(matter.values, values)
    assert matter.problems == []
    for path, value in paths_of(values):
        assert same(json.loads(text_at(matter, path)), value), path


TOML = '''+++
title = "😀 字"   # a comment
"a key" . 'b'.c = 1
when = 1979-05-27 07:32:00
long = """
it "said" ""two"" \\
  lines"""
raw = \'\'\'C:\\path\'\'\'
list = [ # why
  "a", [1, 2],
  {x = 1, y.z = "deep"},
]
[params]
author = "Ann"
[params.more]
n = 0x1F
[[people]]
name = "Ann"
[[people]]
name = "Bo"
  [people.home]
  city = "Rome"
+++
body
'''


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        (("title",), '"😀 字"'),
        (("a key", "b", "c"), "1"),
        (("when",), "1979-05-27 07:32:00"),
        (("long",), '"""\nit "said" ""two"" \\\n  lines"""'),
        (("raw",), "'''C:\\path'''"),
        (("list", 1, 0), "1"),
        (("list", 2, "y", "z"), '"deep"'),
        (("params", "author"), '"Ann"'),
        (("params", "more", "n"), "0x1F"),
        (("people", 0, "name"), '"Ann"'),
        (("people", 1, "home", "city"), '"Rome"'),
        (("people", 1), "[[people]]"),
        (("params",), "[params]"),
    ],
)
def test_toml_tables_dotted_keys_and_long_strings(path: tuple[Any, ...], spelled: str) -> None:
    matter = read(TOML)
    assert matter.values == tomllib.loads(TOML.split("+++\n")[1])
    assert text_at(matter, path) == spelled


YAML = """---
base: &base {author: Ann, lang: en}
post:
  <<: *base
  lang: "de"   # a comment
list:
- a

- key: |
    line one

    line two
  other: >-
    folded

# the end of the list
same: *base
"quoted key" : 1
? complex
: value
empty:
---
body
"""


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        (("base",), "&base {author: Ann, lang: en}"),
        (("base", "lang"), "en"),
        (("post", "author"), "*base"),
        (("post", "lang"), '"de"'),
        (("list",), "- a\n\n- key: |\n    line one\n\n    line two\n  other: >-\n    folded"),
        (("list", 1, "key"), "|\n    line one\n\n    line two\n"),
        (("list", 1, "other"), ">-\n    folded"),
        (("same",), "*base"),
        (("quoted key",), "1"),
        (("complex",), "value"),
        (("empty",), ""),
    ],
)
def test_yaml_aliases_merges_blocks_and_comments(path: tuple[Any, ...], spelled: str) -> None:
    matter = read(YAML)
    assert matter.problems == []
    assert matter.values == yaml.safe_load(YAML.split("---\n")[1])
    assert text_at(matter, path) == spelled


def test_an_empty_value_stands_after_its_colon_and_is_shown_by_its_key() -> None:
    matter = read("---\ntitle:   \n---\n")
    assert matter.value(("title",)) == (10, 10)
    assert matter.text[slice(*matter.nearest(("title",)))] == "title"


@pytest.mark.parametrize("between", ["", "  # two more\n", "\n", "\n  # two more\n\n"])
@pytest.mark.parametrize("mark", ["", "\x01", "\x01\x02"])
def test_entries_stand_where_they_stand_whatever_is_between(between: str, mark: str) -> None:
    matter = read(f"---\ntags:\n  - An{mark}n \n{between}  - Bob{mark}\ndraft: true \n---\n")
    assert matter.values == {"tags": ["Ann", "Bob"], "draft": True}
    assert text_at(matter, ("tags", 0)) == f"An{mark}n"
    assert text_at(matter, ("tags", 1)) == "Bob"
    assert text_at(matter, ("draft",)) == "true"
    assert matter.key(("tags", 1)) == (4, 8)
    assert [problem.code for problem in matter.problems] == ["character"] * (2 if mark else 0)


def test_columns_count_code_points() -> None:
    text = "---\n😀😀: 苹果\n字: [🍎, x]\n---\n"
    matter = read(text)
    assert text_at(matter, ("😀😀",)) == "苹果"
    assert text_at(matter, ("字", 1)) == "x"


@pytest.mark.parametrize(
    "content",
    [
        't: "an"\nb: [1, é]\nc:\n  - d\n',
        "t: an\nt: again\n",
        "t: &x an\nu: *x\n",
        "t: a: b\nu: an\n",
    ],
)
def test_a_mark_before_the_first_field_moves_no_place(content: str) -> None:
    def places(mark: str) -> dict[Any, list[str]]:
        source = Source.from_text(f"---\n{mark}{content}---\n\ntext\n", "post.md")
        front = Document(source, SiteSettings()).front_matter
        return {
            path: [source.slice(span) for span in place if span is not None]
            for path, place in front.places.items()
        }

    assert places("\ufeff") == places("")
    assert places("")
