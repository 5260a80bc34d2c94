"""A summary in Markdown for a job page or a pull-request comment, of bounded length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from contentlint.findings import Finding
from contentlint.patterns import pattern
from contentlint.reports import Format, Piece, ReportContext, encode
from contentlint.reports.parts.folding import fold, list_places
from contentlint.reports.parts.summary import counts_phrase, fixable_phrase
from contentlint.reports.parts.tally import Row, plural
from contentlint.reports.parts.visible import visible
from contentlint.totals import Totals

__all__ = ["Writer"]

LIMIT = 60_000
"""The longest summary in characters: a comment on GitHub takes 65,536."""

_MOST_ERRORS = 20
_MOST_ROWS = 25
_LONGEST = 400
_MARGIN = 200

_SPECIAL = pattern(r"[\\`*_\[\]<>|~&$]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;"}
# A comment inside keeps GitHub and GitLab from making a mention, a reference to an issue or a link
# of what stands in a post.
_REFERENCE = pattern(r"@(?=\w)|(?<!&)[#!](?=\d)|:(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


class Writer(Format):
    """The counts, a table by rule and, while there is room, the findings by post."""

    tallied = True
    joined = False

    def format_file(self, path: str, findings: Sequence[Finding]) -> str:
        """One post of the details."""
        return "".join(_format_file(path, findings))

    def write(self, totals: Totals, pieces: Iterable[Piece], out: BinaryIO) -> None:
        """Write the summary, and as many posts as there is room for."""
        summary = "".join(_summarise(totals, self.context))
        out.write(encode(summary))
        if not totals.found:
            return
        room, shown = LIMIT - len(summary) - _MARGIN, 0
        out.write(b"\n<details><summary>Findings by post</summary>\n")
        for findings, section in pieces:
            size = len(section.decode("utf-8"))
            if size > room:
                break
            room -= size
            out.write(section)
            shown += findings
        if shown < totals.found:
            more = f"\n… and {totals.found - shown:,} more that there is no room for.\n"
            out.write(encode(more))
        out.write(b"\n</details>\n")


def _summarise(totals: Totals, context: ReportContext) -> Iterator[str]:
    counts = totals.summary()
    yield "## contentlint\n\n"
    yield f"**{counts_phrase(counts).capitalize()}**"
    if totals.found:
        yield f" in {plural(totals.files_found, 'file')}"
    yield f"; {plural(totals.files_checked, 'file')} checked.\n"
    yield from (f"{line}.\n" for line in _asides(totals, counts))
    for error in totals.errors[:_MOST_ERRORS]:
        undone = error.undone.capitalize()
        yield f"\n> **{undone}:** {code(error.path)}: {escape(error.message)}\n"
    rest = totals.errors[_MOST_ERRORS:]
    if rest:
        undone = " or ".join(sorted({error.undone for error in rest}))
        yield f"\n> … and {len(rest)} more {undone}\n"
    if totals.found:
        yield from _tables(totals, context)


def _asides(totals: Totals, counts: dict[str, int]) -> Iterator[str]:
    if totals.fixed:
        yield f"{plural(totals.fixed, 'finding')} repaired"
    if counts["fixable_safe"] or counts["fixable_unsafe"]:
        yield re.sub(r"--fix( --unsafe-fixes)?", r"`\g<0>`", fixable_phrase(counts))
    if totals.baselined:
        yield f"{plural(totals.baselined, 'earlier finding')} held back by the baseline"


def _tables(totals: Totals, context: ReportContext) -> Iterator[str]:
    tallies = totals.tallies()
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


def _format_file(path: str, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"\n{code(path)}\n\n"
    for (rule, severity, message, _), _, places in fold(findings):
        line, column = places[0]
        more = f" (and {len(places) - 1:,} more: {list_places(places)})" if len(places) > 1 else ""
        yield f"- {line}:{column} **{severity}** {escape(message)} {code(rule)}{more}\n"


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
