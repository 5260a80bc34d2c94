"""Keyword links: the known systems for certain, guesses as advice, writers' links never."""

from __future__ import annotations

import re

import pytest

from contentlint.checks.links_data import read_pack
from tests.checks.family import findings, fixed, found

RULE = "links/hotword"


def paragraph(link: str) -> str:
    return f"<p>前文{link}后文</p>\n"


def marks() -> list[tuple[str, str]]:
    """A start tag with each class and id of the packs, and the system it belongs to."""
    tags = []
    for name, entries in read_pack("hotwords").items():
        for entry in entries if name != "guesses" else ():
            for mark in entry.get("classes", ()):
                written = mark.replace("*", "7")
                tags.append((f'<a href="/x" class="a {written}">', entry["system"]))
            for mark in entry.get("ids", ()):
                tags.append((f'<a href="/x" id="{mark.replace("*", "7")}">', entry["system"]))
            for host in entry.get("hosts", ()):
                tags.append((f'<a href="https://www.{host}/x">', entry["system"]))
    return tags


@pytest.mark.parametrize(("tag", "system"), marks())
def test_every_mark_of_every_pack_is_found_and_safely_unwrapped(tag: str, system: str) -> None:
    text = paragraph(f"{tag}词</a>")
    (finding,) = findings(text, RULE)
    assert finding.severity == "warning"
    assert system in finding.message
    assert fixed(text, RULE, unsafe=False) == paragraph("词")


@pytest.mark.parametrize(("tag", "system"), marks())
def test_a_pack_that_is_not_chosen_finds_nothing(tag: str, system: str) -> None:
    text = paragraph(f"{tag}词</a>")
    assert found(text, RULE, options={"packs": [], "guess": False}) == []


def test_the_packs_hold_nothing_that_other_sites_use() -> None:
    common = {"link", "keyword", "tag", "a", "external", "internal", "hl"}
    for name, entries in read_pack("hotwords").items():
        for entry in entries if name != "guesses" else ():
            for mark in (*entry.get("classes", ()), *entry.get("ids", ())):
                assert mark.rstrip("*").lower() not in common
                assert len(mark.rstrip("*")) >= 3
            for host, pattern in entry.get("urls", {}).items():
                assert pattern.startswith("^https?://")
                assert re.escape(host) + "/" in pattern  # addresses of other hosts are not tried
                re.compile(pattern)


GUESSED = [
    '<a href="https://quote.example.com/600000.html">银行</a>',
    '<a target="_blank" href="http://stock.example.com/s/1">银行</a>',
    '<a href="https://example.com/tags/bank">银行</a>',
    '<a href="https://example.com/dc/?stockcode=SZ300001">银行</a>',
]


@pytest.mark.parametrize("link", GUESSED)
def test_a_guess_is_advice_and_its_fix_unsafe(link: str) -> None:
    text = paragraph(link)
    (finding,) = findings(text, RULE)
    assert finding.severity == "info"
    assert finding.fix is not None
    assert finding.fix.safety == "unsafe"
    assert fixed(text, RULE, unsafe=False) == text
    assert fixed(text, RULE) == paragraph("银行")


@pytest.mark.parametrize(
    "text",
    [
        "前文[银行](https://quote.example.com/600000.html)后文\n",
        '<p>见 <a href="https://quote.example.com/600000.html">银行</a>。</p>\n',
        paragraph('<a href="https://quote.example.com/600000.html">一家银行的股票报价页面</a>'),
        paragraph('<a href="https://example.com/stock/600000">银行</a>'),
        '<p>标签：<a href="https://example.com/tag/a">甲</a> <a href="https://example.com/tag/b">乙</a></p>\n',
        paragraph('<a href="/tag/bank">银行</a>'),
        paragraph('<a id="x"></a><a name="y">词</a>'),
    ],
)
def test_links_that_a_writer_may_have_made_are_left_alone(text: str) -> None:
    assert found(text, RULE) == []


def test_repeats_count_equal_text_and_address_only() -> None:
    one = '<p>前<a href="https://example.com/a">词</a>后</p>\n'
    other = '<p>前<a href="https://example.com/b">词</a>后</p>\n'
    assert found(one * 2 + other * 2, RULE) == []
    assert len(found(one * 3 + other, RULE)) == 3
    assert found(one * 3, RULE, options={"repeats": 0}) == []
    assert found(one * 3, RULE, options={"not-hosts": ["example.com"]}) == []
    assert len(found(one * 2, RULE, options={"repeats": 2})) == 2


def test_a_listed_pattern_has_an_unsafe_fix() -> None:
    text = "A [word](https://shop.example.com/?kw=1).\n"
    options = {"patterns": [r"[?&]kw=\d"]}
    (finding,) = findings(text, RULE, options=options)
    assert (finding.severity, finding.fix.safety if finding.fix else "") == ("warning", "unsafe")
    assert fixed(text, RULE, options=options) == "A word.\n"


def test_the_text_inside_stays_byte_for_byte() -> None:
    inner = "<u>词&nbsp;一</u> <!-- x -->二"
    text = paragraph(f'<A CLASS=trsHotWords href="/x">{inner}</A >')
    assert fixed(text, RULE, unsafe=False) == paragraph(inner)


def test_a_link_without_an_end_tag_is_found_and_not_touched() -> None:
    text = '<p>前<a class="trsHotWords" href="/x">词</p>\n'
    (finding,) = findings(text, RULE)
    assert finding.fix is None
