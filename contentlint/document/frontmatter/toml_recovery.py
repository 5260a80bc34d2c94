"""TOML that does not parse as a whole, read statement by statement, each fault explained."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from typing import Any

from contentlint.dates import iso_text, parse_date
from contentlint.document.frontmatter.model import Problem, Reading
from contentlint.document.frontmatter.quoting import meant_text
from contentlint.document.frontmatter.toml_places import toml_places
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["recover_toml"]

MAX_STATEMENTS = 2_000
_STATEMENT = pattern(r"""^(?:\[|[ \t]*(?:[A-Za-z0-9_.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*[=:])""", re.M)
_PAIR = pattern(
    r"""[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*(?P<mark>[=:])[ \t]*(?P<value>[^\n]*?)[ \t]*(?:\n|\Z)"""
)
_DATE_LIKE = pattern(r"\d{4}-\d{1,2}-\d{1,2}")
_VISIBLE = pattern(r"[^\n]")
_POSITION = pattern(r"\(at line (\d+), column (\d+)\)")


def recover_toml(content: str, base: int, error: Exception) -> Reading:
    """The reading of *content*, at offset *base*, which failed as a whole with *error*.

    Statements that cannot be read are blanked out, and the rest is read in one go.
    """
    reader = _Reader(content, base)
    for start, end in _statements(content):
        reader.statement(start, end)
    values, rest = _without(content, reader.faulty)
    problems = reader.problems or [_general(content, base, error)]
    broken = frozenset(reader.broken)
    return Reading(values, partial(toml_places, rest, base), problems, broken=broken)


def _statements(content: str) -> list[tuple[int, int]]:
    starts = [match.start() for match in _STATEMENT.finditer(content)][:MAX_STATEMENTS]
    if not starts or content[: starts[0]].strip():
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(content)], strict=True))


def _without(content: str, faulty: list[tuple[int, int]]) -> tuple[dict[str, Any], str]:
    """The values of *content* with the *faulty* ranges blanked out, and that text."""
    parts, at = [], 0
    for start, end in sorted(set(faulty)):
        parts += [content[at:start], _VISIBLE.sub(" ", content[start:end])]
        at = end
    rest = "".join([*parts, content[at:]])
    try:
        return tomllib.loads(rest), rest
    except (ValueError, RecursionError):
        return {}, ""


class _Reader:
    def __init__(self, content: str, base: int) -> None:
        self.content = content
        self.base = base
        self.header = ""
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.faulty: list[tuple[int, int]] = []
        self.pairs: dict[tuple[str, str], tuple[int, int]] = {}

    def statement(self, start: int, end: int) -> None:
        """Judge one pair or one table header; explain what cannot be read."""
        text = self.content[start:end]
        if not text.strip():
            return
        if not _loads(text):
            self.faulty.append((start, end))
            self._explain(text, start)
        elif text.startswith("["):
            self.header = f"{text.strip()} at {start}" if text.startswith("[[") else text.strip()
        else:
            self._notice_repeat(text, start, end)

    def _notice_repeat(self, text: str, start: int, end: int) -> None:
        match = _PAIR.match(text)
        if match is None:
            return
        name = (self.header, match.group("key"))
        if name in self.pairs:
            first_start, first_end = self.pairs[name]
            self.faulty.append((first_start, first_end))  # of two, the later counts
            before = _PAIR.match(self.content, first_start)
            first = self._key_span(before or match, first_start if before is None else 0)
            words = {"field": name[1]}
            related = (("first given here", first),)
            span = self._key_span(match, start)
            self.problems.append(Problem("duplicate-key", span, "", words, related))
        self.pairs[name] = (start, end)

    def _key_span(self, match: re.Match[str], offset: int) -> Span:
        at = self.base + offset
        return Span(at + match.start("key"), at + match.end("key"))

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
        if cause == "impossible-date":
            words = {"field": key, "kind": "timestamp", "value": value}
            self.problems.append(Problem("value", span, cause, words))
            return
        edits = _edits(match, at, replacement)
        title = _TITLES.get(cause, "Quote the value")
        fix = Fix("safe", title, edits) if edits else None
        words = {"field": key, "character": value[:1], "reason": "it is not TOML"}
        words["repaired"] = replacement or ""
        if cause == "toml-colon":
            span = Span(at + match.start("mark"), at + match.end("mark"))
        self.problems.append(Problem("syntax", span, cause, words, (), fix))


_TITLES = {
    "toml-boolean": "Write it in small letters",
    "toml-colon": "Put an equals sign",
    "toml-date": "Write the date in ISO 8601",
    "toml-empty": "Write an empty text",
}


def _edits(match: re.Match[str], at: int, replacement: str | None) -> tuple[Edit, ...]:
    edits = []
    value = match.group("value")
    if match.group("mark") == ":":
        edits.append(Edit(at + match.start("mark"), at + match.end("mark"), " ="))
    if replacement is not None and replacement != value:
        edits.append(Edit(at + match.start("value"), at + match.end("value"), replacement))
    spelled = value if replacement is None else replacement
    return tuple(edits) if _loads(f"{match.group('key')} = {spelled}") else ()


def _cause(mark: str, value: str) -> tuple[str, str | None]:
    """Why a pair is no TOML, and the value as it should be spelled (``None``: as it is)."""
    if not value:
        return "toml-empty", '""'
    readable = _loads("k = " + value)
    if mark == ":":
        return "toml-colon", None if readable else _basic(meant_text(value))
    if value.lower() in ("true", "false", "yes", "no", "on", "off"):
        word = "true" if value.lower() in ("true", "yes", "on") else "false"
        return "toml-boolean", word
    date = parse_date(value)
    if date is not None and date.certain and date.weekday is None:
        return "toml-date", iso_text(date.value)
    if _DATE_LIKE.match(value):
        return "impossible-date", None
    first = value[0]
    if first in "\"'":
        cause = "unclosed-quote" if value.count(first) == 1 else "inner-quote"
        return cause, _basic(meant_text(value))
    if first in "[{":
        return "other", None
    return "toml-unquoted", _basic(value)


def _loads(text: str) -> bool:
    try:
        tomllib.loads(text)
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
