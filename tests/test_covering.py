"""One cause, one finding: what the fix of a finding takes away is not reported beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fuzz.mutate import mutate
from contentlint import lint_text, linter
from contentlint.config import Config
from contentlint.rules.registry import load_specs

SEEDS = Path(__file__).parent.parent / "seeds"
INSERTED = (
    '<p>Growth of <a class="trsHotWords" style="color: red" target="_blank" '
    'href="http://quote.example.com/?code=1" code="1">steel</a> goes on.</p>\n'
)
ABOUT_THE_TAG = {
    "html/unknown-attribute",
    "links/insecure",
    "links/noopener",
    "style/inline-style",
}


def rules(text: str, ignore: tuple[str, ...] = (), path: str = "post.md") -> set[str]:
    families = ("front-matter", "text", "suppressions/unused")
    found = lint_text(text, path, ignore=[*families, *ignore]).findings
    return {finding.rule for finding in found}


@pytest.mark.parametrize("path", ["post.md", "page.html"])
def test_a_link_that_is_to_go_is_one_finding(path: str) -> None:
    assert rules(INSERTED, path=path) == {"links/hotword"}
    assert rules(INSERTED, ("links/hotword",), path) == ABOUT_THE_TAG


def test_a_comment_that_keeps_the_link_uncovers_the_rest() -> None:
    comment = "<!-- contentlint-disable-next-line links/hotword -->\n\n"
    assert rules(comment + INSERTED) == ABOUT_THE_TAG
    assert rules(f"{comment}nothing\n\n{INSERTED}") == {"links/hotword"}


def test_what_stands_inside_the_link_stays_and_is_reported() -> None:
    picture = INSERTED.replace("steel", '<img src="http://example.org/a.png" alt="Steel">')
    assert rules(picture) == {"links/hotword", "images/insecure"}


def test_other_links_are_reported_beside_one_that_is_to_go() -> None:
    for other in ("a", "area"):
        link = f'<{other} href="http://example.org/?utm_source=x" target="_blank">there</{other}>'
        found = rules(INSERTED + f"<p>Look {link}.</p>\n")
        expected = {"links/hotword", "links/insecure", "links/noopener"}
        assert found >= {*expected, "links/tracking-parameters"}


def test_a_guess_covers_nothing() -> None:
    link = '<a href="http://example.org/tag/steel" target="_blank">steel</a>'
    guess = f"<p>Growth of{link}goes on.</p>\n"
    assert rules(guess) == {"links/hotword", "links/insecure", "links/noopener"}


def test_an_empty_element_is_one_finding() -> None:
    assert rules('<p>One</p>\n<p style="color: red"></p>\n') == {"elements/empty"}
    assert rules('<p>One</p>\n<p style="color: red">&nbsp;</p>\n') == {
        "elements/whitespace-only-paragraph"
    }


RULE = """
id: house/old-box
summary: A box of the old shop, which is gone
severity: warning
why: The old shop has been closed for years, and all that its boxes led to went with it.
match: {select: "a.shop"}
message: "The old shop is gone: remove the link."
fix: {do: unwrap, safety: unsafe}
covers: [unsafe]
examples:
  - bad: '<a class="shop" href="/shop">shop</a>'
    finds: ['<a class="shop" href="/shop">']
    fixed: 'shop'
  - good: '<a href="/">home</a>'
"""


def test_a_users_rule_may_cover_as_well(tmp_path: Path) -> None:
    text = '<p>To the <a class="shop" onclick="go()" href="http://example.org/">old shop</a></p>\n'
    plain = RULE.replace("covers: [unsafe]\n", "")
    found = {}
    for name, rule in (("covers", RULE), ("plain", plain)):
        folder = tmp_path / name / "house"
        folder.mkdir(parents=True)
        (folder / "old-box.yaml").write_text(rule.lstrip(), encoding="utf-8")
        config = Config({"rule-paths": [name]}, root=tmp_path)
        report = lint_text(text, config=config, ignore=["front-matter", "text"])
        found[name] = {finding.rule for finding in report.findings}
    assert found["covers"] == {"house/old-box"}
    assert found["plain"] == {"house/old-box", "links/insecure", "security/event-handler"}


def posts() -> list[str]:
    texts = [
        example[kind]
        for entry in load_specs().values()
        for example in entry.spec["examples"]
        for kind in ("bad", "good")
        if isinstance(example.get(kind), str)
    ]
    scraped = (SEEDS / "scraped-news.md").read_text(encoding="utf-8")
    texts += [scraped, INSERTED]
    return texts + [mutate([scraped, INSERTED, *texts], number) for number in range(400)]


@pytest.mark.parametrize("path", ["post.md", "page.html"])
def test_what_is_left_out_early_would_be_dropped(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = posts()
    short = [list(lint_text(text, path).findings) for text in texts]
    monkeypatch.setattr(linter, "_find_early", lambda by_rule: None)
    assert [list(lint_text(text, path).findings) for text in texts] == short


CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> fair\n"
FRONT = "---\ntitle: Fair\ndate: 2024-05-01T08:00:00Z\n---\n\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (FRONT + CONFLICT.format("The fair is in May.", "The fair is in June."), "post.md"),
        (FRONT + "Words that go on:\n" + CONFLICT.format("May", "June"), "post.md"),
        (FRONT + CONFLICT.format("May\n\nor so", "||||||| 0a1b2c3\nJune"), "post.md"),
        (FRONT + CONFLICT.format("- May</b>", "<p>June</p></p>"), "post.mdx"),
        (FRONT + "<p>A</p>\n" + CONFLICT.format("<p>May</p></p>", "<p>June"), "post.md"),
        (FRONT + "<p>A</p>\n" + CONFLICT.format("<p>May</p></p>", "<p>June</p>"), "page.html"),
        (
            f"---\ntitle: Fair\n{CONFLICT.format('date: 2024-05-01', 'date: 2024-06-01')}---\n",
            "p.md",
        ),
        (f"+++\n{CONFLICT.format('title = 1', 'title = 2')}+++\n\nWords\n", "post.md"),
    ],
)
def test_a_conflict_of_git_is_one_finding(text: str, path: str) -> None:
    for written in (text, text.replace("\n", "\r\n")):
        found = [each for each in lint_text(written, path).findings if each.severity == "error"]
        assert [each.rule for each in found] == ["text/merge-conflict"]
        (start, end) = found[0].start.offset, found[0].end.offset
        assert (written[start : start + 12], written[:end].splitlines()[-1]) == (
            "<<<<<<< HEAD",
            ">>>>>>> fair",
        )


def test_what_stands_beside_a_conflict_is_still_reported() -> None:
    stray = "<p>One</p></p>\n\n"
    text = FRONT + stray + 2 * (CONFLICT.format("May</b>", "June") + "\n" + stray)
    lines = [(each.rule, each.start.line) for each in lint_text(text, "post.md").findings]
    assert lines == [
        ("html/stray-end-tag", 6),
        ("text/merge-conflict", 8),
        ("html/stray-end-tag", 14),
        ("text/merge-conflict", 16),
        ("html/stray-end-tag", 22),
    ]
    unasked = lint_text(text, "post.md", ignore=["text"]).findings
    assert ("html/stray-end-tag", 9) in [(each.rule, each.start.line) for each in unasked]


def test_a_conflict_that_is_shown_is_none() -> None:
    shown = "~~~\n" + CONFLICT.format("May", "June") + "~~~\n"
    assert lint_text(FRONT + shown + "Text with 1 &lt; 2.\n", "post.md").findings == []


def test_a_second_block_of_front_matter_is_one_finding() -> None:
    block = "---\ntitle: A walk\ntags: [rome]\n---\n"
    text = f"{block}{block}\nThe fair opens at ten.\nIt closes at six.\n---\n"
    found = [finding.rule for finding in lint_text(text, "post.md").findings]
    assert found == ["front-matter/duplicate-block", "headings/underlined-text"]
