"""Tables whose rows have more cells than their heads, and texts that only look like such."""

from __future__ import annotations

import time

import pytest

from contentlint import lint_text

TABLE = "> a|b\n> -|-\n> 1|2|3\n\n"


@pytest.mark.parametrize("piece", ["-", "-:", ":-", "- ", "|-", ": ", " "])
def test_rows_that_are_nearly_dashes_take_linear_time(piece: str) -> None:
    start = time.perf_counter()
    report = lint_text(f"{TABLE}|-{piece * 20_000}x\n", "a.md", select=["markdown/lost-cells"])
    assert time.perf_counter() - start < 5
    assert report.errors == []
    assert [finding.rule for finding in report.findings] == ["markdown/lost-cells"]


@pytest.mark.parametrize("row", ["| 1 | 2 |", "| 1 | 2 |  ", "| 1 \\| 2 | 3 |", "| 1 |", "1 | 2"])
def test_rows_that_fit_are_left_alone(row: str) -> None:
    text = f"{TABLE}| a | b |\n| --- | --- |\n{row}\n"
    assert len(lint_text(text, "a.md", select=["markdown/lost-cells"]).findings) == 1
