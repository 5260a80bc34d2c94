"""Judges the width and height that images are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_places import markdown_link
from contentlint.document.masks import may_have_more
from contentlint.findings import Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["oversized", "without"]

_PIXELS = pattern(r"\s*([0-9]{1,15})(?:\.[0-9]+)?(?:px)?\s*", re.IGNORECASE)
_STYLED = pattern(r"(?:^|[;\s])(?:width|height)\s*:", re.IGNORECASE)


def oversized(
    document: Document, options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[Hit]:
    """Images that are declared wider or higher than a page."""
    for image in images:
        for name in ("width", "height"):
            found = _PIXELS.fullmatch(image.attr(name) or "")
            limit: int = options[f"max-{name}"]
            if found is None or int(found.group(1)) <= limit:
                continue
            place = document.page.attribute(image, name)
            if place is not None:
                values = {"side": name, "size": found.group(1), "limit": limit}
                yield Hit(place.span, values, element=image)
                break


def without(document: Document, options: Mapping[str, Any], images: Sequence[Any]) -> Iterator[Hit]:
    """Images without a width and a height, for which the browser cannot keep room."""
    for image in images:
        if image.attr("width") and image.attr("height"):
            continue
        if _STYLED.search(image.attr("style") or ""):
            continue
        if not options["markdown"] and markdown_link(document, image) is not None:
            continue
        if document.has_template_tags and may_have_more(image):
            continue
        place = document.page.start_tag(image)
        if place is not None:
            yield Hit(place.span, {}, element=image)
