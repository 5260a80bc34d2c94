"""Judges how links open: new windows that can reach back to the page they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint import edits
from contentlint.checks.links_places import host_of
from contentlint.document.masks import may_have_more
from contentlint.findings import Hit, fix_of

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["open_windows"]

_PROTECTED = frozenset(("noopener", "noreferrer", "opener"))


def open_windows(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links that open another site in a new window without ``rel="noopener"``."""
    for link in links:
        host = host_of(link.attr("href") or "")
        if not host:
            continue
        rel = link.attr("rel")
        words = rel.split() if rel else []
        if words and not _PROTECTED.isdisjoint(word.lower() for word in words):
            continue
        place = document.page.start_tag(link)
        if place is None or (document.has_template_tags and may_have_more(link)):
            continue
        if rel is None:
            made = edits.add_attribute(document, place, "rel", "noopener")
        else:
            made = edits.set_attribute(document, link, "rel", " ".join([*words, "noopener"]))
        fix = fix_of("safe", 'Add rel="noopener"', made) if made else None
        yield Hit(place.span, {"host": host}, None, fix, link)
