"""What is surely no expression of JavaScript, and which names one needs."""

from __future__ import annotations

import pytest

from contentlint.checks.expressions import is_broken, needed_name, sets_name

BROKEN = """two words|"a": 1|...|#id|.red|% raw %|一、二|a: 1|it's|a +|a(|a)|a;|a&lt;b|a b c
f(a b)|1 2|{a b}|"a|≤|a…b|“a”|*|\\frac|not a|key: value|a.b.|=100x200|new
if (a) b|const a = 1|let a = 1|return a|for (a of b) {}|a if b else c|[a, return]|a ? b"""
SOUND = """{if: 1, for: 2}|a.if|let in a|let|a|a ? b : c|a.b?.c[0]|f(a, b,)|[1,,2]|{a: 1, b, ...c}
-a - -b|!a|typeof a|new Date().getYear()|a => b|(a, b) => ({c: a})|`a ${b}`|/re/.test(a)|a / b|a = 1
a?.5:1|a++|<b>two words</b>|a < b|function (a) { return 1 }|import.meta.env|a?.['b']|{'a': 1}
/* two words */ a|a // two words
名字|a instanceof B|{a() {}}|async () => 1|a\n+ b|$a|"two words"|'a\\'b c'|a as B"""


@pytest.mark.parametrize("code", [each for line in BROKEN.splitlines() for each in line.split("|")])
def test_what_no_compiler_reads(code: str) -> None:
    assert is_broken(code, jsx=True)
    assert is_broken(code, jsx=False)


@pytest.mark.parametrize("code", [each for line in SOUND.splitlines() for each in line.split("|")])
def test_what_may_be_read(code: str) -> None:
    assert not is_broken(code, jsx=True)


def test_blanks_and_comments_are_no_fault_and_long_code_is_not_judged() -> None:
    assert not is_broken(" /* later */ ", jsx=True)
    assert not is_broken("two words " * 50, jsx=True)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("a", "a"),
        (" a.b?.c[0] ", "a"),
        ("{ a.b }", "a"),
        ("a + b", None),
        ("a()", None),
        ("1", None),
        ("a" * 500, None),
    ],
)
def test_the_name_that_is_needed(code: str, name: str | None) -> None:
    assert needed_name(code) == name


def test_the_name_that_is_set() -> None:
    assert [sets_name(code) for code in ("a=300", "a == 1", "a => 1", "a.b = 1")] == [
        "a",
        None,
        None,
        None,
    ]
