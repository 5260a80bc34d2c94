"""What keeps the linter fast: its cost beside python-frontmatter's, and what it does not import."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import frontmatter
import pytest

from contentlint.findings import Finding
from contentlint.linter import Linter
from contentlint.project import Project
from contentlint.source import Source

_MOST = 13.0
"""Times the load of the front matter; less than eight where nothing else runs."""

_FRONT = """
---
title: 'Nine cities show their work at the autumn fair'
categories:
 - trade
 - news
headimg: 'https://example.com/pictures/400/300?random=5416'
author: Ada Field
comments: false
date: Mon, 08 Nov 2021 20:24:00 GMT
thumbnail: 'https://example.com/pictures/400/300?random=5416'
---
"""
_PARAGRAPH = (
    '<p style="text-align: left;">11月8日，展览会期间，九个城市的代表共同讨论了新的规划，'
    "并在会上介绍了制造业、医药和数字经济方面的合作项目，为来年的工作做好准备。</p>"
)
_LINK = (
    '<p style="text-align: left;">同时发布的<a class="hot" style="color: #2f67d1;" target="_blank" '
    'href="http://news.example.com/?code=1" code="1">新产业</a>报告，介绍了各地的发展情况。</p>'
)
FEED_POST = f"{_FRONT}\n<div>   \n{_PARAGRAPH * 6}{_LINK}{_PARAGRAPH * 6}\n\n      \n</div>\n      "
CLEAN_POST = "---\ntitle: A post\ndate: 2024-05-03T08:00:00Z\n---\n\nSome text for *readers*.\n"

# none of these may be imported for one post; what each is for stands behind it
_HEAVY = (
    "pydantic",  # configuration and schemas, only to build their models
    "html5lib",  # pages that a browser has to repair
    "multiprocessing",  # many posts
    "subprocess",
    "socket",
    "sqlite3",  # the cache
    "hashlib",
    "platformdirs",
    "shutil",  # the width of a terminal, which nobody looks at
    "tomllib",  # configuration in TOML
    "tomlkit",
    "rich",
    "difflib",  # suggestions, and fixes shown as a diff
    "zipfile",
    "importlib.resources",
    "importlib.metadata",
    "dataclasses",
    "inspect",
    "yaml",  # front matter that is more than names with one-line values
    "frontmatter",
    "regex",  # patterns of a site's own
    "calendar",
    "turbohtml.extract",  # what turbohtml offers beside its parser
    "turbohtml._internal._render",
    "contentlint.pool",
    "contentlint.rules.model",
    "contentlint.suppressions",
    "contentlint.checks.front_matter_docusaurus",
    "contentlint.checks.layouts",
    "contentlint.checks.templates_blocks",
    "contentlint.fixes",
)


def _time(work: Callable[[], object]) -> float:
    """The processor time, in seconds, of *work* called five times in a row."""
    begin = time.process_time()
    for _ in range(5):
        work()
    return time.process_time() - begin


def _lint(linter: Linter, data: bytes, path: Path) -> list[Finding]:
    """The findings themselves: a run that only reports makes none."""
    return list(linter.lint_source(Source.from_bytes(data, str(path))).findings)


def test_linting_costs_a_few_loads_of_the_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text(FEED_POST, encoding="utf-8")
    linter = Project(isolated=True).linter_for(str(path))
    data = path.read_bytes()
    found = _lint(linter, data, path)
    assert len(found) > 15  # a page of faults, not an easy one
    lint = load = float("inf")
    for _ in range(60):  # by turns, so that what else the machine does hits both
        lint = min(lint, _time(lambda: _lint(linter, data, path)))
        load = min(load, _time(lambda: frontmatter.load(str(path))))
    assert lint / load < _MOST


# nor any of these for posts whose results are known
_NOT_EVEN = (
    *_HEAVY,
    "contentlint.document",
    "contentlint.linter",
    "contentlint.packing",
    "contentlint.report",
    "contentlint.rules.registry",
    "contentlint.work",
    "html",
    "json",
    "pyromark",
    "signal",
    "threading",
    "turbohtml",
)


def modules_of_a_check(folder: Path, *words: str, first: str = "") -> set[str]:
    """What a second run of ``contentlint check`` imports: the first one compiles the rules."""
    program = (
        f"import sys\n{first}\n"
        "from contentlint.cli import main\n"
        f"status = main(['check', '--isolated', '--exit-zero', *{words!r}])\n"
        "print(*sys.modules, file=sys.stderr)\n"
        "sys.exit(status)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-c", program]
    for _ in range(2):
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("text", [CLEAN_POST, FEED_POST], ids=["clean", "flawed"])
def test_one_post_is_checked_without_what_others_need(text: str, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(text, encoding="utf-8")
    loaded = modules_of_a_check(tmp_path, "--no-cache", "post.md")
    assert loaded.isdisjoint(_HEAVY), sorted(loaded.intersection(_HEAVY))


@pytest.mark.parametrize("form", ["text", "concise", "github"])
def test_posts_whose_results_are_known_need_no_linter(form: str, tmp_path: Path) -> None:
    then = time.time() - 60
    for number in range(12):
        path = tmp_path / f"{number}.md"
        path.write_text(FEED_POST if number % 2 else CLEAN_POST, encoding="utf-8")
        os.utime(path, (then, then))
    # a file that was changed just now would be read
    settled = "import contentlint.cache as cache; cache._SETTLED_NS = 0"
    words = ("--output-format", form, *os.listdir(tmp_path))
    loaded = modules_of_a_check(tmp_path, *words, first=settled)
    forbidden = set(_NOT_EVEN) - {"sqlite3"}
    assert loaded.isdisjoint(forbidden), sorted(loaded.intersection(forbidden))


def test_the_parser_package_is_whole_for_whoever_asks_for_more() -> None:
    program = (
        "import sys, contentlint.document.turbo as turbo\n"
        "assert 'turbohtml.extract' not in sys.modules\n"
        "from turbohtml import Markdown\n"
        "import turbohtml\n"
        "assert turbohtml.parse is turbo.parse and turbohtml.Markdown is Markdown\n"
        "assert 'turbohtml.extract' in sys.modules\n"
        "assert not hasattr(turbohtml, 'no_such_thing')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
