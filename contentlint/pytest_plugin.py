"""`pytest --contentlint`: each post is a test that fails if contentlint finds a fault in it.

Every pytest run of an environment with contentlint in it imports this module, so it imports
nothing but pytest until the flag is given.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from contentlint.baseline import Baseline
    from contentlint.config import Config
    from contentlint.findings import FileResult, Finding
    from contentlint.project import Project

__all__ = ["PostFile", "PostItem", "pytest_addoption", "pytest_collect_file"]

_ENDINGS = frozenset({".md", ".markdown", ".mdx", ".html", ".htm", ".txt"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag."""
    group = parser.getgroup("contentlint", "linting of posts")
    group.addoption(
        "--contentlint",
        action="store_true",
        help="collect posts (front matter, Markdown, HTML) and fail those with faults",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PostFile | None:
    """Collect *file_path* if the flag is given, and `contentlint check` would check it."""
    config = parent.config
    if not config.getoption("contentlint") or file_path.suffix.lower() not in _ENDINGS:
        return None
    from contentlint.errors import ContentlintError

    posts = config.stash.get(_POSTS, None)
    if posts is None:
        posts = config.stash[_POSTS] = _Posts()
    try:
        if not posts.has(file_path) or _is_read_elsewhere(file_path, parent.session, posts):
            return None
    except ContentlintError as error:  # settings that cannot be used
        raise pytest.Collector.CollectError(f"contentlint: {error}") from error
    return PostFile.from_parent(parent, path=file_path)


def _is_read_elsewhere(path: Path, session: pytest.Session, posts: _Posts) -> bool:
    """Whether *path* is a link to a post that is collected, too: a walk reads that one alone."""
    if not path.is_symlink() or session.isinitpath(path):
        return False
    target = path.resolve()
    folders = (Path(argument.partition("::")[0]).resolve() for argument in session.config.args)
    is_collected = target.suffix.lower() in _ENDINGS and any(map(target.is_relative_to, folders))
    return is_collected and posts.has(target)


class PostFile(pytest.File):
    """A post."""

    def collect(self) -> Iterator[PostItem]:
        """Yield the one test of the post."""
        yield PostItem.from_parent(self, name="contentlint")


class PostItem(pytest.Item):
    """The test that a post is free of faults."""

    def runtest(self) -> None:
        """Raise `PostFault` if the post has a finding that counts, or could not be checked."""
        from contentlint.errors import ContentlintError

        try:
            lines = self.config.stash[_POSTS].lint(self.path)
        except ContentlintError as error:
            raise PostFault(f"contentlint: {error}") from error
        if lines:
            raise PostFault("\n".join(lines))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the findings and no traceback."""
        if isinstance(excinfo.value, PostFault):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Say what failed in the title of the failure."""
        return self.path, None, f"contentlint: {self.parent.name if self.parent else self.name}"


class PostFault(Exception):
    """What is wrong with a post, one line for each finding."""


class _Posts:
    """The posts of one run: which files are, and what is found in each."""

    def __init__(self) -> None:
        from contentlint.project import Project

        self._folder = os.getcwd()
        self._project: Project = Project()
        self._baselines: dict[Path, Baseline | None] = {}

    def has(self, path: Path) -> bool:
        """Whether a walk of `contentlint check` would come to *path*."""
        from contentlint.posts import find_posts

        return bool(find_posts([str(path)], self._project.config_for, force_exclude=True).files)

    def lint(self, path: Path) -> list[str]:
        """Lint the post at *path*; give a line for each finding that counts, and each error."""
        from contentlint.discovery import display_path

        with _working_in(self._folder):
            config = self._project.config_for(path)
            result = self._project.lint_file(display_path(str(path)))
            errors = [f"{result.path}: error: {message}" for message in result.errors]
            return errors + [_line(finding) for finding in self._counting(config, result)]

    def _counting(self, config: Config, result: FileResult) -> list[Finding]:
        """The findings that give `contentlint check` status 1."""
        from contentlint.findings import SEVERITIES

        baseline = self._baseline(config)
        findings = result.findings
        if baseline is not None:
            findings = baseline.hold_back(result.path, findings)
        least = config.values.get("fail-on") or "warning"
        counting = SEVERITIES[: SEVERITIES.index(least) + 1]
        return [finding for finding in findings if finding.severity in counting]

    def _baseline(self, config: Config) -> Baseline | None:
        from contentlint.baseline import Baseline
        from contentlint.cli.session import baseline_file

        file = baseline_file(None, config)
        if file not in self._baselines:
            wanted = file.exists() or "baseline" in config.values
            self._baselines[file] = Baseline.read(file) if wanted else None
        return self._baselines[file]


@contextmanager
def _working_in(folder: str) -> Iterator[None]:
    """Work in *folder*: a test may have changed the working directory, or removed it."""
    try:
        here = os.getcwd()
    except FileNotFoundError:
        here = folder
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


def _line(finding: Finding) -> str:
    from contentlint.reports.parts.visible import visible

    place = f"{visible(finding.path)}:{finding.start.line}:{finding.start.column}"
    return f"{place}: {finding.severity}: {visible(finding.message)} ({finding.rule})"


_POSTS: pytest.StashKey[_Posts] = pytest.StashKey()
