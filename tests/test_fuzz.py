"""The fuzzing harness: kept cases, a sample of each engine, and that it sees what it looks for."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.fuzz import fixer, reader, rules
from bench.fuzz.choices import ByteChoices, RandomChoices
from bench.fuzz.engines import Campaign, post_of_bytes, post_of_number, run_hypothesis
from bench.fuzz.faults import Fault, judge
from bench.fuzz.found import Case, keep, load
from bench.fuzz.grammar import Post, make_post
from bench.fuzz.mutate import load_posts
from contentlint.document.html import Found, Page

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
CHECKS: dict[str, Callable[[Post], None]] = {
    "reader": reader.check,
    "rules": rules.check,
    "fixer": fixer.check,
}
KEPT = dict(load())


@pytest.mark.parametrize("name", KEPT)
def test_a_post_that_once_broke_a_promise_keeps_it(name: str) -> None:
    case = KEPT[name]
    assert judge(CHECKS[case.target], case.post) is None


@pytest.mark.parametrize(("target", "count"), [("reader", 120), ("rules", 60), ("fixer", 30)])
def test_numbered_posts_keep_all_promises(target: str, count: int) -> None:
    posts = load_posts(SEEDS)
    faults = {
        number: judge(CHECKS[target], post_of_number(posts, number)) for number in range(count)
    }
    assert {number: str(fault) for number, fault in faults.items() if fault} == {}


def test_posts_of_bytes_keep_all_promises() -> None:
    chance = random.Random(5)
    for number in range(40):
        post = post_of_bytes(bytes([number % 8]) + chance.randbytes(200))
        assert judge(reader.check, post) is None
        assert judge(rules.check, post) is None


def test_the_sample_of_fixes_does_fix() -> None:
    fixer.TALLY.clear()
    posts = load_posts(SEEDS)
    for number in range(0, 40, 2):
        assert judge(fixer.check, post_of_number(posts, number)) is None
    assert fixer.TALLY["fixed"] > 10


def test_a_post_is_the_same_whenever_it_is_made() -> None:
    assert make_post(RandomChoices(random.Random(7))) == make_post(RandomChoices(random.Random(7)))
    data = random.Random(7).randbytes(100)
    assert make_post(ByteChoices(data)) == make_post(ByteChoices(data))


def _shouts(post: Post) -> None:
    if b"!" in post.data:
        raise Fault(f"post {len(post.data)} shouts")
    if b"\x00" in post.data:
        raise KeyError("nothing")


def test_a_fault_is_made_small_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaign = Campaign("rules", _shouts, SEEDS, tmp_path)
    campaign.try_post(Post("post.md", b"a long way to ! and on"))
    campaign.try_post(Post("post.md", b"and a second ! of the same kind"))
    campaign.try_post(Post("post.md", b"a fault of \x00 another kind"))
    kept = [case.post.data for _, case in load(tmp_path)]
    assert sorted(kept) == [b"\x00", b"!"]
    assert campaign.cases == 3
    assert "3 faults of 2 kinds" in campaign.summary()
    assert "KeyError from test_fuzz.py in _shouts" in campaign.summary()


def test_hypothesis_finds_and_shrinks(tmp_path: Path) -> None:
    def check(post: Post) -> None:
        if "e" in post.text:
            raise Fault("a letter")

    campaign = Campaign("reader", check, SEEDS, tmp_path)
    run_hypothesis(campaign, 0.01, first=3)
    assert [case.post.data for _, case in load(tmp_path)] == [b"e"]


@pytest.mark.parametrize("data", [b"plain \xe4\xb8\xad", b"\xff\x00 no text"])
def test_a_kept_case_reads_back_as_it_was(data: bytes, tmp_path: Path) -> None:
    case = Case("fixer", Post("page.html", data), "words")
    keep(case, tmp_path)
    assert [each for _, each in load(tmp_path)] == [case]


def test_places_that_are_one_off_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post("page.html", b"<p>A <b>word</b></p>\n<img src='/a.png'>\n")
    assert judge(reader.check, post) is None
    assert judge(rules.check, post) is None
    right = Page.find

    def wrong(page: Page, start: int, end: int) -> Found:
        (low, high), verbatim = right(page, start, end)
        return (low, high - 1), verbatim

    monkeypatch.setattr(Page, "find", wrong)
    assert "is not" in str(judge(reader.check, post))
    assert "images/missing-alt: no tag" in str(judge(rules.check, post))
