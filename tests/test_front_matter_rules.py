"""The rules of front matter on anything: none fails, each fix does what it says, once."""

from __future__ import annotations

import frontmatter
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document import Document, SiteSettings
from contentlint.fixes import fix_source
from contentlint.linter import Linter
from contentlint.rules.registry import RuleSet, load_specs
from contentlint.rules.rule import Rule
from contentlint.source import Source

NAMES = st.one_of(
    st.sampled_from(["title", "date", "updated", "tags", "categories", "author", "headimg"]),
    st.sampled_from(["thumbnail", "comments", "catgories", "tag", "mood", "no", "😀"]),
)
VALUES = st.one_of(
    st.sampled_from(["404", "12_00", "no", "off", "010", "10:30", "1e3", "~", "''", "true"]),
    st.sampled_from(["[]", "{}", "[a,a]", "[no,{b: c}]", "'it's'", "@x", "#x", "a:b", "a: b"]),
    st.sampled_from(["2021-11-08", "2018-15-30", "Invalid Date", "03/04/2021 10:00", "{{x}}"]),
    st.sampled_from(["Mon, 08 Nov 2021 20:24:00 GMT", "Tue, 08 Nov 2021 20:24:00 GMT"]),
    st.sampled_from(["http://localhost/a.png", "data:image/png;base64,x", "//a/b", "/undefined"]),
    st.sampled_from(["https://p.example.com/?http://q.example.com/a.jpg", "x...", "标题_标题"]),
    st.text(st.sampled_from("ab :#'\"[]{}@%`*&!|>-?,\t_苹\u200b"), max_size=8),
)
POSTS = st.builds(
    lambda opening, pairs, end: (
        opening + "".join(f"{name}: {value}\n" for name, value in pairs) + end + "Text\n"
    ),
    st.sampled_from(["---\n", "\n---\n", "--- \n", "Intro\n---\n", ""]),
    st.lists(st.tuples(NAMES, VALUES), max_size=5),
    st.sampled_from(["---\n", "---\n", "--- \n", "\n", "---\n---\ntitle: x\n---\n"]),
)
PRESETS = st.sampled_from([("plain",), ("hexo", "news"), ("hugo",), ("jekyll", "news"), ("zola",)])


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """Every rule of the family, those that are off by default too."""
    specs = load_specs()
    return RuleSet([Rule(e.spec) for name, e in specs.items() if name.startswith("front-matter/")])


@settings(max_examples=300, deadline=None)
@given(text=POSTS, presets=PRESETS)
def test_no_rule_fails_and_every_finding_has_a_message(
    rules: RuleSet, text: str, presets: tuple[str, ...]
) -> None:
    linter = Linter(rules, SiteSettings(presets))
    result = linter.lint_text(text)
    assert result.errors == []
    for finding in result.findings:
        assert "its message failed" not in finding.message
        assert 0 <= finding.start.offset <= finding.end.offset <= len(text)


@settings(max_examples=200, deadline=None)
@given(text=POSTS, presets=PRESETS)
def test_safe_fixes_come_to_an_end_and_leave_what_python_frontmatter_reads(
    rules: RuleSet, text: str, presets: tuple[str, ...]
) -> None:
    linter = Linter(rules, SiteSettings(presets))
    outcome = fix_source(
        linter, Source.from_text(text, "post.md"), lambda _, fix: fix.safety == "safe"
    )
    again = fix_source(linter, outcome.source, lambda _, fix: fix.safety == "safe")
    assert again.source.raw == outcome.source.raw
    after = Document(outcome.source, linter.settings).front_matter
    if after.format == "yaml" and not after.problems and all(type(k) is str for k in after.values):
        assert repr(frontmatter.loads(outcome.source.raw).metadata) == repr(after.values)
    elif after.format is None:
        assert outcome.source.raw.strip("\n") == text.strip("\n")


def test_repeated_fixing_of_one_post_with_every_fault(rules: RuleSet) -> None:
    text = (
        "\n--- \ntitle: 404: not found\ndate: Mon, 08 Nov 2021 20:24:00 GMT\ncomments: off\n"
        "tags: [1:30, 0123]\nauthor: @ann\n---  \nText\n"
    )
    linter = Linter(rules, SiteSettings(("hexo", "news")))
    outcome = fix_source(
        linter, Source.from_text(text, "post.md"), lambda _, fix: fix.safety == "safe"
    )
    assert outcome.errors == []
    assert yaml.safe_load(outcome.source.raw.split("---")[1]) == {
        "title": "404: not found",
        "date": "2021-11-08T20:24:00Z",
        "comments": False,
        "tags": ["1:30", "0123"],
        "author": "@ann",
    }
    assert outcome.source.raw.endswith("\n---\nText\n")
