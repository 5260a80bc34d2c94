"""The counts of a run, gathered file by file: all that a report says besides its findings."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.findings import Finding, Severity
    from contentlint.reports.parts.tally import Tallies

__all__ = [
    "VERSION",
    "Counts",
    "FileError",
    "FixError",
    "Tally",
    "Totals",
    "count",
    "origin",
    "tally_file",
]

VERSION = 1
"""The version of the JSON contract; it changes only when a key changes its meaning."""

Counts = tuple[int, int, int, int, int]
"""How many findings are errors, warnings, infos, and have a safe, an unsafe fix."""
Tally = list[tuple[str, str, str, int]]
"""Rule, severity, safety of the fix (empty: none), and how many findings of one file are such."""

_NAMES = ("error", "warning", "info", "fixable_safe", "fixable_unsafe")
# plain places in a finding, so that a warm run needs no such class
_RULE, _GRADE = itemgetter(0), itemgetter(1, 8)
_NONE: Counts = (0, 0, 0, 0, 0)


class FileError(NamedTuple):
    """A file that could not be checked, and why."""

    path: str
    message: str

    @property
    def undone(self) -> str:
        """What was left undone, in two words."""
        return "not checked"


class FixError(FileError):
    """A file that was checked, but could not be fixed wholly, and why."""

    __slots__ = ()

    @property
    def undone(self) -> str:
        """What was left undone, in two words."""
        return "not fixed"


_Grades = tuple[list["Severity"], list[str]]
"""The severities, and the safeties of the fixes (empty: there is none)."""


def _grades(findings: Sequence[Finding]) -> _Grades:
    located: Any = findings
    if hasattr(located, "grades"):  # a `Located`; an import costs each time
        grades: _Grades = located.grades()
        return grades
    rows = list(map(_GRADE, findings))
    return [severity for severity, _ in rows], ["" if fix is None else fix[0] for _, fix in rows]


def _rules(findings: Sequence[Finding]) -> list[str]:
    located: Any = findings
    if hasattr(located, "rules"):
        rules: list[str] = located.rules()
        return rules
    return list(map(_RULE, findings))


def count(findings: Sequence[Finding]) -> Counts:
    """Count *findings* by severity and by safety of their fix."""
    severities, safeties = _grades(findings)
    error, warning = severities.count("error"), severities.count("warning")
    info = len(severities) - error - warning
    return error, warning, info, safeties.count("safe"), safeties.count("unsafe")


def tally_file(findings: Sequence[Finding]) -> Tally:
    """Count the *findings* of one file by rule, severity and safety of the fix."""
    numbers: dict[tuple[str, str, str], int] = {}
    for key in zip(_rules(findings), *_grades(findings), strict=True):
        numbers[key] = numbers.get(key, 0) + 1
    return [(*key, number) for key, number in numbers.items()]


def origin() -> dict[str, Any]:
    """The first keys of the JSON contract: its version, and the tool."""
    from contentlint import __version__

    return {"version": VERSION, "tool": {"name": "contentlint", "version": __version__}}


class Totals:
    """What was checked, and how much was found.

    *files_found* is the number of files with findings; *fixed*, *baselined* and *suppressed* count
    findings that are not among the others: repaired, or held back by a baseline, or by a comment.
    *files_failed* is the number of files that could not be checked, and *files_unfixed* of those
    that were, but not fixed wholly: one of the *errors* may stand for those of several files.
    *only_fixed* says that whatever could not be repaired was left out.
    """

    __slots__ = (
        "_by_folder",
        "_by_rule",
        "_counts",
        "baselined",
        "errors",
        "files_checked",
        "files_failed",
        "files_found",
        "files_unfixed",
        "fixed",
        "only_fixed",
        "suppressed",
    )

    def __init__(self, errors: list[FileError] | None = None, files_checked: int = 0) -> None:
        self.errors: list[FileError] = [] if errors is None else errors
        self.files_checked = files_checked
        failed = {error.path for error in self.errors if not isinstance(error, FixError)}
        self.files_failed = len(failed)
        self.files_unfixed = len({error.path for error in self.errors} - failed)
        self.files_found = 0
        self.fixed = 0
        self.only_fixed = False
        self.baselined = 0
        self.suppressed = 0
        self._counts: Sequence[int] = _NONE
        self._by_rule: dict[tuple[str, str, str], int] = {}
        self._by_folder: dict[tuple[str, str, str], int] = {}

    @property
    def found(self) -> int:
        """How many findings there are."""
        return sum(self._counts[:3])

    @property
    def rules(self) -> set[str]:
        """The rules that found something in the files whose tally was given to `add`."""
        return {rule for rule, _, _ in self._by_rule}

    def add(self, path: str, counts: Sequence[int], tally: Tally) -> None:
        """Add the findings of the file at *path*."""
        if counts[0] or counts[1] or counts[2]:
            self.files_found += 1
            self._counts = [mine + more for mine, more in zip(self._counts, counts, strict=True)]
        if tally:
            folder = dirname(path) or "."
            rules, folders = self._by_rule, self._by_folder
            for rule, severity, safety, number in tally:
                key = (rule, severity, safety)
                rules[key] = rules.get(key, 0) + number
                key = (folder, severity, safety)
                folders[key] = folders.get(key, 0) + number

    def summary(self) -> dict[str, int]:
        """The findings by severity, by safety of their fix, and the repaired ones."""
        counts = dict(zip(_NAMES, self._counts, strict=True))
        counts["fixed"] = self.fixed
        return counts

    def tallies(self) -> Tallies:
        """The findings of the files whose tally was given to `add`, counted three ways."""
        from contentlint.reports.parts.tally import sum_up

        return sum_up(self._by_rule, self._by_folder)
