"""Reports that are too large for memory are the same as others."""

from __future__ import annotations

import io
from argparse import Namespace
from pathlib import Path

import pytest

from contentlint.cli import main
from contentlint.cli.output import Reports
from contentlint.forms import FileReport
from contentlint.reports import FORMATS, get

_POSTS = 40


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for number in range(_POSTS):
        text = f"---\ntitle: 第 {number} 篇\n---\n\n" + "<p>一</p></p>  \n" * (number % 7)
        (tmp_path / f"{number:02}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(name: str, path: Path) -> bytes:
    options = ["--isolated", "--no-cache", "--jobs", "1", "--output-file", str(path)]
    assert main(["check", ".", "--output-format", name, *options]) == 1
    return path.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("held", [1, 2000, 9000])
def test_a_report_of_any_size_is_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch, name: str, held: int
) -> None:
    expected = report(name, site / "small.out")
    assert len(expected) > 500
    monkeypatch.setattr("contentlint.cli.output._MOST_HELD", held)
    monkeypatch.setattr("contentlint.cli.output._HELD_BESIDE_FILE", held // 2)
    monkeypatch.setattr("contentlint.cli.output._WRITTEN_AT_ONCE", 700)
    assert report(name, site / "large.out") == expected


_LIVE = [name for name in FORMATS if get(name).live]


@pytest.mark.parametrize(
    ("name", "text"), [("statistics", b""), *((name, b"a line\n" * 20_000) for name in _LIVE)]
)
def test_a_report_keeps_no_message_that_it_needs_no_more(name: str, text: bytes) -> None:
    options = Namespace(
        output_format=[name], output_file=None, color="never", quiet=False, statistics=False,
        diff=False,
    )  # fmt: skip
    reports = Reports(options, Namespace(values={}), io.StringIO())
    message = bytearray(b"head" + text)
    part = memoryview(message)[4:]
    reports.take(FileReport("a.md", (0, 1, 0, 0, 0), (part,), []), lambda: None)
    del part
    message.append(0)  # BufferError, if it is still looked into
