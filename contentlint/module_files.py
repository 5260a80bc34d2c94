"""The files of a Python module, found without importing it: what it does changes with them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

__all__ = ["files_of_module", "find_module", "times_of"]


def files_of_module(module: str, root: str | None = None) -> list[str]:
    """The files of a top-level *module*, which is looked for in the folder *root* first."""
    if root is not None:
        place = os.path.join(root, module)
        if os.path.isdir(place):
            return _python_files(place)
        if os.path.isfile(f"{place}.py"):
            return [f"{place}.py"]
    spec = find_module(module)
    if spec is None:
        return []
    folders = spec.submodule_search_locations
    if folders is not None:
        return [file for folder in folders for file in _python_files(folder)]
    return [] if spec.origin is None else [spec.origin]


def find_module(module: str) -> ModuleSpec | None:
    """Where a top-level *module* is, which is not imported for that."""
    specs = (finder.find_spec(module, None) for finder in sys.meta_path)
    return next((spec for spec in specs if spec is not None), None)


def times_of(files: Iterable[str]) -> list[tuple[str, int]]:
    """Each of *files* with the time of its last change; one that is missing is left out."""
    state = []
    for file in files:
        with suppress(OSError):
            state.append((file, os.stat(file).st_mtime_ns))
    return state


def _python_files(folder: str) -> list[str]:
    walk = os.walk(folder)
    files = [os.path.join(at, name) for at, _, names in walk for name in names]
    return sorted(file for file in files if file.endswith(".py"))
