"""Pictures of a Hexo post's own folder, with the settings that show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentlint.document import SiteSettings
from tests.checks.family import findings

ROOT_OFF = "post_asset_folder: true\nmarked:\n  prependRoot: false\n"
ROOT_ON = "post_asset_folder: true\nmarked:\n  prependRoot: true\n"
ALL_ON = ROOT_ON + "  postAsset: true\n"


def _messages(folder: Path, text: str, config: str, packages: str = "") -> list[str]:
    for name in ("source/_posts/walk/boat.jpg", "source/images/pier.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    (folder / "_config.yml").write_text("title: T\n" + config)
    needed = f'"hexo": "8", "hexo-renderer-marked": "7"{packages}'
    (folder / "package.json").write_text(f'{{"dependencies": {{{needed}}}}}')
    post = folder / "source/_posts/walk.md"
    post.write_text(text)
    settings = SiteSettings(("hexo",), root=folder)
    return [
        finding.message
        for finding in findings(text, "images/missing-file", path=str(post), settings=settings)
    ]


@pytest.mark.parametrize("config", [ROOT_OFF, ALL_ON])
def test_the_folder_is_not_part_of_the_address(tmp_path: Path, config: str) -> None:
    text = "![a](boat.jpg) ![b](./boat.jpg) ![c](/images/pier.jpg) <img src='walk/boat.jpg'>\n"
    assert _messages(tmp_path, text, config) == []
    (said,) = _messages(tmp_path, "![a](walk/boat.jpg)\n", config)
    assert "Write boat.jpg" in said


@pytest.mark.parametrize("config", ["", "post_asset_folder: false\n", ROOT_ON])
@pytest.mark.parametrize("url", ["boat.jpg", "walk/boat.jpg"])
def test_settings_are_needed(tmp_path: Path, config: str, url: str) -> None:
    (said,) = _messages(tmp_path, f"![a]({url})\n", config)
    assert "postAsset: true" in said


@pytest.mark.parametrize("packages", [', "hexo-asset-img": "1"', ', "hexo-renderer-kramed": "1"'])
def test_a_plugin_may_find_them(tmp_path: Path, packages: str) -> None:
    assert _messages(tmp_path, "![a](walk/boat.jpg)\n", "", packages) == []


def test_in_doubt_nothing_is_said(tmp_path: Path) -> None:
    assert _messages(tmp_path, "![a](walk/boat.jpg)\n", "post_asset_folder: true\n") == []
