"""Replace a file so that it is always either the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from contentlint.errors import ContentlintError

__all__ = ["WriteError", "replace_file"]

_MARK = ".contentlint-"


class WriteError(ContentlintError):
    """A fixed file could not be written; the file is as it was."""


def replace_file(path: str, old: bytes, new: bytes) -> None:
    """Atomically replace the content *old* of *path* by *new*.

    A symbolic link is followed: its target is replaced, the link stays.  Permissions and (where
    allowed) the owner are kept.

    Raises:
        WriteError: the file is read-only, was changed by somebody else since it was read, or the
            new one could not be written in full.
    """
    target = Path(os.path.realpath(path))
    try:
        info = target.stat()
        if not info.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise WriteError("this file is read-only; it was not fixed")
        temporary = _temporary_name(target)
        _drop_stale(target)
        try:
            _write(temporary, new, info)
            if target.read_bytes() != old:
                raise WriteError("this file changed while it was being fixed; run again")
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise WriteError(
            f"the fixed file could not be written: {error.strerror or error}"
        ) from error
    _sync_folder(target.parent)


def _write(path: Path, data: bytes, info: os.stat_result) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if hasattr(os, "chown") and (info.st_uid, info.st_gid) != (os.getuid(), os.getgid()):
        with contextlib.suppress(OSError):
            os.chown(path, info.st_uid, info.st_gid)
    path.chmod(stat.S_IMODE(info.st_mode))


def _prefix(target: Path) -> str:
    from contentlint.digests import blake2b

    name = blake2b(os.fsencode(target.name), digest_size=6).hexdigest()
    return f"{_MARK}{name}-"


def _temporary_name(target: Path) -> Path:
    return target.parent / f"{_prefix(target)}{os.getpid()}.tmp"


def _drop_stale(target: Path) -> None:
    """Remove what a killed run left beside *target*."""
    for stale in target.parent.glob(f"{_prefix(target)}*.tmp"):
        owner = stale.name.rpartition("-")[2].removesuffix(".tmp")
        if owner.isdigit() and (int(owner) == os.getpid() or not _is_alive(int(owner))):
            with contextlib.suppress(OSError):
                stale.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
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
