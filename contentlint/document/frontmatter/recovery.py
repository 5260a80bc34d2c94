"""YAML that does not parse as a whole, read entry by entry.

The text is cut at the lines that begin a top-level field; each entry is parsed alone, so that one
bad title does not hide the date.  Entries that fail go to `diagnosis`.  Characters that no parser
takes are read as if they were gone, which is what their fix makes of them.
"""

from __future__ import annotations

import re
from typing import Any

from yaml import MappingNode, YAMLError

from contentlint.document.frontmatter.diagnosis import diagnose_entry, general_problem
from contentlint.document.frontmatter.model import Problem, Reading
from contentlint.document.frontmatter.moved import without
from contentlint.document.frontmatter.yaml_fields import read_fields
from contentlint.document.frontmatter.yaml_places import YamlPart, part_of
from contentlint.document.frontmatter.yaml_values import Fault, compose
from contentlint.findings import Edit, Fix
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["recover_yaml"]

MAX_ENTRIES = 2_000
MAX_CHARACTERS = 20
_UNREADABLE = pattern(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+"
)
# comments are of the field before; a dash without a blank begins an entry, too, if no name and a
# colon follow it
_CONTINUES = pattern(r"[ \t\n#]|-[ \t\n]|[\]}]|-[^\s-][^\n:]*(?:\n|\Z)")
_KEY = pattern(r"""["']?([^\s"':\uff1a][^"':\uff1a\n]*?)["']?[ \t]*[:\uff1a]""")


class _Entry(NamedTuple):
    """One top-level field's lines, with their offset in the content."""

    start: int
    text: str


def recover_yaml(content: str, base: int, error: Exception) -> Reading:
    """The reading of *content*, at offset *base*, which failed as a whole with *error*."""
    problems = _unreadable_characters(content, base)
    if not problems:
        return _read_entries(content, base, error)
    readable, moved = without(_UNREADABLE, content, base)
    return _with(moved.reading(_read_readable(readable)), problems)


def _read_readable(content: str) -> Reading:
    """The reading of *content*, at offset 0, in which nothing unreadable is left."""
    try:
        root = compose(content)
    except (YAMLError, Fault) as error:
        return _read_entries(content, 0, error)
    parts = (part_of(0, content, root),) if isinstance(root, MappingNode) else ()
    return read_fields(parts)


def _read_entries(content: str, base: int, error: Exception) -> Reading:
    parts: list[YamlPart] = []
    broken: set[str] = set()
    found: list[Problem] = []
    for entry in _entries(content):
        root = _parsed(entry.text)
        offset = base + entry.start
        if isinstance(root, MappingNode) and not entry.text.startswith((" ", "\t")):
            parts.append(part_of(offset, entry.text, root))
        elif root is not _EMPTY and not _uses_anchor(entry.text, content):
            found.extend(diagnose_entry(entry.text, offset))
            broken.update(_names(entry.text))
    if not found:
        found = [general_problem(content, base, error)]
    reading = read_fields(tuple(parts))
    return _with(reading, found, frozenset(broken))


def _with(
    reading: Reading, problems: list[Problem], broken: frozenset[str] = frozenset()
) -> Reading:
    return reading._replace(problems=[*problems, *reading.problems], broken=reading.broken | broken)


_EMPTY: Any = object()


def _parsed(text: str) -> Any:
    """The node of *text*, ``None`` when it does not parse, ``_EMPTY`` when nothing is there."""
    try:
        root = compose(text)
    except (YAMLError, Fault):
        return None
    return _EMPTY if root is None else root


def _entries(content: str) -> list[_Entry]:
    """*content* cut before each line that is no continuation of the one before."""
    entries: list[_Entry] = []
    start = at = 0
    while at < len(content):
        newline = content.find("\n", at)
        after = len(content) if newline < 0 else newline + 1
        if at > start and not _CONTINUES.match(content, at) and len(entries) < MAX_ENTRIES:
            entries.append(_Entry(start, content[start:at]))
            start = at
        at = after
    if start < len(content):
        entries.append(_Entry(start, content[start:]))
    return entries


def _uses_anchor(entry: str, content: str) -> bool:
    """Whether *entry* fails only because the anchor it refers to stands in another entry."""
    return any(f"&{name}" in content for name in re.findall(r"\*([\w-]+)", entry))


def _names(entry: str) -> list[str]:
    return [
        match.group(1).strip() for line in entry.split("\n") if (match := _KEY.match(line.lstrip()))
    ]


def _unreadable_characters(content: str, base: int) -> list[Problem]:
    problems = []
    for match in _UNREADABLE.finditer(content):
        span = Span(base + match.start(), base + match.end())
        words = {"code": f"U+{ord(match.group()[0]):04X}"}
        fix = Fix("safe", "Remove the unreadable character", (Edit(span.start, span.end, ""),))
        problems.append(Problem("character", span, "", words, (), fix))
        if len(problems) == MAX_CHARACTERS:
            break
    return problems
