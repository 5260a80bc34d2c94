"""Which ignore files git heeds in a folder, read as lines for `contentlint.ignores`."""

from __future__ import annotations

import os

from contentlint.ignores import IgnoreRules
from contentlint.reading import NO_FILE, open_file

__all__ = ["IgnoreFileError", "ignores_above", "read_gitignore"]

_MAX_FILE = 1_000_000


class IgnoreFileError(Exception):
    """An ignore file is there and cannot be read, so nobody knows which posts are wanted."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(path)
        self.path = path
        self.message = (
            f"this ignore file cannot be read ({error.strerror}), so nobody can tell which posts "
            "it leaves out; the files of its folder were not looked at"
        )


def read_gitignore(folder: str) -> list[str]:
    """The lines of the ``.gitignore`` of *folder*."""
    path = os.path.join(folder, ".gitignore")
    try:
        return _read(path)
    except OSError as error:
        raise IgnoreFileError(path, error) from error


def _read_of_git(path: str) -> list[str]:
    """The lines of a file that git keeps for itself, which may be another user's."""
    try:
        return _read(path)
    except PermissionError:
        return []
    except OSError as error:
        raise IgnoreFileError(path, error) from error


def ignores_above(folder: str, *, itself: bool) -> list[IgnoreRules]:
    """What git heeds in *folder* from above it, the farthest first; nothing outside a repository.

    The folder's own ``.gitignore`` is among it only if *itself* is set.
    """
    chain = [folder]
    while not os.path.lexists(os.path.join(chain[-1], ".git")):
        above = os.path.dirname(chain[-1])
        if above == chain[-1]:
            return []
        chain.append(above)
    rules = [IgnoreRules(chain[-1], _read_of_git(_info_exclude(chain[-1])))]
    for each in reversed(chain if itself else chain[1:]):
        rules.append(IgnoreRules(each, read_gitignore(each)))
    return [rule for rule in rules if rule]


def _info_exclude(repository: str) -> str:
    """Where the repository keeps its own ignore list; ``.git`` is a file in a linked work tree."""
    git = os.path.join(repository, ".git")
    if os.path.isfile(git):
        pointer = "".join(_read_of_git(git)[:1])
        git = os.path.join(repository, pointer.removeprefix("gitdir:").strip())
        common = "".join(_read_of_git(os.path.join(git, "commondir"))[:1]).strip()
        git = os.path.join(git, common)
    return os.path.join(git, "info", "exclude")


def _read(path: str) -> list[str]:
    """The lines of an ignore file; one that is not there, or a pipe or a folder, has none.

    Only the first megabyte counts, so that no file called ``.gitignore`` stops a run.

    Raises:
        OSError: it is there, and cannot be read.
    """
    try:
        with os.fdopen(open_file(path)[0], "rb") as file:
            data = file.read(_MAX_FILE)
    except OSError as error:
        if error.errno in NO_FILE or os.path.isdir(path):
            return []
        raise
    return os.fsdecode(data.removeprefix(b"\xef\xbb\xbf")).split("\n")
