"""The sieve never keeps a rule from a page that its selector matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentlint.document.nesting import survey
from contentlint.document.selectors import alternatives_of
from contentlint.document.turbo import parse
from contentlint.rules.registry import load_specs
from contentlint.rules.sieve import Sieve
from contentlint.rules.triggers import trigger_of
from tests.document.markup_samples import markup


def _selectors() -> list[str]:
    matches = [entry.spec["match"] for entry in load_specs().values()]
    found = {match.get("when") or match.get("select") or "p" for match in matches}
    return sorted(found | {url for match in matches for url in match.get("url") or ()})


OWN = [
    'a[href^="#"]',
    "a[href='x']",
    'img[src$=".png" i]',
    "tbody",
    "tr > td",
    "html[lang], body[class]",
    ":is(a, b) > i",
    'a:not([href*="x"])',
    '[class~="one"]',
    ".one",
    "p:empty, [id]",
    '[class=""], [class=" "], [id=""]',
]
SELECTORS = _selectors() + OWN
_VALUES = ["", " ", "#x", "x", "http://a.example/?b=1", "a.PNG", "&#35;x", "data:x", " #x", "ONE"]
_tags = st.builds(
    "<{0} {1}={2}{3}{4}{3}>".format,
    st.sampled_from(["a", "img", "p", "b", "iframe", "body", "BUTTON"]),
    st.sampled_from(["href", "src", "SRC", "class", "id", "style", "target", "data-x"]),
    st.sampled_from(["", " "]),
    st.sampled_from("\"'"),
    st.sampled_from(_VALUES),
)
pages = st.one_of(markup, st.lists(st.one_of(_tags, st.just("x</a>")), max_size=6).map("".join))


@given(pages)
def test_never_hides_a_page_that_the_selector_matches(html):
    sieve = Sieve([trigger_of(selector) for selector in SELECTORS])
    page = parse(f"<!doctype html><body>{html}", source_locations=True)
    chosen = sieve.rules_for(survey(html, bool(page.errors)))
    for number, selector in enumerate(SELECTORS):
        if page.select(selector) and not chosen >> number & 1:
            # what the parser supplied has no tag; no rule says anything of it
            hits = page.select(selector)
            assert all(hit.source_location is None for hit in hits), (selector, html)


@pytest.mark.parametrize(
    ("selector", "html", "possible"),
    [
        ('a[href*="http:" i]', '<a href="HTTP://x">', True),
        ('a[href*="http:" i]', '<a href="https://x">', False),
        ('a[href*="http:" i]', '<a href="https://x?a&b">', True),
        ('a[href^="#"]', '<a href="x#y">', False),
        ('a[href^="#"]', "<a href=#y>", True),
        ('a[href^="#"]', "<a href = '#y'>", True),
        ('a[href^="#"]', '<a style="color: #fff" href="x">', False),
        ("a[href]", "<a>", False),
        ("a[href], b", "</b>", True),
        ('img[src*="//"]', '<a href="//x">', False),
        ("tbody", "<p>", True),
        ('a[title*="é"]', '<a title="caf&eacute;">', True),
        ('a[href*="a&b"]', '<a href="?a&amp;b">', True),
        ('[class=""]', "<p class>", True),
        ('[class=""]', "<p class=>", True),
        ('[class=" "]', "<p class=' '>", True),
        ('[class=""]', '<p class="x">', False),
    ],
)
def test_asks_for_what_the_selector_asks_for(selector, html, possible):
    sieve = Sieve([trigger_of(selector)])
    assert bool(sieve.rules_for(survey(html, False))) is possible


def test_reads_the_values_that_a_selector_asks_for():
    (first, second) = alternatives_of("p a[href*=\"a,b\" i][id], img:not([src='x'])")
    assert (first.tag, first.attributes, first.values) == ("a", {"href", "id"}, (("a,b", ""),))
    assert (second.tag, second.attributes, second.values) == ("img", frozenset(), ())
