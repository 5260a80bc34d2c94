"""How cost grows with the number of files, the size of a file, and the findings in it.

python -m bench.sweep [--rounds 5] [--only files|size|findings|hostile] [--write]

Each is made 10 and 100 times as large.  Files are linted by whole processes whose start-up is
taken away; single files in a process of their own through the public API.  The time is processor
time, the least of several runs.  The exponent is that of the power law that fits best (least
squares of the logarithms): 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench.corpora import FAULTS, fault, front_matter, html_body, markdown_body

OURS = Path(sys.executable).parent / "contentlint"
FILES = (20, 200, 2000)
BODY = 6_000
SIZES = (6_000, 60_000, 600_000)
BLOCKS = 3_000
FINDINGS = (30, 300, 3_000)
HOSTILE_SIZES = (10_000, 100_000, 1_000_000)
LEAST = 0.002
"""Seconds; what takes less says nothing of growth."""
TINY = "---\ntitle: A post\n---\n\nSome text for readers.\n"

BODIES: dict[str, Callable[[random.Random, int], str]] = {
    "HTML": html_body,
    "Markdown": markdown_body,
}
# a block without a fault, and one of the same length with one that needs no look at the whole page
PAIRS = {
    "HTML": (
        ('<p>A <a href="https://a.example/1">name</a></p>', '<p>A <a href="http://aa.example/1">name</a></p>'),
        ('<p title="left">Words that stand here.</p>', '<p align="left">Words that stand here.</p>'),
        ('<img src="/p/{n}.png" alt="A wide view.">', '<img src="/p/{n}.png" name="A wide view">'),
        ('<p><a href="/a/?abc_defghi=x">of a kind</a></p>', '<p><a href="/a/?utm_source=x">of a kind</a></p>'),
        ("<p>More or less what others of us have</p>", "<p>More or less wh\u200bt others of us have</p>"),
    ),
    "Markdown": (
        ("A [name](https://a.example/1) in a text.", "A [name](http://aa.example/1) in a text."),
        ("Have a look at [the report](/reports/{n}).", "Have a look at [click here](/reports/{n})."),
        ("A line of plain text that ends right here", "A line of plain text that ends right.    "),
        ("See [this one](/a/?abc_defghi=x) as well.", "See [this one](/a/?utm_source=x) as well."),
        ("This is more & less what others have.", "This is mor\u200b & less what others have."),
    ),
}  # fmt: skip
HOSTILE = {
    "open formatting": "<b><i>",
    "open blocks": "<div><section>",
    "open paragraphs": "<p><b>",
    "stray end tags": "</p></b>",
    "crossed tags": "<b><i>x</b></i>",
    "one long line": "文字 and words, ",
    "links": "[a](http://example.com/?utm_source=x) ",
    "brackets": "[",
    "quotes": "> ",
    "stars": "*a **b ",
    "backticks": "`` ` ",
    "references": "&amp;&nosuch;&#0;",
    "attributes": '<i a="b" c=d c>x</i>',
    "table cells": "|a",
    "comments": "<!-- a --><!-",
    "template tags": "{{ a }} {% b ",
    "blank lines": "\n\n \n",
    "lists": "- a\n  - b\n",
    "long rows": "\n\n|a|\n|-|\n|1|2|\n|1|2|\n",
    "open values": '<p class="x>y</p> "z" ',
    "missing slashes": "<b>x<b> <p>y<p/>",
    "escaped tags": "&lt;p&gt;a&amp;nbsp;b&lt;/p&gt;<br>",
    "addresses": "见https://a.example/x，",
    "loose lists": "1. a\n```\nb\n```\n-a\n-b\n- []c\n",
}


class Point(NamedTuple):
    """One measurement: how many (files, bytes, findings), seconds, MB beyond the start's."""

    amount: int
    seconds: float
    memory: float


class Sweep(NamedTuple):
    """One thing made larger, with the *base* in seconds that all its points include."""

    name: str
    kind: str
    unit: str
    points: list[Point]
    base: float = 0.0

    @property
    def exponent(self) -> float:
        """The exponent of cost over amount; of what is beyond the base, where that can be told."""
        told = [
            (point.amount, point.seconds - self.base)
            for point in self.points
            if point.seconds - self.base > max(0.03 * self.base, LEAST)
        ]
        return slope(told)


def slope(points: list[tuple[int, float]]) -> float:
    """The exponent that fits *points* best; NaN with fewer than two."""
    if len(points) < 2:
        return math.nan
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def sweep_files(folder: Path, rounds: int) -> Iterator[Sweep]:
    """Whole processes over more and more posts of one size."""
    small = folder / "small.md"
    small.write_text(TINY, encoding="utf-8")
    start = min((_check(small) for _ in range(2 * rounds)), key=lambda point: point.seconds)
    for kind, make in BODIES.items():
        points = []
        for count in FILES:
            posts = folder / f"{kind}-{count}"
            posts.mkdir()
            for number in range(count):
                chance = random.Random(f"{kind}-{number}")
                text = front_matter(chance) + make(chance, BODY)
                (posts / f"{number:05}.md").write_text(text, encoding="utf-8")
            runs = [_check(posts) for _ in range(rounds if count < 1000 else 2)]
            best = min(runs, key=lambda point: point.seconds)
            spent, memory = best.seconds - start.seconds, best.memory - start.memory
            points.append(Point(count, spent, memory))
        yield Sweep("files", kind, "files", points)


def _check(path: Path) -> Point:
    """One run of the command in one process: processor seconds and peak memory."""
    command = [str(OURS), "check", "--isolated", "--no-cache", "--jobs", "1"]
    command += ["--output-format", "json", "--exit-zero", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Point(0, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def sweep_size(folder: Path, rounds: int) -> Iterator[Sweep]:
    """One post of more and more text."""
    for kind in BODIES:
        texts = [TINY]
        for size in SIZES:
            texts.append(front_matter(random.Random(size)) + _body(kind, size))
        base, *rest = _lint(folder, texts, rounds)
        points = [
            Point(size, each.seconds - base.seconds, each.memory)
            for size, each in zip(SIZES, rest, strict=True)
        ]
        yield Sweep("size", kind, "bytes", points)


def _body(kind: str, size: int) -> str:
    """A body of that many bytes whose every part is alike in kind: in HTML, each has a fault."""
    parts = []
    for number in range(size // BODY):
        chance = random.Random(f"{kind}-{number}")
        parts.append(BODIES[kind](chance, BODY))
        if kind == "HTML":
            parts.append(fault(chance, FAULTS[number % len(FAULTS)]))
    return "\n".join(parts)


def sweep_findings(folder: Path, rounds: int) -> Iterator[Sweep]:
    """One post of always the same length, of whose blocks more and more have a fault."""
    for kind in PAIRS:
        # what the first fault of a kind costs, such as the map of the source, is no growth
        texts = [_faulty_post(kind, count) for count in (1, *FINDINGS)]
        base, *points = _lint(folder, texts, 2 * rounds)
        yield Sweep("findings", kind, "findings", points, base.seconds)


def _faulty_post(kind: str, faults: int) -> str:
    """A post of BLOCKS blocks; *faults* of them have a fault, and at least one of each kind."""
    pairs = PAIRS[kind]
    chosen = set(range(len(pairs)))
    chosen.update(
        random.Random(kind).sample(range(len(pairs), BLOCKS), max(0, faults - len(pairs)))
    )
    blocks = [
        pairs[number % len(pairs)][number in chosen].replace("{n}", f"{number:04}")
        for number in range(BLOCKS)
    ]
    head = "---\ntitle: A post\ndate: 2024-05-03T08:00:00Z\n---\n\n"
    joint = "\n" if kind == "HTML" else "\n\n"
    return head + joint.join(blocks) + "\n"


def sweep_hostile(folder: Path, rounds: int) -> Iterator[Sweep]:
    """Files of one piece over and over, as nobody writes them."""
    for ending in ("md", "html"):
        for name, piece in HOSTILE.items():
            texts = [piece * (size // len(piece.encode())) for size in HOSTILE_SIZES]
            base, *rest = _lint(folder, [TINY, *texts], 2, ending)
            points = [
                Point(size, max(1e-4, each.seconds - base.seconds), each.memory)
                for size, each in zip(HOSTILE_SIZES, rest, strict=True)
            ]
            yield Sweep("hostile", f"{name}, .{ending}", "bytes", points)


def _lint(folder: Path, texts: list[str], rounds: int, ending: str = "md") -> list[Point]:
    """Lint *texts* in turns, in a process of their own; the amounts are their findings."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        for number, text in enumerate(texts):
            (Path(name) / f"{number}.{ending}").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "bench.sweep", "--raw", name, "--rounds", str(rounds)]
        root = Path(__file__).resolve().parent.parent
        done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    return [Point(*figures) for figures in json.loads(done.stdout)]


def lint_in_turns(folder: Path, rounds: int) -> list[tuple[int, float, float]]:
    """Of each file of *folder*: findings, the least seconds, the MB that it added to the peak."""
    import contentlint

    paths = sorted(folder.iterdir())
    least = [math.inf] * len(paths)
    findings, peaks = [0] * len(paths), [0.0] * len(paths)
    contentlint.lint_text(TINY, paths[0].name)
    start = _peak()
    for turn in range(rounds):
        for number, path in enumerate(paths):
            text = path.read_text(encoding="utf-8")
            begin = time.process_time()
            report = contentlint.lint_text(text, path.name)
            least[number] = min(least[number], time.process_time() - begin)
            if not turn:
                peaks[number] = _peak() - start
            findings[number] = len(report.findings)
            for error in report.errors:
                print(f"{path}: {error.message}", file=sys.stderr)
    return list(zip(findings, least, peaks, strict=True))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


SWEEPS: dict[str, Callable[[Path, int], Iterator[Sweep]]] = {
    "files": sweep_files,
    "size": sweep_size,
    "findings": sweep_findings,
    "hostile": sweep_hostile,
}
TOLD = {
    "files": f"Whole processes (`--jobs 1`, no cache) over posts of {BODY // 1000} KB; the start "
    "is taken away.",
    "size": "One post, through `lint_text`; what a tiny post takes is taken away.",
    "findings": f"One post of {BLOCKS:,} blocks, of which more and more have a fault; the exponent is "
    "that of the cost beyond a post with one of each kind.",
    "hostile": "Files of one piece over and over. Those that exceed a limit end in one finding.",
}


def table(name: str, sweeps: list[Sweep]) -> list[str]:
    """The sweeps of one name as Markdown."""
    amounts = [point.amount for point in max(sweeps, key=lambda each: len(each.points)).points]
    kilo = sweeps[0].unit == "bytes"
    heads = [f"{a // 1000:,} KB" if kilo else f"{a:,} {sweeps[0].unit}" for a in amounts]
    rows = [
        f"## {name.capitalize()}",
        "",
        TOLD[name],
        "",
        f"| of | {' | '.join(heads)} | exponent | MB more, at most |",
        "| --- |" + " ---: |" * (len(heads) + 2),
    ]
    for sweep in sweeps:
        cells = [f"{point.seconds:.4f} s" for point in sweep.points]
        cells += [""] * (len(heads) - len(cells))
        most = max(point.memory for point in sweep.points)
        exponent = "" if math.isnan(sweep.exponent) else f"{sweep.exponent:.2f}"
        rows.append(f"| {sweep.kind} | {' | '.join(cells)} | {exponent} | {most:.0f} |")
    return [*rows, ""]


def main() -> None:
    """Sweep and print; with --write also to docs/performance-sweep.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=SWEEPS, action="append")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--raw", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.raw is not None:
        print(json.dumps(lint_in_turns(options.raw, options.rounds)))
        return
    tables = {}
    for name in options.only or SWEEPS:
        with tempfile.TemporaryDirectory() as folder:
            sweeps = list(SWEEPS[name](Path(folder), options.rounds))
        tables[name] = "\n".join(table(name, sweeps))
        print(tables[name], flush=True)
    if options.write:
        page = Path(__file__).resolve().parent.parent / "docs" / "performance-sweep.md"
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        page.write_text(merge(before, tables), encoding="utf-8")


def merge(before: str, tables: dict[str, str]) -> str:
    """The page: *tables*, and of the sweeps that were not made now what the page had *before*."""
    kept = {
        part.partition("\n")[0].lower(): f"## {part.rstrip()}\n"
        for part in before.split("\n## ")[1:]
    }
    head = (
        "# How cost grows\n\nProcessor time, the least of several runs, written by "
        f"`python -m bench.sweep --write` (Python {platform.python_version()}). An exponent of 1 "
        "is linear growth; what is small beside a fixed cost grows by less.\n\n"
    )
    return head + "\n".join({**kept, **tables}[name] for name in SWEEPS if name in kept | tables)


if __name__ == "__main__":
    main()
