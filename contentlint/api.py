"""The import: lint text or paths and get a typed report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date

from contentlint.config import CommandChoice, Config
from contentlint.errors import ConfigError
from contentlint.limits import needs_memory, needs_stack, read_limits
from contentlint.project import Project
from contentlint.report import FileError, Report
from contentlint.source import Source

__all__ = ["lint_paths", "lint_text"]

_HEAD = 4_096
_MOST_KEPT = 8


def lint_text(
    text: str | bytes,
    path: str = "post.md",
    *,
    config: Config | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
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
    """
    project = _text_project(config, select, ignore, presets)
    source = (
        Source.from_bytes(text, path) if isinstance(text, bytes) else Source.from_text(text, path)
    )
    linter = project.linter_for(path)
    try:
        result = linter.lint_source(source)
    except (MemoryError, RecursionError) as error:
        hit = needs_memory() if isinstance(error, MemoryError) else needs_stack()
        result = linter.lint_limit(Source.from_text(source.raw[:_HEAD], path), hit)
    errors = [FileError(path, message) for message in result.errors]
    return Report(result.findings, errors, 1, suppressed=result.suppressed)


def lint_paths(
    paths: Iterable[str | os.PathLike[str]],
    *,
    config: Config | None = None,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    presets: Sequence[str] | None = None,
    jobs: int | None = 1,
) -> Report:
    """Lint files and folders.

    Args:
        paths: files, and folders to walk for posts.
        config: one configuration for all files; each file's nearest configuration file where it
            is ``None``.
        select, ignore, presets: as for `lint_text`.
        jobs: worker processes; ``None`` for as many as the machine and the work allow.

    Returns:
        a report with findings ordered by path, start and rule.  Paths that do not exist and
        files that cannot be read are in its ``errors``.

    Raises:
        ConfigError, RuleError: as for `lint_text`.
    """
    from contentlint.discovery import discover
    from contentlint.runner import run

    project = _project(config, select, ignore, presets)
    names = [os.fspath(path) for path in paths]
    found = discover(names)
    report = Report(errors=[FileError(error.path, error.message) for error in found.errors])
    limits = read_limits(project.config_for(found.files[0]).values) if found.files else None
    for result in run(found.files, project, jobs=jobs, limits=limits):
        report.files_checked += 1
        report.findings.extend(result.findings)
        report.errors.extend(FileError(result.path, message) for message in result.errors)
        report.suppressed += result.suppressed
    return report


_kept: dict[tuple[object, ...], Project] = {}
"""Projects of the default settings: making one costs sixty times what a post costs."""


def _text_project(
    config: Config | None,
    select: Sequence[str] | None,
    ignore: Sequence[str],
    presets: Sequence[str] | None,
) -> Project:
    """A project for text, which has no folder and so no configuration file.

    Only those of the default settings are kept: rule files that a configuration names may change.
    """
    if config is not None:
        return _project(config, select, ignore, presets)
    names = (tuple(names) if names is not None else None for names in (select, presets))
    key = (date.today(), type(select), type(ignore), type(presets), tuple(ignore), *names)
    project = _kept.get(key)
    if project is None:
        project = _project(Config(), select, ignore, presets)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = project
    return project


def _project(
    config: Config | None,
    select: Sequence[str] | None,
    ignore: Sequence[str],
    presets: Sequence[str] | None,
) -> Project:
    from contentlint.config import check_presets

    if isinstance(select, str) or isinstance(ignore, str) or isinstance(presets, str):
        raise ConfigError("select, ignore and presets are lists of names, not one string")
    check_presets(presets, None)
    choice = CommandChoice(
        presets=tuple(presets) if presets is not None else None,
        select=tuple(select) if select is not None else None,
        ignore=tuple(ignore),
    )
    return Project(choice, config=config)
