"""Finds links to files of Markdown that are not there, on sites that follow such links."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from contentlint.checks.images_files import is_relative, names_in, search_folders
from contentlint.checks.links_places import is_masked, readable
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.site_settings import settings_text

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.findings import Severity
    from contentlint.source import Span

__all__ = ["missing_pages"]

_PAGE: Final = pattern(r"[^?#]+\.mdx?(?=[?#]|\Z)", re.IGNORECASE)
# an address without the ending of a page, and one of a page as it is built
_BARE: Final = pattern(r"(?:[^?#]*/)?[^?#./]*(?:\.html)?(?=[?#]|\Z)", re.IGNORECASE)
# settings that let links lead nowhere
_LET: Final = pattern(r"\bignoreDeadLinks\b|\bonBrokenLinks\b['\"]?\s*:\s*['\"](?!throw)")
# settings that give pages other places than those of their files, or make pages without files
_MOVED: Final = pattern(
    r"\brewrites\b|\bi18n\b|\bsrcDir\b|monorepo|multirepo|gen-files|literate-nav|^hooks[ \t]*:",
    re.MULTILINE,
)


def missing_pages(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links whose relative address names a file of Markdown that the site does not have."""
    page = document.page
    settings: str | None = None
    for link in links:
        url = (link.attr("href") or "").strip()
        if not is_relative(url) or is_masked(document, url):
            continue
        is_missing = _lacks_file(document, options, url)
        without_ending = not is_missing and _lacks_page(document, url)
        if not is_missing and not without_ending:
            continue
        if settings is None:
            settings = _settings(document)
        if not options["root"] and _MOVED.search(settings):
            return
        place = page.attribute(link, "href")
        lets = _LET.search(settings) is not None
        if place is None or (without_ending and (lets or not _is_markdown(document, place.span))):
            continue
        builds = lets or "mkdocs" in document.settings.generators
        severity: Severity | None = "warning" if builds else None
        message = "builds" if builds else "vitepress" if without_ending else None
        values = {"url": readable(url)}
        yield Hit(place.span, values, message=message, severity=severity, element=link)


def _lacks_file(document: Document, options: Mapping[str, Any], url: str) -> bool:
    """Whether *url* names a file of Markdown that is not beside the post."""
    found = _PAGE.match(url)
    if found is None or url.startswith("/"):
        return False
    name = unquote(found[0]).replace("\\", "/")
    folders = search_folders(document, url, (), options["root"])
    if not folders or _leads_out(document, folders[0] / name):
        return False
    return _is_missing(folders, name)


def _lacks_page(document: Document, url: str) -> bool:
    """Whether VitePress has no page at *url*, which names it without the ending of its file."""
    site = document.settings.root
    if document.settings.generators != {"vitepress"} or site is None:
        return False
    found = _BARE.match(url)
    if found is None or not found[0] or not (site / ".vitepress").is_dir():
        return False
    document.looks_outside = True
    post = Path(document.source.path)
    name = unquote(found[0]).removesuffix(".html")
    name += "index" if name.endswith("/") else ""
    place = os.path.normpath((site if name.startswith("/") else post.parent) / name.lstrip("/"))
    if _leads_out(document, Path(place)):
        return False
    try:
        built = site / "public" / f"{os.path.relpath(place, site)}.html"
        others = names_in(os.path.dirname(place))
        return (
            post.is_file()
            and not any("[" in other for other in others)
            and not os.path.exists(f"{place}.md")
            and not built.exists()
        )
    except (OSError, ValueError):  # a folder that is not there may be another site's
        return False


def _is_markdown(document: Document, span: Span) -> bool:
    return document.source.text.startswith("[", span.start)


def _leads_out(document: Document, target: Path) -> bool:
    """Whether *target* lies outside of the site, where it is no matter what there is."""
    root = document.settings.root
    if root is None:
        return False
    top = os.path.join(os.path.realpath(root), "")
    return not os.path.realpath(target).startswith(top)


def _is_missing(folders: Sequence[Path], name: str) -> bool:
    """Whether the folder is there, but not the file, and nothing that others are made from."""
    try:
        others = names_in(os.path.join(folders[0], os.path.dirname(name)))
        return not any((each / name).exists() for each in folders) and not any(
            "[" in other for other in others
        )
    except (OSError, ValueError):
        return False


def _settings(document: Document) -> str:
    """What the site's own configuration says; of an unknown site, that all may be elsewhere."""
    settings = document.settings
    if settings.root is None:
        return "rewrites"
    texts = (settings_text(settings.root, each) for each in sorted(settings.generators))
    return "\n".join(texts)
