"""What the linter says: findings, their places, their fixes; cheap to make and to send on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from contentlint.named import NamedTuple
from contentlint.source import Position, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FORMAT",
    "SAFETIES",
    "SEVERITIES",
    "Edit",
    "EditRow",
    "Excerpt",
    "FileResult",
    "Finding",
    "Fix",
    "FixRow",
    "Hit",
    "HitRow",
    "Range",
    "Related",
    "Safety",
    "Severity",
    "apply_edits",
    "fix_of",
    "here_too",
    "hit_of",
    "last_line",
]

FORMAT = 4
"""Raised whenever a `Finding`, a layout of results, or what a report says about a file changes."""

_MOST_ALIKE = 8

Severity = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
SAFETIES: tuple[Safety, ...] = ("safe", "unsafe")


class Edit(NamedTuple):
    """Replace ``[start, end)`` with *text*.

    Inside the linter the offsets are those of ``Source.text`` and *text* has ``\\n`` only; in a
    `Finding` they are code points of the file as it stands, in the file's own newline style.
    """

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Apply non-overlapping *edits* to *text*, whatever their order."""
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts.append(text[at:start])
        parts.append(new)
        at = end
    parts.append(text[at:])
    return "".join(parts)


class Fix(NamedTuple):
    """A set of non-overlapping edits that together repair one finding."""

    safety: Safety
    title: str
    edits: tuple[Edit, ...]


Range = tuple[int, int]
"""A `Span` as a plain tuple.

Python makes plain tuples five times as fast as named ones and takes them apart without calling
anything, so checks that find dozens of things in a post yield `HitRow`; whoever reads what checks
yield reads by position, which serves both.
"""
EditRow = tuple[int, int, str]
"""An `Edit` as a plain tuple."""
FixRow = tuple[Safety, str, tuple[EditRow, ...]]
"""A `Fix` as a plain tuple."""


class Hit(NamedTuple):
    """What a matcher or a check yields: a place, and what to say about it.

    *values* fill the placeholders of the rule's message; *message* names one of the rule's
    ``messages`` (``None``: its ``message``); *fix* is ready-made edits (``None``: the rule's own
    ``fix`` decides, if it has one); of *element* the message and the rule's fix may speak;
    *related* are further places with a few words each.
    """

    span: Span
    values: dict[str, Any] | None = None
    message: str | None = None
    fix: FixRow | None = None
    element: Any = None
    severity: Severity | None = None
    related: tuple[tuple[str, Span], ...] = ()
    data: dict[str, Any] | None = None


HitRow = tuple[
    Range,
    "dict[str, Any] | None",
    "str | None",
    "FixRow | None",
    Any,
    "Severity | None",
    tuple[tuple[str, Range], ...],
    "dict[str, Any] | None",
]
"""A `Hit` as a plain tuple."""


def hit_of(
    span: Range,
    values: dict[str, Any] | None = None,
    message: str | None = None,
    fix: FixRow | None = None,
    element: Any = None,
    severity: Severity | None = None,
    related: tuple[tuple[str, Range], ...] = (),
    data: dict[str, Any] | None = None,
) -> HitRow:
    """A hit without names."""
    return span, values, message, fix, element, severity, related, data


def fix_of(safety: Safety, title: str, edits: tuple[EditRow, ...]) -> FixRow:
    """A fix without names."""
    return safety, title, edits


def last_line(start: Position, end: Position) -> int:
    """The last line of what stands from *start* to *end*: not one at whose beginning it ends."""
    return end.line - (end.column == 1 and end.line > start.line)


def here_too(spans: Sequence[Span]) -> tuple[tuple[str, Span], ...]:
    """The first of *spans*, places with the reason of a finding, as what is related to it."""
    return tuple([("here too", span) for span in spans[:_MOST_ALIKE]])


class Related(NamedTuple):
    """A further place that explains a finding, such as where an element was opened."""

    message: str
    start: Position
    end: Position


class Excerpt(NamedTuple):
    """The source line a finding starts on, cut to a window: *skipped* code points stand before."""

    text: str
    skipped: int
    cut: bool


class Finding(NamedTuple):
    """One fault at exact characters, as reports and callers see it."""

    rule: str
    severity: Severity
    message: str
    path: str
    start: Position
    end: Position
    related: tuple[Related, ...]
    data: dict[str, Any]
    fix: Fix | None
    excerpt: Excerpt


class FileResult(NamedTuple):
    """What linting one file gave; errors are about the run, findings about the post.

    *fixed* counts the fixes that were applied (or, with *diff*, would be), and *unfixed* says why
    others, or all, were not; *errors* are what kept the file from being checked.  A *volatile*
    result depends on other files than its own, or on the day, so it is not kept.
    """

    path: str
    findings: Sequence[Finding]
    errors: list[str]
    suppressed: int = 0
    fixed: int = 0
    diff: str = ""
    volatile: bool = False
    unfixed: tuple[str, ...] = ()
