"""Checks that say why a post was not checked: it exceeds a limit on size, time or complexity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.findings import Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["too_complex", "too_large", "too_slow"]


def too_slow(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """The check of the file took all the time that it may take."""
    return _reached(document, "limits/too-slow")


def too_large(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """The file is larger than it may be."""
    return _reached(document, "limits/too-large")


def too_complex(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """The post needs too much memory, or its elements are too many in one another."""
    return _reached(document, "limits/too-complex")


def _reached(document: Document, rule: str) -> Iterable[Hit]:
    """The one finding, at the start of the file, if *rule* is the one of the limit reached."""
    hit = document.source.limit or document.page.excess
    if hit is None or hit.rule != rule:
        return ()
    return (Hit(Span(0, 0), hit.values, message=hit.message),)
