"""Finds links to one page that stand directly after each other, as editors split them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_places import bare_address
from contentlint.document.turbo import Element, Text
from contentlint.findings import Edit, Fix, Hit

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["repeated"]

# what leads to no page: a script makes of each of them what it likes
_NO_PAGE = ("", "#", "#!")


def repeated(document: Document, options: Mapping[str, Any], links: Sequence[Any]) -> Iterator[Hit]:
    """Links with only blanks between them and a link to the same address."""
    if len(links) < 2:
        return
    for link in links:
        earlier = _link_before(link)
        if earlier is None:
            continue
        url = (link.attr("href") or "").strip()
        if url in _NO_PAGE or (earlier.attr("href") or "").strip() != url:
            continue
        if bare_address(url)[:11].lower() == "javascript:":  # each may do something else
            continue
        if not (link.text.strip() and earlier.text.strip()):  # pictures are not one phrase
            continue
        place, before = document.page.start_tag(link), document.page.start_tag(earlier)
        if place is None or before is None or place.span == before.span:
            continue
        yield Hit(
            place.span,
            {"url": url},
            related=(("the same address is linked here", before.span),),
            fix=_merge(document, earlier, link),
            element=link,
        )


def _link_before(link: Any) -> Any | None:
    node = link.previous_sibling
    while node is not None and not isinstance(node, Element):
        if type(node) is not Text or node.data.strip():
            return None
        node = node.previous_sibling
    return node if node is not None and node.tag == "a" else None


def _merge(document: Document, first: Any, second: Any) -> Fix | None:
    """Drop the end tag and the start tag between two links that differ in nothing but text."""
    if first.attrs != second.attrs:
        return None
    end, start = document.page.end_tag(first), document.page.start_tag(second)
    if end is None or start is None or not (end.verbatim and start.verbatim):
        return None
    made = (Edit(*end.span, ""), Edit(*start.span, ""))
    return Fix("safe", "Make it one link", made)
