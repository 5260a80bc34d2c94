"""Where the time of one post goes, stage by stage, beside python-frontmatter's load of it.

python -m bench.stages [FOLDER ...] [--count 40] [--rounds 30] [--turns 3]
                       [--against CHECKOUT] [--write]

Without folders it makes the corpora and takes seeds/ as well.  With --against, the code of another
checkout is measured in turns with this one, on the same posts: before and after in one run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
STAGES = (
    "read",
    "decode",
    "front matter",
    "templates",
    "Markdown",
    "DOM",
    "survey and proof",
    "source map",
    "prose",
    "content model",
    "tree errors",
    "schema",
    "rules",
    "selecting and ordering",
    "locating",
    "report",
)
DEAREST = 15

Profile = dict[str, Any]
"""What `bench.stages_measure` prints for one folder."""


def measure(folders: list[Path], options: argparse.Namespace) -> dict[str, dict[str, Profile]]:
    """Profiles by checkout (``now``, ``before``) and folder, the checkouts in turns."""
    trees = {"now": HERE.parent}
    if options.against is not None:
        trees["before"] = options.against.resolve()
    best: dict[str, dict[str, Profile]] = {}
    for _ in range(options.turns):
        for name, tree in trees.items():
            best[name] = _merge(best.get(name), _run(tree, folders, options))
    return best


def _run(tree: Path, folders: list[Path], options: argparse.Namespace) -> dict[str, Profile]:
    """Measure with the code of *tree*, in a process of its own."""
    limits = ["--count", str(options.count), "--rounds", str(options.rounds)]
    command = [sys.executable, str(HERE / "stages_measure.py"), *limits, *map(str, folders)]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        command, cwd=tree, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    profiles: dict[str, Profile] = json.loads(done.stdout)
    return profiles


def _merge(old: dict[str, Profile] | None, new: dict[str, Profile]) -> dict[str, Profile]:
    """The lesser of each figure of two runs."""
    if old is None:
        return new
    merged: dict[str, Profile] = {}
    for folder, profile in new.items():
        both = merged[folder] = dict(profile)
        for key in ("load", "whole", "run"):
            both[key] = min(profile[key], old[folder][key])
        for key in ("stages", "rules"):
            earlier = old[folder][key]
            both[key] = {
                name: min(spent, earlier.get(name, spent)) for name, spent in profile[key].items()
            }
    return merged


def table(folder: str, now: Profile, before: Profile | None) -> list[str]:
    """One folder's stages as Markdown."""
    told = (
        f"{now['posts']} posts of {now['bytes'] / 1000:.1f} KB with {now['findings']:.0f} findings "
        f"each; python-frontmatter's load takes {now['load']:.0f} µs."
    )
    columns = ["µs", "loads"] if before is None else ["µs before", "µs now", "now / before"]
    head = f"| stage | {' | '.join(columns)} |"
    rows = [f"## {folder}", "", told, "", head, "| --- |" + " ---: |" * len(columns)]
    for stage in STAGES:
        rows.append(_row(stage, "stages", stage, now, before))
    rows.append(_row("**the whole**", "whole", "", now, before))
    rows.append(_row("**as in a run**", "run", "", now, before))
    rows += ["", f"The {DEAREST} dearest rules:", "", f"| rule | {' | '.join(columns)} |"]
    rows.append("| --- |" + " ---: |" * len(columns))
    for rule in sorted(now["rules"], key=lambda name: -now["rules"][name])[:DEAREST]:
        rows.append(_row(rule, "rules", rule, now, before))
    return [*rows, ""]


def _row(label: str, kind: str, name: str, now: Profile, before: Profile | None) -> str:
    spent = _figure(now, kind, name)
    if before is None:
        return f"| {label} | {spent:.1f} | {spent / now['load']:.2f} |"
    # the loads of both runs tell how fast the machine was in each
    earlier = _figure(before, kind, name)
    ratio = f"{(spent / now['load']) / (earlier / before['load']):.2f}" if earlier > 0.05 else ""
    return f"| {label} | {earlier:.1f} | {spent:.1f} | {ratio} |"


def _figure(profile: Profile, kind: str, name: str) -> float:
    figure = profile[kind]
    return float(figure.get(name, 0.0) if isinstance(figure, dict) else figure)


def report(profiles: dict[str, dict[str, Profile]], options: argparse.Namespace) -> str:
    """The whole page."""
    lines = [
        "# Where the time of a post goes",
        "",
        "Microseconds a post, warm, in one process: the mean over the posts of the least of "
        f"{options.rounds * options.turns} rounds, written by `python -m bench.stages --write` "
        f"(Python {platform.python_version()}). What is made at first use counts in its own "
        "stage. A load is `frontmatter.load` of the same file, which reads, decodes and parses "
        "the front matter alone; the whole is linting without reading and report. As in a run, "
        "some thirty posts are linted abreast, and their findings are not made but written.",
        "",
    ]
    for folder, now in profiles["now"].items():
        before = profiles.get("before", {}).get(folder)
        lines += table(Path(folder).name, now, before)
        if before is not None:
            lines += [
                f"The whole in loads: {before['whole'] / before['load']:.2f} before, "
                f"{now['whole'] / now['load']:.2f} now.",
                "",
            ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print; with --write also to docs/performance-stages.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=40, help="posts of each folder")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--turns", type=int, default=3, help="processes, one after the other")
    parser.add_argument("--against", type=Path, help="another checkout, measured in turns")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folders = [folder.resolve() for folder in options.folders]
        if not folders:
            from bench.corpora import write_corpora

            write_corpora(Path(name), options.count)
            folders = [Path(name) / kind for kind in ("html", "markdown", "pages")]
            folders.append(HERE.parent / "seeds")
        text = report(measure(folders, options), options)
    print(text)
    if options.write:
        (HERE.parent / "docs" / "performance-stages.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
