"""The sample posts: one is clean, every other one has the faults it was written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentlint import lint_paths
from contentlint.discovery import discover

SEEDS = Path(__file__).parent.parent / "seeds"

FAULTS = {
    "broken-title.md": {"front-matter/invalid-syntax", "html/stray-end-tag"},
    "html-as-code.md": {"markdown/html-as-code"},
    "hugo-notes.md": {"front-matter/invalid-date", "front-matter/repeated-value"},
    "json-post.md": {"front-matter/date-format", "html/obsolete-element", "images/placeholder"},
    "lazy-images.md": {"style/data-junk", "style/inline-style", "style/leftover-class"},
    "legacy-encoding.md": {"encoding/not-utf-8"},
    "letter.txt": {"front-matter/title-not-text", "front-matter/invalid-date"},
    "page.html": {"html/duplicate-id", "html/obsolete-element", "headings/level-skipped"},
    "orchard-map.mdx": {"template/mdx-syntax"},
    "pier-guide.md": {"template/leftover-directive"},
    "rss-stub.md": {"front-matter/leading-content", "images/placeholder"},
    "scraped-news.md": {
        "front-matter/date-format",
        "front-matter/leading-content",
        "headings/fake-heading",
        "images/placeholder",
        "links/hotword",
        "style/inline-style",
        "text/trailing-whitespace",
    },
    "suppressed.md": {
        "suppressions/malformed",
        "suppressions/unknown-rule",
        "suppressions/unused",
    },
    "travel-blog.md": {"links/tracking-parameters", "links/vague-text", "links/empty"},
    "tutorial.md": {"headings/level-skipped", "links/fragment-missing"},
    "windows-note.md": {"encoding/bom", "text/trailing-whitespace"},
}


def rules_in(name: str) -> set[str]:
    report = lint_paths([SEEDS / name])
    assert report.errors == []
    assert report.files_checked == 1
    return {finding.rule for finding in report.findings}


def test_every_kind_of_post_is_there() -> None:
    names = {Path(path).name for path in discover([str(SEEDS)]).files}
    assert names == {*FAULTS, "clean.md", "component.mdx"}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_flawed_post_shows_its_flaws(name: str) -> None:
    assert FAULTS[name] - rules_in(name) == set()


def test_what_stops_mdx_is_told() -> None:
    report = lint_paths([SEEDS / "orchard-map.mdx"], presets=["astro"])
    assert [finding.start.line for finding in report.findings] == [8, 10, 10, 10, 12]
    assert {finding.rule for finding in report.findings} == {"template/mdx-syntax"}


def test_what_stops_vue_is_told_where_vitepress_makes_the_site() -> None:
    report = lint_paths([SEEDS / "pier-guide.md"], presets=["vitepress"])
    assert [(finding.rule, finding.start.line) for finding in report.findings] == [
        ("template/vue-syntax", 8),
        ("template/vue-syntax", 8),
        ("template/vue-unclosed", 10),
    ]


def test_the_clean_post_is_clean() -> None:
    assert rules_in("clean.md") == set()


def test_the_bytes_are_as_they_were_written() -> None:
    windows = (SEEDS / "windows-note.md").read_bytes()
    assert windows.startswith(b"\xef\xbb\xbf---\r\n")
    assert windows.count(b"\n") == windows.count(b"\r\n") > 5
    scraped = (SEEDS / "scraped-news.md").read_bytes()
    assert scraped.startswith(b"\n---\n")
    assert scraped.endswith(b"</div>\n            ")
    assert "码头".encode("gb18030") in (SEEDS / "legacy-encoding.md").read_bytes()
