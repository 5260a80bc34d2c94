"""Which files are posts: walks folders, heeds ignore files and excludes, names what it cannot read.

A walk takes ``.md .markdown .mdx .html .htm``, and ``.txt`` that begins with front matter.  It
leaves out hidden names (but never ``_posts`` or ``_drafts``), ``node_modules``, the folders of the
site's generator that hold no posts (`contentlint.presets.NO_POSTS`), whatever git ignores
(``.gitignore`` at every level and ``.git/info/exclude``, not a person's global list: a report must
be the same on every machine), and what ``exclude`` names.  It enters no symbolic link to a folder,
so that a loop costs nothing; a link to a file is read unless its target is read too.  A path that
somebody names is always taken, unless ``force_exclude`` is set: then it is left out wherever a walk
would not come to it, and so is a ``.txt`` without front matter, for a hook names every text file of
a commit, and ``requirements.txt`` is no post.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from contentlint.errors import ConfigError
from contentlint.ignore_files import IgnoreFileError, ignores_above, read_gitignore
from contentlint.ignores import IgnoreRules
from contentlint.named import NamedTuple
from contentlint.presets import is_no_post_folder
from contentlint.reading import open_file

__all__ = [
    "EXTENSIONS",
    "Discovery",
    "Exclude",
    "PathError",
    "Ways",
    "discover",
    "display_path",
    "leaves_out",
]

EXTENSIONS = frozenset({"md", "markdown", "mdx", "html", "htm"})
_SKIPPED_FOLDERS = frozenset({"node_modules"})
_HEAD = 1024
_FOLDERS_KEPT = 1000


class PathError(NamedTuple):
    """A path that could not be used, and why, for a person."""

    path: str
    message: str


class Exclude(NamedTuple):
    """Patterns to leave out, in the syntax of ``.gitignore``, relative to *folder*."""

    folder: str
    patterns: tuple[str, ...]


class Ways(NamedTuple):
    """What the configuration in force in a folder says of the posts there; *told*: in a file."""

    exclude: Exclude
    gitignore: bool = True
    force_exclude: bool = False
    told: bool = False


class Discovery(NamedTuple):
    """The posts found, each once and in path order, and the paths that could not be used."""

    files: list[str]
    errors: list[PathError]


def discover(
    paths: Iterable[str],
    *,
    excludes: Sequence[Exclude] = (),
    force_exclude: bool = False,
    gitignore: bool = True,
    ways: Callable[[str], Ways] | None = None,
    signs: Iterable[str] = (),
) -> Discovery:
    """Find the posts among *paths* (files, and folders to walk).

    *excludes*, *force_exclude* and *gitignore* hold everywhere; *ways* says of any folder what its
    own configuration adds to them, and *signs* are the names of files that may be such.

    Paths come back as `display_path` writes them, sorted by code point.  Nothing is raised for a
    path that does not exist or cannot be read: it is one of ``errors``.
    """
    usual = Ways(Exclude("", ()), gitignore, force_exclude)
    search = _Search(excludes, ways or (lambda _: usual), frozenset(signs))
    for path in paths:
        search.add(path, force_exclude)
    return search.result()


def leaves_out(
    path: str,
    content: bytes,
    *,
    ways: Callable[[str], Ways],
    excludes: Sequence[Exclude] = (),
    force_exclude: bool = False,
) -> bool:
    """Whether `discover` would leave out a file *path* that somebody names, with *content* in it.

    It need not be there: what is typed into an editor may be in no file yet.

    Raises:
        ConfigError: an ignore file cannot be read.
    """
    try:
        return _Search(excludes, ways, frozenset()).leaves_out(path, content, force_exclude)
    except IgnoreFileError as error:
        raise ConfigError(f"{display_path(error.path)}: {error.message}") from error


def display_path(path: str) -> str:
    """*path* as reports write it: relative to the working directory if it lies below, with ``/``.

    A path elsewhere stays as it was given, without needless ``.`` and ``..``.
    """
    absolute = os.path.abspath(path)
    here = os.getcwd()
    if absolute == here:
        return "."
    below = absolute.removeprefix(here.rstrip(os.sep) + os.sep)
    shown = below if below != absolute else os.path.normpath(path)
    return shown.replace(os.sep, "/") if os.sep != "/" else shown


class _Rules(NamedTuple):
    """What leaves entries of one folder out: excludes, and git's ignore files, farthest first."""

    excludes: list[IgnoreRules]
    ignores: list[IgnoreRules]
    gitignore: bool = True
    """Whether git's files count at all."""

    def leave_out(self, path: str, is_folder: bool) -> bool:
        """Whether an exclude names *path*, or the nearest ignore file that speaks of it does."""
        for rule in self.excludes:
            if rule.decide_below(path, is_folder):
                return True
        for rule in reversed(self.ignores):
            decision = rule.decide_below(path, is_folder)
            if decision is not None:
                return decision
        return False

    def reaching(self, path: str) -> _Rules:
        """Those whose folder is above *path*: the others say nothing about it."""
        return _Rules(
            [rule for rule in self.excludes if rule.reaches(path)],
            [rule for rule in self.ignores if rule.reaches(path)],
            self.gitignore,
        )


class _Search:
    """One run of `discover`: what was found so far."""

    def __init__(
        self, excludes: Sequence[Exclude], ways: Callable[[str], Ways], signs: frozenset[str]
    ) -> None:
        self._everywhere = [
            IgnoreRules(os.path.abspath(folder), patterns) for folder, patterns in excludes
        ]
        self._ways = lru_cache(maxsize=_FOLDERS_KEPT)(ways)
        self._signs = signs
        self._made: dict[Exclude, IgnoreRules] = {}
        self._files: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._errors: dict[str, str] = {}

    def result(self) -> Discovery:
        """What was found, each file once."""
        real = _real_paths(self._files) if self._links else set()
        for absolute, shown in sorted(self._links.items()):
            target = os.path.realpath(absolute)
            if target not in real:
                real.add(target)
                self._files[absolute] = shown
        errors = [PathError(path, message) for path, message in sorted(self._errors.items())]
        return Discovery(sorted(self._files.values()), errors)

    def add(self, path: str, force_exclude: bool) -> None:
        """Take a path that somebody named."""
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            self._fail(path, path, error)
            return
        shown, absolute = display_path(path), os.path.abspath(path)
        is_folder = stat.S_ISDIR(mode)
        own = self._ways(absolute if is_folder else os.path.dirname(absolute))
        force_exclude = force_exclude or own.force_exclude
        try:
            self._add(absolute, shown, mode, force_exclude)
        except IgnoreFileError as error:
            self._errors[display_path(error.path)] = error.message

    def leaves_out(self, path: str, content: bytes, force_exclude: bool) -> bool:
        """Whether a file that somebody names is left out, if it has this *content*."""
        shown, absolute = display_path(path), os.path.abspath(path)
        if not (force_exclude or self._ways(os.path.dirname(absolute)).force_exclude):
            return False
        if _is_passed_over(shown) or self._left_out(absolute, False):
            return True
        return shown.lower().endswith(".txt") and not _is_front_matter(content[:_HEAD])

    def _add(self, absolute: str, shown: str, mode: int, force_exclude: bool) -> None:
        is_folder = stat.S_ISDIR(mode)
        if force_exclude and (_is_passed_over(shown) or self._left_out(absolute, is_folder)):
            return
        if is_folder:
            self._walk(absolute, shown)
        elif not stat.S_ISREG(mode):
            self._refuse_kind(shown, mode)
        elif force_exclude and shown.lower().endswith(".txt"):
            self._add_if_post(absolute, shown)
        else:
            self._files[absolute] = shown

    def _add_if_post(self, absolute: str, shown: str) -> None:
        try:
            if _begins_with_front_matter(absolute):
                self._files[absolute] = shown
        except OSError as error:
            self._fail(shown, absolute, error)

    def _fail(self, shown: str, path: str, error: OSError | ValueError) -> None:
        from contentlint.path_errors import explain

        self._errors[shown] = explain(path, error)

    def _refuse_kind(self, shown: str, mode: int) -> None:
        from contentlint.path_errors import name_kind

        self._errors[shown] = name_kind(mode)

    def _left_out(self, path: str, is_folder: bool) -> bool:
        """Whether a walk from far above would not have come to *path* (absolute)."""
        if _holds_no_posts(path if is_folder else os.path.dirname(path)):
            return True
        ignores = ignores_above(os.path.dirname(path), itself=True)
        rules = self._rules_in(os.path.dirname(path), ignores)
        while (above := os.path.dirname(path)) != path:
            if self._ways(above).told:
                rules = self._rules_in(above, ignores)
            if rules.reaching(path).leave_out(path, is_folder):
                return True
            path, is_folder = above, True
        return False

    def _rules_in(self, folder: str, ignores: list[IgnoreRules] | None) -> _Rules:
        """What leaves entries of *folder* out; *ignores*, if they are known, are git's for it."""
        exclude, gitignore, _, _ = self._ways(folder)
        excludes = self._everywhere
        if exclude.patterns:
            if exclude not in self._made:
                self._made[exclude] = IgnoreRules(os.path.abspath(exclude.folder), exclude.patterns)
            excludes = [*excludes, self._made[exclude]]
        if ignores is None:
            ignores = ignores_above(folder, itself=False) if gitignore else []
        return _Rules(excludes, ignores if gitignore else [], gitignore)

    def _walk(self, top: str, shown: str) -> None:
        """Walk the folder *top* (absolute), whose files are shown as below *shown*."""
        prefix = "" if shown == "." else shown.rstrip("/") + "/"
        folders = [(top, prefix, self._rules_in(top, None).reaching(os.path.join(top, "")))]
        while folders:
            folder, prefix, rules = folders.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = list(listing)
            except FileNotFoundError:
                continue
            except OSError as error:
                self._fail(prefix.rstrip("/") or shown, folder, error)
                continue
            try:
                if folder != top:
                    rules = self._entered(folder, entries, rules)
                if rules.gitignore:
                    rules = _with_gitignore(folder, entries, rules)
            except IgnoreFileError as error:
                self._errors[display_path(error.path)] = error.message
                continue
            self._sift(entries, prefix, rules, folders)

    def _entered(self, folder: str, entries: list[os.DirEntry[str]], rules: _Rules) -> _Rules:
        """*rules* as they are in *folder*, where more of them may begin to hold."""
        if self._signs and any(entry.name in self._signs for entry in entries):
            return self._rules_in(folder, None).reaching(os.path.join(folder, ""))
        own = [rule for rule in self._everywhere if rule.folder == folder]
        return rules._replace(excludes=rules.excludes + own) if own else rules

    def _sift(
        self,
        entries: list[os.DirEntry[str]],
        prefix: str,
        rules: _Rules,
        folders: list[tuple[str, str, _Rules]],
    ) -> None:
        """Keep the posts among *entries*, and put the folders to go on with on *folders*."""
        leave_out = rules.leave_out if rules.excludes or rules.ignores else _leave_out_nothing
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            stem, _, extension = name.rpartition(".")
            extension = extension.lower() if stem else ""
            if entry.is_dir(follow_symlinks=False):
                if (
                    name not in _SKIPPED_FOLDERS
                    and not is_no_post_folder(entry.path)
                    and not leave_out(entry.path, True)
                ):
                    folders.append((entry.path, f"{prefix}{name}/", rules))
            elif (extension in EXTENSIONS or extension == "txt") and not leave_out(
                entry.path, False
            ):
                if extension != "txt" and entry.is_file(follow_symlinks=False):
                    self._files[entry.path] = prefix + name
                else:
                    self._take(entry, prefix + name, extension)

    def _take(self, entry: os.DirEntry[str], shown: str, extension: str) -> None:
        is_link = entry.is_symlink()
        try:
            mode = os.stat(entry.path).st_mode
            if stat.S_ISDIR(mode):
                return
            if not stat.S_ISREG(mode):
                self._refuse_kind(shown, mode)
            elif extension != "txt" or _begins_with_front_matter(entry.path):
                (self._links if is_link else self._files)[entry.path] = shown
        except (FileNotFoundError, NotADirectoryError) as error:
            if is_link:
                self._fail(shown, entry.path, error)
        except OSError as error:
            self._fail(shown, entry.path, error)


def _real_paths(files: Iterable[str]) -> set[str]:
    """Where *files*, none of them a link, really are: each folder is resolved once."""
    folders: dict[str, str] = {}
    real = set()
    for path in files:
        folder, name = os.path.split(path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        real.add(os.path.join(folders[folder], name))
    return real


def _is_passed_over(shown: str) -> bool:
    """Whether a walk of the working directory would pass over *shown*, or a folder above it.

    What lies above the working directory may be hidden: people keep whole sites in such folders.
    """
    names = shown.split("/")
    if os.path.isabs(shown) or names[0] in (".", ".."):
        return False
    return any(name[0] == "." or name in _SKIPPED_FOLDERS for name in names)


def _holds_no_posts(folder: str) -> bool:
    """Whether *folder* (absolute), or one above it, is one in which its site keeps no posts."""
    while not is_no_post_folder(folder):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return False
    return True


def _leave_out_nothing(_path: str, _is_folder: bool) -> bool:
    return False


def _with_gitignore(folder: str, entries: list[os.DirEntry[str]], rules: _Rules) -> _Rules:
    """*rules* and the folder's own ``.gitignore``, if it has one."""
    for entry in entries:
        if entry.name == ".gitignore":
            own = IgnoreRules(folder, read_gitignore(folder))
            return rules._replace(ignores=[*rules.ignores, own]) if own else rules
    return rules


def _begins_with_front_matter(path: str) -> bool:
    with os.fdopen(open_file(path)[0], "rb") as file:
        return _is_front_matter(file.read(_HEAD))


def _is_front_matter(head: bytes) -> bool:
    """Whether the *head* of a text file is a fence with something like a field below it."""
    lines = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n").split(b"\n")
    filled = [line.rstrip() for line in lines if line.strip()]
    if len(filled) < 2:
        return False
    fence = filled[0]
    first = next((line for line in filled[1:] if not line.lstrip().startswith(b"#")), b"")
    if fence == b"---":
        return b":" in first
    if fence == b"+++":
        return b"=" in first or first.startswith(b"[")
    return fence == b"{" and first.lstrip().startswith(b'"')
