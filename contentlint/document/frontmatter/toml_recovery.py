"""TOML that does not parse as a whole, read statement by statement, each fault explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from contentlint.document.frontmatter.model import Problem, Reading, plain_reason
from contentlint.document.frontmatter.toml_causes import REASONS, TITLES, explain, is_toml
from contentlint.document.frontmatter.toml_places import toml_places
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span
from contentlint.toml_text import load_toml

__all__ = ["recover_toml"]

MAX_STATEMENTS = 2_000
_STATEMENT = pattern(
    r"""^(?:\[|[ \t]*(?:[A-Za-z0-9_.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*[=:]
    |[^\s=:#"'\[\]{},\uff1a\uff1d][^=:#"'\n\uff1a\uff1d]*[=:\uff1a\uff1d])""",
    re.MULTILINE | re.VERBOSE,
)
_PAIR = pattern(
    r"""[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*(?P<mark>[=:])[ \t]*(?P<value>[^\n]*?)[ \t]*(?:\n|\Z)"""
)
_OPENS_BRACES = pattern(r"[^\n=]*=[ \t]*\{")
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
    return list(_with_braces(content, zip(starts, [*starts[1:], len(content)], strict=True)))


def _with_braces(content: str, parts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """*parts*, those joined that stand between braces over several lines, which are closed."""
    waiting: list[tuple[int, int]] = []
    depth = 0
    for start, end in parts:
        text = content[start:end]
        if waiting or _OPENS_BRACES.match(text):
            waiting.append((start, end))
            depth += text.count("{") - text.count("}")
            if depth > 0:
                continue
            yield waiting[0][0], end
            waiting, depth = [], 0
        else:
            yield start, end
    yield from waiting


def _without(content: str, faulty: list[tuple[int, int]]) -> tuple[dict[str, Any], str]:
    """The values of *content* with the *faulty* ranges blanked out, and that text."""
    parts, at = [], 0
    for start, end in sorted(set(faulty)):
        parts += [content[at:start], _VISIBLE.sub(" ", content[start:end])]
        at = end
    rest = "".join([*parts, content[at:]])
    try:
        return load_toml(rest), rest
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
        if not is_toml(text):
            self._explain_from(text, start, end)
        elif text.startswith("["):
            self.header = f"{text.strip()} at {start}" if text.startswith("[[") else text.strip()
        else:
            self._notice_repeat(text, start, end)

    def _explain_from(self, text: str, start: int, end: int) -> None:
        """Explain a statement, or the first line after it that is none."""
        first = text.find("\n") + 1
        if first and text[first:].strip() and is_toml(text[:first]):
            self.statement(start, start + first)
            at = start + first
            while at < end and is_toml(self.content[at : self._line_end(at)]):
                at = self._line_end(at)
            start, text = at, self.content[at : self._line_end(at)]
        self.faulty.append((start, end))
        self._explain(text, start)

    def _line_end(self, at: int) -> int:
        newline = self.content.find("\n", at)
        return len(self.content) if newline < 0 else newline + 1

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
        cause, key, span, culprit, edits, safety = explain(text)
        at = self.base + start
        if key:
            self.broken.add(key)
        here = Span(at + span.start, at + span.end)
        value = text[span.start : span.end]
        if cause == "impossible-date":
            words = {"field": key, "kind": "timestamp", "value": value}
            self.problems.append(Problem("value", here, cause, words))
            return
        fix = None
        if edits:
            moved = tuple(Edit(at + first, at + last, new) for first, last, new in edits)
            fix = Fix(safety, TITLES.get(cause, "Quote the value"), moved)
        words = {"field": key, "character": text[culprit : culprit + 1], "value": value}
        words["repaired"] = edits[0].text if edits else ""
        related = (("here", Span(at + culprit, at + culprit + 1)),)
        self.problems.append(Problem("syntax", here, cause, words, related, fix))


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
    reason = plain_reason(str(error).split(" (at")[0], REASONS)
    return Problem("syntax", span, "other", {"reason": reason, "field": ""})
