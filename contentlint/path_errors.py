"""Why a path cannot be used, in words for a person."""

from __future__ import annotations

import errno
import os
import stat

from contentlint.errors import suggest

__all__ = ["explain", "name_kind"]

_NAMES_COMPARED = 5000


def name_kind(mode: int) -> str:
    """Say what it is that, by its *mode*, is neither a file nor a folder."""
    kinds = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    kind = next((words for test, words in kinds if test(mode)), "no ordinary file")
    return f"this is {kind}, not a file with text in it"


def explain(path: str, error: OSError | ValueError) -> str:
    """Say in words why *path* cannot be used, with the nearest name if it is not there."""
    if isinstance(error, ValueError):
        return "no path looks like this: it holds a character that no name can have"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        if os.path.islink(path):
            return "this symbolic link leads to nothing"
        return f"no such file or folder{_nearest(path)}"
    if isinstance(error, PermissionError):
        return "you may not read this: its permissions forbid it"
    if error.errno == errno.ELOOP:
        return "this symbolic link leads back to itself"
    if error.errno == errno.ENAMETOOLONG:
        return "the path is longer than this system allows"
    return f"the system could not read this: {error.strerror}"


def _nearest(path: str) -> str:
    """The existing name most like the first part of *path* that does not exist."""
    path = os.path.normpath(path)
    while (above := os.path.dirname(path)) and not os.path.isdir(above):
        path = above
    try:
        with os.scandir(above or ".") as listing:
            names = [entry.name for _, entry in zip(range(_NAMES_COMPARED), listing, strict=False)]
    except OSError:
        return ""
    near = suggest(os.path.basename(path), [name for name in names if name.isprintable()])
    return near.replace("'", f"'{above}/", 1) if near and above else near
