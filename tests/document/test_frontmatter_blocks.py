"""Where front matter begins and ends, and what merely looks like it."""

from __future__ import annotations

import pytest

from contentlint.document.frontmatter import read
from contentlint.findings import apply_edits

TITLE = {"title": "A walk"}


def codes(text: str) -> list[str]:
    return [
        f"{problem.code}:{problem.cause}" if problem.cause else problem.code
        for problem in read(text).problems
    ]


@pytest.mark.parametrize(
    ("text", "body", "problems"),
    [
        ("---\ntitle: A walk\n---\nText\n", "Text\n", []),
        ("---\ntitle: A walk\n---", "", []),
        ("---\ntitle: A walk\n---\n", "", []),
        ("-----\ntitle: A walk\n---\nText", "Text", ["long-fence"]),
        ("\n\n---\ntitle: A walk\n---\nText", "Text", ["leading:blank"]),
        (" \t\n---\ntitle: A walk\n---\nText", "Text", ["leading:blank"]),
        ("\u200b---\ntitle: A walk\n---\nText", "Text", ["leading:invisible"]),
        ("Hello\n\n---\ntitle: A walk\n---\nText", "Text", ["leading:text"]),
        (
            "--- \ntitle: A walk\n---\t\nText",
            "Text",
            ["fence-blanks:opening", "fence-blanks:closing"],
        ),
        ("---\ntitle: A walk\n\nText", "\nText", ["unclosed"]),
        ("---\ntitle: A walk\n\nText\n\n---\n\nMore", "\nText\n\n---\n\nMore", ["unclosed"]),
        ("---\ntitle: A walk\n...\nText", "Text", ["dots"]),
        ("title: A walk\n---\nText", "Text", ["unopened"]),
        ('+++\ntitle = "A walk"\n+++\nText', "Text", []),
        ('{"title": "A walk"}\nText', "Text", []),
        ('{\n"title": "A walk"\n}\n\nText', "\nText", []),
        ('\n{"title": "A walk"}\nText', "Text", ["leading:blank"]),
        (';;;\n"title": "A walk"\n;;;\nText', "Text", []),
        ('"title": "A walk"\n;;;\nText', "Text", ["unopened"]),
        ("---\ntitle: A walk\n---\nkey: value\n", "key: value\n", []),
        ("---\n\ntitle: A walk\n\n---\nText", "Text", []),
        # the first line that closes a block does, and an empty one before it is part of the block
        ('+++\ntitle = "A walk"\n+++\n+++x\n\n+++\nText', "+++x\n\n+++\nText", []),
        ("--- \ntitle: A walk\n---\n\n---\nText", "\n---\nText", ["fence-blanks:opening"]),
        ("title: A walk\n\n---\nText", "Text", ["unopened"]),
    ],
)
def test_front_matter_is_found_and_read(text: str, body: str, problems: list[str]) -> None:
    matter = read(text)
    assert matter.values == TITLE
    assert text[matter.block.end :] == body
    assert codes(text) == problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "---",
        "Text\n",
        "---\n\nText after a rule.\n\n---\n\nMore.\n",
        "---\nText right after a rule.\n---\nMore.\n",
        "---\n\nNote: a colon, but no field.\n\n---\n",
        "---\nA walk [in] the city: *all\nof it was good\nand the rest {too\n---\n",
        "Note: it was late\ntitle: A walk\n---\nText\n",
        "title: A walk\n\nText\n---\nMore\n",
        '{ "Hello," she said, considering an update }\n\nText\n',
        "{'provided'}\n\nText\n",
        "    ---\ntitle: A walk\n    ---\n",
        "—\nA date: but no field.\n—\nText\n",
        "—\ntitle: A walk\n\nText\n—\n",
        "—\ntitle: A walk\nText\n—\n",
        "***\ntitle: A walk\n***\n",
        "```yaml\ntitle: A walk\n```\nText\n",
        "```yaml\ntitle: A walk\ndate: 2021-11-08\n```\n",
        "```yaml\n---\ntitle: A walk\ndate: 2021-11-08\n```\nText\n",
        "```python\ntitle: str\ndate: str\n```\nText\n",
        "Text\n\n    ---\n    title: A walk\n    ---\n",
        "Text\n\n---\nmood: good\n---\n",
        "```\n---\ntitle: A walk\n---\n```\n",
        "x\n" * 12 + "---\ntitle: A walk\n---\n",
        "Remember: a heading\n---\n",
        "{% raw %}\n{% endraw %}\n",
        "{{ page.title }}\n",
        "{: .class}\n",
        '{"title": "A walk"} is JSON.\n',
        "[1, 2]\n",
        "+++\n",
    ],
)
def test_what_is_no_front_matter_is_left_alone(text: str) -> None:
    matter = read(text)
    assert matter.format is None
    assert matter.values == {}
    assert matter.block == (0, 0)
    assert matter.problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("———\ntitle: A walk\n———\nText", "fence:dashes"),
        ("———  \ntitle: A walk\n—  \nText", "fence:dashes"),
        ("──\ntitle: A walk\n---\nText", "fence:dashes"),
        ("---\ntitle: A walk\n－－－\nText", "fence:dashes"),
        ("---\ntitle: A walk\n--\nText\n\n---\n", "fence:dashes"),
        ("\\---\ntitle: A walk\n\\---\nText", "fence:dashes"),
        ("\n—\ntitle: A walk\n—\nText", "leading:blank fence:dashes"),
        ("  ---\ntitle: A walk\n  ---\nText", "fence:indented"),
        ("---\ntitle: A walk\n ---\nText\n\n---\n", "fence:indented"),
        ("~~~~ yaml\ntitle: A walk\nlayout: x\n~~~~\nText", "fence:code"),
        ("```\n---\ntitle: A walk\nlayout: x\n---\n```\nText", "fence:code"),
        ("```\n---\ntitle: A walk\nlayout: x\n---\n```\nText\n\n---\n", "fence:code"),
    ],
)
def test_lines_that_are_almost_fences(text: str, problem: str) -> None:
    matter = read(text)
    assert matter.values["title"] == "A walk"
    assert text[matter.block.end :].startswith("Text")
    assert codes(text) == problem.split()
    assert not matter.readable


def test_an_indented_line_of_dashes_in_a_value_closes_no_broken_block() -> None:
    text = "---\nnote: |\n  a\n  ---\n  b\ntitle: A: walk\n---\nText"
    matter = read(text)
    assert text[matter.block.end :] == "Text"
    assert codes(text) == ["syntax:colon"]


@pytest.mark.parametrize(
    "content", ["note: |\n  a\n  ---\n  b\n", "note: 'a ---'\n", "a: b--- \n", "a: |\n  ---\n"]
)
def test_dashes_inside_a_value_do_not_close_the_block(content: str) -> None:
    text = f"---\n{content}---\nText\n---\nMore\n"
    matter = read(text)
    assert text[matter.block.end :] == "Text\n---\nMore\n"
    assert matter.problems == []


@pytest.mark.parametrize(
    "text", ["---\n---\nText", "+++\n+++\nText", "{}\nText", "---\n# why\n---\nText"]
)
def test_an_empty_block_is_an_empty_mapping(text: str) -> None:
    matter = read(text)
    assert matter.format is not None
    assert matter.values == {}
    assert matter.problems == []
    assert text[matter.block.end :] == "Text"


def test_a_list_is_front_matter_but_no_mapping() -> None:
    matter = read("---\n- a\n- b\n---\nText")
    assert matter.format == "yaml"
    assert codes("---\n- a\n- b\n---\nText") == ["not-a-mapping:list"]
    assert codes("---\n\n- a\n- b\n\n---\nText") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\n---\ntitle: A\n---\nText", ["duplicate-block:same"]),
        ("---\ntitle: A\n---\n\n\n---\ntitle: B\n---\nText", ["duplicate-block:other"]),
        ('---\ntitle: A\n---\n+++\ntitle = "A"\n+++\n', ["duplicate-block:same"]),
        ("---\ntitle: A\n---\n\n---\n\ntitle: A\n\n---\n", []),
        ("---\ntitle: A\n---\n---\nText\n---\n", []),
        ("---\ntitle: A\n---\nText\n---\ntitle: A\n---\n", []),
    ],
)
def test_a_second_block_right_after_the_first(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "later"),
    [
        ("---\ntitle: a\nx: 1\ntitle: b\n---\n", 4, 18),
        ('{"title": "a", "title": "b"}\n', 1, 15),
        ('+++\ntitle = "a"\ntitle = "b"\n+++\n', 4, 16),
        ("---\ntitle: a\nmap: {k: 1, k: 2}\n---\n", 19, 25),
    ],
)
def test_duplicate_keys_name_both_places(text: str, first: int, later: int) -> None:
    (problem,) = read(text).problems
    assert problem.code == "duplicate-key"
    assert problem.span.start == later
    assert problem.related[0][1].start == first


def test_of_two_equal_keys_the_later_counts() -> None:
    assert read("---\ntitle: a\ntitle: b\n---\n").values == {"title": "b"}
    matter = read("---\ntitle: a\ntitle: b\n---\n")
    assert matter.text[slice(*matter.nearest(("title",)))] == "b"


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "a"%sx}\n',
        "+++\ntitle%sx\n+++\n",
        "+++\ntitle = [a%sx\n+++\n",
        "```%sx\n",
        "———\ntitle: a%sx\n———\n",
    ],
)
def test_long_lines_are_explained_in_linear_time(text: str) -> None:
    assert read(text % (" " * 200_000)).block.end >= 0


@pytest.mark.parametrize("fence", ["---", "+++", ";;;", "{"])
def test_long_files_without_a_closing_fence_are_read_in_linear_time(fence: str) -> None:
    text = f"{fence}\ntitle: x\n" + "\n---x" * 100_000 + " " * 500_000
    assert read(text).block.end <= len(text)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("+++\ntitle = 'A'\n---\nText\n", "+++\ntitle = 'A'\n+++\nText\n"),
        ("---\ntitle: A\n+++ \nText\n", "---\ntitle: A\n--- \nText\n"),
        ("---\ntitle: A\n```\nText\n", "---\ntitle: A\n---\nText\n"),
        ("---\ntitle: A\n```\nx\n```\n", "---\ntitle: A\n---\n```\nx\n```\n"),
        ("---\ntitle: A\n\n***\n", "---\ntitle: A\n---\n\n***\n"),
    ],
)
def test_a_closing_line_of_another_kind_is_named_and_replaced(text: str, fixed: str) -> None:
    matter = read(text)
    problem = matter.problems[0]
    assert problem.code == "unclosed"
    assert problem.fix is not None
    assert apply_edits(text, problem.fix.edits) == fixed
    assert matter.values == read(fixed).values == {"title": "A"}
