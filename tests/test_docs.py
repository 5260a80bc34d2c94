"""Every command, program and setting in the documentation works, and every link leads somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from contentlint import Config
from contentlint.presets import NO_POSTS, PRESETS
from contentlint.rules.loader import load_folder
from contentlint.rules.registry import builtin_folder
from contentlint.rules.triggers import FACTS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FRONT = "---\ntitle: A post\ndate: 2024-05-01T08:00:00Z\n---\n\n"

NOT_RUN = {
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/contentlint check seeds/": (
        "installs from the package index; .ci/run does the same"
    ),
    "python3 -m venv .venv && .venv/bin/pip install '.[dev]' && .venv/bin/python -m pytest -n 2": (
        "runs these tests"
    ),
}

WALK = "---\ntitle: A walk\n---\n\nText.\n"
ASTRO_BLOG = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "title": {"type": "string"},
    "pubDate": {"type": "string", "format": "date-time"},
    "cover": {"type": "string"},
    "author": {
      "anyOf": [
        {"type": "string"},
        {
          "type": "object",
          "properties": {"id": {"type": "string"}, "collection": {"type": "string"}},
          "required": ["id", "collection"]
        },
        {
          "type": "object",
          "properties": {"slug": {"type": "string"}, "collection": {"type": "string"}},
          "required": ["slug", "collection"]
        }
      ]
    },
    "$schema": {"type": "string"}
  },
  "required": ["title", "pubDate", "author"]
}
"""
"""What Astro 6.0 writes for the collection that docs/generators.md speaks of, with fewer lines."""
SITES = {
    "Hexo": {
        "_config.yml": "theme: landscape\n",
        "package.json": '{"dependencies": {"hexo": "^8.1.0", "hexo-renderer-marked": "^7.0.0"}}\n',
        "source/_posts/walk.md": WALK,
    },
    "Hugo": {
        "hugo.toml": 'title = "A site"\n',
        "layouts/single.html": "{{ .Content }}\n",
        "content/posts/walk.md": WALK,
    },
    "Jekyll": {
        "_config.yml": "title: A site\n",
        "Gemfile": 'gem "jekyll", "~> 4.3"\n',
        "_posts/2026-04-01-walk.md": WALK,
    },
    "Astro": {
        "astro.config.mjs": "",
        "src/content/blog/contentlint.toml": (
            '[front-matter]\njson-schema = "../../../.astro/collections/blog.schema.json"\n'
            "inherit = false  # the schema alone decides\n"
        ),
        ".astro/collections/blog.schema.json": ASTRO_BLOG,
    },
    "Docusaurus": {
        "docusaurus.config.js": "",
        "package.json": '{"dependencies": {"@docusaurus/core": "^3.10.0"}}\n',
    },
    "VitePress and VuePress": {".vitepress/config.js": ""},
    "Eleventy": {"eleventy.config.js": ""},
    "MkDocs": {"mkdocs.yml": "site_name: A site\n"},
    "Zola": {"config.toml": 'base_url = "https://example.com"\n'},
}
"""The files of a site that the section of docs/generators.md about its generator speaks of."""

FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
RULE = re.compile(r"`([a-z-]+/[a-z0-9-]+)`")


class Block(NamedTuple):
    """A fenced block of a page."""

    page: Path
    language: str
    text: str
    line: int


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        yield Block(page, match[2], match[3], text.count("\n", 0, match.start()) + 1)


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def place(block: Block) -> str:
    return f"{named(block.page)}:{block.line}"


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment = {
        **kept,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "NO_COLOR": "1",
    }
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site under git whose branch has left main, with the files that the pages speak of."""
    files = {
        "posts/broken.md": FRONT + "<p style='color: red'>Hello, reader</p></p>\n",
        "posts/good.md": FRONT + "Hello, reader of these words.\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    who = "git -c user.name=Ada -c user.email=ada@example.com"
    done = run(
        tmp_path,
        f"git init -q -b main && git add -A && {who} commit -q -m Start"
        " && git update-ref refs/remotes/origin/main HEAD && git checkout -q -b work",
    )
    assert done.returncode == 0, done.stderr
    return tmp_path


def write_named_files(page: Path, site: Path) -> None:
    """Write the blocks that begin with the name of a file, as a reader would."""
    for block in blocks_of(page):
        first = block.text.partition("\n")[0]
        if block.language == "yaml" and first.startswith("# lint/"):
            path = site / first.removeprefix("# ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    if (site / "lint").exists():
        (site / "contentlint.toml").write_text('rule-paths = ["lint/rules"]\n', encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="the commands are for a POSIX shell")
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_runs(page: Path, site: Path) -> None:
    write_named_files(page, site)
    for block in blocks_of(page):
        if block.language != "sh":
            continue
        for line in block.text.splitlines():
            if not line.strip() or line in NOT_RUN:
                continue
            if line.startswith("contentlint init"):
                (site / "contentlint.toml").unlink(missing_ok=True)
            done = run(site, line)
            # 1 is the answer that posts have faults
            assert done.returncode in (0, 1), f"{place(block)}: {line}\n{done.stdout}{done.stderr}"
            assert "contentlint: error" not in done.stderr, f"{place(block)}: {line}"
            assert "not found" not in done.stderr, f"{place(block)}: {line}"


def test_no_command_is_left_out_for_nothing() -> None:
    lines = {line for block in BLOCKS for line in block.text.splitlines()}
    assert NOT_RUN.keys() <= lines


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "console"], ids=place)
def test_every_shown_output_is_the_real_one(block: Block, site: Path) -> None:
    command, _, shown = block.text.partition("\n")
    if block.page.name == "generators.md":
        write_the_example(block, site, command.rpartition(" ")[2])
    done = run(site, command.removeprefix("$ "))
    assert done.stdout == shown


def write_the_example(block: Block, site: Path, name: str) -> None:
    """Write the post that stands above *block*, and the site that its section is about."""
    above = block.page.read_text(encoding="utf-8").split("\n")[: block.line - 1]
    section = next(line for line in reversed(above) if line.startswith("## "))
    post = BLOCKS[BLOCKS.index(block) - 1]
    assert post.language == "markdown"
    for path, text in {**SITES[section.removeprefix("## ")], name: post.text}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")


def test_every_generator_has_an_example() -> None:
    text = (ROOT / "docs" / "generators.md").read_text(encoding="utf-8")
    sections = text.split("\n## ")[1:]
    shown = {part.partition("\n")[0] for part in sections if "```console" in part}
    assert shown == set(SITES)
    assert len(SITES) == len(set(PRESETS) - {"plain", "news", "strict"})


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_program_runs(page: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    names: dict[str, Any] = {"__name__": "example"}
    for block in blocks_of(page):
        if block.language == "python":
            exec(compile(block.text, place(block), "exec"), names)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "toml"], ids=place)
def test_every_setting_is_one(block: Block) -> None:
    values = tomllib.loads(block.text)
    if "project" in values:
        assert set(values["project"]) == {"entry-points"}
    else:
        Config(values)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "yaml"], ids=place)
def test_every_yaml_can_be_read(block: Block) -> None:
    assert yaml.safe_load(block.text)


def test_every_link_leads_somewhere() -> None:
    from docs.generate import rule_pages, schema_files

    generated = {*rule_pages(), *schema_files()}
    missing = []
    for page in PAGES:
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for link in LINK.findall(text):
            name, _, part = link.partition("#")
            if re.match(r"[a-z]+:", name):
                continue
            target = (page.parent / name).resolve() if name else page
            there = target.exists() or target in generated
            if not there or (part and part not in anchors(target)):
                missing.append(f"{named(page)}: {link}")
    assert missing == []


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = set(LINK.findall(index))
    assert {page.name for page in PAGES} - {"README.md", "index.md"} <= linked


def test_every_rule_that_is_named_exists() -> None:
    known = {spec["id"] for spec in load_folder(builtin_folder())}
    families = {rule.partition("/")[0] for rule in known}
    for page in PAGES:
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for name in RULE.findall(text):
            assert name in known or name.partition("/")[0] not in families, f"{named(page)}: {name}"


def test_every_fact_that_a_rule_may_ask_for_is_named() -> None:
    text = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z0-9-]+", text))
    assert FACTS.keys() <= words


def test_the_table_of_sites_is_what_the_presets_say() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\|([^|]*)\|$", (ROOT / "docs/sites.md").read_text("utf-8"), re.M
    )
    told = {preset: tuple(re.findall(r"`([^`]+)`", cell)) for preset, cell in rows}
    assert told == {preset: NO_POSTS.get(preset, ()) for preset in PRESETS if preset in told}
    assert set(told) == set(PRESETS) - {"news", "strict"}
