"""Measures the stages of posts with the code that `PYTHONPATH` names, and prints them as JSON.

Run by `bench.stages`, in a process of its own for each checkout:

python bench/stages_measure.py --count N --rounds N FOLDER ...

What is made at first use is forced in its own stage, so that it does not count for the rule that
happened to ask first; posts that never need it pay nothing.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

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

    for result in project.lint_many(posts):
        encode_findings(result.findings)


class _Post:
    """One post, the linter as users have it, and one whose rules carry stopwatches."""

    def __init__(self, path: str, linter: Any, watched: Any) -> None:
        self.path = path
        self.linter = linter
        self.watched = watched
        self.watch, self.rule_watch = Stopwatch(), Stopwatch()
        self.findings = 0
        self.needs = _needs(linter, path)
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
        stages["Markdown"] = stages.pop("page", 0.0)  # made, a page is rendered and no more
        stages.setdefault("DOM", 0.0)
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
        watch.time("report", lambda: _encode(found[0], source))
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
        watch.time("page", lambda: document.page)
        if self.needs and self.needs[0][0] == "DOM":
            watch.time("DOM", lambda: document.page.dom)
        watch.time("survey and proof", lambda: document.page.survey)
        for stage, make in self.needs:
            watch.time(stage, lambda make=make: make(document))
        return document


def _find(linter: Any, document: Any) -> Any:
    """What linting finds, as a run asks for it: with names, it would cost a quarter more."""
    return linter._find_all([document])[0]


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


def _needs(linter: Any, path: str) -> _Needs:
    """What is made at first use and linting the post at *path* does use, in the order of stages."""
    from contentlint.document import Document
    from contentlint.source import Source

    document = Document(Source.from_bytes(_read(path), path), linter.settings)
    linter.find(document)
    if "page" not in document.__dict__:
        return []
    page, front = document.page, document.front_matter
    made: _Needs = []
    if "dom" in page.__dict__:
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
    return made


def _outline(document: Any, name: str) -> Any:
    return getattr(document.page.source_map, name)


def _judge(document: Any) -> Any:
    from contentlint.checks.content_model import problems_in

    try:
        return problems_in(document)
    except Exception:
        return None


def _locate(raws: Any, source: Any) -> Any:
    from contentlint.located import Located

    return list(Located(raws, source))


def _encode(raws: Any, source: Any) -> Any:
    """The findings as JSON, as a run writes them: it places and words them."""
    from contentlint.finding_json import encode_findings
    from contentlint.located import Located

    return encode_findings(Located(raws, source))


def _load(path: str) -> Any:
    import frontmatter

    try:
        return frontmatter.load(path)
    except Exception:
        return None  # front matter that nobody can read, or bytes that are no text


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def main() -> None:
    """Measure the folders and print a profile of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--count", type=int, required=True, help="posts of each folder")
    parser.add_argument("--rounds", type=int, required=True)
    options = parser.parse_args()
    profiles = {
        str(folder): profile(folder, options.count, options.rounds) for folder in options.folders
    }
    print(json.dumps(profiles))


if __name__ == "__main__":
    main()
