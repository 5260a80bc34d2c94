"""Looks for the files that relative addresses name, wherever a site generator takes them from."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from contentlint.checks.links_places import is_masked, readable
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.rules.conditions import UrlParts
from contentlint.site_settings import settings_text

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.source import Span

__all__ = ["find_file", "is_relative", "may_miss", "missing_files", "names_in"]

_STATIC = ("", "source", "static", "public", "assets", "content", "docs", "src", "src/assets")
_ABSENT = (
    None,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EINVAL,
    errno.ELOOP,
    errno.EBADF,
    errno.ENAMETOOLONG,
)
"""The errors of looking for a file that say that there is none, or that none can have the name."""
# prefixes that a bundler resolves
_ALIASES = ("@", "~", "$")
_STOPPING = {"astro": "Astro", "docusaurus": "Docusaurus", "vitepress": "VitePress"}
"""The generators that make a module of a post, which they cannot without a picture it names."""
# settings that let them go on, or that say where files are taken from
_GOES_ON = pattern(
    r"onBrokenMarkdownImages|staticDirectories|\b(?:srcDir|publicDir|external|alias|remarkPlugins)\b"
)


def missing_files(
    document: Document, options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[Hit]:
    """Images whose relative address names no file of the site."""
    page = document.page
    for image in images:
        url = (image.attr("src") or "").strip()
        if not is_relative(url) or url.startswith(_ALIASES) or is_masked(document, url):
            continue
        folders = search_folders(document, url, options["folders"], options["root"])
        name = _file_name(url)
        if not folders or not name:
            continue
        missing = not _exists(folders, name)
        if not missing and not _may_stop(document, url, folders[0], name):
            told = _lost_in_hexo(document, url, name) if options["root"] == "" else None
            place = page.attribute(image, "src") if told else None
            if told and place and document.source.slice(place.span).startswith("!["):
                values = {"url": readable(url), "name": name, "near": told[1]}
                yield Hit(place.span, values, message=told[0], element=image)
            continue
        place = page.attribute(image, "src")
        if place is None:
            continue
        is_markdown = document.source.text.startswith("!", place.span.start)
        generator = _stopped(document, url, is_markdown)
        if missing or generator is not None:
            yield _missing_hit(place.span, folders, name, url, generator)._replace(element=image)


def _missing_hit(
    span: Span, folders: Sequence[Path], name: str, url: str, generator: str | None
) -> Hit:
    near = _other_spelling(folders, name)
    message = _how_spelt(near, name) if near else "stops" if generator else None
    values = {"url": readable(url), "name": name, "near": near or "", "generator": generator or ""}
    return Hit(span, values, message=message, severity="error" if generator else None)


def _may_stop(document: Document, url: str, beside: Path, name: str) -> bool:
    """Whether a file that is somewhere in the site is not where the address says that it is."""
    if not url.startswith(("./", "../")) or not document.settings.generators & _STOPPING.keys():
        return False
    return not _exists([beside], name, as_written=True)


def _stopped(document: Document, url: str, is_markdown: bool) -> str | None:
    """The generator that builds no site without the picture at *url*, by its name."""
    settings = document.settings
    generator = next((each for each in _STOPPING if each in settings.generators), None)
    if generator is None or len(settings.generators) > 1 or settings.root is None:
        return None
    if generator == "vitepress":
        from_root = url.startswith("/") and (settings.root / ".vitepress").is_dir()
        stops = from_root or url.startswith(".") or (is_markdown and not url.startswith("/"))
    else:
        stops = is_markdown and not (generator == "astro" and url.startswith("/"))
    if not stops or _GOES_ON.search(settings_text(settings.root, generator)):
        return None
    return _STOPPING[generator]


def _lost_in_hexo(document: Document, url: str, name: str) -> tuple[str, str] | None:
    """Why Hexo does not show a picture from the post's own folder, and how it is called there."""
    settings = document.settings
    if "hexo" not in settings.generators or settings.root is None or url.startswith("/"):
        return None
    post = Path(document.source.path)
    bare = name.removeprefix("./")
    inner = bare.removeprefix(f"{post.stem}/")
    if not (post.parent / post.stem / inner).is_file() or _is_static(settings.root, bare):
        return None
    from contentlint.checks.hexo_site import shows_own_pictures

    shown = shows_own_pictures(document)
    if shown is None or (shown and inner == bare):
        return None
    return ("own-folder" if shown else "own-settings"), inner


def _is_static(site: Path, name: str) -> bool:
    return (site / "source" / name).is_file()


def may_miss(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins so may name a file of the site."""
    return is_relative


def is_relative(url: str) -> bool:
    """Whether *url* is relative to the page or to the site's root, and not only a fragment."""
    if not url or url.startswith(("https://", "http://", "#", "//", "\\\\")):
        return False
    return ":" not in url or not UrlParts(url).scheme


def find_file(document: Document, url: str) -> bool:
    """Whether a relative *url* names a file or a page of the site, as far as the disk tells."""
    name = _file_name(url)
    folders = search_folders(document, url)
    if not name or not folders:
        return False
    stem = name.rstrip("/").removesuffix(".html")
    names = [name, f"{stem}.md", f"{stem}.markdown", f"{stem}/index.md", f"{stem}/_index.md"]
    return any(_exists(folders, each) for each in names)


def _file_name(url: str) -> str:
    return unquote(url.partition("?")[0].partition("#")[0]).replace("\\", "/")


def search_folders(
    document: Document, url: str, further: Sequence[str] = (), root: str = ""
) -> list[Path]:
    """Where a relative *url* may point to on the disk; empty where that cannot be told.

    An address from the root needs a site with a folder for static files; any other is looked for
    beside the post, in the post's own folder (Hexo, page bundles), and among the static files.
    """
    post = Path(document.source.path)
    site = document.look_outside(root)
    if site is None or not (os.path.isfile(post) or (root and os.path.isdir(post.parent))):
        return []
    static = [site / name for name in (*_STATIC, *further) if _is_folder(site / name)]
    if url.startswith(("/", "\\")):
        return static if len(static) > 1 else []
    return [post.parent, post.parent / post.stem, *static]


def _exists(folders: Sequence[Path], name: str, *, as_written: bool = False) -> bool:
    relative = name.lstrip("/")
    bare = "" if as_written else relative
    while bare.startswith(("../", "./")):
        bare = bare.partition("/")[2]
    try:
        names = {relative, bare or relative}
        return any((folder / part).exists() for folder in folders for part in names)
    except (OSError, ValueError) as error:
        return _may_be(error)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        return _may_be(error)


def _may_be(error: OSError | ValueError) -> bool:
    """Whether there may be something where *error* came up: where nobody can look, it may."""
    return getattr(error, "errno", None) not in _ABSENT


def _other_spelling(folders: Sequence[Path], name: str) -> str | None:
    """The file's name on the disk, if only case differs, or whether a letter holds its accent."""
    parent, _, last = name.lstrip("/").rpartition("/")
    for folder in folders:
        try:
            near = names_in(os.path.join(folder, parent)).get(_folded(last))
        except (OSError, ValueError):
            continue
        if near is not None and near != last:
            return near
    return None


def names_in(folder: str) -> dict[str, str]:
    """The names in *folder*, by what they are without case and ways to hold accents.

    Raises:
        OSError: it is not there, or nobody may look.
    """
    return _listing(folder, os.stat(folder).st_mtime_ns)


@lru_cache(maxsize=64)
def _listing(folder: str, _changed: int) -> dict[str, str]:
    """The names in *folder*, folded; read again once the folder has *changed*."""
    return {_folded(name): name for name in os.listdir(folder)}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()


def _how_spelt(near: str, name: str) -> str:
    """Which message tells how *near*, the name on the disk, differs from *name*."""
    normal = unicodedata.normalize
    return "form" if normal("NFC", name).endswith(normal("NFC", near)) else "case"
