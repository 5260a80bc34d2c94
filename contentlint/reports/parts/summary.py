"""The closing lines of a report for people: counts, what can be repaired, what is held back."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.tally import plural
from contentlint.totals import Totals

__all__ = ["counts_phrase", "failed_phrases", "fixable_phrase", "summary_lines"]


def summary_lines(totals: Totals, paint: Paint) -> Iterator[str]:
    """What was checked and found, then one line for each further thing there is to know.

    Errors of the run are counted only: standard error has told them already.
    """
    for phrase in failed_phrases(totals):
        yield paint("error", phrase)
    counts = totals.summary()
    checked = f"{plural(totals.files_checked, 'file')} checked: "
    if totals.found:
        yield paint("bold", checked + counts_phrase(counts)) + _where(totals)
    elif totals.only_fixed:
        yield checked + ("what is left is not listed" if totals.fixed else "nothing to repair")
    else:
        yield checked + paint("good", "nothing found")
    if totals.fixed:
        yield paint("good", f"{plural(totals.fixed, 'finding')} repaired")
    if counts["fixable_safe"] or counts["fixable_unsafe"]:
        yield fixable_phrase(counts)
    if totals.baselined:
        yield f"{plural(totals.baselined, 'earlier finding')} held back by the baseline"


def failed_phrases(totals: Totals) -> Iterator[str]:
    """How many files could not be checked, and how many could not be fixed wholly."""
    if totals.files_failed:
        yield f"{plural(totals.files_failed, 'file')} could not be checked"
    if totals.files_unfixed:
        yield f"{plural(totals.files_unfixed, 'file')} could not be fixed wholly"


def counts_phrase(counts: dict[str, int]) -> str:
    """``3 errors, 12 warnings, 1 info``, without those there are none of."""
    parts = [
        plural(counts[severity], severity)
        for severity in ("error", "warning", "info")
        if counts[severity]
    ]
    return ", ".join(parts) or "nothing found"


def fixable_phrase(counts: dict[str, int]) -> str:
    """How many findings the two tiers of fixes repair."""
    safe, unsafe = counts["fixable_safe"], counts["fixable_unsafe"]
    if not safe:
        return f"{unsafe:,} fixable with --fix --unsafe-fixes"
    more = f", {unsafe:,} more with --fix --unsafe-fixes" if unsafe else ""
    return f"{safe:,} fixable with --fix{more}"


def _where(totals: Totals) -> str:
    return f" in {plural(totals.files_found, 'file')}"
