"""Repeats of one rule with the same message in one file, folded into one entry."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.source import Position

__all__ = ["fold", "list_places"]


def fold(findings: Sequence[Finding], *, info_by_rule: bool = False) -> list[list[Finding]]:
    """Group one file's *findings* by rule, message, severity and safety of the fix.

    With *info_by_rule*, all that a rule says as ``info`` becomes one group. Groups stand in the
    order of their first finding.
    """
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        rule, severity, message = finding[:3]
        if info_by_rule and severity == "info":
            key: tuple[str, ...] = (rule,)
        else:
            fix = finding.fix
            key = (rule, severity, message, fix.safety if fix else "")
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def list_places(group: list[Finding], limit: int = 12) -> str:
    """Where the others of a *group* are: ``lines 13–24, 30`` or ``16:119, 16:260, …``.

    Columns are named where one line holds several of the group; *limit* bounds the list.
    """
    starts = [finding.start for finding in group]
    lines = {start.line for start in starts}
    if len(lines) == len(starts):
        parts = _line_ranges(starts[1:])
        name = "line " if len(starts) == 2 else "lines "
    else:
        parts = [f"{start.line}:{start.column}" for start in starts[1:]]
        name = ""
    more = ", …" if len(parts) > limit else ""
    return name + ", ".join(parts[:limit]) + more


def _line_ranges(starts: list[Position]) -> list[str]:
    ranges: list[list[int]] = []
    for line in sorted(start.line for start in starts):
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return [_format_range(first, last) for first, last in ranges]


def _format_range(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"
