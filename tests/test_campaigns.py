"""A small sample of the campaign that kills a fixing run."""

from __future__ import annotations

from pathlib import Path

from bench.kill_fixes import campaign as kill

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def test_a_killed_run_leaves_whole_files() -> None:
    assert kill(SEEDS, kills=5, copies=2) == []
