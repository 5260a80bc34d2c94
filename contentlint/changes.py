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

from contentlint.errors import ConfigError
from contentlint.findings import Finding
from contentlint.named import NamedTuple
from contentlint.reading import read_file

__all__ = ["Changes", "LineRanges", "changed_files", "read_line_ranges"]

# What a hook's environment says about its own repository must not lead elsewhere.
_REPOSITORY_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
# What a person's environment and configuration could change about the output.
_OUTPUT_VARIABLES = ("GIT_ATTR_SOURCE", "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF")
_SETTINGS = (
    "core.quotePath=true",
    "diff.interHunkContext=0",
    "diff.mnemonicPrefix=false",
    "diff.noprefix=false",
    "diff.relative=false",
    "diff.submodule=short",
)
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

    def covers(self, finding: Finding) -> bool:
        """Whether *finding* stands on a changed line, or in front matter that changed.

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

    def __init__(self, top: str, base: str, files: frozenset[str], new: frozenset[str]) -> None:
        self._top = top
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
            self._ranges = dict(_diff_lines(self._top, self._base))
        ranges = self._ranges.get(name)
        if ranges is None:
            return False
        lines = self._lines.get(finding.path)
        if lines is None:
            lines = self._lines[finding.path] = _read_lines(finding.path)
        first, last = _lines_of(finding)
        if ranges.touch(*lines.to_git(first, last)):
            return True
        return first <= lines.front and ranges.touch(*lines.to_git(1, lines.front))

    def _name(self, path: str) -> str:
        """Where *path* is in the work tree; each folder's links are followed once."""
        folder, name = os.path.split(os.path.abspath(path))
        real = self._folders.get(folder)
        if real is None:
            real = self._folders[folder] = os.path.join(os.path.realpath(folder), "")
        below = (real + name).removeprefix(os.path.join(self._top, ""))
        return below.replace(os.sep, "/")


def changed_files(paths: Iterable[str | Path], since: str | None = None) -> Changes:
    """What changed in the work trees that *paths* lie in; a path that is not there is in none.

    Args:
        paths: files and folders.
        since: compare with the commit where the current branch left this revision, not with HEAD.

    Raises:
        ConfigError: git is missing, one of *paths* is in no work tree, there is no such revision.
    """
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
    base = _find_base(top, since)
    changed = _names(_git(top, *_DIFF, "--name-only", "-z", base, "--"))
    new = _names(_git(top, "ls-files", "-z", "--others", "--exclude-standard"))
    return _WorkTree(top, base, changed | new, new)


def _names(listing: bytes) -> frozenset[str]:
    return frozenset(os.fsdecode(name) for name in listing.split(b"\0") if name)


def _find_top(folder: str) -> str:
    try:
        top = _git(folder, "rev-parse", "--show-toplevel")
    except ConfigError as error:
        if "not a git repository" not in str(error):
            raise
        where = os.path.abspath(folder)
        raise ConfigError(
            f"--changed and --since compare with git, but {where} is in no git repository"
        ) from error
    return os.path.realpath(os.fsdecode(top.removesuffix(b"\n")))


def _find_base(top: str, since: str | None) -> str:
    if since is None:
        if _is_commit(top, "HEAD"):
            return "HEAD"
        # Before the first commit everything is new: compare with the empty tree.
        return _git(top, "hash-object", "-t", "tree", "--stdin").decode().strip()
    if not since or since.startswith("-") or "\0" in since:
        raise ConfigError(f"--since takes a revision such as main or HEAD~3, not '{since}'")
    if not _is_commit(top, since):
        raise ConfigError(
            f"--since: there is no revision '{since}' here; a shallow clone has to fetch it first"
        )
    try:
        return _git(top, "merge-base", "--end-of-options", since, "HEAD").decode().strip()
    except ConfigError as error:
        raise ConfigError(
            f"--since: '{since}' and HEAD have no commit in common; a shallow clone has to fetch "
            "more history"
        ) from error


def _is_commit(top: str, revision: str) -> bool:
    try:
        _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except ConfigError:
        return False
    return True


def _diff_lines(top: str, base: str) -> Iterator[tuple[str, LineRanges]]:
    arguments = [*_DIFF, "--text", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", base, "--"]
    with subprocess.Popen(
        _command(top, arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
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


def _lines_of(finding: Finding) -> tuple[int, int]:
    """The first and last line that *finding* is about."""
    first, last = finding.start.line, finding.end.line
    if finding.end.column == 1 and last > first:
        return first, last - 1
    if finding.start == finding.end and finding.start.column == 1 and first > 1:
        return first - 1, first  # a place between two lines, such as the end of the file
    return first, last


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


def _git(folder: str, *arguments: str) -> bytes:
    """Run git in *folder*, with nothing to read, and return what it prints."""
    command = _command(folder, arguments)
    try:
        done = subprocess.run(
            command, input=b"", capture_output=True, env=_environment(), check=False
        )
    except FileNotFoundError as error:
        raise ConfigError("--changed and --since need git, which is not installed") from error
    if done.returncode != 0:
        words = done.stderr.decode("utf-8", "replace").strip() or f"status {done.returncode}"
        raise ConfigError(f"git {arguments[0]} failed: {words.removeprefix('fatal: ')}")
    return done.stdout


def _command(folder: str, arguments: Iterable[str]) -> list[str]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    return ["git", "-C", folder, *settings, *arguments]


def _environment() -> dict[str, str]:
    """The environment for git: its own repository, plain words, and no lock for a look."""
    left_out = (*_REPOSITORY_VARIABLES, *_OUTPUT_VARIABLES)
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
