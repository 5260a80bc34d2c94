"""Counts of findings by rule, family and folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from posixpath import dirname
from typing import NamedTuple

from contentlint.findings import Finding

__all__ = ["Row", "Tallies", "count_files", "folder_of", "plural", "tally"]


class Row(NamedTuple):
    """How many findings a rule, family or folder has, by severity and by safety of the fix."""

    name: str
    error: int
    warning: int
    info: int
    safe: int
    unsafe: int

    @property
    def total(self) -> int:
        """All findings of the row."""
        return self.error + self.warning + self.info

    @property
    def worst(self) -> str:
        """The gravest severity among them."""
        return "error" if self.error else "warning" if self.warning else "info"


class Tallies(NamedTuple):
    """The same findings counted three ways; each list has the largest first."""

    rules: list[Row]
    families: list[Row]
    folders: list[Row]


def tally(findings: Iterable[Finding]) -> Tallies:
    """Count *findings* by rule, by family (the rule's first part) and by folder."""
    by_rule: Counter[tuple[str, str, str]] = Counter()
    by_path: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        fix = finding.fix
        safety = fix.safety if fix is not None else ""
        by_rule[finding.rule, finding.severity, safety] += 1
        by_path[finding.path, finding.severity, safety] += 1
    return Tallies(
        _sum_up(by_rule, str), _sum_up(by_rule, _family_of), _sum_up(by_path, cache(folder_of))
    )


def _sum_up(counts: Counter[tuple[str, str, str]], name_of: Callable[[str], str]) -> list[Row]:
    totals: dict[str, Counter[str]] = {}
    for (key, severity, safety), number in counts.items():
        row = totals.setdefault(name_of(key), Counter())
        row[severity] += number
        row[safety] += number
    fields = Row._fields[1:]
    rows = [Row(name, *(row[field] for field in fields)) for name, row in totals.items()]
    return sorted(rows, key=lambda row: (-row.total, row.name))


def _family_of(rule: str) -> str:
    return rule.split("/", 1)[0]


def folder_of(path: str) -> str:
    """The folder a *path* with ``/`` lies in; ``.`` for the working directory."""
    return dirname(path) or "."


def plural(number: int, noun: str) -> str:
    """``1 error``, ``1,204 errors``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def count_files(findings: Iterable[Finding]) -> int:
    """How many files *findings* lie in."""
    return len({finding.path for finding in findings})
