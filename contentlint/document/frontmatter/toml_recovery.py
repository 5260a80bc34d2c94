"""TOML that does not parse as a whole, read statement by statement, each fault explained."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from contentlint.document.frontmatter.model import Place, Places, Problem, Reading
from contentlint.document.frontmatter.quoting import meant_text
from contentlint.document.frontmatter.toml_places import toml_places
from contentlint.findings import Edit, Fix
from contentlint.source import Span

__all__ = ["recover_toml"]

MAX_STATEMENTS = 2_000
_STATEMENT = re.compile(
    r"""^(?:\[|[ \t]*(?:[A-Za-z0-9_.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*[=:])""", re.M
)
_PAIR = re.compile(
    r"""[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*(?P<mark>[=:])[ \t]*(?P<value>[^\n]*?)[ \t]*(?:\n|\Z)"""
)
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


def recover_toml(content: str, base: int, error: Exception) -> Reading:
    """The reading of *content*, at offset *base*, which failed as a whole with *error*."""
    reader = _Reader(content, base)
    for start, end in _statements(content):
        reader.statement(start, end)
    if not reader.problems:
        reader.problems.append(_general(content, base, error))
    return Reading(
        reader.values, lambda: reader.places, reader.problems, broken=frozenset(reader.broken)
    )


def _statements(content: str) -> list[tuple[int, int]]:
    starts = [match.start() for match in _STATEMENT.finditer(content)][:MAX_STATEMENTS]
    if not starts or content[: starts[0]].strip():
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(content)], strict=True))


class _Reader:
    def __init__(self, content: str, base: int) -> None:
        self.content = content
        self.base = base
        self.header = ""
        self.values: dict[str, Any] = {}
        self.places: Places = {}
        self.problems: list[Problem] = []
        self.broken: set[str] = set()

    def statement(self, start: int, end: int) -> None:
        """Read one pair or one table header with what follows it; keep or explain it."""
        text = self.content[start:end]
        if text.startswith("["):
            self.header = text.strip().split("\n")[0]
        if not text.strip() or text.startswith("["):
            return
        try:
            tomllib.loads(self.header + "\n" + text if self.header else text)
        except (ValueError, RecursionError):
            self._explain(text, start)
            return
        if not self.header:
            self._keep(tomllib.loads(text), toml_places(text, self.base + start))

    def _keep(self, values: dict[str, Any], places: Places) -> None:
        for key, value in values.items():
            if key in self.values and not isinstance(value, dict):
                self._repeated(key, self.places[(key,)], places[(key,)])
            self.values[key] = value
        self.places.update(places)

    def _repeated(self, key: str, first: Place, later: Place) -> None:
        if first.key and later.key:
            related = (("first given here", first.key),)
            self.problems.append(Problem("duplicate-key", later.key, "", {"field": key}, related))

    def _explain(self, text: str, start: int) -> None:
        match = _PAIR.match(text)
        at = self.base + start
        if match is None:
            span = Span(at, at + len(text.rstrip()))
            self.problems.append(Problem("syntax", span, "other", {"reason": "it is not TOML"}))
            return
        key, value = match.group("key"), match.group("value")
        self.broken.add(key)
        span = Span(at + match.start("value"), at + match.end("value"))
        cause, replacement = _cause(match.group("mark"), value)
        words = {"field": key, "character": value[:1], "reason": "it is not TOML"}
        edits = _edits(match, at, replacement)
        fix = Fix("safe", _TITLES.get(cause, "Quote the value"), edits) if edits else None
        if cause == "toml-colon":
            span = Span(at + match.start("mark"), at + match.end("mark"))
        self.problems.append(Problem("syntax", span, cause, words, (), fix))


_TITLES = {"toml-colon": "Put an equals sign"}


def _edits(match: re.Match[str], at: int, replacement: str | None) -> tuple[Edit, ...]:
    edits = []
    value = match.group("value")
    if match.group("mark") == ":":
        edits.append(Edit(at + match.start("mark"), at + match.end("mark"), " ="))
    if replacement is not None and replacement != value:
        edits.append(Edit(at + match.start("value"), at + match.end("value"), replacement))
    trial = f"{match.group('key')} = {value if replacement is None else replacement}"
    try:
        tomllib.loads(trial)
    except ValueError:
        return ()
    return tuple(edits)


def _cause(mark: str, value: str) -> tuple[str, str | None]:
    """Why a pair is no TOML, and the value as it should be spelled (``None``: as it is)."""
    if not value:
        return "toml-empty", '""'
    readable = _loads(value)
    if mark == ":":
        return "toml-colon", None if readable else _basic(meant_text(value))
    if value.lower() in ("true", "false", "yes", "no", "on", "off"):
        word = "true" if value.lower() in ("true", "yes", "on") else "false"
        return "toml-boolean", word
    first = value[0]
    if first in "\"'":
        cause = "unclosed-quote" if value.count(first) == 1 else "inner-quote"
        return cause, _basic(meant_text(value))
    if first in "[{":
        return "other", None
    return "toml-unquoted", _basic(value)


def _loads(value: str) -> bool:
    try:
        tomllib.loads("k = " + value)
    except (ValueError, RecursionError):
        return False
    return True


def _basic(text: str) -> str:
    body = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{body}"'


def _general(content: str, base: int, error: Exception) -> Problem:
    match = _POSITION.search(str(error))
    at = 0
    if match:
        lines = content.split("\n")
        line = min(int(match.group(1)), len(lines))
        at = sum(len(text) + 1 for text in lines[: line - 1]) + int(match.group(2)) - 1
    at = min(at, len(content))
    line_start = content.rfind("\n", 0, at) + 1
    line_end = content.find("\n", line_start)
    span = Span(base + line_start, base + (len(content) if line_end < 0 else line_end))
    reason = str(error).split(" (at")[0]
    return Problem("syntax", span, "other", {"reason": reason, "field": ""})
