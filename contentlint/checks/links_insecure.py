"""Finds addresses that are fetched without encryption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import address_of, host_of, is_masked
from contentlint.findings import FixRow, Hit, fix_of
from contentlint.patterns import pattern
from contentlint.rules.conditions import host_in

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Place

__all__ = ["insecure_links", "is_insecure", "secured"]

# names and addresses that only the writer's own machine or network answers to
_LOCAL_NAMES = frozenset(("localhost", "local", "localdomain", "internal", "lan", "test", "onion"))
_LOCAL_ADDRESS = pattern(
    r"(?:10|127)\.[\d.]+|0\.0\.0\.0|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+"
    r"|169\.254\.[\d.]+|\[.*\]"
)

_HTTP = pattern(r"http(?=:)", re.IGNORECASE)
# more than the name of the attribute, the quote and the blanks before the address
_NEAR = 60


def insecure_links(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links to ``http:`` addresses of the open web."""
    allowed = make_once(options, allowed_hosts)
    for link in links:
        url = (link.attr("href") or "").strip()
        if not is_insecure(document, url, allowed):
            continue
        place = document.page.attribute(link, "href")
        if place is not None:
            fix = secured(document, link, "href", place)
            yield Hit(place.span, {"url": url, "host": host_of(url)}, None, fix, link)


def allowed_hosts(options: Mapping[str, Any]) -> frozenset[str]:
    """The hosts of the option ``allow``."""
    return frozenset(options["allow"])


def is_insecure(document: Document, url: str, allowed: frozenset[str]) -> bool:
    """Whether *url* is an ``http:`` address of a public host that is not *allowed*."""
    if url[:5].lower() != "http:":
        return False
    host = host_of(url)
    if (allowed and host_in(host, allowed)) or is_masked(document, url):
        return False
    name = host.rpartition(".")[2]
    if name.isdigit() or name[-1:] == "]":
        return _LOCAL_ADDRESS.fullmatch(host) is None
    return "." in host and name not in _LOCAL_NAMES


def secured(document: Document, element: Any, attribute: str, place: Place) -> FixRow | None:
    """The fix that turns ``http:`` into ``https:``; unsafe: the host may not answer to it.

    *place* is that of the attribute.
    """
    text = document.source.text
    start = place.span.start
    if not place.verbatim:
        address = address_of(document, element, attribute)
        if address is None:
            return None
        start = address.span.start
    found = _HTTP.search(text, start, start + _NEAR)
    if found is None:
        return None
    at = found.end()
    return fix_of("unsafe", "Use https", ((at, at, "s"),))
