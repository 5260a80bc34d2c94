"""Which files a run is about: what its paths name and its configuration does not leave out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from contentlint.discovery import Discovery, Exclude, discover

if TYPE_CHECKING:
    from contentlint.config import Config

__all__ = ["find_posts", "post_in"]


def find_posts(
    paths: Iterable[str],
    config: Config,
    *,
    presets: Sequence[str] | None = None,
    exclude: Sequence[str] = (),
    force_exclude: bool = False,
) -> Discovery:
    """The posts among *paths*, under the configuration of the run.

    *presets* outrank those of *config*; *exclude* are further patterns, from the working directory.
    """
    excludes = [
        Exclude(str(config.root), config.left_out(presets)),
        Exclude(os.getcwd(), tuple(exclude)),
    ]
    return discover(
        paths,
        excludes=[each for each in excludes if each.patterns],
        force_exclude=force_exclude or config.values.get("force-exclude", False),
        gitignore=config.values.get("respect-gitignore", True),
    )


def post_in(path: str) -> str:
    """A post that has the configuration of *path*, a file or a folder."""
    return os.path.join(path, "post.md") if os.path.isdir(path) else path
