"""Formats are found by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contentlint import reports
from contentlint.errors import ConfigError


def test_every_format_has_a_module_and_every_module_a_format() -> None:
    folder = Path(reports.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "schema"}
    assert modules == set(reports.FORMATS)
    for name in reports.FORMATS:
        assert callable(reports.get(name).write)


def test_an_unknown_format_names_the_nearest_one() -> None:
    with pytest.raises(ConfigError, match=r"unknown output format 'sarf'.*did you mean 'sarif'"):
        reports.get("sarf")


def test_the_text_report_of_latin_and_chinese_posts_imports_nothing_heavy() -> None:
    program = (
        "import io, sys\n"
        "from contentlint import reports\n"
        "from contentlint.findings import Excerpt, Finding\n"
        "from contentlint.report import Report\n"
        "from contentlint.source import Position\n"
        "at = Position(1, 1, 0)\n"
        "line = Excerpt('中文，“标题” and text…' * 9, 0, False)\n"
        "one = Finding('a/b', 'error', '第一 “x”', 'a.md', at, at, (), {}, None, line)\n"
        "reports.write_report('text', Report([one]), io.BytesIO(), reports.ReportContext())\n"
        "print(sorted({'rich', 'pydantic', 'wcwidth', 'turbohtml'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
