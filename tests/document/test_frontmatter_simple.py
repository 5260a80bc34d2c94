"""The quick reading of simple front matter gives what the YAML parser gives, places included."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document.frontmatter.handlers import YamlHandler
from contentlint.document.frontmatter.yaml_places import YamlPart, yaml_places
from contentlint.document.frontmatter.yaml_simple import read_simple
from contentlint.document.frontmatter.yaml_values import compose

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
    expected = yaml.load(content, Loader=yaml.CSafeLoader)
    assert repr(quick.values) == repr(expected), content
    assert quick.places() == yaml_places((YamlPart(100, content, compose(content)),)), content


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
