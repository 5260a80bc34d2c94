"""Finds relative addresses in posts taken from other sites: what they were relative to is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from contentlint.checks.images_files import find_file, is_relative
from contentlint.checks.links_places import is_masked, readable, replace_address
from contentlint.findings import Hit, fix_of

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["without_base"]


def without_base(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Links, pictures and frames with relative addresses that are no file of this site."""
    base = _base_of(document, options["fields"])
    for element in elements:
        name = "href" if element.tag in ("a", "area") else "src"
        url = (element.attr(name) or "").strip()
        if not is_relative(url) or is_masked(document, url) or find_file(document, url):
            continue
        place = document.page.attribute(element, name)
        if place is None:
            continue
        fix = None
        if base:
            absolute = urljoin(base, url)
            made = replace_address(document, element, name, absolute)
            fix = fix_of("unsafe", f"Write {absolute}", made) if made else None
        message = None if name == "href" else "file"
        yield Hit(place.span, {"url": readable(url)}, message, fix, element)


def _base_of(document: Document, fields: Sequence[str]) -> str | None:
    """The address of the original, if the front matter tells it."""
    for name in fields:
        value = document.front_matter.values.get(name)
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
    return None
