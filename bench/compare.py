"""Time contentlint beside its peers, in turn, on the same files; write docs/performance.md.

bench/install_peers.sh                        (once: the peers)
python -m bench.compare [--posts 2000] [--rounds 5] [--corpora DIR] [--many 100000] [--write]
                        [--also NAME=EXECUTABLE]

A peer that is not installed, or that fails, is left out with a note.  `--also` is a contentlint
installed under another Python, which the distributions build with more care than others do.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bench.corpora import write_corpora

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".peers"
FOLDERS = (PEERS / "node" / "node_modules" / ".bin", PEERS / "python" / "bin")
OURS = Path(sys.executable).parent / "contentlint"
NAMES = {
    "HTMLHint": "htmlhint",
    "rumdl": "rumdl",
    "html-validate": "html-validate",
    "markdownlint-cli2": "markdownlint-cli2",
}
ALSO = "contentlint, other Python"
SLOW = 8.0
"""Seconds: a peer this slow runs once; that tells enough."""
QUICK = 5
"""How many times as many rounds a contest gets that takes a fraction of a second."""


class Contest(NamedTuple):
    """One thing to measure: our arguments, and each peer's, for the same files."""

    name: str
    ours: list[str]
    peers: dict[str, list[str]]
    warm: bool = False
    quick: bool = False


class Timing(NamedTuple):
    """Wall seconds, peak memory in MB of the largest process, and the exit status."""

    seconds: float
    memory: float
    status: int


class Peers:
    """The peers that are installed, and notes on those that are not or that fail."""

    def __init__(self, also: str | None = None) -> None:
        self.also = also
        self.programs: dict[str, str] = {}
        self.notes: list[str] = []
        for name, command in NAMES.items():
            found = next(
                (folder / command for folder in FOLDERS if (folder / command).exists()), None
            )
            program = str(found) if found is not None else shutil.which(command)
            if program is None:
                self.notes.append(f"{name} is not installed, so it is left out.")
            else:
                self.programs[name] = program

    def commands(self, contest: Contest) -> dict[str, list[str]]:
        """The command of each peer in *contest* that is installed and gets through it."""
        commands = {}
        if self.also is not None:
            # each has a cache of its own, as their rule files differ
            arguments = [
                f"{word}-also" if before == "--cache-dir" else word
                for before, word in pairwise(["", *contest.ours])
            ]
            commands[ALSO] = [self.also, *arguments]
        for name, arguments in contest.peers.items():
            if name in self.programs:
                commands[name] = [self.programs[name], *arguments]
        return commands

    def versions(self) -> list[str]:
        """What we and the peers say of our versions."""
        programs = {"contentlint": str(OURS), **self.programs}
        if self.also is not None:
            programs[ALSO] = self.also
        return [f"- {name}: {version(program)}" for name, program in programs.items()]


def contests(root: Path, cache: Path) -> list[Contest]:
    """What is measured: cold and warm, HTML and Markdown posts, one file."""
    html, pages, markdown = root / "html", root / "pages", root / "markdown"
    first = next(iter(sorted(html.iterdir())))
    ours = ["check", "--isolated", "--output-format", "json"]
    cold = [*ours, "--no-cache"]
    warm = [*ours, "--cache-dir", str(cache)]
    config = HERE / "html-validate.json"
    rumdl_warm = ["check", "--cache-dir", f"{cache}-rumdl"]
    return [
        Contest(
            "HTML posts, cold",
            [*cold, str(html)],
            {
                "HTMLHint": ["--nocolor", str(pages)],
                "rumdl": ["check", "--no-cache", str(html)],
                "html-validate": ["--config", str(config), str(pages)],
                "markdownlint-cli2": [f"{html}/*.md"],
            },
        ),
        Contest(
            "HTML posts, cold, a line for each finding",
            ["check", "--isolated", "--output-format", "concise", "--no-cache", str(html)],
            {
                "HTMLHint": ["--nocolor", "--format", "unix", str(pages)],
                "rumdl": ["check", "--no-cache", str(html)],
            },
        ),
        Contest(
            "Markdown posts, cold",
            [*cold, str(markdown)],
            {
                "rumdl": ["check", "--no-cache", str(markdown)],
                "markdownlint-cli2": [f"{markdown}/*.md"],
            },
        ),
        Contest(
            "HTML posts, warm", [*warm, str(html)], {"rumdl": [*rumdl_warm, str(html)]}, warm=True
        ),
        Contest(
            "Markdown posts, warm",
            [*warm, str(markdown)],
            {"rumdl": [*rumdl_warm, str(markdown)]},
            warm=True,
        ),
        Contest(
            "one file",
            [*cold, str(first)],
            {
                "HTMLHint": ["--nocolor", str(pages / f"{first.stem}.html")],
                "rumdl": ["check", "--no-cache", str(first)],
                "html-validate": ["--config", str(config), str(pages / f"{first.stem}.html")],
                "markdownlint-cli2": [str(first)],
            },
            quick=True,
        ),
    ]


def run(command: list[str], sink: int | None = None) -> Timing:
    """Run *command* to its end; its output goes to a file that is thrown away, or to *sink*."""
    with tempfile.TemporaryFile() as file:
        target = file if sink is None else sink
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=target, stderr=target, cwd=HERE)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    return Timing(seconds, usage.ru_maxrss / 1024, process.returncode)


def version(program: str) -> str:
    """What the tool says of its version."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else "unknown"


def measure(contest: Contest, rounds: int, peers: Peers) -> list[str]:
    """Rows with medians, and the median of the ratios of runs that followed each other."""
    commands = {"contentlint": [str(OURS), *contest.ours], **peers.commands(contest)}
    if contest.warm:
        for command in commands.values():
            run(command)
    times: dict[str, list[Timing | None]] = {name: [] for name in commands}
    for number in range(rounds * (QUICK if contest.quick else 1)):
        for name in _in_turn(list(commands), number):
            if name in commands:  # a peer that failed is out
                times[name].append(_run_in_round(name, contest, commands, times, peers))
    ours = ["contentlint"] if peers.also is None else ["contentlint", ALSO]
    rows = []
    for name in commands:
        told = [timing for timing in times[name] if timing is not None]
        ratios = [_ratio(times[own], times[name]) if name not in ours else "" for own in ours]
        seconds = statistics.median(timing.seconds for timing in told)
        memory = max(timing.memory for timing in told)
        cells = [contest.name, name, f"{seconds:.3f}", *ratios, f"{memory:.0f}", str(len(told))]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _ratio(own: list[Timing | None], others: list[Timing | None]) -> str:
    """The median of the ratios of runs that followed each other."""
    pairs = [
        mine.seconds / other.seconds
        for mine, other in zip(own, others, strict=True)
        if mine is not None and other is not None
    ]
    return f"{statistics.median(pairs):.2f}"


def _in_turn(names: list[str], number: int) -> Iterator[str]:
    """*names*, beginning with another one in each round, so that none is always the first."""
    start = number % len(names)
    return iter([*names[start:], *names[:start]])


def _run_in_round(
    name: str,
    contest: Contest,
    commands: dict[str, list[str]],
    times: dict[str, list[Timing | None]],
    peers: Peers,
) -> Timing | None:
    """One run of *name*; ``None`` where it is too slow to run again, or fails and is left out."""
    earlier = times[name]
    is_ours = name in ("contentlint", ALSO)
    if earlier and (earlier[0] is None or (not is_ours and earlier[0].seconds > SLOW)):
        return None
    timing = run(commands[name])
    if timing.status in (0, 1):
        return timing
    words = f"{name} ended with status {timing.status} on {contest.name}"
    if is_ours:
        raise SystemExit(words)
    del commands[name]
    peers.notes.append(f"{words}, so it is left out there.")
    return None


def many_rows(root: Path, folder: Path, count: int) -> list[str]:
    """Time and peak memory over *count* files in *folder*: the posts of *root* over and over."""
    posts = [*sorted((root / "html").iterdir()), *sorted((root / "markdown").iterdir())]
    for number in range(count):
        post = posts[number % len(posts)]
        target = folder / f"{number // 1000:04}" / f"{number:06}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(post)
        except OSError:
            shutil.copyfile(post, target)
    command = [str(OURS), "check", "--isolated", "--no-cache"]
    rows = []
    for form in ("json", "concise", "text", "statistics"):
        timing = run([*command, "--output-format", form, str(folder)], subprocess.DEVNULL)
        rows.append(f"| {count:,} | {form} | {timing.seconds:.1f} | {timing.memory:.0f} |")
    return rows


def page(options: argparse.Namespace, rows: list[str], many: list[str], peers: Peers) -> str:
    """docs/performance.md."""
    more = "" if peers.also is None else f" under {options.also[0]} |"
    lines = [
        "# Performance",
        "",
        "Whole processes on the same files, the tools in turn, written by `python -m bench.compare "
        f"--write` ({options.posts} posts of each kind, {options.rounds} rounds, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}). Machines differ and are "
        "noisy: the ratios, medians over pairs of runs, say more than the seconds.",
        "",
        f"| what | tool | seconds (median) | contentlint / it |{more} MB (largest process) | runs |",
        f"| --- | --- | ---: | ---: |{' ---: |' * bool(more)} ---: | ---: |",
        *rows,
        "",
    ]
    if many:
        lines += [
            "Many files, by report format:",
            "",
            "| files | format | seconds | MB (largest process) |",
            "| ---: | --- | ---: | ---: |",
            *many,
            "",
        ]
    lines += [*[f"- {note}" for note in peers.notes], ""] if peers.notes else []
    lines += ["Versions:", "", *peers.versions(), ""]
    others = {
        "performance-stages.md": "[where the time of a post goes](performance-stages.md)",
        "performance-sweep.md": "[how cost grows](performance-sweep.md)",
    }
    there = [link for name, link in others.items() if (HERE.parent / "docs" / name).exists()]
    if there:
        lines += [f"See also {' and '.join(there)}.", ""]
    return "\n".join(lines)


def main() -> None:
    """Measure everything and print the table; with --write also to docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2000, help="of each kind")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--corpora", type=Path, help="a folder with html, pages and markdown")
    parser.add_argument(
        "--many", type=int, nargs="?", const=100_000, default=0, help="memory on so many files"
    )
    parser.add_argument(
        "--also", metavar="NAME=EXECUTABLE", help="a contentlint under another Python, and its name"
    )
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.also = options.also.split("=", 1) if options.also else None
    peers = Peers(options.also[1] if options.also else None)
    with tempfile.TemporaryDirectory() as folder:
        root = options.corpora or Path(folder) / "corpora"
        if options.corpora is None:
            write_corpora(root, options.posts)
        options.posts = len(list((root / "html").iterdir()))
        rows = [
            row
            for each in contests(root, Path(folder) / "cache")
            for row in measure(each, options.rounds, peers)
        ]
        many = many_rows(root, Path(folder) / "many", options.many) if options.many else []
    text = page(options, rows, many, peers)
    print(text)
    if options.write:
        (HERE.parent / "docs" / "performance.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
