"""What the settings and packages of a site's own files say, of which a bounded part is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from contentlint.patterns import pattern
from contentlint.presets import GENERATOR_FILES, find_site, generator_of
from contentlint.site_memory import for_a_run, look_into, read_setting

__all__ = [
    "changed_at",
    "drops_html",
    "find_mdx_site",
    "hugo_settings",
    "jekyll_settings",
    "may_read_formulas",
    "reads_html_blocks",
    "settings_text",
    "without_comments",
]

_PACKAGE_MDX = pattern(r'"@docusaurus/core"\s*:\s*"[\^~>=\s]*[3-9]\b')
# what reads formulas, or may bring or hide what does
_PACKAGE_FORMULAS = pattern(r"math|katex|\btex\b|workspace|docusaurus-(?:theme|preset)-|\"file:")
_COMMENT = pattern(r"^[ \t]*#.*$", re.MULTILINE)
_FORMAT_SET = pattern(r"\bformat\b['\"]?\s*[:=,(]\s*['\"]?([\w-]*)")
# a folder of settings with more files is none, or too large to be read for every run
_MOST_SETTINGS = 1000
_INHERIT = pattern(r"^INHERIT:[ \t]*[\"']?([^\"'#\n]+)", re.M)
_MOST_INHERITED = 4
_SETTING_ENDS = ("toml", "yaml", "yml", "json")
# where HTML is let through, another program reads Markdown, or a theme's settings are taken
_UNSURE_HTML = pattern(
    r"\bunsafe\b['\"]?\s*[:=]\s*['\"]?true|defaultMarkdownHandler['\"]?\s*[:=]\s*['\"]?(?!goldmark)\w"
    r"|\b_merge\b",
    re.IGNORECASE,
)
_BLOCKS_READ = pattern(
    r"\bparse_block_html\b['\"]?\s*:\s*true|^markdown\s*:\s*['\"]?(?!kramdown)\w",
    re.M | re.IGNORECASE,
)
_VITEPRESS_FILES = tuple(
    f"{name}.{ending}"
    for name in ("config", "config/index")
    for ending in ("js", "ts", "mjs", "mts")
)


@for_a_run(64, noting=True)
def find_mdx_site(folder: Path) -> str | None:
    """The site that *folder* belongs to, if it surely reads its ``.md`` files as MDX.

    That is what Docusaurus does from its third version on, unless it is told to go by the ending.
    """
    site = find_site(folder)
    package = read_setting(site / "package.json") or ""
    if generator_of(site) != "docusaurus" or not _PACKAGE_MDX.search(package):
        return None
    told = any(value != "mdx" for value in _FORMAT_SET.findall(settings_text(site, "docusaurus")))
    return None if told else os.path.realpath(site)


@for_a_run(64, noting=True)
def may_read_formulas(folder: Path) -> bool:
    """Whether something in the site that *folder* belongs to may read formulas between dollars.

    Nothing does if its ``package.json`` is at hand and names no such package.
    """
    package = read_setting(find_site(folder) / "package.json")
    return package is None or _PACKAGE_FORMULAS.search(package) is not None


@for_a_run(64, noting=True)
def drops_html(folder: Path) -> bool:
    """Whether the site that *folder* belongs to surely leaves the HTML in Markdown out.

    That is what Hugo does, unless its settings say ``unsafe``; a theme's do not count.
    """
    site = find_site(folder)
    if generator_of(site) != "hugo":
        return False
    texts = [text for text in map(read_setting, _hugo_settings(site)) if text is not None]
    settings = "\n".join(texts)
    return bool(texts) and not _UNSURE_HTML.search(settings)


@for_a_run(64, noting=True)
def reads_html_blocks(folder: Path) -> bool:
    """Whether the Jekyll site that *folder* belongs to has Markdown in any element read.

    Another Markdown program than kramdown does so, too, where blank lines are around it.
    """
    return _BLOCKS_READ.search(jekyll_settings(find_site(folder))) is not None


def jekyll_settings(site: Path) -> str:
    """What the settings of a Jekyll *site* say."""
    texts = (read_setting(site / name) for name in ("_config.yml", "_config.yaml"))
    return "\n".join(text for text in texts if text is not None)


def _hugo_settings(site: Path) -> list[Path]:
    """The files that may hold settings of a Hugo *site*, if it has any of the usual ones."""
    usual = [site / f"{name}.{end}" for name in ("hugo", "config") for end in _SETTING_ENDS]
    try:
        below = list(islice((site / "config").rglob("*"), _MOST_SETTINGS))
        beside = list(islice(site.iterdir(), _MOST_SETTINGS))
    except OSError:
        below = beside = []
    for folder in {site, site / "config", *(path.parent for path in below)}:
        look_into(folder)
    found = [path for path in below if path.suffix[1:] in _SETTING_ENDS]
    is_whole = max(len(below), len(beside)) < _MOST_SETTINGS
    if not is_whole or not (found or any(map(os.path.exists, usual))):
        return []
    return found + [path for path in beside if path.suffix[1:] in _SETTING_ENDS]


@for_a_run(64, noting=True)
def hugo_settings(site: Path) -> tuple[tuple[str, str], ...]:
    """The names and texts of the settings of a Hugo *site*, or of a theme."""
    found = [
        (path.name, read_setting(path))
        for path in dict.fromkeys(_hugo_settings(site))
        if path.parent != site or path.stem in ("hugo", "config")
    ]
    return tuple((name, text) for name, text in found if text is not None)


@for_a_run(64, noting=True)
def settings_text(folder: Path, preset: str) -> str:
    """What the generator's own configuration files say, for the site that *folder* belongs to."""
    site = find_site(folder)
    names = [name for name, each in GENERATOR_FILES if each == preset]
    if preset == "vitepress":
        names = [f"{name}/{each}" for name in names for each in _VITEPRESS_FILES]
    texts = [read_setting(site / name) for name in names]
    if preset == "mkdocs":
        texts += [each for text in texts if text for each in _inherited(site, text)]
    return "\n".join(text for text in texts if text is not None)


def _inherited(site: Path, text: str) -> Iterator[str]:
    """The settings that those of a MkDocs *site* are added to, and what these are added to."""
    for _ in range(_MOST_INHERITED):
        named = _INHERIT.search(text)
        path = site / named[1].strip() if named else None
        inherited = read_setting(path) if path is not None else None
        if path is None or inherited is None:
            return
        yield inherited
        site, text = path.parent, inherited


def without_comments(text: str) -> str:
    """*text*, which is settings, with its lines of comments empty."""
    return _COMMENT.sub("", text)


def changed_at(path: str | os.PathLike[str]) -> int:
    """When a file or folder was last changed; 0 where there is none, or nobody may look."""
    try:
        return os.stat(path).st_mtime_ns
    except (OSError, ValueError):
        return 0
