"""A rule of front matter that the facts spare finds nothing, whatever stands there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.checks.front_matter import _FORMATS
from contentlint.checks.front_matter_facts import FRONT_MATTER_FACTS, front_matter_facts
from contentlint.document import Document, SiteSettings
from contentlint.rules.choice import RuleChoice
from contentlint.rules.registry import choose, load_specs
from contentlint.rules.rule import Rule
from contentlint.rules.triggers import FACTS
from contentlint.source import Source

_RULES = choose(load_specs(), RuleChoice(select=["front-matter"]))
_SPARED = [rule for rule in _RULES.rules if rule.matcher.trigger.given & FRONT_MATTER_FACTS]
_SETTINGS = [
    SiteSettings(),
    *(SiteSettings((preset,)) for preset in ("hexo", "hugo", "jekyll", "astro", "zola", "news")),
    SiteSettings((), {"unknown": "forbid"}),
    SiteSettings((), {"unknown": "allow", "fields": {"cover": {"required": True}}}),
    SiteSettings(
        ("hexo",),
        {
            "fields": {
                "tags": {"vocabulary": ["a", "b"]},
                "weight": {"min": 13},
                "title": {"pattern": "^A"},
                "date": {"type": "datetime"},
            }
        },
    ),
]
_NAMES = st.sampled_from(
    [
        "title",
        "date",
        "updated",
        "tags",
        "categories",
        "draft",
        "comments",
        "author",
        "cover",
        "weight",
        "toc",
        "tag",
        "Date",
        "titel",
        "x",
        "y",
        "404",
        "true",
        "2021-01-01",
    ]
)
_VALUES = st.sampled_from(
    [
        "A walk",
        "",
        "''",
        "' '",
        "null",
        "true",
        "no",
        "12",
        "010",
        "1e3",
        "12_00",
        "1.5",
        "{a: 1}",
        "[]",
        "[a, b]",
        "[a, null, 3]",
        "[a，b, c]",
        "[a、b]",
        "a, b，c",
        "\n -a\n -b",
        "[[a], b]",
        "\n - a\n - b",
        "\n -\n - 010",
        "2021-11-08",
        "2021-11-08 10:00:00",
        "2021-11-08T10:00:00Z",
        "'2021-11-08'",
        "'2021-11-08 10:00'",
        "'2021-11-08T10:00:00+02:00'",
        "Mon, 08 Nov 2021 20:24:00 GMT",
        "Tue, 08 Nov 2021 20:24:00 GMT",
        "2021/11/08",
        "03/04/2021",
        "8 November 2021 10:00",
        "Invalid Date",
        "2018-15-30",
    ]
)
_YAML = st.lists(st.tuples(_NAMES, _VALUES), max_size=5).map(
    lambda fields: "---\n" + "".join(f"{name}: {value}\n" for name, value in fields) + "---\n\nx\n"
)
_OTHER = st.sampled_from(
    [
        "+++\ntitle = 'A'\ndate = 2021-11-08T10:00:00\n+++\n\nx\n",
        "+++\ntitle = ''\ndate = 10:00:00\ntags = [1]\n+++\n\nx\n",
        '{"title": 4, "date": "2021/11/08", "tags": [null]}\n\nx\n',
        ';;;\n"title": "A"\n;;;\n\nx\n',
        "Only words.\n",
    ]
)


def assert_sound(text: str, site: SiteSettings) -> None:
    """Every rule that finds something in *text* has one of its facts."""
    document = Document(Source.from_text(text, "post.md"), site)
    facts = front_matter_facts(document)
    if document.front_matter.problems:
        facts |= FACTS["front-matter-problems"]
    for rule in _SPARED:
        alone = Document(Source.from_text(text, "post.md"), site)
        if not rule.matcher.trigger.given & facts:
            assert not list(rule.matcher.find(alone)), (rule.id, text)


@settings(max_examples=600, deadline=None)
@given(st.one_of(_YAML, _YAML, _YAML, _OTHER), st.sampled_from(_SETTINGS))
def test_a_rule_without_its_facts_finds_nothing(text: str, site: SiteSettings) -> None:
    assert_sound(text, site)


@pytest.mark.parametrize("rule", _SPARED, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_have_its_facts(rule: Rule) -> None:
    for example in rule.spec["examples"]:
        text = example.get("bad") or example.get("good") or ""
        assert isinstance(text, str)
        for site in _SETTINGS:
            assert_sound(text, site)


def test_the_front_matter_of_an_ordinary_post_has_no_facts() -> None:
    text = "---\ntitle: A walk\ndate: 2021-11-08T10:00:00Z\ntags:\n - a\n - b\n---\n\nx\n"
    for _ in range(2):
        assert front_matter_facts(Document(Source.from_text(text, "post.md"))) == 0


def test_every_generator_reads_yaml() -> None:
    assert all("yaml" in formats for formats in _FORMATS.values())
