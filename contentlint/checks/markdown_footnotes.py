"""Finds footnotes on a site of Hexo's whose Markdown knows none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.hexo_site import MARKED, packages_of
from contentlint.checks.templates_places import span_of
from contentlint.findings import Hit

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unread_footnotes"]

# plug-ins that read footnotes, or another renderer beside that one
_READERS = ("footnote", "reference", "hexo-renderer-markdown", "hexo-renderer-pandoc", "kramed")


def unread_footnotes(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """The first footnote of a post that is rendered by marked without help."""
    if document.kind != "markdown" or "[^" not in document.body:
        return
    footnotes = document.page.source_map.footnotes
    if not footnotes:
        return
    packages = packages_of(document, options["packages"])
    if MARKED not in packages or any(word in name for name in packages for word in _READERS):
        return
    first = footnotes[0]
    yield Hit(span_of(document, *first.span), {"name": first.name})
