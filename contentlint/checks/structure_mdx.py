"""End tags that end nothing or too much, but for those at which MDX stops before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks import structure

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.findings import Hit

__all__ = ["misnested", "stray_end_tag"]


def stray_end_tag(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """End tags that end nothing."""
    hits = structure.stray_end_tag(doc, options)
    return _not_parted(doc, hits) if doc.is_mdx else hits


def misnested(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """End tags that come while an element opened later is still open."""
    hits = structure.misnested(doc, options)
    return _not_parted(doc, hits) if doc.is_mdx else hits


def _not_parted(doc: Document, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Without tags of which template/mdx-syntax tells: MDX makes no paragraph around those."""
    from contentlint.checks.templates_mdx import parted_starts

    parted: frozenset[int] | None = None
    for hit in hits:
        parted = parted_starts(doc) if parted is None else parted
        if hit[0][0] not in parted:
            yield hit
