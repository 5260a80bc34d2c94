"""What the files of a Hexo site tell: its packages, what renders Markdown, where tags come from."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from contentlint.patterns import pattern
from contentlint.reading import read_short
from contentlint.site_settings import changed_at

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "MARKED",
    "has_other_tags",
    "is_rendered_by",
    "is_rendered_otherwise",
    "major_version",
    "packages_of",
    "shows_own_pictures",
]

MARKED = "hexo-renderer-marked"
"""What renders Markdown where nothing else is chosen."""
# plug-ins of Hexo's own project, none of which brings tags
_TAGLESS = pattern(
    r"hexo(?:-(?:cli|server|util|fs|log|i18n|pagination|front-matter|bunyan|browsersync"
    r"|renderer-(?:marked|markdown-it|markdown-it-plus|kramed|ejs|stylus|swig|pug|jade|nunjucks"
    r"|sass|scss|less)"
    r"|generator-(?:index|archive|category|tag|feed|sitemap|json-content|search|searchdb)"
    r"|deployer-[\w-]+|theme-[\w-]+))?"
)
_MARKDOWN = ("markdown", "marked", "kramed", "pandoc", "remark", "cmark", "commonmark")
_THEME = pattern(r"^theme[ \t]*:[ \t]*['\"]?([\w.@/-]+)", re.MULTILINE)
_VERSION = pattern(r"[\^~>=v\s]*(\d+)")
# what plug-ins that find a post's pictures are named after
_PICTURES = ("asset", "image", "img", "pic", "photo", "typora", "obsidian")
_ASSET_FOLDER = pattern(r"^post_asset_folder[ \t]*:[ \t]*true\b", re.MULTILINE | re.IGNORECASE)
_POST_ASSET = pattern(r"^[ \t]+postAsset[ \t]*:[ \t]*true\b", re.MULTILINE | re.IGNORECASE)
_PREPEND_ROOT = pattern(
    r"^[ \t]+prependRoot[ \t]*:[ \t]*(true|false)\b", re.MULTILINE | re.IGNORECASE
)


def packages_of(document: Document, told: Iterable[str] = ()) -> Mapping[str, str]:
    """The packages that the site's package.json names, with their versions; or those *told*."""
    if told:
        return dict.fromkeys(told, "")
    root = document.look_outside()
    return {} if root is None else _packages_in(root)


def is_rendered_by(packages: Mapping[str, str], renderer: str) -> bool:
    """Whether *renderer*, and no other that reads Markdown, is among the *packages*."""
    others = [name for name in packages if name != renderer and _renders(name)]
    return renderer in packages and not others


def is_rendered_otherwise(document: Document, told: Iterable[str] = ()) -> bool:
    """Whether another program than marked, or one beside it, reads the site's Markdown."""
    packages = packages_of(document, told)
    return any(name != MARKED and _renders(name) for name in packages)


def _renders(name: str) -> bool:
    return "hexo-renderer" in name and any(word in name for word in _MARKDOWN)


def major_version(packages: Mapping[str, str]) -> int | None:
    """The version of Hexo that the site asks for, if it asks for one."""
    found = _VERSION.match(packages.get("hexo", ""))
    return int(found[1]) if found is not None else None


def shows_own_pictures(document: Document) -> bool | None:
    """Whether ``![a](b.png)`` shows a picture of the post's own folder; ``None`` if in doubt.

    Hexo copies the folder if it is told to (``post_asset_folder``); marked finds its files with
    ``postAsset``, or if it is told not to begin all addresses at the root (``prependRoot``).
    """
    packages, root = packages_of(document), document.settings.root
    if root is None or not is_rendered_by(packages, MARKED) or os.path.isdir(root / "scripts"):
        return None
    if any(word in name for name in packages for word in _PICTURES if name.startswith("hexo-")):
        return None
    told = read_short(root / "_config.yml")
    if not told:
        return None
    if _ASSET_FOLDER.search(told) is None:
        return False
    if _POST_ASSET.search(told) is not None:
        return True
    prepends = _PREPEND_ROOT.search(told)
    return None if prepends is None else prepends[1].lower() == "false"


def has_other_tags(document: Document, packages: Mapping[str, str]) -> bool:
    """Whether a plug-in, the theme or a script of the site may bring tags; also if in doubt."""
    if "hexo" not in packages:
        return True
    if not all(map(_brings_none, packages)):
        return True
    root = document.settings.root
    if root is None:
        return False  # the packages are told, and nothing else is known
    return os.path.isdir(root / "scripts") or _may_theme_bring_tags(root)


def _brings_none(name: str) -> bool:
    is_plugin = name.startswith("hexo-") or "/hexo-" in name
    return not is_plugin or _TAGLESS.fullmatch(name) is not None


def _may_theme_bring_tags(root: Path) -> bool:
    """Whether the theme has scripts or packages of its own, or cannot be looked at."""
    found = _THEME.search(read_short(root / "_config.yml") or "")
    if found is None:
        return True
    name = found[1]
    folder = root / "themes" / name
    if not os.path.isdir(folder):
        if name == "landscape":  # which comes with Hexo
            return False
        folder = root / "node_modules" / f"hexo-theme-{name}"
    if not os.path.isdir(folder / "layout"):
        return True
    return os.path.isdir(folder / "scripts") or not all(map(_brings_none, _packages_in(folder)))


def _packages_in(folder: Path) -> Mapping[str, str]:
    file = folder / "package.json"
    return _read_packages(str(file), changed_at(file))


@lru_cache(maxsize=64)
def _read_packages(file: str, _changed: int) -> Mapping[str, str]:
    try:
        told = json.loads(read_short(file) or "")
        parts = [told.get("dependencies"), told.get("devDependencies")]
    except (ValueError, AttributeError, RecursionError):
        return {}
    found: dict[str, str] = {}
    for part in parts:
        if isinstance(part, dict):
            found.update({name: str(version) for name, version in part.items()})
    return found
