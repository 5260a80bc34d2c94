"""What fixing a post would change, as a patch."""

from __future__ import annotations

import os
from difflib import unified_diff

from contentlint.source import Source

__all__ = ["make_diff"]

_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def make_diff(before: Source, after: Source, path: str) -> str:
    """A unified diff of the file at *path* that `patch -p1` and `git apply` take."""
    name = os.path.normpath(path).replace(os.sep, "/").lstrip("/")
    lines = unified_diff(_lines(before), _lines(after), _quote(f"a/{name}"), _quote(f"b/{name}"))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(source: Source) -> list[str]:
    """The lines of a file, parted at line feeds only, as diff and patch do."""
    mark = "\ufeff" if source.bom else ""
    lines = [f"{line}\n" for line in f"{mark}{source.raw}".split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _quote(name: str) -> str:
    """*name* as git writes it: one that is not plain as in C, one with blanks with a tab behind."""
    quoted = "".join(map(_escape, name))
    if quoted != name:
        return f'"{quoted}"'
    return f"{name}\t" if " " in name else name


def _escape(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(character))
