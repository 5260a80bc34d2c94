"""What changed in git work trees: which posts, and which of their lines.

Compared is a work tree with the index on top of HEAD, or of the commit where this branch left
another; it is the one that a path lies in, wherever the command is run.  Renamed files count
under their new name, untracked ones as wholly new, deleted ones and submodules not at all.
"""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from contentlint.errors import ConfigError
from contentlint.findings import Finding, last_line
from contentlint.git import Git, environment, heed_children
from contentlint.named import NamedTuple
from contentlint.reading import read_file

if TYPE_CHECKING:
    from contentlint.source import Position

__all__ = ["Changes", "LineRanges", "changed_files", "read_line_ranges"]

_DIFF = (
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "-O/dev/null",  # no order of somebody's own, whose file may be missing
    "--ignore-submodules=all",
    "--find-renames",
    "--diff-filter=d",
)
_MEDIA = (
    *(".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".psd", ".tif", ".tiff", ".webp"),
    *(".flac", ".m4a", ".mov", ".mp3", ".mp4", ".ogg", ".wav", ".webm"),
    *(".gz", ".otf", ".pdf", ".ttf", ".woff", ".woff2", ".zip"),
)
"""What is no post, and may be so large that to compare its lines takes seconds."""
_TEXTS = (":/", *(f":(top,exclude,icase)*{ending}" for ending in _MEDIA))
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPES = {
    b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"
}  # fmt: skip


class LineRanges(NamedTuple):
    """Changed lines of one file, 1-based, in order.

    *changed* are ranges of lines that are new or different; *cuts* are the lines after which
    something was deleted.
    """

    changed: list[tuple[int, int]]
    cuts: list[int]

    def touch(self, first: int, last: int) -> bool:
        """Whether any of the lines *first* to *last* changed, or something between them went."""
        index = bisect_left(self.changed, (first + 1,)) - 1
        nearby = self.changed[max(0, index) : index + 2]
        if any(low <= last and first <= high for low, high in nearby):
            return True
        cut = bisect_left(self.cuts, first)
        return cut < len(self.cuts) and self.cuts[cut] < last


class Changes:
    """The changed files of some work trees."""

    def __init__(self, trees: Sequence[_WorkTree]) -> None:
        self._trees = trees

    def __len__(self) -> int:
        """How many files changed, posts or not."""
        return sum(map(len, self._trees))

    def has(self, path: str) -> bool:
        """Whether the file at *path* changed, was added or was renamed."""
        return any(tree.has(path) for tree in self._trees)

    def others(self, paths: Iterable[str]) -> list[str]:
        """Work trees that some of *paths* lie in, such as submodules, and that were not asked."""
        tops, seen, found = {tree.top for tree in self._trees}, set(), []
        for lowest in dict.fromkeys(map(os.path.dirname, paths)):
            folder = lowest
            while folder and folder not in seen:
                seen.add(folder)
                if os.path.lexists(os.path.join(folder, ".git")):
                    found += [folder] * (os.path.realpath(folder) not in tops)
                    break
                folder = os.path.dirname(folder)
        return found

    def covers(self, finding: Finding) -> bool:
        """Whether *finding* stands on a changed line or names one, or is in changed front matter.

        Lines are compared when this is first asked, so that fixes made until then count.

        Raises:
            ConfigError: git fails.
        """
        return any(tree.covers(finding) for tree in self._trees)


class _Lines(NamedTuple):
    """The lines of one post: the last of its front matter, and which they are to git.

    *numbers* is empty where git counts as we do: for it a carriage return alone ends no line.
    """

    front: int
    numbers: list[int]

    def to_git(self, first: int, last: int) -> tuple[int, int]:
        """The lines from *first* to *last* as git counts."""
        numbers = self.numbers
        if not numbers:
            return first, last
        return numbers[min(first, len(numbers)) - 1], numbers[min(last, len(numbers)) - 1]


class _WorkTree:
    """The changed files of one work tree."""

    def __init__(self, git: Git, base: str, files: frozenset[str], new: frozenset[str]) -> None:
        self._git = git
        self.top = git.folder
        self._base = base
        self._files = files
        self._new = new
        self._folders: dict[str, str] = {}
        self._ranges: dict[str, LineRanges] | None = None
        self._lines: dict[str, _Lines] = {}

    def __len__(self) -> int:
        return len(self._files)

    def has(self, path: str) -> bool:
        return self._name(path) in self._files

    def covers(self, finding: Finding) -> bool:
        name = self._name(finding.path)
        if name in self._new:
            return True
        if self._ranges is None:
            self._ranges = dict(_diff_lines(self._git, self._base))
        ranges = self._ranges.get(name)
        if ranges is None:
            return name in self._files and name.lower().endswith(_MEDIA)
        lines = self._lines.get(finding.path)
        if lines is None:
            lines = self._lines[finding.path] = _read_lines(finding.path)
        places = [_lines_of(finding.start, finding.end)]
        if places[0][0] <= lines.front:
            places.append((1, lines.front))
        for _, start, end in finding.related:
            if start != end:  # not the end of the page, which every added paragraph moves
                places.append(_lines_of(start, end))
        return any(ranges.touch(*lines.to_git(first, last)) for first, last in places)

    def _name(self, path: str) -> str:
        """Where *path* is in the work tree; each folder's links are followed once."""
        folder, name = os.path.split(os.path.abspath(path))
        real = self._folders.get(folder)
        if real is None:
            real = self._folders[folder] = os.path.join(os.path.realpath(folder), "")
        below = (real + name).removeprefix(os.path.join(self.top, ""))
        return below.replace(os.sep, "/")


def changed_files(paths: Iterable[str | Path], since: str | None = None) -> Changes:
    """What changed in the work trees that *paths* lie in; a path that is not there is in none.

    Args:
        paths: files and folders.
        since: compare with the commit where the current branch left this revision, not with HEAD.

    Raises:
        ConfigError: git is missing, one of *paths* is in no work tree, there is no such revision.
    """
    heed_children()
    folders = (path if os.path.isdir(path) else os.path.dirname(path) for path in paths)
    around = dict.fromkeys(_nearest_repository(str(folder)) for folder in folders)
    tops = dict.fromkeys(_find_top(folder) for folder in around if os.path.isdir(folder))
    return Changes([_changes_in(top, since) for top in tops])


def _nearest_repository(folder: str) -> str:
    """The nearest folder upwards that looks like a work tree, so that git need be asked once."""
    real = above = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(above, ".git")):
        below, above = above, os.path.dirname(above)
        if above == below:
            return real
    return above


def _changes_in(top: str, since: str | None) -> _WorkTree:
    git = Git(top)
    git.leave_out_filters()
    base = _find_base(git, since)
    changed = _names(git.run(*_DIFF, "--name-only", "-z", base, "--"))
    new = _names(git.run("ls-files", "-z", "--others", "--exclude-standard"))
    return _WorkTree(git, base, changed | new, new)


def _names(listing: bytes) -> frozenset[str]:
    return frozenset(os.fsdecode(name) for name in listing.split(b"\0") if name)


def _find_top(folder: str) -> str:
    try:
        top = Git(folder).run("rev-parse", "--show-toplevel")
    except ConfigError as error:
        if "not a git repository" not in str(error):
            raise
        where = os.path.abspath(folder)
        raise ConfigError(
            f"--changed and --since compare with git, but {where} is in no git repository"
        ) from error
    return os.path.realpath(os.fsdecode(top.removesuffix(b"\n")))


def _find_base(git: Git, since: str | None) -> str:
    if since is None:
        if _find_commit(git, "HEAD"):
            return "HEAD"
        # Before the first commit everything is new: compare with the empty tree.
        return git.run("hash-object", "-t", "tree", "--stdin").decode().strip()
    if not since or since.startswith("-") or "\0" in since:
        raise ConfigError(f"--since takes a revision such as main or HEAD~3, not '{since}'")
    commit = _find_commit(git, since)
    if commit is None:
        raise ConfigError(
            f"--since: there is no revision '{since}' here; a shallow clone has to fetch it first"
        )
    try:
        return git.run("merge-base", commit, "HEAD").decode().strip()
    except ConfigError as error:
        raise ConfigError(
            f"--since: '{since}' and HEAD have no commit in common; a shallow clone has to fetch "
            "more history"
        ) from error


def _find_commit(git: Git, revision: str) -> str | None:
    """The commit that *revision* names, which may be ``:/words``: nothing can stand behind that."""
    verify = ("rev-parse", "--verify", "--quiet", "--end-of-options")
    try:
        found = git.run(*verify, revision).decode().strip()
        if found.startswith("^"):  # all but what that commit reaches
            return None
        return git.run(*verify, f"{found}^{{commit}}").decode().strip()
    except ConfigError:
        return None


def _diff_lines(git: Git, base: str) -> Iterator[tuple[str, LineRanges]]:
    form = ("--text", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/")
    arguments = [*_DIFF, *form, base, "--", *_TEXTS]
    with subprocess.Popen(
        git.command(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:
        if process.stdout is None:
            raise ConfigError("git gave no output")
        yield from read_line_ranges(process.stdout)
    if process.returncode != 0:
        raise ConfigError(f"git diff failed with status {process.returncode}")


def read_line_ranges(lines: Iterable[bytes]) -> Iterator[tuple[str, LineRanges]]:
    """Read the output of ``git diff --unified=0``: each file that still exists, and its changes."""
    name: str | None = None
    ranges = LineRanges([], [])
    left = 0
    for line in lines:
        if left:
            # The body of a hunk may look like anything; only its length is to be trusted.
            left -= not line.startswith(b"\\")
            continue
        hunk = _HUNK.match(line)
        if hunk is not None:
            old, start, new = (int(number or 1) for number in hunk.groups())
            left = old + new
            if new:
                ranges.changed.append((start, start + new - 1))
            else:
                ranges.cuts.append(start)
        elif line.startswith(b"diff --git "):
            if name is not None:
                yield name, ranges
            name, ranges = None, LineRanges([], [])
        elif line.startswith(b"+++ "):
            name = _unquote(line[4:].removesuffix(b"\n"))
    if name is not None:
        yield name, ranges


def _unquote(name: bytes) -> str | None:
    """The path after ``+++``; ``None`` for a file that is gone."""
    if name.startswith(b'"'):
        name = _ESCAPE.sub(_unescape, name.rstrip(b"\t")[1:-1])
    else:
        name = name.removesuffix(b"\t")
    return os.fsdecode(name[2:]) if name.startswith(b"b/") else None


def _unescape(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if len(code) == 3:
        return bytes([int(code, 8) & 0xFF])
    return _ESCAPES.get(code, code)


def _lines_of(start: Position, end: Position) -> tuple[int, int]:
    """The first and last line that what stands from *start* to *end* is about."""
    first = start.line
    if start == end and start.column == 1 and first > 1:
        return first - 1, first  # a place between two lines, such as the end of the file
    return first, last_line(start, end)


def _read_lines(path: str) -> _Lines:
    from contentlint.document.frontmatter import read
    from contentlint.source import Source

    try:
        source = Source.from_bytes(read_file(path)[0], path)
    except OSError:
        return _Lines(0, [])
    front = read(source.text)
    end = source.line_of(max(0, front.block.end - 1)) if front.format else 0
    return _Lines(end, _number_lines(source.raw))


def _number_lines(raw: str) -> list[int]:
    """The number that git gives to each line of *raw*; empty where there is no difference."""
    if raw.count("\r") == raw.count("\r\n"):
        return []
    ends = ("\n" in end for end in re.findall(r"\r\n?|\n", raw))
    return list(accumulate(ends, initial=1))
