"""Tags of a Hexo site that its files say nobody brings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from contentlint.document import SiteSettings
from tests.checks.family import findings

Site = Callable[..., list[str]]
NOTE = "{% note info %}\nBring a coat.\n{% endnote %}\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A Hexo site with a theme, and the severities of what the rule finds in a post of it."""
    (tmp_path / "_config.yml").write_text("title: T\ntheme: plain # ours\n")
    (tmp_path / "themes/plain/layout").mkdir(parents=True)

    def run(text: str, *packages: str, version: str = "^8.0.0") -> list[str]:
        needed = {"hexo": version, **dict.fromkeys(packages, "*")}
        (tmp_path / "package.json").write_text(json.dumps({"dependencies": needed}))
        settings = SiteSettings(("hexo",), root=tmp_path)
        path = str(tmp_path / "source/_posts/post.md")
        found = findings(text, "template/unknown-tag", path=path, settings=settings)
        return [finding.severity for finding in found]

    return run


def test_what_nobody_brings_stops_hexo(site: Site) -> None:
    assert site(NOTE, "hexo-renderer-marked", "hexo-generator-index") == ["error"]
    assert site("{% youtube a %}\n") == ["error"]
    assert site("{% youtube a %}\n", version="~6.3.0") == []
    assert site("{% youtube a %}\n", version="latest") == []


@pytest.mark.parametrize(
    "packages", [("hexo-tag-embed",), ("@a/hexo-notes",), ("hexo-admonition",)]
)
def test_a_plugin_may_bring_it(site: Site, packages: tuple[str, ...]) -> None:
    assert site(NOTE, *packages) == []
    assert site("{% codeblok %}x{% endcodeblok %}\n", *packages) == ["warning"]


@pytest.mark.parametrize("folder", ["scripts", "themes/plain/scripts"])
def test_a_script_may_bring_it(site: Site, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert site(NOTE) == []


@pytest.mark.parametrize("config", ["theme: next\n", "title: T\n", "theme:\n"])
def test_a_theme_that_is_not_here_may_bring_it(site: Site, tmp_path: Path, config: str) -> None:
    (tmp_path / "_config.yml").write_text(config)
    assert site(NOTE) == []
    (tmp_path / "_config.yml").write_text("theme: landscape\n")
    assert site(NOTE) == ["error"]


def test_a_theme_may_need_plugins(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "themes/plain/package.json"
    file.write_text('{"dependencies": {"hexo-tag-notes": "1"}}')
    assert site(NOTE) == []
    file.write_text("[")
    assert site(NOTE) == ["error"]
