"""Selecting by one part of a list after the other finds what the whole list finds."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document import Document
from contentlint.document.nesting import names_of
from contentlint.document.selection import Vocabulary, vocabulary_of
from contentlint.document.spellings import names_in
from contentlint.source import Source
from tests.document.markdown_samples import SAMPLES
from tests.document.markup_samples import markup

_RULES = Path(__file__).parents[2] / "rules"


def _selectors():
    """All selectors of the rules, and some that are harder to read."""
    found = {
        ":is(a, b) > :is(p, ul)",
        "p, ul > li, :is(b,i) :is(p , LI)",
        "pre [title], pre[title], svg [title], .x [title]",
        "p:not(:is(b, i)), b:not(i > b)",
        "a[title='x, y > z'], a[title=\"b\"]",
        ":is(svg, b) > p, i + p, i ~ b",
        "svg|a p, *|p",
    }
    for path in _RULES.glob("*/*.yaml"):
        match = yaml.safe_load(path.read_text(encoding="utf-8")).get("match", {})
        found |= {match[key] for key in ("select", "when") if isinstance(match.get(key), str)}
        found |= set(match.get("url", ()))
    return sorted(found)


SELECTORS = _selectors()


def _page(html):
    return Document(Source.from_text(html, "post.html")).page


def _same(html):
    page = _page(html)
    vocabulary = Vocabulary(frozenset(page.tags), frozenset(page.attributes))
    for selector in SELECTORS:
        assert list(vocabulary.select(page.dom, selector)) == list(page.dom.select(selector)), (
            selector
        )


TAGS = names_of(
    "<p> </p> <b> </b> <i> <ul> </ul> <li> </a> <pre> </pre> <h2> </h2> <td> <table> <tr> <th> "
    "<span> </span> <strong> <svg> </svg> <title> <br> x <div> </div>"
)
WITH_ATTRIBUTES = [
    "<a href=http://x>",
    "<A HREF=#x>",
    "<img src=//x>",
    "<p title=b>",
    "<b class=x>",
    "<i style=a:b>",
    "<pre title=c>",
]
soup = st.lists(st.sampled_from([*sorted(TAGS), *WITH_ATTRIBUTES]), max_size=14).map("".join)


@settings(max_examples=150, deadline=None)
@given(soup | markup)
def test_the_same_elements_are_found_in_the_same_order(html):
    _same(html)


@pytest.mark.parametrize("html", ["<svg><title><p>", "<b><svg><title><p><b>", "<noscript><b><p>"])
def test_elements_that_no_tag_tells_of_are_found_as_before(html):
    _same(html)


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "seeds").rglob("*.md"))[:5])
def test_the_same_elements_are_found_in_posts(path):
    _same(re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))


def test_pages_with_the_same_names_share_their_vocabulary():
    assert vocabulary_of(names_in(["p", "b"])) is vocabulary_of(names_in(["b", "/b", "p"]))
    assert vocabulary_of(names_in(["p"])) is not vocabulary_of(names_in(["p b"]))
    many = names_in([f"x-{number}" for number in range(500)])
    assert vocabulary_of(many) is not vocabulary_of(many)


def test_selectors_made_of_a_page_are_not_kept_for_ever():
    page = _page("<p>a")
    vocabulary = Vocabulary(frozenset(page.tags), frozenset())
    for number in range(2000):
        assert not vocabulary.select(page.dom, f"[x{number}]")
    assert len(vocabulary._plans) <= 500


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(SAMPLES), max_size=5).map("\n\n".join))
def test_the_same_elements_are_found_in_what_markdown_made(text):
    page = Document(Source.from_text(text, "post.md")).page
    for selector in SELECTORS:
        assert list(page.select(selector)) == list(page.dom.select(selector)), selector
