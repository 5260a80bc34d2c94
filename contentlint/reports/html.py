"""One page an editor-in-chief opens: totals, charts, and the findings by post with filters.

The page is self-contained. What comes from posts is escaped text in the static part and JSON data
in the rest, and its content security policy runs the one script it was written with.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from html import escape as escape_html
from importlib.resources import files
from string import Template
from typing import TextIO

from contentlint.report import Report
from contentlint.reports import ReportContext
from contentlint.reports.parts.cells import cells, take_end
from contentlint.reports.parts.page_data import write_data
from contentlint.reports.parts.summary import counts_phrase
from contentlint.reports.parts.tally import Row, count_files, plural, tally
from contentlint.reports.parts.visible import visible

__all__ = ["write"]

_MOST_BARS = 12
_LONGEST_NAME = 20


def write(report: Report, out: TextIO, context: ReportContext) -> None:
    """Write the page; the data of the findings are streamed into it."""
    style, script = _read("report.css"), _read("report.js")
    parts = {"style": style, "style_hash": _hash(style), "script": script}
    parts |= {"script_hash": _hash(script), **_static_parts(report)}
    head, _, tail = _read("report.html").partition("$data")
    out.write(Template(head).substitute(parts))
    write_data(report, out, context)
    out.write(Template(tail).substitute(parts))


def _read(name: str) -> str:
    return files("contentlint.reports").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression of Content Security Policy Level 3, section 2.3.1, for *text*."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _static_parts(report: Report) -> dict[str, str]:
    counts = report.summary()
    tallies = tally(report.findings)
    headline = counts_phrase(counts).capitalize()
    return {
        "title": f"{headline} · contentlint",
        "version": report.head()["tool"]["version"],
        "headline": headline,
        "lede": ". ".join(_remarks(report)) + ".",
        "totals": "\n".join(_totals(counts)),
        "errors": _errors(report),
        "family_chart": _chart(tallies.families, "rule"),
        "folder_chart": _chart(tallies.folders, "folder"),
    }


def _remarks(report: Report) -> Iterator[str]:
    checked = f"{plural(report.files_checked, 'file')} checked"
    posts = f", findings in {plural(count_files(report.findings), 'post')}"
    yield checked + (posts if report.findings else "")
    if report.fixed:
        yield f"{plural(report.fixed, 'finding')} repaired"
    if report.baselined:
        yield f"{plural(report.baselined, 'earlier finding')} held back by the baseline"
    if report.suppressed:
        yield f"{plural(report.suppressed, 'finding')} suppressed"


def _totals(counts: dict[str, int]) -> Iterator[str]:
    numbers = (
        ("error", "Errors"),
        ("warning", "Warnings"),
        ("info", "Infos"),
        ("fixable_safe", "Safe fixes"),
        ("fixable_unsafe", "Unsafe fixes"),
    )
    for key, name in numbers:
        kind = f' class="{key}"' if counts[key] else ""
        yield f"<div{kind}><dt>{name}</dt><dd>{counts[key]:,}</dd></div>"


def _errors(report: Report) -> str:
    if not report.errors:
        return ""
    items = "".join(
        f"<li><b>{_escape(path)}</b>: {_escape(message)}</li>" for path, message in report.errors
    )
    heading = f"{plural(len(report.errors), 'file')} could not be checked"
    return f'<section class="notice" aria-label="{heading}">{heading}<ul>{items}</ul></section>'


def _chart(rows: list[Row], field: str) -> str:
    if not rows:
        return '<p class="rest">Nothing to show.</p>'
    most = rows[0].total
    bars = "\n".join(f"<li>{_bar(row, field, most)}</li>" for row in rows[:_MOST_BARS])
    left = len(rows) - _MOST_BARS
    rest = f'<p class="rest">and {left:,} more</p>' if left > 0 else ""
    return f'<ul class="chart">\n{bars}\n</ul>{rest}'


def _bar(row: Row, field: str, most: int) -> str:
    name = _escape(row.name)
    label = _escape(f"{visible(row.name)}: {counts_phrase(row._asdict())}")
    return (
        f'<button type="button" class="bar" data-field="{field}" data-value="{name}" disabled '
        f'aria-label="{label}" title="{label}">'
        f'<span class="name">{_escape(_shorten(row.name))}</span>'
        f'<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'{"".join(_pieces(row, most))}</svg><span class="number">{row.total:,}</span></button>'
    )


def _shorten(name: str) -> str:
    """The end of a long folder name tells more than its beginning."""
    name = visible(name)
    if cells(name) <= _LONGEST_NAME:
        return name
    return "…" + take_end(name, _LONGEST_NAME - 1)[0]


def _pieces(row: Row, most: int) -> Iterator[str]:
    at = 0.0
    for severity, number in (("error", row.error), ("warning", row.warning), ("info", row.info)):
        if number:
            width = 100 * number / most
            yield f'<rect class="{severity}" x="{at:.2f}" width="{width:.2f}" height="4"/>'
            at += width


def _escape(text: str) -> str:
    return escape_html(visible(text))
