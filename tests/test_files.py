"""Files are replaced whole, or not at all."""

import os
import stat
from pathlib import Path

import pytest

from contentlint import files
from contentlint.files import WriteError, replace_file


def test_content_changes_and_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "real.md"
    target.write_bytes(b"old")
    link = tmp_path / "link.md"
    link.symlink_to(target.name)
    replace_file(str(link), b"old", b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"somebody else's")
    with pytest.raises(WriteError, match="changed"):
        replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"somebody else's"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(WriteError, match="read-only"):
        replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(WriteError, match="No space left"):
        replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    temporary = files._temporary_name(path)
    dead = temporary.with_name(temporary.name.replace(str(os.getpid()), "999999999"))
    dead.write_bytes(b"half")
    replace_file(str(path), b"old", b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_of_255_bytes(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 252 + ".md")
    path.write_bytes(b"old")
    replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"new"
