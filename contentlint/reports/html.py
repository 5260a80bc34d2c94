"""One page an editor-in-chief opens: totals, charts, and the findings by post with filters.

The page is self-contained. What comes from posts is escaped text in the static part and JSON data
in the rest, and its content security policy runs the one script it was written with.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape as escape_html
from importlib.resources import files
from string import Template

from contentlint.findings import Finding
from contentlint.reports import Format, ReportContext
from contentlint.reports.parts.cells import cells, take_end
from contentlint.reports.parts.page_data import PageData
from contentlint.reports.parts.summary import counts_phrase, failed_phrases
from contentlint.reports.parts.tally import Row, plural
from contentlint.reports.parts.visible import visible
from contentlint.totals import Totals, origin

__all__ = ["Writer"]

_MOST_BARS = 12
_LONGEST_NAME = 20


class Writer(Format):
    """The page; the findings of each post are a line of its data."""

    alone = False
    between = ",\n"
    tallied = True

    def __init__(self, context: ReportContext) -> None:
        super().__init__(context)
        self._data = PageData(context)

    def format_file(self, path: str, findings: Sequence[Finding]) -> str:
        """The data of one post."""
        return self._data.describe_file(path, findings)

    def head(self, totals: Totals) -> str:
        """The page up to the data of the first post."""
        text = Template(_template()[0]).substitute(_parts(totals))
        return text + self._data.head() + "\n" * bool(totals.found)

    def tail(self, totals: Totals) -> str:
        """The rest of the data, and of the page."""
        return self._data.tail() + Template(_template()[1]).substitute(_parts(totals))


def _template() -> tuple[str, str]:
    head, _, tail = _read("report.html").partition("$data")
    return head, tail


def _parts(totals: Totals) -> dict[str, str]:
    style, script = _read("report.css"), _read("report.js")
    parts = {"style": style, "style_hash": _hash(style), "script": script}
    return parts | {"script_hash": _hash(script), **_static_parts(totals)}


def _read(name: str) -> str:
    return files("contentlint.reports").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression of Content Security Policy Level 3, section 2.3.1, for *text*."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _static_parts(totals: Totals) -> dict[str, str]:
    counts = totals.summary()
    tallies = totals.tallies()
    headline = counts_phrase(counts).capitalize()
    return {
        "title": f"{headline} · contentlint",
        "version": origin()["tool"]["version"],
        "headline": headline,
        "lede": ". ".join(_remarks(totals)) + ".",
        "totals": "\n".join(_totals(counts)),
        "errors": _errors(totals),
        "family_chart": _chart(tallies.families, "rule"),
        "folder_chart": _chart(tallies.folders, "folder"),
    }


def _remarks(totals: Totals) -> Iterator[str]:
    checked = f"{plural(totals.files_checked, 'file')} checked"
    posts = f", findings in {plural(totals.files_found, 'post')}"
    yield checked + (posts if totals.found else "")
    if totals.fixed:
        yield f"{plural(totals.fixed, 'finding')} repaired"
    if totals.baselined:
        yield f"{plural(totals.baselined, 'earlier finding')} held back by the baseline"
    if totals.suppressed:
        yield f"{plural(totals.suppressed, 'finding')} suppressed"


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


def _errors(totals: Totals) -> str:
    if not totals.errors:
        return ""
    items = "".join(
        f"<li><b>{_escape(path)}</b>: {_escape(message)}</li>" for path, message in totals.errors
    )
    heading = ", ".join(failed_phrases(totals))
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
