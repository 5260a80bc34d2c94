"""URLs in attributes, by the URL standard's rules for valid URL strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.content_model import problems_of

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.findings import Hit

__all__ = ["invalid"]


def invalid(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes whose URL is not a valid URL string."""
    for hit in problems_of(doc, "invalid-url"):
        if hit.message == "empty" and doc.source.slice(hit.span).startswith("!["):
            yield hit._replace(message="empty-picture")
        else:
            yield hit
