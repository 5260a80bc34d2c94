"""Which files a run is about: what its paths name and their configurations do not leave out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from contentlint.config import CONFIG_NAMES, Config
from contentlint.discovery import Discovery, Exclude, Ways, discover, leaves_out
from contentlint.errors import ContentlintError

__all__ = ["find_posts", "is_left_out", "post_in"]


def find_posts(
    paths: Iterable[str],
    config_for: Callable[[str], Config],
    *,
    presets: Sequence[str] | None = None,
    exclude: Sequence[str] = (),
    force_exclude: bool = False,
) -> Discovery:
    """The posts among *paths*, each folder under its own configuration.

    *presets* outrank those of a configuration; *exclude* are further patterns, from the working
    directory.
    """
    return discover(
        paths,
        excludes=_excludes(exclude),
        force_exclude=force_exclude,
        ways=_ways(config_for, presets),
        signs=CONFIG_NAMES,
    )


def is_left_out(
    path: str,
    content: bytes,
    config_for: Callable[[str], Config],
    *,
    presets: Sequence[str] | None = None,
    exclude: Sequence[str] = (),
    force_exclude: bool = False,
) -> bool:
    """Whether `find_posts` would leave out a file *path* with *content*, which need not be there.

    Raises:
        ConfigError: an ignore file cannot be read.
    """
    ways, excludes = _ways(config_for, presets), _excludes(exclude)
    return leaves_out(path, content, ways=ways, excludes=excludes, force_exclude=force_exclude)


def _excludes(patterns: Sequence[str]) -> list[Exclude]:
    return [Exclude(os.getcwd(), tuple(patterns))] if patterns else []


def _ways(
    config_for: Callable[[str], Config], presets: Sequence[str] | None
) -> Callable[[str], Ways]:
    """What the configuration of a folder says of the posts there."""

    def ways(folder: str) -> Ways:
        try:
            config = config_for(os.path.join(folder, "post.md"))
        except ContentlintError:  # an error of each file there
            return Ways(Exclude(folder, ()))
        values = config.values
        return Ways(
            Exclude(str(config.root), config.left_out(presets)),
            values.get("respect-gitignore", True),
            values.get("force-exclude", False),
            config.origin is not None,
        )

    return ways


def post_in(path: str) -> str:
    """A post that has the configuration of *path*, a file or a folder."""
    return os.path.join(path, "post.md") if os.path.isdir(path) else path
