"""Text, newlines, lines and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.source import Source, Span

PIECES = st.sampled_from(
    ["a", "中", "😀", "e\u0301", "\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", " ", "<b>"]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def split_lines(raw: str) -> list[str]:
    return raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(TEXTS)
def test_text_has_only_line_feeds_and_the_same_lines(raw: str) -> None:
    source = Source.from_text(raw)
    assert "\r" not in source.text
    assert source.text.split("\n") == split_lines(raw)


@given(TEXTS)
def test_offsets_translate_to_the_file_and_back(raw: str) -> None:
    source = Source.from_text(raw)
    for offset in range(len(source.text) + 1):
        there = source.raw_offset(offset)
        assert source.text_offset(there) == offset
        if offset < len(source.text) and source.text[offset] != "\n":
            assert source.raw[there] == source.text[offset]


@given(TEXTS)
def test_positions_count_lines_and_code_points(raw: str) -> None:
    source = Source.from_text(raw)
    lines = source.text.split("\n")
    for offset in range(len(source.text) + 1):
        # near the beginning there is no list of lines, further on there is
        position = Source.from_text(raw).position(offset)
        assert source.position(offset) == position
        before = source.text[:offset]
        assert position.line == before.count("\n") + 1
        assert position.column == len(before) - (before.rfind("\n") + 1) + 1
        assert source.slice(source.line_span(position.line)) == lines[position.line - 1]
        far = Source.from_text("x" * 2000 + "\n" + raw)
        assert far.position(offset + 2001) == (
            position.line + 1, position.column, position.offset + 2001
        )  # fmt: skip


@given(TEXTS, st.lists(st.integers(0, 60)), st.booleans())
def test_a_line_is_the_same_in_whatever_order_lines_are_asked_for(
    raw: str, offsets: list[int], is_sorted: bool
) -> None:
    source = Source.from_text(raw)
    offsets = [min(offset, len(source.text)) for offset in offsets]
    for offset in sorted(offsets) if is_sorted else offsets:
        line, low, high = source.line_at(offset)
        assert line == source.text.count("\n", 0, offset) + 1
        assert source.text[low:high] == source.text.split("\n")[line - 1]
        assert low <= offset <= high


@pytest.mark.parametrize(
    ("raw", "newline"),
    [("", "\n"), ("a\nb", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb\r", "\r"), ("a\r\nb\n", "\n")],
)
def test_the_commonest_newline(raw: str, newline: str) -> None:
    assert Source.from_text(raw).newline == newline


@pytest.mark.parametrize(
    ("data", "byte_offset", "text", "guess"),
    [
        (b"ok \x81!", 3, "ok ", None),
        ("标题".encode("gb18030"), 0, "", "GB18030 (GBK)"),
        (b"\xff\xfea\x00b\x00", 0, "", "UTF-16"),
        (b"\xef\xbb\xbfab\x80", 5, "ab", None),
    ],
)
def test_bytes_that_are_not_utf8_are_a_fault(
    data: bytes, byte_offset: int, text: str, guess: str | None
) -> None:
    source = Source.from_bytes(data)
    assert source.fault is not None
    assert source.fault.byte_offset == byte_offset
    assert source.text == text
    assert guess is None or source.fault.guess == guess


def test_line_count_and_slices() -> None:
    source = Source.from_text("a\nb\n")
    assert source.line_count() == 2
    assert source.slice(Span(2, 3)) == "b"
    assert Source.from_text("").line_count() == 1
