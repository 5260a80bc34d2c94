"""Small samples of the long campaigns in bench/."""

from __future__ import annotations

from pathlib import Path

from bench.fuzz_fixes import campaign as fuzz
from bench.kill_fixes import campaign as kill
from bench.mutate import load_posts

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def test_safe_fixes_of_mutated_posts_do_no_harm() -> None:
    harms, tally = fuzz(load_posts(SEEDS), 0, 60)
    assert harms == []
    assert tally["fixed"] > 30


def test_a_killed_run_leaves_whole_files() -> None:
    assert kill(SEEDS, kills=5, copies=2) == []
