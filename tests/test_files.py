"""Files are replaced whole, or not at all."""

import os
import stat
from collections.abc import Iterator
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
    temporary = files.temporary_name(path)
    dead = temporary.with_name(temporary.name.replace(str(os.getpid()), "999999999"))
    dead.write_bytes(b"half")
    living = dead.with_name(dead.name.replace("999999999", str(os.getppid())))
    living.write_bytes(b"half")
    replace_file(str(path), b"old", b"new")
    assert sorted(tmp_path.iterdir()) == [living, path]


def test_a_name_of_255_bytes(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 252 + ".md")
    path.write_bytes(b"old")
    replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"new"


def test_a_file_that_this_user_may_not_write_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(files.os, "access", lambda *_, **__: False)  # root may write everything
    with pytest.raises(WriteError, match="read-only"):
        replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"old"


def test_hard_links_stay_linked(tmp_path: Path) -> None:
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    path.write_bytes(b"old and long")
    other.hardlink_to(path)
    replace_file(str(path), b"old and long", b"new")
    assert path.samefile(other)
    assert other.read_bytes() == b"new"
    assert sorted(tmp_path.iterdir()) == [path, other]


def test_an_owner_that_cannot_be_kept_stays_the_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    before = path.stat()

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(files.os, "getxattr", refuse, raising=False)
    monkeypatch.setattr(files.os, "listxattr", lambda _: ["user.mark"], raising=False)
    replace_file(str(path), b"old", b"new")
    assert (path.read_bytes(), path.stat().st_ino) == (b"new", before.st_ino)


def test_a_disk_that_fails_halfway_leaves_a_whole_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = files._fill
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    path.write_bytes(b"old")
    other.hardlink_to(path)

    def fail(_: int, data: bytes) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files, "_fill", fail)
    with pytest.raises(WriteError, match="Input/output error"):
        replace_file(str(path), b"old", b"new")
    assert sorted(tmp_path.iterdir()) == [path, other]

    def fail_once(handle: int, data: bytes) -> None:
        if data == b"new":
            fail(handle, data)
        fill(handle, data)

    monkeypatch.setattr(files, "_fill", fail_once)
    with pytest.raises(WriteError, match="Input/output error"):
        replace_file(str(path), b"old", b"new")
    assert (other.read_bytes(), sorted(tmp_path.iterdir())) == (b"old", [path, other])

    def write_half(_: int, data: bytes) -> None:
        path.write_bytes(data[:1])
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files, "_fill", write_half)
    with pytest.raises(WriteError, match="the whole fixed content is in ") as caught:
        replace_file(str(path), b"old", b"new")
    assert Path(str(caught.value).rpartition(" is in ")[2]).read_bytes() == b"new"


def test_no_program_acts_for_the_owner_afterwards(tmp_path: Path) -> None:
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    for linked in (False, True):
        path.write_bytes(b"old")
        if linked:
            other.hardlink_to(path)
        path.chmod(0o6755)
        replace_file(str(path), b"old", b"new")
        assert stat.S_IMODE(path.stat().st_mode) == 0o755


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    try:
        os.setxattr(path, "user.mark", b"kept")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    replace_file(str(path), b"old", b"new")
    assert (path.read_bytes(), os.getxattr(path, "user.mark")) == (b"new", b"kept")


def test_a_folder_is_looked_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    glob = Path.glob

    def count(folder: Path, pattern: str) -> Iterator[Path]:
        nonlocal looked
        looked += 1
        return glob(folder, pattern)

    monkeypatch.setattr(Path, "glob", count)
    for number in range(3):
        path = tmp_path / f"{number}.md"
        path.write_bytes(b"old")
        replace_file(str(path), b"old", b"new")
    assert looked == 1
