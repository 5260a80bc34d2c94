"""The measurements: small runs of each, and what they make of their figures."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import compare, stages, stages_measure, sweep
from bench.corpora import write_corpora


def test_slope_is_the_exponent_of_a_power_law() -> None:
    assert sweep.slope([(10, 3.0), (100, 30.0), (1000, 300.0)]) == pytest.approx(1)
    assert sweep.slope([(10, 1.0), (100, 100.0), (1000, 10_000.0)]) == pytest.approx(2)
    assert math.isnan(sweep.slope([(10, 1.0)]))


@pytest.mark.parametrize("kind", sweep.PAIRS)
def test_a_post_with_more_faults_is_no_longer(kind: str) -> None:
    posts = [sweep._faulty_post(kind, count) for count in (1, 30, 300, 3000)]
    assert len({len(post) for post in posts}) == 1


@pytest.mark.parametrize("kind", sweep.PAIRS)
def test_every_fault_is_found(kind: str, tmp_path: Path) -> None:
    for number, pair in enumerate(sweep.PAIRS[kind]):
        for index, block in enumerate(pair):
            text = f"{sweep.TINY}\n{block.replace('{n}', '1')}\n\nMore text.\n"
            (tmp_path / f"{number}{index}.md").write_text(text, encoding="utf-8")
    found = [findings for findings, _, _ in sweep.lint_in_turns(tmp_path, 1)]
    assert all(count == 0 for count in found[::2])
    assert all(count > 0 for count in found[1::2])


def test_a_sweep_tells_cost_beyond_its_base() -> None:
    points = [sweep.Point(count, 2.0 + count / 100, 1.0) for count in (10, 100, 1000)]
    rising = sweep.Sweep("findings", "HTML", "findings", points, base=2.0)
    assert rising.exponent == pytest.approx(1)
    assert "| HTML | 2.1000 s | 3.0000 s | 12.0000 s | 1.00 | 1 |" in sweep.table("size", [rising])


def test_a_page_keeps_the_sweeps_that_were_not_made_again() -> None:
    first = sweep.merge("", {"files": "## Files\n\nold\n", "size": "## Size\n\nold\n"})
    second = sweep.merge(first, {"size": "## Size\n\nnew\n", "hostile": "## Hostile\n\nnew\n"})
    head, *parts = second.split("## ")
    assert head.startswith("# How cost grows\n")
    assert parts == ["Files\n\nold\n\n", "Size\n\nnew\n\n", "Hostile\n\nnew\n"]


def test_every_stage_has_its_time(tmp_path: Path) -> None:
    write_corpora(tmp_path, 2)
    for kind in ("html", "markdown", "pages"):
        profile = stages_measure.profile(tmp_path / kind, 2, 6)
        assert set(profile["stages"]) <= set(stages.STAGES)
        assert profile["stages"]["rules"] > 0
        assert profile["whole"] > profile["stages"]["front matter"] > 0
        assert len(profile["rules"]) > 10
        assert profile["posts"] == 2
        page = "\n".join(stages.table(kind, profile, profile))
        assert "| **the whole** |" in page
        assert "1.00" in page


def _program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def peers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., compare.Peers]:
    """Peers of which one works, one fails, and the others are not there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    _program(folder, "rumdl", "print('rumdl 1.2')")
    _program(folder, "htmlhint", "print('1.0')\nsys.exit(3)")
    monkeypatch.setattr(compare, "FOLDERS", (folder,))
    monkeypatch.setattr(compare, "OURS", folder / "rumdl")
    monkeypatch.setenv("PATH", "")
    return compare.Peers


def test_absent_and_failing_peers_are_left_out_with_a_note(
    peers: Callable[..., compare.Peers],
) -> None:
    present = peers()
    contest = compare.Contest("posts", [], {"rumdl": [], "HTMLHint": [], "html-validate": []})
    rows = compare.measure(contest, 3, present)
    assert [row.split(" | ")[1] for row in rows] == ["contentlint", "rumdl"]
    assert all(row.endswith("| 3 |") for row in rows)
    assert present.notes == [
        "html-validate is not installed, so it is left out.",
        "markdownlint-cli2 is not installed, so it is left out.",
        "HTMLHint ended with status 3 on posts, so it is left out there.",
    ]
    assert "- rumdl: rumdl 1.2" in present.versions()


def test_another_installation_has_a_ratio_and_a_cache_of_its_own(
    tmp_path: Path, peers: Callable[..., compare.Peers]
) -> None:
    script = tmp_path / "other"
    _program(tmp_path, script.name, f"open({str(tmp_path / 'said')!r}, 'a').write(sys.argv[2])")
    present = peers(str(script))
    contest = compare.Contest("posts", ["--cache-dir", "there"], {"rumdl": []}, warm=True)
    rows = compare.measure(contest, 1, present)
    assert [row.split(" | ")[1] for row in rows] == ["contentlint", compare.ALSO, "rumdl"]
    assert [len(row.split(" | ")) for row in rows] == [7, 7, 7]
    assert rows[0].split(" | ")[3:5] == ["", ""]
    assert all(float(ratio) > 0 for ratio in rows[2].split(" | ")[3:5])
    assert (tmp_path / "said").read_text() == "there-also" * 2


def test_many_files_are_made_of_few(tmp_path: Path, peers: Callable[..., compare.Peers]) -> None:
    write_corpora(tmp_path / "corpora", 2)
    rows = compare.many_rows(tmp_path / "corpora", tmp_path / "many", 1005)
    assert len(list((tmp_path / "many").rglob("*.md"))) == 1005
    assert [row.split(" | ")[1] for row in rows] == ["json", "concise", "text", "statistics"]
