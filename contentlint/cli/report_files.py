"""Files that take a report: not one that is read, and never half a report."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from contentlint.config import CONFIG_NAMES
from contentlint.errors import ConfigError
from contentlint.files import WriteError, open_new, put_in_place, temporary_beside

__all__ = ["beside", "check_target", "open_report"]


def check_target(path: str, posts: Iterable[str], others: Mapping[str, Path | None]) -> None:
    """Raise `ConfigError` if a report cannot go to *path*, or would take the place of a file.

    These are the *posts* that are checked, configuration files, and the *others* that are read,
    each with what it is.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        raise _cannot_write(path, f"there is no folder {folder}")
    try:
        info = os.stat(target)
    except OSError:
        return  # nothing is there, or writing will tell
    if stat.S_ISDIR(info.st_mode):
        raise _cannot_write(path, "it is a folder")
    if not stat.S_ISREG(info.st_mode):
        return
    if os.path.basename(target) in CONFIG_NAMES:
        raise _cannot_write(path, "it is a configuration file")
    for what, file in others.items():
        if file is not None and _is_one_of([file], info):
            raise _cannot_write(path, f"it is {what}")
    if _is_one_of(posts, info):
        raise _cannot_write(path, "it is one of the posts that are checked")


def _is_one_of(files: Iterable[str | Path], info: os.stat_result) -> bool:
    for file in files:
        with suppress(OSError, ValueError):
            if os.path.samestat(os.stat(file), info):
                return True
    return False


@contextmanager
def open_report(path: str) -> Iterator[TextIO]:
    """Open *path* for a report, which is there when all of it has been written, and not before.

    What is no ordinary file, such as a pipe or a device, is written to at once, and so is a file
    in a folder where no other may be made.

    Raises:
        ConfigError: the report cannot be written; an ordinary file is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        if _is_written_at_once(path, target):
            with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:
                yield file
        else:
            with beside(target) as file:
                yield file
    except WriteError as error:
        raise _cannot_write(path, str(error)) from error
    except OSError as error:
        raise _cannot_write(path, error.strerror or str(error)) from error


def _is_written_at_once(path: str, target: Path) -> bool:
    if os.path.abspath(path).startswith(("/dev/", "/proc/")):
        return True  # perhaps an open file by its number
    if not target.exists():
        return False
    return not (target.is_file() and os.access(target.parent, os.W_OK))


@contextmanager
def beside(target: Path) -> Iterator[TextIO]:
    """Open a file that takes the place of *target* when all of it has been written.

    Raises:
        OSError, WriteError: it cannot be written; *target* is as it was.
    """
    with temporary_beside(target) as temporary:
        handle = open_new(temporary, 0o666)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            yield file
        if target.exists():
            put_in_place(temporary, target, target.stat())
        else:
            temporary.replace(target)


def _cannot_write(path: str, reason: str) -> ConfigError:
    return ConfigError(f"cannot write the report to {path}: {reason}; name another file")
