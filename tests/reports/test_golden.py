"""Every format of one report, held to a file: a change of a format is seen in its diff.

Set UPDATE_GOLDEN=1 to write the files anew.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest

from contentlint.report import Report
from contentlint.reports import FORMATS, get

from .conftest import Render
from .sample import make_context, make_report

GOLDEN = Path(__file__).parent / "golden"


def compare(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="")
    golden = path.read_bytes().decode("utf-8") if path.exists() else ""
    if text != golden:
        lines = (golden.splitlines(), text.splitlines(), "golden", "now")
        pytest.fail("\n".join(difflib.unified_diff(*lines, lineterm=""))[:4000])


def elide_assets(page: str) -> str:
    """*page* without its style and script, which stand in files of their own."""
    page = re.sub(r"<style>.*?</style>", "<style>…</style>", page, flags=re.DOTALL)
    page = re.sub(r"<script>\n?//.*?</script>", "<script>…</script>", page, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/]+=*", "sha256-…", page)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_as_its_golden_file(name: str, render: Render) -> None:
    text = render(name, make_report())
    compare(f"report.{name}", elide_assets(text) if name == "html" else text)


def test_text_in_colour_narrow_and_with_statistics(render: Render) -> None:
    context = make_context(color=True, width=60, statistics=True)
    compare("report-colour.text", render("text", make_report(), context))


@pytest.mark.parametrize("name", FORMATS)
def test_a_clean_run_is_as_its_golden_file(name: str, render: Render) -> None:
    text = render(name, Report(files_checked=3))
    compare(f"clean.{name}", elide_assets(text) if name == "html" else text)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_encoded_and_names_no_lone_surrogate(name: str, render: Render) -> None:
    report = make_report()
    broken = report.findings[0]._replace(message="a \udcff b", path="x\udcff.md")
    text = get(name)(make_context()).format_file(broken.path, [broken])
    text.encode("utf-8")
    whole = render(name, Report([broken], files_checked=1))
    assert text.rstrip().rpartition("\n")[2][-20:] in whole
