"""The site generators and kinds of site that settings can be named after, and how to guess one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from contentlint.errors import ConfigError
from contentlint.patterns import pattern
from contentlint.reading import NO_FILE, read_file
from contentlint.site_memory import for_a_run, look_into, read_setting

__all__ = [
    "GENERATORS",
    "GENERATOR_FILES",
    "NO_POSTS",
    "PRESETS",
    "find_site",
    "generator_of",
    "guess_preset",
    "is_no_post_folder",
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

GENERATORS = frozenset(PRESETS) - {"news", "strict", "plain"}
"""The presets that are a site generator each."""

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
_JEKYLL_KEY = pattern(r"^(?:plugins|gems|theme|remote_theme|baseurl|kramdown|sass)\s*:", re.M)
_JEKYLL_FILES = ("Gemfile", "_includes", "_layouts", "_posts")
_HEXO_KEY = pattern(
    r"^(?:new_post_name|post_asset_folder|source_dir|public_dir|deploy|permalink_defaults"
    r"|filename_case|index_generator)\s*:",
    re.M,
)
GENERATOR_FILES = (
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
    ("zensical.toml", "mkdocs"),
    (".vitepress", "vitepress"),
    (".vuepress", "vitepress"),
    (".eleventy.js", "eleventy"),
    ("eleventy.config.js", "eleventy"),
    ("eleventy.config.cjs", "eleventy"),
    ("eleventy.config.mjs", "eleventy"),
    ("eleventy.config.ts", "eleventy"),
)
_DOCUSAURUS_FILES = tuple(name for name, each in GENERATOR_FILES if each == "docusaurus")
# the usual folders of pages beside a site, and of such sites
_OUTSIDE = frozenset({"docs", "doc", "blog"})
_OUTER_SITES = ("website", "site", "docs-site", "documentation", "docusaurus", "www")
_BESIDE = pattern(r"\bpath['\"]?\s*:\s*['\"`]\.\./(\w[\w./-]*?)/?['\"`]")
_SETTINGS = ("_config.yml", "_config.yaml", "config.toml", "config.yaml", "config.yml")
"""What is read to tell a generator; its name alone tells none."""
# a theme has no settings of its own
_HUGO_THEME = ("layouts/baseof.html", "layouts/_default", "layouts/_partials", "layouts/partials")


def understood_by(presets: Iterable[str]) -> frozenset[str]:
    """What sites of these *presets* understand besides Markdown and HTML."""
    return frozenset().union(*(_UNDERSTOOD.get(preset, ()) for preset in presets))


@for_a_run(4096, noting=True)
def guess_preset(folder: Path) -> tuple[str, ...]:
    """Guess the generator from the site's own configuration file, in *folder* or above it.

    The search ends at a repository's root; ``("plain",)`` where nothing is found.

    Raises:
        ConfigError: a file that would tell is there and cannot be read.
    """
    site = find_site(folder)
    found = generator_of(site)
    if found is not None:
        return (found,)
    for parent in (folder, *folder.parents):
        _check_settings(parent)
        if parent == site:
            break
    return ("plain",)


def _check_settings(folder: Path) -> None:
    """Raise `ConfigError` if *folder* has settings of a generator that nobody can read."""
    for name in _SETTINGS:
        path = folder / name
        if not os.path.lexists(path):
            continue
        try:
            read_file(path, limit=1)
        except OSError as error:
            if error.errno not in NO_FILE:
                raise ConfigError(
                    f"{path}: cannot read this file, by which the site's generator is known: "
                    f"{error.strerror}; let it be read, or name the generator with --preset, or "
                    "with preset in contentlint.toml"
                ) from error


@for_a_run(4096, noting=True)
def find_site(folder: Path) -> Path:
    """The site that *folder* belongs to: the nearest folder upwards with a generator's own files.

    Docusaurus may be told to take its pages from a folder beside the site's own. Where there is
    no site, it is the repository's root; outside a repository, *folder* itself.
    """
    below = ""
    for parent in (folder, *folder.parents):
        if generator_of(parent) is not None:
            return parent
        if below in _OUTSIDE and (site := _site_beside(parent, folder)) is not None:
            return site
        if os.path.exists(parent / ".git"):
            return parent
        below = parent.name
    return folder


def _site_beside(parent: Path, folder: Path) -> Path | None:
    """The site of Docusaurus in *parent* that is told to take its pages from *folder*."""
    pages = folder.relative_to(parent).as_posix()
    for site in (parent / name for name in _OUTER_SITES):
        look_into(site)
        for name in _DOCUSAURUS_FILES:
            text = read_setting(site / name) if os.path.exists(site / name) else None
            if text and any(f"{pages}/".startswith(f"{each}/") for each in _BESIDE.findall(text)):
                return site
    return None


def is_no_post_folder(path: str) -> bool:
    """Whether the folder at *path* (absolute) is one in which its site keeps no posts."""
    folder, _, name = path.replace(os.sep, "/").rpartition("/")
    if name not in _NO_POST_NAMES:
        return False
    site = find_site(Path(folder))
    below = os.path.relpath(path, site).replace(os.sep, "/")
    return below in NO_POSTS.get(generator_of(site) or "", ())


@for_a_run(4096, noting=True)
def generator_of(folder: Path) -> str | None:
    """The generator whose own files are in *folder*, if there are any."""
    for each in (folder, folder / "config", folder / "layouts"):
        look_into(each)
    for name, preset in GENERATOR_FILES:
        if os.path.exists(folder / name):
            return preset
    for name in ("_config.yml", "_config.yaml"):
        text = read_setting(folder / name)
        if text is not None:
            return _hexo_or_jekyll(folder, text)
    text = read_setting(folder / "config.toml")
    if text is not None:
        if re.search(r"^base_url\s*=", text, re.M):
            return "zola"
        if re.search(r"^(?:baseURL|languageCode|theme|title)\s*=", text, re.M | re.I):
            return "hugo"
    for name in ("config.yaml", "config.yml"):
        text = read_setting(folder / name)
        if text is not None and re.search(r"^(?:baseURL|languageCode)\s*:", text, re.M | re.I):
            return "hugo"
    return "hugo" if any(os.path.exists(folder / name) for name in _HUGO_THEME) else None


def _hexo_or_jekyll(folder: Path, text: str) -> str | None:
    if _PACKAGE_HEXO.search(read_setting(folder / "package.json") or "") or _HEXO_KEY.search(text):
        return "hexo"
    if any(os.path.exists(folder / name) for name in _JEKYLL_FILES) or _JEKYLL_KEY.search(text):
        return "jekyll"
    return "hexo" if os.path.isdir(folder / "scaffolds") else None
