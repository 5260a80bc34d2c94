"""The import: lint text or paths and get a typed report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from contentlint.config import CommandChoice, Config, check_presets
from contentlint.errors import ConfigError
from contentlint.limits import needs_memory, needs_stack, read_limits
from contentlint.presets import guess_preset
from contentlint.project import Project
from contentlint.reading import HEAD
from contentlint.report import FileError, Report
from contentlint.site_memory import forget, is_current
from contentlint.source import Source

__all__ = ["lint_paths", "lint_text"]

_Path = str | bytes | os.PathLike[str]
_MOST_KEPT = 8


def lint_text(
    text: str | bytes,
    path: str | os.PathLike[str] = "post.md",
    *,
    config: Config | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = (),
    presets: Sequence[str] | None = None,
) -> Report:
    """Lint one post given as text, or as the bytes of a file.

    Args:
        text: the whole post, front matter included.
        path: its name; the ending decides whether the body is HTML (``.html``, ``.htm``) or
            Markdown.  No file of that name is read.
        config: settings as in ``contentlint.toml``; the default settings where it is ``None``.
        select: only these rules and families.
        ignore: not these rules and families.
        presets: such as ``["hexo", "news"]``; they outrank the configuration's.

    Raises:
        ConfigError: an unknown rule, family, preset or option.
        RuleError: a rule file of the configuration that cannot be used.
        TypeError: a text, path or configuration of another type.
    """
    path = os.fspath(path)
    if not isinstance(text, (str, bytes)) or not isinstance(path, str):
        raise TypeError(
            "lint_text takes a post as str or bytes, and its name as str or path, not "
            f"{type(text).__name__} and {type(path).__name__}"
        )
    project = _text_project(config, select, ignore, presets)
    source = (
        Source.from_bytes(text, path) if isinstance(text, bytes) else Source.from_text(text, path)
    )
    linter = project.linter_for(path)
    try:
        result = linter.lint_source(source)
    except (MemoryError, RecursionError) as error:
        hit = needs_memory() if isinstance(error, MemoryError) else needs_stack()
        result = linter.lint_limit(Source.from_text(source.raw[:HEAD], path), hit)
    errors = [FileError(path, message) for message in result.errors]
    return Report(list(result.findings), errors, 1, suppressed=result.suppressed)


def lint_paths(
    paths: _Path | Iterable[_Path],
    *,
    config: Config | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = (),
    presets: Sequence[str] | None = None,
    jobs: int | None = 1,
) -> Report:
    """Lint files and folders.

    Args:
        paths: files, and folders to walk for posts; one of them may stand alone.
        config: one configuration for all files; each file's nearest configuration file where it
            is ``None``, but ``[limits]`` from that of the first path.
        select, ignore, presets: as for `lint_text`.
        jobs: worker processes; ``None`` for as many as the machine and the work allow.

    Returns:
        a report with findings ordered by path, start and rule.  Paths that do not exist and
        files that cannot be read are in its ``errors``.

    Raises:
        ConfigError, RuleError: as for `lint_text`.
    """
    from contentlint.posts import find_posts, post_in
    from contentlint.runner import run

    if jobs is not None and (not isinstance(jobs, int) or jobs < 0):
        raise ConfigError(f"jobs is a number of processes, or None: not {jobs!r}")
    _check_config(config)
    project = Project(_choice(select, ignore, presets), config=config)
    if isinstance(paths, (str, bytes, os.PathLike)):
        paths = [os.fsdecode(paths)]
    names = [os.fsdecode(path) for path in paths]
    of_run = project.config_for(post_in(names[0])) if names else Config()
    found = find_posts(names, project.config_for, presets=presets)
    report = Report(errors=[FileError(error.path, error.message) for error in found.errors])
    limits = read_limits(of_run.values)
    for result in run(found.files, project, jobs=jobs, limits=limits):
        report.files_checked += 1
        report.findings.extend(result.findings)
        report.errors.extend(FileError(result.path, message) for message in result.errors)
        report.suppressed += result.suppressed
    return report


_kept: dict[tuple[Any, ...], Project] = {}
"""Projects of the default settings: making one costs sixty times what a post costs."""


def _text_project(
    config: Config | None,
    select: Sequence[str] | None,
    ignore: Sequence[str] | None,
    presets: Sequence[str] | None,
) -> Project:
    """A project for text, which has no folder and so no configuration file.

    Only those of the default settings are kept: rule files that a configuration names may change.
    """
    choice = _choice(select, ignore, presets)
    _check_config(config)
    if config is not None:
        return Project(choice, config=config)
    if not is_current():
        forget()
    settings = Config()
    key = date.today(), choice, _told_by_site(settings.root, choice.presets)
    project = _kept.get(key)
    if project is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        project = _kept[key] = Project(choice, config=settings)
    return project


def _told_by_site(root: Path, presets: tuple[str, ...] | None) -> tuple[Any, ...]:
    """What the site around *root*, the working directory, tells a `Project` when it is made."""
    names = presets or guess_preset(root)
    if not {"docusaurus", "hugo"}.intersection(names):
        return root, names
    from contentlint.site_settings import drops_html, find_mdx_site

    return root, names, find_mdx_site(root), drops_html(root)


def _check_config(config: Config | None) -> None:
    if config is not None and not isinstance(config, Config):
        raise TypeError(f"config is a contentlint.Config, not {type(config).__name__}")


def _choice(
    select: Sequence[str] | None, ignore: Sequence[str] | None, presets: Sequence[str] | None
) -> CommandChoice:
    if isinstance(select, str) or isinstance(ignore, str) or isinstance(presets, str):
        raise ConfigError("select, ignore and presets are lists of names, not one string")
    chosen = _names(select), _names(ignore), _names(presets)
    check_presets(chosen[2], None)
    return CommandChoice(presets=chosen[2], select=chosen[0], ignore=chosen[1] or ())


def _names(names: Sequence[str] | None) -> tuple[str, ...] | None:
    """*names* as a tuple.

    Raises:
        ConfigError: they are no list, or one of them is no text.
    """
    if names is None:
        return None
    try:
        found = tuple(names)
    except TypeError:
        found = (names,)  # type: ignore[assignment]  # told below
    for name in found:
        if not isinstance(name, str):
            raise ConfigError(f"select, ignore and presets are lists of names, not {name!r:.60}")
    return found
