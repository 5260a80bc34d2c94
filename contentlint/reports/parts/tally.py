"""Counts of findings by rule, family and folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from contentlint.named import NamedTuple

__all__ = ["Row", "Tallies", "plural", "sum_up"]


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


def sum_up(
    by_rule: Mapping[tuple[str, str, str], int], by_folder: Mapping[tuple[str, str, str], int]
) -> Tallies:
    """The rows of findings counted by rule or folder, severity and safety of the fix."""
    return Tallies(_rows(by_rule, str), _rows(by_rule, _family_of), _rows(by_folder, str))


def _rows(counts: Mapping[tuple[str, str, str], int], name_of: Callable[[str], str]) -> list[Row]:
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


def plural(number: int, noun: str) -> str:
    """``1 error``, ``1,204 errors``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
