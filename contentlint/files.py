"""Replace a file so that it is always either the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from contentlint.errors import ContentlintError
from contentlint.signals import holding_signals

__all__ = [
    "WriteError",
    "open_new",
    "put_in_place",
    "replace_file",
    "temporary_beside",
    "temporary_name",
]

_MARK = ".contentlint-"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_swept: set[Path] = set()
"""The folders that have been cleared of what killed runs left."""


class WriteError(ContentlintError):
    """A fixed file could not be written; the file is as it was, unless the message says else."""


def replace_file(path: str, old: bytes, new: bytes) -> None:
    """Atomically replace the content *old* of *path* by *new*.

    A symbolic link is followed: its target is replaced, the link stays.  Permissions, owner and
    extended attributes are kept, but for the bits that would let a program act for the owner.
    Where they cannot be, or the file has further names, it is overwritten instead.

    Raises:
        WriteError: the file may not be written, was changed by somebody else since it was read, or
            the new one could not be written in full.
    """
    target = Path(os.path.realpath(path))
    try:
        info = target.stat()
        if not (info.st_mode & _WRITABLE and _may_write(target)):
            raise WriteError("this file is read-only; it was not fixed")
        with temporary_beside(target) as temporary:
            _write(temporary, new)
            if target.read_bytes() != old:
                raise WriteError("this file changed while it was being fixed; run again")
            put_in_place(temporary, target, info)
    except OSError as error:
        raise WriteError(
            f"the fixed file could not be written: {error.strerror or error}"
        ) from error
    _sync_folder(target.parent)


def temporary_name(target: Path) -> Path:
    """The file beside *target* that takes its new content first."""
    from contentlint.digests import blake2b

    name = blake2b(os.fsencode(target.name), digest_size=6).hexdigest()
    return target.parent / f"{_MARK}{name}-{os.getpid()}.tmp"


@contextlib.contextmanager
def temporary_beside(target: Path) -> Iterator[Path]:
    """The `temporary_name` of *target*, a file that is gone afterwards.

    What killed runs left there goes first; a signal waits until all is done.
    """
    _drop_stale(target.parent)
    temporary = temporary_name(target)
    with holding_signals():
        try:
            yield temporary
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()


def open_new(path: Path, mode: int) -> int:
    """Open a file at *path* that was not there, or was left by a process of the same number."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, mode)


def put_in_place(temporary: Path, target: Path, info: os.stat_result) -> None:
    """Give *target*, a file with the facts *info*, the content of *temporary*.

    Raises:
        OSError: it cannot be done; *target* is as it was.
        WriteError: *target* was overwritten in part, and the message says where its content is.
    """
    if info.st_nlink == 1 and _take_after(temporary, target, info):
        temporary.replace(target)
    else:
        _overwrite(target, temporary)
        if info.st_mode & (stat.S_ISUID | stat.S_ISGID):
            target.chmod(info.st_mode & 0o777)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(open_new(path, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_after(path: Path, model: Path, info: os.stat_result) -> bool:
    """Give the file at *path* the owner, attributes and permissions of *model*, if that can be."""
    try:
        mine = path.stat()
        if hasattr(os, "chown") and (mine.st_uid, mine.st_gid) != (info.st_uid, info.st_gid):
            os.chown(path, info.st_uid, info.st_gid)
        _copy_attributes(model, path)
        path.chmod(info.st_mode & 0o777)
    except OSError:
        return False
    return True


def _copy_attributes(model: Path, path: Path) -> None:
    """Copy the extended attributes, among them access control lists, where the system has some."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(model)
    except OSError:
        return  # this file system has none
    theirs = {name: os.getxattr(model, name) for name in names}
    for name in os.listxattr(path):
        if name in theirs and os.getxattr(path, name) == theirs[name]:
            del theirs[name]  # such as a label that nobody may set
    for name, value in theirs.items():
        os.setxattr(path, name, value)


def _overwrite(target: Path, temporary: Path) -> None:
    """Write the content of *temporary* into *target*, which stays the same file."""
    old, new = target.read_bytes(), temporary.read_bytes()
    saved = temporary.with_suffix(".saved")  # no later run removes that
    temporary.rename(saved)
    try:
        with target.open("r+b") as file:
            try:
                _fill(file.fileno(), new)
            except OSError:
                _fill(file.fileno(), old)
                raise
    except OSError as error:
        if target.read_bytes() != old:
            raise WriteError(
                f"writing failed halfway ({error.strerror or error}): "
                f"the whole fixed content is in {saved}"
            ) from error
        saved.unlink()
        raise
    saved.unlink()


def _fill(handle: int, data: bytes) -> None:
    """Make *data* the whole content of an open file."""
    os.lseek(handle, 0, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.truncate(handle, len(data))
    os.fsync(handle)


def _drop_stale(folder: Path) -> None:
    """Remove what killed runs left in *folder*; once, as to look for it takes as long as files."""
    if folder in _swept:
        return
    _swept.add(folder)
    for stale in folder.glob(f"{_MARK}*.tmp"):
        owner = stale.name.rpartition("-")[2].removesuffix(".tmp")
        if owner.isdecimal() and not _is_alive(int(owner)):
            with contextlib.suppress(OSError):
                stale.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
