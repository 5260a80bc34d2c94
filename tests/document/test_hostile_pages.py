"""Pages made to hurt: one finding, in linear time, whatever the parser would do with them."""

from __future__ import annotations

import time

from contentlint import lint_text


def test_formatting_that_would_be_copied_without_end_is_cut_short() -> None:
    text = "---\ntitle: x\n---\n" + "".join(f"<p><b id=x{n}>" for n in range(30_000))
    start = time.process_time()
    report = lint_text(text)
    assert time.process_time() - start < 20
    assert [finding.rule for finding in report.findings] == ["html/unclosed-element"]
    assert report.errors == []


def test_what_stands_in_deep_lists_is_compared_where_it_begins() -> None:
    began = time.process_time()
    lint_text("- " * 20_000 + "x</p>\n", select=["html"])
    assert time.process_time() - began < 15
