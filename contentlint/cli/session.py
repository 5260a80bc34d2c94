"""What several commands share: the project that the options describe, and its rules."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint import posts
from contentlint.config import CommandChoice, Config
from contentlint.errors import ConfigError, suggest
from contentlint.places import SITE_BASELINE, SITE_CACHE, user_cache
from contentlint.presets import PRESETS
from contentlint.project import Project
from contentlint.reading import is_there
from contentlint.rules.choice import match_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contentlint.baseline import Baseline
    from contentlint.discovery import Discovery
    from contentlint.rules.registry import RuleSet, SpecEntry

__all__ = [
    "baseline_file",
    "cache_folder",
    "check_names",
    "find_posts",
    "find_rule",
    "has_baseline",
    "is_left_out",
    "make_project",
    "open_baseline",
    "rules_asked",
    "rules_in_force",
    "unused_baseline",
]


def make_project(options: Any) -> Project:
    """The project that --select, --ignore, --preset, --config and --isolated describe.

    Raises:
        ConfigError: an unknown preset, or a configuration file that cannot be used.
    """
    presets = getattr(options, "preset", None)
    for name in presets or ():
        if name not in PRESETS:
            raise ConfigError(
                f"--preset: there is no preset '{name}'{suggest(name, tuple(PRESETS))}; "
                f"the presets are {', '.join(PRESETS)}"
            )
    select = getattr(options, "select", None)
    choice = CommandChoice(
        presets=tuple(presets) if presets else None,
        select=tuple(select) if select is not None else None,
        extend_select=tuple(getattr(options, "extend_select", None) or ()),
        ignore=tuple(getattr(options, "ignore", None) or ()),
    )
    config = getattr(options, "config", None)
    return Project(
        choice,
        config_path=Path(config) if config else None,
        isolated=getattr(options, "isolated", False),
    )


def cache_folder(given: str | None, config: Config) -> Path:
    """Where results are kept: as said, beside the configuration, or with the user's caches."""
    if given:
        return Path(given)
    if "cache-dir" in config.values:
        return config.root / str(config.values["cache-dir"])
    if config.origin is not None:
        return config.root / SITE_CACHE
    return Path(user_cache(), "results")


def baseline_file(given: str | None, config: Config) -> Path:
    """The baseline: as said, as configured, or beside the configuration."""
    if given:
        return Path(given)
    if "baseline" in config.values:
        return config.root / str(config.values["baseline"])
    folder = config.root if config.origin is not None else Path.cwd()
    return folder / SITE_BASELINE


def open_baseline(options: Any, project: Project, config: Config) -> Baseline | None:
    """The baseline to hold findings back with; ``None`` where there is none or none is wanted.

    Raises:
        ConfigError: the file that an option or the configuration names cannot be used.
    """
    if options.no_baseline or (options.isolated and not options.baseline):
        return None
    file = baseline_file(options.baseline, config)
    if not options.baseline and not has_baseline(file):
        if "baseline" not in config.values:
            return None
        from contentlint.config_file import placed

        words = f"baseline: there is no file {file}; 'contentlint baseline' writes it"
        raise placed(ConfigError(words, ("baseline",)), config.origin)
    from contentlint.baseline import Baseline

    return Baseline.read(file, rules_asked(project, config, options))


def has_baseline(file: Path) -> bool:
    """Whether there is a baseline *file*.

    Raises:
        ConfigError: the system cannot tell; to take that for a no would lose what it holds.
    """
    try:
        return is_there(file)
    except OSError as error:
        raise ConfigError(f"cannot read the baseline {file}: {error.strerror}") from error


def unused_baseline(files: Iterable[str], project: Project, config: Config) -> str | None:
    """A folder among those of *files* whose own baseline a run under *config* does not use."""
    used, seen = os.path.realpath(baseline_file(None, config)), set()
    for lowest in dict.fromkeys(map(os.path.dirname, files)):
        folder = lowest
        while folder and folder not in seen:
            seen.add(folder)
            file = os.path.join(folder, SITE_BASELINE)
            if os.path.lexists(file) and (real := os.path.realpath(file)) != used:
                own = project.config_for(os.path.join(folder, "post.md"))
                if os.path.realpath(baseline_file(None, own)) == real:
                    return folder
            folder = os.path.dirname(folder)
    return None


def rules_asked(project: Project, config: Config, options: Any) -> set[str] | None:
    """The rules that the options leave in force; ``None`` where they leave out none."""
    if options.select is None and not options.ignore:
        return None
    known = project.specs_for(config)
    asked = set(known) if options.select is None else match_names(options.select, known, "")
    asked |= match_names(options.extend_select or (), known, "")
    return asked - match_names(options.ignore or (), known, "")


def find_posts(paths: list[str], options: Any, project: Project) -> Discovery:
    """The posts among *paths* that the options and the configurations do not leave out."""
    return posts.find_posts(
        paths,
        project.config_for,
        presets=getattr(options, "preset", None),
        exclude=options.exclude or (),
        force_exclude=getattr(options, "force_exclude", False),
    )


def is_left_out(name: str | None, content: bytes, *, options: Any, project: Project) -> bool:
    """Whether the options or the configurations leave out a post of that *name* and *content*."""
    return name is not None and posts.is_left_out(
        name,
        content,
        project.config_for,
        presets=options.preset,
        exclude=options.exclude or (),
        force_exclude=options.force_exclude,
    )


def check_names(project: Project, config: Config, options: Any) -> None:
    """Raise `ConfigError` for a rule or family named in an option that does not exist.

    A site's own rules are loaded at any rate: a faulty one is an error before any file is read.
    """
    if config.rule_folders:
        project.specs_for(config)
    for option in ("select", "ignore", "extend_select", "fixable", "unfixable"):
        names = getattr(options, option, None)
        if names:
            match_names(names, project.specs_for(config), f"--{option.replace('_', '-')}")


def rules_in_force(project: Project, path: str) -> tuple[RuleSet, dict[str, SpecEntry]]:
    """The rules that apply to *path*, and all that exist there."""
    linter = project.linter_for(path)
    return linter.rules, project.specs_for(project.config_for(path))


def find_rule(name: str, entries: dict[str, SpecEntry]) -> SpecEntry:
    """The rule of that id.

    Raises:
        ConfigError: there is none; the message suggests the nearest.
    """
    if name in entries:
        return entries[name]
    ends = [rule for rule in entries if rule.rpartition("/")[2] == name]
    if len(ends) == 1:
        return entries[ends[0]]
    family = name.rstrip("/*").lower()
    if any(rule.startswith(f"{family}/") for rule in entries):
        hint = f", but a family: 'contentlint rules --select {family}' lists its rules"
    else:
        hint = suggest(name, list(entries)) or "; 'contentlint rules --all' lists them"
    raise ConfigError(f"there is no rule '{name}'{hint}")
