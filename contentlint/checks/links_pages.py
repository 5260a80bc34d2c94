"""Finds links to files of Markdown that are not there, on sites that follow such links."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from contentlint.checks.images_files import is_relative, search_folders
from contentlint.checks.links_places import is_masked, readable
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.presets import settings_text

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.findings import Severity

__all__ = ["missing_pages"]

_PAGE: Final = pattern(r"[^?#]+\.mdx?(?=[?#]|\Z)", re.IGNORECASE)
# settings that give pages other places than those of their files
_MOVED: Final = pattern(
    r"\brewrites\b|\bi18n\b|\bsrcDir\b|monorepo|multirepo|gen-files|literate-nav"
)


def missing_pages(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links whose relative address names a file of Markdown that the site does not have."""
    page = document.page
    moved = None
    for link in links:
        url = (link.attr("href") or "").strip()
        found = _PAGE.match(url)
        if found is None or not is_relative(url) or url.startswith("/") or is_masked(document, url):
            continue
        name = unquote(found[0]).replace("\\", "/")
        folders = search_folders(document, url, (), options["root"])
        if not folders or not _is_missing(folders, name):
            continue
        if moved is None:
            moved = not options["root"] and _has_moved(document)
        place = None if moved else page.attribute(link, "href")
        if place is not None:
            builds = "mkdocs" in document.settings.generators
            severity: Severity | None = "warning" if builds else None
            message = "builds" if builds else None
            values = {"url": readable(url)}
            yield Hit(place.span, values, message=message, severity=severity, element=link)


def _is_missing(folders: Sequence[Path], name: str) -> bool:
    """Whether the folder is there, but not the file, and nothing that others are made from."""
    folder = folders[0] / os.path.dirname(name)
    try:
        others = os.listdir(folder)
        return not any((each / name).exists() for each in folders) and not any(
            "[" in other for other in others
        )
    except (OSError, ValueError):
        return False


def _has_moved(document: Document) -> bool:
    settings = document.settings
    if settings.root is None:
        return True
    texts = (settings_text(settings.root, each) for each in settings.generators)
    return any(_MOVED.search(text) for text in texts)
