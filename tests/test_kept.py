"""What is kept of texts is bounded, and changes no answer."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from contentlint.checks.links_data import read_pack
from contentlint.checks.links_hotword import any_of
from contentlint.checks.links_places import any_host, host_of
from contentlint.kept import Kept
from contentlint.rules.conditions import host_in, host_names


def test_an_answer_is_made_once() -> None:
    asked: list[str] = []
    kept = Kept(lambda text: asked.append(text) or text.upper())
    assert [kept["a"], kept["b"], kept["a"]] == ["A", "B", "A"]
    assert asked == ["a", "b"]


def test_neither_many_nor_long_texts_are_kept() -> None:
    kept = Kept(len)
    for number in range(5000):
        assert kept[str(number)] == len(str(number))
        assert kept["x" * (400 + number)] == 400 + number
    assert 0 < len(kept) <= 2000
    assert all(len(text) <= 400 for text in kept)


HOSTS = st.lists(st.sampled_from(["a", "b", "com", "", "x.y"]), max_size=5).map(".".join)


@given(st.lists(HOSTS), st.lists(HOSTS))
def test_a_host_is_under_the_same_names_however_often_it_is_asked_for(
    names: list[str], hosts: list[str]
) -> None:
    known = any_host(names)
    for host in [*hosts, *hosts]:
        assert known[host] == host_in(host, host_names(names))
        assert host_of(f"https://u@{host}:1/?q") == host.rstrip(".")


PATTERNS = ["^https?://a/", "^(?:b|c)d", "[?&](?:e|f)=", "g$", "^https?://[a-z]+[.]h/(?:i|j)"]
PIECES = ["https://a/", "http://xy.h/i", "bd", "cd", "?e=", "&f=1", "g", "\n", "x"]


@given(
    st.lists(st.sampled_from(PATTERNS), unique=True),
    st.lists(st.sampled_from(PIECES)).map("".join),
)
def test_many_patterns_find_what_each_would(patterns: list[str], text: str) -> None:
    assert any_of(patterns)(text) == any(re.search(pattern, text) for pattern in patterns)


def test_no_pattern_of_the_packs_has_alternatives_outside_of_brackets() -> None:

    pack = read_pack("hotwords")
    entries = [e for entries in pack.values() for e in entries if "urls" in e]
    urls = [url for entry in entries for url in entry["urls"].values()]
    for pattern in [*pack["guesses"], *urls]:
        plain = re.sub(r"\\.|\[[^\]]*\]", "", pattern)
        while "(" in plain:
            plain = re.sub(r"\([^()]*\)", "", plain)
        assert "|" not in plain
