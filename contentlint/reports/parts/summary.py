"""The closing lines of a report for people: counts, what can be repaired, what is held back."""

from __future__ import annotations

from collections.abc import Iterator

from contentlint.report import Report
from contentlint.reports.parts.ansi import Paint
from contentlint.reports.parts.tally import count_files, plural

__all__ = ["counts_phrase", "fixable_phrase", "summary_lines"]


def summary_lines(report: Report, paint: Paint) -> Iterator[str]:
    """What was checked and found, then one line for each further thing there is to know.

    Errors of the run are counted only: standard error has told them already.
    """
    if report.errors:
        yield paint("error", f"{plural(len(report.errors), 'file')} could not be checked")
    counts = report.summary()
    checked = f"{plural(report.files_checked, 'file')} checked: "
    if report.findings:
        yield paint("bold", checked + counts_phrase(counts)) + _where(report)
    else:
        yield checked + paint("good", "nothing found")
    if report.fixed:
        yield paint("good", f"{plural(report.fixed, 'finding')} repaired")
    if counts["fixable_safe"] or counts["fixable_unsafe"]:
        yield fixable_phrase(counts)
    if report.baselined:
        yield f"{plural(report.baselined, 'earlier finding')} held back by the baseline"


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


def _where(report: Report) -> str:
    return f" in {plural(count_files(report.findings), 'file')}"
