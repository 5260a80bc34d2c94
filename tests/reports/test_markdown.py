"""The Markdown summary as a renderer shows it: words of posts stay words."""

from __future__ import annotations

import pyromark
import turbohtml
from hypothesis import given

from contentlint.findings import Finding
from contentlint.report import Report
from contentlint.reports import RuleInfo
from contentlint.reports.markdown import LIMIT

from .conftest import Render, write_text
from .sample import make_context, make_report
from .strategies import few, finding_lists

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
OURS = {"h2", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
OURS |= {"details", "summary", "blockquote", "html", "head", "body"}


def write(report: Report, statistics: bool = False) -> str:
    return write_text("markdown", report, make_context(statistics=statistics))


def parse(text: str) -> turbohtml.Document:
    return turbohtml.parse("<!doctype html><body>" + pyromark.html(text, options=OPTIONS))


def names(document: turbohtml.Document) -> set[str]:
    return {element.tag for element in document.select("*")}


def test_a_hostile_post_adds_no_element() -> None:
    document = parse(write(make_report(), statistics=True))
    assert names(document) <= OURS
    for table in document.select("table"):
        widths = {len(row.select("td, th")) for row in table.select("tr")}
        assert len(widths) == 1


@few
@given(finding_lists)
def test_nor_does_any_other(found: list[Finding]) -> None:
    document = parse(write(Report(found)))
    assert names(document) <= OURS


def test_mentions_references_and_links_are_broken(render: Render) -> None:
    text = render("markdown", make_report())
    prose = "\n".join(line for line in text.splitlines() if "everyone" in line)
    assert "@everyone" not in prose
    assert "#1”" not in prose
    assert "://" not in prose
    assert "www." not in prose


def test_the_length_is_bounded_and_what_is_left_out_is_said() -> None:
    findings = [
        finding._replace(path=f"posts/{number:05}.md")
        for number in range(3000)
        for finding in make_report().findings[:2]
    ]
    text = write(Report(findings, files_checked=3000))
    assert LIMIT - 2000 < len(text) <= LIMIT
    listed = text.count("\n- ")
    assert f"… and {6000 - listed:,} more that there is no room for." in text
    assert text.endswith("</details>\n")


def test_many_rules_and_errors_are_cut_too() -> None:
    first = make_report().findings[0]
    findings = [first._replace(rule=f"family/rule-{number:04}") for number in range(2000)]
    report = Report(findings, make_report().errors * 500, files_checked=1)
    text = write(report)
    assert len(text) <= LIMIT
    assert "and 1975 more" in text
    assert "and 480 more not checked" in text


def test_the_table_tells_what_a_rule_is_about() -> None:
    context = make_context(rules={"style/inline-style": RuleInfo("An *inline* style", "", "info")})
    text = write_text("markdown", make_report(), context)
    assert "| `style/inline-style` | An \\*inline\\* style | 9 | 9 |" in text
