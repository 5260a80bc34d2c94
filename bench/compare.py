"""Time contentlint beside its peers, in turn, on the same files; write docs/performance.md.

bench/install_peers.sh                        (once: the peers)
python -m bench.compare [--count 2000] [--rounds 5] [--corpora DIR] [--write]
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.corpora import write_corpora

HERE = Path(__file__).resolve().parent
NODE = HERE / ".peers" / "node" / "node_modules" / ".bin"
RUMDL = HERE / ".peers" / "python" / "bin" / "rumdl"
OURS = Path(sys.executable).parent / "contentlint"


class Contest(NamedTuple):
    """One thing to measure: our command, and the peers' commands for the same files."""

    name: str
    ours: list[str]
    peers: dict[str, list[str]]
    warm: bool = False


class Timing(NamedTuple):
    """Seconds of wall time and peak memory in MB of one whole process."""

    seconds: float
    memory: float


def contests(root: Path, cache: Path) -> list[Contest]:
    """What is measured: cold and warm, HTML and Markdown posts, one file."""
    html, pages, markdown = root / "html", root / "pages", root / "markdown"
    first = next(iter(sorted(html.iterdir())))
    ours = [str(OURS), "check", "--isolated", "--output-format", "json"]
    cold = [*ours, "--no-cache"]
    warm = [*ours, "--cache-dir", str(cache)]
    config = HERE / "html-validate.json"
    return [
        Contest(
            "HTML posts, cold",
            [*cold, str(html)],
            {
                "HTMLHint": [str(NODE / "htmlhint"), "--nocolor", str(pages)],
                "rumdl": [str(RUMDL), "check", "--no-cache", str(html)],
                "html-validate": [str(NODE / "html-validate"), "--config", str(config), str(pages)],
                "markdownlint-cli2": [str(NODE / "markdownlint-cli2"), f"{html}/*.md"],
            },
        ),
        Contest(
            "Markdown posts, cold",
            [*cold, str(markdown)],
            {
                "rumdl": [str(RUMDL), "check", "--no-cache", str(markdown)],
                "markdownlint-cli2": [str(NODE / "markdownlint-cli2"), f"{markdown}/*.md"],
            },
        ),
        Contest(
            "HTML posts, warm",
            [*warm, str(html)],
            {"rumdl": [str(RUMDL), "check", "--cache-dir", f"{cache}-rumdl", str(html)]},
            warm=True,
        ),
        Contest(
            "one file",
            [*cold, str(first)],
            {
                "HTMLHint": [
                    str(NODE / "htmlhint"),
                    "--nocolor",
                    str(pages / f"{first.stem}.html"),
                ],
                "rumdl": [str(RUMDL), "check", "--no-cache", str(first)],
            },
        ),
    ]


def run(command: list[str]) -> Timing:
    """Run *command* to its end, whatever its status; its output is thrown away."""
    before = time.perf_counter()
    with tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, cwd=HERE)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - before
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Timing(seconds, usage.ru_maxrss / 1024)


def version(command: str) -> str:
    """What the tool says of its version."""
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip().splitlines()[0]


def measure(contest: Contest, rounds: int) -> list[str]:
    """Run our command and each peer in turn; rows with medians and the ratio in pairs."""
    rows = []
    peers = {name: command for name, command in contest.peers.items() if Path(command[0]).exists()}
    if contest.warm:
        for command in (contest.ours, *peers.values()):
            run(command)
    times: dict[str, list[Timing]] = {name: [] for name in ("contentlint", *peers)}
    for number in range(rounds):
        times["contentlint"].append(run(contest.ours))
        for name, command in peers.items():
            if number and times[name][0].seconds > 8:
                continue  # far slower: one run tells enough
            times[name].append(run(command))
    own = times["contentlint"]
    for name, timings in times.items():
        pairs = [mine.seconds / other.seconds for mine, other in zip(own, timings, strict=False)]
        ratio = "" if name == "contentlint" else f"{statistics.median(pairs):.2f}"
        seconds = statistics.median(timing.seconds for timing in timings)
        memory = max(timing.memory for timing in timings)
        rows.append(f"| {contest.name} | {name} | {seconds:.3f} | {ratio} | {memory:.0f} |")
    return rows


def main() -> None:
    """Measure everything and print the table; with --write also to docs/performance.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--corpora", type=Path, help="a folder with html, pages and markdown")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.corpora or Path(folder) / "corpora"
        if options.corpora is None:
            write_corpora(root, options.count)
        rows = [
            row
            for each in contests(root, Path(folder) / "cache")
            for row in measure(each, options.rounds)
        ]
    tools = [
        OURS,
        RUMDL,
        *(NODE / name for name in ("htmlhint", "html-validate", "markdownlint-cli2")),
    ]
    versions = [f"- {tool.name}: {version(str(tool))}" for tool in tools if tool.exists()]
    table = [
        "| what | tool | seconds (median) | contentlint / it | MB (largest process) |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    ]
    head = [
        "# Performance",
        "",
        "Whole processes on the same files, the tools in turn, written by `python -m bench.compare "
        f"--write` ({options.count} posts of each kind, {options.rounds} rounds, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}). Machines differ and are "
        "noisy: the ratios, taken pair by pair, say more than the seconds.",
        "",
    ]
    text = "\n".join([*head, *table, "", "Versions:", "", *versions, ""])
    print(text)
    if options.write:
        (HERE.parent / "docs" / "performance.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
