"""What Vue does not compile in VitePress, and what Python-Markdown reads in MkDocs."""

from __future__ import annotations

import pytest

from contentlint import lint_text


def found(text: str, rule: str, preset: str) -> list[str]:
    report = lint_text(text, "a.md", presets=[preset])
    assert not report.errors
    findings = [each for each in report.findings if each.rule == rule]
    return [text[each.start.offset : each.end.offset] for each in findings]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{{ a b }} and `{{ c d }}`\n", ["{{ a b }}", "{{ c d }}"]),
        ("    {{ a b }}\n", ["{{ a b }}"]),
        ("```\n{{ a b }}\n```\n\n~~~js\n{{ a b\n~~~\n", []),
        ("{{< figure src='a.png' >}} {{ 'a' | upper }}\n", ["{{< figure src='a.png' >}}"]),
        ("<p v-for='a in [1]'>{{ a.b }}</p>\n", []),
        ("{{ one\n\n{{ two }}\n", ["{{ one\n\n{{ two }}"]),
        ("{{ a.b }} {{ Math.PI }} {{ $a.b }}\n", ["{{ a.b }}"]),
    ],
)
def test_double_braces(text: str, faults: list[str]) -> None:
    assert found(text, "template/vue-syntax", "vitepress") == faults
    assert found(text, "template/vue-syntax", "plain") == []


@pytest.mark.parametrize("text", ["{{ a b }} " * 5_000, "{{" * 20_000, "<!-- {{ " * 5_000])
def test_many_braces_take_time_by_their_number(text: str) -> None:
    assert found(text, "template/vue-syntax", "vitepress")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("**注意：**这里。\n", "markdown/unparsed-emphasis"),
        ("##标题\n", "markdown/unparsed-heading"),
    ],
)
def test_python_markdown_reads_more(text: str, rule: str) -> None:
    assert found(text, rule, "plain")
    assert found(text, rule, "mkdocs") == []
