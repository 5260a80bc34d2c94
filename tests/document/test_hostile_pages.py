"""Pages made to hurt: one finding, in linear time, whatever the parser would do with them."""

from __future__ import annotations

import time

import pytest

from contentlint import lint_text


def test_formatting_that_would_be_copied_without_end_is_cut_short() -> None:
    text = "---\ntitle: x\n---\n" + "".join(f"<p><b id=x{n}>" for n in range(30_000))
    start = time.process_time()
    report = lint_text(text)
    assert time.process_time() - start < 20
    (finding,) = report.findings
    assert finding.rule == "limits/too-complex"
    assert "most often <b>" in finding.message
    assert (finding.start.line, finding.start.column) == (1, 1)
    assert report.errors == []


def test_what_stands_in_deep_lists_is_compared_where_it_begins() -> None:
    began = time.process_time()
    lint_text("- " * 2_400 + "x</p>\n", select=["html"])
    assert time.process_time() - began < 3


DEEP = {
    "post.md": ["- ", "1. ", ">", "> - ", "<div>", "<table><tr><td>"],
    "post.html": ["<ul><li>", "<font>", "<svg>", "<DIV\n>"],
}


@pytest.mark.parametrize(("name", "sign"), [(name, sign) for name in DEEP for sign in DEEP[name]])
def test_what_is_nested_without_end_is_one_finding(name: str, sign: str) -> None:
    report = lint_text(sign * 100_000 + "x\n", name)
    (finding,) = report.findings
    assert finding.rule == "limits/too-complex"
    assert "more than 5,000 deep" in finding.message
    assert report.errors == []


@pytest.mark.parametrize("sign", ["- ", ">", "<b>", "<p>x</p>"])
def test_the_cost_of_nesting_grows_with_the_length(sign: str) -> None:
    def cost(count: int) -> float:
        text = sign * count + "x\n"
        return min(measure(text) for _ in range(3))

    assert cost(40_000) < 10 * cost(10_000) + 0.2


def measure(text: str) -> float:
    began = time.process_time()
    lint_text(text)
    return time.process_time() - began


def test_many_elements_side_by_side_are_no_nesting() -> None:
    text = "<p>One\n" * 6_000 + "<ul>" + "<li>Two\n" * 6_000 + "</ul>" + "<br><hr>" * 6_000
    assert "limits/too-complex" not in {finding.rule for finding in lint_text(text).findings}
