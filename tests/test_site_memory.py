"""What the files of a site say, asked again by each run of a process that lives on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from contentlint import Config, lint_paths, lint_text
from contentlint.config import CommandChoice
from contentlint.document import SiteSettings
from contentlint.linter import Linter
from contentlint.project import Project
from contentlint.source import Source

BOX = "::: plot\nA text.\n:::\n"
POST = "---\ntitle: A post\n---\n\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    """Write a file, and let it be old: it will not change unseen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    then = time.time() - 100
    os.utime(path, (then, then))


def rules_of_text(text: str, path: str = "post.md") -> set[str]:
    return {finding.rule for finding in lint_text(POST + text, path).findings}


def rules_of_paths(config: Config | None = None) -> set[str]:
    return {finding.rule for finding in lint_paths(".", config=config).findings}


@pytest.mark.parametrize("is_old", [False, True])
def test_changed_settings_are_seen_by_the_next_run(site: Path, is_old: bool) -> None:
    settings = site / ".vitepress" / "config.ts"
    write(settings, "export default {}\n")
    write(site / "post.md", POST + BOX)
    if is_old:
        time.sleep(0.1)  # the folders are no longer new
    assert "template/unclosed-container" in rules_of_text(BOX) & rules_of_paths()
    assert "template/unclosed-container" in rules_of_text(BOX)
    write(settings, "export default { markdown: { config: md => md.use(container, 'plot') } }\n")
    assert "template/unclosed-container" not in rules_of_text(BOX)
    assert "template/unclosed-container" not in rules_of_paths()
    write(settings, "export default {}\n")
    assert "template/unclosed-container" in rules_of_paths() & rules_of_text(BOX)


def test_a_generator_that_comes_or_goes_is_seen_by_the_next_run(site: Path) -> None:
    shout = "{% no_such_tag_4711 %}\n"
    write(site / "post.md", POST + shout)
    time.sleep(0.1)
    plain = rules_of_text(shout), rules_of_paths()
    write(site / "_config.yml", "theme: minima\nbaseurl: ''\n")
    jekyll = rules_of_text(shout), rules_of_paths()
    assert plain != jekyll
    (site / "_config.yml").unlink()
    assert (rules_of_text(shout), rules_of_paths()) == plain


def test_another_working_directory_is_another_site(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site / "a" / ".vitepress" / "config.ts", "export default {}\n")
    write(site / "b" / ".git" / "HEAD", "")
    for folder, is_known in [("a", True), ("b", False), ("a", True)]:
        monkeypatch.chdir(site / folder)
        assert ("template/vue-syntax" in rules_of_text("{{ a b }}\n")) is is_known, folder


def test_each_of_two_sites_of_hugo_has_its_own_settings(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site / "a" / "hugo.toml", "title = 'A'\n")
    write(site / "b" / "hugo.toml", "[markup.goldmark.renderer]\nunsafe = true\n")
    for folder, is_dropped in [("a", True), ("b", False), ("a", True)]:
        monkeypatch.chdir(site / folder)
        rules = rules_of_text("One <b>bold</b> word.\n", "content/post.md")
        assert ("markdown/dropped-html" in rules) is is_dropped, folder


def test_each_of_two_sites_of_docusaurus_has_its_own_settings(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"a": "{}", "b": "{markdown: {format: 'detect'}}"}
    for folder, told in settings.items():
        write(site / folder / "docusaurus.config.js", f"export default {told};\n")
        packages = '{"dependencies": {"@docusaurus/core": "^3.0.0"}}\n'
        write(site / folder / "package.json", packages)
    for folder, is_mdx in [("a", True), ("b", False), ("a", True)]:
        monkeypatch.chdir(site / folder)
        rules = rules_of_text("A {b c} d.\n", "docs/post.md")
        assert ("template/mdx-syntax" in rules) is is_mdx, folder


def test_a_changed_schema_is_seen_by_the_next_run(site: Path) -> None:
    config = Config({"front-matter": {"json-schema": "post.json"}}, root=site)
    write(site / "post.md", POST + "Text.\n")
    write(site / "post.json", "{}")
    assert "front-matter/missing-field" not in rules_of_paths(config)
    write(site / "post.json", '{"required": ["author"]}')
    assert "front-matter/missing-field" in rules_of_paths(config)


SITE_ASKED = [
    ("mkdocs", "a.md", "Text:\n- one\n- two\n"),
    ("mkdocs", "a.md", "It is ~~gone~~ here.\n"),
    ("eleventy", "a.md", "A {{ b c }} d {% nothing %}.\n"),
    ("vitepress", "a.md", BOX),
    ("jekyll", "a.md", "---\n---\n<div>\n**bold** words\n</div>\n"),
    ("hexo", "a.md", "{% post_link gone %}\n"),
    ("hexo", "a.md", "{% no_such_tag %}\n"),
    ("hugo", "content/a/b.md", "Text without front matter.\n"),
]


@pytest.mark.parametrize(("preset", "path", "text"), SITE_ASKED)
def test_what_a_site_was_asked_for_is_not_kept(
    site: Path, preset: str, path: str, text: str
) -> None:
    """Whichever check asks: with a site the result may change with it, without one it cannot."""
    write(site / path, text)
    source = Source.from_text(text, path)
    linter = Project(CommandChoice(presets=(preset,))).linter_for(path)
    assert linter.lint_source(source).volatile
    nowhere = Linter(linter.rules, SiteSettings((preset,)), linter.judge)
    assert not nowhere.lint_source(source).volatile
