"""The wheel carries the rules, and the typed marker."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_rule_as_it_stands(wheel: zipfile.ZipFile) -> None:
    shipped = {
        name.removeprefix("contentlint/_rules/"): wheel.read(name)
        for name in wheel.namelist()
        if name.startswith("contentlint/_rules/")
    }
    written = {
        path.relative_to(ROOT / "rules").as_posix(): path.read_bytes()
        for path in (ROOT / "rules").rglob("*")
        if path.is_file()
    }
    assert shipped == written
    assert len(shipped) > 10


def test_the_wheel_is_typed_and_has_its_data(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert "contentlint/py.typed" in names
    for path in (ROOT / "contentlint").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names


def test_rules_hold_no_code() -> None:
    assert not list((ROOT / "rules").rglob("*.py"))
