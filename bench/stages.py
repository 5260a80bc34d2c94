"""Where the time of one post goes, stage by stage, beside python-frontmatter's load of it.

python -m bench.stages [FOLDER ...] [--count 40] [--rounds 30] [--turns 3]
                       [--against CHECKOUT] [--write]

Without folders it makes the corpora and takes seeds/ as well.  With --against, the code of another
checkout is measured in turns with this one, on the same posts: before and after in one run.  What
is made at first use is forced in its own stage, so that it does not count for the rule that
happened to ask first; posts that never need it pay nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
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
SCHEMA_CHECKS = "front_matter_fields."
GLANCE = CPU_GLANCE = 0.0
"""The seconds that looking at either clock takes, found out at the start."""
SUFFIXES = (".md", ".html", ".txt", ".mdx")

Profile = dict[str, Any]
"""``stages`` and ``rules``: name → microseconds a post; ``load``, ``whole``, ``posts``, …"""


class Stopwatch:
    """The least time of each stage of one post, in microseconds, over any number of rounds."""

    def __init__(self) -> None:
        self.least: dict[str, float] = {}
        self.round: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do *work* and add its time to *stage* of this round."""
        begin = time.thread_time()  # stages are long enough to be interrupted
        result = work()
        self.add(stage, time.thread_time() - begin - CPU_GLANCE)
        return result

    def add(self, stage: str, seconds: float) -> None:
        self.round[stage] = self.round.get(stage, 0.0) + seconds * 1e6

    def end_round(self) -> None:
        """Keep what was faster than ever before."""
        for stage, spent in self.round.items():
            self.least[stage] = min(spent, self.least.get(stage, spent))
        self.round.clear()


def profile(folder: Path, count: int, rounds: int) -> Profile:
    """Measure the first *count* posts of *folder*: means over the posts, least of the rounds."""
    from contentlint.project import Project

    global GLANCE, CPU_GLANCE
    GLANCE, CPU_GLANCE = _glance(time.perf_counter), _glance(time.thread_time)
    plain, watched = Project(isolated=True), Project(isolated=True)
    rules: dict[str, float] = defaultdict(float)
    totals: dict[str, float] = defaultdict(float)
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES][:count]
    findings = size = 0
    for path in paths:
        name = str(path)
        post = _Post(name, plain.linter_for(name), watched.linter_for(name))
        stages, by_rule = post.measure(rounds)
        for table, spent in ((totals, stages), (rules, by_rule)):
            for key, microseconds in spent.items():
                table[key] += microseconds
        findings += post.findings
        size += path.stat().st_size
    number = max(1, len(paths))
    means = {stage: spent / number for stage, spent in totals.items()}
    return {
        "posts": len(paths),
        "findings": findings / number,
        "bytes": size / number,
        "load": means.pop("load"),
        "whole": means.pop("whole"),
        "run": _as_in_a_run(plain, [str(path) for path in paths], rounds),
        "stages": means,
        "rules": {rule: spent / number for rule, spent in rules.items()},
    }


def _as_in_a_run(project: Any, paths: list[str], rounds: int) -> float:
    """Microseconds a post where each follows another, as in a run: with its report, as JSON."""
    posts = [(_read(path), path) for path in paths]
    groups = [posts[at : at + 30] for at in range(0, len(posts), 30)]
    watch = Stopwatch()
    for _ in range(rounds):
        for number, group in enumerate(groups):
            watch.time(str(number), lambda group=group: _lint_and_write(project, group))
        watch.end_round()
    return sum(watch.least.values()) / max(1, len(posts))


def _lint_and_write(project: Any, posts: list[tuple[bytes, str]]) -> None:
    from contentlint.finding_json import encode_findings

    if hasattr(project, "lint_many"):
        for result in project.lint_many(posts):
            encode_findings(result.findings)
    else:  # a checkout that lints one post after the other
        for post in posts:
            encode_findings(project.lint_bytes(*post).findings)


class _Post:
    """One post, the linter as users have it, and one whose rules carry stopwatches."""

    def __init__(self, path: str, linter: Any, watched: Any) -> None:
        self.path = path
        self.linter = linter
        self.watched = watched
        self.watch, self.rule_watch = Stopwatch(), Stopwatch()
        self.findings = 0
        self.builds_late, self.needs = _needs(linter, path)
        _needs(watched, path)  # a matcher puts another in its place at its first use
        for rule in watched.rules.rules:
            _put_on(rule, self.rule_watch)

    def measure(self, rounds: int) -> tuple[dict[str, float], dict[str, float]]:
        """Microseconds by stage, and by rule."""
        for _ in range(rounds):
            self._round()
            self.watch.end_round()
            self.rule_watch.end_round()
        stages, rules = self.watch.least, self.rule_watch.least
        schema = sum(rules.get(rule, 0.0) for rule in _schema_rules(self.watched))
        stages["schema"] = schema
        stages["rules"] = sum(rules.values()) - schema
        # what remains when the parts of a stage are taken away
        stages["selecting and ordering"] = stages.pop("find") - sum(rules.values())
        page = stages.pop("page", 0.0)
        if self.builds_late:  # all that a page does when it is made is to be rendered
            stages["Markdown"], stages["DOM"] = page, stages.get("DOM", 0.0)
        else:
            stages["DOM"] = page - stages.get("Markdown", 0.0)
        return stages, rules

    def _round(self) -> None:
        from contentlint.source import Source

        watch = self.watch
        watch.time("load", lambda: _load(self.path))
        data = watch.time("read", lambda: _read(self.path))
        watch.time("whole", lambda: self._lint(data))
        source = watch.time("decode", lambda: Source.from_bytes(data, self.path))
        document = self._document(source, watch)
        found = watch.time("find", lambda: _find(self.linter, document))
        findings = watch.time("locating", lambda: _locate(found[0], source))
        watch.time("report", lambda: _encode(found[0], source, findings))
        self.watched.find(self._document(Source.from_bytes(data, self.path), Stopwatch()))
        self.findings = len(findings)

    def _lint(self, data: bytes) -> Any:
        from contentlint.source import Source

        return list(self.linter.lint_source(Source.from_bytes(data, self.path)).findings)

    def _document(self, source: Any, watch: Stopwatch) -> Any:
        """The document with everything made that linting it makes, each thing in its stage."""
        from contentlint.document import Document

        document = watch.time("front matter", lambda: Document(source, self.linter.settings))
        if source.fault is not None:
            return document
        watch.time("templates", lambda: document.templates)
        if document.kind == "markdown" and not self.builds_late:
            watch.time("Markdown", lambda: _render(document))
        watch.time("page", lambda: document.page)
        if self.needs and self.needs[0][0] == "DOM":
            watch.time("DOM", lambda: document.page.dom)
        watch.time("survey and proof", lambda: document.page.survey)
        for stage, make in self.needs:
            watch.time(stage, lambda make=make: make(document))
        return document


def _find(linter: Any, document: Any) -> Any:
    """What linting finds, as a run asks for it: with names, it would cost a quarter more."""
    if hasattr(linter, "_find_all"):
        return linter._find_all([document])[0]
    return getattr(linter, "_find", linter.find)(document)


def _schema_rules(linter: Any) -> list[str]:
    return [
        rule.id
        for rule in linter.rules.rules
        if str(rule.spec["match"].get("check", "")).startswith(SCHEMA_CHECKS)
    ]


def _put_on(rule: Any, watch: Stopwatch) -> None:
    """Let the rule's matcher and its fix report their time to *watch*."""
    matcher, fix_for, stage = rule.matcher, type(rule).fix_for, rule.id
    find = getattr(matcher.find, "unwatched", matcher.find)
    now, add = time.perf_counter, watch.add

    def timed_find(document: Any) -> list[Any]:
        begin = now()
        hits = list(find(document))
        end = now()
        add(stage, end - begin - GLANCE)
        return hits

    def timed_fix(hit: Any, document: Any) -> Any:
        begin = now()
        fix = fix_for(rule, hit, document)
        end = now()
        add(stage, end - begin - GLANCE)
        return fix

    timed_find.unwatched = find  # type: ignore[attr-defined]
    matcher.find = timed_find
    rule.fix_for = timed_fix


def _glance(now: Callable[[], float]) -> float:
    """The seconds that looking at the clock adds to what is timed."""
    return min(-now() + now() for _ in range(10_000))


_Needs = list[tuple[str, Callable[[Any], Any]]]


def _needs(linter: Any, path: str) -> tuple[bool, _Needs]:
    """What is made at first use and linting the post at *path* does use, in the order of stages.

    The first value tells whether the tree of the page is such a thing, as it was not always.
    """
    from contentlint.document import Document
    from contentlint.source import Source

    document = Document(Source.from_bytes(_read(path), path), linter.settings)
    late = "dom" not in document.page.__dict__
    document = Document(Source.from_bytes(_read(path), path), linter.settings)
    linter.find(document)
    if "page" not in document.__dict__:
        return late, []
    page, front = document.page, document.front_matter
    made: _Needs = []
    if late and "dom" in page.__dict__:
        made.append(("DOM", lambda fresh: fresh.page.dom))
    if getattr(front, "_places", None) is not None:
        made.append(("front matter", lambda fresh: fresh.front_matter.places))
    if "source_map" in page.__dict__:
        made.append(("source map", lambda fresh: fresh.page.source_map))
        for name in ("_outline", "definitions", "footnotes", "undefined_references"):
            if name in page.source_map.__dict__:
                made.append(("source map", lambda fresh, name=name: _outline(fresh, name)))
    if "prose" in page.__dict__:
        made.append(("prose", lambda fresh: fresh.page.prose))
    if "html-standard" in page.cache:
        made.append(("content model", _judge))
    from contentlint.checks import structure

    if structure._KEY in page.cache:
        made.append(("tree errors", lambda fresh: structure.mismatched_heading(fresh, {})))
    made.append(("locating", lambda fresh: fresh.source.line_of(0)))
    return late, made


def _outline(document: Any, name: str) -> Any:
    return getattr(document.page.source_map, name)


def _judge(document: Any) -> Any:
    from contentlint.checks.content_model import problems_in

    try:
        return problems_in(document)
    except Exception:
        return None


def _render(document: Any) -> str:
    from contentlint.document.markdown import render

    return render(document.templates.text)


def _locate(raws: Any, source: Any) -> Any:
    try:
        from contentlint.located import Located
    except ImportError:  # a checkout in which findings were made at once
        from contentlint.linter import locate

        return locate(raws, source, source.text)
    return list(Located(raws, source))


def _encode(raws: Any, source: Any, findings: Any) -> Any:
    """The findings as JSON, as a run writes them: it places and words them, if nobody else has."""
    try:
        from contentlint import finding_json as json
    except ImportError:
        from contentlint import report as json  # type: ignore[no-redef]
    try:
        from contentlint.located import Located
    except ImportError:
        return [json.encode_finding(finding) for finding in findings]
    return json.encode_findings(Located(raws, source))


def _load(path: str) -> Any:
    import frontmatter

    try:
        return frontmatter.load(path)
    except Exception:
        return None  # front matter that nobody can read, or bytes that are no text


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


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
    command = [sys.executable, str(HERE / "stages.py"), "--raw", *limits, *map(str, folders)]
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
    rows = [f"### {folder}", "", told, "", head, "| --- |" + " ---: |" * len(columns)]
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
    parser.add_argument("--raw", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.raw:
        profiles = {
            str(folder): profile(folder, options.count, options.rounds)
            for folder in options.folders
        }
        print(json.dumps(profiles))
        return
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
