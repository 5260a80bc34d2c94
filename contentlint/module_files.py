"""The files of a Python module, found without importing it: what it does changes with them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from contentlint.patterns import pattern
from contentlint.reading import read_text

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

__all__ = ["files_around_module", "files_of_module", "find_module", "times_of"]


# `from a.b import c`, `import a, b.c as d`; what stands so in a text does no harm
_IMPORT = pattern(r"^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+([\w.][\w., \t]*))", re.MULTILINE)


def files_of_module(module: str) -> list[str]:
    """The files of a top-level *module* that is installed."""
    spec = find_module(module)
    if spec is None:
        return []
    folders = spec.submodule_search_locations
    if folders is not None:
        return [file for folder in folders for file in _python_files(folder)]
    return [] if spec.origin is None else [spec.origin]


def files_around_module(module: str, root: str) -> list[str]:
    """The files of a top-level *module* in the folder *root*, and of all there that it imports.

    One that is not there is installed; what it imports is not looked for.
    """
    found: list[str] = []
    seen = {module}
    waiting = [module]
    while waiting:
        files = _files_in(root, waiting.pop())
        found += files
        named = {name for file in files for name in _imported_by(file)} - seen
        seen |= named
        waiting += sorted(named)
    return found or files_of_module(module)


def _files_in(root: str, module: str) -> list[str]:
    place = os.path.join(root, module)
    if os.path.isdir(place):
        return _python_files(place)
    return [f"{place}.py"] if os.path.isfile(f"{place}.py") else []


def _imported_by(file: str) -> Iterator[str]:
    """The top-level modules that are imported in *file*."""
    try:
        text = read_text(file)
    except (OSError, UnicodeError):
        return
    for one, several in _IMPORT.findall(text):
        for written in (one, *several.split(",")):
            name = written.strip().partition(" ")[0].partition(".")[0]
            if name:
                yield name


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
