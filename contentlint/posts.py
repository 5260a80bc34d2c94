"""Which files a run is about: what its paths name and their configurations do not leave out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from contentlint.config import CONFIG_NAMES, Config
from contentlint.discovery import Discovery, Exclude, Ways, discover
from contentlint.errors import ContentlintError

__all__ = ["find_posts", "post_in"]


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

    return discover(
        paths,
        excludes=[Exclude(os.getcwd(), tuple(exclude))] if exclude else (),
        force_exclude=force_exclude,
        ways=ways,
        signs=CONFIG_NAMES,
    )


def post_in(path: str) -> str:
    """A post that has the configuration of *path*, a file or a folder."""
    return os.path.join(path, "post.md") if os.path.isdir(path) else path
