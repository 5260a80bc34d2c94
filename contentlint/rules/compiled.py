"""The rules of a folder as plain data, in one file among the user's caches: no YAML, no pydantic.

What only documentation asks of a rule, more than half of the text, is the last line of that file,
and is decoded when somebody asks.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any

from contentlint.errors import RuleError
from contentlint.places import user_cache
from contentlint.reading import read_file
from contentlint.rules.choice import state_of_rules

__all__ = ["keep_compiled", "load_compiled"]

_MOST_KEPT = 32
_TOLD = ("why", "examples")
"""What a rule file holds for readers alone."""


class _Told:
    """What the rules of one *folder* hold for readers alone, as it is kept."""

    def __init__(self, folder: Path, text: bytes) -> None:
        self._folder = folder
        self._text = text
        self._rows: dict[str, dict[str, Any]] = {}

    def row(self, rule: str) -> dict[str, Any]:
        if not self._rows:
            try:
                self._rows = json.loads(_text(self._text))
            except (ValueError, RecursionError):  # somebody has been at it
                self._rows = {spec["id"]: spec for spec in _load_folder(self._folder)}
        return self._rows[rule]


class _Spec(dict[str, Any]):
    """A rule of which some fields are decoded when they are asked for."""

    def __init__(self, fields: dict[str, Any], told: _Told) -> None:
        super().__init__(fields)
        self._told = told

    def __missing__(self, name: str) -> Any:
        if name not in _TOLD:
            raise KeyError(name)
        value = self[name] = self._told.row(self["id"])[name]
        return value


def load_compiled(folder: Path) -> tuple[list[dict[str, Any]], str | None]:
    """The rules of *folder*, and the state of its files if they were read now, not kept.

    Raises:
        RuleError: the folder or one of its files cannot be used.
    """
    if not folder.is_dir():
        raise RuleError(f"{folder}: this rule folder does not exist")
    path = _cache_path(folder)
    try:  # before they are read: what changes meanwhile is read again
        state = state_of_rules(folder)
    except OSError as error:
        raise RuleError(f"{error.filename}: {error.strerror}") from error
    if path is not None:
        try:
            kept, _ = read_file(path)
            known, _, rows = kept.partition(b"\n")  # to split costs five times as much
            fields, _, told = rows.partition(b"\n")
            if _text(known) == state and told and b"\n" not in told:
                later = _Told(folder, told)
                return [_Spec(spec, later) for spec in json.loads(_text(fields))], None
        except (OSError, ValueError, RecursionError):
            pass
    return _load_folder(folder), state


def _load_folder(folder: Path) -> list[dict[str, Any]]:
    from contentlint.rules.loader import load_folder

    return load_folder(folder)


def _text(kept: bytes) -> str:
    return kept.decode("utf-8", "surrogateescape")


def keep_compiled(folder: Path, state: str, specs: list[dict[str, Any]]) -> None:
    """Keep *specs*, the rules of *folder* in this *state*, if there is a place for it."""
    path = _cache_path(folder)
    if path is None:
        return
    fields = [{name: spec[name] for name in spec if name not in _TOLD} for spec in specs]
    told = {spec["id"]: {name: spec[name] for name in _TOLD} for spec in specs}
    lines = [json.dumps(rows, ensure_ascii=False) for rows in (fields, told)]
    text = "\n".join([state, *lines])
    from contentlint.files import temporary_beside

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary_beside(path) as temporary:
            temporary.write_text(text, encoding="utf-8", errors="surrogateescape")
            temporary.replace(path)
        _drop_old(path)
    except OSError:
        return


def _drop_old(path: Path) -> None:
    """Keep the few newest compiled rule sets: a folder that is gone leaves its own behind."""
    stored = sorted(path.parent.glob("rules-*.json"), key=lambda p: p.stat().st_mtime)
    for old in stored[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)


def _cache_path(folder: Path) -> Path | None:
    """Where the loaded rules of *folder* are kept."""
    if os.environ.get("CONTENTLINT_NO_RULE_CACHE"):
        return None
    number = zlib.crc32(os.fsencode(folder))
    return Path(user_cache(), f"rules-{number:08x}.json")
