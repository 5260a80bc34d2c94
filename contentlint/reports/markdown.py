"""A summary in Markdown for a job page or a pull-request comment, of bounded length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from contentlint.findings import Finding
from contentlint.report import Report
from contentlint.reports import ReportContext
from contentlint.reports.parts.folding import by_file, fold, list_places
from contentlint.reports.parts.summary import counts_phrase, fixable_phrase
from contentlint.reports.parts.tally import Row, count_files, plural, tally
from contentlint.reports.parts.visible import visible

__all__ = ["write"]

LIMIT = 60_000
"""The longest summary in characters: a comment on GitHub takes 65,536."""

_MOST_ERRORS = 20
_MOST_ROWS = 25
_LONGEST = 400

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;"}
# A comment inside keeps GitHub and GitLab from making a mention, a reference to an issue or a link
# of what stands in a post.
_REFERENCE = re.compile(r"@(?=\w)|(?<!&)[#!](?=\d)|:(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def write(report: Report, out: TextIO, context: ReportContext) -> None:
    """Write the counts, a table by rule and, while there is room, the findings by post."""
    room = LIMIT
    for piece in _summarise(report, context):
        room -= out.write(piece)
    if report.findings:
        _write_details(report, out, room - 200)


def _summarise(report: Report, context: ReportContext) -> Iterator[str]:
    counts = report.summary()
    yield "## contentlint\n\n"
    yield f"**{counts_phrase(counts).capitalize()}**"
    if report.findings:
        yield f" in {plural(count_files(report.findings), 'file')}"
    yield f"; {plural(report.files_checked, 'file')} checked.\n"
    yield from (f"{line}.\n" for line in _asides(report, counts))
    for error in report.errors[:_MOST_ERRORS]:
        yield f"\n> **Not checked:** {code(error.path)}: {escape(error.message)}\n"
    if len(report.errors) > _MOST_ERRORS:
        yield f"\n> … and {len(report.errors) - _MOST_ERRORS} more not checked\n"
    if report.findings:
        yield from _tables(report, context)


def _asides(report: Report, counts: dict[str, int]) -> Iterator[str]:
    if report.fixed:
        yield f"{plural(report.fixed, 'finding')} repaired"
    if counts["fixable_safe"] or counts["fixable_unsafe"]:
        yield re.sub(r"--fix( --unsafe-fixes)?", r"`\g<0>`", fixable_phrase(counts))
    if report.baselined:
        yield f"{plural(report.baselined, 'earlier finding')} held back by the baseline"


def _tables(report: Report, context: ReportContext) -> Iterator[str]:
    tallies = tally(report.findings)
    yield "\n| Rule | What | Found | Fixable |\n| :--- | :--- | ---: | ---: |\n"
    for row in tallies.rules[:_MOST_ROWS]:
        info = context.rules.get(row.name)
        what = escape(info.summary) if info else ""
        yield f"| {code(row.name)} | {what} | {_figures(row)}"
    if len(tallies.rules) > _MOST_ROWS:
        yield f"| … and {len(tallies.rules) - _MOST_ROWS} more | | | |\n"
    if context.statistics:
        yield from _small_table("Family", tallies.families)
        yield from _small_table("Folder", tallies.folders)


def _small_table(title: str, rows: list[Row]) -> Iterator[str]:
    yield f"\n| {title} | Found | Fixable |\n| :--- | ---: | ---: |\n"
    for row in rows[:_MOST_ROWS]:
        yield f"| {code(row.name)} | {_figures(row)}"


def _figures(row: Row) -> str:
    return f"{row.total:,} | {row.safe + row.unsafe:,} |\n"


def _write_details(report: Report, out: TextIO, room: int) -> None:
    shown = 0
    out.write("\n<details><summary>Findings by post</summary>\n")
    for path, findings in by_file(report.findings):
        section = "".join(_format_file(path, findings))
        if len(section) > room:
            break
        room -= out.write(section)
        shown += len(findings)
    if shown < len(report.findings):
        out.write(f"\n… and {len(report.findings) - shown:,} more that there is no room for.\n")
    out.write("\n</details>\n")


def _format_file(path: str, findings: list[Finding]) -> Iterator[str]:
    yield f"\n{code(path)}\n\n"
    for group in fold(findings):
        first = group[0]
        place = f"{first.start.line}:{first.start.column}"
        more = f" (and {len(group) - 1:,} more: {list_places(group)})" if len(group) > 1 else ""
        yield (f"- {place} **{first.severity}** {escape(first.message)} {code(first.rule)}{more}\n")


def escape(text: str) -> str:
    """*text* as plain words of one line: no markup, mention, link or table cell begins in it."""
    shown = visible(text)
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "…"
    return _REFERENCE.sub(r"\g<0><!-- -->", _SPECIAL.sub(_escape_char, shown))


def _escape_char(match: re.Match[str]) -> str:
    char = match[0]
    return _ENTITIES.get(char, "\\" + char)


def code(text: str) -> str:
    """*text* as a code span that also holds in a table."""
    shown = visible(text).replace("|", "¦")
    fence = "`"
    while fence in shown:
        fence += "`"
    gap = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{gap}{shown}{gap}{fence}"
