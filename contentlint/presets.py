"""The site generators and kinds of site that settings can be named after, and how to guess one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from contentlint.patterns import pattern

__all__ = [
    "NO_POSTS",
    "PRESETS",
    "drops_html",
    "find_mdx_site",
    "find_site",
    "guess_preset",
    "hugo_settings",
    "is_no_post_folder",
    "may_read_formulas",
    "reads_html_blocks",
    "settings_text",
    "understood_by",
]

PRESETS = {
    "hexo": "Hexo: Nunjucks tags in posts, YAML or JSON front matter, a date in every post",
    "hugo": "Hugo: shortcodes, YAML, TOML or JSON front matter",
    "jekyll": "Jekyll: Liquid tags, YAML front matter, the date in the file name",
    "astro": "Astro content collections: Markdown and MDX, YAML or TOML front matter",
    "docusaurus": "Docusaurus: MDX, YAML front matter",
    "zola": "Zola: TOML front matter, Tera shortcodes",
    "mkdocs": "MkDocs: admonitions and attributes of Python-Markdown",
    "vitepress": "VitePress and VuePress: containers, components and Vue's attributes",
    "eleventy": "Eleventy: Liquid and Nunjucks tags, front matter in YAML",
    "plain": "no generator: only what holds everywhere",
    "news": "posts made from feeds or scraped from news sites",
    "strict": "every rule that is not advice, also those off by default",
}

NO_POSTS = {
    "hexo": ("public", "scaffolds", "themes"),
    "hugo": ("archetypes", "layouts", "public", "resources", "themes"),
    "jekyll": ("_includes", "_layouts", "_sass", "_site"),
    "astro": ("dist",),
    "docusaurus": ("build",),
    "zola": ("public", "sass", "templates", "themes"),
    "mkdocs": ("site",),
    "eleventy": ("_includes", "_site", "src/_includes"),
}
"""The folders, from the site's own, that hold no posts: parts of pages, and the built site."""

# their Markdown can be taught any of these by a line of the site's settings
_EXTENSIBLE = frozenset({"admonition", "container", "kramdown", "toc"})
_UNDERSTOOD = {
    "jekyll": frozenset({"kramdown", "markdown-attribute"}),
    "astro": frozenset({"components", "container"}),
    "docusaurus": frozenset({"components", "container"}),
    "mkdocs": _EXTENSIBLE | {"markdown-attribute", "object-reference"},
    "vitepress": _EXTENSIBLE | {"components", "vue"},
    "eleventy": _EXTENSIBLE,
}
"""What a generator understands in a post besides Markdown and HTML.

``kramdown``, ``toc``, ``container`` and ``admonition`` are marks of that rule's names
(`contentlint.checks.templates_leftover`); ``markdown-attribute`` makes Markdown of an element's
text; an ``object-reference`` is a link whose label names a part of a program, which a plug-in
finds; ``components`` have tags and attributes of their own; ``vue`` is Vue's template language.
"""

_NO_POST_NAMES = frozenset(name.rpartition("/")[2] for names in NO_POSTS.values() for name in names)
_PACKAGE_HEXO = pattern(r'"hexo"\s*:')
_PACKAGE_MDX = pattern(r'"@docusaurus/core"\s*:\s*"[\^~>=\s]*[3-9]\b')
# what reads formulas, or may bring or hide what does
_PACKAGE_FORMULAS = pattern(r"math|katex|\btex\b|workspace|docusaurus-(?:theme|preset)-|\"file:")
_FORMAT_SET = pattern(r"\bformat\b['\"]?\s*[:=,(]\s*['\"]?([\w-]*)")
_JEKYLL_KEY = pattern(r"^(?:plugins|gems|theme|remote_theme|baseurl|kramdown|sass)\s*:", re.M)
_JEKYLL_FILES = ("Gemfile", "_includes", "_layouts", "_posts")
_HEXO_KEY = pattern(
    r"^(?:new_post_name|post_asset_folder|source_dir|public_dir|deploy|permalink_defaults"
    r"|filename_case|index_generator)\s*:",
    re.M,
)
_GENERATOR_FILES = (
    ("hugo.toml", "hugo"),
    ("hugo.yaml", "hugo"),
    ("hugo.yml", "hugo"),
    ("hugo.json", "hugo"),
    ("config/_default", "hugo"),
    ("astro.config.mjs", "astro"),
    ("astro.config.ts", "astro"),
    ("astro.config.js", "astro"),
    ("docusaurus.config.js", "docusaurus"),
    ("docusaurus.config.ts", "docusaurus"),
    ("mkdocs.yml", "mkdocs"),
    ("mkdocs.yaml", "mkdocs"),
    (".vitepress", "vitepress"),
    (".vuepress", "vitepress"),
    (".eleventy.js", "eleventy"),
    ("eleventy.config.js", "eleventy"),
    ("eleventy.config.cjs", "eleventy"),
    ("eleventy.config.mjs", "eleventy"),
    ("eleventy.config.ts", "eleventy"),
)
# a folder of settings with more files is none, or too large to be read for every run
_MOST_SETTINGS = 1000
_INHERIT = pattern(r"^INHERIT:[ \t]*[\"']?([^\"'#\n]+?)[\"']?[ \t]*(?:#.*)?$", re.M)
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
# a theme has no settings of its own
_HUGO_THEME = ("layouts/baseof.html", "layouts/_default", "layouts/_partials", "layouts/partials")


def understood_by(presets: Iterable[str]) -> frozenset[str]:
    """What sites of these *presets* understand besides Markdown and HTML."""
    return frozenset().union(*(_UNDERSTOOD.get(preset, ()) for preset in presets))


@lru_cache(maxsize=4096)
def guess_preset(folder: Path) -> tuple[str, ...]:
    """Guess the generator from the site's own configuration file, in *folder* or above it.

    The search ends at a repository's root; ``("plain",)`` where nothing is found.
    """
    found = _generator_of(find_site(folder))
    return ("plain",) if found is None else (found,)


@lru_cache(maxsize=4096)
def find_site(folder: Path) -> Path:
    """The site that *folder* belongs to: the nearest folder upwards with a generator's own files.

    Where there is none, the repository's root; outside a repository, *folder* itself.
    """
    for parent in (folder, *folder.parents):
        if _generator_of(parent) is not None or os.path.exists(parent / ".git"):
            return parent
    return folder


@lru_cache(maxsize=64)
def find_mdx_site(folder: Path) -> str | None:
    """The site that *folder* belongs to, if it surely reads its ``.md`` files as MDX.

    That is what Docusaurus does from its third version on, unless it is told to go by the ending.
    """
    site = find_site(folder)
    package = _read(site / "package.json") or ""
    if _generator_of(site) != "docusaurus" or not _PACKAGE_MDX.search(package):
        return None
    told = any(value != "mdx" for value in _FORMAT_SET.findall(settings_text(site, "docusaurus")))
    return None if told else os.path.realpath(site)


@lru_cache(maxsize=64)
def may_read_formulas(folder: Path) -> bool:
    """Whether something in the site that *folder* belongs to may read formulas between dollars.

    Nothing does if its ``package.json`` is at hand and names no such package.
    """
    package = _read(find_site(folder) / "package.json")
    return package is None or _PACKAGE_FORMULAS.search(package) is not None


@lru_cache(maxsize=64)
def drops_html(folder: Path) -> bool:
    """Whether the site that *folder* belongs to surely leaves the HTML in Markdown out.

    That is what Hugo does, unless its settings say ``unsafe``; a theme's do not count.
    """
    site = find_site(folder)
    if _generator_of(site) != "hugo":
        return False
    texts = [text for text in map(_read, _hugo_settings(site)) if text is not None]
    settings = "\n".join(texts)
    return bool(texts) and not _UNSURE_HTML.search(settings)


@lru_cache(maxsize=64)
def reads_html_blocks(folder: Path) -> bool:
    """Whether the Jekyll site that *folder* belongs to has Markdown in any element read.

    Another Markdown program than kramdown does so, too, where blank lines are around it.
    """
    site = find_site(folder)
    texts = [_read(site / name) or "" for name in ("_config.yml", "_config.yaml")]
    return any(_BLOCKS_READ.search(text) for text in texts)


def _hugo_settings(site: Path) -> list[Path]:
    """The files that may hold settings of a Hugo *site*, if it has any of the usual ones."""
    usual = [site / f"{name}.{end}" for name in ("hugo", "config") for end in _SETTING_ENDS]
    try:
        below = list(islice((site / "config").rglob("*"), _MOST_SETTINGS))
        beside = list(islice(site.iterdir(), _MOST_SETTINGS))
    except OSError:
        return []
    found = [path for path in below if path.suffix[1:] in _SETTING_ENDS]
    is_whole = max(len(below), len(beside)) < _MOST_SETTINGS
    if not is_whole or not (found or any(map(os.path.exists, usual))):
        return []
    return found + [path for path in beside if path.suffix[1:] in _SETTING_ENDS]


@lru_cache(maxsize=64)
def hugo_settings(site: Path) -> tuple[tuple[str, str], ...]:
    """The names and texts of the settings of a Hugo *site*, or of a theme."""
    found = [
        (path.name, _read(path))
        for path in dict.fromkeys(_hugo_settings(site))
        if path.parent != site or path.stem in ("hugo", "config")
    ]
    return tuple((name, text) for name, text in found if text is not None)


@lru_cache(maxsize=64)
def settings_text(folder: Path, preset: str) -> str:
    """What the generator's own configuration files say, for the site that *folder* belongs to."""
    site = find_site(folder)
    names = [name for name, each in _GENERATOR_FILES if each == preset]
    if preset == "vitepress":
        names = [f"{name}/{each}" for name in names for each in _VITEPRESS_FILES]
    texts = [_read(site / name) for name in names]
    if preset == "mkdocs":
        texts += [each for text in texts if text for each in _inherited(site, text)]
    return "\n".join(text for text in texts if text is not None)


def _inherited(site: Path, text: str) -> Iterator[str]:
    """The settings that those of a MkDocs *site* are added to, and what these are added to."""
    for _ in range(_MOST_INHERITED):
        named = _INHERIT.search(text)
        path = site / named[1] if named else None
        inherited = _read(path) if path is not None else None
        if path is None or inherited is None:
            return
        yield inherited
        site, text = path.parent, inherited


def is_no_post_folder(path: str) -> bool:
    """Whether the folder at *path* (absolute) is one in which its site keeps no posts."""
    folder, _, name = path.replace(os.sep, "/").rpartition("/")
    if name not in _NO_POST_NAMES:
        return False
    site = find_site(Path(folder))
    below = os.path.relpath(path, site).replace(os.sep, "/")
    return below in NO_POSTS.get(_generator_of(site) or "", ())


@lru_cache(maxsize=4096)
def _generator_of(folder: Path) -> str | None:
    for name, preset in _GENERATOR_FILES:
        if os.path.exists(folder / name):
            return preset
    for name in ("_config.yml", "_config.yaml"):
        text = _read(folder / name)
        if text is not None:
            return _hexo_or_jekyll(folder, text)
    text = _read(folder / "config.toml")
    if text is not None:
        if re.search(r"^base_url\s*=", text, re.M):
            return "zola"
        if re.search(r"^(?:baseURL|languageCode|theme|title)\s*=", text, re.M | re.I):
            return "hugo"
    for name in ("config.yaml", "config.yml"):
        text = _read(folder / name)
        if text is not None and re.search(r"^(?:baseURL|languageCode)\s*:", text, re.M | re.I):
            return "hugo"
    return "hugo" if any(os.path.exists(folder / name) for name in _HUGO_THEME) else None


def _hexo_or_jekyll(folder: Path, text: str) -> str | None:
    if _PACKAGE_HEXO.search(_read(folder / "package.json") or "") or _HEXO_KEY.search(text):
        return "hexo"
    if any(os.path.exists(folder / name) for name in _JEKYLL_FILES) or _JEKYLL_KEY.search(text):
        return "jekyll"
    return "hexo" if os.path.isdir(folder / "scaffolds") else None


def _read(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > 1_000_000:
            return None
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
