"""Repeats of one rule with the same message in one file, folded into one entry."""

from __future__ import annotations

from collections.abc import Sequence

from contentlint.findings import Finding
from contentlint.located import Said, brief
from contentlint.named import NamedTuple

__all__ = ["Group", "fold", "list_places"]


class Group(NamedTuple):
    """What some findings of one file say together, and where they are.

    *said* is what the first of them says; *indices* are their numbers among the findings of the
    file, *places* the 1-based lines and columns where they begin.
    """

    said: Said
    indices: list[int]
    places: list[tuple[int, int]]


def fold(findings: Sequence[Finding], *, info_by_rule: bool = False) -> list[Group]:
    """Group one file's *findings* by rule, message, severity and safety of the fix.

    With *info_by_rule*, all that a rule says as ``info`` becomes one group. Groups stand in the
    order of their first finding.
    """
    groups: dict[Said | str, Group] = {}
    for index, (line, column, said) in enumerate(brief(findings)):
        key = said[0] if info_by_rule and said[1] == "info" else said
        group = groups.get(key)
        if group is None:
            groups[key] = Group(said, [index], [(line, column)])
        else:
            _, indices, places = group
            indices.append(index)
            places.append((line, column))
    return list(groups.values())


def list_places(places: Sequence[tuple[int, int]], limit: int = 12) -> str:
    """Where all but the first of *places* are: ``lines 13–24, 30`` or ``16:119, 16:260, …``.

    Columns are named where one line holds several of them; *limit* bounds the list.
    """
    lines = {line for line, _ in places}
    if len(lines) == len(places):
        parts = _line_ranges([line for line, _ in places[1:]])
        name = "line " if len(places) == 2 else "lines "
    else:
        parts = [f"{line}:{column}" for line, column in places[1:]]
        name = ""
    more = ", …" if len(parts) > limit else ""
    return name + ", ".join(parts[:limit]) + more


def _line_ranges(lines: list[int]) -> list[str]:
    ranges: list[list[int]] = []
    for line in sorted(lines):
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return [_format_range(first, last) for first, last in ranges]


def _format_range(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"
