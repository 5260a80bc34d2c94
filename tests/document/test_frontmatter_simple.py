"""The quick reading of simple front matter gives what the YAML parser gives, places included."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml.resolver import Resolver

from contentlint.document.frontmatter.handlers import YamlHandler
from contentlint.document.frontmatter.model import Reading
from contentlint.document.frontmatter.yaml_places import YamlPart, yaml_places
from contentlint.document.frontmatter.yaml_scalars import (
    RESOLVED_FIRST,
    UNCERTAIN,
    plain_number,
    plain_value,
)
from contentlint.document.frontmatter.yaml_simple import read_simple
from contentlint.document.frontmatter.yaml_values import YamlValues, compose, plain_node

KEYS = st.sampled_from(
    ["title", "date", "tags", "a-b", "no", "y", "Null", "true", "x1", "on", "a b", "'q'"]
)
PIECES = st.sampled_from(
    [
        "a",
        "no",
        "true",
        "null",
        "12_00",
        "010",
        "10:30",
        "2021-11-08",
        "2018-15-30",
        "1e3",
        "苹果",
        "😀",
        ":",
        "#",
        " ",
        "  ",
        "'",
        '"',
        "-",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "=",
        "~",
        "\\",
        "\t",
        "\u3000",
        "\xa0",
        "\u2028",
        "\x85",
        "\ufeff",
        ".",
        "<",
        "+",
        "_",
        "http://x",
    ]
)
VALUES = st.one_of(
    st.lists(PIECES, max_size=5).map("".join),
    st.sampled_from(
        ["'it'", '"it"', "''", '""', "'a''b'", '"a\\nb"', "a # b", "a#b", "a:b", "a: b", "a:"]
    ),
)
LINES = st.one_of(
    st.tuples(
        KEYS, st.sampled_from([": ", ":", ":  ", " : "]), VALUES, st.sampled_from(["", " "])
    ).map("".join),
    st.tuples(st.sampled_from(["- ", " - ", "  - ", "-", "   -   ", "    "]), VALUES).map("".join),
    st.sampled_from(["", " ", "# note", "  # note", "tags:", "tags: # why", "---x", "%a"]),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6), st.sampled_from(["\n", ""]))
def test_what_is_read_quickly_is_read_as_the_parser_reads_it(lines: list[str], end: str) -> None:
    content = "\n".join(lines) + end
    quick = read_simple(content, 100)
    if quick is None:
        return
    assert_read_alike(content, quick)


def assert_read_alike(content: str, quick: Reading) -> None:
    """*quick*, read from *content* at 100, is what the parser makes of it."""
    root = compose(content)
    builder = YamlValues()
    builder.mapping(root.value)
    expected = yaml.load(content, Loader=yaml.CSafeLoader)
    assert repr(quick.values) == repr(expected), content
    assert quick.odd == builder.odd, content
    places = yaml_places((YamlPart(100, content, root),))
    alone = read_simple(content, 100)
    assert alone is not None
    assert alone.place is not None
    assert {path: alone.place(path) for path in reversed(places)} == places, content
    assert quick.places() == places, content
    assert alone.place(("title", 99)) is None


PLAIN = st.sampled_from(["A walk", "'a: b'", '"a"', "2021-11-08", "12", "no", "010", "a:b", "a#b"])


def field(name: str, kind: str, texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Lines for a field: with a value, empty, or with a list of so many blanks before the dash."""
    if kind == "value":
        return texts.map(lambda text: f"{name}: {text}\n")
    if kind == "empty":
        return st.sampled_from([f"{name}:\n", f"{name}: \n"])
    line = st.one_of(texts.map(lambda text: f"{kind}-  {text} \n"), st.sampled_from(["\n", "#\n"]))
    return st.lists(line, min_size=1, max_size=3).map(lambda lines: f"{name}:\n{''.join(lines)}")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(["title", "date", "tags", "a-b"]), unique=True), st.data())
def test_fields_and_lists_are_read_as_the_parser_reads_them(
    names: list[str], data: st.DataObject
) -> None:
    kinds = st.sampled_from(["value", "empty", "", "  "])
    content = "".join(data.draw(field(name, data.draw(kinds), PLAIN)) for name in names)
    quick = read_simple(content, 100)
    assert (quick is None) == (not names)
    if quick is not None:
        assert_read_alike(content, quick)


def test_what_may_be_more_than_text_is_known_without_the_parser() -> None:
    assert set("".join(filter(None, Resolver.yaml_implicit_resolvers))) <= RESOLVED_FIRST


LETTERS = st.text("nulyesoftraNULYESOFTRA", min_size=1, max_size=5)
WORDS = ["yes", "Yes", "YES", "no", "on", "ON", "off", "true", "True", "null", "Null", "y", "N"]


@settings(max_examples=600, deadline=None)
@given(st.one_of(LETTERS, st.sampled_from(WORDS)))
def test_words_are_what_the_parser_makes_of_them(text: str) -> None:
    value = plain_value(text)
    if value is not UNCERTAIN:
        assert repr(YamlValues().build(plain_node(text))) == repr(value)


def test_only_truth_and_nothing_begin_with_letters() -> None:
    resolvers = Resolver.yaml_implicit_resolvers
    tags = {tag for first in resolvers if first.isalpha() for tag, _ in resolvers[first]}
    assert tags == {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"}


NUMBERS = st.one_of(
    st.integers(-5, 10**20).map(str),
    st.text("0123456789", max_size=4),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds")),
    st.datetimes().map(lambda moment: moment.isoformat("T", "seconds")),
    st.datetimes().map(lambda moment: moment.isoformat("T", "seconds") + "Z"),
    st.datetimes().map(lambda moment: moment.isoformat(" ") + "Z"),
    st.text("0129-: TtW.x", min_size=10, max_size=10),
    st.from_regex(
        r"[0-9]{4}[-W][0-9]{2}-[0-9]{2}[ Tt_x][0-9]{2}.[0-9]{2}:[0-9]{2}", fullmatch=True
    ),
)


@settings(max_examples=600, deadline=None)
@given(NUMBERS)
def test_plain_numbers_and_dates_are_what_the_parser_makes_of_them(text: str) -> None:
    value = plain_number(text)
    if value is not UNCERTAIN:
        builder = YamlValues()
        assert repr(builder.build(plain_node(text))) == repr(value)
        assert not builder.faults
        assert not builder.odd


@pytest.mark.parametrize(
    "content",
    [
        "title: A walk\n",
        "title: 'A walk: in Rome'\ncategories: \n - a\n - b c\n\n# note\ncomments: false\n",
        "tags:\n- a\n- 'b'\n- 12_00\nempty:\nurl: http://a.org/b?c=d#e\ndate: 2021-11-08 10:00:00",
    ],
)
def test_ordinary_posts_are_read_quickly(content: str) -> None:
    quick = read_simple(content, 0)
    assert quick is not None
    assert quick.values == yaml.safe_load(content)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a: b: c\n",
        "a: 'it's'\n",
        "a:\n  b: c\n",
        "a: [b]\n",
        "a: |\n  b\n",
        "a: b\n c\n",
        "a: 1\na: 2\n",
        "no: a\n",
        "a: b\n- c\n",
        "a:\n - b\n  - c\n",
        "a: \x00\n",
        "a: 2018-15-30\n",
    ],
)
def test_all_else_is_left_to_the_parser(content: str) -> None:
    assert read_simple(content, 0) is None


def test_the_handler_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> Any:
        raise AssertionError("the parser was asked")

    monkeypatch.setattr("contentlint.document.frontmatter.handlers.compose", fail)
    assert YamlHandler().read("title: A walk\n", 0).values == {"title": "A walk"}
