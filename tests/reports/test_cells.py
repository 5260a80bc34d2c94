"""Widths in terminal cells agree with wcwidth, and cutting and wrapping keep to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from contentlint.reports.parts.cells import cells, pad, take_end, take_start, wrap
from contentlint.reports.parts.visible import visible

from .strategies import many, texts

shown = texts.map(visible)
widths = st.integers(0, 30)


@many
@given(shown)
def test_widths_are_those_of_wcwidth(text: str) -> None:
    assert wcswidth(text) in (-1, cells(text))


def test_the_scripts_measured_here_are_as_wide_as_wcwidth_says() -> None:
    ranges = ((0x20, 0x7F), (0xA1, 0x300), (0x2010, 0x2028), (0x2400, 0x2422), (0x3000, 0xD7A4))
    for first, last in (*ranges, (0xFF01, 0xFFE7)):
        for code in range(first, last):
            char = chr(code)
            if code != 0xAD and wcswidth(char) >= 0:
                assert cells(char) == wcswidth(char), f"U+{code:04X}"
                assert cells("a中" + char) == 3 + wcswidth(char), f"U+{code:04X}"


@many
@given(shown, widths)
def test_taking_from_either_end_fits_and_takes_what_there_is(text: str, width: int) -> None:
    start, size = take_start(text, width)
    assert text.startswith(start)
    assert size == cells(start) <= width
    end, size = take_end(text, width)
    assert text.endswith(end)
    assert size == cells(end) <= width


@many
@given(st.text("ab中，文", max_size=40), widths)
def test_no_further_character_would_fit(text: str, width: int) -> None:
    start, _ = take_start(text, width)
    assert start == text or cells(text[: len(start) + 1]) > width
    end, _ = take_end(text, width)
    assert end == text or cells(text[len(text) - len(end) - 1 :]) > width


@many
@given(shown, st.integers(4, 30))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width or len(line) == 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("one two", ["one two"]),
        ("seven77 8", ["seven77", "8"]),
        ("overlong-word", ["overlon", "g-word"]),
        ("四个汉字宽", ["四个汉", "字宽"]),
        ("", [""]),
    ],
)
def test_lines_break_at_blanks_where_there_are_any(text: str, lines: list[str]) -> None:
    assert wrap(text, 7) == lines


def test_padding_counts_wide_characters_twice() -> None:
    assert pad("帖子", 6) == "帖子  "
