"""What MDX does not compile."""

from __future__ import annotations

import pytest

from contentlint import lint_text


def found(text: str, preset: str = "astro", name: str = "a.mdx") -> list[str]:
    report = lint_text(text, name, presets=[preset], select=["template/mdx-syntax"])
    assert not report.errors
    return [text[each.start.offset : each.end.offset] for each in report.findings]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("<Tabs><Tab>one</Tabs>\n", ["<Tab>"]),
        ("<>one\n", ["<>"]),
        ("</></Tab>\n", ["</>", "</Tab>"]),
        ("<p>one</p> <Chart a={{b: 1}} /> <a.b>two</a.b>\n", []),
        ("{one} {two {three} \n", ["{"]),
        ("{`}`} {'{'} {/* { */ 1}\n", []),
        ("{a ? 'it's' : \"}\"}\n", []),
        ("\\{ `{` `<br>`\n\n```\n{<br>\n```\n", []),
        ("<img src='a.png'> <img src='a.png'/>\n", ["<img src='a.png'>"]),
        ("Write to <ann@example.com>.\n", ["<ann@example.com>"]),
        ("1 < 2 and 3<=4 but $a<5$ and `b<5`\n", ["<"]),
        ("import {a} from 'b'\n\nexport const c = <br/>\n\ntext\n", []),
    ],
)
def test_what_the_compiler_stops_at(text: str, faults: list[str]) -> None:
    assert found(text) == faults


def test_only_mdx_is_compiled_and_docusaurus_takes_comments() -> None:
    text = "<!-- later --> One <br> two\n"
    assert found(text) == ["<!-- later -->", "<br>"]
    assert found(text, "docusaurus") == ["<br>"]
    assert found(text, name="a.md") == []


@pytest.mark.parametrize("text", ["{" * 20_000, "<i>" * 4_000 + "</b>" * 4_000])
def test_many_faults_take_time_by_their_number(text: str) -> None:
    assert len(found(text)) > 1_000
