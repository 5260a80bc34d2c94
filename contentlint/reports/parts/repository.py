"""Names of files as the repository has them, for platforms that know no working directory."""

from __future__ import annotations

import os

__all__ = ["name_in_repository", "working_folder"]


def working_folder() -> str:
    """Where in its repository the working directory is, such as ``site/``; empty at its top.

    Empty, too, where there is no repository.
    """
    here = top = os.getcwd()
    while not os.path.lexists(os.path.join(top, ".git")):
        below, top = top, os.path.dirname(top)
        if below == top:
            return ""
    return os.path.join(os.path.relpath(here, top), "").replace(os.sep, "/") if here != top else ""


def name_in_repository(path: str, folder: str) -> str:
    """*path*, which starts from *folder* of the repository, as it starts from the repository."""
    if not folder:
        return path
    if not os.path.isabs(path):
        return os.path.normpath(folder + path).replace(os.sep, "/")
    top = os.path.normpath(os.path.join(os.getcwd(), *[os.pardir] * folder.count("/")))
    return path.removeprefix(os.path.join(top, "")).replace(os.sep, "/")
