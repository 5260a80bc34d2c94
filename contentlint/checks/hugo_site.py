"""What the files of a Hugo site tell: its themes, its shortcodes, its pages and their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contentlint.checks.templates_held import HEAD
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.presets import find_site
from contentlint.reading import read_short, read_start
from contentlint.site_memory import for_a_run
from contentlint.site_settings import changed_at, hugo_settings, without_comments

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "PAGES",
    "HugoSite",
    "files_of_pages",
    "is_filled",
    "page_names",
    "plain_name",
    "shortcodes",
    "site_of",
    "words_in_heads",
    "words_in_settings",
]

_INDENT: Final = pattern(r"^[ \t]+", re.MULTILINE)
_TABLE: Final = pattern(r"^[ \t]*\[", re.MULTILINE)
_THEME: Final = pattern(r"^[\"']?theme[\"']?[ \t]*[:=][ \t]*(.*)$", re.MULTILINE | re.IGNORECASE)
_NAME: Final = pattern(r"[\w./-]+")
# settings that take templates or pages from elsewhere
_ELSEWHERE: Final = pattern(r"\b(?:imports|mounts|layoutDir|contentDir|themesDir)\b", re.IGNORECASE)
# of the templates of a whole site one is there
_LAYOUTS: Final = (
    "_default",
    "baseof.html",
    "single.html",
    "page.html",
    "all.html",
    "home.html",
    "index.html",
)
PAGES: Final = (".md", ".markdown", ".html")
_FOLDERS: Final = ("shortcodes", "_shortcodes")
_MOST_FILES: Final = 20_000
_LARGEST: Final = 100_000
_MATTER: Final = pattern(
    r"\s*(?:---[ \t]*\n.*?(?:\n---|\Z)|\+\+\+[ \t]*\n.*?(?:\n\+\+\+|\Z)|\{.*)", re.DOTALL
)
# by which Hugo does not look for a page
_ADDRESS: Final = pattern(
    r"^[\"']?(?:slug|url|aliases|title|linkTitle)[\"']?\s*[:=].*$", re.MULTILINE | re.IGNORECASE
)
_BETWEEN: Final = pattern(r"[\n,:=\[\]\"'{}]+")


class HugoSite(NamedTuple):
    """The folders with *layouts* and *content*, of the site and its themes, and the settings.

    *changed* is when those with content were.
    """

    layouts: tuple[str, ...]
    content: tuple[str, ...]
    settings: str
    changed: tuple[int, ...]


def site_of(document: Document, root: str) -> HugoSite | None:
    """What makes the site, where all of it is on the disk and nothing is taken from elsewhere."""
    document.looks_outside = True
    post = os.path.abspath(document.source.path)
    if root:
        site = Path(root)
    elif document.settings.root is None or not os.path.isfile(post):
        return None
    else:
        site = find_site(Path(post).parent)
        if not post.startswith(os.path.join(str(site), "content", "")):
            return None
    own = hugo_settings(site)
    if not own and not root:
        return None
    themes = _themes(site, own)
    if themes is None or not (themes or not own or _has_layouts(site)):
        return None
    texts = [text for _, text in own]
    for theme in themes:
        theirs = hugo_settings(theme)
        if _themes(site, theirs) != []:
            return None
        texts += [text for _, text in theirs]
    settings = without_comments("\n".join(texts))
    if _ELSEWHERE.search(settings):
        return None
    folders = [str(site), *map(str, themes)]
    content = tuple(os.path.join(each, "content") for each in folders)
    return HugoSite(
        tuple(os.path.join(each, "layouts") for each in folders),
        content,
        settings,
        tuple(map(changed_at, content)),
    )


def _themes(site: Path, settings: Iterable[tuple[str, str]]) -> list[Path] | None:
    """The folders of the themes that *settings* name; ``None`` where they are not all there."""
    names: list[str] = []
    for file, text in settings:
        stem, _, ending = file.partition(".")
        if stem not in ("hugo", "config"):
            continue
        if ending == "json":
            return None
        top = text
        if ending == "toml":
            top = _INDENT.sub("", _TABLE.split(text, maxsplit=1)[0])
        for said in _THEME.findall(top):
            value = said.partition("#")[0].strip()
            if not value or (value[0] == "[" and value[-1] != "]"):
                return None
            names += _NAME.findall(value)
    folders = [site / "themes" / name for name in dict.fromkeys(names)]
    # the folder of a theme that git was not told to fetch is empty
    return folders if all(is_filled(theme / "layouts") for theme in folders) else None


def is_filled(folder: str | Path) -> bool:
    """Whether the folder is there, with something in it."""
    try:
        with os.scandir(folder) as entries:
            return any(entries)
    except (OSError, ValueError):
        return False


def _has_layouts(site: Path) -> bool:
    """Whether the site has templates for its pages, and not only some in place of a theme's."""
    return any(os.path.exists(site / "layouts" / name) for name in _LAYOUTS)


def shortcodes(site: HugoSite) -> Mapping[str, bool] | None:
    """The site's own shortcodes, and whether they may take something between two tags."""
    folders = [os.path.join(above, name) for above in site.layouts for name in _FOLDERS]
    return _read_shortcodes(tuple(folders), tuple(map(changed_at, (*site.layouts, *folders))))


@for_a_run(16)
def _read_shortcodes(
    folders: tuple[str, ...], _changed: tuple[int, ...]
) -> Mapping[str, bool] | None:
    found: dict[str, bool] = {}
    for folder in folders:
        paths = _files(folder)
        if paths is None:
            return None
        for path in paths:
            below = os.path.relpath(path, folder).replace(os.sep, "/")
            above, slash, last = below.rpartition("/")
            name = f"{above}{slash}{last.partition('.')[0]}".lower()
            found[name] = found.get(name, False) or _takes_inner(path)
    return found


def _takes_inner(path: str) -> bool:
    text = read_short(path, _LARGEST)
    return text is None or "Inner" in text


def _files(folder: str) -> list[str] | None:
    """The files below *folder*; ``None`` where there may be others that are not seen."""
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        found += [os.path.join(place, name) for name in names]
        if not (folders or names or place == folder):
            return None  # git keeps no empty folder, but leaves one for what it did not fetch
        if len(found) > _MOST_FILES or any(
            os.path.islink(os.path.join(place, each)) for each in folders
        ):
            return None
    return found


def page_names(site: HugoSite) -> frozenset[str] | None:
    """The last parts of the paths of all pages, sections and files."""
    return _page_names(site.content, site.changed)


@for_a_run(16)
def _page_names(content: tuple[str, ...], _changed: tuple[int, ...]) -> frozenset[str] | None:
    names: set[str] = set()
    for folder in content:
        paths = _files(folder)
        if paths is None or any("_content." in path for path in paths):
            return None  # the latter make pages
        for path in paths:
            stem = os.path.basename(path)
            while stem:
                names.add(plain_name(stem))
                stem = stem.rpartition(".")[0]
            below = os.path.dirname(os.path.relpath(path, folder))
            names.update(map(plain_name, below.split(os.sep)))
    return frozenset(names)


def files_of_pages(site: HugoSite) -> Mapping[str, tuple[str | None, ...]]:
    """The files of pages by their names; ``None`` stands for a section, and for what is no page."""
    return _files_of_pages(site.content, site.changed)


@for_a_run(16)
def _files_of_pages(
    content: tuple[str, ...], _changed: tuple[int, ...]
) -> Mapping[str, tuple[str | None, ...]]:
    found: dict[str, set[str | None]] = {}
    for folder in content:
        paths = _files(folder) or ()
        bundles = {os.path.dirname(path) for path in paths if _stem(path) == "index"}
        for path in paths:
            above, stem = os.path.dirname(path), _stem(path)
            is_page = path.endswith(PAGES) and (above in bundles) == (stem == "index")
            name = os.path.basename(above) if stem == "index" else os.path.basename(path)
            while name:
                found.setdefault(plain_name(name), set()).add(path if is_page else None)
                name = name.rpartition(".")[0]
            if above not in bundles:
                below = os.path.relpath(above, folder)
            else:
                below = os.path.relpath(os.path.dirname(above), folder)
            for each in below.split(os.sep):
                found.setdefault(plain_name(each), set()).add(None)
    return {name: tuple(paths) for name, paths in found.items()}


def _stem(path: str) -> str:
    return os.path.basename(path).partition(".")[0]


def plain_name(name: str) -> str:
    """*name* without all that generators may change in it."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def words_in_heads(site: HugoSite) -> frozenset[str]:
    """What the front matter of all pages says between commas, quotes and the like."""
    return _words_in_heads(site.content, site.changed)


@for_a_run(8)
def _words_in_heads(content: tuple[str, ...], _changed: tuple[int, ...]) -> frozenset[str]:
    words: set[str] = set()
    for folder in content:
        for path in _files(folder) or ():
            if not path.endswith(PAGES):
                continue
            matter = _MATTER.match(read_start(path, HEAD) or "")
            words.update(_words(_ADDRESS.sub("", matter[0])) if matter is not None else ())
    return frozenset(words)


def words_in_settings(site: HugoSite) -> frozenset[str]:
    """The same of the settings."""
    return _words(site.settings)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(plain_name, _BETWEEN.split(text)))
