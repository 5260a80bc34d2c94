"""`contentlint cache info|clear`: the result cache of this site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contentlint.cache_file import clear, describe
from contentlint.cli import EXIT_CLEAN
from contentlint.cli.session import cache_folder
from contentlint.project import Project

__all__ = ["run"]


def run(options: Any) -> int:
    """Show or empty the cache."""
    config = Project().config_for(Path.cwd() / "post.md")
    folder = cache_folder(options.cache_dir, config)
    if options.action == "clear":
        print(f"{'cleared' if clear(folder) else 'there is no cache in'} {folder}")
        return EXIT_CLEAN
    info = describe(folder)
    if info is None:
        print(f"there is no cache in {folder}")
    else:
        size = f"{info.size / 1_000_000:.1f} MB"
        print(f"{info.folder}: {info.results} results of {info.files} files, {size}")
    return EXIT_CLEAN
