"""The sites that posts are tried in: one for each preset, with the few files that checks look at."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from contentlint.config import CommandChoice, Config
from contentlint.presets import PRESETS
from contentlint.project import Project

__all__ = ["SITES", "path_in", "project_of"]

_FOLDERS = {
    "hexo": "source/_posts",
    "hugo": "content/posts",
    "jekyll": "_posts",
    "astro": "src/content/blog",
    "docusaurus": "docs",
    "mkdocs": "docs",
    "vitepress": "docs",
    "eleventy": "posts",
}
_FILES = {
    "hexo": {"_config.yml": "title: x\n", "package.json": '{"dependencies": {"hexo": "^7.0.0", "hexo-renderer-marked": "^6.0.0"}}\n'},
    "hugo": {"hugo.toml": 'title = "x"\n', "layouts/shortcodes/box.html": "{{ .Inner }}\n"},
    "jekyll": {"_config.yml": "title: x\n", "_includes/note.html": "x\n", "Gemfile": "\n"},
    "astro": {"astro.config.mjs": "export default {}\n"},
    "docusaurus": {"docusaurus.config.js": "module.exports = {}\n", "package.json": '{"dependencies": {"@docusaurus/core": "^3.6.0"}}\n'},
    "mkdocs": {"mkdocs.yml": "site_name: x\n"},
    "vitepress": {"docs/.vitepress/config.js": "export default {}\n"},
    "eleventy": {"eleventy.config.js": "export default () => {}\n"},
}  # fmt: skip
# so that rules run that are off by default
_MORE = ("news", "strict")

SITES = ("", "plain", *(name for name in PRESETS if name not in (*_MORE, "plain")))
"""The names of the sites; the first is a Hexo site of which no file is known."""


@cache
def project_of(site: str) -> Project:
    """The project of the posts of *site*."""
    if not site:
        return Project(CommandChoice(presets=("hexo", "news")), isolated=True)
    presets = [site] if site == "plain" else [site, *_MORE]
    return Project(config=Config({"preset": presets}, _folder(site)))


def path_in(site: str, name: str) -> str:
    """Where *site* keeps its post *name*."""
    return str(_folder(site) / _FOLDERS.get(site, "") / name) if site else name


@cache
def _folder(site: str) -> Path:
    root = Path(tempfile.mkdtemp(prefix=f"contentlint-fuzz-{site}-")).resolve()
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    for name, content in _FILES.get(site, {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root
